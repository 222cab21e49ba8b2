"""A mapping as a table: which column comes from where, and what of a partner's document has no column.

Paths are the partner's, from the document down: `items[].price_info.price`. In a mixed list the tag stands with it:
`objects[ITEM].item_data.name`, and with a single object that may be of several kinds: `object(ITEM).item_data.name`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tournant.lens.graph import BARE, NAME, Edge, Graph, Record, climbed, paths_of
from tournant.lens.resolve import resolve
from tournant.lens.table import Doc

_TAG = re.compile(r"(?<=\[)[^\]]+|\([^)]*\)")
KEY = "(id)"
"""The column of an element's own key."""
TARGET = "(target)"
"""The column of a link's key: the id of what it names."""


@dataclass(frozen=True, slots=True, order=True)
class Mapped:
    """One column of one kind, and where its value lies."""

    kind: str
    column: str
    path: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of a document's fields is mapped, and what is carried along untouched."""

    mapped: tuple[str, ...]
    carried: tuple[str, ...]


def mapping(doc: Doc) -> list[Mapped]:
    """Every column that a table maps, in the order of the table; a recursive record once."""
    graph = resolve(doc)
    found: list[Mapped] = []
    for record in graph.records:
        for place in _places_of(graph, record):
            found += _columns(record, place)
    return found


def coverage(doc: Doc, documented: Iterable[str]) -> Coverage:
    """Sort documented fields (paths as in `Mapped`, tags and `[]` alike) into mapped and carried.

    A field that only holds other documented fields counts by those, and is in neither list.
    """
    fields = list(dict.fromkeys(documented))
    known = {_plain(column.path) for column in mapping(doc)}
    above = {prefix for path in (_plain(one) for one in fields) for prefix in _prefixes(path)}
    mapped, carried = [], []
    for path in fields:
        plain = _plain(path)
        if plain in known:
            mapped.append(path)
        elif plain not in above:
            carried.append(path)
    return Coverage(tuple(mapped), tuple(carried))


def _places_of(graph: Graph, record: Record) -> list[str]:
    """The paths at which a record stands, each edge once, recursion not followed."""
    found = []
    for edge in record.into:
        found += [_below(above, edge) for above in _first_place(graph, edge.owner, frozenset({record}))]
    return found


def _first_place(graph: Graph, record: Record, seen: frozenset[Record]) -> list[str]:
    if record is graph.root:
        return [""]
    for edge in record.into:
        if edge.owner not in seen:
            above = _first_place(graph, edge.owner, seen | {record})
            if above:
                return [_below(above[0], edge)]
    return []


def _below(above: str, edge: Edge) -> str:
    at = edge.place.at
    if edge.when is not None:
        at = f"{at[:-2]}[{edge.when}]" if edge.place.form else f"{at}({edge.when})"
    return f"{above}.{at}".strip(".") if at else above


def _columns(record: Record, place: str) -> list[Mapped]:
    key = TARGET if record.is_link else KEY
    if record.bare:
        return [Mapped(record.kind, key, place)]
    found = [Mapped(record.kind, key, _join(place, path)) for path in record.key]
    if not record.key and not place.endswith("{}"):
        found = []
    if place.endswith("{}"):
        found = [Mapped(record.kind, key, f"{place[:-2]}{{name}}")]
    for name, f in record.fields.items():
        found += [Mapped(record.kind, name, _join(place, path)) for path in paths_of(f)]
    return found


def _join(place: str, path: str) -> str:
    levels, members = climbed(path) if path != BARE else (0, ())
    for _ in range(levels):
        place = place[: max(place.rfind("[]", 0, -2), place.rfind("{}", 0, -2)) + 2]
    if members == (NAME,):
        return f"{place[:-2]}{{name}}"
    return ".".join([*([place] if place else []), *members])


def _plain(path: str) -> str:
    """A path without tags, and without the name that a map's only member has."""
    return _TAG.sub("", path).removesuffix(".*")


def _prefixes(path: str) -> list[str]:
    parts = path.split(".")
    found = [".".join(parts[:n]) for n in range(1, len(parts))]
    return [*found, *(prefix.removesuffix("[]") for prefix in found)]
