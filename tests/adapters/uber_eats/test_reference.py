"""The vendor's own examples: recognised, read without problems, written back byte for byte; rows stated by hand."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.adapters.uber_eats import documents
from tests.adapters.uber_eats.documents import links, row, usd

from tournant.lens import Decoded

MENU = "menu-simple-documentation-example"
ORDER = "order-v2-created"
PROVISIONED = "webhook-store-provisioned"


def _decoded(reference: Path, name: str, kind: str) -> Decoded:
    buf = (reference / "examples" / "uber-eats" / f"{name}.json").read_bytes()
    document = documents.of(buf)
    assert document.name == kind
    found = document.lens("USD").decode(buf)
    assert found.problems == ()
    assert document.lens("USD").encode(found.rows, found.source) == buf
    return found


def test_menu(reference: Path) -> None:
    """The example menu: eight items, three groups, prices that differ inside groups."""
    rows = _decoded(reference, MENU, "menu").rows
    assert [(one.name, one.price, one.tax_rate_added) for one in rows["Item"]] == [
        ("Coffee", usd(300), 800_000),
        ("Blueberry", usd(5), 800_000),
        ("Fresh-baked muffin", usd(300), 800_000),
        ("Sugar", usd(2), 800_000),
        ("Chocolate deluxe", usd(100), 800_000),
        ("Milk", usd(0), 800_000),
        ("Tea", usd(250), 800_000),
        ("Chicken sandwich", usd(700), 800_000),
    ]
    assert row(rows, "Item", "Muffin").description == "Great for afternoon snack time!"
    assert row(rows, "Item", "Milk").external_ref == "External data for milk"
    assert row(rows, "Menu", "All-day").name == "All day"
    assert links(rows, "MenuCategory", "All-day") == ["Sandwiches", "Snacks", "Drinks"]
    assert links(rows, "CategoryItem", "Drinks") == ["Coffee", "Tea"]
    assert links(rows, "ItemGroup", "Tea") == ["Add-milk", "Add-sugar"]
    assert links(rows, "GroupModifier", "Choose-flavor") == ["Blueberry", "Chocolate-deluxe"]
    assert [(one.name, one.min_choices, one.max_choices) for one in rows["ModifierGroup"]] == [
        ("Add sugar", None, 2),
        ("Choose flavor", 1, 1),
        ("Add milk", None, 1),
    ]
    assert {(one.parent, one.in_group, one.price.amount) for one in rows["PriceRule"]} == {
        ("Blueberry", "Choose-flavor", 0),
        ("Sugar", "Add-sugar", 0),
        ("Chocolate-deluxe", "Choose-flavor", 50),
        ("Milk", "Add-milk", 0),
    }
    assert {(one.parent, one.in_group, one.max_quantity) for one in rows["QuantityRule"]} == {
        ("Blueberry", "Choose-flavor", 1),
        ("Sugar", "Add-sugar", 2),
        ("Chocolate-deluxe", "Choose-flavor", 1),
        ("Milk", "Add-milk", 1),
    }


def test_hours_of_the_menu(reference: Path) -> None:
    """The example menu is offered at all times: seven days, each to midnight."""
    rows = _decoded(reference, MENU, "menu").rows
    assert [(one.weekdays, one.opens, one.closes, one.parent) for one in rows["Daypart"]] == [
        ((day,), "00:00", "24:00", "All-day")
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    ]


def test_order(reference: Path) -> None:
    """The example order: three lines, a paid choice, a free one, and one that was taken away."""
    rows = _decoded(reference, ORDER, "order").rows
    (order,) = rows["Order"]
    assert (order.display_id, order.reference, order.state, order.delivery_by) == (
        "BC953",
        "Order-123",
        "received",
        "channel",
    )
    assert order.placed_at == datetime(2019, 5, 14, 20, 16, 54, tzinfo=UTC)
    assert order.due_at == datetime(2019, 5, 14, 20, 36, 54, tzinfo=UTC)
    assert order.location == "c7f1dc2f-fabe-4997-845c-cad26fdcb894"
    assert (order.total, order.subtotal, order.tax_total, order.fee_total) == (usd(1399), usd(650), usd(52), usd(697))
    lines = {one.id: one for one in rows["OrderLine"] if one.sort == "item"}
    assert [(one.name, one.quantity, one.price, one.price_with_modifiers) for one in lines.values()] == [
        ("Fresh-baked muffin", "1", usd(300), usd(350)),
        ("Coffee", "1", usd(300), usd(300)),
        ("Strawberry Donut", "1", usd(200), usd(250)),
    ]
    assert lines["CoffeeInstance"].note == "make it iced please"
    assert lines["Muffin-Instance"].tax_labels == ("TEMP_HEATED", "CAT_PREPARED_FOOD")
    choices = [one for one in rows["OrderLine"] if one.sort == "modifier"]
    assert {(one.parent, one.group_name, one.name, one.price.amount, one.removed is True) for one in choices} == {
        ("Muffin-Instance", "Choose flavor", "Chocolate deluxe", 50, False),
        ("CoffeeInstance", "Add milk", "Milk", 0, False),
        ("CoffeeInstance", "Add sugar", "Sugar", 0, True),
    }


def test_people_of_the_order(reference: Path) -> None:
    """The example order is for Larry; Bruce waits at the counter with a bicycle."""
    rows = _decoded(reference, ORDER, "order").rows
    (customer,), (courier,) = rows["Customer"], rows["Courier"]
    assert (customer.first_name, customer.phone, customer.phone_code) == ("Larry", "+1 555-555-5555", "555 55 555")
    assert (courier.name, courier.vehicle, courier.state) == ("Bruce", "Bicycle", "at_store")
    assert courier.at_store_at == datetime(2019, 5, 14, 20, 38, 45, tzinfo=UTC)


def test_webhook(reference: Path) -> None:
    """The example webhook: a store was connected."""
    (event,) = _decoded(reference, PROVISIONED, "webhook-store").rows["PartnerEvent"]
    assert (event.type, event.external_id) == ("store.provisioned", "b32d30e4-6230-4972-a051-d37c2692b4f8")
    assert event.store == "66f60085-a9c8-4ef7-9f4a-c7867f448905"
    assert event.happened_at == datetime(2021, 6, 10, 9, 26, 35, tzinfo=UTC)


@pytest.mark.parametrize("name", [MENU, ORDER, PROVISIONED])
def test_every_member_survives(reference: Path, name: str) -> None:
    """Whatever the vendor adds one day, anywhere, stays where it is."""
    buf = (reference / "examples" / "uber-eats" / f"{name}.json").read_bytes()
    more = buf.replace(b'"id"', b'"zzz": {"k": [1.0]}, "id"').replace(b'"event_type"', b'"zzz": 0, "event_type"')
    assert more != buf
    read = documents.of(more).lens("USD").decode(more)
    assert read.problems == ()
    assert documents.of(more).lens("USD").encode(read.rows, read.source) == more
