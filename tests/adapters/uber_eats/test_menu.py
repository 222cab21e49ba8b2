"""What our own menu says, field by field."""

from datetime import UTC, date, datetime

import pytest
from tests.adapters.uber_eats import documents
from tests.adapters.uber_eats.documents import decoded, gbp, links, row, where

from tournant.canon import rules
from tournant.kernel.money import BareAmount, Money
from tournant.lens import Lens

EVERYTHING = "menu__everything"
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
FOR_EVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def _lens() -> Lens:
    return documents.lens("menu")


def test_menus_and_categories() -> None:
    """Menus hold categories, categories hold items, in the document's order."""
    rows = decoded(EVERYTHING).rows
    assert [(one.id, one.name, one.description) for one in rows["Menu"]] == [
        ("noon", "Noon to night", "Bowls, and what goes with them"),
        ("late", "Late", None),
    ]
    assert [(one.name, one.description) for one in rows["Category"]] == [
        ("Bowls", "All made to order"),
        ("Drinks", None),
        ("Sets", None),
    ]
    assert links(rows, "MenuCategory", "noon") == ["bowls", "drinks", "sets"]
    assert links(rows, "CategoryItem", "bowls") == ["ramen", "udon"]


def test_hours_of_menus() -> None:
    """Each period of each day is a row below its menu; 23:59 is midnight."""
    rows = decoded(EVERYTHING).rows
    assert [(one.parent, one.weekdays, one.opens, one.closes) for one in rows["Daypart"] if one.parent != "ramen"] == [
        ("noon", ("monday",), "11:30", "14:30"),
        ("noon", ("monday",), "17:00", "24:00"),
        ("noon", ("friday",), "11:30", "24:00"),
        ("noon", ("saturday",), "00:00", "02:00"),
        ("late", ("sunday",), "00:00", "24:00"),
    ]


def test_hours_of_an_item() -> None:
    """An item may be shown at certain hours of a season."""
    (hours,) = (one for one in decoded(EVERYTHING).rows["Daypart"] if one.parent == "ramen")
    assert (hours.weekdays, hours.opens, hours.closes) == (("monday",), "12:00", "15:00")
    assert (hours.first_day, hours.last_day) == (date(2025, 11, 1), date(2026, 2, 28))


def test_item() -> None:
    """An item with most of what an item can have."""
    ramen = row(decoded(EVERYTHING).rows, "Item", "ramen")
    assert ramen.name == "Ladle ramen"
    assert ramen.description == "Broth of two days, “springy” noodles"
    assert ramen.external_ref == "POS-1001"
    assert ramen.image_url == "https://images.example/ramen.jpg"
    assert ramen.price == gbp(1250)
    assert ramen.tax_rate_added == 825_050
    assert ramen.tax_rate_included is None
    assert ramen.tax_labels == ("CAT_PREPARED_FOOD", "TEMP_HEATED")
    assert (ramen.calories, ramen.calories_max) == (540, 700)
    assert ramen.allergens == ("GLUTEN", "EGGS")
    assert ramen.dietary_labels == ()


def test_goods() -> None:
    """Labels, alcohol, deposit, codes, and energy in hundred-thousandths."""
    rows = decoded(EVERYTHING).rows
    udon, lager = row(rows, "Item", "udon"), row(rows, "Item", "lager")
    assert udon.dietary_labels == ("vegan", "vegetarian")
    assert (udon.calories, udon.calories_max) == (481, None)
    assert udon.tax_rate_included == 2_000_000
    assert udon.alcohol is None
    assert lager.alcohol is True
    assert lager.deposit == gbp(25)
    assert (lager.gtin, lager.sku) == ("04012345678901", "SKU-77")
    assert lager.tax_rate_included == 1_960_000


def test_groups() -> None:
    """A group's limits, how it is shown, and its options."""
    rows = decoded(EVERYTHING).rows
    broth, toppings = row(rows, "ModifierGroup", "broth"), row(rows, "ModifierGroup", "toppings")
    assert (broth.name, broth.external_ref, broth.collapsed) == ("Your broth", "POS-G1", False)
    assert (broth.min_choices, broth.max_choices, broth.max_distinct) == (1, 1, None)
    assert (toppings.min_choices, toppings.max_choices, toppings.collapsed) == (0, 6, True)
    assert (toppings.min_distinct, toppings.max_distinct, toppings.free_choices) == (0, 2, 2)
    assert links(rows, "GroupModifier", "toppings") == ["egg", "nori"]
    assert links(rows, "ItemGroup", "ramen") == ["broth", "toppings"]


