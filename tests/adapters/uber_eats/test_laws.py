"""The laws of a mapping, on generated edits of our own menu: GetPut, PutGet, and that nothing unknown is lost."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.adapters.uber_eats import documents
from tests.adapters.uber_eats.documents import decoded, gbp

EVERYTHING = "menu__everything"
LENS = documents.lens("menu")
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

_text = st.text(max_size=20)
_count = st.none() | st.integers(0, 9)
_price = st.integers(0, 10**7).map(gbp)
_instant = st.none() | st.integers(0, 253_402_300_799).map(lambda s: datetime.fromtimestamp(s, tz=UTC))
_rate = st.none() | st.integers(0, 10_000_000)
_words = st.none() | st.lists(st.sampled_from(["vegan", "vegetarian", "gluten_free"]), unique=True).map(tuple)
VALUES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "Menu": {"name": _text, "description": _text},
    "Category": {"name": _text},
    "Item": {
        "name": _text,
        "price": _price,
        "tax_rate_added": _rate,
        "tax_rate_included": _rate,
        "dietary_labels": _words,
        "alcohol": st.none() | st.booleans(),
        "max_quantity": _count,
        "external_ref": st.none() | _text,
        "image_url": st.none() | _text,
        "deposit": st.none() | _price,
        "calories": _count,
        "gtin": st.none() | _text,
    },
    "ModifierGroup": {"name": _text, "min_choices": _count, "max_choices": _count, "free_choices": _count},
    "PriceRule": {"price": _price},
    "QuantityRule": {"max_quantity": _count, "min_quantity": _count},
    "Availability": {"unavailable_until": _instant, "reason": st.none() | _text},
}


@st.composite
def _edited(draw: st.DrawFn) -> dict[str, list[Any]]:
    """The menu's rows with some values changed, and some lists in another order."""
    rows = dict(decoded(EVERYTHING).rows)
    for kind in draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=4)):
        at = draw(st.integers(0, len(rows[kind]) - 1))
        column = draw(st.sampled_from(sorted(VALUES[kind])))
        changed = replace(rows[kind][at], **{column: draw(VALUES[kind][column])})
        rows[kind] = [*rows[kind][:at], changed, *rows[kind][at + 1 :]]
    for kind in draw(st.lists(st.sampled_from(["Item", "Category", "ModifierGroup", "CategoryItem"]), max_size=2)):
        rows[kind] = draw(st.permutations(rows[kind]))
    return rows


def _meant(rows: dict[str, list[Any]]) -> dict[str, dict[str, list[Any]]]:
    """Rows by kind and parent, in order, without the numbers of their places."""
    found: dict[str, dict[str, list[Any]]] = {}
    for kind, of in rows.items():
        for one in of:
            found.setdefault(kind, {}).setdefault(str(one.parent), []).append(replace(one, position=0))
    return found


@FEW
@given(_edited())
def test_what_was_written_is_what_is_read(rows: dict[str, list[Any]]) -> None:
    """PutGet, and GetPut on what was written; members that no table names are all still there."""
    written = LENS.encode(rows, decoded(EVERYTHING).source)
    again = LENS.decode(written)
    assert again.problems == ()
    assert _meant(again.rows) == _meant(rows)
    assert LENS.encode(again.rows, again.source) == written
    assert written.count(b'"kept"') == documents.read(EVERYTHING).count(b'"kept"')


@FEW
@given(_edited())
def test_an_edit_can_be_taken_back(rows: dict[str, list[Any]]) -> None:
    """Resourcefulness: what was changed and put back reads as it did."""
    source = decoded(EVERYTHING)
    there = LENS.decode(LENS.encode(rows, source.source))
    back = LENS.decode(LENS.encode(source.rows, there.source))
    assert _meant(back.rows) == _meant(source.rows)


@FEW
@given(_edited())
def test_rows_alone_make_the_same_menu(rows: dict[str, list[Any]]) -> None:
    """What is built from rows reads as those rows."""
    again = LENS.decode(LENS.build(rows))
    assert again.problems == ()
    assert _meant(again.rows) == _meant(rows)
