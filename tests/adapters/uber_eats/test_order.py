"""What our own orders say, line by line."""

from datetime import UTC, datetime

import pytest
from tests.adapters.uber_eats import documents
from tests.adapters.uber_eats.documents import decoded, gbp, row

from tournant.kernel.money import BareAmount, Money

OWN = "order__own_delivery"
YEN = "order__pick_up_yen"


def test_order() -> None:
    """The order as a whole: what it is called, how far it is, what it costs."""
    (order,) = decoded(OWN).rows["Order"]
    assert (order.display_id, order.reference, order.channel) == ("56666", "POS-88", "uber_eats")
    assert (order.state, order.delivery_by, order.location, order.brand) == ("accepted", "merchant", "store-1", "ladle")
    assert order.placed_at == datetime(2025, 11, 3, 12, 1, 2, tzinfo=UTC)
    assert order.due_at == datetime(2025, 11, 3, 12, 21, tzinfo=UTC)
    assert (order.note, order.cutlery) == ("all at once please", False)
    assert (order.subtotal, order.tax_total, order.fee_total) == (gbp(3260), gbp(543), gbp(348))
    assert (order.tip_total, order.total, order.due) == (gbp(200), gbp(3808), gbp(3308))


def test_lines() -> None:
    """Two lines at the top; prices with and without what was chosen."""
    ramen, tea = (one for one in decoded(OWN).rows["OrderLine"] if one.sort == "item")
    assert (ramen.name, ramen.item, ramen.external_ref, ramen.quantity) == ("Ladle ramen", "ramen", "POS-1001", "2")
    assert (ramen.price, ramen.price_with_modifiers, ramen.subtotal) == (gbp(1250), gbp(1480), gbp(2960))
    assert (ramen.note, ramen.if_missing) == ("no spring onion", "REMOVE_ITEM")
    assert (tea.name, tea.price, tea.subtotal, tea.note) == ("Tea", gbp(300), gbp(300), None)


def test_choices_are_lines_below_their_line() -> None:
    """A choice of a choice of a choice, each below the one that opened it."""
    rows = {one.item: one for one in decoded(OWN).rows["OrderLine"]}
    ids = {one.id: one.item for one in rows.values()}
    above = {name: ids.get(one.parent) for name, one in rows.items()}
    assert above == {
        "ramen": None, "tea": None, "miso": "ramen", "chilli-oil": "miso",
        "sichuan": "chilli-oil", "nori": "ramen", "egg": "ramen",
    }  # fmt: skip
    assert {name: (one.group, one.group_name) for name, one in rows.items() if one.sort == "modifier"} == {
        "miso": ("broth", "Your broth"),
        "chilli-oil": ("oil", "Which oil"),
        "sichuan": ("origin", "From where"),
        "nori": ("toppings", "On top"),
        "egg": ("toppings", "On top"),
    }
    assert rows["chilli-oil"].price == gbp(50)
    assert [name for name, one in rows.items() if one.removed is True] == ["egg"]


def test_allergies() -> None:
    """What a guest is allergic to stands on the line, in the model's words where it has one."""
    ramen = row(decoded(OWN).rows, "OrderLine", "line-1")
    assert ramen.allergens_to_avoid == ("peanuts", "tree_nuts", "buckwheat")
    assert ramen.allergy_note == "a trace is too much"
    listed = (
        documents.read(OWN)
        .replace(b'"special_requests": {', b'"special_requests": [{')
        .replace(b'too much"\n        }}', b'too much"\n        }}]')
    )
    assert b'"special_requests": [' in listed
    again = documents.lens("order").decode(listed)
    assert again.problems == ()
    assert row(again.rows, "OrderLine", "line-1").allergens_to_avoid == ("peanuts", "tree_nuts", "buckwheat")


def test_the_same_option_in_two_groups() -> None:
    """An option that is chosen in two groups of a line is two lines."""
    buf = documents.read(OWN).replace(b'"id": "nori", "title": "Nori"', b'"id": "miso", "title": "Miso"')
    read = documents.lens("order").decode(buf)
    assert read.problems == ()
    assert sorted(one.group for one in read.rows["OrderLine"] if one.item == "miso") == ["broth", "toppings"]


def test_people() -> None:
    """For whom it is, where it goes, who brings it."""
    rows = decoded(OWN).rows
    (customer,), (fulfilment,) = rows["Customer"], rows["Fulfilment"]
    assert (customer.first_name, customer.last_name, customer.phone_code) == ("Ines", "M", "123 45")
    assert (fulfilment.mode, fulfilment.address_line_1, fulfilment.address_line_2) == (
        "delivery",
        "1 Broth Lane, London",
        "Flat 3",
    )
    assert (fulfilment.latitude, fulfilment.longitude) == (51.5, -0.12)
    assert (fulfilment.instructions, fulfilment.contactless, fulfilment.curbside) == ("ring twice", True, False)
    assert rows["Courier"] == []


def test_adjustments() -> None:
    """Discounts with who bears them, fees, and taxes with who pays them to the tax office."""
    rows = decoded(OWN).rows["Adjustment"]
    discounts = [one for one in rows if one.sort == "discount"]
    assert [(one.name, one.code, one.amount) for one in discounts] == [
        ("FLATOFF", "LUNCH5", gbp(500)),
        ("PERCENTOFF", "HALF", gbp(400)),
    ]
    assert [(one.funded_by, one.funded_by_merchant) for one in discounts] == [("channel", None), (None, gbp(300))]
    assert {(one.code, one.amount) for one in rows if one.sort == "fee"} == {
        ("delivery_fee", gbp(249)),
        ("small_order_fee", gbp(99)),
    }
    assert {(one.code, one.remitted_by, one.amount) for one in rows if one.sort == "tax"} == {
        ("tax", "channel", gbp(500)),
        ("tax", "merchant", gbp(43)),
        ("total_fee_tax", "merchant", gbp(58)),
    }
    assert len({one.id for one in rows}) == len(rows)


def test_promotions_count_in_the_currency_of_the_caller() -> None:
    """Their amounts name no currency."""
    amounts = [one.amount for one in decoded(OWN, None).rows["Adjustment"] if one.sort == "discount"]
    assert amounts == [BareAmount("5"), BareAmount("4")]


def test_an_order_in_yen() -> None:
    """Hundredths of a yen; picked up, by somebody on foot."""
    rows = decoded(YEN, None).rows
    (order,), (line,), (courier,) = rows["Order"], rows["OrderLine"], rows["Courier"]
    assert (order.total, line.price) == (Money(980, "JPY"), Money(980, "JPY"))
    assert (order.state, order.delivery_by, order.channel) == ("received", "customer_collects", "postmates")
    assert (courier.name, courier.vehicle, courier.state) == ("Sam", "Walking", "assigned")
    assert rows["Fulfilment"][0].mode == "pickup"
    assert rows["Adjustment"] == []


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("CREATED", "received"),
        ("ACCEPTED", "accepted"),
        ("DENIED", "denied"),
        ("FINISHED", "completed"),
        ("CANCELED", "cancelled"),
        ("UNKNOWN", None),
        ("SOMETHING_NEW", None),
    ],
)
def test_states(word: str, state: str | None) -> None:
    """Every state that is documented; one that is not is not known, and no fault."""
    buf = documents.read(OWN).replace(b'"ACCEPTED"', f'"{word}"'.encode())
    read = documents.lens("order").decode(buf)
    assert read.problems == ()
    assert read.rows["Order"][0].state == state
