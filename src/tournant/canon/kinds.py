"""All kinds of the canonical model by name, and the table of their columns that the documentation shows.

The table is written anew with:

    .venv/bin/python -c "from tournant.canon import kinds; print(kinds.table(), end='')" > docs/reference/kinds.md
"""

import ast
import inspect
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from textwrap import dedent
from typing import Annotated, Final, Literal, NamedTuple

from tournant.canon import (
    availability,
    fulfilment,
    hours,
    item,
    menu,
    modifiers,
    order,
    place,
    price,
    relations,
    tax,
    translation,
    webhook,
)
from tournant.kernel.money import BareAmount, Money
from tournant.kernel.row import Entity, Link, UnsetType

__all__ = ["KINDS", "Column", "columns", "table"]

_CHAPTERS: Final[Mapping[str, tuple[type[Entity] | type[Link], ...]]] = {
    "Place": (
        place.Organisation,
        place.Merchant,
        place.Brand,
        place.Location,
        place.LocationBrand,
        hours.OpeningHours,
        hours.SpecialHours,
        hours.Pause,
        hours.PrepTime,
    ),
    "Menu": (
        menu.Menu,
        menu.Daypart,
        menu.DaypartLink,
        menu.Category,
        menu.MenuCategory,
        menu.CategoryItem,
        menu.ItemCategory,
    ),
    "Items": (
        item.Item,
        item.Variation,
        item.MeasureUnit,
        item.Bundle,
        item.BundlePart,
        item.BundlePartItem,
        item.Image,
        item.ImageLink,
        tax.TaxRate,
        tax.ItemTax,
        translation.Translation,
    ),
    "Modifiers": (
        modifiers.ModifierGroup,
        modifiers.Modifier,
        modifiers.ItemGroup,
        modifiers.VariationGroup,
        modifiers.GroupModifier,
        modifiers.ModifierGroupLink,
    ),
    "What differs by place and time": (
        price.PriceRule,
        price.QuantityRule,
        availability.Availability,
        place.LocationOverlay,
        place.PresentAt,
        place.AbsentAt,
    ),
    "Orders": (
        order.Order,
        order.OrderLine,
        order.Adjustment,
        order.Payment,
        fulfilment.Fulfilment,
        fulfilment.Courier,
        fulfilment.Customer,
    ),
    "Webhooks": (webhook.PartnerEvent,),
}

KINDS: Final[Mapping[str, type[Entity] | type[Link]]] = {
    cls.__name__: cls for chapter in _CHAPTERS.values() for cls in chapter
}
"""Every kind by its name, in the order of the documentation."""

_WORDS_OF_TYPES: Final[Mapping[object, str]] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "true or false",
    date: "date",
    Money: "price",
    tuple[str, ...]: "list of texts",
}

_OPENING: Final = """\
# Kinds of rows

Every kind of the canonical model with its JSON keys. This page is generated from the types.

- A key is left out where the partner does not carry it, and `null` where it is known to be empty.
- A *price* is `{"amount": 899, "currency": "USD"}` in minor units of the currency, or
  `{"decimal": "8.99", "currency": null}` in currency units where nobody says which currency.
- A *rate* counts units of 1e-7: 8.25 % is 825000.
- An *instant* is a text in RFC 3339 with an offset: `2025-03-01T11:30:00Z`. A *date* is `2025-03-01`.
- Times of day are `HH:MM` on the clock of the place. Quantities are decimals as text.
"""


class Column(NamedTuple):
    """One column of a kind."""

    name: str
    """Its name, which is its JSON key."""
    type: str
    """Its type in words."""
    doc: str
    """Its meaning, unit and range, in one line."""


def columns(kind: type[Entity] | type[Link]) -> list[Column]:
    """List a kind's columns in the order of its fields."""
    hints = typing.get_type_hints(kind, include_extras=True)
    docs: dict[str, str] = {}
    for cls in reversed(kind.__mro__):
        if issubclass(cls, Entity | Link):
            docs |= _docs(cls)
    return [Column(name, _type(hints[name]), docs.get(name, "")) for name in kind.__struct_fields__]


def table() -> str:
    """Write all kinds and their columns as one page of Markdown."""
    lines = [_OPENING]
    for what, base in (("entity", Entity), ("link", Link)):
        lines += [f"## Every {what}\n", f"{inspect.cleandoc(base.__doc__ or '')}\n", *_rows(columns(base))]
    for chapter, classes in _CHAPTERS.items():
        lines.append(f"## {chapter}\n")
        for cls in classes:
            lines += _section(cls)
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(cls: type[Entity] | type[Link]) -> Iterator[str]:
    base = Entity if issubclass(cls, Entity) else Link
    yield f"### {cls.__name__}\n"
    yield f"{inspect.cleandoc(cls.__doc__ or '')}\n"
    relation = f"{base.__name__}."
    if parents := relations.PARENTS.get(cls.__name__):
        relation += f" Parent: {', '.join(parents)}."
    if targets := relations.TARGETS.get(cls.__name__):
        relation += f" Target: {', '.join(targets)}."
    yield f"{relation}\n"
    own = [column for column in columns(cls) if column.name not in base.__struct_fields__]
    if own:
        yield from _rows(own)


def _rows(listed: list[Column]) -> Iterator[str]:
    yield "| key | type | meaning |"
    yield "| --- | --- | --- |"
    yield from (f"| `{name}` | {words} | {doc.replace('|', '&#124;')} |" for name, words, doc in listed)
    yield ""


@cache
def _docs(cls: type) -> dict[str, str]:
    # Python keeps no docstrings of attributes; the class's own source does.
    found: dict[str, str] = {}
    (tree,) = ast.parse(dedent(inspect.getsource(cls))).body
    if isinstance(tree, ast.ClassDef):
        for field, after in zip(tree.body, tree.body[1:], strict=False):
            match field, after:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                    found[name] = " ".join(text.split())
                case _:
                    pass
    return found


def _type(hint: object) -> str:
    parts = typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
    words = [_word(part) for part in parts]
    return ", ".join(dict.fromkeys(word for word in words if word))


def _word(part: object) -> str:
    if part in _WORDS_OF_TYPES:
        return _WORDS_OF_TYPES[part]
    origin = typing.get_origin(part)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in typing.get_args(part))
    if origin is Annotated and typing.get_args(part)[0] is datetime:
        return "instant"
    # What is left says that the column may be null or left out, as every column may, or is the other form of a price.
    return "" if part in (type(None), UnsetType, BareAmount) else str(part)
