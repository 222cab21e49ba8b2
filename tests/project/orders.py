"""The judge: every order that a guest can place, and what it costs, read off the partner's rows by plain enumeration.

It knows nothing of the room: no totals, no back-map, no sizes. An order is an item with the choices that were made,
each by the path of ids that leads to it, and the sum of what stands beside them.
"""

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from msgspec import UNSET

Rows = dict[str, list[Any]]
Row = Any
"""A row of any kind, or what stands in one."""
Order = tuple[tuple[str, ...], ...]


def orders(rows: Rows, items: set[str] | None = None) -> dict[str, dict[Order, int]]:
    """By item that is sold: each possible order and its price."""
    sold = {link.target for link in rows.get("CategoryItem", ())} or {row.id for row in rows.get("Item", ())}
    wanted = sold if items is None else sold & items
    read = _by_items if not rows.get("Modifier") and not rows.get("Variation") else _by_lists
    return {item: dict(read(rows, item)) for item in sorted(wanted)}


# ---------------------------------------------------------------------- choices are items


def _by_items(rows: Rows, item: str) -> Iterator[tuple[Order, int]]:
    for picked in _choose_item(rows, item, ()):
        yield tuple(path for path, _ in picked), _amount(_item(rows, item).price) + sum(price for _, price in picked)


def _choose_item(rows: Rows, item: str, trail: tuple[str, ...]) -> Iterator[tuple[tuple[tuple[str, ...], int], ...]]:
    groups = [link.target for link in rows.get("ItemGroup", ()) if link.parent == item]
    for answers in product(*(list(_answer_items(rows, item, group, (*trail, group))) for group in groups)):
        yield tuple(pick for answer in answers for pick in answer)


def _answer_items(rows: Rows, item: str, group: str, trail: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    row = next(row for row in rows["ModifierGroup"] if row.id == group)
    low, high = row.min_choices or 0, row.max_choices
    for rule in rows.get("QuantityRule", ()):
        if rule.parent == group and rule.in_item == item:
            low, high = rule.min_quantity, rule.max_quantity
    options = [link.target for link in rows.get("GroupModifier", ()) if link.parent == group]
    for count in range(low, min(len(options) if high in (None, UNSET) else high, len(options)) + 1):
        for chosen in combinations(options, count):
            below = [list(_choose_item(rows, one, (*trail, one))) for one in chosen]
            for deeper in product(*below):
                yield tuple(((*trail, one), _price_of(rows, one, group)) for one in chosen) + sum(deeper, ())


def _price_of(rows: Rows, option: str, group: str) -> int:
    for rule in rows.get("PriceRule", ()):
        if rule.parent == option and rule.in_group == group:
            return _amount(rule.price)
    return _amount(_item(rows, option).price)


def _item(rows: Rows, id_: str) -> Row:
    return next(row for row in rows["Item"] if row.id == id_)


# ---------------------------------------------------------------------- choices are records below lists


def _by_lists(rows: Rows, item: str) -> Iterator[tuple[Order, int]]:
    sizes = [row for row in rows["Variation"] if row.parent == item]
    hung = [link for link in rows.get("ItemGroup", ()) if link.parent == item]
    for size in sizes:
        for answers in product(*(list(_answer_list(rows, link)) for link in hung)):
            picked = [pick for answer in answers for pick in answer]
            yield ((size.id,), *(path for path, _ in picked)), _amount(size.price) + sum(price for _, price in picked)


def _answer_list(rows: Rows, link: Row) -> Iterator[tuple[Any, ...]]:
    row = next(row for row in rows["ModifierGroup"] if row.id == link.target)
    low = row.min_choices if link.min_choices in (None, UNSET) else link.min_choices
    high = row.max_choices if link.max_choices in (None, UNSET) else link.max_choices
    options = [one for one in rows.get("Modifier", ()) if one.parent == link.target]
    for count in range(low or 0, min(len(options) if high in (None, UNSET) else high, len(options)) + 1):
        for chosen in combinations(options, count):
            yield tuple(((link.target, one.id), _amount(one.price)) for one in chosen)


def _amount(price: Row) -> int:
    return int(price.amount)


def words(rows: Rows) -> dict[tuple[str, str], str]:
    """What everything is called, by kind and id."""
    named = ("Category", "Item", "Variation", "ModifierGroup", "Modifier")
    return {(kind, row.id): row.name for kind in named for row in rows.get(kind, ())}


def arrangement(rows: Rows) -> dict[str, tuple[str, ...]]:
    """What stands where, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in ("CategoryItem", "ItemGroup", "GroupModifier"):
        for link in rows.get(kind, ()):
            found[f"{kind} {link.parent}"] = (*found.get(f"{kind} {link.parent}", ()), link.target)
    return found
