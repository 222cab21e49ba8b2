"""A seller's catalog: typed objects, kept flat and put together when they are read.

    ITEM ─ variations      MODIFIER_LIST ─ modifiers      ITEM_OPTION ─ values

Every object has a version: the milliseconds of the write that changed it last, growing with every write of the seller.
What a variation or a modifier shows as `sold_out` is not part of the object. It is derived from counts and from what
the seller's own staff set, and an application's attempt to write it is ignored (specification,
ItemVariationLocationOverrides and ModifierLocationOverrides).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tournant.sandbox.http import Json

__all__ = ["CHILDREN", "DEFAULT_TYPES", "TYPES", "Catalog", "Family", "Stored", "data_of"]


@dataclass(frozen=True, slots=True)
class Family:
    """How objects of one type hold others."""

    members: str
    """The member of the parent's data that lists the children."""
    child: str
    """Their type."""
    parent_id: str
    """The member of a child's data that names its parent."""


CHILDREN: Final = {
    "ITEM": Family("variations", "ITEM_VARIATION", "item_id"),
    "MODIFIER_LIST": Family("modifiers", "MODIFIER", "modifier_list_id"),
    "ITEM_OPTION": Family("values", "ITEM_OPTION_VAL", "item_option_id"),
}
"""The types that hold others."""

DEFAULT_TYPES: Final = frozenset(
    [
        "ITEM",
        "CATEGORY",
        "TAX",
        "DISCOUNT",
        "MODIFIER_LIST",
        "PRICING_RULE",
        "PRODUCT_SET",
        "TIME_PERIOD",
        "MEASUREMENT_UNIT",
        "SUBSCRIPTION_PLAN",
        "ITEM_OPTION",
        "CUSTOM_ATTRIBUTE_DEFINITION",
        "QUICK_AMOUNTS_SETTINGS",
    ]
)
"""What a list or a search gives where the request names no types (specification, SearchCatalogObjectsRequest)."""
TYPES: Final = DEFAULT_TYPES | frozenset(
    ["IMAGE", "ITEM_VARIATION", "MODIFIER", "ITEM_OPTION_VAL", "SUBSCRIPTION_PLAN_VARIATION", "AVAILABILITY_PERIOD"]
)
"""Every type (specification, CatalogObjectType)."""
_DATA: Final = {"ITEM_OPTION_VAL": "item_option_value_data"}


def data_of(kind: str) -> str:
    """Name the member that holds the data of a type: `item_variation_data`."""
    return _DATA.get(kind, f"{kind.lower()}_data")


@dataclass(slots=True)
class Stored:
    """One object as it is kept: without its children, without what is derived."""

    sequence: int
    """When it was created, for an order that no later change moves: pages are cut by it."""
    body: Json
    children: list[str] = field(default_factory=list)
    parent: str | None = None


class Catalog:
    """All objects of one seller, the deleted ones too."""

    def __init__(self, sold_out: Callable[[Json], dict[str, Json]]) -> None:
        """Take the function that says, for each location, what is to be shown of an object being sold out."""
        self._sold_out = sold_out
        self.objects: dict[str, Stored] = {}
        self.version = 0

    def next_version(self, now_ms: int) -> int:
        """Begin a write: its version is later than every earlier one."""
        self.version = max(now_ms, self.version + 1)
        return self.version

    def live(self, object_id: str) -> Stored | None:
        """Find an object that is not deleted."""
        found = self.objects.get(object_id)
        return None if found is None or found.body["is_deleted"] else found

    def add(self, body: Json, parent: str | None) -> None:
        """Keep a new object."""
        self.objects[body["id"]] = Stored(len(self.objects), body, parent=parent)

    def kind(self, object_id: str) -> str | None:
        """Say the type of an object that is not deleted."""
        found = self.live(object_id)
        return found.body["type"] if found else None

    def family(self, object_id: str) -> Iterator[str]:
        """Give an object's id and those of all that it holds."""
        yield object_id
        for child in self.objects[object_id].children:
            yield from self.family(child)

    def remove(self, object_id: str, version: int, at: str) -> list[str]:
        """Delete an object and all that it holds; give their ids."""
        gone = [one for one in self.family(object_id) if not self.objects[one].body["is_deleted"]]
        for one in gone:
            self.objects[one].body = self.objects[one].body | {
                "is_deleted": True,
                "version": version,
                "updated_at": at,
            }
        parent = self.objects[object_id].parent
        if parent and object_id in self.objects[parent].children:
            self.objects[parent].children.remove(object_id)
        return gone

    def shown(self, object_id: str) -> Json:
        """Put an object together as Square shows it."""
        stored = self.objects[object_id]
        body, kind = stored.body, stored.body["type"]
        name = data_of(kind)
        data = body.get(name)
        if data is None:
            return body
        family = CHILDREN.get(kind)
        if family and stored.children:
            data = data | {family.members: [self.shown(child) for child in stored.children]}
        if kind in {"ITEM_VARIATION", "MODIFIER"}:
            data = self._with_sold_out(body, data)
        return body | {name: data}

    def _with_sold_out(self, body: Json, data: Json) -> Json:
        said = self._sold_out(body)
        if not said:
            return data
        overrides = [one | said.get(one["location_id"], {}) for one in data.get("location_overrides", ())]
        known = {one["location_id"] for one in overrides}
        overrides += [{"location_id": where, **what} for where, what in said.items() if where not in known]
        return data | {"location_overrides": overrides}
