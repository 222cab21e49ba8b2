"""Reading typed elements one by one: keys, tags, lists, and the frames around them.

The generated code reads whole documents; this is for the places where single elements are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tournant.lens.graph import BARE, NAME, Edge, Graph, Place, Record, climbed, paths_of
from tournant.lens.source import Fault
from tournant.lens.wire import attribute

UNREADABLE = (ValueError, TypeError, ArithmeticError, LookupError)
"""What a conversion may raise for a value that it cannot read."""
Frames = tuple[tuple[str | None, Any], ...]
"""The lists and maps that a place passed through, from the outermost: the member's name (None in a list), and the typed
element."""
Read = Callable[[Any, Frames], Any]


class Wrong(Exception):  # noqa: N818 - a signal inside the room
    """An element that does not belong into rows."""

    def __init__(self, fault: Fault) -> None:
        """Say what is wrong with it."""
        super().__init__(fault.reason)
        self.fault = fault


def member(path: tuple[str, ...]) -> Callable[[Any], Any]:
    """What reads a member of a typed element: None where it, or an object above it, is missing."""
    names = [attribute(segment) for segment in path if segment != "*"]

    def read(element: Any) -> Any:
        for name in names:
            if element is None:
                return None
            element = getattr(element, name)
        if path and path[-1] == "*":
            return next(iter(element.values()), None) if element else None
        return element

    return read


def reader(path: str) -> Read:
    """What reads a path of a table: from an element, or from the frames around it."""
    levels, members = climbed(path)
    if not levels:
        inside = member(members)
        return lambda element, _frames: inside(element)
    if members == (NAME,):
        return lambda _element, frames: frames[-levels][0]
    around = member(members)
    return lambda _element, frames: around(frames[-levels][1])


class Reader:
    """Reads the elements of one table."""

    def __init__(self, graph: Graph) -> None:
        """Prepare what reads each place, tag, key and converted value."""
        self._value = {place: member(place.path) for place in graph.places}
        self._tag = {place: member(place.tag) for place in graph.places}
        self._keys = {r: [reader(path) for path in r.key if path != BARE] for r in graph.records}
        self._convs = {
            record: [
                (f.conv.dec, paths_of(f), [reader(path) for path in paths_of(f)])
                for f in record.fields.values()
                if f.conv
            ]
            for record in graph.records
        }

    def key(self, record: Record, element: Any, frames: Frames) -> Any:
        """The key of an element, as it is in rows; None for one without."""
        if record.bare:
            return record.key_conv.dec(element) if record.key_conv else element
        parts = [read(element, frames) for read in self._keys[record]]
        if len(parts) > 1:
            return ":".join(map(str, parts))
        return None if not parts else record.key_conv.dec(parts[0]) if record.key_conv else parts[0]

    def edge(self, place: Place, element: Any) -> Edge | None:
        """Which of a place's kinds an element is."""
        return place.tagged(self._tag[place](element)) if place.tag else place.only

    def selves(self, record: Record, element: Any) -> list[Record]:
        """This record, and those that are declared to be the same element (`at=""`)."""
        found = [record]
        for place in record.places:
            if not place.at and (edge := self.edge(place, element)) is not None:
                found += self.selves(edge.record, element)
        return found

    def value(self, place: Place, element: Any) -> Any:
        """The list, map or object that an element has at this place."""
        return self._value[place](element)

    def unreadable(self, record: Record, element: Any, frames: Frames) -> Fault | None:
        """The first of an element's own values that its conversion refuses."""
        for dec, paths, reads in self._convs[record]:
            values = [read(element, frames) for read in reads]
            if all(value is None for value in values):
                continue
            try:
                dec(*values)
            except UNREADABLE as why:
                return Fault(str(why), f".{paths[0]}" if not climbed(paths[0])[0] else "")
        return None

    def claims(self, record: Record, element: Any, frames: Frames) -> Iterator[tuple[Record, Any]]:
        """The ids that an element and all inside it need for themselves; raises Wrong where something is amiss."""
        if record.each is not None and (fault := self.unreadable(record, element, frames)):
            raise Wrong(fault)
        for place in record.places:
            yield from self._claims_at(place, self.value(place, element), (), set())

    def _claims_at(self, place: Place, value: Any, frames: Frames, met: set[Any]) -> Iterator[tuple[Record, Any]]:
        for name, child in children_of(place, value):
            if place.frame is not None:
                for inner in place.frame.places:
                    around = (*frames, (name, child))
                    yield from self._claims_at(inner, self.value(inner, child), around, met)
                continue
            edge = self.edge(place, child)
            if edge is not None:
                key = name if place.form == "{}" else self.key(edge.record, child, frames)
                if place.form == "[]" and not edge.record.by_place:
                    if (edge, key) in met:
                        raise Wrong(Fault("duplicate key", duplicate=True))
                    met.add((edge, key))
                yield from self._claims_of(edge.record, child, key, frames)

    def _claims_of(self, record: Record, element: Any, key: Any, frames: Frames) -> Iterator[tuple[Record, Any]]:
        if record.roaming:
            yield record, key
        if not record.bare:
            yield from self.claims(record, element, frames)


def children_of(place: Place, value: Any) -> list[tuple[str | None, Any]]:
    """The elements of a list, map or object that is typed or split, with their names where it is a map."""
    if value is None:
        return []
    if place.form == "{}":
        return list(value.items())
    return [(None, child) for child in (value if place.form == "[]" else [value])]
