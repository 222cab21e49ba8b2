"""Menus and items of the simulated Uber Eats."""

from typing import Any

import pytest
from tests.sandbox.memory import World
from tests.sandbox.uber_world import SUSHI, dish, group, menu, opened


async def test_a_menu_is_replaced_as_a_whole(world: World) -> None:
    """What a menu no longer has is gone; what it has is given back as it came."""
    client = await opened(world)
    assert (await client.upload(SUSHI | {"display_options": {"disable_item_instructions": True}})).status == 204
    small = menu(dish("soup", 500, extra_field={"kept": [1, None]}), sold=("soup",))
    assert (await client.upload(small)).status == 204
    assert (await client.call(f"GET /v2/eats/stores/{client.store}/menus")).document == small


async def test_an_item_is_updated_sparsely(world: World) -> None:
    """Only what an update names changes; before the first upload there is nothing to update."""
    client = await opened(world)
    path = f"POST /v2/eats/stores/{client.store}/menus/items/maki"
    assert (await client.call(path, {"price_info": {"price": 950}})).status == 404
    await world.call(world.uber, f"PUT /_sandbox/stores/{client.store}/menu", SUSHI)
    assert (await client.call(path, {"price_info": {"price": 950}})).status == 404
    await client.upload(SUSHI)
    assert (await client.call(path, {"price_info": {"price": 950}})).status == 204
    items = (await client.call(f"GET /v2/eats/stores/{client.store}/menus")).document["items"]
    assert items[0] == SUSHI["items"][0] | {"price_info": {"price": 950}}
    assert items[1:] == SUSHI["items"][1:]
    assert (await client.call(path.replace("maki", "pizza"), {})).status == 404


@pytest.mark.parametrize(
    ("items", "sold", "groups"),
    [
        ([dish("a/b", 1)], ("a/b",), ()),
        ([dish("a", -1)], ("a",), ()),
        ([{"id": "a", "price_info": {"price": 1}}], ("a",), ()),
        ([dish("a", 1)], ("b",), ()),
        ([dish("a", 1, ("g",))], ("a",), ()),
        ([dish("a", 1)], ("a",), (group("g", ("b",)),)),
        ([dish("a", 1), dish("a", 2)], ("a",), ()),
        ([dish("a", 1, external_data="x" * 1025)], ("a",), ()),
        ([dish("a", 1, quantity_info={"quantity": {"charge_above": 1}})], ("a",), ()),
    ],
)
async def test_a_wrong_menu_is_refused(
    world: World, items: list[dict[str, Any]], sold: tuple[str, ...], groups: tuple[dict[str, Any], ...]
) -> None:
    """An id, a price, a title, a reference or a length that the contract forbids changes nothing."""
    client = await opened(world)
    await client.upload(SUSHI)
    got = await client.upload(menu(*items, sold=sold, groups=groups))
    assert (got.status, got.document["code"]) == (400, "invalid_menu")
    assert (await client.call(f"GET /v2/eats/stores/{client.store}/menus")).document == SUSHI


async def test_hours_end_before_midnight(world: World) -> None:
    """A period that ends before it begins is refused: overnight hours are split at 23:59."""
    client = await opened(world)
    late = menu(dish("a", 1), sold=("a",))
    late["menus"][0]["service_availability"][0]["time_periods"] = [{"start_time": "18:00", "end_time": "02:00"}]
    assert (await client.upload(late)).status == 400


async def test_alcohol_stays_alcohol(world: World) -> None:
    """An item that was once marked as alcoholic cannot be unmarked."""
    client = await opened(world)
    await client.upload(menu(dish("sake", 900, classifications={"alcoholic_items": 1}), sold=("sake",)))
    await client.upload(menu(dish("sake", 900), sold=("sake",)))
    items = (await client.call(f"GET /v2/eats/stores/{client.store}/menus")).document["items"]
    assert items[0]["classifications"] == {"alcoholic_items": 1}


async def test_a_packed_menu_is_read(world: World) -> None:
    """A menu may come with gzip, as the guide advises."""
    client = await opened(world)
    path = f"PUT /v2/eats/stores/{client.store}/menus"
    assert (await client.call(path, SUSHI, **{"content-encoding": "gzip"})).status == 204
    assert (await client.call(f"GET /v2/eats/stores/{client.store}/menus")).document == SUSHI


async def test_staff_edit_beside_the_application(world: World) -> None:
    """What Uber's own menu maker changes is there for the application to see, and the books know who did it."""
    client = await opened(world)
    await client.upload(SUSHI)
    where = f"POST /_sandbox/stores/{client.store}/items/maki"
    await world.call(world.uber, where, {"price_info": {"price": 990}})
    items = (await client.call(f"GET /v2/eats/stores/{client.store}/menus")).document["items"]
    assert items[0]["price_info"] == {"price": 990}
    assert [(one.by, one.what) for one in world.uber.books.writes] == [("api", "menu.replace"), ("staff", "menu.item")]
