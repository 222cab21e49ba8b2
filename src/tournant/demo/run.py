"""A demo from the first process to the report.

partners ─ platform ─ world ─ connect ─ match, preview, live ─ agreed ─ lunch rush ─ settled ─ judged
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tournant.app import database
from tournant.app.settings import Settings, from_environment
from tournant.app.system import System
from tournant.control.connecting import Office
from tournant.demo.onboarding import onboard
from tournant.demo.options import Options
from tournant.demo.people import People
from tournant.demo.platform import Platform, started
from tournant.demo.stage import Stage, staged
from tournant.kernel import bounds
from tournant.sandbox.judge import Settings as Allowance
from tournant.sandbox.judge import judge, read, verdict
from tournant.sandbox.sabotage import SABOTAGES
from tournant.sandbox.world import Day, Pace, Recipe, World, plan

__all__ = ["Ended", "demo"]

Say = Callable[[str], None]
_FOLDER: Final = "demo"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a demo ended."""

    report: dict[str, Any]
    wrong: list[str]
    """What the judge says against it; nothing where all is right."""


@dataclass(frozen=True, slots=True)
class _House:
    """Everything that runs."""

    options: Options
    stage: Stage
    platform: Platform
    office: Office
    say: Say


@asynccontextmanager
async def demo(options: Options, say: Say) -> AsyncIterator[Ended]:
    """Run a demo to its report, saying what happens; everything goes on until the block ends.

    Broken where the platform does not start, Late where what people wait for never comes.
    """
    async with _running(options, say) as house:
        yield await _played(house)


@asynccontextmanager
async def _running(options: Options, say: Say) -> AsyncIterator[_House]:
    settings, environment = _installation(options)
    system = System.real(settings)
    async with staged(system.clock, options.speed, options.seed) as stage:
        say(f"Square and Uber Eats, simulated: {stage.url}/square/_sandbox/, {stage.url}/uber_eats/_sandbox/")
        async with started(environment, options.port) as platform:
            public = platform.urls["edge"]
            say(f"the platform: {public}")
            async with database.opened(settings) as store:
                office = Office(store, system.clock, system.ids, public)
                yield _House(options, stage, platform, office, say)


def _installation(options: Options) -> tuple[Settings, dict[str, str]]:
    """A database of its own that begins empty, and a world that begins now."""
    usual = from_environment(os.environ)
    state = usual.state / _FOLDER
    shutil.rmtree(state, ignore_errors=True)
    environment = {
        "TOURNANT_STATE_DIR": str(state),
        "TOURNANT_WORLD_SPEED": f"{options.speed:g}",
        "TOURNANT_WORLD_BEGAN": _now().isoformat(timespec="seconds"),
        "TOURNANT_CORE_PORT": "0",
        "TOURNANT_LOG_LEVEL": "info",
    }
    kept = {name: value for name, value in os.environ.items() if name != "TOURNANT_DATABASE_URL"}
    return from_environment({**kept, **environment}), environment


def _now() -> datetime:
    return System.real(Settings(Path("/"), None, None, Path("/"))).clock.now()


async def _played(house: _House) -> Ended:
    options, stage, say = house.options, house.stage, house.say
    world = await stage.build(Recipe(begun=stage.clock.now(), seed=options.seed, locations=options.locations))
    say(f"{len(world.merchants)} merchants, {options.locations} locations, {len(world.stores)} stores on Uber Eats")
    await onboard(house.office, stage, world)
    people = People(house.office)
    await people.go_live()
    say("every link was previewed, matched and taken live")
    await people.agreed()
    say("every menu is on its channel; the lunch rush begins")
    day = await _rush(house, world, people)
    evidence = await read(stage.doors)
    race_s = max(Allowance().race_s, options.speed * bounds.SLOWEST_WAY_S)
    report = judge(world, day.truth, evidence, (people.orders, None), replace(Allowance(), race_s=race_s))
    return Ended(report, verdict(report))


async def _rush(house: _House, world: World, people: People) -> Day:
    """The lunch rush, with people at work and processes that are killed; and then some time to settle."""
    options, stage = house.options, house.stage
    pace = replace(Pace(), orders_per_minute=options.orders_per_minute, faults=options.faults, rush_s=options.rush_s)
    day = Day(world, plan(world, pace), stage.doors, stage.clock, stage.wait)
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(people.work(day.truth, stopping))
        if options.faults:
            group.create_task(_kills(house))
        await day.run()
        house.say(f"the last of {len(day.truth.orders)} orders was placed; everything settles")
        if options.sabotage is not None:
            house.say(f"a lie is told: {await SABOTAGES[options.sabotage](day.scene)}")
        await _settled(house, people)
        stopping.set()
    return day


async def _settled(house: _House, people: People) -> None:
    """Wait until every link was looked at anew and agrees; no longer than everybody is given."""
    clock = house.stage.clock
    last = clock.now()
    await house.stage.wait(bounds.SETTLING_S_MIN)
    while (clock.now() - last).total_seconds() < bounds.SETTLING_S_MAX and not await people.all_agree(last):
        await clock.pause(bounds.PEOPLE_LOOK_S)


async def _kills(house: _House) -> None:
    """Each process is killed once, so early that everything can be made good before the last order."""
    for share, role in ((0.3, "core"), (0.3, "edge")):
        await house.stage.wait(house.options.rush_s * share)
        house.say(f"{role} is killed")
        await house.platform.kill(role)
        house.say(f"{role} is back")
