"""Elements that the document does not have yet, made from rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import UNSET, Raw

from tournant.kernel import bounds
from tournant.lens.diff import Streams, by_parent
from tournant.lens.errors import EncodeError
from tournant.lens.graph import HOP, Edge, Graph, Place, Record, node_id, paths_of
from tournant.lens.splice import DROP, Drop, encode_json
from tournant.lens.table import F


def field_leaves(f: F, value: Any, names: Names) -> list[tuple[tuple[str, ...], bytes | Drop]]:
    """What each member of a field becomes for a value: its path, and its text or DROP."""
    paths = [tuple(path.split(".")) for path in paths_of(f)]
    if value is None:
        leaves: list[Any] = [None] * len(paths)
    elif f.to is not None:
        leaves = [names.external(f.to.__name__, value)]
    elif f.conv is None:
        leaves = [value]
    else:
        found = f.conv.enc(value)
        leaves = list(found) if len(paths) > 1 else [found]
    nothing: bytes | Drop = b"null" if f.none == "null" else DROP
    return [(path, nothing if leaf is None else encode_json(leaf)) for path, leaf in zip(paths, leaves, strict=True)]


class Names:
    """The partner's names of our ids: from the rows, and from what the document was read with."""

    def __init__(self, rows: dict[str, list[Any]], ids: Callable[[str], dict[str, str]]) -> None:
        """Take all rows by kind, and the dictionaries from the partner's keys to ids."""
        self._rows = rows
        self._ids = ids
        self._known: dict[str, dict[str, str]] = {}

    def external(self, kind: str, of: str) -> str:
        """The partner's name; our id itself where the partner has none yet."""
        known = self._known.get(kind)
        if known is None:
            known = {own: external for external, own in self._ids(kind).items()}
            known.update({row.id: row.external_id for row in self._rows.get(kind, ()) if row.external_id is not None})
            self._known[kind] = known
        return known.get(of, of)


