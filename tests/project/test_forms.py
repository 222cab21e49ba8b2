"""What a partner holds in another form: prices in its digits, taxes, pictures, what is sold out, hours, limits."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from msgspec import UNSET, structs
from tests.project.catalogs import SQUARE, UBER
from tests.project.menus import (
    brief,
    category,
    hours,
    item,
    links_of,
    named,
    prices_of,
    reasons,
    rows_of,
)
from tests.project.test_losses import lost, simple

from tournant.canon import (
    Availability,
    Image,
    ImageLink,
    ItemTax,
    LocationOverlay,
    TaxRate,
)
from tournant.canon.modifiers import NO_LIMIT
from tournant.kernel.money import BareAmount
from tournant.project import Link, Markup, project, unproject

Rows = dict[str, list[Any]]


def test_dinars_in_hundredths() -> None:
    """KWD 1.255 cannot be said in hundredths: 1.26 is charged, and said; 1.250 can. Yen have no smaller unit."""
    rows = rows_of(
        *category("c", "x", "y"), *item("x", {"one": 1255}, currency="KWD"), *item("y", {"one": 1250}, currency="KWD")
    )
    made = project(rows, UBER, Link())
    assert prices_of(made.rows, "Item") == {"x": 1260, "y": 1250}
    assert reasons(made.losses) == [("Variation", "x-one", "price_rounded")]
    yen = rows_of(*category("c", "x"), *item("x", {"small": 500, "large": 650}, currency="JPY"))
    made = project(yen, UBER, Link(rule=Markup(rate_added=1_500_000, ending=0)))
    # 500 yen + 15 % = 575 → 580; 650 + 15 % = 747.5 → 748 → 750; the difference is 170.
    assert prices_of(made.rows, "Item") == {"x": 580, "x-small": 0, "x-large": 170}
    assert made.losses == ()


def test_amounts_of_no_currency() -> None:
    """Where nobody says the currency, totals and differences are decimals; a rule counts hundredths."""
    rows = rows_of(*category("c", "x"), *item("x", {"s": 0, "l": 0}))
    rows["Variation"] = [
        structs.replace(row, price=BareAmount(price))
        for row, price in zip(rows["Variation"], ("3.5", "4.25"), strict=True)
    ]
    made = project(rows, UBER, Link())
    assert [row.price for row in made.rows["Item"]] == [BareAmount("3.5"), BareAmount("0"), BareAmount("0.75")]
    made = project(rows, UBER, Link(rule=Markup(rate_added=1_500_000, ending=9)))
    # 3.50 → 4.025 → 4.03 → 4.09; 4.25 → 4.8875 → 4.89 → 4.89.
    assert [row.price for row in made.rows["Item"]] == [BareAmount("4.09"), BareAmount("0"), BareAmount("0.8")]


def test_taxes_become_rates_and_records() -> None:
    """Two records are one rate at a partner with rates, which is said; a rate is a record at one with records."""
    rows = simple(
        TaxRate("s", None, UNSET, 0, name="State", rate=600_000, included=False),
        TaxRate("t", None, UNSET, 1, name="Town", rate=225_000, included=False),
        ItemTax("s", "toast", 0),
        ItemTax("t", "toast", 1),
    )
    made = project(rows, UBER, Link())
    assert named(made.rows, "Item", "toast").tax_rate_added == 825_000
    assert reasons(made.losses) == [("Item", "toast", "taxes_joined")]
    assert links_of(project(rows, SQUARE, Link()).rows, "ItemTax") == {"toast": ["s", "t"]}
    rated = simple()
    rated["Item"] = [structs.replace(rated["Item"][0], tax_rate_included=2_000_000)]
    made = project(rated, SQUARE, Link())
    assert brief(made.rows, "TaxRate", "name", "rate", "included") == [("Tax 20 %", 2_000_000, True)]
    assert links_of(made.rows, "ItemTax") == {"toast": [made.rows["TaxRate"][0].id]}
    assert named(made.rows, "Item", "toast").tax_rate_included is UNSET


def test_pictures() -> None:
    """A record's address is the item's; an address is lost where pictures are records, unless that knows the record."""
    rows = simple(Image("p", None, UNSET, 0, url="https://x/p.jpg"), ImageLink("p", "toast", 0))
    made = project(rows, UBER, Link())
    assert (named(made.rows, "Item", "toast").image_url, made.losses) == ("https://x/p.jpg", ())
    assert lost(rows, SQUARE) == [("Item", "toast", "image_lost")]
    made = project(rows, SQUARE, Link(ext={"p": "IMG"}))
    assert (links_of(made.rows, "ImageLink"), made.losses) == ({"toast": ["p"]}, ())
    assert made.rows["Image"][0].external_id == "IMG"


def test_sold_out_by_an_instant() -> None:
    """Uber Eats says when it ends: what has no end gets the last instant there is; an end of its own stays."""
    end = datetime(2026, 3, 1, 12, tzinfo=UTC)
    rows = simple(
        Availability("a", None, "toast", UNSET, available=False),
        Availability("b", None, "m", UNSET, unavailable_until=end),
    )
    made = project(rows, UBER, Link())
    until = {row.parent: row.unavailable_until for row in made.rows["Availability"]}
    assert until == {"toast": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "m": end}
    assert made.losses == ()


def test_one_location_counts_before_all() -> None:
    """What a location says of itself wins over what is said of all, in both directions."""
    rows = simple(
        Availability("a", None, "toast", UNSET, available=False),
        Availability("b", None, "toast", UNSET, available=True, at_location="L"),
        LocationOverlay("o", None, "m", UNSET, at_location="L", sold_out=True),
    )
    assert brief(project(rows, UBER, Link(location="L")).rows, "Availability", "parent") == [("m",)]
    assert brief(project(rows, UBER, Link(location="K")).rows, "Availability", "parent") == [("toast",)]


def test_hours_of_one_item() -> None:
    """Where single items have hours, an item's dayparts are put inside it; a shared one once an item, and read back."""
    early = hours("d", "toast", ("monday", "tuesday"), "07:00", "10:00")
    rows = simple(early)
    capability = replace(UBER, daypart_kinds=("Menu", "Item"))
    made = project(rows, capability, Link())
    inside = [(*row.weekdays, row.opens, row.closes) for row in made.rows["Daypart"] if row.parent == "toast"]
    assert inside == [("monday", "07:00", "10:00"), ("tuesday", "07:00", "10:00")]
    assert made.losses == ()
    found, _ = unproject(made.rows, capability, Link(), made.back_map)
    assert brief(found, "Daypart", "id", "parent", "weekdays") == [("d", "toast", ("monday", "tuesday"))]


