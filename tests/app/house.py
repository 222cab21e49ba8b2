"""A store, a clock, rooms of several tempers, and workers that a test starts and stops."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from tests.app.clock import StandingClock, settled
from tests.store.values import append, vault

from tournant.app.merchant import Room, Work
from tournant.app.outlook import Outlook
from tournant.app.worker import Worker
from tournant.kernel import bounds
from tournant.log import MemoryStore
from tournant.log.agenda import Wakes
from tournant.log.records import Lease, Tenant

ONE, TWO, THREE, FOUR = (Tenant("org", f"mer_{number}") for number in range(4))
SEES = Wakes(timers="seeing.", intents=True)
ASKED_WITH_ALL = Wakes()
"""Of a room that has a turn only when every room has."""
LASTING = timedelta(seconds=bounds.LEASE_S)


@dataclass
class Seeing:
    """A room that writes down its turns, and takes the timers that are due."""

    store: MemoryStore
    clock: StandingClock
    wakes: Wakes = SEES
    seen: list[Tenant] = field(default_factory=list)
    leases: list[Lease] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    async def turn(self, lease: Lease) -> bool:
        self.seen.append(lease.tenant)
        self.leases.append(lease)
        async with self.store.transaction(lease.tenant, lease) as tx:
            timers = await tx.take_timers(self.clock.now(), room="seeing.")
        self.taken += [one.name for one in timers]
        return bool(timers)


@dataclass
class Failing:
    """A room that raises at one merchant while it is told to."""

    what: Exception | None
    at: Tenant = ONE
    tried: int = 0
    wakes: Wakes = ASKED_WITH_ALL

    async def turn(self, lease: Lease) -> bool:
        if lease.tenant == self.at:
            self.tried += 1
            if self.what:
                raise self.what
        return False


@dataclass
class Slow:
    """A room whose turn at one merchant takes until the test lets it end."""

    at: Tenant
    began: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    ended: int = 0
    wakes: Wakes = ASKED_WITH_ALL

    async def turn(self, lease: Lease) -> bool:
        if lease.tenant == self.at:
            self.began.set()
            await self.go.wait()
            self.ended += 1
        return False


@dataclass
class Stubborn:
    """A room whose first turn at one merchant, cut off, takes until the test lets it end."""

    at: Tenant
    go: asyncio.Event = field(default_factory=asyncio.Event)
    turns: int = 0
    wakes: Wakes = ASKED_WITH_ALL

    async def turn(self, lease: Lease) -> bool:
        if lease.tenant == self.at:
            self.turns += 1
            if self.turns == 1:
                try:
                    await asyncio.Event().wait()
                finally:
                    await self.go.wait()
        return False


@dataclass
class Sending:
    """A room whose work goes on outside of its turns until a test lets it end, and is written down under the lease."""

    store: MemoryStore
    began: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: dict[Lease, asyncio.Task[None]] = field(default_factory=dict)
    closed: bool = False
    wakes: Wakes = ASKED_WITH_ALL

    async def turn(self, lease: Lease) -> bool:
        if lease in self.tasks:
            return False
        self.tasks[lease] = asyncio.create_task(self._send(lease))
        return True

    async def _send(self, lease: Lease) -> None:
        self.began.set()
        await self.go.wait()
        async with self.store.transaction(lease.tenant, lease) as tx:
            await tx.append(append("answers", "done"))

    async def drain(self, tenant: Tenant | None = None) -> None:
        if mine := [task for lease, task in self.tasks.items() if tenant in (None, lease.tenant)]:
            await asyncio.wait(mine)

    async def close(self) -> None:
        self.closed = True
        for task in self.tasks.values():
            task.cancel()


class House:
    """A store, a clock, and workers that a test starts and stops."""

    def __init__(self) -> None:
        self.clock = StandingClock()
        self.store = MemoryStore(self.clock.now, vault())

    def seeing(self) -> Seeing:
        return Seeing(self.store, self.clock)

    @asynccontextmanager
    async def working(self, name: str, *rooms: Room) -> AsyncIterator["Running"]:
        drains = [one for one in rooms if isinstance(one, Sending)]
        work = Work(self.store, self.clock, lambda: 0.5, rooms, Outlook(), drains)
        running = Running(Worker(name, work), self.clock, asyncio.Event())
        running.task = asyncio.create_task(running.worker.run(running.stopping))
        await settled()
        try:
            yield running
        finally:
            if not running.task.done():
                await running.stop()

    async def new(self, *tenants: Tenant) -> None:
        for one in tenants:
            await self.store.register(one)


@dataclass
class Running:
    worker: Worker
    clock: StandingClock
    stopping: asyncio.Event
    task: asyncio.Task[None] = field(init=False)

    async def stop(self) -> None:
        self.stopping.set()
        await settled()
        if not self.task.done():
            await self.clock.move(bounds.DRAIN_S_MAX + 1)
        await self.task


@dataclass
class Crowd:
    """A room that counts who is in it."""

    go: asyncio.Event = field(default_factory=asyncio.Event)
    inside: int = 0
    through: int = 0
    wakes: Wakes = ASKED_WITH_ALL

    async def turn(self, lease: Lease) -> bool:
        assert lease.epoch
        self.inside += 1
        await self.go.wait()
        self.inside -= 1
        self.through += 1
        return False