class Builder:
    """Makes elements from the rows of one new state."""

    def __init__(self, graph: Graph, streams: Streams, names: Names) -> None:
        """Take the rows by stream."""
        self._graph = graph
        self._streams = streams
        self._names = names
        self._children: dict[Any, dict[Any, list[Any]]] = {}
        self._entities: dict[Record, dict[str, Any]] = {}
        self.borrow: Callable[[Edge, Any], bytes | None] = lambda _edge, _row: None
        """Gives the bytes of an element that the document has elsewhere, if it has."""

    def document(self) -> bytes:
        """A whole document."""
        tree: dict[str, Any] = {}
        self._inside(self._graph.root, UNSET, tree, 0)
        without = encode_json(tree)
        for path, value in self._graph.new.items():
            _put(tree, tuple(path.split(".")), value(without) if callable(value) else value)
        return encode_json(tree)

    def children(self, edge: Edge, parent: Any) -> list[Any]:
        """The rows of an edge's stream under one parent."""
        if edge.stream not in self._children:
            self._children[edge.stream] = by_parent(self._streams[edge.stream])
        return self._children[edge.stream].get(parent, [])

    def element(self, edge: Edge, row: Any, depth: int = 0) -> bytes:
        """An element for a row of the edge's stream: borrowed where the document has it, else made."""
        if depth > bounds.NESTING_LEVELS_MAX:
            raise EncodeError(
                f"{edge.record.kind} {edge.element_id(row)} is nested more than {bounds.NESTING_LEVELS_MAX} deep"
            )
        record = edge.record
        if record.bare:
            return encode_json(self._bare(record, row))
        borrowed = self.borrow(edge, row)
        if borrowed is not None:
            return borrowed
        tree: dict[str, Any] = {}
        self._fill(edge, self._content(edge, row), tree, depth)
        return encode_json(tree)

    def _content(self, edge: Edge, row: Any) -> Any:
        """The row that holds the fields: for a link to a shared record, that record's."""
        if not edge.link:
            return row
        if edge.record not in self._entities:
            self._entities[edge.record] = {entity.id: entity for entity in self._streams[edge.record]}
        found = self._entities[edge.record].get(row.target)
        if found is None:
            raise EncodeError(f"{row.parent} names the {edge.record.kind} {row.target}, which is not there")
        return found

    def _bare(self, record: Record, row: Any) -> Any:
        assert record.each is not None  # noqa: S101 - only the document itself has no table entry
        assert record.each.to is not None  # noqa: S101 - a bare id is a link, and a link has a kind of target
        external = self._names.external(record.each.to.__name__, row.target)
        return record.key_conv.enc(external) if record.key_conv else external

    def _fill(self, edge: Edge, row: Any, tree: dict[str, Any], depth: int) -> None:
        """Put a row's members, and all that is inside it, into a tree."""
        record, each = edge.record, edge.record.each
        assert each is not None  # noqa: S101 - only the document itself has no table entry
        for path, value in each.new.items():
            _put(tree, tuple(path.split(".")), Raw(encode_json(value)))
        if edge.place.tag:
            _put(tree, edge.place.tag, Raw(encode_json(edge.when)))
        for name, f in record.fields.items():
            value = getattr(row, name)
            if value is not UNSET and value is not None and f.path and not paths_of(f)[0].startswith(HOP):
                for member, leaf in field_leaves(f, value, self._names):
                    if not isinstance(leaf, Drop) and leaf != b"null":
                        _put(tree, (*member[:-1], f.name if member[-1] == "*" else member[-1]), Raw(leaf))
        self._key(record, row, tree)
        self._inside(record, node_id(row), tree, depth + 1)

    def _key(self, record: Record, row: Any, tree: dict[str, Any]) -> None:
        if not record.key:
            return
        key = self.wire_key(record, row)
        parts = key.split(":", len(record.key) - 1)
        for path, part in zip(record.key, parts, strict=False):
            made = record.key_conv.enc(part) if record.key_conv else part
            _put(tree, tuple(path.split(".")), Raw(encode_json(made)), again=False)

    def wire_key(self, record: Record, row: Any) -> str:
        """The partner's key of a row, as text."""
        each = record.each
        if record.is_link and each is not None and each.to is not None:
            return self._names.external(each.to.__name__, row.target)
        key: str = row.external_id if row.external_id is not None else row.id
        return key

    def _inside(self, record: Record, parent: Any, tree: dict[str, Any], depth: int) -> None:
        for place in record.places:
            if not place.at:
                for edge in place.edges:
                    for row in self.children(edge, parent)[:1]:
                        self._fill(edge, row, tree, depth)
                continue
            found = [(edge, row) for edge in place.edges for row in self.children(edge, parent)]
            first = next((p for p in record.places if any(e.record is place.only.record for e in p.edges)), place)
            if found and first is place:  # A record that may stand at several places is made at the first of them.
                self._place(place, [(self._name(e, r), Raw(self.element(e, r, depth))) for e, r in found], tree)

    def _name(self, edge: Edge, row: Any) -> str:
        return self.wire_key(edge.record, self._content(edge, row)) if edge.place.form == "{}" else ""

    def _place(self, place: Place, made: list[tuple[str, Raw]], tree: dict[str, Any]) -> None:
        value: Any = [raw for _, raw in made]
        if place.form == "{}":
            value = dict(made)
        elif place.form == "":
            value = made[0][1]
        for hop in place.hops:
            inner: dict[str, Any] = {}
            _put(tree, hop, [inner])
            tree = inner
        _put(tree, place.path, value)


def _put(tree: dict[str, Any], path: tuple[str, ...], value: Any, *, again: bool = True) -> None:
    for segment in path[:-1]:
        tree = tree.setdefault(segment, {})
    if again or path[-1] not in tree:
        tree[path[-1]] = value
