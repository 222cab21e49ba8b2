"""`tournant translate`: what another partner is told, by expectations that were typed in by hand."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from tests.cli.conftest import Ran, Run
from tests.cli.menus import SQUARE, UBER_EATS, text


def to_uber_eats(run: Run, menu: dict[str, Any], *more: str) -> tuple[dict[str, Any], Ran]:
    ran = run("translate", "--from", "square", "--to", "uber_eats", *more, stdin=text(menu))
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found, ran


def named(elements: list[dict[str, Any]], name: str) -> dict[str, Any]:
    found = [one for one in elements if list(one["title"]["translations"].values()) == [name]]
    assert len(found) == 1
    return found[0]


def test_sizes_become_a_required_group(run: Run) -> None:
    """The card shows the least price; each size adds its difference; the guest must choose exactly one."""
    menu, _ = to_uber_eats(run, SQUARE)
    tea, small, large = (named(menu["items"], name) for name in ("Tea", "Small", "Large"))
    assert [one["price_info"]["price"] for one in (tea, small, large)] == [250, 0, 75]
    sizes, milk = (
        next(group for group in menu["modifier_groups"] if group["id"] == id_)
        for id_ in tea["modifier_group_ids"]["ids"]
    )
    assert sizes["quantity_info"]["quantity"] == {"min_permitted": 1, "max_permitted": 1}
    assert [option["id"] for option in sizes["modifier_options"]] == [small["id"], large["id"]]
    oat = named(menu["items"], "Oat")
    assert [option["id"] for option in milk["modifier_options"]] == [oat["id"]]
    assert oat["price_info"]["price"] == 60
    hot = named(menu["categories"], "Hot drinks")
    assert [entity["id"] for entity in hot["entities"]] == [tea["id"]]
    assert menu["menus"][0]["category_ids"] == [hot["id"]]


def test_yen_are_counted_in_hundredths(run: Run) -> None:
    """500 yen are 50000 at Uber Eats, which counts hundredths of every currency."""
    menu = json.loads(text(SQUARE).replace(b"USD", b"JPY"))
    found, _ = to_uber_eats(run, menu)
    assert named(found["items"], "Tea")["price_info"]["price"] == 25000


def test_a_price_that_hundredths_cannot_hold_is_a_declared_loss(run: Run) -> None:
    """1.255 Kuwaiti dinars have three digits after the point: 1.26 is written, and said."""
    menu = json.loads(text(SQUARE).replace(b"USD", b"KWD"))
    menu["objects"][1]["item_data"]["variations"] = menu["objects"][1]["item_data"]["variations"][:1]
    money = menu["objects"][1]["item_data"]["variations"][0]["item_variation_data"]["price_money"]
    money["amount"] = 1255
    found, ran = to_uber_eats(run, menu)
    assert named(found["items"], "Tea")["price_info"]["price"] == 126
    assert "the partner's digits cannot hold" in ran.err


def test_what_has_no_fixed_price_is_not_given_away(run: Run) -> None:
    """A size whose price staff type in at the sale is not on the channel; an item with no other is not either."""
    menu = deepcopy(SQUARE)
    small = menu["objects"][1]["item_data"]["variations"][0]["item_variation_data"]
    small["pricing_type"] = "VARIABLE_PRICING"
    del small["price_money"]
    found, ran = to_uber_eats(run, menu)
    tea = named(found["items"], "Tea")
    assert tea["price_info"]["price"] == 325
    assert not [one for one in found["items"] if one["title"]["translations"] == {"en_us": "Small"}]
    assert "has no fixed price, so it is not shown" in ran.err
    menu["objects"][1]["item_data"]["variations"] = menu["objects"][1]["item_data"]["variations"][:1]
    found, _ = to_uber_eats(run, menu)
    assert not [one for one in found["items"] if one["title"]["translations"] == {"en_us": "Tea"}]


def test_a_channel_menu_becomes_a_batch_of_new_objects(run: Run) -> None:
    """Square takes new objects with ids of ours behind a `#`, prices with their currency, taxes as objects."""
    ran = run("translate", "--from", "uber_eats", "--to", "square", "--currency", "USD", stdin=text(UBER_EATS))
    assert ran.code == 0, ran.err
    body = json.loads(ran.out)
    assert body["idempotency_key"]
    objects = {one["type"]: one for one in body["batches"][0]["objects"] if one["type"] != "CATEGORY"}
    assert all(one["id"].startswith("#") for one in body["batches"][0]["objects"])
    item = objects["ITEM"]["item_data"]
    assert item["name"] == "Tea"
    (size,) = item["variations"]
    assert size["item_variation_data"]["price_money"] == {"amount": 899, "currency": "USD"}
    assert size["item_variation_data"]["pricing_type"] == "FIXED_PRICING"
    milk = objects["MODIFIER_LIST"]
    assert [one["modifier_list_id"] for one in item["modifier_list_info"]] == [milk["id"]]
    (oat,) = milk["modifier_list_data"]["modifiers"]
    assert (oat["modifier_data"]["name"], oat["modifier_data"]["price_money"]["amount"]) == ("Oat", 60)
    assert milk["modifier_list_data"]["max_selected_modifiers"] == 1
    assert item["tax_ids"] == [objects["TAX"]["id"]]
    assert objects["TAX"]["tax_data"]["percentage"] == "8.25"


def test_the_same_menu_has_the_same_idempotency_key(run: Run) -> None:
    """A body that is sent twice is one write at Square; another body is another."""
    keys = []
    for price in (899, 899, 900):
        menu = deepcopy(UBER_EATS)
        menu["items"][0]["price_info"]["price"] = price
        ran = run("translate", "--from", "uber_eats", "--to", "square", "--currency", "USD", stdin=text(menu))
        keys.append(json.loads(ran.out)["idempotency_key"])
    assert keys[0] == keys[1] != keys[2]


def test_the_report_is_json(run: Run, tmp_path: Path) -> None:
    """With --report, what is lost is a JSON file, and standard error has the counts alone."""
    menu = deepcopy(SQUARE)
    menu["objects"][1]["item_data"]["abbreviation"] = "T"
    report = tmp_path / "report.json"
    _, ran = to_uber_eats(run, menu, "--report", str(report))
    found = json.loads(report.read_bytes())
    assert (found["from"], found["to"], found["problems"]) == ("square", "uber_eats", [])
    assert {"kind": "Item", "place": "kitchen_name", "reason": "not_carried"}.items() <= found["losses"][0].items()
    assert ran.err.splitlines() == [f"{len(found['losses'])} losses, 0 problems"]


def test_orders_are_not_translated(run: Run) -> None:
    """Only menus have another form at another partner; the sentence says what the document is."""
    order = {"order": {"id": "1", "location_id": "L", "line_items": []}}
    ran = run("translate", "--from", "square", "--to", "uber_eats", stdin=text(order))
    assert ran.code == 2
    assert ran.sentence == "this is Square's order; only menus are translated"


def test_a_currency_that_contradicts_the_menu_is_refused(run: Run) -> None:
    """What the document says is not overruled by an option."""
    ran = run("translate", "--from", "square", "--to", "uber_eats", "--currency", "EUR", stdin=text(SQUARE))
    assert ran.code == 2
    assert ran.sentence == "the menu's prices are in USD, not in EUR"


def test_prices_without_a_currency_cannot_go_to_a_partner_that_needs_one(run: Run) -> None:
    """Square counts minor units; without --currency nobody knows of what."""
    ran = run("translate", "--from", "uber_eats", "--to", "square", stdin=text(UBER_EATS))
    assert (ran.code, ran.out) == (2, b"")
    assert "currency" in ran.sentence
