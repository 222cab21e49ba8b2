"""Deep trees from a seed."""

from tournant.bench.case import Json
from tournant.bench.chance import Chance

LEVELS = 3
_ITEMS_IN_CATEGORY = 16
_OPTIONS = (6, 3, 3)
"""How many a group has at each level."""
_GROUPS_EACH = 160
"""One shared group for so many elements."""
_RATES = ("8.25", "5.5", "0")
_TAGS = ("TAG_KEY_DIETARY_VEGAN", "TAG_KEY_DIETARY_HALAL", "TAG_KEY_DIETARY_KOSHER")


class _Maker:
    """Makes elements and counts them, each time that they stand in the document."""

    def __init__(self, seed: int) -> None:
        self.chance = Chance(seed)

    def option(self, key: str, level: int) -> tuple[Json, int]:
        chance = self.chance
        made: Json = {
            "name": chance.words(2),
            "merchant_supplied_id": key,
            "active": True,
            "price": chance.below(400),
            "base_price": None,
            "default": chance.once_in(10),
            "sort_id": chance.below(50),
            "tax_rate": chance.pick(_RATES),
            "operation_context": [],
            "quantity_info": {"default_quantity": 0, "charge_above": 0},
            "dish_info": {"nutritional_info": {"calories": {"low_range": chance.below(900), "display_type": 1}}},
        }
        count = 1
        if level < LEVELS - 1 and chance.once_in(12 if level == 0 else 4):
            below, inner = self.group(f"{key}-x", level + 1)
            made["extras"] = [below]
            count += inner
        return made, count

    def group(self, key: str, level: int) -> tuple[Json, int]:
        chance = self.chance
        options = [self.option(f"{key}-o{number}", level) for number in range(_OPTIONS[level])]
        made: Json = {
            "name": chance.words(2),
            "merchant_supplied_id": key,
            "active": True,
            "sort_id": chance.below(50),
            "min_num_options": chance.below(2),
            "max_num_options": chance.below(5, 1),
            "num_free_options": 0,
            "min_option_choice_quantity": 0,
            "max_option_choice_quantity": 1,
            "options": [option for option, _ in options],
        }
        return made, 1 + sum(count for _, count in options)

    def item(self, number: int, groups: list[tuple[Json, int]]) -> tuple[Json, int]:
        chance = self.chance
        offered = chance.several(groups, chance.pick((0, 1, 2, 2, 3, 4)))
        calories = {"low_range": 100, "high_range": chance.below(900, 100), "display_type": 1}
        made: Json = {
            "name": chance.words(3),
            "description": chance.words(14),
            "merchant_supplied_id": f"item-{number}",
            "active": number % 17 != 0,
            "is_alcohol": False,
            "sort_id": number % 40,
            "price": chance.below(4000, 300),
            "base_price": None,
            "item_special_hours": [{"day_index": "MON", "start_time": "09:00:00"}] if number % 10 == 0 else [],
            "extras": [group for group, _ in offered],
            "tax_rate": chance.pick(_RATES),
            "tax_category": None,
            "original_image_url": f"https://cdn.example.com/{chance.name()}.jpg" if number % 3 else None,
            "operation_context": [],
            "dish_info": {
                "nutritional_info": {"calories": calories},
                "classification_info": {"classification_tags": chance.several(_TAGS, chance.below(3))},
            },
        }
        if number % 50 == 0:
            made["x_partner_beta"] = {"flags": [1, {"deep": True}], "score": 1.5}
        return made, 1 + sum(count for _, count in offered)


def document(size: int, seed: int) -> tuple[Json, int]:
    """A menu of at least `size` elements, and by one item at the most more; and how many they are."""
    maker = _Maker(seed)
    groups = [maker.group(f"group-{number}", 0) for number in range(max(2, size // _GROUPS_EACH))]
    categories: list[Json] = []
    count, number = 1, 0
    while count < size:
        if number % _ITEMS_IN_CATEGORY == 0:
            categories.append(_category(maker, len(categories)))
            count += 1
        item, inside = maker.item(number, groups)
        categories[-1]["items"].append(item)
        count += inside
        number += 1
    head = {"name": "All day", "subtitle": "", "merchant_supplied_id": "menu-1", "active": True}
    return {
        "reference": maker.chance.name(),
        "store": {"merchant_supplied_id": "store-1", "provider_type": "example"},
        "open_hours": [{"day_index": day, "start_time": "09:00:00", "end_time": "22:00:00"} for day in ("MON", "TUE")],
        "special_hours": [],
        "menu": {**head, "categories": categories},
    }, count


def _category(maker: _Maker, number: int) -> Json:
    return {
        "name": maker.chance.words(2),
        "subtitle": maker.chance.words(4),
        "merchant_supplied_id": f"category-{number}",
        "active": True,
        "sort_id": number,
        "items": [],
    }
