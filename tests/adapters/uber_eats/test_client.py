"""Everything that is asked of the simulated Uber Eats."""

import copy
import json
from datetime import timedelta
from typing import Any

import pytest
from tests.adapters.driver import answered
from tests.adapters.uber_eats.driving import body, document, opened
from tests.sandbox.memory import BEGUN, World
from tests.sandbox.uber_world import SUSHI

from tournant.adapters.uber_eats import client
from tournant.adapters.uber_eats.connection import CONNECTION
from tournant.sdk import Task, errors


async def test_a_menu_is_replaced_and_read(world: World) -> None:
    """Packed on its way; read back it is what was written."""
    _, driver = await opened(world)
    assert await driver.run("menu.write", document=document(SUSHI)) == b""
    assert driver.sent[-1].headers == {"content-encoding": "gzip"}
    assert body(driver.sent[-1]) == SUSHI
    assert json.loads(await driver.run("menu.read")) == SUSHI


async def test_a_menu_that_uber_refuses(world: World) -> None:
    """In Uber's own words; what was there stays."""
    _, driver = await opened(world)
    await driver.run("menu.write", document=document(SUSHI))
    with pytest.raises(errors.Rejected, match=r"invalid_menu: .*nowhere"):
        await driver.run("menu.write", document=document(SUSHI).replace(b'"soy", "type"', b'"nowhere", "type"'))
    assert json.loads(await driver.run("menu.read")) == SUSHI


def with_item(menu: dict[str, Any], number: int, **members: object) -> dict[str, Any]:
    found = copy.deepcopy(menu)
    found["items"][number] |= members
    return found


async def test_single_items_are_written_sparsely(world: World) -> None:
    """Only those whose price or suspension differs, and of them only that."""
    _, driver = await opened(world)
    before = with_item(SUSHI, 0, suspension_info={"suspension": {"suspend_until": 4_000_000_000}})
    await driver.run("menu.write", document=document(before))
    after = with_item(SUSHI, 1, suspension_info={"suspension": {"suspend_until": 4_000_000_000, "reason": "86"}})
    after = with_item(after, 2, price_info={"price": 75}, external_data="not sent")
    await driver.run("availability.write", document=document(after), before=document(before))
    assert [(request.path.rsplit("/", 1)[1], body(request)) for request in driver.sent[1:]] == [
        ("maki", {"suspension_info": {"suspension": {"suspend_until": None}}}),
        ("soy", {"suspension_info": {"suspension": {"suspend_until": 4_000_000_000, "reason": "86"}}}),
        ("ponzu", {"price_info": {"price": 75}}),
    ]
    items = {one["id"]: one for one in json.loads(await driver.run("menu.read"))["items"]}
    assert items["soy"]["suspension_info"]["suspension"]["reason"] == "86"
    assert items["maki"]["suspension_info"]["suspension"]["suspend_until"] is None
    assert "external_data" not in items["ponzu"]


async def test_items_are_updated_on_a_menu_that_was_uploaded(world: World) -> None:
    """Uber refuses others; items that were not there before are refused before anything is sent."""
    _, driver = await opened(world)
    after = with_item(SUSHI, 0, price_info={"price": 1})
    with pytest.raises(errors.Rejected, match="not_found"):
        await driver.run("availability.write", document=document(after), before=document(SUSHI))
    driver.sent.clear()
    with pytest.raises(errors.Rejected, match="mango"):
        await driver.run(
            "availability.write", document=document(with_item(after, 1, id="mango")), before=document(SUSHI)
        )
    with pytest.raises(errors.Rejected, match="no menu"):
        await driver.run("availability.write", document=b"{}", before=b"{}")
    assert driver.sent == []


async def test_a_store_is_paused_and_online_again(world: World) -> None:
    """As its status says; a store that does not let applications do so refuses."""
    _, driver = await opened(world)
    await driver.run("menu.write", document=document(SUSHI))
    assert json.loads(await driver.run("status.read")) == {"status": "ONLINE"}
    await driver.run("status.write", document=document({"status": "PAUSED", "paused_until": "2026-11-24T18:00:00Z"}))
    assert json.loads(await driver.run("status.read"))["offlineReason"] == "PAUSED_BY_RESTAURANT"
    await driver.run("status.write", document=document({"status": "ONLINE"}))
    assert json.loads(await driver.run("status.read")) == {"status": "ONLINE"}
    _, other = await opened(world, external_status=False)
    with pytest.raises(errors.Rejected, match="resource_update_not_allowed"):
        await other.run("status.write", document=document({"status": "ONLINE"}))


async def test_special_days_are_replaced(world: World) -> None:
    """All of them."""
    _, driver = await opened(world)
    days = {"holiday_hours": {"2026-12-24": {"open_time_periods": [{"start_time": "10:00", "end_time": "14:00"}]}}}
    await driver.run("hours.write", document=document(days))
    assert json.loads(await driver.run("hours.read")) == days
    with pytest.raises(errors.Rejected):
        await driver.run("hours.write", document=document(days).replace(b"14:00", b"34:00"))
    await driver.run("hours.write", document=document({"holiday_hours": {}}))
    assert json.loads(await driver.run("hours.read")) == {"holiday_hours": {}}


async def test_a_store_is_read(world: World) -> None:
    """Its details, by the Task's store or else the account's."""
    store, driver = await opened(world)
    assert json.loads(await driver.run("places.read"))["store_id"] == store.store
    driver.store = "another"
    with pytest.raises(errors.Rejected, match="not_found"):
        await driver.run("places.read")


