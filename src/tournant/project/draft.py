"""The partner's rows in the making: each with what it stands for, under the id that the partner shall be told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
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
_OWN: Final = frozenset({"ordinal", "deleted", "at_all_locations", "updated_at", "version"})
"""What another system says about its own record alone, its place there too."""


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
        id_ = columns["id"] if like is None else columns.get("id", like.id)
        row = recast(kind, like, {**columns, "external_id": self.external(id_)})
        self.back_map[kind.__name__, row.id] = origin
        if like is not None:
            self.drop(like, _lost(kind, type(like)))
        self.put(row)

    def drop(self, row: Entity, columns: Collection[str]) -> None:
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
    fields = _fields(kind)
    theirs = {name: value for name, value in columns.items() if name in fields}
    if like is None:
        return kind(**{"external_id": None, "parent": UNSET, "position": UNSET, **theirs})
    if type(like) is kind:
        return structs.replace(like, **{name: UNSET for name in _OWN if name in fields} | theirs)
    return kind(
        **{"external_id": None, "parent": UNSET, "position": UNSET}
        | {name: getattr(like, name) for name in _shared(kind, type(like))}
        | theirs
    )


@cache
def _fields(kind: type[Entity | Link]) -> frozenset[str]:
    return frozenset(kind.__struct_fields__)


@cache
def _shared(kind: type[Entity | Link], like: type[Entity | Link]) -> tuple[str, ...]:
    """What a record takes over from one of another kind."""
    return tuple(sorted((_fields(kind) & _fields(like)) - _OWN))


@cache
def _lost(kind: type[Entity | Link], like: type[Entity | Link]) -> frozenset[str]:
    """What a record of this kind cannot say of one of the other."""
    return _fields(like) - _fields(kind) - _STRUCTURE
