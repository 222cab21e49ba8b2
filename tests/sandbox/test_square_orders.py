"""Orders at the simulated Square: made once, changed by version, paid, ended."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.sandbox.memory import World
from tests.sandbox.square_world import Client, item, modifiers, opened

from tournant.sandbox.partners.square.catalog import Catalog
from tournant.sandbox.partners.square.pricing import priced


async def selling(world: World) -> tuple[Client, str]:
    client = await opened(world)
    made = (await client.upsert(item(1, "Latte", 450)))["#i1"]
    return client, made["item_data"]["variations"][0]["id"]


PICKUP = [
    {"type": "PICKUP", "pickup_details": {"recipient": {"display_name": "Ann"}, "pickup_at": "2026-11-24T18:00:00Z"}}
]


async def test_an_order_is_made_once(world: World) -> None:
    """The same key and body give the same order; the same key with another body is refused."""
    client, size = await selling(world)
    line = {"catalog_object_id": size, "quantity": "2"}
    body = {
        "idempotency_key": "o",
        "order": {"location_id": client.location, "reference_id": "u-1", "line_items": [line]},
    }
    first = (await client.call("POST /v2/orders", body)).document["order"]
    second = (await client.call("POST /v2/orders", body)).document["order"]
    assert first == second
    assert (first["total_money"], first["version"], first["state"]) == ({"amount": 900, "currency": "USD"}, 1, "OPEN")
    assert first["line_items"][0]["name"] == "Latte"
    body["order"] = {**body["order"], "reference_id": "u-2"}  # type: ignore[dict-item]  # any JSON value
    other = await client.call("POST /v2/orders", body)
    assert other.document["errors"][0]["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert len(world.square.sellers[client.merchant].orders) == 1


async def test_the_price_of_the_location_counts(world: World) -> None:
    """An override of the price at the order's location is what is asked there, and a modifier adds to each."""
    client = await opened(world)
    dish = item(1, "Latte", 450)
    dish["item_data"]["variations"][0]["item_variation_data"]["location_overrides"] = [
        {"location_id": "ELSEWHERE", "price_money": {"amount": 900, "currency": "USD"}},
        {"location_id": client.location, "price_money": {"amount": 500, "currency": "USD"}},
    ]
    world.square.sellers[client.merchant].locations["ELSEWHERE"] = {"id": "ELSEWHERE", "name": "Elsewhere"}
    made = await client.upsert(dish, modifiers())
    milk = made["#l1"]["modifier_list_data"]["modifiers"][0]["id"]
    size = made["#i1"]["item_data"]["variations"][0]["id"]
    line = {"catalog_object_id": size, "quantity": "2", "modifiers": [{"catalog_object_id": milk}]}
    order = {"location_id": client.location, "line_items": [line]}
    got = await client.call("POST /v2/orders", {"idempotency_key": "o", "order": order})
    assert got.document["order"]["total_money"]["amount"] == 2 * (500 + 60)


async def test_an_update_names_the_version(world: World) -> None:
    """An update of an older version is refused; the right one changes what it names and nothing else."""
    client, size = await selling(world)
    order = await client.order(size, fulfillments=PICKUP)
    uid = order["fulfillments"][0]["uid"]
    step = {"version": 1, "fulfillments": [{"uid": uid, "state": "PREPARED"}]}
    first = await client.call(f"PUT /v2/orders/{order['id']}", {"order": step})
    assert first.document["order"]["fulfillments"][0]["state"] == "PREPARED"
    assert first.document["order"]["fulfillments"][0]["pickup_details"] == PICKUP[0]["pickup_details"]
    assert (first.document["order"]["version"], len(first.document["order"]["line_items"])) == (2, 1)
    second = await client.call(f"PUT /v2/orders/{order['id']}", {"order": step})
    assert (second.status, second.document["errors"][0]["code"]) == (409, "VERSION_MISMATCH")
    back = {"version": 2, "fulfillments": [{"uid": uid, "state": "RESERVED"}]}
    assert (await client.call(f"PUT /v2/orders/{order['id']}", {"order": back})).status == 400


async def test_paid_and_handed_out_is_completed(world: World) -> None:
    """An order completes when it is paid and its fulfilment has ended, in whatever order."""
    client, size = await selling(world)
    order = await client.order(size, fulfillments=PICKUP)
    paid = await client.pay(order)
    assert paid.document["payment"]["status"] == "COMPLETED"
    there = (await client.call(f"GET /v2/orders/{order['id']}")).document["order"]
    assert (there["state"], there["net_amount_due_money"]["amount"]) == ("OPEN", 0)
    assert there["tenders"][0]["payment_id"] == paid.document["payment"]["id"]
    done = await client.staff(f"POST /orders/{order['id']}", {"fulfillment": "COMPLETED"})
    assert done.document["order"]["state"] == "COMPLETED"
    history = [one["what"] for one in world.square.books.orders[order["id"]]]
    assert history == ["created", "updated", "paid: shown at the till", "completed", "order completed"]


async def test_a_payment_is_of_the_open_amount(world: World) -> None:
    """Another amount is refused, and so is a second payment."""
    client, size = await selling(world)
    order = await client.order(size)
    wrong = await client.pay(order | {"total_money": {"amount": 1, "currency": "USD"}})
    assert wrong.document["errors"][0]["code"] == "PAYMENT_AMOUNT_MISMATCH"
    assert (await client.pay(order)).status == 200
    assert (await client.pay(order)).status == 400


