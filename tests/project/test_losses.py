"""Each loss is said: what a partner cannot hold, named by kind, id and reason, in one line for a person."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from msgspec import UNSET, structs
from tests.project.catalogs import SQUARE, UBER
from tests.project.menus import (
    category,
    choices,
    group,
    hours,
    item,
    links_of,
    menu,
    reasons,
    rows_of,
    usd,
)

from tournant.canon import (
    Availability,
    Bundle,
    Daypart,
    LocationOverlay,
    ModifierGroupLink,
    PriceRule,
    QuantityRule,
    Translation,
)
from tournant.project import Capability, Link, Loss, project

Rows = dict[str, list[Any]]
Row = Any
"""A row of any kind."""


def simple(*more: Row) -> Rows:
    """A toast at 5.00 with an optional extra at 1.00, and whatever else."""
    return rows_of(
        *category("c", "toast"), *item("toast", {"one": 500}, "g"), *group("g", (0, 1), "m"), *choices(m=100), *more
    )


def lost(rows: Rows, capability: Capability) -> list[tuple[str, str, str]]:
    return reasons(project(rows, capability, Link()).losses)


SUMMER = structs.replace(hours("d", "lunch", ("monday",), "07:00", "10:00"), first_day=date(2026, 6, 1))
CASES: list[tuple[str, Rows, Capability, tuple[str, str, str]]] = [
    (
        "a translation",
        simple(Translation("t", None, "toast", 0, field="name", locale="fr", text="Tartine")),
        UBER,
        ("Translation", "toast", "translation_lost"),
    ),
    ("a set", simple(Bundle("b", None, UNSET, 0, name="Deal", price=usd(900))), UBER, ("Bundle", "b", "bundle_lost")),
    (
        "hours of one item",
        simple(hours("d", "toast", ("monday",), "07:00", "10:00")),
        UBER,
        ("Item", "toast", "hours_lost"),
    ),
    (
        "a season",
        simple(*menu("lunch", "c"), SUMMER),
        UBER,
        ("Daypart", "d", "season_lost"),
    ),
    (
        "a price of an option with one item",
        simple(PriceRule("r", None, "m", UNSET, in_item="toast", price=usd(50))),
        SQUARE,
        ("PriceRule", "r", "price_lost"),
    ),
    (
        "a price at some hours",
        simple(PriceRule("r", None, "toast-one", UNSET, opens="16:00", closes="18:00", price=usd(400))),
        UBER,
        ("PriceRule", "r", "price_lost"),
    ),
    (
        "a price of another location",
        simple(LocationOverlay("o", None, "toast-one", UNSET, at_location="L", price=usd(450))),
        UBER,
        ("LocationOverlay", "toast-one", "price_lost"),
    ),
    (
        "limits on a group at one item",
        simple(QuantityRule("q", None, "g", UNSET, in_item="toast", charge_above=1)),
        SQUARE,
        ("QuantityRule", "q", "quantity_lost"),
    ),
    (
        "sold out",
        simple(Availability("a", None, "toast", UNSET, available=False)),
        SQUARE,
        ("Availability", "toast", "sold_out_lost"),
    ),
    (
        "sold out until the end of the day",
        simple(Availability("a", None, "toast", UNSET, until_end_of_day=True)),
        UBER,
        ("Availability", "toast", "sold_out_longer"),
    ),
    ("a group that nothing asks", simple(*group("h", (0, 1), "m")), UBER, ("ModifierGroup", "h", "not_shown")),
    (
        "more required than may be chosen",
        simple(*category("d", "x"), *item("x", {"one": 1}, "h"), *group("h", (2, 2), "m")),
        UBER,
        ("ModifierGroup", "x → h", "unorderable"),
    ),
    (
        "a group that opens itself",
        simple(ModifierGroupLink("g", "m", 0)),
        UBER,
        ("Modifier", "m → g", "cycle"),
    ),
]


@pytest.mark.parametrize(
    ("rows", "capability", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_said(rows: Rows, capability: Capability, expected: tuple[str, str, str]) -> None:
    """What is lost is in the report, and nothing else."""
    assert lost(rows, capability) == [expected]


def test_nothing_lost_nothing_said() -> None:
    """A menu that both partners can hold has an empty report."""
    assert lost(simple(), UBER) == []
    assert lost(simple(), SQUARE) == []


def test_one_line_for_a_person() -> None:
    """A loss reads as one sentence that names what, where and how."""
    loss = Loss("Item", "itm_1", "description", "text_shortened", "300 characters, 200 at most")
    assert str(loss) == "Item itm_1, description, is shortened: 300 characters, 200 at most"
    assert str(Loss("ModifierGroup", "m → g", "", "condition_lost")) == (
        "ModifierGroup m → g is asked whether or not the choice that opens it is made"
    )


def test_texts_are_shortened() -> None:
    """A text over the limit ends with an ellipsis within it; one at the limit stays."""
    rows = simple()
    rows["Item"] = [structs.replace(rows["Item"][0], name="A very long name", description="At its end")]
    made = project(rows, replace(UBER, text_chars_max={"Item.name": 10, "Item.description": 10}), Link())
    assert (made.rows["Item"][0].name, made.rows["Item"][0].description) == ("A very lo…", "At its end")
    assert reasons(made.losses) == [("Item", "toast", "text_shortened")]


def test_long_lists_are_said() -> None:
    """A list with more entries than the partner takes is in the report."""
    made = project(simple(), replace(UBER, list_rows_max={"CategoryItem": 0}), Link())
    assert reasons(made.losses) == [("CategoryItem", "c", "list_shortened")]


def test_columns_and_kinds_that_are_not_carried() -> None:
    """Columns without a place are said once for all rows; rows of a kind without a place are left out and said."""
    rows = simple(*menu("lunch", "c"), hours("d", "lunch", ("monday",), "07:00", "10:00"))
    rows["Item"] = [structs.replace(rows["Item"][0], prep_time_s=600, archived=False)]
    kinds = ("Menu", "MenuCategory", "Category", "CategoryItem", "Item", "ItemGroup", "ModifierGroup", "GroupModifier")
    columns = dict.fromkeys(kinds, frozenset({"name", "price", "min_choices", "max_choices"}))
    made = project(rows, replace(UBER, columns=columns), Link())
    assert "Daypart" not in made.rows
    assert [(loss.kind, loss.place, loss.reason, loss.detail) for loss in made.losses] == [
        ("Daypart", "", "kind_lost", "1 in all"),
        ("Item", "prep_time_s", "not_carried", "1 in all"),
    ]


def test_staff_categories_are_not_for_guests() -> None:
    """A category for staff is not on a channel's menu, and what stands only there is not shown."""
    rows = simple(*category("d", "x"), *item("x", {"one": 100}))
    rows["Category"] = [structs.replace(row, for_staff=row.id == "d") for row in rows["Category"]]
    assert lost(rows, UBER) == [
        ("Category", "d", "for_staff"),
        ("Category", "d", "not_shown"),
        ("Item", "x", "not_shown"),
    ]


