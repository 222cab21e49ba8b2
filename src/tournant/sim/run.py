"""One run: a town is connected and goes live, things go wrong while people work, then it is quiet, and it is judged."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tournant import telemetry
from tournant.log import Keyring, MemoryStore, Vault
from tournant.sim.archive import archive_of, written
from tournant.sim.chance import Chance
from tournant.sim.clock import SimClock
from tournant.sim.judge import Case, Found, judge_books, judge_merchant
from tournant.sim.loop import Livelock, SimLoop, Standstill
from tournant.sim.processes import Built
from tournant.sim.stage import Stage, staged

__all__ = ["Outcome", "Plan", "run"]

_SETTLING_S: Final = 60.0
"""From going live to the first trouble: everything is written and seen."""
_Keeping = Callable[[Callable[[], datetime], Vault], MemoryStore]


@dataclass(frozen=True, slots=True)
class Plan:
    """How large and how long a run is."""

    merchants: tuple[tuple[int, int], ...] = ((2, 6), (1, 4))
    """Of each: how many places, and how many dishes."""
    storm_s: float = 300.0
    """For how long people work and things go wrong."""
    quiet_s: float = 700.0
    """After that: the longest rest of a call, and several looks at everything."""
    edit_s: float = 5.0
    """Between two stories of people, on average."""
    trouble_s: float = 14.0
    """Between two things that go wrong, on average."""
    look_s: float = 20.0
    """Between two looks that an operator asks for, on average."""
    hours_s: float | None = None
    """Between two stories of opening hours, on average; None where they stay as they are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run."""

    seed: int
    edits: int
    writes: int
    """Of the platform, applied at partners."""
    faults: dict[str, int]
    """What went wrong, and how often it began."""
    unseen: int
    """Edits that the platform wrote over before any look of its own could show them."""
    counted: int
    """Edits that do not stand, or not everywhere, and the platform says so."""
    echoes: list[str]
    """What the platform took for a person's edit where nobody had edited: its own write, come back. It changes nothing
    by itself, so it is no finding; without the echo rule there are many."""
    findings: list[str]
    digest: str
    """Of every step: the same for the same seed."""
    steps: int

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


@dataclass
class _Course:
    """How far a run has come."""

    found: Found
    stage: Stage | None = None
    is_over: bool = False


def run(
    seed: int,
    plan: Plan = Plan(),
    built: Built = Built(),  # noqa: B008 - the same
    keeping: _Keeping = MemoryStore,
) -> Outcome:
    """Run one seed."""
    loop, ear, course = SimLoop(), io.StringIO(), _Course(Found())
    clock = SimClock(loop)
    store = keeping(clock.now, _vault(seed))
    try:
        with telemetry.overheard(ear, clock.now):
            stopped = _driven(loop, _lived((seed, plan, built), loop, store, course))
            outcome = _outcome(seed, loop, course, [*_said(ear.getvalue()), *stopped])
            loop.bury()
    finally:
        loop.close()
    return outcome


def _driven(loop: SimLoop, life: Awaitable[None]) -> list[str]:
    """Run it to its end; what kept it from that."""
    try:
        loop.run_until_complete(life)
    except (Standstill, Livelock) as why:
        return [f"stopped: {why}"]
    return []


async def _lived(what: tuple[int, Plan, Built], loop: SimLoop, store: MemoryStore, course: _Course) -> None:
    """From the first day to the judgement."""
    seed, plan, built = what
    stage = course.stage = await staged(seed, loop, store, built, plan.merchants)
    await stage.operator.connect()
    await stage.operator.go_live()
    await stage.clock.pause(_SETTLING_S)
    await stage.people.note()
    await stage.operator.look_everywhere()
    await stage.clock.pause(_SETTLING_S)
    first = {one.seller: await stage.cells(one) for one in stage.town.merchants}
    await _storm(stage, plan)
    await stage.clock.pause(plan.quiet_s)
    judge_books(stage.partners.values(), stage.clock.now(), course.found)
    writes = written(stage.partners.values())
    for one in stage.town.merchants:
        async with store.transaction(one.tenant) as tx:
            archive = await archive_of(tx, stage.clock.now())
        menus = {store_.id: await stage.menu(store_.id) for store_ in one.stores}
        seller = await stage.objects(one), await stage.places(one)
        case = Case(one, *seller, menus, stage.clock.now(), archive, first[one.seller], writes)
        deeds = [deed for deed in stage.people.deeds if deed.seller == one.seller]
        judge_merchant(case, deeds, stage.people.noted, course.found)
    course.is_over = True


# ---------------------------------------------------------------------- the storm


async def _storm(stage: Stage, plan: Plan) -> None:
    """People work, and things go wrong; when it is over everybody is back."""
    begun: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()

    async def often(what: str, mean_s: float, do: Callable[[], Awaitable[None]], *, one_by_one: bool) -> None:
        end = loop.time() + plan.storm_s
        while True:
            await stage.clock.pause(stage.chance.between(what, 0, 2 * mean_s))
            if loop.time() >= end:
                return
            task = asyncio.ensure_future(do())
            begun.append(task)
            if one_by_one:
                await task

    weather = stage.weather
    hours = [often("hours", plan.hours_s, stage.people.hours, one_by_one=False)] if plan.hours_s else []
    await asyncio.gather(
        often("edit", plan.edit_s, stage.people.story, one_by_one=False),
        often("trouble", plan.trouble_s, weather.around, one_by_one=False),
        often("trouble of ours", 3 * plan.trouble_s, weather.ours, one_by_one=True),
        often("look", plan.look_s, stage.operator.look, one_by_one=False),
        *hours,
    )
    await asyncio.gather(*begun)
    await weather.calm()


# ---------------------------------------------------------------------- what came of it


def _outcome(seed: int, loop: SimLoop, course: _Course, findings: list[str]) -> Outcome:
    findings = [*course.found.findings, *findings, *(f"broke: {type(why).__name__}: {why}" for why in loop.broken)]
    stage = course.stage
    writes = [one for partner in (stage.partners if stage else {}).values() for one in partner.books.writes]
    return Outcome(
        seed=seed,
        edits=len(stage.people.deeds) if stage else 0,
        writes=sum(one.by == "api" for one in writes),
        faults=dict(sorted(stage.weather.happened.items())) if stage else {},
        unseen=course.found.unseen,
        counted=course.found.counted,
        echoes=course.found.echoes,
        findings=findings,
        digest=loop.digest,
        steps=loop.steps,
    )


def _vault(seed: int) -> Vault:
    entropy = Chance(seed, "vault").entropy
    return Vault(Keyring([entropy(32)]), entropy)


def _said(lines: str) -> list[str]:
    """What the platform itself called an error."""
    said = [json.loads(line) for line in lines.splitlines()]
    return [f"error: {one['event']}: {_last_line(one)}" for one in said]


def _last_line(said: dict[str, object]) -> str:
    return (str(said.get("exception", "")).strip().splitlines() or [""])[-1]
