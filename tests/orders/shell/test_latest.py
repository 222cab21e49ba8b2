"""A ticket is of the order as it was read last: when it is ready, where it goes, whom to call."""

from datetime import datetime, timedelta

from tests.orders.shell.house import House, Json
from tests.orders.shell.town import opened

from tournant.sdk.exchange import Request

PLACE = {"street_address": "1 Main St", "unit_number": "2", "latitude": 40.7, "longitude": -74.0}
GUEST = {"first_name": "Ann", "phone": "+1 555-555-0111", "delivery": {"location": PLACE, "notes": "ring twice"}}


def document(house: House, order: Json) -> Json:
    """What the channel shows of an order."""
    found: Json = house.world.uber.orders.tickets[order["id"]].order
    return found


async def told(house: House) -> None:
    """The channel says once more that something happened to its orders, and we look."""
    await house.deliver(*(one.body for one in house.world.endpoint.sent if b"merchant_id" not in one.body), again=True)
    await house.pass_(20)


async def brought(house: House) -> Json:
    """An order that the restaurant brings itself, with its ticket."""
    order = await house.guest({"id": house.menu_id("Bagel")}, type="DELIVERY_BY_RESTAURANT", eater=GUEST)
    await house.pass_(20)
    assert len(house.at_till) == 1
    return order


async def test_a_ticket_says_when_it_is_ready_now() -> None:
    """Accepting moves the time at which an order is ready: its ticket says the time that was read after that."""
    house = await opened(orders={"injection": "accept_first"})

    async def later(request: Request) -> None:
        if request.operation == "order.accept":
            shown = document(house, order)
            moved = datetime.fromisoformat(shown["estimated_ready_for_pickup_at"]) + timedelta(minutes=10)
            shown["estimated_ready_for_pickup_at"] = moved.isoformat().replace("+00:00", "Z")

    house.wire.after = later
    order = await house.guest({"id": house.menu_id("Bagel")})
    await house.pass_(30)
    (ticket,) = house.at_till
    (hand_over,) = ticket["fulfillments"]
    due = hand_over["pickup_details"]["pickup_at"]
    now = document(house, order)["estimated_ready_for_pickup_at"]
    assert datetime.fromisoformat(due) == datetime.fromisoformat(now)
    assert now != order["estimated_ready_for_pickup_at"]
    assert await house.standing(order) == await house.replayed(order)


async def test_another_address_after_the_ticket_is_said(house: House) -> None:
    """The guest corrects the address of an order that the restaurant brings: a person changes the ticket."""
    order = await brought(house)
    assert (await house.standing(order)).order.alarms == {}
    document(house, order)["eater"] = GUEST | {"delivery": {"location": PLACE | {"street_address": "7 Main St"}}}
    await told(house)
    assert set((await house.standing(order)).order.alarms) == {"edited"}


async def test_another_phone_after_the_ticket_is_said(house: House) -> None:
    """The guest corrects the phone number of an order that the restaurant brings: a person changes the ticket."""
    order = await brought(house)
    document(house, order)["eater"] = GUEST | {"phone": "+1 555-555-0199"}
    await told(house)
    assert set((await house.standing(order)).order.alarms) == {"edited"}


async def test_what_moves_without_the_guest_calls_nobody(house: House) -> None:
    """A later time, or another phone where the channel brings it, is no change of what was ordered."""
    bringing, fetched = await brought(house), await house.guest({"id": house.menu_id("Bagel")}, eater=GUEST)
    await house.pass_(20)
    document(house, bringing)["estimated_ready_for_pickup_at"] = "2026-07-01T23:00:00Z"
    document(house, fetched)["eater"] = GUEST | {"phone": "+1 555-555-0199"}
    await told(house)
    for order in (bringing, fetched):
        assert (await house.standing(order)).order.alarms == {}


async def test_what_is_read_again_is_noted_once(house: House) -> None:
    """An order that shows the same as before leaves no further fact of what was shown."""
    order = await brought(house)
    await told(house)
    before = len(await house.noted(order, "order_shown"))
    await told(house)
    assert len(await house.noted(order, "order_shown")) == before
