"""A store's menu as its staff see it: dishes by name, sizes below them, hours above."""

from typing import Final

from tournant.sandbox.http import Json
from tournant.sandbox.world.scene import title
from tournant.sandbox.world.world import Course, Store

__all__ = ["Shelf"]

_PARTS: Final = ("categories", "items", "modifier_groups")


class Shelf:
    """One menu, for somebody who looks for something on it."""

    def __init__(self, menu: Json, store: Store) -> None:
        """Take the menu, and what staff know of their own menu: which dish is which."""
        self._menu, self._store = menu, store
        self._categories, items, groups = (menu.get(part) or [] for part in _PARTS)
        self._items: dict[str, Json] = {one["id"]: one for one in items}
        self._groups: dict[str, Json] = {one["id"]: one for one in groups}

    def dish(self, course: Course, names: set[str]) -> Json | None:
        """Find a dish: the one that staff entered, or the only one that is called so."""
        known = self._items.get(self._store.matching.get(course.item_id, ""))
        if known is not None:
            return known
        lower = {one.lower() for one in names}
        sold = {one["id"] for category in self._categories for one in category.get("entities") or ()}
        called = [self._items[one] for one in sold if title(self._items[one]).lower() in lower]
        return called[0] if len(called) == 1 and not course.twin else None

    def size(self, item: Json, name: str) -> Json | None:
        """Find a size among the required choices of a dish."""
        for group_id in (item.get("modifier_group_ids") or {}).get("ids") or ():
            rule = (self._groups[group_id].get("quantity_info") or {}).get("quantity") or {}
            if rule.get("min_permitted") == 1 == rule.get("max_permitted"):
                for one in self._groups[group_id].get("modifier_options") or ():
                    if title(self._items[one["id"]]) == name:
                        return self._items[one["id"]]
        return None

    def hours(self) -> list[Json]:
        """Give the hours of the first menu."""
        found: list[Json] = self._menu["menus"][0]["service_availability"] if self._menu.get("menus") else []
        return found

    def is_called(self, item: Json, name: str) -> bool:
        """Say whether a dish has this name already."""
        return title(item) == name

    def is_suspended(self, item: Json) -> bool:
        """Say whether a dish is marked as sold out."""
        return bool(((item.get("suspension_info") or {}).get("suspension") or {}).get("suspend_until"))
