"""The laws of a mapping, on documents of the invented restaurant with columns changed by chance."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.adapters.square.catalogs import FULL, Rows, lens

from tournant.canon.modifiers import NO_LIMIT
from tournant.kernel.money import Money

_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
_PRICE = st.none() | st.builds(Money, st.integers(0, 10**9), st.sampled_from(("EUR", "JPY", "KWD")))
_FLAG = st.booleans() | st.none()
_COUNT = st.none() | st.integers(0, 9)
_MOST = st.none() | st.integers(1, 9)
_LABELS = st.none() | st.lists(
    st.text("abc", min_size=1, max_size=3) | st.sampled_from(("vegan", "milk")), max_size=3
).map(tuple)
COLUMNS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "Item": {
        "name": _TEXT,
        "description": st.none() | _TEXT,
        "taxable": _FLAG,
        "dietary_labels": _LABELS,
        "allergens": _LABELS,
        "product_type": st.sampled_from(("food", "other", "gift_card", "service", None)),
    },
    "Variation": {
        "price": _PRICE,
        "pricing": st.sampled_from(("fixed", "open", None)),
        "sku": st.none() | _TEXT,
        "stock_alert_below": st.none() | st.integers(-3, 99),
    },
    "LocationOverlay": {"price": _PRICE, "sold_out": _FLAG},
    "ItemGroup": {"min_choices": _COUNT, "max_choices": _MOST | st.just(NO_LIMIT), "enabled": _FLAG},
    "QuantityRule": {"default_quantity": st.sampled_from((0, 1, None)), "hidden": _FLAG},
    "ModifierGroup": {
        "min_choices": _COUNT,
        "max_choices": _MOST,
        "selection": st.sampled_from(("text", None)),
        "repeatable": _FLAG,
    },
    "Modifier": {"price": _PRICE, "default_quantity": st.sampled_from((0, 1, None)), "hidden": _FLAG},
    "Category": {"hidden": _FLAG, "for_staff": _FLAG, "ordinal": st.none() | st.integers(-(2**53), 2**53)},
    "TaxRate": {"rate": st.none() | st.integers(0, 10**8), "included": _FLAG, "after_other_taxes": _FLAG},
    "Daypart": {
        "weekdays": st.sampled_from((("monday",), ("sunday",), None)),
        "closes": st.sampled_from(("24:00", "09:05")),
    },
    "MeasureUnit": {"unit": st.sampled_from(("kg", "oz", "l", "m", "h", None)), "name": st.none() | _TEXT},
}


@st.composite
def edits(draw: st.DrawFn) -> Rows:
    """All rows of the full catalog, with some columns of some rows changed and the sizes in any order."""
    rows = {kind: list(of_kind) for kind, of_kind in lens().decode(FULL).rows.items()}
    for kind in draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=3, unique=True)):
        n = draw(st.integers(0, len(rows[kind]) - 1))
        changes = draw(st.fixed_dictionaries({}, optional=COLUMNS[kind]))
        rows[kind][n] = replace(rows[kind][n], **changes)
    if draw(st.booleans()):
        rows["Variation"] = [rows["Variation"][1], rows["Variation"][0], rows["Variation"][2]]
    return rows


def told(rows: Rows) -> dict[str, set[Any]]:
    """What rows say, whatever numbers their positions have; the order of siblings is looked at elsewhere."""
    return {kind: {replace(row, position=None) for row in of_kind} for kind, of_kind in rows.items()}


@settings(max_examples=60, deadline=None)
@given(edits())
def test_what_was_written_is_what_is_read(rows: Rows) -> None:
    """PutGet; and GetPut on what was written; and writing the old rows again changes nothing but spelling (PutPut)."""
    decoded = lens().decode(FULL)
    text = lens().encode(rows, decoded.source)
    again = lens().decode(text)
    assert again.problems == ()
    assert told(again.rows) == told(rows)
    assert [row.id for row in again.rows["Variation"]] == [row.id for row in rows["Variation"]]
    assert lens().encode(again.rows, again.source) == text
    back = lens().decode(lens().encode(decoded.rows, again.source))
    assert told(back.rows) == told(decoded.rows)


@settings(max_examples=30, deadline=None)
@given(edits())
def test_what_is_built_is_what_is_read(rows: Rows) -> None:
    """A catalog made from rows alone holds these rows."""
    upsert = lens("catalog-upsert")
    again = upsert.decode(upsert.build(rows))
    assert again.problems == ()
    assert told(again.rows) == told(rows)
