"""The tables under the laws: each with its documents, its oracle, how its kinds stand, and values to write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from tests.laws import documents, oracle, tables
from tests.laws.documents.text import Document

from tournant import lens
from tournant.kernel.row import Row
from tournant.lens import Doc

__all__ = ["ALL", "DEEP", "FLAT", "RECURSIVE", "TAGGED", "Case", "Rows"]

Rows = Mapping[str, list[Row]]
Values = tuple[object, ...]

TEXT: Values = ("new", 'q"}]\\', "é🍕", "", None, "line\nbreak", "\x00", "null", "a/b")
INT: Values = (5, 0, -1250, 10**12, None)
PERCENT: Values = (8250, 0, 19600, None)
BOOL: Values = (True, False)
MONEY: Values = ("5 USD", "-1200 -", "- EUR", None)


@dataclass(frozen=True, eq=False, repr=False)
class Case:
    name: str
    doc: Doc
    documents: Callable[..., st.SearchStrategy[Document]]
    oracle: Callable[[bytes], list[Row]]
    inside: Mapping[str, tuple[str, ...]]
    """Kind to the kinds that stand in it; the root is the empty name."""
    values: Mapping[str, Values]
    """What may be written into a field, by its name or by kind and name."""
    shared: Mapping[str, str] = field(default_factory=dict)
    """Link kind to the kind whose rows it repeats."""
    scoped: frozenset[str] = frozenset()
    place: Callable[[str], str] = field(default=lambda _: "")
    """By the key of a root record: the list that it stands in."""

    def _repr_pretty_(self, printer: Any, _: bool) -> None:  # noqa: ANN401, FBT001 - how hypothesis asks for a short name
        printer.text(self.name)

    def codec(self) -> lens.Lens:
        return lens.Lens(self.doc)

    def parents(self, kind: str) -> list[str]:
        """The kinds that a kind may stand in."""
        return [outer for outer, inner in self.inside.items() if kind in inner]


FLAT = Case(
    name="flat",
    doc=tables.flat.FLAT,
    documents=documents.flat.documents,
    oracle=oracle.flat.rows,
    inside={
        "": ("Menu", "Category", "Item", "Group", "Rule"),
        "Menu": ("Day", "MenuCategory"),
        "Day": ("Period",),
        "Category": ("CategoryItem",),
        "Item": ("ItemGroup", "Nutrition"),
        "Group": ("GroupOption",),
    },
    values={
        **dict.fromkeys(("name", "note", "label", "subtitle", "description", "sku", "substitute"), TEXT),
        **dict.fromkeys(("price", "max_quantity", "min", "max", "calories"), INT),
        "end": (570, 0, 1439, None),
        "tax_rate": PERCENT,
        "visible": BOOL,
        "Rule.price": MONEY,
    },
    scoped=frozenset({"Day", "Period", "Nutrition"}),
)

TAGGED = Case(
    name="tagged",
    doc=tables.tagged.TAGGED,
    documents=documents.tagged.documents,
    oracle=oracle.tagged.rows,
    inside={
        "": ("Item", "Category", "Group", "Tax", "Discount", "Stock"),
        "Item": ("Variation", "ItemTax", "ItemCategory", "ItemGroup"),
        "Group": ("Modifier",),
    },
    values={
        **dict.fromkeys(("name", "description", "sku", "above"), TEXT),
        **dict.fromkeys(("min", "ordinal", "count"), INT),
        **dict.fromkeys(("deleted", "on"), BOOL),
        "rate": PERCENT,
        "price": MONEY,
    },
    scoped=frozenset({"Modifier"}),
    place=lambda key: key.split(".", maxsplit=1)[0],
)

DEEP = Case(
    name="deep",
    doc=tables.deep.DEEP,
    documents=documents.deep.documents,
    oracle=oracle.deep.rows,
    inside={
        "": ("Menu",),
        "Menu": ("Category",),
        "Category": ("CategoryItem",),
        "Item": ("ItemGroup",),
        "Group": ("Option",),
        "Option": ("OptionGroup",),
    },
    values={
        **dict.fromkeys(("name", "description", "subtitle"), TEXT),
        **dict.fromkeys(("price", "min", "max"), INT),
        "tax_rate": PERCENT,
        "active": BOOL,
    },
    shared={"CategoryItem": "Item", "ItemGroup": "Group", "OptionGroup": "Group"},
    scoped=frozenset({"Option"}),
)

RECURSIVE = Case(
    name="recursive",
    doc=tables.recursive.RECURSIVE,
    documents=documents.recursive.documents,
    oracle=oracle.recursive.rows,
    inside={
        "": ("Menu", "Group", "Option"),
        "Menu": ("Category",),
        "Category": ("Category", "CategoryItem"),
        "Item": ("ItemGroup",),
        "Group": ("GroupOption",),
        "Option": ("OptionGroup",),
    },
    values={**dict.fromkeys(("name", "subtitle", "sku"), TEXT), "price": (110, 0, 1250, -50, None), "min": INT},
    shared={"CategoryItem": "Item"},
)

ALL = (FLAT, TAGGED, DEEP, RECURSIVE)
