"""What the simulated partners say is understood by the adapters, with nothing quarantined: two readings of a contract.

The two sides share no code, so that a document on which they agree was read in the same way twice.
"""

import json

from tests.sandbox import square_world, uber_world
from tests.sandbox.memory import World
from tests.sandbox.square_world import item, modifiers
from tests.sandbox.uber_world import SUSHI

from tournant.control.reading import Read, adapter, read


def understood(partner: str, value: object, document: str | None = None) -> Read:
    found = read(adapter(partner), json.dumps(value).encode(), document=document, currency="USD")
    problems = found.decoded.problems
    assert problems == ()
    return found


async def test_square_is_understood(world: World) -> None:
    """Catalog, counts, locations, orders and webhooks of the simulated Square."""
    client = await square_world.opened(world)
    dish = item(1, "Latte", 450)
    dish["item_data"]["variations"][0]["item_variation_data"]["track_inventory"] = True
    dish["item_data"]["modifier_list_info"] = [{"modifier_list_id": "#l1"}]
    made = await client.upsert(dish, modifiers())
    size = made["#i1"]["item_data"]["variations"][0]["id"]
    await client.count(size, "0")
    catalog = understood("square", (await client.call("GET /v2/catalog/list")).document)
    assert [one.name for one in catalog.rows["Item"]] == ["Latte"]
    assert [one.price.amount for one in catalog.rows["Variation"]] == [450]
    counts = await client.call("POST /v2/inventory/counts/batch-retrieve", {})
    assert understood("square", counts.document).rows
    locations = understood("square", (await client.call("GET /v2/locations")).document)
    assert [one.external_id for one in locations.rows["Location"]] == [client.location]
    pickup = [{"type": "PICKUP", "pickup_details": {"recipient": {"display_name": "Ann"}}}]
    order = await client.order(size, "2", fulfillments=pickup)
    await client.pay(order)
    there = understood("square", (await client.call(f"GET /v2/orders/{order['id']}")).document)
    assert [one.external_id for one in there.rows["Order"]] == [order["id"]]
    await world.time.pass_(1)
    for sent in world.endpoint.sent:
        assert understood("square", sent.document).rows


async def test_uber_eats_is_understood(world: World) -> None:
    """Menus, orders, status, special days, stores and webhooks of the simulated Uber Eats."""
    client = await uber_world.opened(world)
    await client.upload(SUSHI)
    menu = understood("uber_eats", (await client.call(f"GET /v2/eats/stores/{client.store}/menus")).document)
    assert {one.external_id for one in menu.rows["Item"]} == {one["id"] for one in SUSHI["items"]}
    placed = await client.order()
    order = understood("uber_eats", (await client.call(f"GET /v2/eats/order/{placed['id']}")).document)
    assert [one.external_id for one in order.rows["Order"]] == [placed["id"]]
    store = f"/v1/eats/stores/{client.store}"
    closed = {"open_time_periods": [{"start_time": "00:00", "end_time": "00:00"}]}
    await client.call(f"POST {store}/holiday-hours", {"holiday_hours": {"2026-12-25": closed}})
    for path in (store, f"{store}/holiday-hours", f"/v1/eats/store/{client.store}/status", "/v1/eats/stores"):
        assert understood("uber_eats", (await client.call(f"GET {path}")).document).rows
    await world.time.pass_(1)
    for sent in world.endpoint.sent:
        assert understood("uber_eats", sent.document).rows
