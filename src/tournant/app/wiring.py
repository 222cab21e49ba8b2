"""The composition root: which rooms each process is made of, by plain constructors (`rooms`), safeguards included.

core   pace.Poller (what is to be looked at) · sync.Syncer (agreement) · calls.Caller (every call to a partner)
       with one governor, whose slots are all in this process: so there is one core
edge   edge.Edge (all that partners call) · console.Console (what people see and settle), on one port
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tournant.app.demo import shown
from tournant.app.front import Front
from tournant.app.outlook import Outlook
from tournant.app.rooms import READERS, Outside, door, governed, staffed
from tournant.app.serving import Application
from tournant.app.settings import Played
from tournant.app.system import System
from tournant.app.upkeep import Upkeep
from tournant.app.waiting import first
from tournant.calls import opened
from tournant.console import Console, Parts
from tournant.edge import Probes, answering
from tournant.kernel import bounds
from tournant.log import PostgresStore
from tournant.log.errors import StoreError

__all__ = ["ROLES", "House", "Role"]


@dataclass(frozen=True, slots=True)
class House:
    """What every process stands on."""

    system: System
    store: PostgresStore
    url: str
    """Where the store's database is."""
    speed: float
    """Of the world's clock."""
    played: Played | None = None
    """The demo that this is for, if it is for one."""

    @property
    def outside(self) -> Outside:
        """What its rooms take from outside."""
        system = self.system
        return Outside(self.store, system.clock, system.ids, system.chance, self.speed)


@dataclass(frozen=True, slots=True)
class Role:
    """A process: what it serves on its port, and its work until it is told to stop."""

    application: Application
    work: Callable[[asyncio.Event], Awaitable[None]]


@asynccontextmanager
async def core(house: House) -> AsyncIterator[Role]:
    """The work for merchants; serves probes alone."""
    outside, outlook = house.outside, Outlook()
    governor = governed(outside)
    await governor.start()
    async with opened() as wire:
        worker = staffed(outside, wire, governor, outlook)
        upkeep = Upkeep(house.store, house.url, outside.clock, outside.chance, READERS)
        probes = Probes(answering(house.store))

        async def work(stopping: asyncio.Event) -> None:
            async with asyncio.TaskGroup() as group:
                group.create_task(worker.run(stopping))
                group.create_task(upkeep.run(stopping))
                await stopping.wait()
                probes.draining = True

        yield Role(probes, work)
    # Not where it ended otherwise: then the mark of the governor stays, and the next one waits short windows out.
    try:
        await governor.stop()
    except StoreError as why:
        outlook.bad(why)


@asynccontextmanager
async def edge(house: House) -> AsyncIterator[Role]:
    """All that partners call, and what people see."""
    system, demo = house.system, shown(house.played) if house.played else None
    console = Console(Parts(house.store, system.clock, system.ids, speed=house.speed, demo=demo))
    application = Front(door(house.outside), console)

    async def work(stopping: asyncio.Event) -> None:
        await stopping.wait()
        application.begin_draining()

    yield Role(application, work)
    await first(application.drained(), system.clock.pause(bounds.DRAIN_S_MAX))


ROLES = {"edge": edge, "core": core}
