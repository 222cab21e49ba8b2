"""The worker: its share of the merchants, its leases, and how it ends."""

from tests.app.clock import settled
from tests.app.house import FOUR, LASTING, ONE, THREE, TWO, House, Sending, Slow, Stubborn
from tests.store.values import append

from tournant.kernel import bounds
from tournant.log.records import Lease


async def test_a_worker_alone_works_on_everybody(house: House) -> None:
    """Each merchant gets a turn of each room, and rests when nothing was done."""
    await house.new(ONE, TWO)
    first, second = house.seeing(), house.seeing()
    async with house.working("a", first, second):
        assert sorted(first.seen) == sorted(second.seen) == [ONE, TWO]


async def test_two_workers_share(house: House) -> None:
    """The second gets its half, which the first gives back after the turn in hand; no merchant is ever held by both."""
    await house.new(ONE, TWO, THREE, FOUR)
    async with house.working("a", house.seeing()) as a:
        assert len(a.worker.held) == 4
        async with house.working("b", house.seeing()) as b:
            await house.clock.move(bounds.LEASE_S)
            assert len(a.worker.held) == len(b.worker.held) == 2
            assert not a.worker.held & b.worker.held
        await house.clock.move(bounds.LEASE_S)
        assert len(a.worker.held) == 4


async def test_leases_are_kept_while_a_worker_lives(house: House) -> None:
    """Nobody else can take a merchant however long its worker works."""
    await house.new(ONE)
    async with house.working("a", house.seeing()):
        await house.clock.move(10 * bounds.LEASE_S)
        assert await house.store.take("b", LASTING) == []
    assert [one.tenant for one in await house.store.take("b", LASTING)] == [ONE]


async def test_a_merchant_that_appears_is_taken_at_once_by_a_lone_worker(house: House) -> None:
    """A notice about somebody unknown makes a lone worker look without waiting for its next beat."""
    room = house.seeing()
    async with house.working("a", room) as a:
        await house.new(ONE)
        async with house.store.transaction(ONE) as tx:
            await tx.append(append("s", "x"))
        await settled()
        assert a.worker.held == {ONE}


async def test_a_lost_lease_ends_the_work(house: House) -> None:
    """Who was silent for longer than its lease stops where it is, and commits nothing under the old one."""
    await house.new(ONE)
    slow = Slow(ONE)
    async with house.working("a", slow) as a:
        house.clock.time += LASTING  # As a machine that was asleep: nobody had a turn meanwhile.
        [stolen] = await house.store.take("b", 10 * LASTING)
        await house.clock.move(bounds.LEASE_S)
        assert (a.worker.held, slow.ended) == (frozenset(), 0)
        assert stolen.owner == "b"


async def test_a_lease_that_is_lost_and_taken_again_has_one_at_work(house: House) -> None:
    """Who takes long to end under the old lease does not take its successor with it: that one is woken and renewed."""
    await house.new(ONE, TWO)
    room, stubborn = house.seeing(), Stubborn(ONE)
    await house.store.take("b", 100 * LASTING, 2)
    await house.store.release(Lease(ONE, "b", 1))
    async with house.working("a", room, stubborn) as a:
        assert a.worker.held == {ONE}
        house.clock.time += LASTING
        await house.clock.move(bounds.LEASE_S / 3)
        assert [one.epoch for one in room.leases] == [2, 3]
        stubborn.go.set()
        await settled()
        assert a.worker.held == {ONE}
        await house.clock.move(10 * bounds.LEASE_S)
        assert {one.epoch for one in room.leases} == {2, 3}


async def test_stopping_finishes_the_turn_in_hand(house: House) -> None:
    """Told to stop, a worker begins no turn, ends the one that it is in, and gives everything back."""
    await house.new(ONE, TWO)
    slow, room = Slow(ONE), house.seeing()
    async with house.working("a", slow, room) as a:
        await slow.began.wait()
        a.stopping.set()
        await settled()
        assert not a.task.done()
        slow.go.set()
        await a.task
        assert (slow.ended, ONE in room.seen) == (1, False)
    assert len(await house.store.take("b", LASTING)) == 2
    assert (await house.store.beat("b", LASTING)).members == 1


async def test_stopping_has_an_end(house: House) -> None:
    """A turn that does not end within the bound is cut short, and its merchant is given back all the same."""
    await house.new(ONE)
    slow = Slow(ONE)
    async with house.working("a", slow) as a:
        await slow.began.wait()
        a.stopping.set()
        await settled()
        await house.clock.move(bounds.DRAIN_S_MAX)
        await a.task
    assert slow.ended == 0
    assert [one.tenant for one in await house.store.take("b", LASTING)] == [ONE]


async def test_stopping_waits_for_what_is_under_way_and_keeps_the_leases(house: House) -> None:
    """An answer that comes while the worker ends is still written, however old the lease was."""
    await house.new(ONE)
    sending = Sending(house.store)
    async with house.working("a", sending) as a:
        await sending.began.wait()
        a.stopping.set()
        await settled()
        await house.clock.move(bounds.LEASE_S + 1)
        assert not a.task.done()
        sending.go.set()
        await a.task
    assert sending.closed
    async with house.store.transaction(ONE) as tx:
        assert len(await tx.read("answers")) == 1
    assert [one.tenant for one in await house.store.take("b", LASTING)] == [ONE]


async def test_a_merchant_is_given_back_after_what_is_under_way(house: House) -> None:
    """Whoever has to give one back does so when its calls have ended, and not before."""
    await house.new(ONE, TWO)
    sending = Sending(house.store)
    async with house.working("a", sending) as a, house.working("b") as b:
        await house.clock.move(bounds.LEASE_S)
        assert (len(a.worker.held), len(b.worker.held)) == (2, 0)
        sending.go.set()
        await house.clock.move(bounds.LEASE_S)
        assert (len(a.worker.held), len(b.worker.held)) == (1, 1)
    for one in (ONE, TWO):
        async with house.store.transaction(one) as tx:
            assert len(await tx.read("answers")) == 1
