"""A list with other members or another order, laid anew from the bytes of its elements."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from tournant.lens.graph import Edge
from tournant.lens.index import Entry, Listed
from tournant.lens.source import Source
from tournant.lens.splice import Edit, Piece

Pieces = Callable[[Edge | None, Any, Entry | None], list[Piece]]
"""Gives the bytes of an element: (edge, row, its entry in this list or None)."""


def lay(src: Source, listed: Listed, wanted: dict[Edge, list[Any]], pieces: Pieces) -> Edit:
    """One edit for the whole inside of a list.

    Each kind that is ordered anew fills the slots that its elements had, in the order of the wanted rows: what belongs
    to other kinds or to no row stays in its slot. More rows than slots follow the last slot; separators keep their
    places too.
    """
    chunks = _Layout(listed, wanted, pieces).chunks
    if not listed.entries:
        start, _ = src.span(listed.raw)
        return start + 1, start + 1, _joined(chunks, [])
    spans = [src.span(entry.raw) for entry in listed.entries]
    view = memoryview(src.buf)
    return spans[0][0], spans[-1][1], _joined(chunks, [view[one[1] : two[0]] for one, two in pairwise(spans)])


class _Layout:
    """The elements of the new list, in order."""

    def __init__(self, listed: Listed, wanted: dict[Edge, list[Any]], pieces: Pieces) -> None:
        self.chunks: list[list[Piece]] = []
        self._pieces = pieces
        self._queues = {edge: deque(rows) for edge, rows in wanted.items()}
        self._have = {(entry.edge, entry.id): entry for entry in listed.entries if entry.edge in wanted}
        self._copies: dict[tuple[Edge, str], list[Entry]] = {}
        for entry in listed.entries:
            if entry.duplicate_of is not None:
                self._copies.setdefault(entry.duplicate_of, []).append(entry)
        left = {edge: sum(entry.edge is edge for entry in listed.entries) for edge in wanted}
        for entry in listed.entries:
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
