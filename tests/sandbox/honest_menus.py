"""How the honest platform of these tests writes a store's menu: what is there stays, what the till says is put in."""

import copy
from typing import Any

from tournant.sandbox.world import Merchant, Store
from tournant.sandbox.world.world import Course

Json = dict[str, Any]
Cells = dict[tuple[str, ...], Any]
FOR_EVER = 253_402_300_799
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Page:
    """One menu in the making."""

    def __init__(self, menu: Json, merchant: Merchant, store: Store, ids: dict[str, str]) -> None:
        self.menu: Json = copy.deepcopy(menu) if menu else {}
        for part in ("menus", "categories", "items", "modifier_groups"):
            self.menu.setdefault(part, [])
        self.merchant, self.store, self.ids = merchant, store, ids
        self.items: dict[str, Json] = {one["id"]: one for one in self.menu["items"]}
        self.groups: dict[str, Json] = {one["id"]: one for one in self.menu["modifier_groups"]}

    def written(self, values: Cells) -> Json:
        if not self.menu["menus"]:
            self.menu["categories"] = [{"id": "all", "title": text("All"), "entities": []}]
            self.menu["menus"] = [{"id": "menu", "title": text("Menu"), "category_ids": ["all"]}]
        for page in self.menu["menus"]:
            page["service_availability"] = hours(values["hours", self.store.location_id])
        for course in self.merchant.courses:
            if self.store.location_id in course.locations:
                self._course(course, values)
        return self.menu

    def _course(self, course: Course, values: Cells) -> None:
        where = self.store.location_id
        prices = {one.variation_id: values["price", one.variation_id, where] for one in course.sizes}
        on = {one.variation_id: values["on", one.variation_id, where] for one in course.sizes}
        base = min(prices.values())
        item = self._item(course.item_id, values["name", course.item_id, where], base, on=any(on.values()))
        groups = []
        if len(course.sizes) > 1:
            groups.append(self._sizes(course, item, (prices, on, base)))
        for one in self.merchant.lists:
            if one.list_id in course.lists:
                options = [
                    self._item(choice, name, values["choice", choice, where], on=True)["id"]
                    for choice, name, _ in one.choices
                ]
                groups.append(self._group(self.ids.get(one.list_id, one.list_id), one.name, options))
        if groups:
            item["modifier_group_ids"] = {"ids": groups}
        shown = [entity["id"] for category in self.menu["categories"] for entity in category["entities"]]
        if item["id"] not in shown:
            self.menu["categories"][0]["entities"].append({"id": item["id"], "type": "ITEM"})

    def _sizes(self, course: Course, item: Json, said: tuple[dict[str, int], dict[str, bool], int]) -> str:
        prices, on, base = said
        group = f"{course.item_id}~sizes"
        for one in (item.get("modifier_group_ids") or {}).get("ids") or ():
            if self.groups[one]["title"] == text("Size"):
                group = one
        options = [
            self._item(one.variation_id, one.name, prices[one.variation_id] - base, on=on[one.variation_id])["id"]
            for one in course.sizes
        ]
        return self._group(group, "Size", options, exactly_one=True)

    def _item(self, square: str, name: str, price: int, *, on: bool) -> Json:
        item_id = self.ids.get(square, square)
        if item_id not in self.items:
            self.items[item_id] = {"id": item_id}
            self.menu["items"].append(self.items[item_id])
        item = self.items[item_id]
        item |= {"title": text(name), "price_info": (item.get("price_info") or {}) | {"price": price}}
        if not on or item.get("suspension_info"):
            item["suspension_info"] = {"suspension": {"suspend_until": None if on else FOR_EVER}}
        return item

    def _group(self, group_id: str, name: str, options: list[str], *, exactly_one: bool = False) -> str:
        if group_id not in self.groups:
            self.groups[group_id] = {"id": group_id, "title": text(name), "modifier_options": []}
            self.menu["modifier_groups"].append(self.groups[group_id])
        group = self.groups[group_id]
        group["modifier_options"] = [{"id": one, "type": "ITEM"} for one in options]
        if exactly_one:
            group["quantity_info"] = {"quantity": {"min_permitted": 1, "max_permitted": 1}}
        return group_id


def text(said: str) -> Json:
    return {"translations": {"en_us": said}}


def hours(week: tuple[tuple[int, int], ...]) -> list[Json]:
    """Cut stretches of the week at midnight, and write the end of a day as 23:59."""
    found = []
    for number, day in enumerate(DAYS):
        first, last = number * 1440, (number + 1) * 1440
        cut = [
            (max(start, first) - first, min(end, last) - first) for start, end in week if start < last and end > first
        ]
        periods = [{"start_time": clock(start), "end_time": clock(min(end, 1439))} for start, end in cut]
        found.append({"day_of_week": day, "time_periods": periods})
    return found


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
