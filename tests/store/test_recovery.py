"""When the database goes away: a clear error, nothing half done, and it goes on when the database is back."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path

import asyncpg
import pytest
from tests.store.values import ANN, LONG, START, append, intent, observation, vault

from tournant.kernel import bounds
from tournant.log import Embedded, PostgresStore, migrate
from tournant.log.errors import Busy, DatabaseAway


@pytest.fixture
def owner(folder: Path) -> Iterator[Embedded]:
    """The owner of a server of this test's own, that may be killed."""
    made = Embedded(folder / "state")
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def store(owner: Embedded) -> AsyncIterator[PostgresStore]:
    """The store on that server."""
    await migrate(owner.url())
    async with PostgresStore.open(owner.url(), vault(), connections=4) as opened:
        yield opened


@contextlib.asynccontextmanager
async def restarting(owner: Embedded) -> AsyncIterator[None]:
    """A block in which a backend is killed; it ends when the server, which then restarts all of them, is back."""
    ended = asyncio.Event()
    watcher = await asyncpg.connect(owner.url())
    watcher.add_termination_listener(lambda _connection: ended.set())
    yield
    await ended.wait()
    while True:
        with contextlib.suppress(asyncpg.PostgresError, OSError):
            await (await asyncpg.connect(owner.url())).close()
            return


async def test_a_killed_backend_takes_back_what_was_not_committed(owner: Embedded, store: PostgresStore) -> None:
    """`kill -9` of the backend in the middle: nothing of that transaction is there, and the next one just works."""
    async with restarting(owner):
        with pytest.raises(DatabaseAway, match="the database"):  # noqa: PT012 - it may be found out at the commit only
            async with store.transaction(ANN) as tx:
                await tx.append(append("s", "lost"))
                await tx.enqueue(intent("lost"))
                os.kill(await tx.connection.fetchval("select pg_backend_pid()"), signal.SIGKILL)
                await tx.tail()
    async with store.transaction(ANN) as tx:
        assert await tx.tail() == []
        assert await tx.claim("me", START) == []
        assert await tx.append(append("s", "kept", expected=0)) == {"s": 1}


async def test_what_was_committed_survives_a_killed_server(owner: Embedded, store: PostgresStore) -> None:
    """After `kill -9` of the server under load, every batch that was acknowledged is there, whole and once."""
    await store.register(ANN)
    (lease,) = await store.take("one", LONG)
    acknowledged: list[int] = []
    enough = asyncio.Event()

    async def work() -> None:
        here = 0
        while True:
            async with store.transaction(ANN, lease) as tx:
                await tx.move_cursor("fold", here, here + 1)
                await tx.append(append("s", "a", "b", expected=2 * here))
                await tx.enqueue(intent(str(here)))
            here += 1
            acknowledged.append(here)
            if here == 20:
                enough.set()

    working = asyncio.create_task(work())
    await enough.wait()
    assert owner.pid
    os.kill(owner.pid, signal.SIGKILL)
    with pytest.raises(DatabaseAway):
        await working
    owner.start()
    async with store.transaction(ANN, lease) as tx:
        done = await tx.cursor("fold")
        facts = await tx.tail()
        claims = await tx.claim("me", START)
    # The last commit may have happened without its answer; nothing is between that.
    assert done in (acknowledged[-1], acknowledged[-1] + 1)
    assert [one.position for one in facts] == list(range(1, 2 * done + 1))
    assert len(claims) == done


async def test_a_database_that_is_down_is_said_in_one_sentence(owner: Embedded, store: PostgresStore) -> None:
    """While it is down every use says that it cannot be reached; when it is back the same store works."""
    owner.stop()
    for _ in range(2):
        with pytest.raises(DatabaseAway, match="the database cannot be reached: "):
            await store.receive([observation("1")])
    with pytest.raises(DatabaseAway):
        async with PostgresStore.open(owner.url(), vault()):
            pass
    with pytest.raises(DatabaseAway):
        await migrate(owner.url())
    owner.start()
    assert [one.fresh for one in await store.receive([observation("1")])] == [True]


async def test_every_use_fails_at_once_while_it_is_down(owner: Embedded, store: PostgresStore) -> None:
    """With dead connections in the pool, and asked by more than it has, nobody waits; once it is back all works."""

    async def work() -> None:
        async with store.transaction(ANN) as tx:
            await tx.put_rows([("Item", "a", b"1")])

    def uses() -> list[Coroutine[None, None, object]]:
        slots = store.hold_slots("limit", 100, 1, START, START)
        return [store.receive([observation(None)]), work(), store.tenants(), slots, store.take("me", LONG)]

    await asyncio.gather(*uses())
    owner.stop()
    for _ in range(2):
        async with asyncio.timeout(bounds.CONNECTION_WAIT_S_MAX / 2):
            said = await asyncio.gather(*uses(), *uses(), return_exceptions=True)
        assert {type(one) for one in said} == {DatabaseAway}
    owner.start()
    await asyncio.gather(*uses())


async def test_a_listener_hears_again_after_a_gap(owner: Embedded, store: PostgresStore) -> None:
    """When the connection is gone it says so, and once the database is back it is told to look everywhere."""
    async with store.listen() as listener:
        assert await listener.heard() is None
        waiting = asyncio.create_task(listener.heard())
        owner.stop()
        assert await waiting is None
        with pytest.raises(DatabaseAway):
            await listener.heard()
        owner.start()
        assert await listener.heard() is None
        async with store.transaction(ANN) as tx:
            await tx.append(append("s", "a"))
        assert await listener.heard() == frozenset({ANN})


async def test_a_mistake_is_no_weather(postgres: PostgresStore) -> None:
    """What is wrong with a statement is raised as it is: trying again would not help."""
    with pytest.raises(asyncpg.UndefinedTableError):
        async with postgres.transaction(ANN) as tx:
            await tx.connection.execute("select * from nowhere")


async def test_an_error_of_the_caller_is_no_weather(postgres: PostgresStore) -> None:
    """What the block raises for reasons of its own is raised as it is, even if it looks like a lost connection."""
    for mine in (FileNotFoundError("mine"), TimeoutError("mine"), ConnectionResetError("mine")):
        with pytest.raises(type(mine), match="mine"):  # noqa: PT012 - the block is what raises
            async with postgres.transaction(ANN) as tx:
                await tx.append(append("s", "a"))
                raise mine
    async with postgres.transaction(ANN) as tx:
        assert await tx.tail() == []


async def test_a_cancelled_transaction_is_taken_back(postgres: PostgresStore) -> None:
    """Whoever is cancelled in the middle leaves nothing behind, and its connection works for the next."""
    begun = asyncio.Event()

    async def work() -> None:
        async with postgres.transaction(ANN) as tx:
            await tx.append(append("s", "a"))
            begun.set()
            await asyncio.Event().wait()

    for _ in range(10):
        begun.clear()
        task = asyncio.create_task(work())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with postgres.transaction(ANN) as tx:
        assert await tx.tail() == []


async def test_a_pool_without_a_free_connection_is_busy(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits too long for a connection is told so, instead of waiting for ever."""
    monkeypatch.setattr("tournant.kernel.bounds.CONNECTION_WAIT_S_MAX", 0.2)
    async with PostgresStore.open(database, vault(), connections=1) as store, store.transaction(ANN):
        with pytest.raises(Busy, match="no connection to it became free"):
            async with store.transaction(ANN):
                pass
