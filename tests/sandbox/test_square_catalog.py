"""The catalog of the simulated Square: pages, versions, temporary ids, one write at a time."""

import asyncio

from tests.sandbox.memory import World
from tests.sandbox.square_world import Client, item, modifiers, opened, priced

from tournant.sandbox.partners.square import limits


async def test_temporary_ids_become_permanent(world: World) -> None:
    """What an upsert names with '#' gets an id, wherever it is referred to, and a name that begins with '#' stays."""
    client = await opened(world)
    dish = item(1, "#1 Latte")
    dish["item_data"]["modifier_list_info"] = [{"modifier_list_id": "#l1"}]
    made = await client.upsert(dish, modifiers())
    assert made["#i1"]["item_data"]["name"] == "#1 Latte"
    assert made["#i1"]["item_data"]["modifier_list_info"][0]["modifier_list_id"] == made["#l1"]["id"]
    variation = made["#i1"]["item_data"]["variations"][0]
    assert variation["item_variation_data"]["item_id"] == made["#i1"]["id"]


async def test_a_batch_is_applied_wholly_or_not_at_all(world: World) -> None:
    """One object that dangles takes its batch with it; the other batches of the request stay."""
    client = await opened(world)
    wrong = item(2, "Wrong")
    wrong["item_data"]["tax_ids"] = ["NO-SUCH-TAX"]
    batches = [{"objects": [item(1, "Good")]}, {"objects": [item(3, "Alongside"), wrong]}]
    got = await client.call("POST /v2/catalog/batch-upsert", {"idempotency_key": "k", "batches": batches})
    assert got.status == 200
    assert [one["item_data"]["name"] for one in got.document["objects"]] == ["Good"]
    assert got.document["errors"][0]["field"] == "tax_ids"
    listed = await client.call("GET /v2/catalog/list")
    assert [one["item_data"]["name"] for one in listed.document["objects"]] == ["Good"]


async def test_an_old_version_is_refused(world: World) -> None:
    """A write that names another version than the latest changes nothing."""
    client = await opened(world)
    old = (await client.upsert(item(1, "Latte")))["#i1"]
    await client.staff(f"POST /objects/{old['id']}", {"path": ["item_data", "name"], "value": "Flat white"})
    old["item_data"]["name"] = "Mocha"
    body = {"idempotency_key": "k", "batches": [{"objects": [old]}]}
    got = await client.call("POST /v2/catalog/batch-upsert", body)
    assert (got.status, got.document["errors"][0]["code"]) == (409, "VERSION_MISMATCH")
    there = await client.call(f"GET /v2/catalog/object/{old['id']}")
    assert there.document["object"]["item_data"]["name"] == "Flat white"


async def test_the_same_key_gives_the_same_answer(world: World) -> None:
    """Sent again with its key, an upsert is answered and not applied; with another body it is refused."""
    client = await opened(world)
    body = {"idempotency_key": "k", "batches": [{"objects": [item(1, "Latte")]}]}
    first = await client.call("POST /v2/catalog/batch-upsert", body)
    second = await client.call("POST /v2/catalog/batch-upsert", body)
    assert first.document == second.document
    assert len(world.square.books.writes) == 1
    other = await client.call("POST /v2/catalog/batch-upsert", body | {"batches": [{"objects": [item(2, "Tea")]}]})
    assert (other.status, other.document["errors"][0]["code"]) == (400, "IDEMPOTENCY_KEY_REUSED")


async def test_one_catalog_write_at_a_time(world: World) -> None:
    """While one update is processed, another of the same seller is refused with 429, and the books know it."""
    client = await opened(world)
    other = await opened(world, "Another seller")
    calls = [client.upsert(item(1, "Latte")), _raw(client, 2), other.upsert(item(3, "Tea"))]
    first, second, third = await asyncio.gather(*calls)
    assert isinstance(first, dict)
    assert second == 429
    assert isinstance(third, dict)
    assert [one.limit for one in world.square.books.violations] == [limits.ONE_WRITE]


async def _raw(client: Client, number: int) -> int:
    body = {"idempotency_key": f"raw-{number}", "batches": [{"objects": [item(number, "Late")]}]}
    return (await client.call("POST /v2/catalog/batch-upsert", body)).status


async def test_a_batch_has_a_thousand_objects_at_most(world: World) -> None:
    """One more is refused, and so are more than ten thousand in all, sizes counted."""
    client = await opened(world)
    tax = {"type": "TAX", "tax_data": {"name": "VAT"}}
    many = [{**tax, "id": f"#t{number}"} for number in range(limits.BATCH_OBJECTS + 1)]
    got = await client.call("POST /v2/catalog/batch-upsert", {"idempotency_key": "a", "batches": [{"objects": many}]})
    assert got.document["errors"][0]["code"] == "ARRAY_LENGTH_TOO_LONG"
    batches = [{"objects": [item(n * 1000 + m, "x") for m in range(1000)]} for n in range(5)] + [{"objects": many[:1]}]
    got = await client.call("POST /v2/catalog/batch-upsert", {"idempotency_key": "b", "batches": batches})
    assert got.document["errors"][0]["code"] == "ARRAY_LENGTH_TOO_LONG"