def test_options_nest_six_levels_deep() -> None:
    """An option is an item, whose groups have options: from the broth to the grind of its spice."""
    rows = decoded(EVERYTHING).rows
    path, at = [], "ramen"
    while groups := links(rows, "ItemGroup", at):
        path.append(groups[0])
        at = links(rows, "GroupModifier", groups[0])[0]
    assert path == ["broth", "oil", "heat", "origin", "roast", "grind"]
    assert at == "coarse"


def test_prices_in_one_place() -> None:
    """On a menu, with an item, in a group; a context that nobody knows yet is carried along."""
    rows = decoded(EVERYTHING).rows["PriceRule"]
    assert {(one.parent, *where(one)): one.price for one in rows} == {
        ("ramen", "late", None, None): gbp(1400),
        ("ramen", None, "set-lunch", None): gbp(0),
        ("egg", None, None, "toppings"): gbp(150),
        ("egg", None, "ramen", None): gbp(0),
    }


def test_quantities() -> None:
    """How often an option may be chosen: anywhere, in one group; and a group's limits with one item."""
    rows = decoded(EVERYTHING).rows
    egg = row(rows, "Item", "egg")
    assert (egg.min_quantity, egg.max_quantity, egg.default_quantity) == (0, 3, 1)
    assert (egg.min_only_if_chosen, egg.charge_above, egg.refund_under) == (True, 1, 1)
    limits = {one.parent: one for one in rows["QuantityRule"]}
    assert limits.keys() == {"egg", "toppings"}
    assert (limits["egg"].in_group, limits["egg"].min_quantity, limits["egg"].max_quantity) == ("toppings", 1, 2)
    assert (limits["toppings"].in_item, limits["toppings"].max_quantity, limits["toppings"].max_distinct) == (
        "udon",
        4,
        1,
    )


def test_suspensions() -> None:
    """Seconds since 1970; what is farther than the calendar is for ever; null is on sale."""
    rows = decoded(EVERYTHING).rows["Availability"]
    assert {(one.parent, *where(one)): one.unavailable_until for one in rows} == {
        ("udon", None, None, None): NEW_YEAR,
        ("udon", "late", None, None): FOR_EVER,
        ("tea", None, None, None): None,
        ("egg", None, "udon", None): NEW_YEAR,
    }
    assert row({"Availability": rows}, "Availability", "udon").reason == "no noodles"


def test_bundles() -> None:
    """What is always part of an item."""
    found = decoded(EVERYTHING).rows["BundlePartItem"]
    assert [(one.parent, one.target, one.quantity) for one in found] == [
        ("set-lunch", "tea", "1"),
        ("set-lunch", "ramen", "2"),
    ]


def test_rows_keep_the_rules() -> None:
    """The menu breaks none of the model's invariants."""
    assert rules.violations(decoded(EVERYTHING).rows) == []


def test_yen_are_counted_in_hundredths() -> None:
    """98000 hundredths are 980 yen; half a yen is refused, with its place."""
    (bowl,) = decoded("menu__yen", "JPY").rows["Item"]
    assert bowl.price == Money(980, "JPY")
    half = documents.read("menu__yen").replace(b"98000", b"98050")
    (problem,) = documents.lens("menu", "JPY").decode(half).problems
    assert problem.path == "$.items[0].price_info.price"


def test_without_a_currency_amounts_are_decimals() -> None:
    """Where nobody says the currency, an amount says that."""
    assert row(decoded(EVERYTHING, None).rows, "Item", "ramen").price == BareAmount("12.5")


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (b'"price": 300}', b'"price": "300"}', "$.items[3].price_info.price"),
        (
            b'"suspend_until": 1767225600, "reason"',
            b'"suspend_until": "soon", "reason"',
            "$.items[1].suspension_info.suspension.suspend_until",
        ),
        (b'"tax_rate": 8.2505', b'"tax_rate": 8.250555', "$.items[0].tax_info.tax_rate"),
        (b'"id": "nori"', b'"id": "egg"', "$.items[6]"),
    ],
)
def test_what_is_wrong_is_left_out_with_its_place(old: bytes, new: bytes, path: str) -> None:
    """A wrong shape, an inexact rate, a second item of one id: reported, and written back as they are."""
    buf = documents.read(EVERYTHING).replace(old, new, 1)
    read = _lens().decode(buf)
    assert [problem.path for problem in read.problems] == [path]
    assert _lens().encode(read.rows, read.source) == buf
