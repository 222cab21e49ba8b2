"""A table, resolved: records, the places where they are found, and the edges between them.

    Record ──places──► Place ──edges──► Edge ──record──► Record

A place is one list, map or object in the wire form of its owner. Where a list holds several kinds (`when=`), its place
has an edge for each. The document itself is the root record, which has no row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tournant.kernel import bounds, check
from tournant.kernel.row import UNSET, Link
from tournant.lens.errors import TableError
from tournant.lens.table import Conv, Each, F

BARE = "."
"""The key path of an element that is itself the id."""
HOP = "^."
"""The prefix of a path that reads from the nearest list that the place passed through."""
NAME = "{name}"
"""The segment of a path that is a member's name in a map that the place passed through."""


@dataclass(eq=False, slots=True)
class Record:
    """One declared record: its row class, its key, its fields, and where it is found and what is found in it."""

    number: int
    each: Each | None
    kind: str
    fields: dict[str, F]
    key: tuple[str, ...] = ()
    key_conv: Conv | None = None
    places: list[Place] = field(default_factory=list)
    into: list[Edge] = field(default_factory=list)
    around: Place | None = None
    """For a frame (an element without a row, in a list that a place passes through): the place of that list."""
    inside: list[Edge] = field(default_factory=list)
    """For a frame: the edges that pass through it."""

    @property
    def bare(self) -> bool:
        """Whether the element is the bare id itself."""
        return self.key == (BARE,)

    @property
    def row(self) -> type[Any]:
        """The class of its rows; only the document itself and frames have none, and are never asked."""
        check.require(self.each is not None, "a record without rows was asked for its row class")
        return self.each.row if self.each else Link

    @property
    def id_kind(self) -> str:
        """The kind whose ids its keys are: its own, or that of a link's target."""
        return self.each.to.__name__ if self.each is not None and self.each.to is not None else self.kind

    @property
    def is_link(self) -> bool:
        """Whether its rows are links, which are known by (parent, target)."""
        return self.each is not None and issubclass(self.each.row, Link)

    @property
    def by_place(self) -> bool:
        """Whether elements of a list have no key, so that their places identify them."""
        return not self.key and any(edge.place.form == "[]" for edge in self.into)

    def below(self) -> set[Record]:
        """The records that may stand inside this one, at any depth."""
        found: set[Record] = set()
        todo = [*self.places]
        while todo:
            place = todo.pop()
            edges = place.frame.inside if place.frame else place.edges
            for record in {edge.record for edge in edges} - found:
                found.add(record)
                todo += record.places
        return found

    @property
    def roaming(self) -> bool:
        """Whether its ids must be unique in the whole document: one row an element, ids not scoped, not shared."""
        if self.each is None or self.is_link or self.each.scoped or not self.key:
            return False
        return not any(edge.link or edge.place.form == "{}" for edge in self.into)

    @property
    def spread(self) -> bool:
        """Whether it may stand in more than one list, so that a look at each list does not prove its ids unique."""
        return self.roaming and (len(self.into) > 1 or any(e.owner.each is not None or e.frames for e in self.into))


@dataclass(eq=False, slots=True)
class Place:
    """One list (`[]`), map (`{}`) or object (no form) in the wire form of its owner."""

    number: int
    owner: Record
    """The record, the document or the frame in whose wire form it lies."""
    at: str
    """As the table says it, from the nearest record with a row."""
    path: tuple[str, ...]
    form: str
    frame: Record | None = None
    """For a list (or map) that carries no row: what its elements are."""
    tag: tuple[str, ...] = ()
    """The member that tells the kinds of a mixed list apart."""
    edges: list[Edge] = field(default_factory=list)

    @property
    def only(self) -> Edge:
        """The edge of a place that holds one kind."""
        return self.edges[0]

    @property
    def unit(self) -> bool:
        """Whether its elements are the slices of the byte index."""
        return any(edge.record.each is not None and edge.record.each.unit for edge in self.edges)

    def tagged(self, tag: str | None) -> Edge | None:
        """The edge for an element with this tag; None for one that is no declared record."""
        return next((edge for edge in self.edges if edge.when == tag), None)


