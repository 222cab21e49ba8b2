"""What is to be written of an account while the database is away: a new token, or that there is none to be had."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from tests.calls.house import House
from tests.calls.test_tokens import secrets
from tests.store.values import ANN
from typing_extensions import override

from tournant.kernel import bounds
from tournant.log import MemoryStore, Transaction
from tournant.log.errors import DatabaseAway
from tournant.log.records import Lease, State, Tenant


class Failing(MemoryStore):
    """A store that is away for who shows no lease: whoever writes a token."""

    away = False

    @override
    @asynccontextmanager
    async def transaction(self, tenant: Tenant, lease: Lease | None = None) -> AsyncIterator[Any]:
        async with super().transaction(tenant, lease) as tx:
            yield _Tokenless(tx) if self.away else tx


class _Tokenless:
    """A transaction that loses its database when an account is written."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def __getattr__(self, name: str) -> object:
        return getattr(self._tx, name)

    async def set_account(self, *_: object, **__: object) -> bool:
        raise DatabaseAway("gone")


async def test_a_token_that_cannot_be_written_is_used_and_written_later(house: House) -> None:
    """The database is away for a moment: calls go on with the token, and the next of them writes it."""
    house.store.__class__ = Failing
    assert isinstance(house.store, Failing)
    house.store.away = True
    await house.ask("menu.read")
    await house.work()
    assert set(await secrets(house)) == {"refresh"}
    house.store.away = False
    await house.ask("menu.read")
    await house.work()
    assert "access" in await secrets(house)
    assert house.wire.operations == ["oauth.token", "catalog.list", "catalog.list"]


async def test_a_call_is_booked_though_its_account_cannot_be_marked(house: House) -> None:
    """The database is away when an account without a token is marked: its write waits, and the next call marks it."""
    whole = await house.account()
    async with house.store.transaction(ANN) as tx:
        await tx.put_account(replace(whole, credentials=b'{"refresh": "gone"}'))
    house.store.__class__ = Failing
    assert isinstance(house.store, Failing)
    house.store.away = True
    intent = await house.order()
    await house.work()
    assert await house.state(intent) == State.WAITING
    house.store.away = False
    house.clock.pass_(bounds.CALLS_SWEPT_S)
    await house.work()
    assert await house.state(intent) == State.WAITING
    assert (await house.account()).state == "needs_reauth"
    assert await house.answers() == []
