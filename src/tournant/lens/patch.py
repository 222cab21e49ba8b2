"""Writing: the source bytes with only the differences spliced in.

From the changes one climbs to the elements that have to be visited; in each, changed fields are put where they stood,
and lists whose members or order changed are laid anew from the elements' own bytes. Elements that belong to no row
(unknown kinds, what was quarantined) keep their slots; a quarantined duplicate stays behind what it repeats, and goes
with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import UNSET

from tournant.lens.build import Builder, Names, field_leaves
from tournant.lens.diff import Changes, Streams, changed_values
from tournant.lens.errors import EncodeError
from tournant.lens.graph import HOP, Edge, Graph, Place, Record, Stream, node_id, paths_of
from tournant.lens.index import Entry, Index, Listed, Pairing
from tournant.lens.mend import Mender
from tournant.lens.reorder import lay
from tournant.lens.source import Slice, Source
from tournant.lens.splice import Edit, Piece, Tree, put, render, set_members
from tournant.lens.wire import Wire

_Element = tuple[Record, str]


class Patch:
    """One write to one document."""

    def __init__(self, graph: Graph, wire: Wire, mender: Mender, src: Source, new: Streams, changes: Changes) -> None:  # noqa: PLR0913 - the compiled table, the document, and what shall change
        """Take the compiled table, the document, its new rows and the differences."""
        self._graph = graph
        self._wire = wire
        self._src = src
        self._changes = changes
        self._pairing = Pairing(mender, wire, src)
        self._names = Names(_by_kind(graph, new), src.ids)
        self._builder = Builder(graph, new, self._names)
        self._builder.borrow = self._borrowed
        self._touched: set[_Element] = set()
        self._visited: set[Record] = set()
        self._elsewhere: dict[Stream, dict[str, Any]] = {}

    def bytes(self) -> bytes:
        """The document after the change."""
        self._climb()
        if self._in_units():
            edits = self._from_index()
        else:
            edits = self._inside(self._graph.root, self._src.buf, UNSET)
        out: list[Piece] = []
        render(self._src.buf, 0, len(self._src.buf), edits, out)
        return b"".join(out)

    # ------------------------------------------------------------------ which elements to visit

    def _climb(self) -> None:
        """Note the changed elements and all above them."""
        todo: list[_Element] = []
        for element in self._changes.values:
            self._touched.add(element)
            todo += self._above(element[0], {element[1]}, {self._changes.parents[element]})
        for stream, parent in self._changes.orders:
            if parent is not UNSET:
                todo += [(edge.owner, parent) for edge in _edges(stream) if edge.owner.each is not None]
        while todo:
            batch: dict[Record, set[str]] = {}
            for element in todo:
                if element not in self._touched:
                    self._touched.add(element)
                    batch.setdefault(element[0], set()).add(element[1])
            todo = []
            for record, ids in batch.items():
                todo += self._above(record, ids, self._parents(record, ids))
        self._visited = {record for record, _ in self._touched}

    def _above(self, record: Record, ids: set[str], parents: set[Any]) -> list[_Element]:
        found: list[_Element] = []
        for edge in record.into:
            if edge.owner.each is None:
                continue
            over = {row.parent for row in self._src.streams[edge] if row.target in ids} if edge.link else parents
            found += [(edge.owner, parent) for parent in over if parent is not UNSET]
        return found

    def _parents(self, record: Record, ids: set[str]) -> set[Any]:
        if all(edge.link or edge.owner.each is None for edge in record.into):
            return set()
        return {row.parent for row in self._src.streams[record] if node_id(row) in ids}

    def _in_units(self) -> bool:
        """Whether everything that changed lies in units, so that the index leads there."""
        inside = self._graph.in_units()
        if not all(record in inside for record, _ in self._changes.values):
            return False
        if not inside or (self._src.faults and self._graph.above_units() != {self._graph.root}):
            return False  # Frames that hold something quarantined are looked at one by one.
        return all(
            all(edge.owner in inside or self._unit_list(edge, parent) for edge in _edges(stream))
            for stream, parent in self._changes.orders
        )

    def _unit_list(self, edge: Edge, parent: Any) -> bool:
        return edge.place.unit and edge.place.form == "[]" and (edge.place, parent) in self._index().lists

    def _index(self) -> Index:
        if self._src.index is None:
            self._src.index = Index(self._graph, self._wire, self._pairing, self._src)
        found: Index = self._src.index
        return found

    def _from_index(self) -> list[Edit]:
        index, edits = self._index(), []
        laid: set[tuple[Place, Any]] = set()
        for stream, parent in self._changes.orders:
            for edge in _edges(stream):
                where = (edge.place, parent)
                if where in index.lists and where not in laid:
                    laid.add(where)
                    edits += self._lists(index.lists[where])
        for element in self._touched:
            for where, raw in index.units.get(element, ()):
                if where not in laid:
                    edits += self._inside(element[0], raw, element[1])
        return edits

    # ------------------------------------------------------------------ one element

    def _inside(self, record: Record, raw: Slice, own: Any) -> list[Edit]:
        """The edits inside one element."""
        tree: Tree = {}
        edits: list[Edit] = []
        cut = self._wire.cut[record](raw) if record.places else None
        for same in record.selves:
            self._put_values(tree, same, self._changes.values.get((same, own), {}))
            for place in same.places:
                if place.at:
                    edits += self._place(place, cut, own, tree)
                elif same is record and (again := self._single_id(place)) is not None:
                    self._put_values(tree, place.only.record, self._changes.values.get((place.only.record, again), {}))
                    for inner in place.only.record.places:
                        edits += self._place(inner, cut, again, tree)
        return set_members(self._src, raw, tree, edits) if tree else edits

    def _single_id(self, place: Place) -> str | None:
        """The id of the record that is the element itself."""
        rows = self._src.streams[place.only.record]
        return node_id(rows[0]) if rows else None

    def _put_values(self, tree: Tree, record: Record, values: dict[str, tuple[Any, Any]]) -> None:
        for name, (old, new) in values.items():
            f = record.fields[name]
            if paths_of(f)[0].startswith(HOP):
                raise EncodeError(f"{record.kind}.{name} belongs to the list around it and is not written")
            try:
                was = field_leaves(f, old, self._names) if old is not UNSET else []
            except (ValueError, TypeError, ArithmeticError, LookupError):
                was = []  # What was read cannot be spelled by us: all of it is written.
            single = isinstance(f.path, str)
            for leaf in field_leaves(f, new, self._names):
                if single or leaf not in was:
                    put(tree, leaf[0], leaf[1], f.name)

    def _place(self, place: Place, cut: Any, own: Any, tree: Tree) -> list[Edit]:
        """The edits of the lists at one place; members that are not there yet go into the tree of the element."""
        ordered = [edge for edge in place.edges if (edge.stream, own) in self._changes.orders]
        if not ordered and not any(edge.record in self._visited for edge in place.edges):
            return []
        lists = [self._pairing.listed(place, own, raw) for raw in self._pairing.values(place, cut)]
        if not lists:
            for edge in ordered:
                if wanted := self._wanted(edge, own):
                    self._add_list(edge, wanted, tree)
            return []
        return self._lists(lists)

    def _wanted(self, edge: Edge, parent: Any) -> list[Any]:
        """The rows that an order puts at this place, and not at another of the same record under the same parent."""
        rows = self._changes.orders[edge.stream, parent]
        if edge.link or len(edge.record.into) == 1 or parent is not UNSET:
            return rows
        homes = self._homes(edge.record)
        return [row for row in rows if homes.get(node_id(row), homes[""]) is edge.place]

    def _homes(self, record: Record) -> dict[str, Any]:
        """Of a record with several places in the document itself: which one each element stands at; "" for new ones."""
        if record not in self._elsewhere:
            found: dict[str, Any] = {}
            cut = self._wire.cut[self._graph.root](self._src.buf)
            edges = [edge for edge in record.into if edge.owner.each is None]
            for edge in edges:
                for raw in self._pairing.values(edge.place, cut):
                    found.setdefault("", edge.place)
                    for entry in self._pairing.listed(edge.place, UNSET, raw).entries:
                        if entry.edge is edge and entry.id is not None:
                            found[entry.id] = edge.place
            found.setdefault("", edges[0].place)
            self._elsewhere[record] = found
        return self._elsewhere[record]

    def _add_list(self, edge: Edge, rows: list[Any], tree: Tree) -> None:
        place = edge.place
        if place.hops or place.form == "{}":
            raise EncodeError(f"{edge.record.kind}: {place.at!r} is not there, and cannot be added to a document")
        made = [self._builder.element(edge, row) for row in rows]
        put(tree, place.path, b"[" + b",".join(made) + b"]" if place.form == "[]" else made[0], "")

    # ------------------------------------------------------------------ the lists of one place

    def _lists(self, lists: list[Listed]) -> list[Edit]:
        """The edits of all lists that one parent has at one place (several where the place passes through lists)."""
        place, parent = lists[0].place, lists[0].parent
        wanted = {
            edge: self._wanted(edge, parent) for edge in place.edges if (edge.stream, parent) in self._changes.orders
        }
        if not wanted:
            return [edit for listed in lists for entry in listed.entries for edit in self._entry(entry)]
        if place.form == "{}":
            raise EncodeError(f"{place.only.record.kind}: members of the map {place.at!r} are not added or removed")
        if place.form == "":
            return self._object(lists[0], wanted[place.only])
        edits = []
        for number, listed in enumerate(lists):
            mine = {edge: self._share(edge, rows, lists, number) for edge, rows in wanted.items()}
            edits.append(lay(self._src, listed, mine, self._pieces))
        return edits

    def _share(self, edge: Edge, rows: list[Any], lists: list[Listed], number: int) -> list[Any]:
        """The part of the wanted rows that belongs to one of several lists: its own, and to the last the new ones."""
        if len(lists) == 1:
            return rows
        others = {entry.id for n, listed in enumerate(lists) if n != number for entry in listed.entries}
        own = {entry.id for entry in lists[number].entries}
        last = number == len(lists) - 1
        return [row for row in rows if (found := edge.element_id(row)) in own or (last and found not in others)]

    def _object(self, listed: Listed, rows: list[Any]) -> list[Edit]:
        entry = listed.entries[0]
        if rows and entry.edge is not None and entry.edge.element_id(rows[0]) == entry.id:
            return self._entry(entry)
        text = self._builder.element(listed.place.only, rows[0]) if rows else b"null"
        return [(*self._src.span(listed.raw), [text])]

    def _entry(self, entry: Entry) -> list[Edit]:
        if entry.edge is None or entry.id is None or entry.edge.record.bare:
            return []
        if (entry.edge.record, entry.id) not in self._touched:
            return []
        return self._inside(entry.edge.record, entry.raw, entry.id)

    def _pieces(self, edge: Edge | None, row: Any, entry: Entry | None) -> list[Piece]:
        """The bytes of one element of a list that is laid anew."""
        if entry is None:
            assert edge is not None  # noqa: S101 - what has no bytes yet has a row
            return [self._builder.element(edge, row)]
        out: list[Piece] = []
        start, end = self._src.span(entry.raw)
        render(self._src.buf, start, end, self._entry(entry), out)
        return out

    # ------------------------------------------------------------------ elements that the document has elsewhere

    def _borrowed(self, edge: Edge, row: Any) -> bytes | None:
        """The bytes of an element that is new at this place but stands, or stood, elsewhere; with its changes."""
        record = edge.record
        if record.is_link:
            return self._borrowed_link(edge, row)
        found = edge.element_id(row)
        raw = self._find(record, found, frozenset())
        if raw is None:
            return None
        return self._rendered(raw, self._inside(record, raw, found))

    def _borrowed_link(self, edge: Edge, row: Any) -> bytes | None:
        """A link element that moved: the bytes that it had where it no longer stands."""
        if (before := self._link_before(edge, row)) is None:
            return None
        raw = self._find(edge.record, node_id(before), frozenset())
        if raw is None:
            return None
        tree: Tree = {}
        self._put_values(tree, edge.record, changed_values(edge.record, before, row))
        return self._rendered(raw, set_members(self._src, raw, tree, []) if tree else [])

    def _link_before(self, edge: Edge, row: Any) -> Any:
        for before in self._src.streams[edge.record]:
            if before.target == row.target and (edge.stream, before.parent) in self._changes.orders:
                now = self._changes.orders[edge.stream, before.parent]
                if not edge.record.places and all(other.target != row.target for other in now):
                    return before
        return None

    def _rendered(self, raw: Slice, edits: list[Edit]) -> bytes:
        out: list[Piece] = []
        render(self._src.buf, *self._src.span(raw), edits, out)
        return b"".join(out)

    def _find(self, record: Record, own: str, seen: frozenset[_Element]) -> Slice | None:
        """The first slice of an element, wherever the document has it."""
        if (record, own) in seen:
            return None
        if record.each is not None and record.each.unit and not self._src.faults:
            units = self._index().units.get((record, own))
            return units[0][1] if units else None
        for edge in record.into:
            for parent in self._holders(edge, own):
                above = (
                    self._src.buf if edge.owner.each is None else self._find(edge.owner, parent, seen | {(record, own)})
                )
                found = self._among(edge, above, parent, own) if above is not None else None
                if found is not None:
                    return found
        return None

    def _holders(self, edge: Edge, own: str) -> Iterable[Any]:
        if edge.owner.each is None:
            return (UNSET,)
        if edge.link:
            return [row.parent for row in self._src.streams[edge] if row.target == own]
        return [row.parent for row in self._src.streams[edge.record] if node_id(row) == own and row.parent is not UNSET]

    def _among(self, edge: Edge, above: Slice, parent: Any, own: str) -> Slice | None:
        for raw in self._pairing.values(edge.place, self._wire.cut[edge.owner](above)):
            for entry in self._pairing.listed(edge.place, parent, raw).entries:
                if entry.edge is edge and entry.id == own:
                    return entry.raw
        return None


def _edges(stream: Stream) -> list[Edge]:
    return [stream] if isinstance(stream, Edge) else [edge for edge in stream.into if not edge.link]


def _by_kind(graph: Graph, streams: Streams) -> dict[str, list[Any]]:
    """The entity rows of each kind, for looking names up."""
    found: dict[str, list[Any]] = {}
    for record in graph.records:
        if not record.is_link:
            found.setdefault(record.kind, []).extend(streams[record])
    return found
