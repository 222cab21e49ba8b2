"""Orders, stock, locations and webhooks of an invented restaurant: what is read from them, and what edits write."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace
from tests.adapters.square.catalogs import FIXTURES, Rows, lens

from tournant.adapters.square.adapter import MANIFEST
from tournant.canon import Availability, OpeningHours, rules
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET
from tournant.lens import EncodeError
from tournant.sdk import recognise

NAMES = {
    "catalog__full": "catalog",
    "catalog_upsert__new_menu": "catalog-upsert",
    "inventory__counts": "inventory",
    "inventory_change__sold_out": "inventory-change",
    "locations__two": "locations",
    "order__delivery": "order",
    "webhook__order_updated": "webhook",
}


def text_of(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def read(name: str) -> Rows:
    decoded = lens(NAMES[name]).decode(text_of(name))
    assert decoded.problems == ()
    return decoded.rows


def changed(name: str, rows: Rows) -> bytes:
    """The document after these kinds were replaced; what was written is what is read."""
    decoded = lens(NAMES[name]).decode(text_of(name))
    text = lens(NAMES[name]).encode({**decoded.rows, **rows}, decoded.source)
    assert lens(NAMES[name]).decode(text).problems == ()
    return text


def eur(amount: int) -> Money:
    return Money(amount, "EUR")


@pytest.mark.parametrize("name", NAMES)
def test_fixtures(name: str) -> None:
    """Every fixture is recognised, keeps the rules of the canonical model, and comes back byte for byte."""
    text = text_of(name)
    assert recognise(MANIFEST.documents, text) is MANIFEST.document(NAMES[name])
    decoded = lens(NAMES[name]).decode(text)
    assert (decoded.problems, list(rules.violations(decoded.rows))) == ((), [])
    assert lens(NAMES[name]).encode(decoded.rows, decoded.source) == text


def test_every_sample_is_a_fixture() -> None:
    """The manifest's samples are there, and are read as what they are samples of."""
    assert {name: path.name.removesuffix(".json") for name, path in MANIFEST.samples.items()} == {
        document: name for name, document in NAMES.items() if document != "inventory-change"
    }


@pytest.mark.parametrize(
    "text",
    [
        b"{}",
        b"[]",
        b'"catalog"',
        b"no json",
        b'{"objects": 1}',
        b'{"objects": [{"type": "BUN"}]}',
        b'{"type": "ITEM"}',
    ],
)
def test_what_is_not_squares(text: bytes) -> None:
    """A shape that no document of Square's has is none."""
    assert recognise(MANIFEST.documents, text) is None


def test_an_order() -> None:
    """Where it came from, what it costs, and that its ticket is open."""
    [order] = read("order__delivery")["Order"]
    assert (order.display_id, order.reference, order.channel) == ("41", "web-2041", "Plum web shop")
    assert (order.location, order.ticket, order.version) == ("LOC_HILL", "open", 3)
    assert (order.placed_at, order.closed_at) == (datetime(2025, 3, 4, 12, 1, 2, 500_000, UTC), None)
    assert (order.total, order.tax_total, order.discount_total) == (eur(2037), eur(159), eur(154))
    assert (order.fee_total, order.tip_total, order.due) == (eur(250), eur(100), eur(1))


def test_lines() -> None:
    """A size with a choice, and an amount typed in by weight. Line, tax and discount may all be called 1."""
    soup, lemons, rye = sorted(read("order__delivery")["OrderLine"], key=lambda line: line.parent)
    assert (soup.sort, soup.variation, soup.variation_name) == ("item", "VAR_SOUP_BOWL", "Bowl")
    assert (soup.quantity, soup.price, soup.subtotal, soup.total) == ("2", eur(690), eur(1540), eur(1386))
    assert (lemons.sort, lemons.quantity, lemons.unit, lemons.variation) == ("open", "0.750", "kg", None)
    assert (rye.parent, rye.sort, rye.modifier, rye.price) == (soup.id, "modifier", "MOD_RYE", eur(80))