async def test_pages_hold_while_data_changes(world: World) -> None:
    """What stays is given exactly once, although objects come, change and go between two pages."""
    client = await opened(world)
    made = await client.upsert(*[item(number, f"Dish {number:03}") for number in range(250)])
    ids = [made[f"#i{number}"]["id"] for number in range(250)]
    seen = []
    page = (await client.call("GET /v2/catalog/list?types=item")).document
    while True:
        seen += [one["id"] for one in page["objects"]]
        if not page.get("cursor"):
            break
        await client.staff(f"DELETE /objects/{ids[len(seen) - 1]}")
        await client.staff(f"POST /objects/{ids[3]}", {"path": ["item_data", "name"], "value": f"Now {len(seen)}"})
        await client.upsert(item(1000 + len(seen), "New"))
        page = (await client.call(f"GET /v2/catalog/list?types=item&cursor={page['cursor']}")).document
    assert len(seen) == len(set(seen))
    assert set(ids) - set(seen) <= set()
    assert len(set(seen) - set(ids)) == 2


async def test_a_cursor_is_for_its_own_question(world: World) -> None:
    """A cursor that was made for another request, or by nobody, is refused."""
    client = await opened(world)
    await client.upsert(*[item(number, f"Dish {number:03}") for number in range(101)])
    cursor = (await client.call("GET /v2/catalog/list?types=item")).document["cursor"]
    for path in (f"/v2/catalog/list?cursor={cursor}", "/v2/catalog/list?cursor=bm9uc2Vuc2U="):
        got = await client.call(f"GET {path}")
        assert (got.status, got.document["errors"][0]["code"]) == (400, "INVALID_CURSOR")


async def test_search_gives_what_changed_since(world: World) -> None:
    """`begin_time` is exclusive, deleted objects come on demand, and a list never has them."""
    client = await opened(world)
    made = await client.upsert(item(1, "Latte"), item(2, "Tea"))
    await world.time.pass_(60)
    since = world.square.stamp()
    await world.time.pass_(1)
    await client.staff(f"DELETE /objects/{made['#i1']['id']}")
    found = await client.call("POST /v2/catalog/search", {"begin_time": since, "include_deleted_objects": True})
    assert [(one["id"], one["is_deleted"]) for one in found.document["objects"]] == [(made["#i1"]["id"], True)]
    kept = await client.call("POST /v2/catalog/search", {"begin_time": since})
    assert kept.document["objects"] == []
    again = await client.call(
        "POST /v2/catalog/search",
        {"begin_time": found.document["objects"][0]["updated_at"], "include_deleted_objects": True},
    )
    assert again.document["objects"] == []


async def test_deleting_an_item_deletes_its_variations(world: World) -> None:
    """Deletion goes down, and what is gone is not found."""
    client = await opened(world)
    made = (await client.upsert(item(1, "Latte")))["#i1"]
    variation = made["item_data"]["variations"][0]["id"]
    gone = await client.call(f"DELETE /v2/catalog/object/{made['id']}")
    assert set(gone.document["deleted_object_ids"]) == {made["id"], variation}
    assert (await client.call(f"GET /v2/catalog/object/{variation}")).status == 404
    got = await client.call("POST /v2/catalog/batch-retrieve", {"object_ids": [made["id"], "NONE"]})
    assert got.document["objects"] == []


async def test_a_size_that_is_left_out_is_deleted(world: World) -> None:
    """An item is replaced as a whole; a variation sent alone is added to its item and changes its version."""
    client = await opened(world)
    made = (await client.upsert(item(1, "Latte")))["#i1"]
    large = {"type": "ITEM_VARIATION", "id": "#large"}
    large |= {"item_variation_data": {"item_id": made["id"], "name": "Large", **priced(700)}}  # type: ignore[dict-item]  # any JSON value
    await client.upsert(large)
    now = (await client.call(f"GET /v2/catalog/object/{made['id']}")).document["object"]
    assert [one["item_variation_data"]["name"] for one in now["item_data"]["variations"]] == ["Regular", "Large"]
    assert now["version"] > made["version"]
    regular = now["item_data"]["variations"].pop(0)["id"]
    await client.upsert(now)
    assert (await client.call(f"GET /v2/catalog/object/{regular}")).status == 404
    now = (await client.call(f"GET /v2/catalog/object/{made['id']}")).document["object"]
    assert [one["item_variation_data"]["name"] for one in now["item_data"]["variations"]] == ["Large"]


async def test_related_objects_come_on_demand(world: World) -> None:
    """What an object refers to by id is given beside it, one level deep."""
    client = await opened(world)
    dish = item(1, "Latte")
    dish["item_data"]["modifier_list_info"] = [{"modifier_list_id": "#l1"}]
    made = await client.upsert(dish, modifiers())
    path = f"/v2/catalog/object/{made['#i1']['id']}?include_related_objects=true"
    got = await client.call(f"GET {path}")
    assert [one["id"] for one in got.document["related_objects"]] == [made["#l1"]["id"]]


async def test_the_limits_are_told(world: World) -> None:
    """GET /v2/catalog/info says what an upsert may hold."""
    client = await opened(world)
    said = (await client.call("GET /v2/catalog/info")).document["limits"]
    assert said["batch_upsert_max_objects_per_batch"] == 1_000
    assert said["batch_upsert_max_total_objects"] == 10_000
