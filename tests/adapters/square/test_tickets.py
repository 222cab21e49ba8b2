"""Tickets at the simulated Square: made, paid elsewhere, read, found, voided."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.driver import Driver, answered, nothing
from tests.adapters.square.driving import body, misspelled, opened, written
from tests.sandbox.memory import BEGUN, World
from tests.sandbox.square_world import Client

from tournant.adapters.square.client import ticket
from tournant.sdk import Request, Response, Task, errors


def order_of(seller: Client, reference: str = "ours-1", amount: int = 900) -> bytes:
    line = {"name": "Maki", "quantity": "2", "base_price_money": {"amount": amount, "currency": "USD"}}
    order: dict[str, Any] = {"location_id": seller.location, "reference_id": reference, "line_items": [line]}
    order["fulfillments"] = [{"type": "PICKUP", "pickup_details": {"recipient": {"display_name": "Ada"}}}]
    return json.dumps({"idempotency_key": "from the mapping", "order": order}).encode()


async def made(seller: Client, driver: Driver, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - passed on
    found: dict[str, Any] = json.loads(await driver.run("ticket.create", document=order_of(seller, **more)))["order"]
    return found


async def test_a_ticket_is_made_once(world: World, reference: Path) -> None:
    """The answer lost and the Task repeated: one order, open, unpaid, found by our own reference."""
    seller, driver = await opened(world)
    world.square.faults.set({"answer_lost": 1}, seller.merchant)
    with pytest.raises(errors.Unanswered):
        await driver.run("ticket.create", document=order_of(seller))
    world.square.faults.set({"answer_lost": 0}, seller.merchant)
    order = await made(seller, driver)
    assert written(world, "order.created") == [order["id"]]
    assert (order["state"], order["net_amount_due_money"]["amount"]) == ("OPEN", 1_800)
    assert body(driver.sent[-1])["idempotency_key"] == "key"
    assert json.loads(await driver.run("ticket.read", {"order": order["id"]}))["order"] == order
    with pytest.raises(errors.Duplicate):
        await driver.run("ticket.create", document=order_of(seller, amount=100))
    assert misspelled(reference, driver.sent) == []


async def test_a_ticket_is_found(world: World, reference: Path) -> None:
    """By reference and time, at one location or at all of them, the oldest first."""
    seller, driver = await opened(world)
    first = await made(seller, driver)
    world.time.at += timedelta(hours=1)
    second = json.loads(await driver.run("ticket.create", document=order_of(seller, "ours-2"), key="k2"))["order"]

    async def found(**args: str) -> list[str]:
        return [one["id"] for one in json.loads(await driver.run("ticket.find", args))["orders"]]

    assert await found(reference="ours-2") == [second["id"]]
    assert await found(reference="ours-3") == []
    assert await found(since=(BEGUN + timedelta(minutes=30)).isoformat()) == [second["id"]]
    assert await found(since="2026-11-24T17:30:00Z", reference="ours-1") == []
    assert await found(since="2026-11-24T17:04:00Z", reference="ours-1") == [first["id"]]  # clocks differ
    driver.store = None
    assert await found() == [first["id"], second["id"]]
    world.time.at += timedelta(hours=23, minutes=30)
    assert await found() == [second["id"]]
    assert misspelled(reference, driver.sent) == []
    with pytest.raises(errors.Rejected, match="since"):
        await found(since="yesterday")


def test_a_search_has_pages() -> None:
    """All of them are read, each for the same question."""
    search = ticket.find(Task("m", "L", BEGUN, args={"reference": "b"}))
    pages = b'{"orders":[{"id":"1","reference_id":"b"},{"id":"2"}],"cursor":"c"}', b'{"orders":[{"reference_id":"b"}]}'
    assert answered(search, *pages) == b'{"orders":[{"id":"1","reference_id":"b"},{"reference_id":"b"}]}'
    assert answered(ticket.find(Task("m", "L", BEGUN)), b"{}") == b'{"orders":[]}'
    with pytest.raises(errors.PartnerBroke):
        answered(ticket.find(Task("m", "L", BEGUN, args={"reference": "b"})), b'{"orders":[{"reference_id":1}]}')


async def test_a_ticket_that_was_paid_elsewhere_shows_at_the_till(world: World, reference: Path) -> None:
    """It stays open; a second time changes nothing; it cannot be voided any more."""
    seller, driver = await opened(world)
    order = await made(seller, driver)
    args = {"order": order["id"], "source": "Uber Eats"}
    paid = json.loads(await driver.run("ticket.pay", args))["order"]
    assert (paid["state"], paid["net_amount_due_money"]["amount"]) == ("OPEN", 0)
    assert any("at the till" in one["what"] for one in world.square.books.orders[order["id"]])
    assert json.loads(await driver.run("ticket.pay", args))["order"] == paid
    [payment] = world.square.sellers[seller.merchant].payments.values()
    assert payment["external_details"] == {"type": "FOOD_DELIVERY_SERVICE", "source": "Uber Eats"}
    assert misspelled(reference, driver.sent) == []
    with pytest.raises(errors.Clash, match="paid"):
        await driver.run("ticket.void", args)


async def test_a_payment_is_noted_once(world: World) -> None:
    """Its answer lost and its request repeated, whatever the length of the Task's key."""
    seller, driver = await opened(world)
    order = await made(seller, driver)
    args, key = {"order": order["id"]}, "k" * 90

    async def lose(request: Request) -> None:
        world.square.faults.set({"answer_lost": int(request.operation == "order.read")}, seller.merchant)

    driver.meanwhile = lose
    with pytest.raises(errors.Unanswered):
        await driver.run("ticket.pay", args, key=key)
    driver.meanwhile = nothing
    world.square.faults.set({"answer_lost": 0}, seller.merchant)
    [request] = [request for request in driver.sent if request.operation == "payment.create"]
    assert len(body(request)["idempotency_key"]) <= 45
    again = await driver.answer(request)
    await driver.run("ticket.pay", args, key=key)
    assert list(world.square.sellers[seller.merchant].payments) == [json.loads(again.body)["payment"]["id"]]


