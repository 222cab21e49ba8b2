"""What a rule finds, and how it looks at rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tournant.canon.columns import UNSET
from tournant.kernel.row import Entity, Row

__all__ = ["Rows", "Value", "Violation", "every", "known", "named", "path"]

Rows = Mapping[str, Sequence[Row]]
"""Rows by the name of their kind. A kind that is not there was not read; one that is there and empty has no rows."""


Value = Any
"""What a column holds: a column is looked up by its name here, so that its type is not known to the checker."""


class Violation(NamedTuple):
    """One thing that is wrong."""

    path: str
    """Where: the kind, the row, and the column."""
    reason: str
    """What is wrong there, in one sentence."""


def every(rows: Rows, *kinds: str) -> Iterator[Any]:
    """All rows of these kinds. Their columns are read by name, because one rule reads rows of several kinds."""
    for kind in kinds:
        yield from rows.get(kind, ())


def known(row: Row | None, column: str) -> Value:
    """What the column says, or None where it says nothing or the kind has no such column."""
    value = getattr(row, column, None)
    return None if value is UNSET else value


def named(row: Row) -> str:
    """Name a row for a person: an entity by its id, a link by both of its ends."""
    kind = type(row).__name__
    return f"{kind} {row.id}" if isinstance(row, Entity) else f"{kind} {known(row, 'parent')} → {row.target}"


def path(row: Row, column: str) -> str:
    """Name a column of a row."""
    return f"{named(row)}, {column}"