async def test_a_void_ends_an_order(world: World) -> None:
    """A cancelled order takes its fulfilment with it and cannot be changed any more; a paid one is not cancelled."""
    client, size = await selling(world)
    order = await client.order(size, fulfillments=PICKUP)
    void = {"order": {"version": 1, "state": "CANCELED"}}
    gone = (await client.call(f"PUT /v2/orders/{order['id']}", void)).document["order"]
    assert (gone["state"], gone["fulfillments"][0]["state"]) == ("CANCELED", "CANCELED")
    assert (await client.call(f"PUT /v2/orders/{order['id']}", {"order": {"version": 2}})).status == 400
    paid = await client.order(size, fulfillments=PICKUP)
    await client.pay(paid)
    refused = await client.call(f"PUT /v2/orders/{paid['id']}", {"order": {"version": 2, "state": "CANCELED"}})
    assert refused.status == 400


async def test_orders_are_found_by_time_and_state(world: World) -> None:
    """A search filters by location, state and time, sorts, and pages; a filter and a sort that disagree are refused."""
    client, size = await selling(world)
    ids = []
    for _ in range(3):
        ids.append((await client.order(size))["id"])
        await world.time.pass_(60)
    void = {"order": {"version": 1, "state": "CANCELED"}}
    await client.call(f"PUT /v2/orders/{ids[0]}", void)

    async def found(**query: object) -> list[str]:
        body = {"location_ids": [client.location], "limit": 1, "query": query}
        page = (await client.call("POST /v2/orders/search", body)).document
        seen = [one["id"] for one in page["orders"]]
        while page.get("cursor"):
            page = (await client.call("POST /v2/orders/search", body | {"cursor": page["cursor"]})).document
            seen += [one["id"] for one in page["orders"]]
        return seen

    assert await found() == ids[::-1]
    assert await found(filter={"state_filter": {"states": ["OPEN"]}}) == [ids[2], ids[1]]
    span = {"date_time_filter": {"created_at": {"start_at": "2026-11-24T17:01:00Z"}}}
    assert await found(filter=span, sort={"sort_field": "CREATED_AT", "sort_order": "ASC"}) == ids[1:]
    body = {"location_ids": [client.location], "query": {"filter": span, "sort": {"sort_field": "UPDATED_AT"}}}
    assert (await client.call("POST /v2/orders/search", body)).status == 400


async def test_a_line_that_is_not_on_the_catalog_needs_a_price(world: World) -> None:
    """An open item with a name and a price is taken; one without a price, or in another currency, is not."""
    client, _ = await selling(world)
    for money, status in (
        ({"amount": 100, "currency": "USD"}, 200),
        (None, 400),
        ({"amount": 1, "currency": "EUR"}, 400),
    ):
        line = {"name": "Extra", "quantity": "1", **({"base_price_money": money} if money else {})}
        order = {"location_id": client.location, "line_items": [line]}
        assert (await client.call("POST /v2/orders", {"order": order})).status == status


def test_sums_are_those_of_the_vendors_example(reference: Path) -> None:
    """Discounts and taxes come out to the cent as in the response that Square's specification prints."""
    schemas = json.loads((reference / "specs/square/api.json").read_text())["components"]["schemas"]
    asked, answered = (schemas[name]["example"]["order"] for name in ("CreateOrderRequest", "CreateOrderResponse"))
    catalog = Catalog(lambda _: {})
    for kind, object_id, data in (
        ("ITEM", "I", {"name": "New York Steak"}),
        ("ITEM_VARIATION", "BEMYCSMIJL46OCDV4KYIKXIB", {"item_id": "I", "name": "Larger"} | _price(2200)),
        ("MODIFIER", "CHQX7Y4KY6N5KINJKZCFURPZ", {"name": "Well"} | _price(50)),
        ("DISCOUNT", "DB7L55ZH2BGWI4H23ULIWOQ7", {"name": "Membership Discount", "percentage": "0.5"}),
    ):
        body = {"type": kind, "id": object_id, "is_deleted": False, f"{kind.lower()}_data": data}
        catalog.add(body, None)
    found = priced(asked, catalog, "USD")
    sums = ("total_money", "total_tax_money", "total_discount_money", "net_amounts")
    assert {name: found[name] for name in sums} == {name: answered[name] for name in sums}
    for ours, theirs in zip(found["line_items"], answered["line_items"], strict=True):
        names = [name for name in theirs if name.endswith("_money")]
        assert {name: ours[name] for name in names} == {name: theirs[name] for name in names}
        assert _applied(ours) == _applied(theirs)


def _price(amount: int) -> dict[str, Any]:
    return {"price_money": {"amount": amount, "currency": "USD"}}


def _applied(line: dict[str, Any]) -> dict[str, int]:
    return {one["discount_uid"]: one["applied_money"]["amount"] for one in line["applied_discounts"]}


@pytest.mark.parametrize("included", ["ADDITIVE", "INCLUSIVE"])
async def test_a_tax_is_added_or_included(world: World, included: str) -> None:
    """An additive tax comes on top; an inclusive one is part of the price."""
    client, size = await selling(world)
    taxes = [{"name": "VAT", "percentage": "20", "scope": "ORDER", "type": included}]
    order = await client.order(size, taxes=taxes)
    total, tax = order["total_money"]["amount"], order["total_tax_money"]["amount"]
    assert (total, tax) == ((540, 90) if included == "ADDITIVE" else (450, 75))
