"""Orders of the simulated Uber Eats: the deadline, one answer, what lists show."""

import pytest
from tests.sandbox.memory import World
from tests.sandbox.uber_world import ACCEPT, DENY, SUSHI, Client, opened

from tournant.sandbox.partners.uber_eats import limits


async def selling(world: World) -> Client:
    client = await opened(world)
    await client.upload(SUSHI)
    return client


async def test_an_order_is_made_of_the_menu(world: World) -> None:
    """Prices add up through every level of choices, in hundredths, as the menu says at this moment."""
    client = await selling(world)
    options = [
        {"group": "sauce", "id": "ponzu"},
        {"group": "extras", "id": "ginger", "quantity": 2, "options": [{"group": "grade", "id": "fine"}]},
    ]
    got = await client.guest({"id": "maki", "quantity": 3, "options": options})
    order = got.document["order"]
    maki = order["cart"]["items"][0]
    assert maki["price"]["base_unit_price"]["amount"] == 900
    assert maki["price"]["unit_price"]["amount"] == 900 + 50 + 2 * (100 + 25)
    assert order["payment"]["charges"]["total"]["amount"] == 3 * 1200
    fine = maki["selected_modifier_groups"][1]["selected_items"][0]["selected_modifier_groups"][0]["selected_items"][0]
    assert fine["title"] == "fine"
    read = (await client.call(f"GET /v2/eats/order/{order['id']}")).document
    assert read == order


@pytest.mark.parametrize(
    "wanted",
    [
        {"id": "pizza"},
        {"id": "soy"},
        {"id": "maki"},
        {"id": "maki", "options": [{"group": "sauce", "id": "ginger"}]},
        {"id": "maki", "options": [{"group": "sauce", "id": "soy"}, {"group": "nuts", "id": "soy"}]},
        {"id": "maki", "options": [{"group": "sauce", "id": "soy", "quantity": 2}]},
    ],
)
async def test_what_the_menu_does_not_offer_is_not_ordered(world: World, wanted: dict[str, object]) -> None:
    """Unknown dishes, options on their own, missing and too many choices are refused to the guest."""
    client = await selling(world)
    assert (await client.guest(wanted)).status == 409


async def test_what_is_86d_is_not_ordered(world: World) -> None:
    """A suspended item cannot be ordered, neither by itself nor as a choice, until its time is over."""
    client = await selling(world)
    until = int(world.time.at.timestamp()) + 60
    said = {"suspension_info": {"suspension": {"suspend_until": until}}}
    await client.call(f"POST /v2/eats/stores/{client.store}/menus/items/soy", said)
    maki = {"id": "maki", "options": [{"group": "sauce", "id": "soy"}]}
    assert (await client.guest(maki)).document == {"error": "soy is sold out"}
    await world.time.pass_(60)
    assert (await client.guest(maki)).status == 200


async def test_nobody_answers_and_the_order_is_cancelled(world: World) -> None:
    """11.5 minutes after it was placed, not a second earlier, an order cancels itself and the application is told."""
    client = await selling(world)
    order = await client.order()
    await world.time.pass_(limits.DEADLINE_S - 1)
    assert await client.state(order) == "CREATED"
    await world.time.pass_(1)
    assert await client.state(order) == "CANCELED"
    assert [one["what"] for one in world.uber.books.orders[order["id"]]] == ["placed", "expired"]
    assert world.endpoint.kinds("event_type") == ["orders.notification", "orders.cancel"]
    late = await client.answer(order, "accept_pos_order", ACCEPT)
    assert (late.status, late.document["code"]) == (409, "resource_status_conflict")


async def test_an_accepted_order_stays(world: World) -> None:
    """After an acceptance the deadline is nothing any more, and our own reference is on the order."""
    client = await selling(world)
    order = await client.order()
    assert (await client.answer(order, "accept_pos_order", ACCEPT)).status == 204
    await world.time.pass_(2 * limits.DEADLINE_S)
    there = (await client.call(f"GET /v2/eats/order/{order['id']}")).document
    assert (there["current_state"], there["external_reference_id"]) == ("ACCEPTED", "Check 1")


async def test_an_order_is_answered_once(world: World) -> None:
    """A second answer is a conflict, whichever it is and whoever gave the first; the order does not move."""
    client = await selling(world)
    for first, second in ((ACCEPT, DENY), (DENY, ACCEPT)):
        order = await client.order()
        how = {id(ACCEPT): "accept_pos_order", id(DENY): "deny_pos_order"}
        assert (await client.answer(order, how[id(first)], first)).status == 204
        for again in (first, second):
            assert (await client.answer(order, how[id(again)], again)).status == 409
        assert await client.state(order) == ("ACCEPTED" if first is ACCEPT else "DENIED")
    order = await client.order()
    await world.call(world.uber, f"POST /_sandbox/orders/{order['id']}", {"to": "accept", "by": "tablet"})
    assert (await client.answer(order, "deny_pos_order", DENY)).status == 409
    assert world.uber.books.orders[order["id"]][-1]["by"] == "tablet"


async def test_only_what_lives_is_cancelled(world: World) -> None:
    """Cancelling an accepted order works once; in a terminal state, or without a known reason, it does not."""
    client = await selling(world)
    order = await client.order()
    await client.answer(order, "accept_pos_order", ACCEPT)
    assert (await client.answer(order, "cancel", {"reason": "BORED"})).status == 400
    assert (await client.answer(order, "cancel", {"reason": "OUT_OF_ITEMS"})).status == 200
    assert (await client.answer(order, "cancel", {"reason": "OUT_OF_ITEMS"})).status == 404
    assert (await client.call("GET /v2/eats/order/none")).status == 404


async def test_lists_show_what_they_say(world: World) -> None:
    """Created orders are those that nobody answered, the oldest first; cancelled ones go after two hours."""
    client = await selling(world)
    orders = []
    for _ in range(3):
        orders.append(await client.order())
        await world.time.pass_(10)
    lists = f"GET /v1/eats/stores/{client.store}"

    async def shown(name: str) -> list[str]:
        return [one["id"] for one in (await client.call(f"{lists}/{name}")).document["orders"]]

    assert await shown("created-orders") == [order["id"] for order in orders]
    assert await shown("created-orders?limit=1") == [orders[0]["id"]]
    await client.answer(orders[0], "accept_pos_order", ACCEPT)
    await world.time.pass_(limits.DEADLINE_S)
    assert await shown("created-orders") == []
    assert await shown("canceled-orders") == [orders[2]["id"], orders[1]["id"]]
    await world.time.pass_(limits.CANCELED_SHOWN_S)
    assert await shown("canceled-orders") == []


async def test_a_guest_cancels(world: World) -> None:
    """A cancellation by the guest is told, and a finished order is not cancelled any more."""
    client = await selling(world)
    order = await client.order()
    where = f"POST /_sandbox/orders/{order['id']}"
    await world.call(world.uber, where, {"to": "cancel", "by": "guest"})
    assert await client.state(order) == "CANCELED"
    assert (await world.call(world.uber, where, {"to": "finish"})).status == 409
    await world.time.pass_(1)
    assert world.endpoint.kinds("event_type")[-1] == "orders.cancel"


async def test_only_the_order_manager_answers(world: World) -> None:
    """An application that the store did not nominate reads an order and may not answer it."""
    client = await opened(world, order_manager="another application")
    await client.upload(SUSHI)
    order = await client.order()
    assert (await client.answer(order, "accept_pos_order", ACCEPT)).status == 403
    assert (await client.answer(order, "deny_pos_order", DENY)).status == 403
    assert await client.state(order) == "CREATED"
