"""Accounts and links: written as they are now, found by their merchant, and accounts by what a partner calls them."""

from dataclasses import replace

import asyncpg
from tests.store.values import ANN, BOB

from tournant.log import PostgresStore, Store
from tournant.log.records import Account, Link

ACCOUNT = Account("acc_1", "square", "MERCHANT-1", "connected", b"{}", b"token")
LINK = Link("lnk_1", "loc_1", "acc_1", "STORE-1", "observe", "ok", b"{}")


async def test_an_account_is_written_as_it_is_now(store: Store) -> None:
    """The last state is what is found, credentials included; other merchants do not have it."""
    async with store.transaction(ANN) as tx:
        await tx.put_account(ACCOUNT)
        await tx.put_account(replace(ACCOUNT, state="expired"))
        await tx.put_account(replace(ACCOUNT, id="acc_2", external_id="M-2", credentials=None))
    async with store.transaction(ANN) as tx:
        first, second = await tx.accounts()
        assert await tx.account("acc_2") == second
        assert await tx.account("acc_3") is None
    assert first == replace(ACCOUNT, state="expired")
    assert second.credentials is None
    async with store.transaction(BOB) as tx:
        assert await tx.accounts() == []
        assert await tx.account("acc_1") is None


async def test_a_partners_account_leads_to_its_merchant(store: Store) -> None:
    """A webhook names the partner's account; whose it is can be asked without knowing the organisation."""
    async with store.transaction(BOB) as tx:
        await tx.put_account(ACCOUNT)
    assert await store.tenant_of("square", "MERCHANT-1") == BOB
    assert await store.tenant_of("uber_eats", "MERCHANT-1") is None


async def test_a_link_is_written_as_it_is_now(store: Store) -> None:
    """The last state of a link is what is found."""
    async with store.transaction(ANN) as tx:
        await tx.put_link(LINK)
        await tx.put_link(replace(LINK, mode="live"))
        assert await tx.links() == [replace(LINK, mode="live")]
        assert await tx.link("lnk_1") == replace(LINK, mode="live")
        assert await tx.link("lnk_2") is None


async def test_credentials_are_sealed_at_rest(postgres: PostgresStore, database: str) -> None:
    """The table holds no token."""
    async with postgres.transaction(ANN) as tx:
        await tx.put_account(ACCOUNT)
    connection = await asyncpg.connect(database)
    assert b"token" not in await connection.fetchval("select credentials from tournant.account")
    await connection.close()


async def test_a_state_is_changed_without_the_rest(store: Store) -> None:
    """State and credentials of an account, and the health of a link, leave alone what somebody else may be changing."""
    async with store.transaction(ANN) as tx:
        await tx.put_account(ACCOUNT)
        await tx.put_link(LINK)
        assert await tx.set_account("acc_1", state="expired")
        assert await tx.account("acc_1") == replace(ACCOUNT, state="expired")
        assert await tx.set_account("acc_1", credentials=b"fresh")
        assert await tx.account("acc_1") == replace(ACCOUNT, state="expired", credentials=b"fresh")
        assert await tx.set_health("lnk_1", "degraded")
        assert await tx.link("lnk_1") == replace(LINK, health="degraded")
    async with store.transaction(BOB) as tx:
        assert not await tx.set_account("acc_1", state="connected")
        assert not await tx.set_health("lnk_1", "ok")


async def test_two_who_change_an_account_both_do(postgres: PostgresStore) -> None:
    """A token that is written while somebody else writes the state loses nothing, whoever commits first."""
    async with postgres.transaction(ANN) as tx:
        await tx.put_account(ACCOUNT)
    async with postgres.transaction(ANN) as slow:
        assert await slow.account("acc_1") == ACCOUNT
        async with postgres.transaction(ANN) as quick:
            await quick.set_account("acc_1", credentials=b"fresh")
        await slow.set_account("acc_1", state="expired")
        assert await slow.account("acc_1") == replace(ACCOUNT, state="expired", credentials=b"fresh")
