"""Rows name each other by id: every id is there once, and every reference leads somewhere."""

from collections.abc import Iterator, Sequence
from typing import Any

from tournant.canon.relations import COLUMNS, PARENTS, TARGETS
from tournant.canon.rules.violation import Rows, Violation, known, named, path
from tournant.kernel.row import Entity, Link, Row

__all__ = ["dangling", "unique"]


def unique(rows: Rows) -> Iterator[Violation]:
    """No two entities of a kind share an id, and nothing stands twice in the same place."""
    for of_kind in rows.values():
        seen: set[tuple[Any, ...]] = set()
        for row in of_kind:
            key = (row.id,) if isinstance(row, Entity) else (row.parent, row.target)
            if key in seen:
                yield Violation(named(row), "is there more than once")
            seen.add(key)


def dangling(rows: Rows) -> Iterator[Violation]:
    """Every parent, target and reference is the id of a row of a kind that may stand there."""
    ids = {kind: set(map(_id, of_kind)) for kind, of_kind in rows.items()}
    for kind, of_kind in rows.items():
        columns = _columns(kind, of_kind[0]) if of_kind else {}
        for column, kinds in columns.items():
            there = set[str]().union(*(ids[name] for name in kinds if name in ids))
            # A catalog without its locations is no broken catalog: what was not read at all is not missed.
            if any(name in ids for name in kinds):
                yield from _leading_nowhere(of_kind, column, there)


def _id(row: Row) -> str:
    # What stands in a link (an override that holds only at this place) names the link by both of its ends.
    return row.id if isinstance(row, Entity) else f"{row.parent}/{row.target}"


def _leading_nowhere(of_kind: Sequence[Row], column: str, there: set[str]) -> Iterator[Violation]:
    for row in of_kind:
        value = known(row, column)
        if value is not None and value not in there:
            yield Violation(path(row, column), f"there is no row with the id {value}")


def _columns(kind: str, row: Entity | Link) -> dict[str, tuple[str, ...]]:
    named_here = {column: kinds for column, kinds in COLUMNS.items() if column in row.__struct_fields__}
    return named_here | {"parent": PARENTS.get(kind, ()), "target": TARGETS.get(kind, ())}
