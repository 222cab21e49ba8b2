"""A small town: two merchants at the simulated partners, three places, three stores, a dozen dishes and a few.

Every dish carries a number in its name that nobody ever changes: so whoever reads a menu knows which dish it is,
without knowing anything of how the platform tells them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tournant.log.records import Tenant
from tournant.sandbox.http import Json
from tournant.sandbox.world.doors import Control

__all__ = ["KITCHEN", "Dish", "Merchant", "Store", "Town", "named", "settle"]

KITCHEN: Final = "Square:kitchen-station"
"""The key of a custom attribute that some dishes carry: nothing of ours models it."""
_WORDS: Final = ("Soup", "Cake", "Burger", "Salad", "Curry", "Pasta", "Toast", "Pie", "Stew", "Wrap", "Tart", "Ramen")
_WEEK: Final = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_SIZED, _CHOICES, _NOTED = 3, 2, 4
"""Every so-manieth dish has two sizes, or choices, or what nobody models."""


@dataclass(frozen=True, slots=True)
class Dish:
    """A dish at the point of sale."""

    number: int
    item: str
    """The point of sale's id."""
    sizes: tuple[tuple[str, str], ...]
    """Names of its sizes with the ids of their variations."""

    @property
    def word(self) -> str:
        """What it is."""
        return _WORDS[self.number % len(_WORDS)]


@dataclass(frozen=True, slots=True)
class Store:
    """A store at the channel, and the location that it sells for."""

    id: str
    location: str


@dataclass(frozen=True, slots=True)
class Merchant:
    """A merchant."""

    tenant: Tenant
    seller: str
    """The point of sale's id."""
    code: str
    """Of the seller's consent."""
    locations: tuple[str, ...]
    stores: tuple[Store, ...]
    dishes: tuple[Dish, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """All of it."""

    merchants: tuple[Merchant, ...]
    apps: dict[str, tuple[str, str]]
    """By partner: id and secret of our app."""

    @property
    def stores(self) -> list[tuple[Merchant, Store]]:
        """Every store with its merchant."""
        return [(merchant, store) for merchant in self.merchants for store in merchant.stores]


def named(word: str, number: int) -> str:
    """What a dish is called: whatever the word is, the number tells which it is."""
    return f"{word} No. {number:02d}"


async def settle(control: Control, sizes: Sequence[tuple[int, int]]) -> Town:
    """Open everything; of each merchant it is said how many places and how many dishes it has."""
    apps: dict[str, tuple[str, str]] = {}
    found = [await _merchant(control, apps, number, *size) for number, size in enumerate(sizes)]
    return Town(tuple(found), apps)


async def _merchant(
    control: Control, apps: dict[str, tuple[str, str]], number: int, places: int, dishes: int
) -> Merchant:
    where = [{"name": f"Place {number}-{place}", "business_hours": _all_day()} for place in range(places)]
    said = await control("square", "POST", "merchants", {"name": f"House {number}", "locations": where})
    apps["square"] = (said["client_id"], said["client_secret"])
    seller, locations = said["merchant_id"], [one["id"] for one in said["locations"]]
    objects = [_choices(), *(_dish(one) for one in range(dishes))]
    entered = await control("square", "POST", f"merchants/{seller}/catalog", {"objects": objects})
    ids = {one["client_object_id"]: one["object_id"] for one in entered["id_mappings"]}
    stores = []
    for place, location in enumerate(locations):
        opened = await control("uber_eats", "POST", "stores", {"name": f"Store {number}-{place}", "currency": "USD"})
        apps["uber_eats"] = (opened["client_id"], opened["client_secret"])
        stores.append(Store(opened["store_id"], location))
    tenant = Tenant("org", f"mer_{number}")
    menu = tuple(Dish(one, ids[f"#i{one}"], _sizes(one, ids)) for one in range(dishes))
    return Merchant(tenant, seller, said["code"], tuple(locations), tuple(stores), menu)


def _sizes(number: int, ids: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, ids[f"#v{number}-{place}"]) for place, name in enumerate(_size_names(number)))


def _size_names(number: int) -> tuple[str, ...]:
    return ("Small", "Large") if number % _SIZED == 0 else ("Regular",)


def _all_day() -> Json:
    periods = [{"day_of_week": day, "start_local_time": "00:00:00", "end_local_time": "23:59:00"} for day in _WEEK]
    return {"periods": periods}


def _money(cents: int) -> Json:
    return {"amount": cents, "currency": "USD"}


def _choices() -> Json:
    choices = [
        {"type": "MODIFIER", "id": f"#m{place}", "modifier_data": {"name": name, "price_money": _money(cents)}}
        for place, (name, cents) in enumerate((("Cheese", 150), ("Chili", 50)))
    ]
    data = {"name": "Extras", "selection_type": "MULTIPLE", "modifiers": choices}
    return {"type": "MODIFIER_LIST", "id": "#extras", "modifier_list_data": data}


def _dish(number: int) -> Json:
    sizes = [
        {
            "type": "ITEM_VARIATION",
            "id": f"#v{number}-{place}",
            "item_variation_data": {
                "name": name,
                "ordinal": place,
                "pricing_type": "FIXED_PRICING",
                "price_money": _money(700 + 50 * number + 400 * place),
            },
        }
        for place, name in enumerate(_size_names(number))
    ]
    data: Json = {"name": named(_WORDS[number % len(_WORDS)], number), "variations": sizes}
    if number % _CHOICES == 0:
        data["modifier_list_info"] = [{"modifier_list_id": "#extras", "enabled": True}]
    found: Json = {"type": "ITEM", "id": f"#i{number}", "item_data": data}
    if number % _NOTED == 0:
        note = {"name": "Kitchen station", "type": "STRING", "key": "kitchen", "string_value": "Grill"}
        found["custom_attribute_values"] = {KITCHEN: note}
    return found
