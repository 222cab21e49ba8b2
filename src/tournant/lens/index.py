"""Which slice of the document is which element.

`Pairing` looks at one list. `Index` is made once for a document, by a single scan down to the records that the table
marks as units; with it, writing a change costs what the change costs, and not what the document costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tournant.kernel.row import UNSET
from tournant.lens.compiled import Compiled
from tournant.lens.diff import by_parent
from tournant.lens.graph import Edge, Place, Record, Stream
from tournant.lens.source import Slice, Source, split_list, split_object
from tournant.lens.wire import ABSENT


@dataclass(slots=True)
class Entry:
    """One element of a list: which edge and id, or None for what belongs to no row; and its bytes."""

    edge: Edge | None
    id: str | None
    raw: Slice
    duplicate_of: str | None = None
    """For a quarantined duplicate: the id of the element that it repeats."""


@dataclass(slots=True)
class Listed:
    """The elements of one list, map or object of one parent."""

    place: Place
    parent: Any
    raw: Slice
    """Empty where the list comes from the index: there it has elements, whose slices say where it lies."""
    entries: list[Entry]


class Pairing:
    """Pairs slices with ids, in one document."""

    def __init__(self, compiled: Compiled, src: Source) -> None:
        """Work on this source."""
        self._mender = compiled.mender
        self._key = compiled.wire.key
        self._src = src

    def values(self, place: Place, element: Any) -> list[Slice]:
        """The lists that a cut element has at this place, as bytes; nothing for null and for what is absent."""
        found = (self._mender.values(place, element)) if element is not None else []
        return [raw for raw in found if raw is not None and raw != ABSENT and self._src.at(raw) not in self._src.faults]

    def listed(self, place: Place, parent: Any, raw: Slice) -> Listed:
        """The elements of one list."""
        split: Any = {"[]": split_list, "{}": split_object, "": lambda single: single}[place.form]
        return Listed(place, parent, raw, self.entries(place, parent, split(raw)))

    def entries(self, place: Place, parent: Any, children: Any) -> list[Entry]:
        """The elements among a list, a map or an object that is split already."""
        if place.form == "[]" and place.only.record.by_place:
            return self._by_place(place, parent, children)
        if place.form == "[]":
            return [self._entry(place, parent, child) for child in children]
        if place.form == "{}":
            return [self._named(place.only, parent, name, child) for name, child in children.items()]
        return [self._single(place, parent, children)]

    def id_of(self, edge: Edge, parent: Any, key: Any) -> str:
        """The id of the element with this key, under this parent."""
        record, each = edge.record, edge.record.each
        assert each is not None  # noqa: S101 - only the document itself has no table entry
        ids = self._src.ids(each.to.__name__ if each.to is not None else record.kind)
        found: str
        if record.is_link:
            found = f"{parent}/{ids[key]}"
        elif each.scoped:
            found = ids[f"{parent}/{key}"]
        elif edge.link:
            found = self._src.placed.get((edge.number, parent, key)) or ids[key]
        else:
            found = ids[key]
        return found

    def _entry(self, place: Place, parent: Any, raw: Slice) -> Entry:
        fault = self._src.faults.get(self._src.at(raw)) if self._src.faults else None
        if fault is not None and not fault.duplicate:
            return Entry(None, None, raw)
        head = self._key[place](raw)
        edge = self._mender.edge(place, head)
        if edge is None:
            return Entry(None, None, raw)
        found = self.id_of(edge, parent, self._mender.key(edge.record, head))
        return Entry(None, None, raw, found) if fault is not None else Entry(edge, found, raw)

    def _named(self, edge: Edge, parent: Any, name: str, raw: Slice) -> Entry:
        if self._src.faults and self._src.at(raw) in self._src.faults:
            return Entry(None, None, raw)
        return Entry(edge, self.id_of(edge, parent, name), raw)

    def _by_place(self, place: Place, parent: Any, children: Any) -> list[Entry]:
        """The elements of a list without keys: their places among those that could be read are their names."""
        found: list[Entry] = []
        number = 0
        for raw in children:
            fault = self._src.at(raw) in self._src.faults
            edge = None if fault else self._mender.edge(place, self._key[place](raw))
            key = str(number) if parent is UNSET else f"{parent}/{number}"
            own = self._src.ids(edge.record.kind)[key] if edge is not None else None
            found.append(Entry(edge, own, raw))
            number += not fault
        return found

    def same(self, place: Place, own: Any, cut: Any) -> tuple[Edge, str] | None:
        """The record that is the element itself (`at=""`), and its id; `own` is the id of the element."""
        edge = self._mender.edge(place, cut)
        if edge is None:
            return None
        if edge.record.key:
            return edge, self.id_of(edge, own, self._mender.key(edge.record, cut))
        return edge, self._src.ids(edge.record.kind)["" if own is UNSET else own]

    def _single(self, place: Place, parent: Any, raw: Slice) -> Entry:
        edge = self._mender.edge(place, self._key[place](raw))
        if edge is None or self._src.at(raw) in self._src.faults:
            return Entry(None, None, raw)
        record = edge.record
        if record.key:
            key = self._mender.key(record, self._key[edge.place](raw))
            return Entry(edge, self.id_of(edge, parent, key), raw)
        return Entry(edge, self._src.ids(record.kind)[edge.place.at if parent is UNSET else parent], raw)


class Index:
    """Every unit of a document: its slices, by element and by list."""

    def __init__(self, compiled: Compiled, src: Source) -> None:
        """Scan the document once."""
        self._src = src
        self._mender = compiled.mender
        self._pairing = Pairing(compiled, src)
        self._rows: dict[Stream, dict[Any, list[Any]]] = {}
        self._above = compiled.above_units
        self.lists: dict[tuple[Place, Any], list[Listed]] = {}
        self.units: dict[tuple[Record, str], list[tuple[tuple[Place, Any], Slice]]] = {}
        root = compiled.graph.root
        self._walk(root, compiled.wire.scan[root](src.buf), UNSET)

    def _walk(self, record: Record, element: Any, parent: Any) -> None:
        for place in record.places:
            if place.unit:
                for units in self._mender.values(place, element):
                    if units is not None:
                        self._add(Listed(place, parent, b"", self._entries(place, parent, units)))
            elif any(edge.record in self._above for edge in place.edges):
                for edge, child, found in self._frames(place, element, parent):
                    self._walk(edge.record, child, found)

    def _entries(self, place: Place, parent: Any, units: Any) -> list[Entry]:
        """The elements of one list of units. Without tags and faults, rows and elements run in step."""
        if place.form != "[]" or place.tag or self._src.faults or place.hops:
            return self._pairing.entries(place, parent, units)
        edge = place.only
        if edge.stream not in self._rows:
            self._rows[edge.stream] = by_parent(self._src.streams[edge.stream])
        rows = self._rows[edge.stream].get(parent, [])
        return [Entry(edge, edge.element_id(row), raw) for row, raw in zip(rows, units, strict=True)]

    def _frames(self, place: Place, element: Any, parent: Any) -> Iterator[tuple[Edge, Any, str]]:
        """The typed elements above units, with their ids."""
        mender = self._mender
        for value in mender.values(place, element):
            if value is None:
                continue
            for name, child in _children(place, value):
                edge = mender.edge(place, child)
                if edge is not None:
                    key = name if name is not None else mender.key(edge.record, child)
                    yield edge, child, self._pairing.id_of(edge, parent, key)

    def _add(self, listed: Listed) -> None:
        if not listed.entries:
            return
        where = (listed.place, listed.parent)
        self.lists.setdefault(where, []).append(listed)
        for entry in listed.entries:
            if entry.edge is not None and entry.id is not None:
                self.units.setdefault((entry.edge.record, entry.id), []).append((where, entry.raw))


def _children(place: Place, value: Any) -> Iterable[tuple[str | None, Any]]:
    """The typed elements of a place, with their names where it is a map."""
    if place.form == "{}":
        found: Iterable[tuple[str | None, Any]] = value.items()
        return found
    return [(None, child) for child in (value if place.form == "[]" else [value])]
