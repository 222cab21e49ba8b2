"""Writing into our own menu: each edit changes its own bytes, and everything else stays."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from msgspec import UNSET
from msgspec.structs import replace
from tests.adapters.uber_eats import documents
from tests.adapters.uber_eats.documents import Rows, decoded, gbp, in_any_order, links, row

from tournant.canon import (
    Availability,
    CategoryItem,
    Daypart,
    GroupModifier,
    Item,
    ItemGroup,
    PriceRule,
    QuantityRule,
)
from tournant.kernel.money import BareAmount, Money
from tournant.lens import EncodeError

EVERYTHING = "menu__everything"
SOURCE = documents.read(EVERYTHING)


def _with(rows: Rows, kind: str, id_: str, **changed: object) -> Rows:
    old = row(rows, kind, id_)
    return {**rows, kind: [replace(one, **changed) if one is old else one for one in rows[kind]]}


def _written(change: Callable[[Rows], Rows]) -> bytes:
    """Encode a change, and see that it reads as it was meant."""
    read = decoded(EVERYTHING)
    rows = change(read.rows)
    made = documents.lens("menu").encode(rows, read.source)
    again = documents.lens("menu").decode(made)
    assert again.problems == ()
    assert in_any_order(again.rows) == in_any_order(rows)
    return made


EDITS: dict[str, tuple[Callable[[Rows], Rows], bytes, bytes]] = {
    "price": (lambda r: _with(r, "Item", "udon", price=gbp(1175)), b'"price": 1100', b'"price": 1175'),
    "name": (
        lambda r: _with(r, "Item", "lager", name="Pils, 0.5 l"),
        b'"en_gb": "Lager, 0.5 l"',
        b'"en_gb": "Pils, 0.5 l"',
    ),
    "rate": (
        lambda r: _with(r, "Item", "lager", tax_rate_included=825_001),
        b'"vat_rate_percentage": 19.6',
        b'"vat_rate_percentage": 8.25001',
    ),
    "suspension": (
        lambda r: _with(r, "Availability", "udon", unavailable_until=datetime(2026, 1, 2, tzinfo=UTC)),
        b'"suspend_until": 1767225600, "reason"',
        b'"suspend_until": 1767312000, "reason"',
    ),
    "back on sale": (
        lambda r: _with(r, "Availability", "udon", unavailable_until=None),
        b'"suspend_until": 1767225600, "reason"',
        b'"suspend_until": null, "reason"',
    ),
    "limit of a group": (
        lambda r: _with(r, "ModifierGroup", "toppings", max_choices=5),
        b'"max_permitted": 6',
        b'"max_permitted": 5',
    ),
    "free choices": (
        lambda r: _with(r, "ModifierGroup", "toppings", free_choices=3),
        b'"charge_above": 2',
        b'"charge_above": 3',
    ),
    "override of a price": (
        lambda r: _with(r, "PriceRule", "egg/MODIFIER_GROUP:toppings", price=gbp(175)),
        b'"price": 150, "kept"',
        b'"price": 175, "kept"',
    ),
    "override of a limit": (
        lambda r: _with(r, "QuantityRule", "toppings/ITEM:udon", max_quantity=3),
        b'"max_permitted": 4',
        b'"max_permitted": 3',
    ),
    "shown folded": (
        lambda r: _with(r, "ModifierGroup", "broth", collapsed=True),
        b'"display_type": "expanded"',
        b'"display_type": "collapsed"',
    ),
    "closing time": (
        lambda r: _with(r, "Daypart", "noon/monday:17:00", closes="22:30"),
        b'"start_time": "17:00", "end_time": "23:59"',
        b'"start_time": "17:00", "end_time": "22:30"',
    ),
    "tax labels": (
        lambda r: _with(r, "Item", "ramen", tax_labels=("CAT_SANDWICH",)),
        b'"labels": ["CAT_PREPARED_FOOD", "TEMP_HEATED"]',
        b'"labels": ["CAT_SANDWICH"]',
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_changes_its_own_bytes(edit: str) -> None:
    """One value, one place."""
    change, old, new = EDITS[edit]
    assert SOURCE.count(old) == 1
    assert _written(change) == SOURCE.replace(old, new)


def test_items_change_places() -> None:
    """An item that moved brings its bytes along."""
    made = _written(lambda r: {**r, "Item": r["Item"][::-1]})
    assert sorted(made) == sorted(SOURCE)
    assert documents.lens("menu").decode(made).rows["Item"][0].id == "coarse"


def test_an_option_changes_places() -> None:
    """Options are reordered within their group, with what we know nothing about."""
    made = _written(
        lambda r: {**r, "GroupModifier": sorted(r["GroupModifier"], key=lambda one: one.target, reverse=True)}
    )
    assert b'[{"id": "nori", "type": "ITEM"}, {"id": "egg", "type": "ITEM", "kept": "option"}]' in made


def test_an_item_is_added() -> None:
    """A new item has what the vendor requires, and nothing that nobody said."""

    def change(rows: Rows) -> Rows:
        made = Item("gyoza", "gyoza", UNSET, 99, name="Gyoza", price=gbp(650), tax_rate_added=500_000)
        link = CategoryItem("gyoza", "bowls", 2)
        group = ItemGroup("toppings", "gyoza", 0)
        suspended = Availability("gyoza", None, "gyoza", 0, unavailable_until=datetime(2026, 1, 1, tzinfo=UTC))
        rule = PriceRule("gyoza/MENU:late", "MENU:late", "gyoza", 0, in_menu="late", price=gbp(700))
        return {
            **rows,
            "Item": [*rows["Item"], made],
            "CategoryItem": [*rows["CategoryItem"], link],
            "ItemGroup": [*rows["ItemGroup"], group],
            "Availability": [*rows["Availability"], suspended],
            "PriceRule": [*rows["PriceRule"], rule],
        }

    read = decoded(EVERYTHING)
    made = documents.lens("menu").encode(change(read.rows), read.source)
    again = documents.lens("menu").decode(made)
    assert again.problems == ()
    gyoza = row(again.rows, "Item", "gyoza")
    assert (gyoza.name, gyoza.price, gyoza.tax_rate_added) == ("Gyoza", gbp(650), 500_000)
    assert links(again.rows, "CategoryItem", "bowls") == ["ramen", "udon", "gyoza"]
    assert row(again.rows, "Availability", "gyoza").unavailable_until == datetime(2026, 1, 1, tzinfo=UTC)
    assert row(again.rows, "PriceRule", "gyoza/MENU:late").in_menu == "late"
    assert b'"en_us":"Gyoza"' in made


def test_an_item_is_taken_out() -> None:
    """With the links to it; the rest keeps its bytes."""

    def change(rows: Rows) -> Rows:
        return {
            **rows,
            "Item": [one for one in rows["Item"] if one.id != "nori"],
            "GroupModifier": [one for one in rows["GroupModifier"] if one.target != "nori"],
        }

    made = _written(change)
    assert b"nori" not in made.lower()
    assert b'"kept": "option"' in made


def test_a_suspension_where_there_was_none() -> None:
    """An item without suspension_info gets one; an item with null too."""
    until = datetime(2026, 5, 1, tzinfo=UTC)

    def change(rows: Rows) -> Rows:
        made = [Availability(one, None, one, 0, unavailable_until=until, reason="out") for one in ("nori", "ramen")]
        return {**rows, "Availability": [*rows["Availability"], *made]}

    made = _written(change)
    assert made.count(b'"suspend_until":1777593600') == 2


def test_a_group_is_detached_and_another_attached() -> None:
    """Links to groups come and go."""

    def change(rows: Rows) -> Rows:
        kept = [one for one in rows["ItemGroup"] if (one.parent, one.target) != ("udon", "toppings")]
        return {**rows, "ItemGroup": [*kept, ItemGroup("broth", "udon", 0), ItemGroup("grind", "tea", 0)]}

    made = documents.lens("menu").decode(_written(change)).rows
    assert links(made, "ItemGroup", "udon") == ["broth"]
    assert links(made, "ItemGroup", "tea") == ["grind"]


def test_a_period_on_a_day_that_had_none() -> None:
    """Hours are added to a day that is there, and on a day that is not."""

    def change(rows: Rows) -> Rows:
        more = [
            Daypart(
                "noon/sunday:12:00", "sunday:12:00", "noon", 9, weekdays=("sunday",), opens="12:00", closes="24:00"
            ),
            Daypart(
                "noon/friday:07:00", "friday:07:00", "noon", 8, weekdays=("friday",), opens="07:00", closes="10:00"
            ),
        ]
        return {**rows, "Daypart": [*rows["Daypart"], *more]}

    read = decoded(EVERYTHING)
    made = documents.lens("menu").encode(change(read.rows), read.source)
    found = {
        (one.weekdays, one.opens, one.closes)
        for one in documents.lens("menu").decode(made).rows["Daypart"]
        if one.parent == "noon"
    }
    assert (("sunday",), "12:00", "24:00") in found
    assert (("friday",), "07:00", "10:00") in found
    assert len(found) == 6
    assert b'"kept": "day"' in made


@pytest.mark.parametrize("id_", ["a/b", "a;b"])
def test_ids_that_a_path_cannot_hold_are_refused(id_: str) -> None:
    """The vendor puts an item's id into the path of a request."""
    read = decoded(EVERYTHING)
    rows = {**read.rows, "Item": [*read.rows["Item"], Item(id_, id_, UNSET, 0, name="x", price=gbp(1))]}
    with pytest.raises(ValueError, match="cannot be the id of an item"):
        documents.lens("menu").encode(rows, read.source)