def test_items_in_no_category_are_placed() -> None:
    """Where no item stands in any category, one is made for all; else what stands in none is not shown."""
    made = project(rows_of(*item("x", {"one": 100})), UBER, Link())
    assert links_of(made.rows, "CategoryItem") == {"category~all": ["x"]}
    assert reasons(made.losses) == [("Item", "x", "placed")]
    rows = simple(*item("x", {"one": 100}))
    assert lost(rows, UBER) == [("Item", "x", "not_shown")]


def test_the_limits_of_a_menu_with_hours_are_split_at_midnight() -> None:
    """Friday 22:00 to 02:00 is Friday to midnight and Saturday from midnight; both are pieces of one daypart."""
    rows = simple(*menu("late", "c"), hours("d", "late", ("friday", "saturday"), "22:00", "02:00"))
    made = project(rows, UBER, Link())
    assert [(*row.weekdays, row.opens, row.closes) for row in made.rows["Daypart"]] == [
        ("friday", "22:00", "24:00"),
        ("saturday", "00:00", "02:00"),
        ("saturday", "22:00", "24:00"),
        ("sunday", "00:00", "02:00"),
    ]
    assert {made.back_map["Daypart", row.id].id for row in made.rows["Daypart"]} == {"d"}
    assert isinstance(made.rows["Daypart"][0], Daypart)