@dataclass(eq=False, slots=True)
class Edge:
    """One kind of record at one place."""

    number: int
    owner: Record
    record: Record
    place: Place
    link: type[Link] | None
    when: str | None
    frames: tuple[Record, ...] = ()
    """The frames that lie between the owner and the place, from the outermost."""

    @property
    def top(self) -> Place:
        """The place in the owner's own wire form that leads here."""
        around = self.frames[0].around if self.frames else None
        return around or self.place

    def key_by_place(self, parent: Any, position: int) -> str:
        """What identifies an element without a key: what it stands in, and where."""
        parts = [] if parent is UNSET else [parent]
        parts += [self.place.at] if parent is UNSET or self.named_by_place() else []
        return "/".join([*parts, *([str(position)] if self.record.by_place else [])])

    def named_by_place(self) -> bool:
        """Whether an element without a key shares its owner with others of its kind, so that `at` tells them apart."""
        keyless = [e for r in self.siblings for e in r.into if e.owner is self.owner and not e.record.key]
        return len({edge.place for edge in keyless}) > 1

    @property
    def siblings(self) -> list[Record]:
        """All records of this edge's row class that stand in the same owner."""
        todo, found = [*self.owner.places], []
        while todo:
            place = todo.pop()
            todo += place.frame.places if place.frame else []
            found += [edge.record for edge in place.edges if edge.record.kind == self.record.kind]
        return found

    @property
    def stream(self) -> Stream:
        """The rows that say which elements stand at this place, and in which order."""
        return self if self.link else self.record

    def element_id(self, row: Any) -> str:
        """The id of the element that a row of this edge's stream stands for."""
        found: str = row.target if self.link else node_id(row)
        return found


Stream = Record | Edge
"""Rows that belong together: those of one record, or the link rows of one edge to a shared record."""


def node_id(row: Any) -> str:
    """The id under which a row's own children name it: an entity's id, a link's parent and target."""
    found: str = f"{row.parent}/{row.target}" if isinstance(row, Link) else row.id
    return found


@dataclass(eq=False, slots=True)
class Graph:
    """A whole table, resolved."""

    name: str
    root: Record
    records: list[Record]
    places: list[Place]
    edges: list[Edge]
    frames: list[Record]
    new: Mapping[str, Any]
    """Members that a document made anew has."""

    @property
    def streams(self) -> list[Stream]:
        """All streams, in the order in which the flattening code returns them."""
        return [*self.records, *(edge for edge in self.edges if edge.link)]

    def kinds(self) -> dict[str, list[Stream]]:
        """The streams of each kind of row."""
        found: dict[str, list[Stream]] = {}
        for stream in self.streams:
            kind = stream.kind if isinstance(stream, Record) else stream.link.__name__ if stream.link else ""
            found.setdefault(kind, []).append(stream)
        return found

    def in_units(self) -> set[Record]:
        """The records that are units, stand in lists of units, or stand only inside units."""
        inside = {r for r in self.records if r.each is not None and r.each.unit}
        while True:
            more = {
                record
                for record in self.records
                if record not in inside
                and all(e.owner in inside or e.owner is record or e.place.unit for e in record.into)
            }
            if not more:
                return inside
            inside |= more

    def above_units(self) -> set[Record]:
        """The records that have units somewhere below them."""
        above: set[Record] = set()
        todo = [place.owner for place in self.places if place.unit]
        while todo:
            record = todo.pop()
            if record not in above:
                above.add(record)
                todo += [edge.place.owner for edge in record.into]
                todo += [record.around.owner] if record.around else []
        return above


def segments(path: str) -> tuple[str, ...]:
    """The members that a dotted path names; none for the empty path."""
    names = tuple(path.split(".")) if path else ()
    if len(names) > bounds.PATH_SEGMENTS_MAX or not all(names):
        raise TableError(f"{path!r} is no path: dotted names, {bounds.PATH_SEGMENTS_MAX} at most")
    return names


@cache
def climbed(path: str) -> tuple[int, tuple[str, ...]]:
    """How many lists outwards a path reads (0: the element itself), and the members that it names there."""
    levels = 0
    while path.startswith(HOP):
        levels, path = levels + 1, path.removeprefix(HOP)
    return levels, segments(path)


def paths_of(f: F) -> tuple[str, ...]:
    """The paths of a field, one or several."""
    return (f.path,) if isinstance(f.path, str) else f.path
