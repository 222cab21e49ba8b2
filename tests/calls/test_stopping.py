"""Calls that come to an end in the middle: deadlines, a process that stops, a crash, a part that was done."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from tests.calls.house import UBER, House, outcomes, warmed
from tests.sandbox.uber_world import SUSHI
from tests.store.values import ANN, LONG, START
from typing_extensions import override

from tournant.calls.places import Sizes
from tournant.kernel import bounds
from tournant.log import MemoryStore
from tournant.log.errors import DatabaseAway
from tournant.log.memory.transaction import MemoryTransaction
from tournant.log.records import Lease, Payload, State, Tenant
from tournant.sdk import errors
from tournant.sdk.exchange import Request

SECOND = timedelta(seconds=1)


class Away(MemoryStore):
    """A store that is away so many times when an answer is to be written."""

    times = 0

    @override
    @asynccontextmanager
    async def transaction(self, tenant: Tenant, lease: Lease | None = None) -> AsyncIterator[MemoryTransaction]:
        async with super().transaction(tenant, lease) as tx:
            yield tx
            if self.times and tx.news and lease and any(one.kind == "answer" for one in tx.shelf.observations[2:]):
                self.times -= 1
                raise DatabaseAway("gone")


async def test_a_deadline_that_passed_is_told(house: House) -> None:
    """A call that is found after its deadline is not sent, and whoever waits for it is told so."""
    await house.order(deadline=START + SECOND)
    house.clock.pass_(1)
    await house.work()
    (answer,) = await house.answers()
    assert (answer.outcome, answer.why) == ("unsent", "its deadline passed before it was sent")
    assert house.wire.sent == []


async def test_a_deadline_passes_while_a_call_waits_for_its_right(house: House) -> None:
    """The right comes too late: it is given back, nothing is sent."""
    await warmed(house)
    house.governor.open.clear()
    house.governor.asked.clear()
    await house.order(deadline=START + SECOND)
    await house.begin()
    await house.governor.asked.wait()
    assert house.clock.now() == START
    house.clock.pass_(1)
    house.governor.open.set()
    await house.finish()
    assert await outcomes(house) == ["unsent"]
    assert house.governor.grants[-1].told == ["unsent"]
    assert "order.create" not in house.wire.operations


async def test_a_process_that_stops_gives_back_what_it_has_not_sent(house: House) -> None:
    """Draining: what waits for its right is put back at once, what is out is waited for and answered."""
    await warmed(house)
    there, go = asyncio.Event(), asyncio.Event()

    async def stop(_: Request) -> None:
        there.set()
        await go.wait()

    house.wire.before = stop
    out = await house.ask("menu.read")
    await house.begin()
    await there.wait()
    house.governor.open.clear()
    waiting = await house.order(attempts_max=2)
    last = await house.order(attempts_max=1)
    await house.begin()
    draining = asyncio.create_task(house.caller.drain())
    go.set()
    await draining
    found = {one.intent: one.outcome for one in await house.answers()}
    assert (found[out], found[last]) == ("done", "unsent")
    assert await house.state(waiting) == State.WAITING
    assert not await house.caller.turn(house.lease)
    assert "order.create" not in house.wire.operations


async def test_draining_ends(house: House) -> None:
    """An answer that does not come is waited for within a bound; its claim stays for whoever comes next."""
    await warmed(house)
    there = asyncio.Event()

    async def stop(_: Request) -> None:
        there.set()
        await asyncio.Event().wait()

    house.wire.before = stop
    intent = await house.order()
    await house.begin()
    await there.wait()
    draining = asyncio.create_task(house.caller.drain(ANN))
    await house.clock.pausing.wait()
    assert house.clock.pauses == [bounds.CALLS_DRAIN_S_MAX]
    house.clock.over.set()
    await draining
    assert await house.state(intent) == State.CLAIMED


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("operation", ["oauth.token", "order.create"])
async def test_a_crash_at_each_step_sends_a_write_at_most_once(house: House, where: str, operation: str) -> None:
    """Killed before or after the token or the write itself: in the end one answer, and at most one order."""
    there = asyncio.Event()

    async def stop(request: Request) -> None:
        if request.operation == operation:
            there.set()
            await asyncio.Event().wait()

    setattr(house.wire, where, stop)
    house.clock.over.set()
    await house.order()
    await house.begin()
    await there.wait()
    await house.caller.close()
    setattr(house.wire, where, None)
    house.reborn()
    for _ in range(3):
        await house.work()
        house.clock.pass_(60)
    (answer,) = await house.answers()
    reached = (where, operation) == ("after", "order.create")
    assert answer.outcome == "unknown"
    assert await house.orders() == (1 if reached else 0)


async def test_a_bug_in_the_middle_of_a_call_is_found(house: House) -> None:
    """What should never happen ends the task, not the claim: the next look says unknown, and nothing is sent again."""
    await warmed(house)

    async def break_(_: Request) -> None:
        raise RuntimeError("a bug")

    house.wire.after = break_
    intent = await house.order()
    await house.work()
    assert await house.state(intent) == State.CLAIMED
    house.wire.after = None
    house.clock.pass_(bounds.CALLS_SWEPT_S)
    await house.work()
    assert await outcomes(house) == ["unknown"]
    assert await house.orders() == 1


async def test_a_part_that_was_done_is_unknown(house: House) -> None:
    """The second request of a write cannot leave after the first was done: unknown, and nothing is sent again."""
    await warmed(house)
    await house.ask("menu.write", UBER, document=SUSHI)
    await house.work()
    seen: list[str] = []

    async def second(request: Request) -> None:
        seen.append(request.operation)
        if len(seen) > 1:
            raise errors.Unreachable("cut")

    dearer = [{**one, "price_info": {"price": 1_000}} for one in SUSHI["items"]]
    async with house.store.transaction(ANN) as tx:
        before = await tx.keep(Payload(json.dumps(SUSHI).encode()))
    house.wire.before = second
    await house.ask("availability.write", UBER, document={**SUSHI, "items": dearer}, before=before)
    await house.work()
    house.clock.pass_(600)
    await house.work()
    assert await outcomes(house) == ["done", "unknown"]
    assert seen == ["item.write", "item.write"]


async def test_a_write_in_the_middle_is_finished(house: House) -> None:
    """Draining: a write of which a part is done waits for the right to its next request, and is not called off."""
    await warmed(house)
    await house.ask("menu.write", UBER, document=SUSHI)
    await house.work()
    there = asyncio.Event()

    async def hold(_: Request) -> None:
        house.wire.after = None
        house.governor.open.clear()
        house.governor.asked.clear()
        there.set()

    async with house.store.transaction(ANN) as tx:
        before = await tx.keep(Payload(json.dumps(SUSHI).encode()))
    dearer = [{**one, "price_info": {"price": 1_000}} for one in SUSHI["items"][:2]]
    house.wire.after = hold
    await house.ask("availability.write", UBER, document={"items": dearer}, before=before)
    await house.begin()
    await there.wait()
    await house.governor.asked.wait()
    draining = asyncio.create_task(house.caller.drain())
    await house.clock.pausing.wait()
    house.governor.open.set()
    await draining
    assert await outcomes(house) == ["done", "done"]


async def test_what_we_are_at_is_no_orphan(house: House) -> None:
    """However long a call is out: as long as a task of ours is at it, nobody says that it is unknown."""
    await warmed(house)
    there, go = asyncio.Event(), asyncio.Event()

    async def stop(_: Request) -> None:
        there.set()
        await go.wait()

    house.wire.after = stop
    await house.order()
    await house.begin()
    await there.wait()
    house.clock.pass_(10 * bounds.CALLS_SWEPT_S)
    await house.begin()
    assert await outcomes(house) == []
    go.set()
    await house.finish()
    assert await outcomes(house) == ["done"]


@pytest.mark.parametrize("again", ["one", "two"])
async def test_an_answer_under_a_lost_lease_is_not_written(house: House, again: str) -> None:
    """The lease goes, to another or back to us: what comes after that is dropped, and the next turn says unknown."""
    await warmed(house)
    there, go = asyncio.Event(), asyncio.Event()

    async def stop(_: Request) -> None:
        there.set()
        await go.wait()

    house.wire.after = stop
    intent = await house.order()
    await house.begin()
    await there.wait()
    await house.store.release(house.lease)
    (house.lease,) = await house.store.take(again, LONG)
    if again == "two":
        go.set()
        await house.finish()
        assert await house.state(intent) == State.CLAIMED
        house.reborn()
    await house.begin()
    assert await outcomes(house) == ["unknown"]
    go.set()
    await house.finish()
    assert await outcomes(house) == ["unknown"]


async def test_a_database_that_is_away_for_a_moment_loses_no_answer(house: House) -> None:
    """What came of a call is handed in again until it is written: one answer, and it is the partner's."""
    await warmed(house)
    house.store.__class__ = Away
    assert isinstance(house.store, Away)
    house.clock.over.set()
    house.store.times = 3
    await house.order()
    await house.work()
    assert house.store.times == 0
    assert house.clock.pauses == [0.1, 0.2, 0.4]
    assert await outcomes(house) == ["done"]


async def test_a_call_that_broke_gives_its_place_back(house: House) -> None:
    """A bug ends a task: its place is free, and the next call finds it."""
    await warmed(house)
    house.sizes = Sizes(all=4, merchant=2, account=1)
    house.reborn()

    async def break_(_: Request) -> None:
        raise RuntimeError("a bug")

    house.wire.after = break_
    await house.ask("menu.read")
    await house.work()
    house.wire.after = None
    await house.ask("menu.read")
    await house.work()
    assert await outcomes(house) == ["done"]
