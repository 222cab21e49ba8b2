"""Leases: one works on a merchant, and whoever lost the lease commits nothing under it."""

import pytest
from tests.store.values import ANN, ANN_TWO, BOB, LONG, OVER, START, append, intent

from tournant.log import Store
from tournant.log.errors import Fenced
from tournant.log.records import Lease, Share, Tenant


async def prepared(store: Store, *tenants: Tenant) -> None:
    """Merchants that may be worked on."""
    for tenant in tenants:
        await store.register(tenant)
        await store.register(tenant)


async def test_a_merchant_is_one_workers(store: Store) -> None:
    """What one has taken nobody else gets, until it is given back; each time with a greater epoch."""
    await prepared(store, ANN)
    (lease,) = await store.take("one", LONG)
    assert lease == Lease(ANN, "one", 1)
    assert await store.take("two", LONG) == []
    await store.release(lease)
    assert await store.take("two", LONG) == [Lease(ANN, "two", 2)]


async def test_all_merchants_can_be_listed(store: Store) -> None:
    """Those that were registered, whoever works on them, in their order."""
    assert await store.tenants() == []
    await prepared(store, BOB, ANN)
    await store.take("one", LONG, 1)
    assert await store.tenants() == [ANN, BOB]


async def test_merchants_are_taken_so_many_at_a_time(store: Store) -> None:
    """Two workers share the merchants without ever holding the same one."""
    await prepared(store, ANN, ANN_TWO, BOB)
    first = await store.take("one", LONG, 2)
    second = await store.take("two", LONG, 2)
    assert (len(first), len(second)) == (2, 1)
    assert {one.tenant for one in first + second} == {ANN, ANN_TWO, BOB}


async def test_an_expired_lease_is_handed_over(store: Store) -> None:
    """When a lease is over, another takes it, and whoever had it is fenced off: nothing of its transaction happens."""
    await prepared(store, ANN)
    (lost,) = await store.take("one", OVER)
    (held,) = await store.take("two", LONG)
    assert held.epoch == lost.epoch + 1
    with pytest.raises(Fenced, match="the lease on org_ann/mer_one of epoch 1 is no longer held"):
        async with store.transaction(ANN, lost) as tx:
            await tx.append(append("s", "a"))
    async with store.transaction(ANN, held) as tx:
        assert await tx.tail() == []


async def test_an_expired_lease_is_fenced_before_anybody_took_it(store: Store) -> None:
    """Over is over, whether or not somebody else is there."""
    await prepared(store, ANN)
    (lost,) = await store.take("one", OVER)
    with pytest.raises(Fenced):
        async with store.transaction(ANN, lost):
            pass
    assert await store.renew([lost], LONG) == []


async def test_a_lease_is_good_for_its_own_merchant(store: Store) -> None:
    """The lease of one merchant opens no other."""
    await prepared(store, ANN, BOB)
    leases = {one.tenant: one for one in await store.take("one", LONG)}
    with pytest.raises(Fenced):
        async with store.transaction(BOB, leases[ANN]):
            pass


async def test_leases_are_renewed_while_they_are_held(store: Store) -> None:
    """Renewing gives what is still ours; what is somebody else's, or given back, is not."""
    await prepared(store, ANN, ANN_TWO, BOB)
    mine = await store.take("one", LONG)
    await store.release(mine[1])
    assert await store.renew(mine, LONG) == [mine[0], mine[2]]
    assert await store.renew([Lease(ANN, "two", 1)], LONG) == []
    assert await store.renew([], LONG) == []


async def test_a_lease_is_not_taken_under_an_open_transaction(store: Store) -> None:
    """Once a transaction has shown its lease, nobody gets the merchant before it ends, even when it is given back."""
    await prepared(store, ANN)
    (mine,) = await store.take("one", LONG)
    async with store.transaction(ANN, mine) as tx:
        await store.release(mine)
        assert await store.take("two", LONG) == []
        await tx.append(append("s", "a"))
    (theirs,) = await store.take("two", LONG)
    async with store.transaction(ANN, theirs) as tx:
        assert len(await tx.tail()) == 1


async def test_a_lease_can_be_renewed_under_an_open_transaction(store: Store) -> None:
    """Renewing does not wait for a transaction that works under the lease."""
    await prepared(store, ANN)
    (mine,) = await store.take("one", LONG)
    async with store.transaction(ANN, mine):
        assert await store.renew([mine], LONG) == [mine]


async def test_intents_carry_the_epoch_they_were_written_in(store: Store) -> None:
    """An intent says under which lease it was written, so that a successor knows it for an earlier one's."""
    await prepared(store, ANN)
    (lease,) = await store.take("one", LONG)
    async with store.transaction(ANN, lease) as tx:
        await tx.enqueue(intent("a"))
        assert [one.epoch for one in await tx.claim("one", START)] == [1]


async def test_workers_know_their_fair_share(store: Store) -> None:
    """Whoever beats is counted until its time is over or it leaves; the share is rounded up."""
    await prepared(store, ANN, ANN_TWO, BOB)
    assert await store.beat("one", LONG) == Share(members=1, tenants=3, held=0)
    await store.take("one", LONG)
    assert await store.beat("two", LONG) == Share(members=2, tenants=3, held=0)
    share = await store.beat("one", LONG)
    assert (share, share.fair) == (Share(members=2, tenants=3, held=3), 2)
    await store.leave("two")
    await store.beat("three", OVER)
    assert (await store.beat("one", LONG)).members == 1
