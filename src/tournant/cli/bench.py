"""`tournant bench`: how fast Tournant is, beside baselines that are measured in the same run."""

from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console

from tournant.bench.goals import LIMITS, Limits, Verdict
from tournant.bench.report import Measured, Report, Settings
from tournant.cli.io import print_json, print_table, say
from tournant.control import BadInput

EXIT_FAILED = 1
SIZE_MIN = 200
LABELS = {
    "floor": "floor: bare typed parse",
    "decode": "decode, crosswalk warm",
    "decode_without_crosswalk": "decode, without crosswalk",
    "decode_crosswalk_cold": "decode, crosswalk cold (every id derived)",
    "decode_one_wrong_shape": "decode, one element of a wrong shape",
    "dict_decode": "baseline: dictionaries, flattened by hand",
    "pydantic_decode": "baseline: pydantic models, flattened by hand",
    "encode_nothing": "encode, nothing changed",
    "encode_equal_copies": "encode, nothing changed, rows are copies",
    "encode_1_percent": "encode, 1 % changed",
    "encode_10_percent": "encode, 10 % changed",
    "encode_all": "encode, all changed",
    "encode_1_percent_first": "encode, 1 % changed, first write",
    "encode_10_percent_first": "encode, 10 % changed, first write",
    "encode_all_first": "encode, all changed, first write",
    "encode_one_removed": "encode, one item removed",
    "encode_reordered": "encode, siblings reversed",
    "dict_encode_1_percent": "baseline: dictionaries, 1 % set, all encoded",
}

app = App(help="Benchmarks, each with its baselines in the same run.")
Switch = Annotated[bool, Parameter(negative="")]


@app.command
def mapping(
    *,
    json: Switch = False,
    check: Switch = False,
    size: int = 20_000,
    rounds: int = 11,
    limits: Annotated[Limits, Parameter(parse=False)] = LIMITS,
) -> int:
    """Measure reading and writing partner documents: one deep tree, flat lists, a tagged list.

    Parameters
    ----------
    json
        As JSON.
    check
        Exit with 1 where a goal is missed.
    size
        About how many elements each document has; 200 at least.
    rounds
        How often each contestant runs.
    limits
        What the figures are held to.
    """
    if size < SIZE_MIN or rounds < 1:
        raise BadInput(f"the documents have at least {SIZE_MIN} elements, and there is at least one round")
    try:
        from tournant.bench.mapping import run  # noqa: PLC0415 - one of its baselines is not always installed
    except ModuleNotFoundError as why:
        if why.name != "pydantic":
            raise
        say("tournant: the benchmarks compare with pydantic, which is not installed: run `make setup-dev` to get it")
        return EXIT_FAILED
    settings, progress = Settings(size=size, rounds=rounds), Console(stderr=True)
    if progress.is_terminal:
        with progress.status("") as status:
            report = run(settings, limits, status.update)
    else:
        report = run(settings, limits, str)
    if json:
        print_json(report.as_json())
    else:
        _print(report)
    return EXIT_FAILED if check and not report.met else 0


def _print(report: Report) -> None:
    for one in report.documents:
        _print_document(one)
    head = ("", "at most", "seen", "met")
    print_table("Goals", head, map(_line, report.goals))
    print_table("Aims", head, map(_line, report.aims))
    print(", ".join(f"{name} {fact}" for name, fact in report.machine.items()))


def _print_document(one: Measured) -> None:
    size = f"{one.size_bytes / 1e6:.1f} MB, {one.elements:,} elements, {one.rows:,} rows"
    floor_ms = one.times["floor"].min_ms
    print_table(
        f"{one.name}: {one.about} ({size})",
        ("", "ms min", "ms median", "x floor", "rows/s"),
        (
            (
                LABELS[name],
                f"{times.min_ms:.2f}",
                f"{times.median_ms:.2f}",
                f"{times.min_ms / floor_ms:.2f}",
                f"{one.rows / times.min_ms * 1000:,.0f}" if "decode" in name else "",
            )
            for name, times in one.times.items()
        ),
    )


def _line(verdict: Verdict) -> tuple[str, str, str, str]:
    return verdict.what, f"{verdict.goal:g}", f"{verdict.seen:.2f}", "yes" if verdict.met else "no"
