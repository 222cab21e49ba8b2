"""What calls do in bad weather: partners that are dead, slow, full or broken, deadlines, and stopping in the middle."""

import asyncio
import json
from datetime import timedelta

import pytest
from tests.calls.house import SQUARE, UBER, House
from tests.sandbox.uber_world import SUSHI
from tests.store.values import ANN, START, WHY

from tournant.calls.places import Sizes
from tournant.facts.messages import Call, encoded
from tournant.kernel import bounds
from tournant.log.errors import Erased
from tournant.log.records import Intent, Payload, Personal, State
from tournant.sdk import errors
from tournant.sdk.exchange import Request

SECOND = timedelta(seconds=1)


async def warmed(house: House) -> House:
    """With a token at both partners, so that what follows is only what a test asks for."""
    await house.ask("menu.read", name="warm_square")
    await house.ask("status.read", UBER, name="warm_uber")
    await house.work()
    return house


async def outcomes(house: House) -> list[str]:
    return [one.outcome for one in await house.answers() if not one.intent.startswith("warm")]


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


async def test_a_call_that_nobody_can_make_is_unsent(house: House) -> None:
    """No such account, no such command, a document that is gone, a person who was erased: told, and nothing is sent."""
    await warmed(house)
    await house.ask("menu.read", "acc_gone")
    await house.ask("menu.dance")
    await house.ask("menu.write", document=None, before=b"\0" * 32)
    async with house.store.transaction(ANN) as tx:
        sealed = await tx.keep(Payload(b'{"order": {}}', "order:1"))
        await tx.erase("order:1", START)
    house.wire.sent.clear()
    async with house.store.transaction(ANN) as tx:
        call = Call("test", SQUARE, "ticket.create", document=sealed)

        await tx.enqueue(Intent("int_e", "key-e", "call", encoded(call), WHY, START))
        await tx.enqueue(Intent("int_x", "key-x", "call", b"{}", WHY, START))
    await house.work()
    assert await outcomes(house) == ["unsent"] * 4
    assert await house.state("int_x") == State.SETTLED
    assert house.wire.sent == []


async def test_what_is_about_an_order_is_sealed_for_it(house: House) -> None:
    """The answer about an order is erased with the order; a list of orders with its day; a menu with nobody."""
    await warmed(house)
    await house.order()
    await house.ask("order.list", UBER)
    await house.ask("menu.read")
    await house.work()
    async with house.store.transaction(ANN) as tx:
        await tx.erase("order:ord_1", START)
        await tx.erase(f"orders:{UBER}:2026-11-24", START)
        found = {}
        for one in (await tx.observations())[2:]:
            try:
                found[json.loads(one.envelope)["command"]] = await tx.raw(one.address)
            except Erased as why:
                found[json.loads(one.envelope)["command"]] = str(why).encode()
    assert found == {
        "ticket.create": b"the personal data of order:ord_1 was erased",
        "order.list": f"the personal data of orders:{UBER}:2026-11-24 was erased".encode(),
        "menu.read": b'{"objects":[]}',
    }


async def test_an_answer_about_somebody_erased_is_told_without_them(house: House) -> None:
    """A person is erased while their order is out: the outcome is told, the document is not kept."""
    await warmed(house)
    await house.order()
    async with house.store.transaction(ANN) as tx:
        await tx.erase("order:ord_1", START)
    await house.work()
    assert await outcomes(house) == ["done"]
    assert (await house.documents())[-1] == b""


async def test_a_call_carries_what_is_about_a_person(house: House) -> None:
    """A document may be sealed in the intent itself; and a key that is given is the key, whatever the intent's is."""
    await warmed(house)

    location = house.seller["locations"][0]["id"]
    text = json.dumps({"order": {"location_id": location, "line_items": []}}).encode()
    for nth in (1, 2):
        call = Call("test", SQUARE, "ticket.create", args={"order": "ord_9", "key": "the-key"})
        personal = Personal("order:ord_9", text)
        async with house.store.transaction(ANN) as tx:
            await tx.enqueue(Intent(f"int_p{nth}", f"key-p{nth}", "call", encoded(call), WHY, START, personal=personal))
    await house.work()
    assert await outcomes(house) == ["done", "done"]
    assert await house.orders() == 1


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
