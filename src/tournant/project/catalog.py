"""Rows, indexed: by id, by parent, by target. Siblings come in an order that does not hang on the order of the rows."""

from collections.abc import Mapping
from typing import Any

from tournant.kernel.row import UNSET, Entity, Row

__all__ = ["Catalog", "Rows", "known", "link_name", "said"]

Rows = dict[str, list[Any]]
"""Rows by the name of their kind, as a mapping decodes them."""


class Catalog:
    """Rows, indexed."""

    def __init__(self, rows: Mapping[str, list[Any]]) -> None:
        """Take the rows as they are now; each kind is put in order and indexed once it is asked for."""
        self._given: Rows = {kind: list(of_kind) for kind, of_kind in rows.items()}
        self._sorted: Rows = {}
        self._ids: dict[str, dict[str, Any]] = {}
        self._below: dict[str, dict[str, list[Any]]] = {}
        self._naming: dict[str, dict[str, list[Any]]] = {}
        self._about: dict[str, dict[str, list[Any]]] = {}

    def of(self, kind: str) -> list[Any]:
        """All rows of a kind."""
        found = self._sorted.get(kind)
        if found is None:
            found = self._sorted[kind] = sorted(self._given.get(kind, ()), key=_order)
        return found

    def by_id(self, kind: str) -> dict[str, Any]:
        """All entities of a kind by id."""
        if kind not in self._ids:
            self._ids[kind] = {row.id: row for row in self.of(kind)}
        return self._ids[kind]

    def get(self, kind: str, id_: str) -> Any:  # noqa: ANN401 - of the kind that is asked for
        """The entity with this id, or None."""
        return self.by_id(kind).get(id_)

    def below(self, kind: str, parent: str) -> list[Any]:
        """The rows of a kind with this parent, in order."""
        if kind not in self._below:
            self._below[kind] = _grouped(self.of(kind), "parent")
        return self._below[kind].get(parent, [])

    def naming(self, kind: str, target: str) -> list[Any]:
        """The links of a kind with this target, in order."""
        if kind not in self._naming:
            self._naming[kind] = _grouped(self.of(kind), "target")
        return self._naming[kind].get(target, [])

    def about(self, kind: str, id_: str) -> list[Any]:
        """The rows of a kind that are about this, whether they stand in it or name it as their subject."""
        if kind not in self._about:
            found: dict[str, list[Any]] = {}
            for row in self.of(kind):
                found.setdefault(said("subject", row) or row.parent, []).append(row)
            self._about[kind] = found
        return self._about[kind].get(id_, [])


def _grouped(rows: list[Any], column: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        value = getattr(row, column)
        if isinstance(value, str):
            found.setdefault(value, []).append(row)
    return found


def _order(row: Row) -> tuple[int, str, str]:
    # For every row of a catalog, some times over: read plainly, not through `known`.
    place = getattr(row, "ordinal", None)
    if place is None or place is UNSET:
        place = row.position
    parent = row.parent
    return (
        place if isinstance(place, int) else 0,
        row.id if isinstance(row, Entity) else row.target,
        parent if isinstance(parent, str) else "",
    )


def known(row: Row | None, column: str) -> Any:  # noqa: ANN401 - of the column that is asked for
    """What the column says, or None where it says nothing, the kind has no such column, or there is no row."""
    value = getattr(row, column, None)
    return None if value is UNSET else value


def said(column: str, *narrow_to_broad: Row | None) -> Any:  # noqa: ANN401 - of the column that is asked for
    """What the first row says that says anything, or None."""
    return next((value for row in narrow_to_broad if (value := known(row, column)) is not None), None)


def link_name(parent: object, target: str) -> str:
    """Name a link for a person by both of its ends."""
    return f"{parent} → {target}"
