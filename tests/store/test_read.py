"""Reading: by stream and by place, in pages, and never past a transaction that commits later.

The trap: with positions from a counter, a quick transaction can commit position 2 before a slow one commits 1. Who then
reads "after 2" never sees 1: 4 % of rows were lost when it was tried. The append lock closes it.
"""

import asyncio
from dataclasses import replace

import asyncpg
import pytest
from tests.store.values import ANN, append, fact, observation

from tournant.log import PostgresStore, Store
from tournant.log.records import Append, Fact
from tournant.log.statements import SQL


async def test_a_stream_is_read_in_pages(store: Store) -> None:
    """A page begins after a position and has at most so many facts."""
    async with store.transaction(ANN) as tx:
        await tx.append(append("s", "a", "b", "c", "d"), append("t", "x"))
        assert [one.position for one in await tx.read("s", 1, 2)] == [2, 3]
        assert await tx.read("s", 4) == []


async def test_the_tail_has_all_streams_in_order(store: Store) -> None:
    """The tail gives a merchant's facts in the order in which they were committed, from any place."""
    async with store.transaction(ANN) as tx:
        await tx.append(append("s", "a"), append("t", "b"))
        await tx.append(append("s", "c"))
        everything = await tx.tail()
        assert [one.fact.body for one in everything] == [b"a", b"b", b"c"]
        assert await tx.tail(everything[0].sequence, 1) == everything[1:2]


async def test_the_tail_of_some_kinds(store: Store) -> None:
    """Only facts of the kinds that are asked for come, in their order, a page of them at a time; of none, none."""
    kinds = ("a", "b", "c", "a", "b", "a")
    facts = tuple(replace(fact(str(number)), kind=kind) for number, kind in enumerate(kinds))
    async with store.transaction(ANN) as tx:
        await tx.append(Append("s", facts))
        found = await tx.tail(0, 3, {"a", "c"})
        assert [one.fact.body for one in found] == [b"0", b"2", b"3"]
        assert [one.fact.body for one in await tx.tail(found[-1].sequence, 3, {"a", "c"})] == [b"5"]
        assert await tx.tail(kinds=()) == []


async def test_a_reader_misses_no_slow_transaction(postgres: PostgresStore, database: str) -> None:
    """A transaction that appends later has to wait for one that began earlier, so none is passed over."""
    assert await _slow_and_quick(postgres, database) == [b"slow", b"quick"]


async def test_without_the_lock_the_reader_does_miss_it(
    postgres: PostgresStore, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above has teeth: with the lock taken away, the slow fact is never seen."""
    monkeypatch.setattr("tournant.log.session.SQL", {**SQL, "lock_slots": "select $1::int[]"})
    assert await _slow_and_quick(postgres, database) == [b"quick"]


async def _slow_and_quick(store: PostgresStore, database: str) -> list[bytes]:
    """What a reader sees that looks as soon as the quick appender commits, and again when both have."""
    seen: list[Fact] = []

    async def look() -> None:
        async with store.transaction(ANN) as tx:
            seen.extend(await tx.tail(seen[-1].sequence if seen else 0))

    async def quick() -> None:
        async with store.transaction(ANN) as tx:
            await tx.append(append("quick", "quick"))

    async with store.transaction(ANN) as tx:
        await tx.append(append("slow", "slow"))
        task = asyncio.create_task(quick())
        await _done_or_waiting(task, database)
        await look()
    await task
    await look()
    return [one.fact.body for one in seen]


async def _done_or_waiting(task: asyncio.Task[None], database: str) -> None:
    """Until a task has ended, or its transaction waits for a lock."""
    connection = await asyncpg.connect(database)
    try:
        while not task.done():
            if await connection.fetchval(
                "select exists (select from pg_locks where locktype = 'advisory' and not granted)"
            ):
                return
    finally:
        await connection.close()


async def test_many_appenders_and_a_reader(store: Store) -> None:
    """Four appenders at once, and a reader that tails meanwhile: it sees every fact, once, in order."""
    seen: list[int] = []
    working = 4

    async def appender(name: str) -> None:
        nonlocal working
        for _ in range(25):
            async with store.transaction(ANN) as tx:
                await tx.append(append(name, "a", "b"))
        working -= 1

    async def reader() -> None:
        while True:
            last = not working
            async with store.transaction(ANN) as tx:
                seen.extend(one.sequence for one in await tx.tail(seen[-1] if seen else 0))
            if last:
                return
            await _turn()

    await asyncio.gather(*(appender(f"s{number}") for number in range(4)), reader())
    assert len(seen) == 200
    assert seen == sorted(set(seen))


async def _turn() -> None:
    """Let others run."""
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(future.set_result, None)
    await future


async def test_observations_are_read_after_a_position(store: Store) -> None:
    """Observations come in the order in which they were received, with all that was said about them."""
    async with store.transaction(ANN) as tx:
        receipts = await tx.observe(observation("1"), observation("2"))
        first, second = await tx.observations()
        assert await tx.observations(first.position) == [second]
    given = observation("1")
    assert (first.tenant, first.source, first.kind, first.envelope, first.why, first.at) == (
        given.tenant,
        given.source,
        given.kind,
        given.envelope,
        given.why,
        given.at,
    )
    assert first.address == receipts[0].address
