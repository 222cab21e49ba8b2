"""The settings of one link: how one location's catalog is shown at one partner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tournant.kernel.money import Price
from tournant.project.markup import AS_IT_IS, Markup

__all__ = ["Key", "Link"]

Key = tuple[str, ...]
"""One place in the canonical rows: ("Variation", id), ("GroupModifier", group, choice), ("ItemGroup", item, group)."""


@dataclass(frozen=True, slots=True)
class Link:
    """How one location's catalog is shown at one partner."""

    location: str | None = None
    """The id of the location whose overlays hold; None is none."""
    rule: Markup = AS_IT_IS
    """What is done to every price."""
    rules: Mapping[str, Markup] = field(default_factory=dict)
    """By Category id: what is done instead to the prices of the items in it."""
    pins: Mapping[Key, Price] = field(default_factory=dict)
    """Prices that are kept on this link alone; they are shown as they are."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """By Item id: what its group of sizes is called on this link."""
    hidden: frozenset[Key] = frozenset()
    """What this link does not show."""
    ext: Mapping[str, str] = field(default_factory=dict)
    """The crosswalk: canonical id to the partner's id, for what the partner knows already."""
    on_price: Literal["pin", "invert"] = "pin"
    """An edit seen under a rule becomes a pin, or the nearest own price that is shown so."""
    rep: Literal["least", "zero"] = "least"
    """The price of an item with sizes, where they are a group: the least of them, or 0."""
    only_title: str = "Regular"
    """What an item's only size is called where sizes are records and it has no name."""
    sizes_title: str = "Size"
    """What groups of sizes are called where no title says otherwise."""
