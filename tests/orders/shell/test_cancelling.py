"""Orders that nobody wants any more, and tills that do not answer: no food for nobody, an answer in time."""

import pytest
from tests.orders.shell.house import House, Json
from tests.orders.shell.town import opened

from tournant.orders import Standing
from tournant.sdk import errors
from tournant.sdk.exchange import Request

DEADLINE_S = 690


async def bagel(house: House) -> Json:
    return await house.guest({"id": house.menu_id("Bagel")})


async def over(house: House, order: Json) -> Standing:
    """The order as it stands, which is what its facts amount to."""
    found = await house.standing(order)
    assert found == await house.replayed(order)
    return found


async def test_cancelled_before_the_till_had_it(house: House) -> None:
    """While the till cannot be reached the guest cancels: no ticket, not even when it is back."""
    house.wire.dead.add("square")
    order = await bagel(house)
    await house.pass_(30)
    await house.step(order, "cancel", "guest")
    await house.pass_(30)
    house.wire.dead.clear()
    await house.pass_(300)
    assert house.tickets == []
    found = await over(house, order)
    assert found.order.closed is not None
    assert found.order.alarms == {}


async def test_cancelled_before_the_till_shows_it(house: House) -> None:
    """The guest cancels between the ticket and our yes: the conflict is read, and the ticket taken back."""
    order: Json = {}

    async def cancel(request: Request) -> None:
        if request.operation == "order.accept":
            house.wire.before = None
            await house.step(order, "cancel", "guest")

    house.wire.before = cancel
    order |= await bagel(house)
    await house.pass_(60)
    (ticket,) = house.tickets
    assert (ticket["state"], house.at_till) == ("CANCELED", [])
    assert (await over(house, order)).order.closed is not None


async def test_cancelled_with_food_in_the_making(house: House) -> None:
    """A paid ticket cannot be taken back: a person is told to stop the food, until they have seen to it."""
    order = await bagel(house)
    await house.pass_(10)
    await house.step(order, "cancel", "guest")
    await house.pass_(120)
    assert "stop" in (await over(house, order)).order.alarms
    await house.say("order_handled", order["id"])
    await house.pass_(60)
    assert (await over(house, order)).order.alarms == {}


async def test_a_dead_till_is_an_answer_in_time(house: House) -> None:
    """The till cannot be reached: the guest is told no before the channel's deadline, and nothing is made later."""
    house.wire.dead.add("square")
    order = await bagel(house)
    placed = house.world.time.now()
    await house.until(lambda: house.state(order) != "CREATED")
    assert house.state(order) == "DENIED"
    assert (house.world.time.now() - placed).total_seconds() < DEADLINE_S
    house.wire.dead.clear()
    await house.pass_(300)
    assert house.tickets == []


async def test_a_dead_till_where_orders_are_accepted_first() -> None:
    """With `accept_first` and `kitchen: person`, a person is called after the kitchen time, and their word counts."""
    house = await opened(orders={"injection": "accept_first", "kitchen": "person", "kitchen_s": 120})
    house.wire.dead.add("square")
    order = await bagel(house)
    await house.pass_(30)
    assert house.state(order) == "ACCEPTED"
    await house.pass_(180)
    assert "live" in (await over(house, order)).order.alarms
    house.wire.dead.clear()
    await house.say("order_by_hand", order["id"], "typed in at the till")
    await house.pass_(300)
    found = await over(house, order)
    assert (house.at_till, found.order.hand, found.order.alarms) == ([], True, {})


async def test_sent_again_by_a_person() -> None:
    """A person says send again: the ticket is made once, under the same reference."""
    house = await opened(orders={"injection": "accept_first", "kitchen": "person", "kitchen_s": 120})
    house.wire.dead.add("square")
    order = await bagel(house)
    await house.pass_(210)
    house.wire.dead.clear()
    await house.pass_(120)
    assert house.tickets == []  # it is in a person's hands
    await house.say("order_again", order["id"])
    await house.pass_(60)
    (ticket,) = house.at_till
    assert ticket["reference_id"] == order["id"]
    assert (await over(house, order)).order.alarms == {}


async def test_sent_again_after_the_channel_refused_to_cancel() -> None:
    """Policy cancels, the channel refuses, a person says send again: the ticket is made, and nothing waits any more."""
    house = await opened(orders={"injection": "accept_first", "kitchen_s": 120})
    house.wire.dead.add("square")

    async def refuses(request: Request) -> None:
        if request.operation == "order.cancel":
            raise errors.Refused("not now")

    house.wire.before = refuses
    order = await bagel(house)
    await house.pass_(210)
    assert "live" in (await over(house, order)).order.alarms
    house.wire.dead.clear()
    await house.say("order_again", order["id"])
    await house.pass_(60)
    assert len(house.at_till) == 1
    assert (await over(house, order)).order.alarms == {}


async def test_cancelled_by_a_person(house: House) -> None:
    """A person cancels: the channel is told, and the paid ticket is somebody's to stop."""
    order = await bagel(house)
    await house.pass_(10)
    await house.say("order_cancel", f"order:lnk_uber:{order['id']}")
    await house.pass_(60)
    assert house.state(order) == "CANCELED"
    assert "stop" in (await over(house, order)).order.alarms


@pytest.mark.parametrize(
    ("do", "target", "why"),
    [
        ("order_again", "nobody", "there is no order nobody"),
        ("order_again", "", "its ticket is there"),
        ("order_handled", "", "nothing about it waits for a person"),
    ],
)
async def test_what_cannot_be_meant_is_refused(house: House, do: str, target: str, why: str) -> None:
    """A word about no order, or one that would do harm or nothing, is refused with the reason."""
    order = await bagel(house)
    await house.pass_(10)
    answer = await house.say(do, target or order["id"])
    assert getattr(answer, "why", None) == why


async def test_a_create_that_nobody_has_claimed_is_withdrawn(house: House) -> None:
    """A person cancels while the create still waits: it is withdrawn, never sent, and the guest is told no."""
    order = await bagel(house)
    await house.world.time.pass_(5)
    await house.pass_on()
    await house.orders.turn(house.lease)
    await house.caller.turn(house.lease)
    await house.answered()
    await house.orders.turn(house.lease)
    assert (await house.standing(order)).order.pos.out is not None
    await house.say("order_cancel", order["id"])
    await house.pass_(60)
    assert "order.withdrawn" in await house.kinds(order)
    assert ("order.create" in house.wire.sent, house.tickets, house.state(order)) == (False, [], "DENIED")
    assert (await over(house, order)).order.closed is not None


async def test_cancelled_while_the_create_is_on_its_way(house: House) -> None:
    """A create that is claimed cannot be withdrawn: the ticket is unknown, and what comes of it is taken back."""
    order: Json = {}

    async def meanwhile(request: Request) -> None:
        if request.operation == "order.create":
            house.wire.before = None
            await house.step(order, "cancel", "guest")
            await house.deliver(house.world.endpoint.sent[-1].body, again=True)
            for _ in range(6):
                await house.orders.turn(house.lease)
                await house.caller.turn(house.lease)
                await house.world.time.pass_(0)

    house.wire.before = meanwhile
    order |= await bagel(house)
    await house.pass_(60)
    kinds = await house.kinds(order)
    assert "order.claimed" in kinds
    assert "order.withdrawn" not in kinds
    (ticket,) = house.tickets
    assert (ticket["state"], house.at_till) == ("CANCELED", [])
    assert (await over(house, order)).order.closed is not None
