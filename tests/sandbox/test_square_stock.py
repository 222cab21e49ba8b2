"""Counts and 86 at the simulated Square."""

from typing import Any

import pytest
from tests.sandbox.memory import World
from tests.sandbox.square_world import Client, item, modifiers, opened


async def tracked(client: Client) -> tuple[dict[str, Any], str]:
    """Make an item whose size is counted; give it with the size's id."""
    dish = item(1, "Soup of the day")
    dish["item_data"]["variations"][0]["item_variation_data"]["track_inventory"] = True
    made = (await client.upsert(dish))["#i1"]
    return made, made["item_data"]["variations"][0]["id"]


async def overrides(client: Client, object_id: str) -> list[dict[str, Any]]:
    """Read what is shown of an object at its locations."""
    body = (await client.call(f"GET /v2/catalog/object/{object_id}")).document["object"]
    data: dict[str, Any] = next(value for name, value in body.items() if name.endswith("_data"))
    found: list[dict[str, Any]] = data.get("location_overrides", [])
    return found


async def test_a_count_of_zero_is_sold_out(world: World) -> None:
    """A tracked size whose count is zero shows as sold out, and no longer when there are some again."""
    client = await opened(world)
    made, size = await tracked(client)
    assert (await client.count(size, "0")).document["counts"][0]["quantity"] == "0"
    assert await overrides(client, size) == [{"location_id": client.location, "sold_out": True}]
    await world.time.pass_(1)
    await client.count(size, "12")
    assert await overrides(client, size) == []
    now = (await client.call(f"GET /v2/catalog/object/{made['id']}")).document["object"]
    assert now["version"] > made["version"]


async def test_an_untracked_size_is_not_sold_out(world: World) -> None:
    """A count means nothing where nobody tracks."""
    client = await opened(world)
    made = (await client.upsert(item(1, "Soup")))["#i1"]
    size = made["item_data"]["variations"][0]["id"]
    await client.count(size, "0")
    assert await overrides(client, size) == []


async def test_sold_out_cannot_be_written(world: World) -> None:
    """An application's `sold_out` is ignored in silence: true does not 86, false does not bring back."""
    client = await opened(world)
    made, size = await tracked(client)
    data = made["item_data"]["variations"][0]["item_variation_data"]
    data["location_overrides"] = [{"location_id": client.location, "sold_out": True}]
    made = (await client.upsert(made))[made["id"]]
    assert "sold_out" not in (await overrides(client, size))[0]
    await client.count(size, "0")
    now = (await client.call(f"GET /v2/catalog/object/{made['id']}")).document["object"]
    now["item_data"]["variations"][0]["item_variation_data"]["location_overrides"][0]["sold_out"] = False
    await client.upsert(now)
    assert (await overrides(client, size))[0]["sold_out"]


async def test_staff_mark_until_an_instant(world: World) -> None:
    """What staff mark by hand is sold out until they said, modifiers too, and comes back by itself."""
    client = await opened(world)
    made = await client.upsert(modifiers())
    milk = made["#l1"]["modifier_list_data"]["modifiers"][0]["id"]
    said = {"object_id": milk, "location_id": client.location, "sold_out": True, "until": "2026-11-24T18:00:00Z"}
    await client.staff("POST /sold_out", said)
    assert (await overrides(client, milk))[0]["sold_out"]
    await world.time.pass_(3601)
    assert await overrides(client, milk) == []
    assert world.endpoint.kinds("type")[-1] == "catalog.version.updated"


async def test_an_older_count_does_not_move_a_newer_one(world: World) -> None:
    """Counts are applied by the time at which they were taken, whatever their order of arrival."""
    client = await opened(world)
    _, size = await tracked(client)
    old = world.square.stamp()
    await world.time.pass_(60)
    await client.count(size, "5")
    said = {"catalog_object_id": size, "state": "IN_STOCK", "location_id": client.location, "quantity": "9"}
    change = {"type": "PHYSICAL_COUNT", "physical_count": {**said, "occurred_at": old}}
    got = await client.call("POST /v2/inventory/changes/batch-create", {"idempotency_key": "x", "changes": [change]})
    assert got.document["counts"][0]["quantity"] == "5"


@pytest.mark.parametrize("taken", ["2026-11-23T16:00:00Z", "2026-11-24T18:00:00Z", "yesterday"])
async def test_a_count_is_of_today(world: World, taken: str) -> None:
    """A count that is older than a day, of the future, or at no time at all is refused."""
    client = await opened(world)
    _, size = await tracked(client)
    said = {"catalog_object_id": size, "state": "IN_STOCK", "location_id": client.location, "quantity": "9"}
    change = {"type": "PHYSICAL_COUNT", "physical_count": {**said, "occurred_at": taken}}
    got = await client.call("POST /v2/inventory/changes/batch-create", {"idempotency_key": "x", "changes": [change]})
    assert (got.status, got.document["errors"][0]["code"]) == (400, "INVALID_TIME")


async def test_counts_are_listed_by_change(world: World) -> None:
    """The newest count comes first, and `updated_after` gives what changed since."""
    client = await opened(world)
    made = await client.upsert(item(1, "Soup"), item(2, "Pie"))
    sizes = [made[name]["item_data"]["variations"][0]["id"] for name in ("#i1", "#i2")]
    await client.count(sizes[0], "1")
    await world.time.pass_(60)
    since = world.square.stamp()
    await world.time.pass_(60)
    await client.count(sizes[1], "2")
    every = await client.call("POST /v2/inventory/counts/batch-retrieve", {"location_ids": [client.location]})
    assert [one["catalog_object_id"] for one in every.document["counts"]] == sizes[::-1]
    late = await client.call("POST /v2/inventory/counts/batch-retrieve", {"updated_after": since})
    assert [one["quantity"] for one in late.document["counts"]] == ["2"]
    one = await client.call(f"GET /v2/inventory/{sizes[0]}")
    assert [count["quantity"] for count in one.document["counts"]] == ["1"]


async def test_an_adjustment_moves_a_count(world: World) -> None:
    """What is received adds, what is wasted takes away."""
    client = await opened(world)
    _, size = await tracked(client)
    await client.count(size, "5")
    said = {"catalog_object_id": size, "location_id": client.location, "occurred_at": world.square.stamp()}
    moves = [("NONE", "IN_STOCK", "4"), ("IN_STOCK", "WASTE", "9")]
    changes = [
        {"type": "ADJUSTMENT", "adjustment": {**said, "from_state": old, "to_state": new, "quantity": many}}
        for old, new, many in moves
    ]
    got = await client.call("POST /v2/inventory/changes/batch-create", {"idempotency_key": "x", "changes": changes})
    assert got.document["counts"][0]["quantity"] == "0"
    assert (await overrides(client, size))[0]["sold_out"]


async def test_a_paid_order_takes_from_the_count(world: World) -> None:
    """The last one that is sold makes a tracked size sold out, and subscribers are told the count."""
    client = await opened(world)
    _, size = await tracked(client)
    await client.count(size, "2")
    order = await client.order(size, "2")
    assert await overrides(client, size) == []
    assert (await client.pay(order)).status == 200
    assert (await overrides(client, size))[0]["sold_out"]
    await world.time.pass_(1)
    told = [one for one in world.endpoint.sent if one.document["type"] == "inventory.count.updated"]
    assert told[-1].document["data"]["object"]["inventory_counts"][0]["quantity"] == "0"
