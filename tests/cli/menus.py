"""Small menus of the two partners, written for these tests."""

import json
from typing import Any

__all__ = ["SQUARE", "UBER_EATS", "text"]


def text(value: Any) -> bytes:  # noqa: ANN401 - any JSON
    return json.dumps(value).encode()


def _size(own: str, name: str, amount: int) -> dict[str, Any]:
    data = {"item_id": "TEA", "name": name, "pricing_type": "FIXED_PRICING", "price_money": _usd(amount)}
    return {"type": "ITEM_VARIATION", "id": own, "item_variation_data": data}


def _usd(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "USD"}


SQUARE: dict[str, Any] = {
    "objects": [
        {"type": "CATEGORY", "id": "HOT", "category_data": {"name": "Hot drinks"}},
        {
            "type": "ITEM",
            "id": "TEA",
            "item_data": {
                "name": "Tea",
                "categories": [{"id": "HOT", "ordinal": 0}],
                "variations": [_size("SMALL", "Small", 250), _size("LARGE", "Large", 325)],
                "modifier_list_info": [{"modifier_list_id": "MILK", "min_selected_modifiers": 0}],
            },
        },
        {
            "type": "MODIFIER_LIST",
            "id": "MILK",
            "modifier_list_data": {
                "name": "Milk",
                "modifiers": [
                    {"type": "MODIFIER", "id": "OAT", "modifier_data": {"name": "Oat", "price_money": _usd(60)}},
                ],
            },
        },
    ]
}

UBER_EATS: dict[str, Any] = {
    "menus": [
        {
            "id": "all-day",
            "title": {"translations": {"en": "All day"}},
            "service_availability": [
                {"day_of_week": "monday", "time_periods": [{"start_time": "08:00", "end_time": "23:59"}]}
            ],
            "category_ids": ["hot"],
        }
    ],
    "categories": [
        {"id": "hot", "title": {"translations": {"en": "Hot"}}, "entities": [{"id": "tea", "type": "ITEM"}]}
    ],
    "items": [
        {
            "id": "tea",
            "title": {"translations": {"en": "Tea"}},
            "price_info": {"price": 899},
            "modifier_group_ids": {"ids": ["milk"]},
            "tax_info": {"tax_rate": 8.25},
        },
        {"id": "oat", "title": {"translations": {"en": "Oat"}}, "price_info": {"price": 60}},
    ],
    "modifier_groups": [
        {
            "id": "milk",
            "title": {"translations": {"en": "Milk"}},
            "quantity_info": {"quantity": {"min_permitted": 0, "max_permitted": 1}},
            "modifier_options": [{"id": "oat", "type": "ITEM"}],
        }
    ],
}