async def test_a_ticket_for_nothing_is_settled(world: World, reference: Path) -> None:
    """Without a payment, which cannot be of 0."""
    seller, driver = await opened(world)
    order = await made(seller, driver, amount=0)
    paid = json.loads(await driver.run("ticket.pay", {"order": order["id"]}))["order"]
    assert (len(paid["tenders"]), paid["state"]) == (1, "OPEN")
    await driver.run("ticket.pay", {"order": order["id"]})
    assert driver.operations().count("order.pay") == 1
    assert misspelled(reference, driver.sent) == []


async def test_a_ticket_is_voided(world: World, reference: Path) -> None:
    """With its fulfilment; once more it is voided already, and cannot be paid."""
    seller, driver = await opened(world)
    args = {"order": (await made(seller, driver))["id"]}
    voided = json.loads(await driver.run("ticket.void", args))["order"]
    assert (voided["state"], voided["fulfillments"][0]["state"]) == ("CANCELED", "CANCELED")
    assert json.loads(await driver.run("ticket.void", args))["order"] == voided
    assert driver.operations().count("order.update") == 1
    assert misspelled(reference, driver.sent) == []
    with pytest.raises(errors.Clash, match="CANCELED"):
        await driver.run("ticket.pay", args)


@pytest.mark.parametrize("change", [{"fulfillment": "RESERVED"}, {"state": "COMPLETED"}])
async def test_what_staff_do_in_between_is_a_clash(world: World, change: dict[str, str]) -> None:
    """Another version, or an order that is closed by now: read it again."""
    seller, driver = await opened(world)
    order = await made(seller, driver)

    async def staff(request: Request) -> None:
        if request.operation == "order.read":
            await seller.staff(f"POST /orders/{order['id']}", change)

    driver.meanwhile = staff
    for command in ("ticket.void", "ticket.pay") if "state" in change else ("ticket.void",):
        with pytest.raises(errors.Clash):
            await driver.run(command, {"order": order["id"]})


async def test_a_ticket_is_named_and_there(world: World) -> None:
    """Without a name nothing is sent; one that is not there is refused; an id cannot lead elsewhere."""
    _, driver = await opened(world)
    for command in ("ticket.read", "ticket.pay", "ticket.void"):
        with pytest.raises(errors.Rejected, match="'order'"):
            await driver.run(command)
    assert driver.sent == []
    with pytest.raises(errors.Rejected, match="NOT_FOUND"):
        await driver.run("ticket.read", {"order": "../locations"})
    assert driver.sent[-1].path == "/v2/orders/..%2Flocations"
    with pytest.raises(errors.Rejected, match="no order"):
        await driver.run("ticket.create", document=b"{}")


def test_only_what_is_open_is_cancelled() -> None:
    """A fulfilment that has ended stays as it is; the key is of the version that is changed."""
    exchange = ticket.void(Task("m", None, BEGUN, "key", {"order": "1"}))
    next(exchange)
    steps = [{"uid": "a", "state": "FAILED"}, {"uid": "b", "state": "PREPARED"}]
    order = {"id": "1", "location_id": "L", "state": "OPEN", "version": 4, "fulfillments": steps}
    request = exchange.send(Response(200, {}, json.dumps({"order": order}).encode()))
    assert body(request) == {
        "idempotency_key": "key-4",
        "order": {
            "location_id": "L",
            "version": 4,
            "state": "CANCELED",
            "fulfillments": [{"uid": "b", "state": "CANCELED"}],
        },
    }


def test_an_order_of_the_till_is_not_voided() -> None:
    """It has no version: the interface cannot change it."""
    answer = b'{"order":{"id":"1","location_id":"L","state":"OPEN"}}'
    with pytest.raises(errors.Unsupported):
        answered(ticket.void(Task("m", None, BEGUN, args={"order": "1"})), answer)
