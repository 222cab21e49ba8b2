"""What goes wrong on the way: answers lost, webhooks lost or doubled, processes that die. One ticket, always."""

import asyncio

import pytest
from tests.orders.shell.house import House, Json
from tests.orders.shell.town import opened

from tournant.log.errors import Fenced
from tournant.sdk.exchange import Request


async def bagel(house: House) -> Json:
    return await house.guest({"id": house.menu_id("Bagel")})


async def arrived_once(house: House, order: Json) -> None:
    """Accepted, at the till once, and the shadow is the fold of the facts."""
    assert house.state(order) == "ACCEPTED"
    (ticket,) = house.at_till
    assert house.tickets == [ticket]
    found = await house.standing(order)
    assert found == await house.replayed(order)
    assert (found.order.alarms, found.alarms) == ({}, {})


@pytest.mark.parametrize("how", ["lost", "unanswered"])
@pytest.mark.parametrize("operation", ["order.read", "order.create", "order.accept", "payment.create"])
async def test_one_ticket_whatever_is_lost(house: House, how: str, operation: str) -> None:
    """A request or an answer is lost, twice: there is one ticket, paid once, and the channel has its yes."""
    getattr(house.wire, how)[operation] = 2
    order = await bagel(house)
    await house.pass_(300)
    await arrived_once(house, order)
    assert house.at_till[0]["tenders"][1:] == []


async def test_webhooks_and_lists_that_come_again(house: House) -> None:
    """The same webhook twice, others about the same order, and lists every half minute change nothing."""
    order = await bagel(house)
    await house.pass_(10)
    body = house.world.endpoint.sent[-1].body if b"orders." in house.world.endpoint.sent[-1].body else b""
    mine = [one.body for one in house.world.endpoint.sent if order["id"].encode() in one.body]
    assert mine, body
    await house.deliver(*mine)
    before = await house.kinds(order)
    await house.work()
    assert await house.kinds(order) == before
    await house.deliver(*mine, again=True)
    await house.pass_(240)
    await arrived_once(house, order)


async def test_a_lost_webhook_is_found_by_the_list(house: House) -> None:
    """The webhook of a new order is lost: the list of unanswered orders shows it."""
    house.losing = True
    order = await bagel(house)
    await house.pass_(60)
    await arrived_once(house, order)
    assert (await house.kinds(order))[0] == "order.known"


async def test_a_lost_cancellation_is_found_by_the_list(house: House) -> None:
    """The webhook of a cancellation is lost: the list of cancelled orders shows it, once."""
    order = await bagel(house)
    await house.pass_(10)
    house.losing = True
    await house.step(order, "cancel", "guest")
    await house.pass_(90)
    assert (await house.standing(order)).order.channel.order == "cancelled"
    before = await house.kinds(order)
    await house.pass_(120)
    assert [one for one in (await house.kinds(order))[len(before) :] if one == "order.hinted"] == []


async def test_accepted_at_the_tablet(house: House) -> None:
    """Staff accept before we do: the ticket is made all the same, and nothing is told twice."""
    house.losing = True
    order = await bagel(house)
    await house.step(order, "accept")
    house.losing = False
    mine = [one.body for one in house.world.endpoint.sent if order["id"].encode() in one.body]
    await house.deliver(*mine, again=True)
    await house.pass_(30)
    await arrived_once(house, order)
    assert "order.accept" not in house.wire.sent


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("operation", ["order.create", "order.accept", "payment.create"])
async def test_a_process_that_dies_between_claim_and_answer(house: House, where: str, operation: str) -> None:
    """It dies with a request before it, or behind it: whoever takes over finds the claim, looks, and ends with one."""
    reached = asyncio.Event()

    async def hang(request: Request) -> None:
        if request.operation == operation:
            reached.set()
            await asyncio.Event().wait()

    setattr(house.wire, where, hang)
    order = await bagel(house)
    working = asyncio.ensure_future(house.pass_(60))
    async with asyncio.timeout(10):
        await reached.wait()
    await house.world.time.pass_(0)  # everything else comes to rest
    working.cancel()
    await asyncio.wait([working])
    setattr(house.wire, where, None)
    await house.handed_over()
    await house.pass_(300)
    await arrived_once(house, order)


async def test_a_till_that_is_back_before_the_margin(house: House) -> None:
    """The till cannot be reached for seven minutes and a half: the ticket is made when it is back, not denied."""
    house.wire.dead.add("square")
    order = await bagel(house)
    await house.pass_(450)
    assert house.state(order) == "CREATED"
    house.wire.dead.clear()
    await house.pass_(90)
    await arrived_once(house, order)


async def test_a_channel_that_is_back_before_the_deadline(house: House) -> None:
    """The channel takes no answer for nine minutes: our yes goes out when it does, and the order is not lost."""

    async def away(request: Request) -> None:
        if request.operation == "order.accept":
            house.wire.before = None
            house.wire.dead.add("uber_eats")

    house.wire.before = away
    order = await bagel(house)
    await house.pass_(540)
    assert (house.state(order), len(house.at_till)) == ("CREATED", 0)
    house.wire.dead.clear()
    await house.pass_(120)
    await arrived_once(house, order)


@pytest.mark.parametrize("away_s", [720, 1_000])
async def test_an_order_that_the_channel_gives_up_is_told(house: House, away_s: int) -> None:
    """The channel is away from our answer on, until it cancels the order itself: that is no end in silence."""

    async def away(request: Request) -> None:
        if request.operation in ("order.accept", "order.deny"):
            house.wire.before = None
            house.wire.dead.add("uber_eats")

    house.wire.before = away
    order = await bagel(house)
    await house.pass_(away_s)
    assert house.state(order) == "CANCELED"
    house.wire.dead.clear()
    await house.pass_(120)
    found = await house.standing(order)
    assert found == await house.replayed(order)
    assert (found.order.closed is not None, list(found.order.alarms)) == (True, ["missed"])
    await house.say("order_handled", order["id"])
    assert (await house.standing(order)).order.alarms == {}


async def test_who_lost_the_lease_leaves_nothing(house: House) -> None:
    """A turn under a lease that somebody else has: Fenced; no fact, no call, and the cursor is where it was."""
    order = await bagel(house)
    await house.pass_on()
    old, orders = house.lease, house.orders
    await house.handed_over()
    with pytest.raises(Fenced):
        await orders.turn(old)
    assert await house.kinds(order) == []
    await house.pass_(30)
    await arrived_once(house, order)


async def test_a_link_that_is_not_live_only_notes_orders() -> None:
    """Nothing is accepted and nothing rung up for a store that somebody else serves; the order is noted."""
    house = await opened(mode="observe")
    order = await bagel(house)
    await house.pass_(60)
    assert (house.state(order), house.tickets) == ("CREATED", [])
    assert await house.kinds(order) == ["order.known", "order_left"]
    assert "order.read" not in house.wire.sent
    await house.step(order, "accept")
    await house.say("order_again", order["id"])
    await house.pass_(60)
    await arrived_once(house, order)
