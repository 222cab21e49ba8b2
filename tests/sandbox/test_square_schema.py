"""Everything that the simulated Square says is what Square's specification allows."""

from pathlib import Path

from tests.sandbox.memory import World
from tests.sandbox.schema import wrong
from tests.sandbox.square_world import Client, item, modifiers, opened


async def full(world: World) -> tuple[Client, str, str]:
    """Make a seller with an item, a modifier list, a count and an order; give the ids of item and size."""
    client = await opened(world)
    dish = item(1, "Latte", 450)
    dish["item_data"]["variations"][0]["item_variation_data"]["track_inventory"] = True
    dish["item_data"]["modifier_list_info"] = [{"modifier_list_id": "#l1"}]
    made = await client.upsert(dish, modifiers())
    return client, made["#i1"]["id"], made["#i1"]["item_data"]["variations"][0]["id"]


async def test_reads_keep_to_the_schema(reference: Path, world: World) -> None:
    """The answers to every reading operation."""
    client, item_id, size = await full(world)
    await client.count(size, "0")
    await client.order(size)
    query = {"location_ids": [client.location]}
    for line, body, name in (
        ("GET /v2/catalog/list", None, "ListCatalogResponse"),
        ("GET /v2/catalog/info", None, "CatalogInfoResponse"),
        ("POST /v2/catalog/search", {"include_related_objects": True}, "SearchCatalogObjectsResponse"),
        ("POST /v2/catalog/batch-retrieve", {"object_ids": [item_id]}, "BatchRetrieveCatalogObjectsResponse"),
        (f"GET /v2/catalog/object/{item_id}", None, "RetrieveCatalogObjectResponse"),
        ("POST /v2/inventory/counts/batch-retrieve", {}, "BatchRetrieveInventoryCountsResponse"),
        (f"GET /v2/inventory/{size}", None, "RetrieveInventoryCountResponse"),
        ("GET /v2/locations", None, "ListLocationsResponse"),
        (f"GET /v2/locations/{client.location}", None, "RetrieveLocationResponse"),
        ("POST /v2/orders/search", query, "SearchOrdersResponse"),
        ("POST /v2/orders/search", query | {"return_entries": True}, "SearchOrdersResponse"),
        ("POST /v2/orders/batch-retrieve", {"order_ids": []}, "BatchRetrieveOrdersResponse"),
        ("GET /v2/orders/none", None, "RetrieveOrderResponse"),
    ):
        got = await client.call(line, body)
        assert wrong(reference, name, got.document) == [], line


async def test_writes_keep_to_the_schema(reference: Path, world: World) -> None:
    """The answers to every writing operation, and what this test sends."""
    client, _, size = await full(world)
    counted = await client.count(size, "5")
    assert wrong(reference, "BatchChangeInventoryResponse", counted.document) == []
    body = {"idempotency_key": "k", "batches": [{"objects": [item(2, "Tea")]}]}
    assert wrong(reference, "BatchUpsertCatalogObjectsRequest", body) == []
    made = await client.call("POST /v2/catalog/batch-upsert", body)
    assert wrong(reference, "BatchUpsertCatalogObjectsResponse", made.document) == []
    one = await client.call("POST /v2/catalog/object", {"idempotency_key": "o", "object": item(3, "Pie")})
    assert wrong(reference, "UpsertCatalogObjectResponse", one.document) == []
    object_id = one.document["catalog_object"]["id"]
    gone = await client.call(f"DELETE /v2/catalog/object/{object_id}")
    assert wrong(reference, "DeleteCatalogObjectResponse", gone.document) == []
    gone = await client.call("POST /v2/catalog/batch-delete", {"object_ids": [object_id]})
    assert wrong(reference, "BatchDeleteCatalogObjectsResponse", gone.document) == []
    order = await client.order(size, fulfillments=[{"type": "PICKUP"}])
    assert wrong(reference, "CreateOrderResponse", {"order": order}) == []
    paid = await client.pay(order)
    assert wrong(reference, "CreatePaymentResponse", paid.document) == []
    moved = await client.call(f"PUT /v2/orders/{order['id']}", {"order": {"version": 2, "ticket_name": "7"}})
    assert (moved.status, wrong(reference, "UpdateOrderResponse", moved.document)) == (200, [])
    refused = await client.call(f"PUT /v2/orders/{order['id']}", {"order": {"version": 1}})
    assert (refused.status, wrong(reference, "UpdateOrderResponse", refused.document)) == (409, [])


async def test_tokens_keep_to_the_schema(reference: Path, world: World) -> None:
    """The answer of the token operation."""
    client = await opened(world)
    app = {"client_id": world.square.oauth.client_id, "client_secret": world.square.oauth.client_secret}
    asked = {**app, "grant_type": "refresh_token", "refresh_token": client.refresh}
    assert wrong(reference, "ObtainTokenRequest", asked) == []
    got = await world.call(world.square, "POST /oauth2/token", asked)
    assert wrong(reference, "ObtainTokenResponse", got.document) == []


async def test_events_keep_to_the_schema(reference: Path, world: World) -> None:
    """Every webhook that is sent."""
    client, _, size = await full(world)
    await client.count(size, "5")
    order = await client.order(size, fulfillments=[{"type": "PICKUP"}])
    await client.staff(f"POST /orders/{order['id']}", {"fulfillment": "RESERVED"})
    await client.staff(f"POST /locations/{client.location}", {"name": "New"})
    await world.time.pass_(1)
    names = {
        "catalog.version.updated": "CatalogVersionUpdatedEvent",
        "inventory.count.updated": "InventoryCountUpdatedEvent",
        "order.created": "OrderCreatedEvent",
        "order.updated": "OrderUpdatedEvent",
        "order.fulfillment.updated": "OrderFulfillmentUpdatedEvent",
        "location.updated": "LocationUpdatedEvent",
    }
    assert set(world.endpoint.kinds("type")) == names.keys()
    for sent in world.endpoint.sent:
        assert wrong(reference, names[sent.document["type"]], sent.document) == []


def test_the_check_finds_what_is_wrong(reference: Path) -> None:
    """A wrong type, a word that is none and a missing member are findings, null is fine where it is allowed."""
    assert wrong(reference, "CatalogObject", {"type": "ITEM", "id": "x", "item_data": {"name": None}}) == []
    for value in (
        {"type": "DISH", "id": "x"},
        {"id": "x"},
        {"type": "ITEM", "id": "x", "item_data": {"name": 1}},
    ):
        assert wrong(reference, "CatalogObject", value)
