"""Which elements have to be visited: the changed ones, and all that hold them, up to the document."""

from __future__ import annotations

from typing import Any

from tournant.kernel.row import UNSET
from tournant.lens.diff import Changes, edges_of
from tournant.lens.graph import Record, node_id
from tournant.lens.source import Source

Element = tuple[Record, str]
"""A record and the id of one of its elements."""


def touched(src: Source, changes: Changes) -> set[Element]:
    """The changed elements and all above them."""
    found: set[Element] = set(changes.values)
    todo: list[Element] = []
    for element, parent in changes.parents.items():
        todo += _above(src, element[0], {element[1]}, {parent})
    for stream, parent in changes.orders:
        if parent is not UNSET:
            todo += [(edge.owner, parent) for edge in edges_of(stream) if edge.owner.each is not None]
    while todo:
        batch: dict[Record, set[str]] = {}
        for record, own in todo:
            if (record, own) not in found:
                found.add((record, own))
                batch.setdefault(record, set()).add(own)
        todo = []
        for record, ids in batch.items():
            todo += _above(src, record, ids, _parents(src, record, ids))
    return found


def _above(src: Source, record: Record, ids: set[str], parents: set[Any]) -> list[Element]:
    found: list[Element] = []
    for edge in record.into:
        if edge.owner.each is not None:
            over = {row.parent for row in src.streams[edge] if row.target in ids} if edge.link else parents
            found += [(edge.owner, parent) for parent in over if parent is not UNSET]
    return found


def _parents(src: Source, record: Record, ids: set[str]) -> set[Any]:
    if all(edge.link or edge.owner.each is None for edge in record.into):
        return set()
    return {row.parent for row in src.streams[record] if node_id(row) in ids}
