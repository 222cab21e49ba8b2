"""Migrations: each applied once, in order, by one of many; a history that does not fit is refused untouched."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from tests.store.conftest import NUMBERS, Server, run

from tournant.log import migrate
from tournant.log.errors import Busy, MigrationRefused
from tournant.log.migrate import Migration, applied, known

ONE = Migration("0001-one", "create table one (id int)")
TWO = Migration("0002-two", "create table two (id int); insert into one values (1)")


@pytest.fixture
async def empty(server: Server) -> AsyncIterator[str]:
    """The URL of a database without anything in it."""
    name = f"empty_{next(NUMBERS)}"
    await run(server.url("postgres"), f"create database {name}")
    yield server.url(name)
    await run(server.url("postgres"), f"drop database {name} with (force)")


async def test_migrations_are_applied_once_and_in_order(empty: str) -> None:
    """The second time there is nothing to do; what was applied is remembered with its checksum."""
    assert await applied(empty) == {}
    assert await migrate(empty, [ONE]) == ["0001-one"]
    assert await migrate(empty, [ONE, TWO]) == ["0002-two"]
    assert await migrate(empty, [ONE, TWO]) == []
    assert await applied(empty) == {one.name: one.checksum for one in (ONE, TWO)}


async def test_one_of_many_migrates(empty: str) -> None:
    """Of several processes that begin at once, one applies each migration, and all go on when it is done."""
    found = await asyncio.gather(*(migrate(empty, [ONE, TWO]) for _ in range(4)))
    assert sorted(name for names in found for name in names) == ["0001-one", "0002-two"]


async def test_a_migration_that_fails_leaves_nothing(empty: str) -> None:
    """What came before it stays, its own beginning does not, and the next attempt begins there."""
    broken = Migration("0002-two", "create table two (id int); select 1 / 0")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(empty, [ONE, broken])
    assert list(await applied(empty)) == ["0001-one"]
    assert await migrate(empty, [ONE, TWO]) == ["0002-two"]


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ([Migration("0001-one", "create table changed (id int)")], "0001-one is not what was applied"),
        ([TWO], "has had the migration 0001-one, which this Tournant does not know"),
        ([ONE, Migration("0000-late", "select 1")], "0000-late comes before what was applied"),
    ],
)
async def test_a_history_that_does_not_fit_is_refused(empty: str, now: list[Migration], sentence: str) -> None:
    """A changed file, an unknown one and one in between are refused in one sentence, and nothing is done."""
    await migrate(empty, [ONE])
    with pytest.raises(MigrationRefused, match=sentence):
        await migrate(empty, sorted([*now, Migration("0009-new", "create table new (id int)")], key=lambda m: m.name))
    assert list(await applied(empty)) == ["0001-one"]


async def test_a_migration_does_not_wait_long_for_a_lock(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that somebody works on makes the migration give up, instead of making all others wait behind it."""
    monkeypatch.setattr("tournant.kernel.bounds.LOCK_WAIT_MS_MAX", 20)
    await migrate(empty, [ONE])
    connection = await asyncpg.connect(empty)
    async with connection.transaction():
        await connection.execute("select * from tournant.one")
        with pytest.raises(Busy, match="lock timeout"):
            await migrate(empty, [ONE, Migration("0002-two", "alter table one add column name text")])
    await connection.close()
    assert list(await applied(empty)) == ["0001-one"]


def test_our_migrations_are_numbered() -> None:
    """Files are called NNNN-words.sql and numbered without a gap."""
    assert [one.name[:4] for one in known()] == [f"{number:04}" for number in range(1, len(known()) + 1)]
