"""A merchant as Square holds it: the seller with its places, and the catalog as staff entered it."""

from collections.abc import Mapping
from typing import Final

from tournant.sandbox.http import Json
from tournant.sandbox.world.recipe import ChoiceList, Dish, House, Size

__all__ = ["KITCHEN_FIELD", "catalog", "kitchen_note", "seller"]

KITCHEN_FIELD: Final = "Square:kitchen-station"
"""The key of the custom attribute that some items carry: nothing of ours models it."""


def seller(house: House) -> Json:
    """Write the seller with its places."""
    locations = [
        {"name": one.name, "timezone": one.zone, "business_hours": one.opening.square()} for one in house.places
    ]
    return {"name": house.name, "currency": house.currency, "country": house.country, "locations": locations}


def catalog(house: House, locations: Mapping[str, str]) -> list[Json]:
    """Write all objects under temporary ids; `locations` are Square's ids by our keys of places."""
    carte = house.carte
    found: list[Json] = [
        {"type": "CATEGORY", "id": f"#c{number}", "category_data": {"name": name}}
        for number, name in enumerate(carte.categories)
    ]
    found += [_list(one, house.currency) for one in carte.lists]
    return found + [_item(one, house, locations) for one in carte.dishes]


def kitchen_note(station: str) -> Json:
    """Write the custom attribute of an item."""
    return {KITCHEN_FIELD: {"name": "Kitchen station", "type": "STRING", "key": "kitchen", "string_value": station}}


def _money(amount: int, currency: str) -> Json:
    return {"amount": amount, "currency": currency}


def _list(one: ChoiceList, currency: str) -> Json:
    modifiers = [
        {
            "type": "MODIFIER",
            "id": f"#{choice.key}",
            "modifier_data": {
                "name": choice.name,
                "price_money": _money(choice.price, currency),
                "ordinal": place,
                "on_by_default": False,
            },
        }
        for place, choice in enumerate(one.choices)
    ]
    data = {
        "name": one.name,
        "modifier_type": "LIST",
        "selection_type": "MULTIPLE" if one.most > 1 else "SINGLE",
        "min_selected_modifiers": one.least,
        "max_selected_modifiers": one.most,
        "modifiers": modifiers,
    }
    return {"type": "MODIFIER_LIST", "id": f"#{one.key}", "modifier_list_data": data}


def _item(dish: Dish, house: House, locations: Mapping[str, str]) -> Json:
    lists: dict[str, ChoiceList] = {one.key: one for one in house.carte.lists}
    data: Json = {
        "name": dish.name,
        "product_type": "FOOD_AND_BEV",
        "categories": [{"id": f"#c{dish.category}"}],
        "modifier_list_info": [_use(lists[key]) for key in dish.lists],
        "variations": [_variation(one, place, house.currency, locations) for place, one in enumerate(dish.sizes)],
    }
    found: Json = {"type": "ITEM", "id": f"#{dish.key}", "item_data": data}
    if dish.only_at:
        found |= {"present_at_all_locations": False, "present_at_location_ids": [locations[dish.only_at]]}
        for one in data["variations"]:
            one |= {"present_at_all_locations": False, "present_at_location_ids": [locations[dish.only_at]]}
    if dish.fields:
        found["custom_attribute_values"] = kitchen_note("Grill" if len(dish.sizes) > 1 else "Pass")
    return found


def _use(one: ChoiceList) -> Json:
    return {
        "modifier_list_id": f"#{one.key}",
        "min_selected_modifiers": one.least,
        "max_selected_modifiers": one.most,
        "enabled": True,
    }


def _variation(size: Size, place: int, currency: str, locations: Mapping[str, str]) -> Json:
    data: Json = {
        "name": size.name,
        "sku": size.sku,
        "ordinal": place,
        "pricing_type": "FIXED_PRICING",
        "price_money": _money(size.price, currency),
    }
    if size.elsewhere:
        data["location_overrides"] = [
            {"location_id": locations[key], "pricing_type": "FIXED_PRICING", "price_money": _money(price, currency)}
            for key, price in size.elsewhere
        ]
    return {"type": "ITEM_VARIATION", "id": f"#{size.key}", "item_variation_data": data}