def test_no_limit_in_one_place() -> None:
    """A group of at most one that an item lifts: no limit there, at both partners, and read back."""
    rows = simple()
    rows["ItemGroup"] = [structs.replace(rows["ItemGroup"][0], min_choices=0, max_choices=NO_LIMIT)]
    made = project(rows, UBER, Link())
    assert brief(made.rows, "QuantityRule", "in_item", "min_quantity", "max_quantity") == [("toast", 0, None)]
    found, _ = unproject(made.rows, UBER, Link(), made.back_map)
    assert brief(found, "ItemGroup", "min_choices", "max_choices") == [(0, NO_LIMIT)]
    made = project(rows, SQUARE, Link())
    assert brief(made.rows, "ItemGroup", "min_choices", "max_choices") == [(0, NO_LIMIT)]


def test_sold_out_in_one_menu() -> None:
    """What is sold out in one group only is a suspension there at Uber Eats, and cannot be said at Square."""
    rows = simple(Availability("a", None, "m", UNSET, available=False, in_group="g"))
    made = project(rows, UBER, Link())
    assert brief(made.rows, "Availability", "parent", "in_group") == [("m", "g")]
    assert made.losses == ()
    assert reasons(project(rows, SQUARE, Link()).losses) == [("Availability", "m", "sold_out_lost")]


def test_what_has_no_column() -> None:
    """What a size says that an item has no column for is said once for all sizes."""
    rows = rows_of(*category("c", "x"), *item("x", {"s": 100, "l": 200}))
    rows["Variation"] = [structs.replace(row, measure_unit="kg", stock_tracked=True) for row in rows["Variation"]]
    made = project(rows, UBER, Link())
    assert [(loss.kind, loss.place, loss.detail) for loss in made.losses] == [
        ("Variation", "measure_unit", "2 in all"),
        ("Variation", "stock_tracked", "2 in all"),
    ]
