"""What changed between the rows as they were read and the rows as they shall be.

Found by identity first (`is`), then by value. A change is either new values in an element that stays, or another order
or membership of the children of one parent; `position` numbers do not count, the order of the rows does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tournant.kernel.row import UNSET
from tournant.lens.errors import EncodeError
from tournant.lens.graph import Edge, Graph, Record, Stream, node_id

Streams = dict[Stream, list[Any]]


@dataclass(slots=True)
class Changes:
    """The differences between two states of a document's rows."""

    values: dict[tuple[Record, str], dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    """By element: field to (old, new) value."""
    parents: dict[tuple[Record, str], Any] = field(default_factory=dict)
    """By element with new values: what it stood in."""
    orders: dict[tuple[Stream, Any], list[Any]] = field(default_factory=dict)
    """By stream and parent: all its children, in their new order."""


def by_parent(rows: Iterable[Any]) -> dict[Any, list[Any]]:
    """The rows of each parent, in order."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(row.parent, []).append(row)
    return found


def changed_values(record: Record, old: Any, new: Any) -> dict[str, tuple[Any, Any]]:
    """Field to (old, new) where a row's mapped fields differ; UNSET means carried along."""
    found = {}
    for name in record.fields:
        was, now = getattr(old, name), getattr(new, name)
        if now is not UNSET and now != was:
            found[name] = (was, now)
    return found


def difference(old: Streams, new: Streams) -> Changes:
    """All differences between two states; EncodeError for rows that would stand in nothing."""
    changes = Changes()
    for stream, rows in new.items():
        _stream(stream, old[stream], rows, changes)
    owners: dict[Record, set[str]] = {}
    for stream in {stream for stream, _ in changes.orders}:
        _check_unique(stream, new[stream])
    for (stream, parent), rows in changes.orders.items():
        if rows and not any(_has(edge, parent, new, owners) for edge in edges_of(stream)):
            where = "the document itself" if parent is UNSET else f"{parent}, which is not there"
            raise EncodeError(f"{rows[0].__class__.__name__} {node_id(rows[0])} would stand in {where}")
    return changes


def _check_unique(stream: Stream, rows: list[Any]) -> None:
    """Raise EncodeError for an element that would be there twice under one parent, or in the whole document."""
    met: set[Any] = set()
    everywhere = isinstance(stream, Record) and not stream.is_link
    for row in rows:
        own = row.id if everywhere else (row.parent, row.target)
        if own in met:
            raise EncodeError(f"{row.__class__.__name__} {node_id(row)} would be there twice")
        met.add(own)


def edges_of(stream: Stream) -> list[Edge]:
    """The edges whose order a stream's rows give."""
    return [stream] if isinstance(stream, Edge) else [edge for edge in stream.into if not edge.link]


def _has(edge: Edge, parent: Any, new: Streams, owners: dict[Record, set[str]]) -> bool:
    """Whether the owner of an edge is among the rows."""
    if edge.owner.each is None:
        return parent is UNSET
    if edge.owner not in owners:
        owners[edge.owner] = {node_id(row) for row in new[edge.owner]}
    return parent in owners[edge.owner]


def _stream(stream: Stream, old: list[Any], new: list[Any], changes: Changes) -> None:
    if len(old) == len(new):
        pairs = [(was, now) for was, now in zip(old, new, strict=True) if was is not now and was != now]
        if all(node_id(was) == node_id(now) and was.parent == now.parent for was, now in pairs):
            for was, now in pairs:
                _values(stream, was, now, changes)
            return
    head, tail, shorter = 0, 0, min(len(old), len(new))
    while head < shorter and old[head] is new[head]:
        head += 1
    while tail < shorter - head and old[-1 - tail] is new[-1 - tail]:
        tail += 1
    was, now = old[head : len(old) - tail], new[head : len(new) - tail]
    known = {node_id(row): row for row in was}
    for row in now:
        before = known.get(node_id(row))
        if before is not None and before is not row:
            _values(stream, before, row, changes)
    _orders(stream, by_parent(was), by_parent(now), new, changes)


def _values(stream: Stream, was: Any, now: Any, changes: Changes) -> None:
    if isinstance(stream, Edge):
        return  # The link rows of a shared record say where it stands, and nothing else.
    if not stream.is_link and was.external_id != now.external_id:
        raise EncodeError(f"{stream.kind} {was.id}: the partner's id cannot be changed; remove the row and add another")
    found = changed_values(stream, was, now)
    if found:
        keyed = [name for name in found if stream.fields[name].path in stream.key]
        if keyed:
            raise EncodeError(
                f"{stream.kind} {node_id(was)}: {keyed[0]} is its key here; remove the row and add another"
            )
        element = (stream, node_id(was))
        changes.values[element] = found
        changes.parents[element] = was.parent


def _orders(
    stream: Stream, was: Mapping[Any, Any], now: Mapping[Any, Any], new: Sequence[Any], changes: Changes
) -> None:
    moved = {
        parent
        for parent in {**was, **now}
        if [node_id(row) for row in was.get(parent, ())] != [node_id(row) for row in now.get(parent, ())]
    }
    if isinstance(stream, Record) and any(edge.link for edge in stream.into):
        moved.discard(UNSET)  # The order of shared records is that of their links.
    if moved and isinstance(stream, Record) and stream.by_place:
        raise EncodeError(f"{stream.kind} has no key in this document: none is added, removed or moved")
    if moved:
        full = by_parent(row for row in new if row.parent in moved)
        for parent in moved:
            changes.orders[stream, parent] = full.get(parent, [])


# ---------------------------------------------------------------------- kinds to streams


def split(graph: Graph, rows: Mapping[str, list[Any]], known: Streams | None = None) -> Streams:
    """The rows of each kind, sorted into streams: by where they were read, and new ones by what they stand in."""
    kinds = graph.kinds()
    for kind in rows:
        if kind not in kinds:
            raise EncodeError(f"{graph.name} has no rows of the kind {kind}")
    found: Streams = {}
    sorter = _Sorter(rows, known, found)
    for kind, streams in kinds.items():
        mine = rows.get(kind, [])
        found.update({streams[0]: mine} if len(streams) == 1 else sorter.sort(kind, streams, mine))
    return found


class _Sorter:
    """Finds the streams of the rows of kinds that have several."""

    def __init__(self, rows: Mapping[str, list[Any]], known: Streams | None, sorted_: Streams) -> None:
        self._rows = rows
        self._known = known
        self._sorted = sorted_
        self._owners: dict[Record, set[str]] = {}

    def sort(self, kind: str, streams: list[Stream], mine: list[Any]) -> Streams:
        in_step = self._in_step(streams, mine)
        if in_step is not None:
            return in_step
        stood = {node_id(row): stream for stream in streams for row in self._known[stream]} if self._known else {}
        found: Streams = {stream: [] for stream in streams}
        for row in mine:
            stream = stood.get(node_id(row)) or self._home(kind, streams, row)
            found[stream].append(row)
        return found

    def _home(self, kind: str, streams: list[Stream], row: Any) -> Stream:
        """Where a new row belongs: in the first record of its parent that has a place for every column that it sets."""
        fitting = [stream for stream in streams if self._fits(stream, row)]
        if not fitting:
            raise EncodeError(f"{kind} {node_id(row)} stands in nothing that this document has")
        if len(fitting) == 1:
            return fitting[0]
        records = [stream for stream in fitting if isinstance(stream, Record)]
        mapped = {name for record in records for name in record.fields}
        given = {name for name in mapped if getattr(row, name) is not UNSET and getattr(row, name) is not None}
        for record in records:
            constant = {name: f.absent for name, f in record.fields.items() if not f.path}
            if given <= record.fields.keys() and all(getattr(row, name) == value for name, value in constant.items()):
                return record
        raise EncodeError(
            f"{kind} {node_id(row)} sets columns that no one of its records has a place for: {', '.join(sorted(given))}"
        )

    def _in_step(self, streams: list[Stream], mine: list[Any]) -> Streams | None:
        """The streams of rows that are those that were read, one for one, with new values at the most."""
        if self._known is None:
            return None
        before = [row for stream in streams for row in self._known[stream]]
        pairs = zip(before, mine, strict=False)
        if len(before) != len(mine) or any(was is not now and node_id(was) != node_id(now) for was, now in pairs):
            return None
        found: Streams = {}
        begin = 0
        for stream in streams:
            end = begin + len(self._known[stream])
            found[stream] = mine[begin:end]
            begin = end
        return found

    def _fits(self, stream: Stream, row: Any) -> bool:
        edges = [stream] if isinstance(stream, Edge) else stream.into
        return any(self._holds(edge, row, shared=isinstance(stream, Record)) for edge in edges)

    def _holds(self, edge: Edge, row: Any, *, shared: bool) -> bool:
        """Whether a row may stand at this edge: its owner is there, or it is the content of a shared record."""
        owner = edge.owner
        if edge.link and shared:
            return True
        if owner.each is None:
            return row.parent is UNSET
        if owner not in self._owners:
            # Of several records of one kind a row stands in the one that has its parent, where that is known already.
            above = self._sorted.get(owner, self._rows.get(owner.kind, ()))
            self._owners[owner] = {node_id(one) for one in above}
        return row.parent in self._owners[owner]
