"""Small menus written by hand, and a short way to say what rows hold."""

from typing import Any

from msgspec import UNSET, structs

from tournant.canon import (
    Category,
    CategoryItem,
    Daypart,
    GroupModifier,
    Item,
    ItemGroup,
    Menu,
    MenuCategory,
    Modifier,
    ModifierGroup,
    Variation,
)
from tournant.kernel.money import Money
from tournant.kernel.row import Entity

Rows = dict[str, list[Any]]
Row = Any
"""A row of any kind, or what stands in one."""
ALL_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def rows_of(*rows: Row) -> Rows:
    found: Rows = {}
    for row in rows:
        found.setdefault(type(row).__name__, []).append(row)
    return found


def usd(cents: int) -> Money:
    return Money(cents, "USD")


def menu(id_: str, *categories: str, **columns: Row) -> list[Any]:
    row = structs.replace(Menu(id_, None, UNSET, 0, name=id_.title()), **columns)
    return [row, *(MenuCategory(one, id_, n) for n, one in enumerate(categories))]


def category(id_: str, *items: str) -> list[Any]:
    links = [CategoryItem(one, id_, n) for n, one in enumerate(items)]
    return [Category(id_, None, UNSET, UNSET, name=id_.title()), *links]


def item(id_: str, sizes: dict[str, int], *groups: str, currency: str = "USD") -> list[Any]:
    """An item with its sizes by name (and id) and price; the groups that it asks, in order."""
    row = Item(id_, None, UNSET, UNSET, name=id_.title())
    made = [
        Variation(f"{id_}-{name}", None, id_, n, name=name.title(), price=Money(price, currency))
        for n, (name, price) in enumerate(sizes.items())
    ]
    return [row, *made, *(ItemGroup(group, id_, n) for n, group in enumerate(groups))]


def group(id_: str, limits: tuple[int, int | None], *choices: str) -> list[Any]:
    row = ModifierGroup(id_, None, UNSET, UNSET, name=id_.title(), min_choices=limits[0], max_choices=limits[1])
    return [row, *(GroupModifier(one, id_, n) for n, one in enumerate(choices))]


def choices(**prices: int) -> list[Any]:
    return [Modifier(id_, None, UNSET, UNSET, name=id_.title(), price=usd(price)) for id_, price in prices.items()]


def hours(id_: str, parent: str, days: tuple[str, ...], opens: str, closes: str) -> Daypart:
    return Daypart(id_, None, parent, 0, name=id_.title(), weekdays=days, opens=opens, closes=closes)


def brief(rows: Rows, kind: str, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of all rows of a kind, money as its amount, what is not said as None."""
    return [tuple(_plain(getattr(row, column)) for column in columns) for row in rows.get(kind, ())]


def prices_of(rows: Rows, kind: str) -> dict[str, int | None]:
    return {row.id: _plain(row.price) for row in rows.get(kind, ())}


def links_of(rows: Rows, kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows.get(kind, ()):
        found.setdefault(row.parent, []).append(row.target)
    return found


def reasons(losses: Row) -> list[tuple[str, str, str]]:
    return [(loss.kind, loss.id, loss.reason) for loss in losses]


def named(rows: Rows, kind: str, id_: str) -> Row:
    return next(row for row in rows[kind] if isinstance(row, Entity) and row.id == id_)


def _plain(value: Row) -> Row:
    if isinstance(value, Money):
        return value.amount
    return None if value is UNSET else value
