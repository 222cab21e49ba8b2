"""Isolation: an organisation sees and changes its own rows only, and the role that works owns nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from tests.store.values import ANN, BOB, LONG, START, append, intent, observation, timer

from tournant.log import PostgresStore
from tournant.log.records import Account, Link, Payload, Tenant

TABLES = (
    "observation",
    "inbox",
    "stream_head",
    "log",
    "raw",
    "personal_key",
    "cursor",
    "outbox",
    "timer",
    "account",
    "link",
    "shadow",
    "canon_row",
    "crosswalk",
)
OF_THE_PLATFORM = ("budget", "holder")


@asynccontextmanager
async def working(database: str, role: str, organisation: str | None) -> AsyncIterator[Any]:
    """A bare connection in a role, that says for whom it works."""
    connection = await asyncpg.connect(database, server_settings={"role": role, "search_path": "tournant"})
    try:
        if organisation:
            await connection.execute("select set_config('tournant.organisation', $1, false)", organisation)
        yield connection
    finally:
        await connection.close()


async def fill(store: PostgresStore, tenant: Tenant) -> None:
    """Something in every table."""
    await store.receive([observation("1", tenant, Payload(b"a", "order-1"))])
    async with store.transaction(tenant) as tx:
        await tx.append(append("s", "a"))
        await tx.move_cursor("fold", 0, 1)
        await tx.enqueue(intent("a"))
        await tx.set_timer(timer("margin"))
        await tx.put_account(Account("acc", "square", tenant.organisation, "connected", b"", b"token"))
        await tx.put_link(Link("lnk", "loc", "acc", "store", "observe", "ok", b""))
        await tx.put_shadow("acc", "menu", b"{}")
        await tx.put_rows([("Item", "itm", b"{}")])
        await tx.put_names("acc", [("Item", "A", "itm")])
    await store.hold_slots(tenant.organisation, 1, 1, START, START)
    await store.mark_open(tenant.organisation)


async def test_no_statement_crosses_organisations(postgres: PostgresStore, database: str) -> None:
    """With every table filled by two organisations, a query without any condition gives one only."""
    await fill(postgres, ANN)
    await fill(postgres, BOB)
    async with working(database, "tournant_app", ANN.organisation) as connection:
        for table in TABLES:
            found = await connection.fetch(f"select distinct organisation from {table}")  # noqa: S608 - a name from above
            assert [row[0] for row in found] == [ANN.organisation], table


async def test_nothing_is_written_for_another_organisation(postgres: PostgresStore, database: str) -> None:
    """Changing another's rows changes none, and a new row for another is refused."""
    await fill(postgres, BOB)
    async with working(database, "tournant_app", ANN.organisation) as connection:
        assert await connection.execute("update outbox set state = 'settled'") == "UPDATE 0"
        for table in ("timer", "shadow", "canon_row", "crosswalk", "holder"):
            assert await connection.execute(f"delete from {table}") == "DELETE 0"  # noqa: S608 - a name from above
        for change in (
            "shadow set body = ''",
            "canon_row set body = ''",
            "crosswalk set id = ''",
            "budget set slot = 9",
        ):
            assert await connection.execute(f"update {change}") == "UPDATE 0"
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await connection.execute("insert into cursor values ($1, 'mer_one', 'x', 1)", BOB.organisation)