def test_adjustments() -> None:
    """What changes the price of the order and of the line, each with its sort and amount."""
    rows = read("order__delivery")["Adjustment"]
    assert sorted((row.parent, row.sort, row.name or "", row.amount.amount, row.rate) for row in rows) == [
        ("ORDER_1", "discount", "Opening week", 154, 1_000_000),
        ("ORDER_1", "fee", "Delivery", 250, None),
        ("ORDER_1", "rounding", "Cash rounding", 1, UNSET),
        ("ORDER_1", "tax", "VAT 13 %", 159, 1_300_000),
        ("ORDER_1/1", "discount", "", 154, UNSET),
        ("ORDER_1/1", "tax", "", 159, UNSET),
    ]
    [tax] = [row for row in rows if row.tax_rate]
    assert (tax.tax_rate, tax.included) == ("TAX_FOOD", True)


def test_fulfilments_and_payment() -> None:
    """How it reaches the guest, who that is, and what was paid; a parcel has no row."""
    rows = read("order__delivery")
    by_mode: dict[str, Any] = {row.mode: row for row in rows["Fulfilment"]}
    assert by_mode.keys() == {"delivery", "pickup"}
    delivery, pickup = by_mode["delivery"], by_mode["pickup"]
    assert (delivery.state, delivery.due_at) == ("preparing", datetime(2025, 3, 4, 12, 45, tzinfo=UTC))
    assert (delivery.prep_time_s, delivery.contactless, delivery.instructions) == (1500, True, "second bell")
    assert (delivery.address_line_1, delivery.locality, delivery.country) == ("Rua do Exemplo 5", "Porto", "PT")
    assert (pickup.state, pickup.prep_time_s, pickup.curbside) == ("queued", 90_000, False)
    [guest] = rows["Customer"]
    assert (guest.parent, guest.name, guest.email) == (delivery.id, "Ines Prado", "ines@example.org")
    [payment] = rows["Payment"]
    assert (payment.method, payment.amount, payment.tip) == ("card", eur(2036), eur(100))


def test_an_order_is_cancelled_and_its_kitchen_goes_on() -> None:
    """States are written in Square's words; a fulfilment cannot be taken back to before it was known."""
    rows = read("order__delivery")
    text = changed("order__delivery", {"Order": [replace(rows["Order"][0], ticket="voided")]})
    assert text == text_of("order__delivery").replace(b'"state": "OPEN"', b'"state": "CANCELED"')
    ready = [replace(row, state="ready") for row in rows["Fulfilment"]]
    assert changed("order__delivery", {"Fulfilment": ready}).count(b'"state": "PREPARED"') == 2
    with pytest.raises(EncodeError, match="no word for 'none'"):
        changed("order__delivery", {"Fulfilment": [replace(row, state="none") for row in rows["Fulfilment"]]})


def test_a_new_order() -> None:
    """Lines without a uid are told apart by their places."""
    order = {
        "location_id": "LOC_HILL",
        "line_items": [
            {"catalog_object_id": "VAR_FISH", "quantity": "1"},
            {"quantity": "2", "modifiers": [{"catalog_object_id": "MOD_RYE"}]},
        ],
        "discounts": [{"uid": "d", "amount_money": {"amount": 100, "currency": "EUR"}}],
    }
    text = json.dumps({"idempotency_key": "k", "order": order}).encode()
    assert recognise(MANIFEST.documents, text) is MANIFEST.document("order-new")
    decoded = lens("order-new").decode(text)
    fish, second, rye = sorted(decoded.rows["OrderLine"], key=lambda line: line.id)
    assert (fish.variation, second.quantity, rye.modifier) == ("VAR_FISH", "2", "MOD_RYE")
    assert (rye.parent, decoded.rows["Adjustment"][0].amount) == (second.id, eur(100))
    assert lens("order-new").encode(decoded.rows, decoded.source) == text


