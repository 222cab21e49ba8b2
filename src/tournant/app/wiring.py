"""The composition root: which rooms each process is made of, by plain constructors, safeguards included.

core   pace.Poller (what is to be looked at) · sync.Syncer (agreement) · calls.Caller (every call to a partner)
       with one governor, whose slots are all in this process: so there is one core
edge   edge.Edge (all that partners call)
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tournant.app.merchant import Work
from tournant.app.outlook import Outlook
from tournant.app.serving import Application
from tournant.app.system import System
from tournant.app.upkeep import Upkeep
from tournant.app.waiting import first
from tournant.app.worker import Worker
from tournant.calls import Caller, Ports, opened
from tournant.edge import Edge, Parts, Probes, answering
from tournant.edge.whose import Owner
from tournant.kernel import bounds
from tournant.kernel.ids import mint
from tournant.log import PostgresStore
from tournant.log.errors import StoreError
from tournant.pace import FixedIntervals, Poller, StrictGovernor, rules_of
from tournant.sdk import Connection, known_partners, manifest_of
from tournant.sync import Syncer

__all__ = ["ROLES", "House", "Role"]

_READERS = ("sync",)
"""Whose cursors have to be past an observation before it may go: every room that reads observations."""


@dataclass(frozen=True, slots=True)
class House:
    """What every process stands on."""

    system: System
    store: PostgresStore
    url: str
    """Where the store's database is."""
    speed: float
    """Of the world's clock."""


@dataclass(frozen=True, slots=True)
class Role:
    """A process: what it serves on its port, and its work until it is told to stop."""

    application: Application
    work: Callable[[asyncio.Event], Awaitable[None]]


@asynccontextmanager
async def core(house: House) -> AsyncIterator[Role]:
    """The work for merchants; serves probes alone."""
    store, clock, ids, chance = house.store, house.system.clock, house.system.ids, house.system.chance
    connections, outlook = _connections(), Outlook()
    rules = {name: rules_of(connection, house.speed) for name, connection in connections.items()}
    governor = StrictGovernor(rules, clock, store)
    await governor.start()
    async with opened() as wire:
        caller = Caller(Ports(store, wire, governor, clock, chance, connections.get))
        poller = Poller(store, clock, ids, manifest_of, FixedIntervals())
        syncer = Syncer(store, clock, ids, manifest_of)
        rooms = (poller, syncer, caller)
        worker = Worker(mint("Worker", ids), Work(store, clock, chance, rooms, outlook, drains=(caller,)))
        upkeep = Upkeep(store, house.url, clock, chance, _READERS)
        probes = Probes(answering(store))

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
    """All that partners call."""
    application = Edge(Parts(house.store, _connections(), house.system.clock, house.system.ids, _nothing_kept))

    async def work(stopping: asyncio.Event) -> None:
        await stopping.wait()
        application.begin_draining()

    yield Role(application, work)
    await first(application.drained(), house.system.clock.pause(bounds.DRAIN_S_MAX))


ROLES = {"edge": edge, "core": core}


def _connections() -> dict[str, Connection]:
    found = {name: manifest_of(name).connection for name in known_partners()}
    return {name: connection for name, connection in found.items() if connection is not None}


async def _nothing_kept(_owner: Owner, _store: str | None, _resource: str) -> bytes | None:
    """No room prepares documents for partners to fetch, and no adapter that is installed declares such an endpoint."""
    return None
