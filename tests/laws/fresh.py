"""Rows that are in no document yet: whole new elements, alone and with what stands in them."""

from collections.abc import Callable

from hypothesis import strategies as st
from tests.laws.cases import Case, Rows
from tests.laws.edits import Draw
from tests.laws.tables import deep, flat, tagged

from tournant.kernel.row import UNSET, Entity, Row

__all__ = ["added"]

NEW = "new"
Maker = Callable[[Draw, Rows], list[Row]]


def added(draw: Draw, case: Case, rows: Rows) -> list[Row]:
    """The rows of one new element; empty where the document has no home for it."""
    return draw(st.sampled_from(MAKERS[case.name]))(draw, rows)


def _one(draw: Draw, rows: Rows, kind: str) -> str | None:
    """The id of a row that is there."""
    found = [row.id for row in rows.get(kind, ()) if isinstance(row, Entity)]
    return draw(st.sampled_from(found)) if found else None


def _flat_item(draw: Draw, rows: Rows) -> list[Row]:
    row = flat.Item(
        NEW,
        NEW,
        UNSET,
        0,
        name="N",
        description=None,
        price=5,
        max_quantity=2,
        tax_rate=8250,
        sku=None,
        visible=False,
        substitute="I1",
    )
    links: list[Row] = [flat.ItemGroup(key, NEW, i) for i, key in enumerate(("G1", 'q"'))]
    category = _one(draw, rows, "Category")
    return [row, *links, *([flat.CategoryItem(NEW, category, 0)] if category else [])]


def _flat_group(_: Draw, __: Rows) -> list[Row]:
    options: list[Row] = [flat.GroupOption("I1", NEW, 0, price=None), flat.GroupOption("x y", NEW, 1, price=7)]
    return [flat.Group(NEW, NEW, UNSET, 0, name="é", min=0, max=None), *options]


def _flat_menu(_: Draw, __: Rows) -> list[Row]:
    return [
        flat.Menu(NEW, NEW, UNSET, 0, name=None, note='"'),
        flat.MenuCategory("C1", NEW, 0),
        flat.Day(f"{NEW}/friday", "friday", NEW, 0, label=None),
        flat.Period(f"{NEW}/friday/11:00", "11:00", f"{NEW}/friday", 0, end=1439),
        flat.Period(f"{NEW}/friday/09:00", "09:00", f"{NEW}/friday", 1, end=None),
    ]


def _flat_rule(_: Draw, __: Rows) -> list[Row]:
    return [flat.Rule("I9:dine in", "I9:dine in", UNSET, 0, price="5 USD", label="x")]


def _flat_option(draw: Draw, rows: Rows) -> list[Row]:
    group = _one(draw, rows, "Group")
    return [flat.GroupOption("I77", group, 0, price=1)] if group else []


def _flat_bare(draw: Draw, rows: Rows) -> list[Row]:
    item = _one(draw, rows, "Item")
    return [flat.ItemGroup("G77", item, 0)] if item else []


def _flat_period(draw: Draw, rows: Rows) -> list[Row]:
    day = _one(draw, rows, "Day")
    return [flat.Period(f"{day}/21:00", "21:00", day, 0, end=1320)] if day else []


def _tagged_item(_: Draw, __: Rows) -> list[Row]:
    return [
        tagged.Item("o.new", "o.new", UNSET, 0, name="N", description=None, deleted=False),
        tagged.Variation("Vnew", "Vnew", "o.new", 0, name=None, sku="s", price="5 USD"),
        tagged.ItemTax("o.1", "o.new", 0),
        tagged.ItemCategory("o.1", "o.new", 0, ordinal=3),
        tagged.ItemGroup("L1", "o.new", 0, min=None),
    ]


def _tagged_group(_: Draw, __: Rows) -> list[Row]:
    modifiers: list[Row] = [
        tagged.Modifier(f"o.new/{key}", key, "o.new", i, name=key, price=None, on=False)
        for i, key in enumerate(("m2", "m1"))
    ]
    return [tagged.Group("o.new", "o.new", UNSET, 0, name="G", min=1), *modifiers]


def _tagged_tax(_: Draw, __: Rows) -> list[Row]:
    return [tagged.Tax("o.new", "o.new", UNSET, 0, name=None, rate=19600)]


def _tagged_variation(draw: Draw, rows: Rows) -> list[Row]:
    item = _one(draw, rows, "Item")
    return [tagged.Variation("Vnew", "Vnew", item, 0, name="large", sku=None, price="- EUR")] if item else []


def _tagged_bare(draw: Draw, rows: Rows) -> list[Row]:
    item = _one(draw, rows, "Item")
    return [tagged.ItemTax("T77", item, 0)] if item else []


def _new_item(category: str) -> list[Row]:
    row = deep.Item(NEW, NEW, UNSET, UNSET, name="N", description=None, price=5, tax_rate=None, active=False)
    return [row, deep.CategoryItem(NEW, category, 0)]


def _new_group(parent: str) -> list[Row]:
    return [
        deep.Group(NEW, NEW, UNSET, UNSET, name="G", min=0, max=None),
        deep.ItemGroup(NEW, parent, 0),
        deep.Option(f"{NEW}/b", "b", NEW, 0, name="b", price=None, tax_rate=8250, active=True),
        deep.Option(f"{NEW}/a", "a", NEW, 1, name=None, price=1, tax_rate=None, active=False),
    ]


def _deep_item(draw: Draw, rows: Rows) -> list[Row]:
    """A new item with a group that is there already, where there is one."""
    category, group = _one(draw, rows, "Category"), _one(draw, rows, "Group")
    if category is None:
        return []
    return [*_new_item(category), *([deep.ItemGroup(group, NEW, 0)] if group else [])]


def _deep_whole_item(draw: Draw, rows: Rows) -> list[Row]:
    category = _one(draw, rows, "Category")
    return [*_new_item(category), *_new_group(NEW)] if category else []


def _deep_group(draw: Draw, rows: Rows) -> list[Row]:
    item = _one(draw, rows, "Item")
    return _new_group(item) if item else []


def _deep_option(draw: Draw, rows: Rows) -> list[Row]:
    group = _one(draw, rows, "Group")
    return [deep.Option(f"{group}/new", NEW, group, 0, name="o", price=5, tax_rate=None, active=True)] if group else []


def _deep_category(draw: Draw, rows: Rows) -> list[Row]:
    menu, item = _one(draw, rows, "Menu"), _one(draw, rows, "Item")
    if menu is None:
        return []
    return [
        deep.Category(NEW, NEW, menu, 0, name="C", subtitle=None),
        *([deep.CategoryItem(item, NEW, 0)] if item else []),
    ]


MAKERS: dict[str, tuple[Maker, ...]] = {
    "flat": (_flat_item, _flat_group, _flat_menu, _flat_rule, _flat_option, _flat_bare, _flat_period),
    "tagged": (_tagged_item, _tagged_group, _tagged_tax, _tagged_variation, _tagged_bare),
    "deep": (_deep_item, _deep_whole_item, _deep_group, _deep_option, _deep_category),
}
