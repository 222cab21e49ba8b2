"""A look at what an owner holds, taken in: which canonical rows are new, changed, or gone.

The owner of a resource is the point of sale: what stands there holds everywhere. A look that would take away too much
at once is not followed until somebody says so, because a mistake of a partner, or of a person, would empty every
channel within a minute.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tournant.facts.rows import row_key
from tournant.kernel import bounds
from tournant.kernel.row import Row

__all__ = ["Changes", "Table", "adopt", "compared", "too_much"]

Table = Mapping[str, Mapping[str, Row]]
"""Canonical rows by kind and key."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different."""

    puts: dict[str, list[Row]]
    """By kind: rows that are new or changed."""
    gone: list[tuple[str, str]]
    """Kind and key of rows that are not there any more."""
    keys: dict[str, list[str]]
    """By kind: all rows that belong to the owner now."""

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(self.puts or self.gone)


def adopt(
    table: Table, owned: Mapping[str, Iterable[str]], shown: Mapping[str, list[Any]], *, complete: bool
) -> Changes:
    """Compare what an owner shows with the rows that it showed before (`owned`, among all of the merchant's).

    What could not be read is not gone: a look that is not `complete` takes nothing away.
    """
    puts, keys = _puts(table, shown)
    missing = {kind: sorted(set(before) - set(keys.get(kind, ()))) for kind, before in owned.items()}
    if complete:
        gone = [(kind, key) for kind, names in missing.items() for key in names if key in table.get(kind, {})]
        return Changes(puts, gone, keys)
    return Changes(
        puts, [], {kind: keys.get(kind, []) + missing.get(kind, []) for kind in keys.keys() | missing.keys()}
    )


def compared(table: Table, rows: Mapping[str, list[Any]]) -> Changes:
    """Compare all canonical rows with those that edits elsewhere have made of them."""
    puts, keys = _puts(table, rows)
    left = {kind: set(names) for kind, names in keys.items()}
    gone = [(kind, key) for kind, there in table.items() for key in there if key not in left.get(kind, ())]
    return Changes(puts, gone, keys)


def _puts(table: Table, rows: Mapping[str, list[Any]]) -> tuple[dict[str, list[Row]], dict[str, list[str]]]:
    puts: dict[str, list[Row]] = {}
    keys: dict[str, list[str]] = {}
    for kind, of_kind in rows.items():
        there = table.get(kind, {})
        for row in of_kind:
            key = row_key(row)
            keys.setdefault(kind, []).append(key)
            if there.get(key) != row:
                puts.setdefault(kind, []).append(row)
    return puts, keys


def too_much(changes: Changes, owned: Mapping[str, Iterable[str]]) -> str | None:
    """Why a change is held back; None where it may be followed."""
    before = len(list(owned.get("Item", ())))
    gone = sum(kind == "Item" for kind, _ in changes.gone)
    if gone >= bounds.ITEMS_GONE_MIN and gone * bounds.GONE_SHARE > before:
        return f"{gone} of {before} items would be gone at once"
    return None
