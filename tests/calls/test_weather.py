"""What calls do in bad weather: partners that are dead, slow, full or broken."""

import asyncio
from datetime import timedelta

from tests.calls.house import SQUARE, UBER, House, outcomes, warmed
from tests.store.values import ANN, START

from tournant.calls.places import Sizes
from tournant.kernel import bounds
from tournant.log.records import State
from tournant.sdk.exchange import Request

SECOND = timedelta(seconds=1)


async def test_a_partner_that_is_full_is_left_alone(house: House) -> None:
    """429: the governor is told to slow down, the write was not done, waits, and is then made once."""
    await warmed(house)
    await house.faults(too_many_requests=1)
    intent = await house.order()
    await house.work()
    assert await house.state(intent) == State.WAITING
    ((want, until),) = house.governor.slowed
    assert (want.operation, want.account) == ("order.create", SQUARE)
    assert until > START
    await house.faults(too_many_requests=0)
    house.clock.pass_(60)
    await house.work()
    assert await outcomes(house) == ["done"]
    assert await house.orders() == 1


async def test_a_partner_that_failed_may_have_done_it(house: House) -> None:
    """5xx: a read is asked again until its attempts are over, a write is unknown at once."""
    await warmed(house)
    await house.faults(server_error=1)
    await house.order()
    await house.ask("menu.read", attempts_max=2)
    await house.work()
    assert await outcomes(house) == ["unknown"]
    house.clock.pass_(2)
    await house.work()
    assert await outcomes(house) == ["unknown", "unknown"]
    assert (await house.answers())[-1].attempt == 2


async def test_a_refusal_is_told_in_the_partners_words(house: House) -> None:
    """What Square says to an order that cannot be stands in the answer, and no document does."""
    await warmed(house)
    await house.ask("ticket.create", document={"order": {"location_id": "nowhere"}})
    await house.work()
    answer = (await house.answers())[-1]
    assert answer.outcome == "refused"
    assert answer.why
    assert "NOT_FOUND" in answer.why
    assert (await house.documents())[-1] == b""


async def test_a_dead_partner_is_tried_by_single_calls(house: House) -> None:
    """After several failures the links show it, calls wait; one tries, and when it is answered all go on."""
    await warmed(house)
    await house.faults(dead_partner=1)
    names = [await house.ask("menu.read", attempts_max=50) for _ in range(bounds.BREAKER_FAILURES_MAX)]
    await house.work()
    assert await house.health() == ["degraded", "ok"]
    sent = len(house.wire.sent)
    house.clock.pass_(2)
    await house.work()
    assert len(house.wire.sent) == sent
    house.clock.pass_(bounds.BREAKER_REST_S_MIN)
    await house.work()
    assert len(house.wire.sent) == sent + 1
    await house.faults(dead_partner=0)
    for _ in range(10):
        house.clock.pass_(bounds.BREAKER_REST_S_MAX)
        await house.work()
    assert {one.intent for one in await house.answers() if one.outcome == "done"} >= set(names)
    assert await house.health() == ["ok", "ok"]


async def test_what_was_not_asked_proves_nothing(house: House) -> None:
    """A call that waits for a person says nothing about the partner: what is out of order stays so."""
    await warmed(house)
    await house.faults(dead_partner=1)
    for _ in range(bounds.BREAKER_FAILURES_MAX):
        await house.ask("menu.read", attempts_max=50)
    await house.work()
    async with house.store.transaction(ANN) as tx:
        await tx.set_account(SQUARE, state="needs_reauth")
    house.clock.pass_(bounds.BREAKER_REST_S_MAX)
    await house.work()
    assert await house.health() == ["degraded", "ok"]


async def test_a_new_life_sets_health_right(house: House) -> None:
    """What an earlier process marked is taken back by the first call that is answered."""
    async with house.store.transaction(ANN) as tx:
        await tx.set_health("lnk_square", "degraded")
        await tx.set_health("lnk_uber", "suspended")
    await warmed(house)
    assert await house.health() == ["ok", "suspended"]


async def test_a_slow_account_leaves_places_to_others(house: House) -> None:
    """Square answers nothing and has more calls than places: Uber's calls are made all the same, and orders go on."""
    await warmed(house)
    house.sizes = Sizes(all=20, merchant=6, account=2)
    house.reborn()
    go = asyncio.Event()
    there = asyncio.Semaphore(0)

    async def stall(request: Request) -> None:
        if request.operation == "catalog.list":
            there.release()
            await go.wait()

    house.wire.before = stall
    slow = [await house.ask("menu.read") for _ in range(8)]
    quick = [await house.ask("status.read", UBER), await house.order()]
    await house.begin()
    for _ in range(2):
        await there.acquire()
    while (await outcomes(house)).count("done") < len(quick):
        async with house.store.listen() as bell:
            await bell.heard()
            if (await outcomes(house)).count("done") < len(quick):
                await bell.heard()
    assert {one.intent for one in await house.answers()} >= set(quick)
    assert there.locked()
    async with house.store.transaction(ANN) as tx:
        waiting = [one for one in slow if await tx.intent_state(one) == (State.WAITING, None)]
        assert all([await tx.withdraw(one) for one in waiting])
    assert len(waiting) == 6
    go.set()
    await house.finish()