def test_what_hundredths_cannot_hold_is_refused() -> None:
    """1.255 dinars have three digits after the point: nothing is rounded, nothing written."""
    read = decoded(EVERYTHING, "KWD")
    assert row(read.rows, "Item", "ramen").price == Money(12500, "KWD")
    with pytest.raises(EncodeError, match=r"1\.255"):
        documents.lens("menu", "KWD").encode(_with(read.rows, "Item", "ramen", price=Money(1255, "KWD")), read.source)


def test_the_projection_s_for_ever_is_the_farthest_instant() -> None:
    """An item that is off until somebody takes it back is written as the last second that reads back the same."""
    read = decoded("menu__yen", None)
    gone = Availability(
        "oyakodon", None, "oyakodon", 0, unavailable_until=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    )
    made = documents.lens("menu", None).encode({**read.rows, "Availability": [gone]}, read.source)
    assert b'"suspend_until":253402300799' in made
    (again,) = documents.lens("menu", None).decode(made).rows["Availability"]
    assert again.unavailable_until == gone.unavailable_until


def test_new_overrides_say_their_context() -> None:
    """In a menu, an item, a group: each is written with its type and read back the same."""
    read = decoded(EVERYTHING)
    made = [
        PriceRule("tea/a", None, "tea", 0, in_menu="late", price=gbp(1)),
        PriceRule("tea/b", None, "tea", 1, in_item="ramen", price=gbp(2)),
        PriceRule("tea/c", None, "tea", 2, in_group="toppings", price=gbp(3)),
    ]
    limit = QuantityRule("tea/d", None, "tea", 0, in_group="broth", max_quantity=2)
    choice = GroupModifier("tea", "broth", 9)
    rows = {
        **read.rows,
        "PriceRule": [*read.rows["PriceRule"], *made],
        "QuantityRule": [*read.rows["QuantityRule"], limit],
        "GroupModifier": [*read.rows["GroupModifier"], choice],
    }
    written = documents.lens("menu").encode(rows, read.source)
    again = documents.lens("menu").decode(written).rows
    found = {(one.parent, *documents.where(one)): one.price for one in again["PriceRule"] if one.parent == "tea"}
    assert found == {
        ("tea", "late", None, None): gbp(1),
        ("tea", None, "ramen", None): gbp(2),
        ("tea", None, None, "toppings"): gbp(3),
    }
    assert [documents.where(one) for one in again["QuantityRule"] if one.parent == "tea"] == [(None, None, "broth")]


def test_bare_amounts_are_written_in_hundredths() -> None:
    """Where nobody says the currency, a decimal is counted in hundredths too."""
    read = decoded(EVERYTHING, None)
    rows = _with(read.rows, "Item", "udon", price=BareAmount("11.75"))
    assert documents.lens("menu", None).encode(rows, read.source) == SOURCE.replace(b'"price": 1100', b'"price": 1175')
