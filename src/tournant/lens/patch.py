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
from tournant.lens.build import Builder, Leaf, Names, field_leaves
from tournant.lens.climb import Element, touched
from tournant.lens.compiled import Compiled
from tournant.lens.diff import Changes, Streams, edges_of
from tournant.lens.errors import EncodeError
from tournant.lens.graph import NAME, Edge, Place, Record, Stream, node_id
from tournant.lens.index import Entry, Index, Listed, Pairing
from tournant.lens.reading import Frames, member
from tournant.lens.reorder import lay, window
from tournant.lens.source import Slice, Source, split_list
from tournant.lens.splice import Edit, Piece, Tree, encode_json, put, rendered, set_members


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
        self._names = Names(new, src.ids)
        self._builder = Builder(compiled.graph, new, self._names)
        self._builder.borrow = Lender(self, self._pairing, compiled, src, changes).borrow
        self._touched: set[Element] = touched(src, changes)
        self._visited: set[Record] = {record for record, _ in self._touched}
        self._moved: set[Stream] = {stream for stream, _ in changes.orders}
        self._places: dict[Record, list[Place]] = {}
        self._homes: dict[Record, dict[str, Any]] = {}
        self._root: Any = None
        """The document itself, cut, once it was needed."""

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
            edge.owner in inside or self._unit_list(edge, parent)
            for stream, parent in self._changes.orders
            for edge in (edges_of(stream) if parent is not UNSET else self._roots(stream))
            if (edge.owner.each is None) == (parent is UNSET)
        )

    def _roots(self, stream: Stream) -> list[Edge]:
        """The edges of the document itself at which a stream's rows stand: those that are there, or else the first."""
        edges = [edge for edge in edges_of(stream) if edge.owner.each is None]
        if len(edges) < 2:  # noqa: PLR2004 - there is nothing to choose
            return edges
        if self._root is None:
            self._root = self._cut[self._graph.root](self._src.buf)
        return [edge for edge in edges if self._pairing.value(edge.top, self._root) is not None] or edges[:1]

    def _unit_list(self, edge: Edge, parent: Any) -> bool:
        return (
            not edge.frames
            and edge.place.unit
            and edge.place.form == "[]"
            and (edge.place, parent) in self.index().lists
        )

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
                    edits += self._ordered(index.lists[where][0])
        for element in self._touched:
            for where, raw in index.units.get(element, ()):
                if where not in laid:
                    edits += self.inside(element[0], raw, element[1])
        return edits

    def _ordered(self, listed: Listed) -> list[Edit]:
        edges = [edge for edge in listed.place.edges if (edge.stream, listed.parent) in self._changes.orders]
        return self._laid(listed, {edge: self._wanted(edge, listed.parent) for edge in edges})

    # ------------------------------------------------------------------ one element

    def inside(self, record: Record, raw: Slice, own: Any) -> list[Edit]:
        """The edits inside one element."""
        tree: Tree = {}
        edits = self._members(record, self._cut[record](raw) if self._visited_places(record) else None, own, tree)
        return set_members(self._src, raw, tree, edits) if tree else edits

    def _members(self, record: Record, cut: Any, own: Any, tree: Tree) -> list[Edit]:
        """The edits of what is inside one element; its own members, and those that are new, go into the tree."""
        edits: list[Edit] = []
        self.put_values(tree, record, own, self._changes.values.get((record, own), {}))
        for place in self._visited_places(record):
            if place.at:
                edits += self._place(place, cut, own, tree)
                continue
            if any((edge.stream, own) in self._changes.orders for edge in place.edges):
                raise EncodeError(f"{place.only.record.kind} is a part of its element, and is not added or removed")
            if (again := self._pairing.same(place, own, cut)) is not None:
                edits += self._members(again[0].record, cut, again[1], tree)
        return edits

    def _visited_places(self, record: Record) -> list[Place]:
        """The places of a record at which anything changes, in any of its elements."""
        if record not in self._places:
            self._places[record] = [
                place
                for place in record.places
                for edges in (place.frame.inside if place.frame else place.edges,)
                if any(edge.record in self._visited or edge.stream in self._moved for edge in edges)
            ]
        return self._places[record]

    def put_values(self, tree: Tree, record: Record, own: str, values: dict[str, tuple[Any, Any]]) -> None:
        """Put an element's new values into the tree of its members."""
        for name, (old, new) in values.items():
            f = record.fields[name]
            leaves = field_leaves(record, own, name, new, self._names)
            if not leaves or any(leaf.levels for leaf in leaves):
                raise EncodeError(f"{record.kind} {own}: {name} is constant here, or belongs to the list around it")
            was = self._leaves_before(record, own, name, old) if len(leaves) > 1 else []
            for leaf in leaves:
                if leaf not in was:
                    put(tree, leaf.path, leaf.text, f.name)

    def _leaves_before(self, record: Record, own: str, name: str, old: Any) -> list[Leaf]:
        """What the members of a value were; nothing where what was read cannot be spelled by us."""
        try:
            return field_leaves(record, own, name, old, self._names)
        except EncodeError:
            return []

    # ------------------------------------------------------------------ the lists of one place

    def _place(self, place: Place, cut: Any, own: Any, tree: Tree) -> list[Edit]:
        """The edits of the lists at one place; members that are not there yet go into the tree of the element."""
        edges = place.frame.inside if place.frame else place.edges
        ordered = [edge for edge in edges if (edge.stream, own) in self._changes.orders]
        if not ordered and not any(edge.record in self._visited for edge in edges):
            return []
        lists = self._pairing.lists(place, own, cut)
        if not ordered:
            return [edit for listed in lists for entry in listed.entries for edit in self._entry(entry)]
        wanted = {edge: self._wanted(edge, own) for edge in ordered}
        if lists and place.frame is None:
            return self._laid(lists[0], wanted)
        rest = self._shares(lists, wanted)
        edits = [edit for listed, mine in rest.shares for edit in self._laid(listed, mine)]
        return [*edits, *self._added(place, cut, rest.left, tree)]

    def _wanted(self, edge: Edge, parent: Any) -> list[Any]:
        """The rows that an order puts at this place, and not at another of the same record under the same parent."""
        rows = self._changes.orders[edge.stream, parent]
        if edge.link or len(edge.record.into) == 1 or parent is not UNSET:
            return rows
        roots = self._roots(edge.stream)
        if len(roots) == 1:
            return rows if edge is roots[0] else []
        homes = self._home(edge.record)
        return [row for row in rows if homes.get(node_id(row), homes[""]) is edge.place]

    def _home(self, record: Record) -> dict[str, Any]:
        """Of a record with several places in the document itself: which one each element stands at; "" for new ones."""
        if record not in self._homes:
            found: dict[str, Any] = {}
            cut = self._cut[self._graph.root](self._src.buf)
            edges = [edge for edge in record.into if edge.owner.each is None]
            for edge in edges:
                for listed in self._pairing.lists(edge.top, UNSET, cut):
                    found.setdefault("", listed.place)
                    found.update({entry.id: edge.place for entry in listed.entries if entry.edge is edge and entry.id})
            found.setdefault("", edges[0].place)
            self._homes[record] = found
        return self._homes[record]

    def _shares(self, lists: list[Listed], wanted: dict[Edge, list[Any]]) -> _Shares:
        """Which of several lists each wanted row belongs to: where it stood, or where the frames say what it says."""
        shares: list[tuple[Listed, dict[Edge, list[Any]]]] = [
            (listed, {edge: [] for edge in wanted if edge.place is listed.place}) for listed in lists
        ]
        left: list[tuple[Edge, Any]] = []
        standing = {id(share): {entry.id for entry in listed.entries} for listed, share in shares}
        for edge, rows in wanted.items():
            for row in rows:
                mine = [(listed, share) for listed, share in shares if edge in share]
                stood = [share for _, share in mine if edge.element_id(row) in standing[id(share)]]
                fitting = stood or [share for listed, share in mine if self._fits(edge, row, listed.frames)][-1:]
                if fitting:
                    fitting[0][edge].append(row)
                else:
                    left.append((edge, row))
        return _Shares(shares, left)

    def _fits(self, edge: Edge, row: Any, frames: Frames) -> bool:
        """Whether the lists around say of themselves what a row says of them."""
        for levels in range(1, len(frames) + 1):
            name, frame = frames[-levels]
            for path, text in self._builder.leaves(edge.record, row, levels).items():
                if encode_json(name if path == (NAME,) else member(path)(frame)) != text:
                    return False
        return True

    def _added(self, place: Place, cut: Any, rows: list[tuple[Edge, Any]], tree: Tree) -> list[Edit]:
        """The edits for rows that no list is there for."""
        if not rows:
            return []
        raw = self._pairing.value(place, cut)
        if raw is None:
            if place.form == "{}" and place.frame is None:
                raise EncodeError(f"{rows[0][0].record.kind}: the map {place.at!r} is not there, and is not added")
            put(tree, place.path, self._builder.value(place, rows), "")
            return []
        if place.form != "[]" or place.frame is None or any(inner.frame for inner in place.frame.places):
            raise EncodeError(f"{rows[0][0].record.kind}: nothing is added to {place.at!r} of a document that is there")
        made = [encode_json(frame) for _, frame in self._builder.frames(place, rows)]
        start, last = self._src.span(raw)[0] + 1, [self._src.span(element)[1] for element in split_list(raw)][-1:]
        at = last[0] if last else start
        return [(at, at, [b"," if last else b"", b",".join(made)])]

    def _laid(self, listed: Listed, wanted: dict[Edge, list[Any]]) -> list[Edit]:
        """The edits of one list whose members or order changed."""
        place = listed.place
        if place.form == "{}":
            raise EncodeError(f"{place.only.record.kind}: members of the map {place.at!r} are not added or removed")
        if place.form == "[]":
            head, tail = window(listed, wanted)
            kept = [*listed.entries[:head], *listed.entries[len(listed.entries) - tail :]]
            edits = [edit for entry in kept for edit in self._entry(entry)]
            return [*edits, *lay(self._src, listed, wanted, (head, tail), self._pieces)]
        rows = [(edge, row) for edge, mine in wanted.items() for row in mine]
        entry = listed.entries[0]
        if rows and entry.edge is rows[0][0] and rows[0][0].element_id(rows[0][1]) == entry.id:
            return self._entry(entry)
        return [(*self._src.span(listed.raw), [self._builder.element(*rows[0]) if rows else b"null"])]

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


class _Shares:
    """The rows of several lists, and those that none of them is for."""

    __slots__ = ("left", "shares")

    def __init__(self, shares: list[tuple[Listed, dict[Edge, list[Any]]]], left: list[tuple[Edge, Any]]) -> None:
        self.shares, self.left = shares, left
