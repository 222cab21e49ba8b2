"""What the rows of a partner are: which items are choices, which groups are sizes, what each row stands for.

The back-map says it for what we put there. What a partner's user made is taken as it stands there: an item that stands
in a category is an Item, one that is only chosen is a Modifier; and a required group of exactly one is never guessed to
be sizes, unless its id is the one that we give to sizes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tournant.kernel.money import Price, add
from tournant.project.backmap import BackMap, Origin
from tournant.project.capability import Capability
from tournant.project.catalog import Catalog, known
from tournant.project.graph import sizes_id

__all__ = ["Recognised"]


@dataclass(slots=True)
class Recognised:
    """A partner's rows (settled), and what they are."""

    catalog: Catalog
    capability: Capability
    back_map: BackMap
    ext: Mapping[str, str]
    """The crosswalk: canonical id to the partner's."""
    size_groups: dict[str, str] = field(init=False)
    """By id of a group of sizes: the Item's."""
    sizes: dict[str, str] = field(init=False)
    """By id of an option that is a size: the Item's."""
    open_with: dict[str, str] = field(init=False)
    """By id of a menu that is offered when its place is open: that Location's."""

    def __post_init__(self) -> None:
        """Find the sizes."""
        self.size_groups, self.sizes = {}, {}
        self.open_with = {
            origin.via: origin.id for origin in self.back_map.values() if origin.kind == "OpeningHours" and origin.via
        }
        if self.capability.sizes != "group":
            return
        self._find_groups()
        for group, item in self.size_groups.items():
            for link in self.catalog.below("GroupModifier", group):
                if self._may_be_size(link.target):
                    self.sizes[link.target] = item

    def _find_groups(self) -> None:
        for link in self.catalog.of("ItemGroup"):
            if self._is_sizes(link.parent, link.target):
                self.size_groups[link.target] = link.parent
        for row in self.catalog.of("ModifierGroup"):
            origin = self.origin("ModifierGroup", row.id)
            if origin is not None and origin.kind == "Sizes" and origin.via is None:
                self.size_groups[row.id] = origin.id

    def origin(self, kind: str, id_: str) -> Origin | None:
        """What the back-map says that a row stands for."""
        return self.back_map.get((kind, id_))

    def is_made(self, kind: str, id_: str) -> bool:
        """Whether the row is there only because the partner needs it."""
        origin = self.origin(kind, id_)
        return origin is not None and origin.kind == "Made"

    def kind(self, id_: str) -> str:
        """What an item of a partner whose choices are items is: an Item, a Variation or a Modifier."""
        origin = self.origin("Item", id_)
        if origin is not None:
            return origin.kind
        if id_ in self.sizes:
            return "Variation"
        sold = self.catalog.naming("CategoryItem", id_)
        return "Modifier" if not sold and self.catalog.naming("GroupModifier", id_) else "Item"

    def group_of_sizes(self, item: str) -> Any:  # noqa: ANN401 - a ModifierGroup, or None
        """The group of an item's sizes, where it hangs on it."""
        for link in self.catalog.below("ItemGroup", item):
            if self.size_groups.get(link.target) == item:
                return self.catalog.get("ModifierGroup", link.target)
        return None

    def total(self, item: str, size: str) -> Price | None:
        """What an item costs in one size."""
        base, more = self.price(item), self.price(size)
        return base if more is None else more if base is None else add(base, more)

    def price(self, item: str) -> Price | None:
        """The price on an item."""
        found: Price | None = known(self.catalog.get("Item", item), "price")
        return found

    def _is_sizes(self, item: str, group: str) -> bool:
        origin = self.origin("ModifierGroup", group)
        if origin is not None:
            return origin.kind == "Sizes" and origin.id == item
        named, owner = self.catalog.get("ModifierGroup", group), self.catalog.get("Item", item)
        if named is None or owner is None:
            return False
        name: str | None = named.external_id
        ours = {sizes_id(item), sizes_id(str(owner.external_id)), self.ext.get(sizes_id(item), "")}
        return group in ours or (name is not None and name in ours)

    def _may_be_size(self, id_: str) -> bool:
        origin = self.origin("Item", id_)
        elsewhere = self.catalog.naming("CategoryItem", id_)
        return origin.kind == "Variation" if origin is not None else not elsewhere
