"""The day's upkeep, over the real database: what it does, when it does it again, and what it outlives."""

import asyncio
from datetime import date, timedelta
from typing import Any

import asyncpg
from tests.app.clock import START, StandingClock
from tests.store.conftest import Server, fresh, server
from tests.store.values import ANN, NEW_KEY, OLD_KEY, fact, vault
from typing_extensions import override

from tournant.app.upkeep import Upkeep
from tournant.kernel import bounds
from tournant.log import PostgresStore
from tournant.log.records import Append, Personal

__all__ = ["Server", "fresh", "server"]


async def partitions(url: str) -> set[date]:
    """The days that have a partition."""
    connection: Any = await asyncpg.connect(url)
    try:
        found = await connection.fetch("select right(relname, 8) as day from pg_class where relname ~ '^observation_2'")
    finally:
        await connection.close()
    return {date.fromisoformat(row["day"]) for row in found if row["day"].isdigit()}


async def test_a_day_has_its_partitions_and_the_current_key(fresh: str) -> None:
    """Days ahead are made, and what an older master key wraps is wrapped with the current one."""
    async with PostgresStore.open(fresh, vault(OLD_KEY)) as store:
        await store.register(ANN)
        async with store.transaction(ANN) as tx:
            await tx.append(Append("s", (fact(personal=Personal("s", b"a name")),)))
    async with PostgresStore.open(fresh, vault(NEW_KEY, OLD_KEY)) as store:
        await Upkeep(store, fresh, StandingClock(), lambda: 0.5, ("sync",)).once()
        assert START.date() + timedelta(days=bounds.PARTITION_DAYS_AHEAD) in await partitions(fresh)
    async with PostgresStore.open(fresh, vault(NEW_KEY)) as store, store.transaction(ANN) as tx:
        [read] = await tx.read("s")
        assert read.fact.personal == Personal("s", b"a name")


async def test_it_is_done_now_and_at_midnight(fresh: str) -> None:
    """The first time at once, the next when the world's next day begins; told to stop, it ends."""
    clock, stopping, url = Midnight(), asyncio.Event(), fresh
    async with PostgresStore.open(url, vault()) as store:
        running = asyncio.create_task(Upkeep(store, url, clock, lambda: 0.5, ()).run(stopping))
        assert await clock.asked.get() == START.replace(hour=0) + timedelta(days=1)
        clock.come.set()
        assert await clock.asked.get() == START.replace(hour=0) + timedelta(days=2)
        assert START.date() + timedelta(days=bounds.PARTITION_DAYS_AHEAD + 1) in await partitions(url)
        stopping.set()
        await running


async def test_it_waits_for_a_database_that_is_away(fresh: str) -> None:
    """Nothing is raised; it rests for a while, and tries again."""
    clock, stopping = Midnight(), asyncio.Event()
    async with PostgresStore.open(fresh, vault()) as store:
        upkeep = Upkeep(store, "postgresql://localhost:1/none", clock, lambda: 1.0, ())
        running = asyncio.create_task(upkeep.run(stopping))
        assert [await clock.paused.get() for _ in range(3)] == [0.1, 0.2, 0.4]
        stopping.set()
        await running


class Midnight(StandingClock):
    """A clock that says for what it was asked to wait; pauses are over at once, midnights when a test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: asyncio.Queue[Any] = asyncio.Queue()
        self.paused: asyncio.Queue[float] = asyncio.Queue()
        self.come = asyncio.Event()

    @override
    async def until(self, at: Any) -> None:
        self.asked.put_nowait(at)
        await self.come.wait()
        self.come.clear()
        self.time = at

    @override
    async def pause(self, wall_s: float) -> None:
        self.paused.put_nowait(wall_s)
