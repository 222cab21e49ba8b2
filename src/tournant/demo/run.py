"""A demo from the first process to the report.

partners ─ platform ─ world ─ connect ─ match, preview, live ─ agreed ─ lunch rush ─ settled ─ judged ─ afternoon
                                                                  └─ people at work, and a count that is kept current
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tournant.app import database, serving
from tournant.app.settings import Settings, from_environment
from tournant.app.system import System
from tournant.control import BadInput
from tournant.control.connecting import Office
from tournant.demo.books import Books
from tournant.demo.onboarding import onboard
from tournant.demo.options import Options
from tournant.demo.people import People
from tournant.demo.platform import Platform, started
from tournant.demo.stage import Stage, staged
from tournant.kernel import bounds
from tournant.log import running
from tournant.sandbox.judge import Settings as Allowance
from tournant.sandbox.judge import judge, read, verdict
from tournant.sandbox.sabotage import SABOTAGES
from tournant.sandbox.world import Day, Pace, Planned, Recipe, Truth, World, plan
from tournant.sandbox.world.weather import Weather

__all__ = ["Ended", "demo"]

Say = Callable[[str], None]
_FOLDER: Final = "demo"
_BOOKS: Final = "books.json"


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
    books: Books
    say: Say


@asynccontextmanager
async def demo(options: Options, say: Say) -> AsyncIterator[Ended]:
    """Run a demo to its report, saying what happens; everything goes on until the block ends.

    BadInput where the port is taken or another demo runs here, Broken where the platform does not start, Late where
    what people wait for never comes.
    """
    async with _running(options, say) as house:
        world, people = await _connected(house)
        planned = plan(world, Pace(options.orders_per_minute, rush_s=options.rush_s, faults=options.faults))
        day = _day(house, world, planned)
        house.stage.breaking.begin(
            world, [one.step.account for one in planned if isinstance(one.step, Weather) and one.step.account]
        )
        async with _beside(people.work(day.truth), house.books.keep(world, day.truth, people.orders)):
            await _rush(house, day, people)
            ended = await _judged(house, world, day.truth, people)
            async with _beside(_afternoon(house, world, day.truth)):
                yield ended


@asynccontextmanager
async def _running(options: Options, say: Say) -> AsyncIterator[_House]:
    settings, environment = _installation(options)
    system = System.real(settings)
    async with staged(system.clock, options.speed, options.seed) as stage:
        books = Books(settings.state / _BOOKS, stage)
        environment |= {"TOURNANT_DEMO": f"simulated world, seed {options.seed}", "TOURNANT_DEMO_DOOR": stage.door}
        async with started(environment, options.port) as platform, _beside(platform.ended()):
            public = platform.urls["edge"]
            say(f"the console: {public}")
            say(f"Square and Uber Eats, simulated: {stage.url}/square/_sandbox/, {stage.url}/uber_eats/_sandbox/")
            async with database.opened(settings) as store:
                office = Office(store, system.clock, system.ids, public)
                yield _House(options, stage, platform, office, books, say)


def _installation(options: Options) -> tuple[Settings, dict[str, str]]:
    """A database of its own that begins empty, and a world that begins now."""
    usual = from_environment(os.environ)
    state = usual.state / _FOLDER
    if running(state):
        raise BadInput(f"another demo runs in {state}: stop that one, or say another folder with TOURNANT_STATE_DIR")
    # The platform takes the port itself; what it needs is looked at before a database is made for nothing.
    try:
        serving.listen("127.0.0.1", options.port).close()
    except serving.PortTaken as why:
        raise BadInput(f"{why}; say another with --port") from None
    shutil.rmtree(state, ignore_errors=True)
    environment = {
        "TOURNANT_STATE_DIR": str(state),
        "TOURNANT_WORLD_SPEED": f"{options.speed:g}",
        "TOURNANT_WORLD_BEGAN": _now().isoformat(timespec="seconds"),
        "TOURNANT_CORE_PORT": "0",
        "TOURNANT_LOG_LEVEL": "info",
        "TOURNANT_DEMO_BOOKS": str(state / _BOOKS),
    }
    kept = {name: value for name, value in os.environ.items() if name != "TOURNANT_DATABASE_URL"}
    return from_environment({**kept, **environment}), environment


def _now() -> datetime:
    return System.real(Settings(Path("/"), None, None, Path("/"))).clock.now()


async def _connected(house: _House) -> tuple[World, People]:
    """A world that the platform knows, every link live and in agreement."""
    options, stage, say = house.options, house.stage, house.say
    world = await stage.build(Recipe(begun=stage.clock.now(), seed=options.seed, locations=options.locations))
    say(f"{len(world.merchants)} merchants, {options.locations} locations, {len(world.stores)} stores on Uber Eats")
    await onboard(house.office, stage, world)
    people = People(house.office)
    await people.go_live()
    say("every link was previewed, matched and taken live")
    await people.agreed()
    say("every menu is on its channel; the lunch rush begins")
    return world, people


def _day(house: _House, world: World, planned: Sequence[Planned]) -> Day:
    stage = house.stage
    return Day(world, planned, stage.doors, stage.clock, stage.wait)


async def _rush(house: _House, day: Day, people: People) -> None:
    """The lunch rush, with processes that are killed; and then some time to settle."""
    async with asyncio.TaskGroup() as group:
        if house.options.faults:
            group.create_task(_kills(house))
        await day.run()
    house.stage.breaking.shut("the rush is over and everything settles; wait for the judge's report")
    house.say(f"the last of {len(day.truth.orders)} orders was placed; everything settles")
    if house.options.sabotage is not None:
        house.say(f"a lie is told: {await SABOTAGES[house.options.sabotage](day.scene)}")
    await _settled(house, people)


async def _judged(house: _House, world: World, truth: Truth, people: People) -> Ended:
    evidence = await read(house.stage.doors)
    race_s = max(Allowance().race_s, house.options.speed * bounds.SLOWEST_WAY_S)
    report = judge(world, truth, evidence, (people.orders, None), replace(Allowance(), race_s=race_s))
    ended = Ended(report, verdict(report))
    await house.books.close(ended.report, ended.wrong)
    house.stage.breaking.open()
    return ended


async def _afternoon(house: _House, world: World, truth: Truth) -> None:
    """A quieter time for whoever stays: orders and edits go on, and nothing fails that nobody breaks."""
    for number in range(1, bounds.AFTERNOONS_MAX + 1):
        seeded = replace(world, recipe=replace(world.recipe, seed=world.recipe.seed + number))
        orders_per_minute = min(bounds.AFTERNOON_ORDERS, house.options.orders_per_minute)
        day = _day(house, seeded, plan(seeded, Pace(orders_per_minute, bounds.AFTERNOON_EDITS, faults=False)))
        day.scene.truth = truth  # What happens is noted where the people and the books look.
        await day.run()
    house.say("the day is over: nobody orders or edits any more, and the console stays")


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


@asynccontextmanager
async def _beside(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have work done beside the block, and given up with it. What goes wrong in either is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one) for one in works]
            try:
                yield
            finally:
                for one in tasks:
                    one.cancel()
    except BaseExceptionGroup as several:
        raise _first(several) from several


def _first(of: BaseException) -> BaseException:
    return _first(of.exceptions[0]) if isinstance(of, BaseExceptionGroup) else of
