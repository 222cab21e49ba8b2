"""The inbox: what came in is stored once, for any number of merchants at once."""

import asyncio
from dataclasses import replace

import pytest
from tests.store.values import ANN, ANN_TWO, BOB, observation

from tournant.kernel.check import Impossible
from tournant.log import Store
from tournant.log.records import Payload


async def test_an_event_is_stored_once(store: Store) -> None:
    """A second event with the id of the first is a duplicate, in one batch and in the next."""
    receipts = await store.receive([observation("1"), observation("1"), observation("2")])
    assert [one.fresh for one in receipts] == [True, False, True]
    assert [one.fresh for one in await store.receive([observation("2"), observation("3")])] == [False, True]
    async with store.transaction(ANN) as tx:
        assert len(await tx.observations()) == 3


async def test_an_event_without_an_id_is_never_a_duplicate(store: Store) -> None:
    """Two polls with the same answer are two observations, whose payload is kept once."""
    first, second = await store.receive([observation(None), observation(None)])
    assert (first.fresh, second.fresh) == (True, True)
    assert first.address == second.address


async def test_sources_number_their_events_themselves(store: Store) -> None:
    """The same id from another account, or for another merchant, is another event."""
    others = [observation("1"), replace(observation("1"), source="acc_uber"), observation("1", BOB)]
    assert all(one.fresh for one in await store.receive(others))


async def test_one_batch_holds_many_merchants(store: Store) -> None:
    """Each merchant gets its own, in the order in which they came, and the receipts are in the order of the batch."""
    batch = [observation("1", BOB), observation("2", ANN), observation("3", BOB), observation("1", BOB)]
    batch += [observation("4", ANN_TWO)]
    assert [one.fresh for one in await store.receive(batch)] == [True, True, True, False, True]
    for tenant, count in ((ANN, 1), (ANN_TWO, 1), (BOB, 2)):
        async with store.transaction(tenant) as tx:
            assert len(await tx.observations()) == count


async def test_two_receivers_of_one_event_store_it_once(store: Store) -> None:
    """Of several that receive the same event at the same time, exactly one finds it new."""
    found = await asyncio.gather(*(store.receive([observation("1"), observation("2")]) for _ in range(4)))
    assert sorted(one.fresh for receipts in found for one in receipts) == [False] * 6 + [True] * 2


async def test_a_duplicate_with_other_bytes_can_be_seen(store: Store) -> None:
    """The bytes of a duplicate are kept at their own address."""
    first, second = await store.receive([observation("1"), observation("1", payload=Payload(b"other"))])
    assert not second.fresh
    async with store.transaction(ANN) as tx:
        assert await tx.raw(second.address) == b"other"
        assert await tx.raw(first.address) == b'{"a": 1}'


async def test_a_transaction_observes_its_own_merchant_only(store: Store) -> None:
    """An observation of another merchant is a bug of the caller."""
    async with store.transaction(ANN) as tx:
        with pytest.raises(Impossible):
            await tx.observe(observation("1", BOB))


async def test_receiving_nothing_is_fine(store: Store) -> None:
    """An empty batch has no receipts."""
    assert await store.receive([]) == []