def test_stock() -> None:
    """What is left to sell has rows; what was thrown away has none."""
    cup, fish = read("inventory__counts")["Availability"]
    assert (cup.subject, cup.at_location, cup.count) == ("VAR_SOUP_CUP", "LOC_HILL", "0")
    assert (fish.count, fish.counted_at) == ("6.25", datetime(2025, 3, 4, 8, tzinfo=UTC))


def test_marking_as_sold_out() -> None:
    """An app cannot write `sold_out`; it counts 0, with a key that is the same for the same counts."""
    [found] = read("inventory_change__sold_out")["Availability"]
    assert (found.subject, found.at_location, found.count) == ("VAR_SOUP_CUP", "LOC_HILL", "0")
    row = Availability(
        id="avl",
        external_id=None,
        parent=UNSET,
        position=0,
        subject="VAR_FISH",
        at_location="LOC_QUAY",
        count="0",
        counted_at=datetime(2025, 3, 4, 12, tzinfo=UTC),
    )
    built = json.loads(lens("inventory-change").build({"Availability": [row]}))
    assert built["changes"] == [
        {
            "type": "PHYSICAL_COUNT",
            "physical_count": {
                "state": "IN_STOCK",
                "catalog_object_id": "VAR_FISH",
                "location_id": "LOC_QUAY",
                "quantity": "0",
                "occurred_at": "2025-03-04T12:00:00Z",
            },
        }
    ]
    assert built["idempotency_key"]


def test_places() -> None:
    """Clock, currency, address and status of two locations."""
    hill, quay = read("locations__two")["Location"]
    assert (hill.name, hill.timezone, hill.currency, hill.language) == (
        "Plum on the hill",
        "Europe/Lisbon",
        "EUR",
        "pt-PT",
    )
    assert (hill.latitude, hill.longitude, hill.country, hill.status) == (41.15, -8.61, "PT", "active")
    assert (quay.status, quay.timezone) == ("inactive", None)


def test_hours() -> None:
    """Periods on the place's clock; one that ends at midnight ends at 24:00; periods come, go, and end otherwise."""
    rows = read("locations__two")["OpeningHours"]
    lunch, dinner, sunday = rows
    assert [(row.weekdays, row.opens, row.closes) for row in rows] == [
        (("friday",), "11:30", "15:00"),
        (("friday",), "19:00", "02:00"),
        (("sunday",), "09:00", "24:00"),
    ]
    later = changed("locations__two", {"OpeningHours": [replace(lunch, closes="15:30"), dinner, sunday]})
    assert later == text_of("locations__two").replace(b'"15:00:00"', b'"15:30:00"')
    monday = OpeningHours(
        id="hrs", external_id=None, parent="LOC_HILL", position=3, weekdays=("monday",), opens="08:00", closes="24:00"
    )
    periods = json.loads(changed("locations__two", {"OpeningHours": [dinner, sunday, monday]}))["locations"][0][
        "business_hours"
    ]["periods"]
    assert [period["start_local_time"] for period in periods] == ["19:00:00", "9:00:00", "08:00:00"]
    assert periods[2] == {"day_of_week": "MON", "start_local_time": "08:00:00", "end_local_time": "00:00:00"}
    with pytest.raises(EncodeError, match="is its key"):
        changed("locations__two", {"OpeningHours": [replace(lunch, opens="12:00"), dinner, sunday]})


def test_an_event() -> None:
    """A webhook says what to read again; it is never written."""
    [event] = read("webhook__order_updated")["PartnerEvent"]
    assert (event.type, event.resource, event.store, event.version) == ("order.updated", "ORDER_1", "LOC_HILL", 3)
    assert (event.account, event.status, event.external_id) == (
        "MERCHANT_PLUM",
        "OPEN",
        "1d2c3b4a-0000-4000-8000-000000000001",
    )
    assert event.happened_at == datetime(2025, 3, 4, 12, 5, 0, 123_457, UTC)
    with pytest.raises(EncodeError, match="never written"):
        changed("webhook__order_updated", {"PartnerEvent": [replace(event, store="LOC_QUAY")]})
