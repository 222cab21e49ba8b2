"""A point of sale's catalog, cell by cell: what people edit there as well as on a channel.

The few columns in which both sides speak are cells; everything else in a record is the point of sale's alone. What it
says about a place (sold out there) becomes a row of its own, the same that an edit on a channel of that place makes.

    ("Variation", id, "price")                  a column of a record
    ("Availability", id, location, "available") whether a size or a choice is sold out at a location

An item that is sold out is, here, all of its sizes: a point of sale rings up sizes.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import structs

from tournant.canon import Availability
from tournant.kernel import ids
from tournant.kernel.row import UNSET, Entity
from tournant.project.availability import AVAILABLE, State, state_of
from tournant.sync.decide.judge import FIELD, Address, Cells

__all__ = ["COLUMNS", "cells_of", "settled", "sizes_of", "sold_out_after", "with_values"]

Rows = Mapping[str, list[Any]]
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "Category": ("name",),
    "Item": ("name", "description"),
    "Variation": ("name", "price"),
    "ModifierGroup": ("name",),
    "Modifier": ("name", "price"),
    "LocationOverlay": ("price",),
}
"""By kind: the columns in which both sides speak."""


def settled(rows: Rows) -> dict[str, list[Any]]:
    """The rows with what they say about places in rows of its own."""
    found = {kind: list(of_kind) for kind, of_kind in rows.items()}
    overlays, said = [], []
    for row in found.pop("LocationOverlay", ()):
        if row.sold_out is True and row.parent and row.at_location:
            said.append(_row(row.parent, row.at_location, _state(row)))
        bare = structs.replace(row, sold_out=UNSET, sold_out_until=UNSET)
        if any(getattr(bare, column) not in (None, UNSET) for column in ("price", "pricing")):
            overlays.append(bare)
    if overlays:
        found["LocationOverlay"] = overlays
    if said:
        found["Availability"] = [*found.get("Availability", ()), *said]
    return found


def cells_of(rows: Rows) -> Cells:
    """What settled rows show; a place at which nothing is sold out is not named."""
    found: dict[Address, Any] = {}
    for kind, columns in COLUMNS.items():
        for row in rows.get(kind, ()):
            for column in columns:
                value = getattr(row, column)
                if value is not UNSET:
                    found[kind, row.id, column] = value
    return {**found, **_states(rows)}


def _states(rows: Rows) -> Cells:
    sizes = sizes_of(rows) if any(_is_of_place(row) for row in rows.get("Availability", ())) else {}
    own: dict[Address, Any] = {}
    of_items: dict[Address, Any] = {}
    for row in rows.get("Availability", ()):
        if not _is_of_place(row):
            continue
        for size in sizes.get(row.parent, ()):
            of_items["Availability", size, row.at_location, FIELD] = state_of(row)
        if row.parent not in sizes:
            own["Availability", row.parent, row.at_location, FIELD] = state_of(row)
    return {**of_items, **own}


def sizes_of(rows: Rows) -> dict[str, list[str]]:
    """The sizes of each item."""
    found: dict[str, list[str]] = {}
    for row in rows.get("Variation", ()):
        if isinstance(row.parent, str):
            found.setdefault(row.parent, []).append(row.id)
    return found


def sold_out_after(rows: Rows, edits: Cells) -> list[Availability]:
    """What is sold out once people at the point of sale have changed it, size by size.

    One size of an item that was sold out as a whole is on sale again: its others are sold out, and no longer the item.
    """
    sizes = sizes_of(rows)
    items = {size: item for item, of_item in sizes.items() for size in of_item}
    there = {(row.parent, row.at_location): row for row in rows.get("Availability", ()) if _is_of_place(row)}
    others = [row for row in rows.get("Availability", ()) if not _is_of_place(row)]
    for (_, thing, where, _), value in sorted(edits.items()):
        item = items.get(thing, "")
        whole = there.get((item, where))
        if value == AVAILABLE and whole is not None:
            del there[item, where]
            left = [size for size in sizes[item] if (size, where) not in there]
            there |= {(size, where): _row(size, where, state_of(whole)) for size in left}
        there.pop((thing, where), None)
        if value != AVAILABLE:
            there[thing, where] = _row(thing, where, value)
    return [*others, *there.values()]


def with_values(rows: Rows, values: Cells) -> dict[str, list[Any]]:
    """The rows with other values in these cells."""
    columns: dict[tuple[str, str], dict[str, Any]] = {}
    for cell, value in values.items():
        if cell[-1] != FIELD:
            columns.setdefault((cell[0], cell[1]), {})[cell[2]] = None if value is UNSET else value
    found = {kind: list(_changed(kind, of_kind, columns)) for kind, of_kind in rows.items()}
    states = {cell: value for cell, value in values.items() if cell[-1] == FIELD}
    others = [row for row in found.pop("Availability", ()) if _cell(row) not in states]
    said = [_row(cell[1], cell[2], value) for cell, value in sorted(states.items()) if value not in (UNSET, AVAILABLE)]
    return found | ({"Availability": [*others, *said]} if others or said else {})


def _changed(kind: str, rows: Iterable[Any], columns: Mapping[tuple[str, str], Mapping[str, Any]]) -> Iterable[Any]:
    for row in rows:
        values = columns.get((kind, row.id)) if isinstance(row, Entity) else None
        yield structs.replace(row, **values) if values else row


def _cell(row: Any) -> Address | None:  # noqa: ANN401 - an Availability
    return ("Availability", row.parent, row.at_location, FIELD) if _is_of_place(row) else None


def _is_of_place(row: Any) -> bool:  # noqa: ANN401 - an Availability
    """Whether a row is what we, or an edit on a channel, say about a place."""
    return isinstance(row.at_location, str) and row.id == _id(row.parent, row.at_location)


def _state(overlay: Any) -> State:  # noqa: ANN401 - a LocationOverlay
    until = overlay.sold_out_until
    return ("indefinitely",) if until in (None, UNSET) else ("until", until)


def _id(thing: str, location: str) -> str:
    return ids.derived("tournant", "Availability", f"{thing} {location}")


def _row(thing: str, location: str, said: State) -> Availability:
    until: Any = said[1] if said[0] == "until" else UNSET
    return Availability(
        _id(thing, location), None, thing, UNSET, available=False, unavailable_until=until, at_location=location
    )
