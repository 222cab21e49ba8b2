"""Elements that the document does not have yet, made from rows."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, NamedTuple

from msgspec import UNSET, Raw

from tournant.kernel import bounds
from tournant.lens.diff import Streams, by_parent
from tournant.lens.errors import EncodeError
from tournant.lens.graph import NAME, Edge, Graph, Place, Record, Stream, climbed, node_id, paths_of, segments
from tournant.lens.reading import UNREADABLE
from tournant.lens.splice import DROP, Drop, decode_json, encode_json
from tournant.lens.table import F


class Leaf(NamedTuple):
    """One member that a value is written to."""

    levels: int
    """How many lists outwards: 0 is the element itself."""
    path: tuple[str, ...]
    text: bytes | Drop
    """Its JSON text, or DROP."""


def field_leaves(record: Record, row_id: str, name: str, value: Any, names: Names) -> list[Leaf]:
    """What the members of a field become for a value; EncodeError where it cannot be spelled."""
    f = record.fields[name]
    paths = paths_of(f)
    if not paths:
        return []
    try:
        leaves = [None] * len(paths) if value is None else _spelled(f, value, names)
        texts = [None if leaf is None else encode_json(leaf) for leaf in leaves]
    except UNREADABLE as why:
        raise EncodeError(f"{record.kind} {row_id}, {name}: {why}") from None
    nothing: bytes | Drop = b"null" if f.none == "null" else DROP
    found = zip(map(climbed, paths), texts, strict=True)
    return [Leaf(levels, members, nothing if text is None else text) for (levels, members), text in found]


def _spelled(f: F, value: Any, names: Names) -> list[Any]:
    if f.to is not None:
        return [names.external(f.to.__name__, value)]
    if f.conv is None:
        return [value]
    found = f.conv.enc(value)
    return list(found) if isinstance(f.path, tuple) and len(f.path) > 1 else [found]


class Names:
    """The partner's names of our ids: from the rows, and from what the document was read with."""

    def __init__(self, streams: Streams, ids: Callable[[str], dict[str, str]]) -> None:
        """Take all rows, and the dictionaries from the partner's keys to ids."""
        self._streams = streams
        self._ids = ids
        self._known: dict[str, dict[str, str]] = {}

    def external(self, kind: str, of: str) -> str:
        """The partner's name; our id itself where the partner has none yet."""
        known = self._known.get(kind)
        if known is None:
            known = {own: external for external, own in self._ids(kind).items()}
            for stream, rows in self._streams.items():
                if isinstance(stream, Record) and stream.kind == kind and not stream.is_link:
                    known.update({row.id: row.external_id for row in rows if row.external_id is not None})
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
        late = []
        for path, value in self._graph.new.items():
            if callable(value):
                late.append((segments(path), value))
            else:
                _put(tree, segments(path), deepcopy(value))
        self._inside(self._graph.root, UNSET, tree, 0)
        without = encode_json(tree)
        for members, value in late:
            _put(tree, members, value(without))
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
            return self._key(record, self._names.external(record.id_kind, row.target))
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

    def _fill(self, edge: Edge, row: Any, tree: dict[str, Any], depth: int) -> None:
        """Put a row's members, and all that is inside it, into a tree."""
        record, each = edge.record, edge.record.each
        assert each is not None  # noqa: S101 - only the document itself has no table entry
        for path, value in each.new.items():
            _put(tree, segments(path), deepcopy(value))
        tag = {edge.place.tag: Raw(encode_json(edge.when))} if edge.place.tag else {}
        own = {members: Raw(text) for members, text in self.leaves(record, row, 0).items()}
        for members, value in {**tag, **own, **tag}.items():
            _put(tree, members, value)
        self._inside(record, node_id(row), tree, depth + 1)

    def leaves(self, record: Record, row: Any, levels: int) -> dict[tuple[str, ...], bytes]:
        """The members that a row gives its element (levels 0), or a list around it."""
        found: dict[tuple[str, ...], bytes] = {}
        for name, f in record.fields.items():
            value = getattr(row, name)
            if value is UNSET or value is None or not f.path or climbed(paths_of(f)[0])[0] != levels:
                continue
            for leaf in field_leaves(record, node_id(row), name, value, self._names):
                if not isinstance(leaf.text, Drop) and leaf.text != b"null":
                    found[(*leaf.path[:-1], f.name) if leaf.path[-1] == "*" else leaf.path] = leaf.text
        if record.key:
            parts = self.wire_key(record, row).split(":", len(record.key) - 1)
            for path, part in zip(record.key, parts, strict=True) if len(parts) == len(record.key) else ():
                at, members = climbed(path)
                if at == levels and members not in found:
                    found[members] = self._key(record, part)
        return found

    def _key(self, record: Record, key: str) -> bytes:
        """The JSON text of a key, or of a part of one."""
        try:
            return encode_json(record.key_conv.enc(key) if record.key_conv else key)
        except UNREADABLE as why:
            raise EncodeError(f"{record.kind} {key}: {why}") from None

    def wire_key(self, record: Record, row: Any) -> str:
        """The partner's key of a row, as text."""
        if record.is_link:
            return self._names.external(record.id_kind, row.target)
        key: str = row.external_id if row.external_id is not None else row.id
        return key

    def _inside(self, record: Record, parent: Any, tree: dict[str, Any], depth: int) -> None:
        made: set[Stream] = set()  # A record that may stand at several places is made at the first of them.
        for place in record.places:
            edges = [edge for edge in (place.frame.inside if place.frame else place.edges) if edge.stream not in made]
            found = [(edge, row) for edge in edges for row in self.children(edge, parent)]
            made |= {edge.stream for edge, _ in found}
            if not place.at:
                for edge, row in found[:1]:
                    self._fill(edge, row, tree, depth)
            elif found:
                _put(tree, place.path, self._value(place, found, depth))

    def _value(self, place: Place, rows: list[tuple[Edge, Any]], depth: int) -> Any:
        """The list, map or object of a place."""
        if place.frame is not None:
            frames = self.frames(place, rows, depth)
            return dict(frames) if place.form == "{}" else [tree for _, tree in frames]
        made = [(self._member(edge, row), Raw(self.element(edge, row, depth))) for edge, row in rows]
        if place.form == "{}":
            return dict(made)
        return [raw for _, raw in made] if place.form == "[]" else made[0][1]

    def value(self, place: Place, rows: list[tuple[Edge, Any]]) -> bytes:
        """The JSON text of a place's list, map or object."""
        return encode_json(self._value(place, rows, 0))

    def _member(self, edge: Edge, row: Any) -> str:
        return self.wire_key(edge.record, self._content(edge, row)) if edge.place.form == "{}" else ""

    def frames(self, place: Place, rows: list[tuple[Edge, Any]], depth: int = 0) -> list[tuple[str, dict[str, Any]]]:
        """The elements of a list or map without rows: one for all rows that say the same of it."""
        frame = place.frame
        assert frame is not None  # noqa: S101 - the caller looked
        groups: dict[Any, list[tuple[Edge, Any]]] = {}
        for edge, row in rows:
            said = self.leaves(edge.record, row, len(edge.frames) - edge.frames.index(frame))
            groups.setdefault(tuple(sorted(said.items())), []).append((edge, row))
        found = []
        for said, mine in groups.items():
            tree: dict[str, Any] = {}
            for members, text in said:
                if members != (NAME,):
                    _put(tree, members, Raw(text))
            for inner in frame.places:
                below = [(e, row) for e, row in mine if inner is e.place or inner.frame in e.frames]
                if below:
                    _put(tree, inner.path, self._value(inner, below, depth))
            found.append((decode_json(dict(said).get((NAME,), b'""')), tree))
        return found


def _put(tree: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for segment in path[:-1]:
        tree = tree.setdefault(segment, {})
    tree[path[-1]] = value
