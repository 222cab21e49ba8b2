"""The back-map: what each row that a partner holds stands for. Ids are looked up in it, never parsed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

__all__ = ["NO_BACK_MAP", "BackMap", "Origin", "OriginKind"]

OriginKind = Literal[
    "Menu", "Daypart", "Category", "Item", "Variation", "Sizes", "ModifierGroup", "Modifier", "OpeningHours", "Made"
]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a partner's row stands for."""

    kind: OriginKind
    """The canonical kind; `Sizes` is the group of an Item's sizes, `Made` stands for nothing and is only there because
    the partner needs it."""
    id: str
    """The canonical id; of `Sizes`, the Item's; of `OpeningHours`, the Location's."""
    only: str | None = None
    """Of an Item with one Variation: that Variation's id."""
    via: str | None = None
    """Of a group that moved up: the choice that opens it. Of a copy of a choice: the list in which it stands. Of a menu
    that was made for hours: the category whose hours they are. Of a daypart, and of a place's hours: what it is
    inside."""


BackMap = Mapping[tuple[str, str], Origin]
"""By kind and id of the partner's row."""

NO_BACK_MAP: Final[BackMap] = MappingProxyType({})
"""Nothing is known yet: at adoption, and where a document comes from elsewhere."""
