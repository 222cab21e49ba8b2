"""Elements that are new at a place but stand, or stood, elsewhere in the document: they bring their own bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from tournant.kernel.row import UNSET
from tournant.lens.climb import Element
from tournant.lens.compiled import Compiled
from tournant.lens.diff import Changes, changed_values
from tournant.lens.graph import Edge, Record, node_id
from tournant.lens.index import Index, Pairing
from tournant.lens.source import Slice, Source
from tournant.lens.splice import Edit, Tree, rendered, set_members


class Writer(Protocol):
    """The write that borrows: what it would change inside an element."""

    def inside(self, record: Record, raw: Slice, own: Any) -> list[Edit]:
        """The edits inside one element."""

    def put_values(self, tree: Tree, record: Record, own: str, values: dict[str, tuple[Any, Any]]) -> None:
        """Put an element's new values into the tree of its members."""

    def index(self) -> Index:
        """The byte index of units."""


class Lender:
    """Finds the bytes of elements for one write."""

    def __init__(self, patch: Writer, pairing: Pairing, compiled: Compiled, src: Source, changes: Changes) -> None:
        """Lend to this patch."""
        self._patch = patch
        self._pairing = pairing
        self._cut = compiled.wire.cut
        self._src = src
        self._changes = changes

    def borrow(self, edge: Edge, row: Any) -> bytes | None:
        """The bytes of an element that is new at this place but stands, or stood, elsewhere; with its changes."""
        record = edge.record
        if record.is_link:
            return self._borrowed_link(edge, row)
        found = edge.element_id(row)
        raw = self._find(record, found, frozenset())
        return None if raw is None else self._rendered(raw, self._patch.inside(record, raw, found))

    def _borrowed_link(self, edge: Edge, row: Any) -> bytes | None:
        """A link element that moved: the bytes that it had where it no longer stands."""
        if (before := self._link_before(edge, row)) is None:
            return None
        raw = self._find(edge.record, node_id(before), frozenset())
        if raw is None:
            return None
        tree: Tree = {}
        self._patch.put_values(tree, edge.record, node_id(row), changed_values(edge.record, before, row))
        return self._rendered(raw, set_members(self._src, raw, tree, []) if tree else [])

    def _link_before(self, edge: Edge, row: Any) -> Any:
        for before in self._src.streams[edge.record]:
            if before.target == row.target and (edge.stream, before.parent) in self._changes.orders:
                now = self._changes.orders[edge.stream, before.parent]
                if not edge.record.places and all(other.target != row.target for other in now):
                    return before
        return None

    def _rendered(self, raw: Slice, edits: list[Edit]) -> bytes:
        return rendered(self._src.buf, *self._src.span(raw), edits)

    def _find(self, record: Record, own: str, seen: frozenset[Element]) -> Slice | None:
        """The first slice of an element, wherever the document has it."""
        if (record, own) in seen:
            return None
        if record.each is not None and record.each.unit and not self._src.faults:
            units = self._patch.index().units.get((record, own))
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
        for listed in self._pairing.lists(edge.top, parent, self._cut[edge.owner](above)):
            for entry in listed.entries:
                if entry.edge is edge and entry.id == own:
                    return entry.raw
        return None
