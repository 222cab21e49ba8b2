"""Menus: read, replaced as a whole, and single items updated sparsely."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from tournant.sandbox.http import Answer, Json, Request
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.uber_eats import limits
from tournant.sandbox.partners.uber_eats.errors import refuse
from tournant.sandbox.partners.uber_eats.store import Store
from tournant.sandbox.times import unix_s

__all__ = ["Menus", "suspended"]

_PARTS: Final = ("menus", "categories", "items", "modifier_groups")


class Menus:
    """The menus of every store."""

    def __init__(self, partner: Partner) -> None:
        """Take the partner."""
        self._partner = partner

    def read(self, store: Store, _: Request) -> Answer:
        """GET /v2/eats/stores/{store_id}/menus."""
        return Answer(200, {part: store.menu.get(part, []) for part in _PARTS} | store.menu)

    def upload(self, store: Store, request: Request) -> Answer:
        """PUT /v2/eats/stores/{store_id}/menus: what is not in it is gone."""
        self.replace(store, request.document, "api")
        store.uploaded = True
        return Answer(204)

    def update_item(self, store: Store, request: Request) -> Answer:
        """POST /v2/eats/stores/{store_id}/menus/items/{item_id}: only what it names changes."""
        if not store.uploaded:
            raise refuse(404, "No menu was uploaded to this store through the API.")
        self.change_item(store, request.params["item_id"], request.document, "api")
        return Answer(204)

    def replace(self, store: Store, menu: Json, by: str) -> None:
        """Put a menu in the place of the one that is there."""
        wrong = [why for part in _faults(menu) for why in part]
        if wrong:
            raise refuse(400, "; ".join(wrong[:5]), "invalid_menu")
        before = {item["id"]: item for item in store.menu.get("items", ())}
        items = [_alcohol_stays(item, before.get(item["id"])) for item in menu["items"]]
        store.menu = menu | {"items": items}
        self._partner.wrote(by, store.id, "menu.replace", store.id, store.menu)

    def change_item(self, store: Store, item_id: str, said: Json, by: str) -> None:
        """Change the members of an item that are named; each of them is replaced as a whole."""
        items = store.menu.get("items", [])
        place = next((n for n, item in enumerate(items) if item["id"] == item_id), None)
        if place is None:
            raise refuse(404, f"The menu has no item {item_id!r}.")
        new = _alcohol_stays(items[place] | said | {"id": item_id}, items[place])
        wrong = list(_item_faults(new))
        if wrong:
            raise refuse(400, "; ".join(wrong[:5]), "invalid_item")
        store.menu = store.menu | {"items": [*items[:place], new, *items[place + 1 :]]}
        self._partner.wrote(by, store.id, "menu.item", item_id, new)


def suspended(item: Json, context: tuple[str, str] | None, now: datetime) -> bool:
    """Say whether an item cannot be ordered now, by itself or in the group where it is an option."""
    info = item.get("suspension_info") or {}
    rule = info.get("suspension") or {}
    for override in info.get("overrides") or ():
        if context and (override["context_type"], override["context_value"]) == context:
            rule = override.get("suspension") or {}
    return (rule.get("suspend_until") or 0) > unix_s(now)


def _faults(menu: Json) -> Iterator[Iterable[str]]:
    missing = [part for part in ("menus", "categories", "items") if not isinstance(menu.get(part), list)]
    if missing:
        yield [f"{part} is missing" for part in missing]
        return
    groups = menu.get("modifier_groups") or []
    known = {part: {one["id"] for one in menu.get(part) or ()} for part in _PARTS}
    for part in _PARTS:
        if len(known[part]) < len(menu.get(part) or ()):
            yield [f"two {part} have the same id"]
    yield from map(_item_faults, menu["items"])
    yield _dangling(
        "menus", (one for menu in menu["menus"] for one in menu.get("category_ids") or ()), known["categories"]
    )
    entities = (one["id"] for category in menu["categories"] for one in category.get("entities") or ())
    yield _dangling("categories", entities, known["items"])
    named = (one for item in menu["items"] for one in (item.get("modifier_group_ids") or {}).get("ids") or ())
    yield _dangling("items", named, known["modifier_groups"])
    options = (one["id"] for group in groups for one in group.get("modifier_options") or ())
    yield _dangling("modifier_groups", options, known["items"])
    yield _hours_faults(menu["menus"])


def _item_faults(item: Json) -> Iterator[str]:
    item_id = item["id"]
    if "/" in item_id or ";" in item_id:
        yield f"the id {item_id!r} holds '/' or ';'"
    price = (item.get("price_info") or {}).get("price")
    if not isinstance(price, int) or isinstance(price, bool) or price < 0:
        yield f"item {item_id!r} has no price"
    if not (item.get("title") or {}).get("translations"):
        yield f"item {item_id!r} has no title"
    if len(item.get("external_data") or "") > limits.EXTERNAL_DATA_CHARS:
        yield f"external_data of {item_id!r} has more than {limits.EXTERNAL_DATA_CHARS} characters"
    quantity = (item.get("quantity_info") or {}).get("quantity") or {}
    if (quantity.get("charge_above") is None) != (quantity.get("refund_under") is None):
        yield f"charge_above and refund_under of {item_id!r} go together"


def _hours_faults(menus: Iterable[Json]) -> Iterator[str]:
    for menu in menus:
        for hours in menu.get("service_availability") or ():
            for period in hours["time_periods"]:
                if period["end_time"].zfill(5) < period["start_time"].zfill(5):
                    yield f"menu {menu['id']!r} ends before it begins on {hours['day_of_week']}"


def _dangling(part: str, named: Iterable[Any], known: set[str]) -> Iterator[str]:
    for one in named:
        if one not in known:
            yield f"{part} name {one!r}, which is not there"


def _alcohol_stays(item: Json, before: Json | None) -> Json:
    """Keep an item alcoholic: the flag cannot be taken back by an application."""
    old = ((before or {}).get("classifications") or {}).get("alcoholic_items") or 0
    new = (item.get("classifications") or {}).get("alcoholic_items") or 0
    if not old or new:
        return item
    return item | {"classifications": (item.get("classifications") or {}) | {"alcoholic_items": old}}
