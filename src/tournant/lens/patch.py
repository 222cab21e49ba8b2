"""Writing: the source bytes with only the differences spliced in.

From the changes one climbs to the elements that have to be visited; in each, changed fields are put where they stood,
and lists whose members or order changed are laid anew from the elements' own bytes. Elements that belong to no row
(unknown kinds, what was quarantined) keep their slots; a quarantined duplicate stays behind what it repeats, and goes
with it.
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from tournant.lens.borrow import Lender
from tournant.lens.build import Builder, Names, field_leaves
from tournant.lens.climb import Element, edges_of, touched
from tournant.lens.compiled import Compiled
from tournant.lens.diff import Changes, Streams
from tournant.lens.errors import EncodeError
from tournant.lens.graph import HOP, Edge, Graph, Place, Record, node_id, paths_of
from tournant.lens.index import Entry, Index, Listed, Pairing
from tournant.lens.reorder import lay
from tournant.lens.source import Slice, Source
from tournant.lens.splice import Edit, Piece, Tree, put, rendered, set_members


class Patch:
    """One write to one document."""

    def __init__(self, compiled: Compiled, src: Source, new: Streams, changes: Changes) -> None:
        """Take the compiled table, the document, its new rows and the differences."""
        self._compiled = compiled
        self._graph = compiled.graph
        self._cut = compiled.wire.cut
        self._src = src
        self._changes = changes
        self._pairing = Pairing(compiled, src)
        self._names = Names(_by_kind(compiled.graph, new), src.ids)
        self._builder = Builder(compiled.graph, new, self._names)
        self._builder.borrow = Lender(self, self._pairing, compiled, src, changes).borrow
        self._touched: set[Element] = touched(src, changes)
        self._visited: set[Record] = {record for record, _ in self._touched}
        self._homes: dict[Record, dict[str, Any]] = {}

    def document(self) -> bytes:
        """The document after the change."""
        root = self._graph.root
        edits = self._from_index() if self._all_in_units() else self.inside(root, self._src.buf, UNSET)
        return rendered(self._src.buf, 0, len(self._src.buf), edits)

    # ------------------------------------------------------------------ through the index

    def _all_in_units(self) -> bool:
        """Whether everything that changed lies in units, so that the index leads there."""
        inside = self._compiled.in_units
        if not all(record in inside for record, _ in self._changes.values):
            return False
        if not inside or (self._src.faults and self._compiled.above_units != {self._graph.root}):
            return False  # Frames that hold something quarantined are looked at one by one.
        return all(
            all(edge.owner in inside or self._unit_list(edge, parent) for edge in edges_of(stream))
            for stream, parent in self._changes.orders
        )

    def _unit_list(self, edge: Edge, parent: Any) -> bool:
        return edge.place.unit and edge.place.form == "[]" and (edge.place, parent) in self.index().lists

    def index(self) -> Index:
        """The byte index of units, made when it is first needed."""
        if self._src.index is None:
            self._src.index = Index(self._compiled, self._src)
        found: Index = self._src.index
        return found

    def _from_index(self) -> list[Edit]:
        index, edits = self.index(), []
        laid: set[tuple[Place, Any]] = set()
        for stream, parent in self._changes.orders:
            for edge in edges_of(stream):
                where = (edge.place, parent)
                if where in index.lists and where not in laid:
                    laid.add(where)
                    edits += self._lists(index.lists[where])
        for element in self._touched:
            for where, raw in index.units.get(element, ()):
                if where not in laid:
                    edits += self.inside(element[0], raw, element[1])
        return edits

    # ------------------------------------------------------------------ one element

    def inside(self, record: Record, raw: Slice, own: Any) -> list[Edit]:
        """The edits inside one element."""
        tree: Tree = {}
        edits = self._members(record, self._cut[record](raw) if record.places else None, own, tree)
        return set_members(self._src, raw, tree, edits) if tree else edits

    def _members(self, record: Record, cut: Any, own: Any, tree: Tree) -> list[Edit]:
        """The edits of what is inside one element; its own members, and those that are new, go into the tree."""
        edits: list[Edit] = []
        self.put_values(tree, record, self._changes.values.get((record, own), {}))
        for place in record.places:
            if place.at:
                edits += self._place(place, cut, own, tree)
                continue
            if any((edge.stream, own) in self._changes.orders for edge in place.edges):
                raise EncodeError(f"{place.only.record.kind} is a part of its element, and is not added or removed")
            if (again := self._pairing.same(place, own, cut)) is not None:
                edits += self._members(again[0].record, cut, again[1], tree)
        return edits

    def put_values(self, tree: Tree, record: Record, values: dict[str, tuple[Any, Any]]) -> None:
        """Put an element's new values into the tree of its members."""
        for name, (old, new) in values.items():
            f = record.fields[name]
            if not f.path or paths_of(f)[0].startswith(HOP):
                raise EncodeError(
                    f"{record.kind}.{name} is not written here: it is constant, or belongs to the list around it"
                )
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
        homes = self._home(edge.record)
        return [row for row in rows if homes.get(node_id(row), homes[""]) is edge.place]

    def _home(self, record: Record) -> dict[str, Any]:
        """Of a record with several places in the document itself: which one each element stands at; "" for new ones."""
        if record not in self._homes:
            found: dict[str, Any] = {}
            cut = self._cut[self._graph.root](self._src.buf)
            edges = [edge for edge in record.into if edge.owner.each is None]
            for edge in edges:
                for raw in self._pairing.values(edge.place, cut):
                    found.setdefault("", edge.place)
                    for entry in self._pairing.listed(edge.place, UNSET, raw).entries:
                        if entry.edge is edge and entry.id is not None:
                            found[entry.id] = edge.place
            found.setdefault("", edges[0].place)
            self._homes[record] = found
        return self._homes[record]

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
            return self._object(lists[0], [(edge, row) for edge, rows in wanted.items() for row in rows])
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

    def _object(self, listed: Listed, rows: list[tuple[Edge, Any]]) -> list[Edit]:
        entry = listed.entries[0]
        if rows and entry.edge is rows[0][0] and rows[0][0].element_id(rows[0][1]) == entry.id:
            return self._entry(entry)
        text = self._builder.element(*rows[0]) if rows else b"null"
        return [(*self._src.span(listed.raw), [text])]

    def _entry(self, entry: Entry) -> list[Edit]:
        if entry.edge is None or entry.id is None or entry.edge.record.bare:
            return []
        if (entry.edge.record, entry.id) not in self._touched:
            return []
        return self.inside(entry.edge.record, entry.raw, entry.id)

    def _pieces(self, edge: Edge | None, row: Any, entry: Entry | None) -> list[Piece]:
        """The bytes of one element of a list that is laid anew."""
        if entry is None:
            assert edge is not None  # noqa: S101 - what has no bytes yet has a row
            return [self._builder.element(edge, row)]
        return [rendered(self._src.buf, *self._src.span(entry.raw), self._entry(entry))]


def _by_kind(graph: Graph, streams: Streams) -> dict[str, list[Any]]:
    """The entity rows of each kind, for looking names up."""
    found: dict[str, list[Any]] = {}
    for record in graph.records:
        if not record.is_link:
            found.setdefault(record.kind, []).extend(streams[record])
    return found
