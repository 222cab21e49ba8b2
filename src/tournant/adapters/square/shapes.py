"""Which document is which, told by the shape of its outermost members."""

from collections.abc import Callable

import msgspec
from msgspec import Raw

from tournant.sdk.documents import Members, says

TYPES = (
    *("ITEM", "ITEM_VARIATION", "MODIFIER_LIST", "MODIFIER", "CATEGORY", "TAX", "IMAGE", "MEASUREMENT_UNIT"),
    *("AVAILABILITY_PERIOD", "TIME_PERIOD", "DISCOUNT", "PRICING_RULE", "PRODUCT_SET", "ITEM_OPTION"),
    *("ITEM_OPTION_VAL", "CUSTOM_ATTRIBUTE_DEFINITION", "QUICK_AMOUNTS_SETTINGS", "SUBSCRIPTION_PLAN"),
    "SUBSCRIPTION_PLAN_VARIATION",
)
"""The types of catalog objects."""
_ASKED = {
    *("object_types", "object_ids", "query", "begin_time", "text_filter", "category_ids", "stock_levels"),
    *("enabled_location_ids", "product_types", "custom_attribute_filters", "archived_state"),
}
_PAGING = {
    *("cursor", "limit", "sort_order", "catalog_version", "include_related_objects", "include_deleted_objects"),
    "include_category_path_to_root",
}
Shape = Callable[[Members], bool]

_object = msgspec.json.Decoder(dict[str, Raw]).decode
_list = msgspec.json.Decoder(list[Raw]).decode


def inside(members: Members, name: str) -> Members | None:
    """The members of the object in this member; None where there is none."""
    try:
        return _object(members[name]) if name in members else None
    except (msgspec.DecodeError, RecursionError):
        return None


def listed(members: Members, name: str, *types: str) -> bool:
    """Whether a member is a list of objects, the first of one of these types if any are named."""
    try:
        found = _list(members[name]) if name in members else None
        if not found:
            return found == []
        first = _object(found[0])
    except (msgspec.DecodeError, RecursionError):
        return False
    return not types or says(first, "type", *types)


def catalog(members: Members) -> bool:
    """Lists of catalog objects, or one in an envelope."""
    return (
        any(listed(members, name, *TYPES) for name in ("objects", "related_objects"))
        or any("type" in (inside(members, name) or ()) for name in ("object", "catalog_object"))
        or ("items" in members and listed(members, "items", "ITEM"))
    )


def bare(members: Members) -> bool:
    """One catalog object without an envelope, known by its body."""
    return says(members, "type", *TYPES) and any(f"{tag.lower()}_data" in members for tag in TYPES)


def query(members: Members) -> bool:
    """A request that only asks for catalog objects."""
    return members.keys() <= _ASKED | _PAGING and not _ASKED.isdisjoint(members)


def having(*names: str) -> Shape:
    """A document that has all of these members."""
    return lambda members: all(name in members for name in names)


def holding(*names: str) -> Shape:
    """A document that has one of these members, and it is an object or a list of objects."""
    return lambda members: any(listed(members, name) or inside(members, name) is not None for name in names)


CHANGE = ("idempotency_key", "changes")
STOCK = ("counts", "changes", "count", "adjustment", "transfer")


def order(members: Members) -> bool:
    """One order that has its id, or a list of orders."""
    one = inside(members, "order")
    return (one is not None and "id" in one) or listed(members, "orders") or listed(members, "order_entries")


def limits(members: Members) -> bool:
    """How much one request to the catalog may hold."""
    found = inside(members, "limits")
    return found is not None and "batch_upsert_max_total_objects" in found


def custom_attribute(members: Members) -> bool:
    """Definitions and values of custom attributes, and requests about them."""
    return any(name.startswith("custom_attribute") for name in members)
