"""What canonical rows say, as plain facts, up to what a projection declares to lose; written apart from the room.

Ranks for positions; the effective price of a choice and the effective limits of a group in its place, whether they are
said there or not; one availability for an item with one size; an only size has no name; what nothing reaches is not
there.
"""

from typing import Any

from msgspec import UNSET

Rows = dict[str, list[Any]]
Row = Any
"""A row of any kind, or what stands in one."""
Fact = tuple[Any, ...]


def facts(rows: Rows, *, flat: bool = False) -> set[Fact]:
    """The facts; `flat` leaves out what a partner with lists of modifiers does not show."""
    found: set[Fact] = set()
    for row in rows.get("Category", ()):
        items = _ranked(rows, "CategoryItem", row.id)
        found |= {("category", row.id, row.name), ("items of", row.id, tuple(items))}
    reached = _reached(rows)
    for row in rows.get("Item", ()):
        found |= _item(rows, row, flat=flat)
    for row in rows.get("ModifierGroup", ()):
        if row.id in reached:
            found |= _group(rows, row)
    chosen = {link.target for link in rows.get("GroupModifier", ()) if link.parent in reached}
    for row in rows.get("Modifier", ()):
        if row.id in chosen:
            found.add(("choice", row.id, row.name, tuple(_ranked(rows, "ModifierGroupLink", row.id))))
            if not flat:
                found |= {("costs", row.id, row.price), ("sold out", row.id, _out(rows, row.id))}
    return found


def _item(rows: Rows, row: Row, *, flat: bool) -> set[Fact]:
    sizes = sorted(
        (size for size in rows["Variation"] if size.parent == row.id), key=lambda size: (size.position, size.id)
    )
    plain = len(sizes) == 1
    found: set[Fact] = {("item", row.id, row.name, tuple(size.id for size in sizes))}
    for size in sizes:
        found.add(("size", size.id, None if plain else size.name, size.price))
        if not plain and not flat:
            found.add(("sold out", size.id, _out(rows, size.id)))
    every = all(_out(rows, size.id) for size in sizes)
    if not flat:
        found.add(("sold out", row.id, _out(rows, row.id) or every))
    for rank, group in enumerate(_ranked(rows, "ItemGroup", row.id)):
        link = next(one for one in rows["ItemGroup"] if (one.parent, one.target) == (row.id, group))
        found.add(("asks", row.id, rank, group, _limits(rows, group, link)))
    return found


def _group(rows: Rows, row: Row) -> set[Fact]:
    found: set[Fact] = {("group", row.id, row.name, _limits(rows, row.id, None))}
    for rank, choice in enumerate(_ranked(rows, "GroupModifier", row.id)):
        link = next(one for one in rows["GroupModifier"] if (one.parent, one.target) == (row.id, choice))
        general = next(one.price for one in rows["Modifier"] if one.id == choice)
        found.add(("offers", row.id, rank, choice, general if link.price in (None, UNSET) else link.price))
    return found


def _limits(rows: Rows, group: str, link: Row) -> tuple[int, int | None]:
    row = next(one for one in rows["ModifierGroup"] if one.id == group)
    low = row.min_choices if link is None or link.min_choices in (None, UNSET) else link.min_choices
    high = row.max_choices if link is None or link.max_choices in (None, UNSET) else link.max_choices
    return low, high


def _ranked(rows: Rows, kind: str, parent: str) -> list[str]:
    links = [link for link in rows.get(kind, ()) if link.parent == parent]
    return [link.target for link in sorted(links, key=lambda link: (_place(link), link.target))]


def _place(link: Row) -> int:
    return int(link.position if link.ordinal in (None, UNSET) else link.ordinal)


def _out(rows: Rows, id_: str) -> bool:
    return any(row.parent == id_ for row in rows.get("Availability", ()))


def _reached(rows: Rows) -> set[str]:
    reached = {link.target for link in rows.get("ItemGroup", ())}
    while True:
        chosen = {link.target for link in rows.get("GroupModifier", ()) if link.parent in reached}
        more = {link.target for link in rows.get("ModifierGroupLink", ()) if link.parent in chosen} - reached
        if not more:
            return reached
        reached |= more