async def test_an_order_is_accepted_once(world: World) -> None:
    """Listed until then; a second answer of any kind is a clash."""
    store, driver = await opened(world)
    await store.upload(SUSHI)
    order = await store.order()
    args = {"order": order["id"], "reason": "accepted", "external_reference": "T-1", "pickup_time": "1795540000"}
    assert [one["id"] for one in json.loads(await driver.run("order.list"))["orders"]] == [order["id"]]
    assert await driver.run("order.accept", args) == b""
    accepted = {"reason": "accepted", "external_reference_id": "T-1", "pickup_time": 1_795_540_000}
    assert body(driver.sent[-1]) == accepted
    assert json.loads(await driver.run("order.list")) == {"orders": []}
    read = json.loads(await driver.run("order.read", args))
    assert (read["current_state"], read["external_reference_id"]) == ("ACCEPTED", "T-1")
    for command in ("order.accept", "order.deny"):
        with pytest.raises(errors.Clash, match="resource_status_conflict"):
            await driver.run(command, args | {"code": "CAPACITY", "explanation": "full"})


async def test_an_order_is_denied(world: World) -> None:
    """With a code and an explanation."""
    store, driver = await opened(world)
    await store.upload(SUSHI)
    order = await store.order()
    await driver.run("order.deny", {"order": order["id"], "code": "ITEM_AVAILABILITY", "explanation": "no soy"})
    assert await store.state(order) == "DENIED"
    assert body(driver.sent[-1]) == {"reason": {"code": "ITEM_AVAILABILITY", "explanation": "no soy"}}


async def test_an_order_is_cancelled_once(world: World) -> None:
    """Then it is listed as such for two hours; a second time is a clash, because it has ended."""
    store, driver = await opened(world)
    await store.upload(SUSHI)
    args = {"order": (await store.order())["id"], "reason": "OUT_OF_ITEMS"}
    await driver.run("order.accept", args)
    await driver.run("order.cancel", args)
    [listed] = json.loads(await driver.run("order.canceled"))["orders"]
    assert (listed["id"], listed["current_state"]) == (args["order"], "CANCELED")
    with pytest.raises(errors.Clash, match="terminal"):
        await driver.run("order.cancel", args)
    with pytest.raises(errors.Rejected, match="bad_request"):
        await driver.run("order.cancel", args | {"reason": "BORED"})
    await world.time.pass_(2 * 3_600 + 60)
    assert json.loads(await driver.run("order.canceled")) == {"orders": []}


async def test_only_the_order_manager_answers(world: World) -> None:
    """Another application is refused."""
    store, driver = await opened(world, order_manager="another")
    await store.upload(SUSHI)
    with pytest.raises(errors.Rejected, match="forbidden"):
        await driver.run("order.accept", {"order": (await store.order())["id"], "reason": "accepted"})


async def test_what_a_command_needs_is_checked_first(world: World) -> None:
    """Nothing is sent; an id cannot lead to another operation."""
    _, driver = await opened(world)
    for command, args, missing in (
        ("order.read", {}, "order"),
        ("order.accept", {"reason": "yes"}, "order"),
        ("order.accept", {"order": "1"}, "reason"),
        ("order.accept", {"order": "1", "reason": "yes", "pickup_time": "soon"}, "pickup_time"),
        ("order.deny", {"order": "1", "code": "OTHER"}, "explanation"),
        ("order.cancel", {"order": "1"}, "reason"),
    ):
        with pytest.raises(errors.Rejected, match=missing):
            await driver.run(command, args)
    assert driver.sent == []
    with pytest.raises(errors.Rejected):
        await driver.run("order.read", {"order": "1/../../x?y"})
    assert driver.sent[-1].path == "/v2/eats/order/1%2F..%2F..%2Fx%3Fy"


async def test_failures_are_dispositions(world: World) -> None:
    """A dead partner, a throttled one, a broken one, an answer that is lost, a token that is over."""
    store, driver = await opened(world)
    for fault, kind in (
        ("dead_partner", errors.Unanswered),
        ("too_many_requests", errors.Throttled),
        ("server_error", errors.Transient),
        ("answer_lost", errors.Unanswered),
        ("token_rotation", errors.NeedsReauth),
    ):
        world.uber.faults.set({fault: 1}, store.store)
        with pytest.raises(kind):
            await driver.run("menu.read")
        world.uber.faults.set({fault: 0}, store.store)


@pytest.mark.parametrize("command", [name for name, one in CONNECTION.commands.items() if one.reads])
def test_an_answer_of_another_form_is_not_taken(command: str) -> None:
    """Neither as an empty menu nor as no orders."""
    for answer in (b"", b"{}", b"<html>", b"[]", b"[" * 100_000):
        with pytest.raises(errors.PartnerBroke):
            answered(CONNECTION.commands[command].run(Task("s", "s", BEGUN, args={"order": "1"})), answer)


async def test_a_token_is_for_all_stores(world: World) -> None:
    """With every scope that the commands need, for a month less an hour; a wrong secret is refused for good."""
    _, driver = await opened(world)
    driver.access = ""
    app = {"client_id": world.uber.oauth.client_id, "client_secret": world.uber.oauth.client_secret}
    begun = world.time.now()
    token = await driver.drive(client.obtain(app, {}, begun))
    assert token.ends == begun + timedelta(days=30, hours=-1)
    assert token.refresh is None
    driver.access = token.access
    for command in ("menu.read", "status.read", "order.list", "order.canceled"):
        await driver.run(command)
    with pytest.raises(errors.Rejected, match="invalid_client"):
        await driver.drive(client.obtain(app | {"client_secret": "wrong"}, {}, world.time.now()))
    assert world.uber.books.violations == []
