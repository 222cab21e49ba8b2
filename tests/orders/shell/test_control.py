"""What operators see of orders, and say of them: over the store that the room writes."""

import asyncio

import pytest
from tests.orders.shell.house import LINK, Clock, House, Numbers
from tests.orders.shell.town import opened

from tournant.cli import orders as shown
from tournant.control import BadInput, orders
from tournant.control.choosing import EVERYBODY
from tournant.control.connecting import Office


async def test_orders_are_listed_and_told(house: House) -> None:
    """The list says how an order stands on both sides, its story is all of its facts, a wrong name is refused."""
    order = await house.guest({"id": house.menu_id("Bagel")})
    await house.pass_(20)
    (one,) = await orders.list_orders(house.store, EVERYBODY, open_only=True)
    assert (one.id, one.state, one.ticket, one.total, one.currency) == (order["id"], "accepted", "open", 350, "USD")
    assert (one.order, one.partner, one.alarms) == (f"order:{LINK}:{order['id']}", "uber_eats", ())
    story = await orders.show(house.store, order["id"])
    assert story.now == one
    kinds = [step.what for step in story.steps]
    assert kinds[0] == "known"
    assert {"ticket_made", "fired"} <= set(kinds)
    assert "order.poll" in story.next
    with pytest.raises(BadInput, match="there is no order nobody"):
        await orders.show(house.store, "nobody")
    assert shown._line(one)[5:8] == ("accepted", "open", "3.50 USD")  # noqa: SLF001 - a line of the table
    await house.step(order, "finish")
    await house.pass_(700)
    assert await orders.list_orders(house.store, EVERYBODY, open_only=True) == []
    assert len(await orders.list_orders(house.store, EVERYBODY, open_only=False)) == 1
    await house.world.time.pass_(8 * 86_400)
    await house.work()
    assert await orders.list_orders(house.store, EVERYBODY, open_only=False) == []


async def test_what_waits_for_a_person_stays_in_the_list(house: House) -> None:
    """An order is over, and something about its ticket waits: it leaves the list when a person has seen to it."""
    order = await house.guest({"id": house.menu_id("Bagel")})
    charges = house.world.uber.orders.tickets[order["id"]].order["payment"]["charges"]
    charges["sub_total"] = charges["sub_total"] | {"amount": 1}
    await house.pass_(20)
    await house.step(order, "finish")
    await house.pass_(700)
    for _ in range(2):
        await house.world.time.pass_(8 * 86_400)
        await house.work()
    (one,) = await orders.list_orders(house.store, EVERYBODY, open_only=False)
    assert ([alarm.reason for alarm in one.alarms], one.open) == (["total"], False)
    await house.say("order_handled", order["id"])
    await house.pass_(10)
    assert await orders.list_orders(house.store, EVERYBODY, open_only=False) == []


async def test_a_person_is_answered() -> None:
    """A word is done by whoever works for the merchant, and what came of it is said; it is kept who said it and why."""
    house = await opened(orders={"injection": "accept_first", "kitchen": "person", "kitchen_s": 60})
    house.wire.dead.add("square")
    order = await house.guest({"id": house.menu_id("Bagel")})
    await house.pass_(120)
    office = Office(house.store, Clock(house.world), Numbers(), "")
    saying = asyncio.ensure_future(orders.say(office, "order_by_hand", order["id"], "ann", "typed in"))
    while not saying.done():
        await house.work()
        await house.world.time.pass_(1)
    assert saying.result().said == "the order is accepted, its ticket by_hand"
    story = await orders.show(house.store, order["id"])
    (acted,) = [step for step in story.steps if step.what == "person_acted"]
    assert (acted.by, acted.says["reason"]) == ("ann", "typed in")
