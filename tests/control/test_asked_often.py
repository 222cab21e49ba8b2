"""What is asked for every second is read once: facts after the last one, menus where something changed."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

import pytest
from tests.control.test_attention import append, waiting
from tests.sync.merchant import EMPTY_MENU, LINK, POS, Merchant, catalog, item
from tests.sync.test_commands import live
from tests.sync.test_matching import INCUMBENT

from tournant.control.attention import attention
from tournant.control.choosing import EVERYBODY
from tournant.control.fleet import Fleet
from tournant.control.watching import Watching
from tournant.kernel import bounds
from tournant.log import Store, Transaction
from tournant.log.records import CanonRow, Fact, Lease, Tenant
from tournant.orders.decide import facts as order_facts

pytestmark = pytest.mark.anyio
SOUP, CAKE = item(1, "Soup", 650), item(2, "Cake", 400)


@pytest.fixture
async def merchant() -> Merchant:
    return await Merchant.open()


class Counting:
    """A store, and how many facts, and how many catalogs, were read of it."""

    def __init__(self, store: Store) -> None:
        self._store, self.read, self.catalogs = store, 0, 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the store has it
        return getattr(self._store, name)

    @asynccontextmanager
    async def transaction(self, tenant: Tenant, lease: Lease | None = None) -> AsyncIterator[Transaction]:
        async with self._store.transaction(tenant, lease) as tx:
            yield cast("Transaction", CountingReads(self, tx))


class CountingReads:
    """A transaction of it."""

    def __init__(self, store: Counting, tx: Transaction) -> None:
        self._store, self._tx = store, tx

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the transaction has it
        return getattr(self._tx, name)

    async def tail(self, after: int = 0, *_: int, kinds: Collection[str] | None = None) -> list[Fact]:
        found = await self._tx.tail(after, kinds=kinds)
        self._store.read += len(found)
        return found

    async def rows(self) -> list[CanonRow]:
        self._store.catalogs += 1
        return await self._tx.rows()


async def test_each_fact_is_read_once(merchant: Merchant) -> None:
    """Whoever asks again reads only what is new, and of that only what can wait for a person."""
    await live(merchant)
    store = Counting(merchant.store)
    await attention(cast("Store", store), EVERYBODY, merchant.time.at)
    store.read = 0
    raised = order_facts.to_bytes(order_facts.Raised(merchant.time.at, "undecided"))
    for number in range(3):
        noted = order_facts.to_bytes(order_facts.Noted(merchant.time.at, "nothing"))
        await append(merchant, f"order:{LINK}:o-{number}", "order.noted", noted)
    await append(merchant, f"order:{LINK}:o-1", "order.raised", raised)
    for _ in range(3):
        (one,) = await attention(cast("Store", store), EVERYBODY, merchant.time.at)
        assert one.target == f"order:{LINK}:o-1"
    assert store.read == 1


async def test_proposals_are_compared_anew_when_something_changes(merchant: Merchant) -> None:
    """What is remembered of a comparison holds only for the same catalog, menu and names."""
    await merchant.looked(POS, catalog(SOUP, CAKE))
    await merchant.looked(LINK, INCUMBENT)
    assert "3 things" in (await waiting(merchant))[0].why
    await merchant.looked(POS, catalog(SOUP))
    assert "2 things" in (await waiting(merchant))[0].why
    await merchant.looked(LINK, EMPTY_MENU)
    assert await waiting(merchant) == []


async def test_who_watches_every_second_reads_a_catalog_where_something_is_new(merchant: Merchant) -> None:
    """Not while all agrees, nor twice for one thing; while nothing waits, not again before a while has passed."""
    await live(merchant)
    counting = Counting(merchant.store)
    store = cast("Store", counting)
    fleet, watching = Fleet(store), Watching(store)

    async def kinds() -> list[str]:
        found = await watching.all(await fleet.read(), merchant.time.at)
        return [one.kind for one in found if one.kind != "standing"]  # Nobody works for orders here.

    assert [await kinds() for _ in range(3)] == [[], [], []]
    assert counting.catalogs == 0
    await merchant.looked(POS, catalog(SOUP, CAKE, item(3, "Tea", 300)))
    assert [await kinds(), counting.catalogs] == [[], 0]
    merchant.time.at += timedelta(seconds=bounds.WATCHED_REST_S)
    assert [[await kinds() for _ in range(3)], counting.catalogs] == [[[], [], []], 1]
    await merchant.looked(POS, b'{"objects": [')
    merchant.time.at += timedelta(seconds=bounds.WATCHED_REST_S)
    assert [[await kinds() for _ in range(3)], counting.catalogs] == [[["unreadable"]] * 3, 2]
    await merchant.looked(POS, catalog(SOUP, CAKE))
    assert [[await kinds() for _ in range(3)], counting.catalogs] == [[[], [], []], 3]
