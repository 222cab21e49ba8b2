"""Staff who change what is sold, and when: each on the screen that they have before them.

Whoever sees that it is so already, or does not find the dish, changes nothing; then there is no edit either.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from tournant.sandbox.http import Json
from tournant.sandbox.world.doors import Refused
from tournant.sandbox.world.hours import Opening
from tournant.sandbox.world.scene import Scene
from tournant.sandbox.world.square_side import KITCHEN_FIELD
from tournant.sandbox.world.stories import Change
from tournant.sandbox.world.truth import Cell, Value
from tournant.sandbox.world.uber_menu import Shelf
from tournant.sandbox.world.uber_side import HOUSE_FIELD
from tournant.sandbox.world.world import Course, Merchant

__all__ = ["Editing"]

_FOR_EVER: Final = 253_402_300_799
"""The last second of 9999: sold out until somebody takes it back."""


class Editing:
    """Everybody who edits."""

    def __init__(self, scene: Scene) -> None:
        """Edit in this scene."""
        self._scene = scene
        self._merchants = {one.account.merchant_id: one for one in scene.world.merchants}
        self._names: dict[str, set[str]] = {}
        """By item: every name that somebody gave it."""

    async def change(self, change: Change) -> None:
        """Do what is planned, as far as it can be done."""
        merchant = self._merchants[change.merchant_id]
        do = self._at_square if change.partner == "square" else self._at_uber
        try:
            cells = await do(merchant, change)
        except Refused as why:
            self._scene.note("till", f"could not edit: {why}", change.place, change.item_id)
            return
        if not cells:
            self._scene.note("till", "had nothing to edit", change.place, change.item_id)
            return
        account = change.merchant_id if change.partner == "square" else change.place
        self._scene.truth.edit(self._scene.now(), (change.partner, account), cells, _value(change))
        if change.field == "name":
            self._names.setdefault(change.item_id, set()).add(str(change.value))

    async def _at_square(self, merchant: Merchant, change: Change) -> list[Cell]:
        match change.field:
            case "price":
                return await self._square_price(merchant, change)
            case "name":
                path = ["item_data", "name"]
                done = await self._set(change, change.item_id, path)
                return _names(merchant.course(change.item_id)) if done else []
            case "on":
                return await self._square_on(change)
            case "hours":
                return await self._square_hours(change)
            case _:
                path = ["custom_attribute_values", KITCHEN_FIELD, "string_value"]
                return [("custom", change.item_id)] if await self._set(change, change.item_id, path) else []

    async def _set(self, change: Change, object_id: str, path: Sequence[str | int]) -> bool:
        """Set one member of an object; say whether that changed anything."""
        where = f"merchants/{change.merchant_id}/objects/{object_id}"
        shown = (await self._scene.control("square", "GET", where))["object"]
        for step in path:
            shown = shown[step]
        if shown == change.value:
            return False
        await self._scene.control("square", "POST", where, {"path": list(path), "value": change.value})
        return True

    async def _square_price(self, merchant: Merchant, change: Change) -> list[Cell]:
        where = f"merchants/{change.merchant_id}/objects/{change.variation_id}"
        data = (await self._scene.control("square", "GET", where))["object"]["item_variation_data"]
        course = merchant.course(change.item_id)
        path: list[str | int] = ["item_variation_data", "price_money", "amount"]
        own = [
            number
            for number, one in enumerate(data.get("location_overrides") or ())
            if one["location_id"] == change.place and one.get("price_money")
        ]
        if own:
            path = ["item_variation_data", "location_overrides", own[0], "price_money", "amount"]
        done = await self._set(change, change.variation_id, path)
        return _prices(course, change.variation_id, change.place) if done else []

    async def _square_on(self, change: Change) -> list[Cell]:
        where = f"merchants/{change.merchant_id}/objects/{change.variation_id}"
        data = (await self._scene.control("square", "GET", where))["object"]["item_variation_data"]
        marked = any(
            one["location_id"] == change.place and one.get("sold_out") for one in data.get("location_overrides") or ()
        )
        if marked is not change.value:
            return []
        body = {"object_id": change.variation_id, "location_id": change.place, "sold_out": not change.value}
        await self._scene.control("square", "POST", f"merchants/{change.merchant_id}/sold_out", body)
        return [("on", change.variation_id, change.place)]

    async def _square_hours(self, change: Change) -> list[Cell]:
        everything = await self._scene.control("square", "GET", f"merchants/{change.merchant_id}/locations")
        location = next(one for one in everything["locations"] if one["id"] == change.place)
        said = _opening(change).square()
        if location.get("business_hours") == said:
            return []
        where = f"merchants/{change.merchant_id}/locations/{change.place}"
        await self._scene.control("square", "POST", where, {"business_hours": said})
        return [("hours", change.place)]

    async def _at_uber(self, merchant: Merchant, change: Change) -> list[Cell]:
        store = self._scene.world.store(change.place)
        here = f"stores/{change.place}"
        if change.field == "paused":
            body = {"status": "PAUSED" if change.value else "ONLINE"}
            await self._scene.control("uber_eats", "POST", f"{here}/status", body)
            return [("paused", change.place)]
        shelf = Shelf(await self._scene.menu(change.place), store)
        if change.field == "hours":
            said = _opening(change).uber()
            if shelf.hours() == said:
                return []
            await self._scene.control("uber_eats", "POST", f"{here}/hours", {"service_availability": said})
            return [("hours", store.location_id)]
        course = merchant.course(change.item_id)
        item = shelf.dish(course, {course.name} | self._names.get(course.item_id, set()))
        if item is None:
            return []
        found = self._of_dish(change, shelf, (course, item))
        if found is None:
            return []
        target, said_of_it, cells = found
        await self._scene.control("uber_eats", "POST", f"{here}/items/{target}", said_of_it)
        return cells

    def _of_dish(self, change: Change, shelf: Shelf, dish: tuple[Course, Json]) -> tuple[str, Json, list[Cell]] | None:
        """Give the item to be edited, what to say of it, and what that means; None where it is so already."""
        course, item = dish
        cells: list[Cell]
        match change.field:
            case "price":
                return self._uber_price(change, shelf, dish)
            case "name":
                said: Json = {"title": {"translations": {"en_us": change.value}}}
                same, cells = shelf.is_called(item, str(change.value)), _names(course)
            case "on":
                return self._uber_on(change, shelf, dish)
            case _:
                said = {HOUSE_FIELD: {"printer": change.value}}
                same, cells = item.get(HOUSE_FIELD) == said[HOUSE_FIELD], [("house_note", change.place, item["id"])]
        return None if same else (item["id"], said, cells)

    def _uber_on(self, change: Change, shelf: Shelf, dish: tuple[Course, Json]) -> tuple[str, Json, list[Cell]] | None:
        """Mark a plain dish, or one size, as sold out until somebody takes that back; or take it back."""
        target = _target(change, shelf, dish)
        if target is None or shelf.is_suspended(target) is not change.value:
            return None
        until = None if change.value else _FOR_EVER
        info = (target.get("suspension_info") or {}) | {"suspension": {"suspend_until": until, "reason": "sold out"}}
        location = self._scene.world.store(change.place).location_id
        return str(target["id"]), {"suspension_info": info}, [("on", change.variation_id, location)]

    def _uber_price(
        self, change: Change, shelf: Shelf, dish: tuple[Course, Json]
    ) -> tuple[str, Json, list[Cell]] | None:
        """Set the price of a plain dish, or of one size: what that costs more than the smallest."""
        course, item = dish
        target = _target(change, shelf, dish)
        base = 0 if target is item else int(item["price_info"]["price"])
        price = int(change.value) - base if isinstance(change.value, int) else -1
        if target is None or price < 0 or target["price_info"]["price"] == price:
            return None
        location = self._scene.world.store(change.place).location_id
        cells = _prices(course, change.variation_id, location)
        return str(target["id"]), {"price_info": target["price_info"] | {"price": price}}, cells


def _target(change: Change, shelf: Shelf, dish: tuple[Course, Json]) -> Json | None:
    """Find what stands for a size on the menu: the dish itself, where it has only one."""
    course, item = dish
    size = next(one for one in course.sizes if one.variation_id == change.variation_id)
    return item if len(course.sizes) == 1 else shelf.size(item, size.name)


def _names(course: Course) -> list[Cell]:
    return [("name", course.item_id, where) for where in course.locations]


def _prices(course: Course, variation_id: str, location: str) -> list[Cell]:
    """Say where a price counts: at this location alone, where it has one of its own, else wherever none has."""
    size = next(one for one in course.sizes if one.variation_id == variation_id)
    where: Iterable[str] = (location,)
    if location not in size.elsewhere:
        where = (one for one in course.locations if one not in size.elsewhere)
    return [("price", variation_id, one) for one in where]


def _opening(change: Change) -> Opening:
    assert isinstance(change.value, Opening)  # noqa: S101 - a plan of hours holds hours
    return change.value


def _value(change: Change) -> Value:
    return change.value.week() if isinstance(change.value, Opening) else change.value
