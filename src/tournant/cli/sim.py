"""`tournant sim`: the deterministic simulation of the engine, seed by seed."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from rich.console import Console

from tournant.cli.io import print_json
from tournant.control import BadInput
from tournant.kernel import bounds

if TYPE_CHECKING:
    from tournant.sim import Outcome

__all__ = ["sim"]

EXIT_FAILED = 1

Switch = Annotated[bool, Parameter(negative="")]


def sim(*, seeds: int = 20, start: Annotated[int, Parameter(name="--from")] = 0, json: Switch = False) -> int:
    """Run the engine in a simulated world, a seed after the other, and judge each. Exits with 1 where one failed.

    Parameters
    ----------
    seeds
        How many.
    start
        The first of them: the same seed is the same run.
    json
        As JSON, a line a seed.
    """
    if seeds < 1 or start < 0:
        raise BadInput("there is at least one seed, and none is below 0")
    # Imported here because the engine, the partners and the server take longer to load than most commands to run.
    from tournant.sim import run  # noqa: PLC0415 - loaded where it is needed

    progress = Console(stderr=True)
    failed: list[int] = []
    for seed in range(start, start + seeds):
        if progress.is_terminal:
            with progress.status(f"seed {seed}, {len(failed)} failed"):
                outcome = run(seed)
        else:
            outcome = run(seed)
        if json:
            print_json(_written(outcome))
        else:
            _print(outcome)
        if not outcome.passed:
            failed.append(seed)
    if not json:
        print(f"{seeds - len(failed)} of {seeds} seeds passed")
    return EXIT_FAILED if failed else 0


def _print(outcome: "Outcome") -> None:
    faults = ", ".join(f"{count} {what}" for what, count in outcome.faults.items())
    verdict = "passed" if outcome.passed else f"FAILED: {len(outcome.findings)} findings"
    lost = f"{outcome.counted} counted as lost, {outcome.unseen} never to be seen"
    edits = f"{outcome.edits} edits ({lost}), {len(outcome.echoes)} echoes"
    print(f"seed {outcome.seed}: {verdict}; {edits}, {outcome.writes} writes; {faults}")
    for one in outcome.findings[: bounds.FINDINGS_NAMED_MAX]:
        print(f"  {one}")
    if not outcome.passed:
        print(f"  see it again: tournant sim --from {outcome.seed} --seeds 1 --json")


def _written(outcome: "Outcome") -> dict[str, Any]:
    return {**asdict(outcome), "passed": outcome.passed}
