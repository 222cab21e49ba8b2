"""A list with other members or another order, laid anew from the bytes of its elements."""

from __future__ import annotations

from collections.abc import Callable
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
    entries = listed.entries
    if not entries:
        start, _ = src.span(listed.raw)
        made = [pieces(edge, row, None) for edge, rows in wanted.items() for row in rows]
        return start + 1, start + 1, _joined(made, [])
    have = {(entry.edge, entry.id): entry for entry in entries if entry.edge in wanted}
    copies: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.duplicate_of is not None:
            copies.setdefault(entry.duplicate_of, []).append(entry)
    chunks: list[list[Piece]] = []
    queues = {edge: list(rows) for edge, rows in wanted.items()}
    left = {edge: sum(entry.edge is edge for entry in entries) for edge in wanted}

    def take(edge: Edge) -> None:
        row = queues[edge].pop(0)
        own = edge.element_id(row)
        chunks.append(pieces(edge, row, have.get((edge, own))))
        chunks.extend(pieces(None, None, copy) for copy in copies.get(own, ()))

    for entry in entries:
        if entry.edge in queues and entry.edge is not None:
            left[entry.edge] -= 1
            if queues[entry.edge]:
                take(entry.edge)
            while left[entry.edge] == 0 and queues[entry.edge]:
                take(entry.edge)
        elif entry.duplicate_of is None:
            chunks.append(pieces(None, None, entry))
    for edge, queue in queues.items():
        while queue:
            take(edge)
    spans = [src.span(entry.raw) for entry in entries]
    view = memoryview(src.buf)
    separators: list[Piece] = [view[one[1] : two[0]] for one, two in zip(spans, spans[1:], strict=False)]
    return spans[0][0], spans[-1][1], _joined(chunks, separators)


def _joined(chunks: list[list[Piece]], separators: list[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for number, chunk in enumerate(chunks):
        if number:
            own = number - 1 < len(separators)
            out.append(separators[number - 1] if own else separators[0] if separators else b",")
        out += chunk
    return out
