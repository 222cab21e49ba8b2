"""What guests get, read from both partners' own documents by hand: nothing of the platform's mapping is used here.

A cell is what can be edited, each at one location: a dish's name, its size's price, whether that is "on" sale, and when
the place is open: ("name", dish), ("price", dish, size), ("on", dish, size), ("hours",).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from tournant.sandbox.http import Json
from tournant.sim.town import KITCHEN

__all__ = [
    "HOURS",
    "Cell",
    "Value",
    "at_location",
    "channel",
    "hours_at_till",
    "hours_on_channel",
    "notes",
    "numbered",
    "till",
]

Cell = tuple[str | int, ...]
Value = str | int | bool
HOURS: Final[Cell] = ("hours",)
_NUMBER: Final = re.compile(r"No\. (\d\d)")


def numbered(text: str) -> int | None:
    """Which dish a name is about."""
    hit = _NUMBER.search(text)
    return int(hit[1]) if hit else None


# ---------------------------------------------------------------------- the point of sale


def till(objects: list[Json], location: str) -> dict[Cell, Value]:
    """What a catalog says of one location."""
    found: dict[Cell, Value] = {}
    for one in objects:
        data = one.get("item_data") or {}
        number = numbered(data.get("name") or "")
        if one["type"] == "ITEM" and number is not None and not one.get("is_deleted"):
            found["name", number] = data["name"]
            for size in data.get("variations") or ():
                found.update(_size(size["item_variation_data"], number, location))
    return found


def _size(data: Json, number: int, location: str) -> Iterator[tuple[Cell, Value]]:
    money, sold_out = data["price_money"], False
    for one in data.get("location_overrides") or ():
        if one["location_id"] == location:
            money, sold_out = one.get("price_money") or money, bool(one.get("sold_out"))
    yield ("price", number, data["name"]), money["amount"]
    yield ("on", number, data["name"]), not sold_out


def notes(objects: list[Json]) -> dict[int, str]:
    """What nobody models: by dish, the kitchen that makes it."""
    found = {}
    for one in objects:
        number = numbered((one.get("item_data") or {}).get("name") or "")
        said = (one.get("custom_attribute_values") or {}).get(KITCHEN)
        if number is not None and said:
            found[number] = said["string_value"]
    return found


def hours_at_till(places: list[Json], location: str) -> Value | None:
    """When a place is open, as "mon 07:00-21:00, …"; None where nothing is said of it."""
    for one in places:
        if one["id"] == location:
            periods = (one.get("business_hours") or {}).get("periods") or ()
            said = ((p["day_of_week"], p["start_local_time"][:5], p["end_local_time"][:5]) for p in periods)
            return _week(said)
    return None


def at_location(objects: list[Json], places: list[Json], location: str) -> dict[Cell, Value]:
    """All that a point of sale says of one location."""
    hours = hours_at_till(places, location)
    return till(objects, location) | ({} if hours is None else {HOURS: hours})


def _week(said: Iterable[tuple[str, str, str]]) -> str:
    return ", ".join(sorted(f"{day[:3].lower()} {opens}-{closes}" for day, opens, closes in said))


# ---------------------------------------------------------------------- the channel


def hours_on_channel(menu: Json) -> Value | None:
    """When a menu is offered, said the same way; None where there is none."""
    for one in menu.get("menus") or ():
        days = one.get("service_availability") or ()
        periods = ((day["day_of_week"], period) for day in days for period in day.get("time_periods") or ())
        return _week((day, period["start_time"], period["end_time"]) for day, period in periods)
    return None


def channel(menu: Json, now: datetime) -> dict[Cell, Value]:
    """What a store shows."""
    found: dict[Cell, Value] = {}
    items: dict[str, Json] = {one["id"]: one for one in menu.get("items") or ()}
    groups = {one["id"]: one for one in menu.get("modifier_groups") or ()}
    for shown in dict.fromkeys(_shown(menu)):
        item = items[shown]
        number = numbered(_title(item))
        if number is None:
            continue
        found["name", number] = _title(item)
        base, on = _price(item, None), _is_on(item, None, now)
        sizes = next((one for one in _groups(item, groups) if _is_sizes(one, items)), None)
        if sizes is None:
            found["price", number, "Regular"], found["on", number, "Regular"] = base, on
        for option in (sizes or {}).get("modifier_options") or ():
            size, group = items[option["id"]], (sizes or {})["id"]
            found["price", number, _title(size)] = base + _price(size, group)
            found["on", number, _title(size)] = on and _is_on(size, group, now)
    return found


def _shown(menu: Json) -> Iterator[str]:
    served = {one for page in menu.get("menus") or () for one in page.get("category_ids") or ()}
    for category in menu.get("categories") or ():
        if category["id"] in served:
            yield from (one["id"] for one in category.get("entities") or ())


def _groups(item: Json, groups: Mapping[str, Json]) -> list[Json]:
    return [groups[one] for one in (item.get("modifier_group_ids") or {}).get("ids") or ()]


def _is_sizes(group: Json, items: Mapping[str, Json]) -> bool:
    return {_title(items[one["id"]]) for one in group.get("modifier_options") or ()} == {"Small", "Large"}


def _title(of: Json) -> str:
    return str(next(iter(((of.get("title") or {}).get("translations") or {}).values()), ""))


def _price(item: Json, group: str | None) -> int:
    info = item["price_info"]
    for one in info.get("overrides") or ():
        if group and (one["context_type"], one["context_value"]) == ("MODIFIER_GROUP", group):
            return int(one["price"])
    return int(info["price"])


def _is_on(item: Json, group: str | None, now: datetime) -> bool:
    info = item.get("suspension_info") or {}
    rule = info.get("suspension") or {}
    for one in info.get("overrides") or ():
        if group and (one["context_type"], one["context_value"]) == ("MODIFIER_GROUP", group):
            rule = one.get("suspension") or {}
    return (rule.get("suspend_until") or 0) <= now.timestamp()
