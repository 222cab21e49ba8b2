"""The partner's rows in the making: each with what it stands for, under the id that the partner shall be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from msgspec import structs

from tournant.kernel.row import UNSET, Entity, Link, Row
from tournant.project.backmap import Origin
from tournant.project.capability import Capability
from tournant.project.catalog import Rows, known
from tournant.project.link import Link as Settings
from tournant.project.loss import Losses

__all__ = ["Draft", "recast"]

_E = TypeVar("_E", bound=Entity)
_STRUCTURE: Final = frozenset({"item", "group", "ordinal", "parent", "position", "parent_category"})
_ELSEWHERE: Final = dict.fromkeys(("deleted", "at_all_locations", "updated_at", "version"), UNSET)
"""What another system says about its own record."""


@dataclass(slots=True)
class Draft:
    """The rows that a partner shall hold."""

    capability: Capability
    link: Settings
    losses: Losses
    rows: Rows = field(default_factory=dict)
    back_map: dict[tuple[str, str], Origin] = field(default_factory=dict)
    dropped: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """By kind and column that the partner's record has no place for: the ids of the rows that say something there."""

    def external(self, id_: str) -> str:
        """What the partner is told: its own id where it has one, else ours."""
        return self.link.ext.get(id_) or self.capability.temporary_ids + id_

    def entity(self, kind: type[_E], like: Entity | None, origin: Origin, columns: Mapping[str, Any]) -> None:
        """Put down a record like another (of this kind or a similar one), with these columns changed."""
        row = recast(kind, like, columns)
        row = structs.replace(row, external_id=self.external(row.id))
        self.back_map[kind.__name__, row.id] = origin
        if like is not None:
            self.drop(like, set(like.__struct_fields__) - set(kind.__struct_fields__) - _STRUCTURE)
        self.put(row)

    def drop(self, row: Entity, columns: set[str]) -> None:
        """Note what a row says in these columns, for it is not said there."""
        for column in columns:
            if known(row, column) not in (None, (), False):
                self.dropped.setdefault((type(row).__name__, column), []).append(row.id)

    def put(self, row: Row) -> None:
        """Put down a row that stands for nothing of its own: a link, a rule at its place."""
        self.rows.setdefault(type(row).__name__, []).append(row)

    def is_made(self, row: Row) -> bool:
        """Whether a row is there only because the partner needs it."""
        origin = self.back_map.get((type(row).__name__, row.id)) if isinstance(row, Entity) else None
        return origin is not None and origin.kind == "Made"

    def has(self, kind: type[Entity], id_: str) -> bool:
        """Whether this record is there already."""
        return (kind.__name__, id_) in self.back_map


def recast(kind: type[_E], like: Entity | Link | None, columns: Mapping[str, Any]) -> _E:
    """A record with the columns that both kinds have, but for those given, and nothing that is true elsewhere only."""
    values: dict[str, Any] = {"external_id": None, "parent": UNSET, "position": UNSET}
    if like is not None:
        shared = [name for name in kind.__struct_fields__ if name in like.__struct_fields__]
        values |= {name: getattr(like, name) for name in shared} | {"ordinal": UNSET}
    values |= {name: value for name, value in _ELSEWHERE.items() if name in kind.__struct_fields__} | dict(columns)
    fields = set(kind.__struct_fields__)
    return kind(**{name: value for name, value in values.items() if name in fields})
