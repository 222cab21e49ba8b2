"""A list with other members or another order, laid anew from the bytes of its elements."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from tournant.lens.graph import Edge
from tournant.lens.index import Entry, Listed
from tournant.lens.source import Source
from tournant.lens.splice import Edit, Piece

Span = tuple[int, int]
Pieces = Callable[[Edge | None, Any, Entry | None], list[Piece]]
"""Gives the bytes of an element: (edge, row, its entry in this list or None)."""


def window(listed: Listed, wanted: dict[Edge, list[Any]]) -> tuple[int, int]:
    """How many elements at the head and at the tail of a list stay where they are."""
    entries = listed.entries
    if any(entry.duplicate_of is not None for entry in entries):
        return 0, 0  # A duplicate moves and goes with what it repeats.
    rows = {edge: [edge.element_id(row) for row in mine] for edge, mine in wanted.items()}
    head = _same(entries, rows, len(entries))
    used = _count(entries[:head], rows)
    left = {edge: ids[used[edge] :][::-1] for edge, ids in rows.items()}
    return head, _same(entries[::-1], left, len(entries) - head)


def _same(entries: list[Entry], rows: dict[Edge, list[str]], most: int) -> int:
    """How many elements in a row are those that are wanted there."""
    at = dict.fromkeys(rows, 0)
    for number, entry in enumerate(entries[:most]):
        if entry.edge is not None and entry.edge in rows:
            ids, place = rows[entry.edge], at[entry.edge]
            if place >= len(ids) or ids[place] != entry.id:
                return number
            at[entry.edge] = place + 1
    return most


def _count(entries: list[Entry], edges: Iterable[Edge]) -> dict[Edge, int]:
    found = dict.fromkeys(edges, 0)
    for entry in entries:
        if entry.edge is not None and entry.edge in found:
            found[entry.edge] += 1
    return found


def lay(
    src: Source, listed: Listed, wanted: dict[Edge, list[Any]], kept: tuple[int, int], pieces: Pieces
) -> list[Edit]:
    """The edit that lays a list anew, between the `kept` elements at its head and at its tail.

    Each kind that is ordered anew fills the slots that its elements had, in the order of the wanted rows: what belongs
    to other kinds or to no row stays in its slot. More rows than slots follow the last slot; separators keep their
    places too.
    """
    entries, (head, tail) = listed.entries, kept
    end = len(entries) - tail
    first, last = _count(entries[:head], wanted), _count(entries[end:], wanted)
    rows = {edge: mine[first[edge] : len(mine) - last[edge]] for edge, mine in wanted.items()}
    chunks = _Layout(entries[head:end], rows, pieces).chunks
    spans = [src.span(entry.raw) for entry in entries[max(head - 1, 0) : end + 1]]
    before, spans = (spans[0], spans[1:]) if head else (None, spans)
    after, spans = (spans[-1], spans[:-1]) if tail else (None, spans)
    if not chunks and not spans:
        return []
    if spans and chunks:
        view = memoryview(src.buf)
        return [(spans[0][0], spans[-1][1], _joined(chunks, [view[a[1] : b[0]] for a, b in pairwise(spans)]))]
    if spans:
        return [_gap(before, spans, after)]
    text = _joined(chunks, [])
    if before:
        return [(before[1], before[1], [b",", *text])]
    at = after[0] if after else src.span(listed.raw)[0] + 1
    return [(at, at, [*text, b","] if after else text)]


def _gap(before: Span | None, spans: list[Span], after: Span | None) -> Edit:
    """The edit that takes elements out, with one separator where elements stay on both sides or on one."""
    if before:
        return before[1], spans[-1][1], []
    return spans[0][0], after[0] if after else spans[-1][1], []


class _Layout:
    """The elements of the new list, in order."""

    def __init__(self, entries: list[Entry], wanted: dict[Edge, list[Any]], pieces: Pieces) -> None:
        self.chunks: list[list[Piece]] = []
        self._pieces = pieces
        self._queues = {edge: deque(rows) for edge, rows in wanted.items()}
        self._have = {(entry.edge, entry.id): entry for entry in entries if entry.edge in wanted}
        self._copies: dict[tuple[Edge, str], list[Entry]] = {}
        for entry in entries:
            if entry.duplicate_of is not None:
                self._copies.setdefault(entry.duplicate_of, []).append(entry)
        left = {edge: sum(entry.edge is edge for entry in entries) for edge in wanted}
        for entry in entries:
            if entry.edge is not None and entry.edge in wanted:
                left[entry.edge] -= 1
                self._fill(entry.edge, last=left[entry.edge] == 0)
            elif entry.duplicate_of not in self._have:
                self.chunks.append(pieces(None, None, entry))
        for edge in wanted:
            self._fill(edge, last=True)

    def _fill(self, edge: Edge, *, last: bool) -> None:
        """Put the next wanted row into a slot; into the last slot, all that are left."""
        queue = self._queues[edge]
        for _ in range(len(queue) if last else min(1, len(queue))):
            row = queue.popleft()
            own = edge.element_id(row)
            self.chunks.append(self._pieces(edge, row, self._have.get((edge, own))))
            self.chunks.extend(self._pieces(None, None, copy) for copy in self._copies.get((edge, own), ()))


def _joined(chunks: list[list[Piece]], separators: Sequence[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for number, chunk in enumerate(chunks):
        if number:
            own = number - 1 < len(separators)
            out.append(separators[number - 1] if own else separators[0] if separators else b",")
        out += chunk
    return out
