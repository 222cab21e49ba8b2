"""A table, resolved: records, the places where they are found, and the edges between them.

    Record ──places──► Place ──edges──► Edge ──record──► Record

A place is one list, map or object in the wire form of its owner. Where a list holds several kinds (`when=`), its place
has an edge for each. The document itself is the root record, which has no row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tournant.kernel import bounds
from tournant.kernel.row import Link
from tournant.lens.errors import TableError
from tournant.lens.table import Again, Conv, Doc, Each, F

BARE = "."
"""The key path of an element that is itself the id."""
HOP = "^."
"""The prefix of a field path that reads from the nearest list that the place passed through."""


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

    @property
    def bare(self) -> bool:
        """Whether the element is the bare id itself."""
        return self.key == (BARE,)

    @property
    def is_link(self) -> bool:
        """Whether its rows are links, which are known by (parent, target)."""
        return self.each is not None and issubclass(self.each.row, Link)

    @property
    def by_place(self) -> bool:
        """Whether elements of a list have no key, so that their places identify them."""
        return not self.key and any(edge.place.form == "[]" for edge in self.into)

    @property
    def roaming(self) -> bool:
        """Whether its ids must be unique in the whole document: one row an element, ids not scoped, not shared."""
        if self.each is None or self.is_link or self.each.scoped or not self.key:
            return False
        return not any(edge.link or edge.place.form == "{}" for edge in self.into)

    @property
    def spread(self) -> bool:
        """Whether it may stand in more than one list, so that a look at each list does not prove its ids unique."""
        return self.roaming and (len(self.into) > 1 or any(e.owner.each is not None or e.place.hops for e in self.into))


@dataclass(eq=False, slots=True)
class Place:
    """One list (`[]`), map (`{}`) or object (no form) in the wire form of its owner."""

    number: int
    owner: Record
    at: str
    hops: tuple[tuple[str, ...], ...]
    """Paths of the lists that it passes through, each from the one before."""
    path: tuple[str, ...]
    form: str
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
        """The records that are units, or stand only inside units."""
        inside = {r for r in self.records if r.each is not None and r.each.unit}
        while True:
            more = {
                record
                for record in self.records
                if record not in inside and all(e.owner in inside or e.owner is record for e in record.into)
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
                todo += [edge.owner for edge in record.into]
        return above


def resolve(doc: Doc) -> Graph:
    """The graph of a table; raises TableError where a place or a reference to a record has no meaning."""
    builder = _Builder(doc)
    for each in doc.roots:
        builder.declare(builder.graph.root, each)
    for place, again in builder.later:
        builder.join(place, again, builder.found(again))
    return builder.graph


class _Builder:
    def __init__(self, doc: Doc) -> None:
        root = Record(0, None, "Document", {})
        self.graph = Graph(doc.name, root, [], [], [], doc.new)
        self.later: list[tuple[Place, Again]] = []

    def declare(self, owner: Record, each: Each | Again) -> None:
        place = self._place(owner, each.at, each.when)
        if isinstance(each, Again):
            self.later.append((place, each))
            return
        record = _record(len(self.graph.records) + 1, each)
        self.graph.records.append(record)
        self.join(place, each, record)
        for child in each.inside:
            self.declare(record, child)

    def found(self, again: Again) -> Record:
        found = [record for record in self.graph.records if record.each is not None and record.each.row is again.row]
        if len(found) != 1:
            raise TableError(f"Again({again.row.__name__}, {again.at!r}) needs one Each of that row, not {len(found)}")
        return found[0]

    def join(self, place: Place, each: Each | Again, record: Record) -> None:
        number = len(self.graph.edges)
        edge = Edge(number, place.owner, record, place, each.link, each.when[1] if each.when else None)
        place.edges.append(edge)
        record.into.append(edge)
        self.graph.edges.append(edge)

    def _place(self, owner: Record, at: str, when: tuple[str, str] | None) -> Place:
        tag = segments(when[0]) if when else ()
        for place in owner.places if at or when else ():
            if place.at == at:
                if not (tag and place.tag == tag):
                    raise TableError(f"{owner.kind} has two records at {at!r}; tell them apart with when=")
                return place
        form = at[-2:] if at[-2:] in ("[]", "{}") else ""
        *hops, last = at.removesuffix(form).split("[].") if at else [""]
        place = Place(len(self.graph.places), owner, at, tuple(map(segments, hops)), segments(last), form, tag)
        owner.places.append(place)
        self.graph.places.append(place)
        return place


def segments(path: str) -> tuple[str, ...]:
    """The members that a dotted path names; none for the empty path."""
    names = tuple(path.split(".")) if path else ()
    if len(names) > bounds.PATH_SEGMENTS_MAX or not all(names):
        raise TableError(f"{path!r} is no path: dotted names, {bounds.PATH_SEGMENTS_MAX} at most")
    return names


def paths_of(f: F) -> tuple[str, ...]:
    """The paths of a field, one or several."""
    return (f.path,) if isinstance(f.path, str) else f.path


def _record(number: int, each: Each) -> Record:
    fields = {name: f if isinstance(f, F) else F(f) for name, f in each.fields.items()}
    key = each.key if isinstance(each.key, F) or each.key is None else F(each.key)
    keys = () if key is None else paths_of(key)
    if each.at.endswith("{}"):
        keys = ()  # The member's name is the key.
    own = each.row.__struct_fields__
    unknown = [name for name in fields if name not in own]
    if unknown:
        raise TableError(f"{each.row.__name__} has no field {unknown[0]!r}")
    return Record(number, each, each.row.__name__, fields, keys, key.conv if key else None)