@pytest.mark.parametrize(
    "row",
    [
        "shadow values ($1, 'mer_one', 'acc_2', 'menu', '')",
        "canon_row values ($1, 'mer_one', 'Item', 'itm_2', '')",
        "crosswalk values ($1, 'mer_one', 'acc', 'Item', 'B', 'itm_2')",
        "budget values ($1, 'platform', 'x', 0, now())",
        "holder values ($1, 'platform', 'x')",
    ],
)
async def test_no_row_is_added_to_another_organisation(database: str, row: str) -> None:
    """Into no table, the platform's included."""
    async with working(database, "tournant_app", ANN.organisation) as connection:
        for other in (BOB.organisation, "platform"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
                await connection.execute(f"insert into {row}", other)


async def test_slots_are_the_platforms(postgres: PostgresStore, database: str) -> None:
    """An organisation that makes calls sees nothing of the limits that all share."""
    await fill(postgres, ANN)
    async with working(database, "tournant_app", ANN.organisation) as connection:
        for table in OF_THE_PLATFORM:
            assert not await connection.fetch(f"select from {table}"), table
    async with working(database, "tournant_app", "platform") as connection:
        for table in OF_THE_PLATFORM:
            assert len(await connection.fetch(f"select from {table}")) == 1, table


async def test_who_does_not_say_for_whom_sees_nothing(postgres: PostgresStore, database: str) -> None:
    """A connection that works for no organisation finds every table empty."""
    await fill(postgres, ANN)
    async with working(database, "tournant_app", None) as connection:
        for table in TABLES + OF_THE_PLATFORM:
            assert not await connection.fetch(f"select from {table}"), table


async def test_every_table_with_an_organisation_is_protected(database: str) -> None:
    """A table that is added later without row-level security is found here; leases are the platform's."""
    connection = await asyncpg.connect(database)
    found = await connection.fetch(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation'"
        " where n.nspname = 'tournant' and c.relkind in ('r', 'p') and not c.relispartition and not c.relrowsecurity"
    )
    await connection.close()
    assert [row[0] for row in found] == ["lease"]


async def test_every_key_begins_with_organisation_and_merchant(database: str) -> None:
    """So that data can be spread by merchant; the one exception leads from a partner's account to its merchant."""
    connection = await asyncpg.connect(database)
    found = await connection.fetch(
        "select indexname, indexdef from pg_indexes where schemaname = 'tournant'"
        " and indexdef like '%UNIQUE%' and indexdef not like '%(organisation, merchant%'"
    )
    await connection.close()
    assert {row[0] for row in found} == {"account_by_external_id", "migration_pkey", "worker_pkey"}


@pytest.mark.parametrize(
    "statement",
    [
        "delete from log",
        "update log set body = ''",
        "update observation set kind = ''",
        "delete from raw",
        "delete from personal_key",
        "delete from budget",
        "update holder set name = ''",
        "select * from lease",
        "select * from observation_rest",
        "select * from migration",
        "create table mine (id int)",
        "set row_security = off; select * from log",
        "drop table log",
        "alter table log disable row level security",
    ],
)
async def test_the_working_role_may_do_little(postgres: PostgresStore, database: str, statement: str) -> None:
    """What was decided or observed is never changed, leases are out of reach, and nothing is made or dropped."""
    await fill(postgres, ANN)
    async with working(database, "tournant_app", ANN.organisation) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)


@pytest.mark.parametrize("statement", ["select * from log", "select credentials from account", "delete from lease"])
async def test_the_platform_role_sees_no_data(database: str, statement: str) -> None:
    """Whoever spreads the merchants sees leases and whose an account is, and nothing else."""
    async with working(database, "tournant_platform", None) as connection:
        assert await connection.fetch("select * from lease") == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)


async def test_a_connection_forgets_for_whom_it_worked(postgres: PostgresStore) -> None:
    """The next transaction on the same connection begins for nobody."""
    async with postgres.transaction(ANN) as tx:
        await tx.append(append("s", "a"))
    async with postgres._begun() as connection:  # noqa: SLF001 - what no operation of the store can do
        assert await connection.fetchval("select count(*) from log") == 0


async def test_the_store_works_in_the_least_role(postgres: PostgresStore) -> None:
    """The pool's connections work as the role that owns nothing, commits are synchronous, and waits are short."""
    async with postgres._begun() as connection:  # noqa: SLF001 - what no operation of the store can do
        assert await connection.fetchval("select current_user::text") == "tournant_app"
        assert await connection.fetchval("show synchronous_commit") == "on"
        assert await connection.fetchval("show lock_timeout") == "3s"
    await postgres.register(ANN)
    assert len(await postgres.take("one", LONG)) == 1
    async with postgres.transaction(ANN) as tx:
        assert await tx.claim("me", START) == []
