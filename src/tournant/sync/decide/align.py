"""Rows that have no name at a partner (hours, sold out, rules) are known by what they are about.

A row that should be there and one that is there, about the same thing, are one row: so that only what differs in it is
written, and what we do not know of it stays.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import structs

from tournant.kernel.row import UNSET

__all__ = ["aligned"]

Rows = Mapping[str, list[Any]]
_PLACE: Final = ("parent", "subject", "in_menu", "in_item", "in_group")
_ABOUT: Final[dict[str, tuple[str, ...]]] = {
    "Availability": _PLACE,
    "Daypart": ("parent", "weekdays", "opens"),
    "OpeningHours": ("parent", "weekdays", "opens"),
    "PriceRule": _PLACE,
    "QuantityRule": _PLACE,
}
"""By kind: what such a row is about."""


def aligned(wanted: Rows, seen: Rows) -> dict[str, list[Any]]:
    """The rows that should be there, under the ids that they have there already."""
    return {
        kind: _of_kind(rows, seen.get(kind, []), _ABOUT[kind]) if kind in _ABOUT else rows
        for kind, rows in wanted.items()
    }


def _of_kind(wanted: list[Any], seen: list[Any], about: tuple[str, ...]) -> list[Any]:
    there, mine = _only(seen, about), _only(wanted, about)
    taken = {row.id for row in seen}

    def under_its_id(row: Any) -> Any:  # noqa: ANN401 - a row of any kind
        key = _key(row, about)
        if key not in there or key not in mine or row.id in taken:
            return row
        other = there[key]
        return structs.replace(row, id=other.id, external_id=other.external_id)

    return [under_its_id(row) for row in wanted]


def _only(rows: list[Any], about: tuple[str, ...]) -> dict[object, Any]:
    """The rows by what they are about, where only one is."""
    found: dict[object, list[Any]] = {}
    for row in rows:
        found.setdefault(_key(row, about), []).append(row)
    return {key: same[0] for key, same in found.items() if len(same) == 1}


def _key(row: Any, about: tuple[str, ...]) -> object:  # noqa: ANN401 - a row of any kind
    return tuple(None if (value := getattr(row, column)) is UNSET else value for column in about)
