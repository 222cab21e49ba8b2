"""What a seller's till shows at a location, cell by cell: the judge's own reading of Square's objects."""

from collections.abc import Iterator, Mapping
from typing import Any

from tournant.sandbox.http import Json
from tournant.sandbox.judge import week

__all__ = ["Till", "cells_of_object"]

Cells = dict[tuple[str, ...], Any]


class Till:
    """One seller."""

    def __init__(self, seller: Json) -> None:
        """Take everything that the seller holds."""
        self._objects: Mapping[str, Json] = {one["id"]: one for one in seller["objects"]}
        self._locations: Mapping[str, Json] = {one["id"]: one for one in seller["locations"]}

    def cells(self, location: str) -> Cells:
        """Give everything that is said of this location."""
        found: Cells = {("hours", location): week.of_square(self._locations[location])}
        for one in self._objects.values():
            if one["type"] != "ITEM" or is_present(one, location):
                found |= dict(cells_of_object(one, location))
        return found


def is_present(one: Json, location: str) -> bool:
    """Say whether an object is there at a location."""
    if one.get("present_at_all_locations", True):
        return location not in (one.get("absent_at_location_ids") or ())
    return location in (one.get("present_at_location_ids") or ())


def cells_of_object(one: Json, location: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Give what an item, a variation or a list says of this location."""
    match one["type"]:
        case "ITEM":
            data = one["item_data"]
            if data.get("is_archived"):
                return
            yield ("name", one["id"], location), data["name"]
            yield ("custom", one["id"]), _custom(one)
            lists = (info for info in data.get("modifier_list_info") or () if info.get("enabled", True))
            yield ("lists", one["id"], location), tuple(sorted(info["modifier_list_id"] for info in lists))
            for size in data.get("variations") or ():
                if is_present(size, location):
                    yield from _of_variation(size, location)
        case "ITEM_VARIATION":
            yield from _of_variation(one, location)
        case "MODIFIER_LIST":
            for choice in one["modifier_list_data"].get("modifiers") or ():
                yield ("choice", choice["id"], location), _price(choice["modifier_data"], location)
        case _:
            return


def _of_variation(one: Json, location: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    data = one["item_variation_data"]
    yield ("price", one["id"], location), _price(data, location)
    here = [each for each in data.get("location_overrides") or () if each["location_id"] == location]
    yield ("on", one["id"], location), not any(each.get("sold_out") for each in here)


def _price(data: Json, location: str) -> int | None:
    for one in data.get("location_overrides") or ():
        if one["location_id"] == location and one.get("price_money"):
            return int(one["price_money"]["amount"])
    money = data.get("price_money")
    return int(money["amount"]) if money else None


def _custom(one: Json) -> str | None:
    """Read the text of the custom attribute that the world gives to some items."""
    said = [each.get("string_value") for each in (one.get("custom_attribute_values") or {}).values()]
    return said[0] if said else None
