"""Which slice of the document is which element.

`Pairing` looks at one list. `Index` is made once for a document, by a single scan down to the records that the table
marks as units; with it, writing a change costs what the change costs, and not what the document costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tournant.kernel.row import UNSET
from tournant.lens.compiled import Compiled
from tournant.lens.diff import by_parent
from tournant.lens.graph import Edge, Place, Record, Stream
from tournant.lens.reading import Frames, children_of
from tournant.lens.source import Slice, Source, split_list, split_object
from tournant.lens.wire import ABSENT


@dataclass(slots=True)
class Entry:
    """One element of a list: which edge and id, or None for what belongs to no row; and its bytes."""

    edge: Edge | None
    id: str | None
    raw: Slice
    duplicate_of: tuple[Edge, str] | None = None
    """For a quarantined duplicate: the element that it repeats."""


@dataclass(slots=True)
class Listed:
    """The elements of one list, map or object of one parent."""

    place: Place
    parent: Any
    raw: Slice
    """Empty where the list comes from the index: there it has elements, whose slices say where it lies."""
    entries: list[Entry]
    frames: Frames = ()


class Pairing:
    """Pairs slices with ids, in one document."""

    def __init__(self, compiled: Compiled, src: Source) -> None:
        """Work on this source."""
        self._reader = compiled.reader
        self._key = compiled.wire.key
        self._cut = compiled.wire.cut
        self._src = src

    def lists(self, place: Place, parent: Any, cut: Any, frames: Frames = ()) -> list[Listed]:
        """The lists that a cut element has at this place, through the frames between."""
        raw = self.value(place, cut)
        if raw is None:
            return []
        split: Any = {"[]": split_list, "{}": split_object, "": lambda single: single}[place.form]
        if place.frame is None:
            return [Listed(place, parent, raw, self.entries(place, parent, split(raw), frames), frames)]
        found: list[Listed] = []
        for name, child in children_of(place, split(raw)):
            if self._src.at(child) not in self._src.faults:
                frame = self._cut[place.frame](child)
                for inner in place.frame.places:
                    found += self.lists(inner, parent, frame, (*frames, (name, frame)))
        return found

    def value(self, place: Place, cut: Any) -> Slice | None:
        """What a cut element has at this place, as bytes; None for null, and for what is absent or wrong."""
        raw: Slice | None = self._reader.value(place, cut) if cut is not None else None
        return None if raw is None or raw == ABSENT or self._src.at(raw) in self._src.faults else raw

    def entries(self, place: Place, parent: Any, children: Any, frames: Frames) -> list[Entry]:
        """The elements among a list, a map or an object that is split already."""
        if place.form == "[]" and place.only.record.by_place:
            return self._by_place(place, parent, children)
        if place.form == "[]":
            return [self._entry(place, parent, child, frames) for child in children]
        if place.form == "{}":
            return [self._named(place.only, parent, name, child) for name, child in children.items()]
        return [self._single(place, parent, children, frames)]

    def id_of(self, edge: Edge, parent: Any, key: Any) -> str:
        """The id of the element with this key, under this parent."""
        record = edge.record
        ids = self._src.ids(record.id_kind)
        found: str
        if record.is_link:
            found = f"{parent}/{ids[key]}"
        elif record.each is not None and record.each.scoped:
            found = ids[f"{parent}/{key}"]
        elif edge.link:
            found = self._src.placed.get((edge.number, parent, key)) or ids[key]
        else:
            found = ids[key]
        return found

    def _entry(self, place: Place, parent: Any, raw: Slice, frames: Frames) -> Entry:
        fault = self._src.faults.get(self._src.at(raw)) if self._src.faults else None
        if fault is not None and not fault.duplicate:
            return Entry(None, None, raw)
        head = self._key[place](raw)
        edge = self._reader.edge(place, head)
        if edge is None:
            return Entry(None, None, raw)
        found = self.id_of(edge, parent, self._reader.key(edge.record, head, frames))
        return Entry(None, None, raw, (edge, found)) if fault is not None else Entry(edge, found, raw)

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
            edge = None if fault else self._reader.edge(place, self._key[place](raw))
            own = self._src.ids(edge.record.kind)[edge.key_by_place(parent, number)] if edge is not None else None
            found.append(Entry(edge, own, raw))
            number += not fault
        return found

    def same(self, place: Place, own: Any, cut: Any) -> tuple[Edge, str] | None:
        """The record that is the element itself (`at=""`), and its id; `own` is the id of the element."""
        edge = self._reader.edge(place, cut)
        if edge is None:
            return None
        if edge.record.key:
            return edge, self.id_of(edge, own, self._reader.key(edge.record, cut, ()))
        return edge, self._src.ids(edge.record.kind)[edge.key_by_place(own, 0)]

    def _single(self, place: Place, parent: Any, raw: Slice, frames: Frames) -> Entry:
        head = self._key[place](raw)
        edge = self._reader.edge(place, head)
        if edge is None or self._src.at(raw) in self._src.faults:
            return Entry(None, None, raw)
        if edge.record.key:
            return Entry(edge, self.id_of(edge, parent, self._reader.key(edge.record, head, frames)), raw)
        return Entry(edge, self._src.ids(edge.record.kind)[edge.key_by_place(parent, 0)], raw)


class Index:
    """Every unit of a document: its slices, by element and by list."""

    def __init__(self, compiled: Compiled, src: Source) -> None:
        """Scan the document once."""
        self._src = src
        self._reader = compiled.reader
        self._pairing = Pairing(compiled, src)
        self._rows: dict[Stream, dict[Any, list[Any]]] = {}
        self._above = compiled.above_units
        self.lists: dict[tuple[Place, Any], list[Listed]] = {}
        self.units: dict[tuple[Record, str], list[tuple[tuple[Place, Any], Slice]]] = {}
        root = compiled.graph.root
        self._walk(root, compiled.wire.scan[root](src.buf), UNSET)

    def _walk(self, record: Record, element: Any, parent: Any, frames: Frames = ()) -> None:
        for place in record.places:
            if place.unit:
                units = self._reader.value(place, element)
                if units:
                    self._add(Listed(place, parent, b"", self._entries(place, parent, units, frames), frames))
            elif place.frame in self._above:
                for name, child in children_of(place, self._reader.value(place, element)):
                    self._walk(place.frame, child, parent, (*frames, (name, child)))
            elif any(edge.record in self._above for edge in place.edges):
                for name, child in children_of(place, self._reader.value(place, element)):
                    self._into(place, name, child, parent, frames)

    def _into(self, place: Place, name: str | None, child: Any, parent: Any, frames: Frames) -> None:
        """Go on inside an element above units."""
        edge = self._reader.edge(place, child)
        if edge is not None:
            key = name if name is not None else self._reader.key(edge.record, child, frames)
            self._walk(edge.record, child, self._pairing.id_of(edge, parent, key))

    def _entries(self, place: Place, parent: Any, units: Any, frames: Frames) -> list[Entry]:
        """The elements of one list of units. Without tags and faults, rows and elements run in step."""
        if place.form != "[]" or place.tag or self._src.faults or frames:
            return self._pairing.entries(place, parent, units, frames)
        edge = place.only
        if edge.stream not in self._rows:
            self._rows[edge.stream] = by_parent(self._src.streams[edge.stream])
        rows = self._rows[edge.stream].get(parent, [])
        return [Entry(edge, edge.element_id(row), raw) for row, raw in zip(rows, units, strict=True)]

    def _add(self, listed: Listed) -> None:
        if not listed.entries:
            return
        where = (listed.place, listed.parent)
        self.lists.setdefault(where, []).append(listed)
        for entry in listed.entries:
            if entry.edge is not None and entry.id is not None:
                self.units.setdefault((entry.edge.record, entry.id), []).append((where, entry.raw))
