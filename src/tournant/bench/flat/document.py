"""Flat menus from a seed."""

from tournant.bench.case import Json
from tournant.bench.chance import Chance

MENUS = ("lunch", "dinner")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_DISHES_IN_CATEGORY = 20
_DISHES_TO_A_GROUP = 4
_OPTIONS = 6
_DIETS = ("VEGETARIAN", "VEGAN", "GLUTEN_FREE", "HALAL")
_LABELS = ("CAT_PREPARED_FOOD", "TEMP_HEATED", "CAT_BEVERAGE")
_FAR = 8_640_000_000


class _Maker:
    """Makes the four lists, and counts what a reader makes a row of."""

    def __init__(self, seed: int) -> None:
        self.chance = Chance(seed)
        self.count = 0
        self.menus: list[Json] = [self._menu(name) for name in MENUS]
        self.categories: list[Json] = []
        self.items: list[Json] = []
        self.groups: list[Json] = []

    def _menu(self, name: str) -> Json:
        hours = [{"start_time": "08:00", "end_time": "22:30"}]
        self.count += 1 + len(_DAYS)
        return {
            "id": name,
            "title": _text(name.capitalize()),
            "service_availability": [{"day_of_week": day, "time_periods": hours} for day in _DAYS],
            "category_ids": [],
        }

    def category(self) -> Json:
        own = f"category-{len(self.categories)}"
        made: Json = {"id": own, "title": _text(self.chance.words(2)), "entities": []}
        self.categories.append(made)
        self.chance.pick(self.menus)["category_ids"].append(own)
        self.count += 2
        return made

    def dish(self, category: Json) -> None:
        chance = self.chance
        offered = chance.several(self.groups, chance.pick((0, 1, 1, 2, 3)))
        made = self.item(f"dish-{len(self.items)}", chance.below(3500, 500))
        made["description"] = _text(chance.words(12))
        made["image_url"] = f"https://cdn.example.com/{chance.name()}.jpg"
        made["modifier_group_ids"] = {"ids": [group["id"] for group in offered], "overrides": []}
        made["dish_info"] = {
            "classifications": {
                "can_serve_alone": True,
                "alcoholic_items": 0,
                "dietary_label_info": {"labels": chance.several(_DIETS, chance.below(3))},
            }
        }
        if chance.once_in(3):
            made["price_info"]["overrides"] = [self._override(chance.pick(MENUS), "MENU")]
        if chance.once_in(25):
            made["suspension_info"] = {"suspension": {"suspend_until": _FAR, "reason": "out of stock"}, "overrides": []}
            self.count += 1
        if len(self.items) % 50 == 0:
            made["x_partner_beta"] = {"flags": [1, {"deep": True}], "score": 1.5}
        category["entities"].append({"id": made["id"], "type": "ITEM"})
        self.count += 1 + len(offered)

    def item(self, own: str, price: int) -> Json:
        chance = self.chance
        least = chance.below(600, 50)
        made: Json = {
            "id": own,
            "external_data": f"plu-{chance.below(100_000)}",
            "title": _text(chance.words(3)),
            "price_info": {"price": price, "core_price": price, "overrides": []},
            "quantity_info": {"quantity": {"max_permitted": chance.below(9, 1)}, "overrides": []},
            "tax_info": {"tax_rate": chance.pick((8.25, 5.5, 0))},
            "tax_label_info": {"default_value": {"labels": [chance.pick(_LABELS)], "source": "MANUAL"}},
            "nutritional_info": {
                "calories": {"lower_range": least, "upper_range": least + 100, "display_type": "multiple_items"}
            },
        }
        self.items.append(made)
        self.count += 1
        return made

    def group(self) -> None:
        chance = self.chance
        own = f"group-{len(self.groups)}"
        options = [self.item(f"{own}-option-{number}", chance.below(400)) for number in range(_OPTIONS)]
        if chance.once_in(2):
            options[0]["price_info"]["overrides"] = [self._override(own, "MODIFIER_GROUP")]
        limits = {"min_permitted": chance.below(2), "max_permitted": chance.below(_OPTIONS, 1)}
        self.groups.append(
            {
                "id": own,
                "external_data": f"group-plu-{chance.below(100_000)}",
                "title": _text(chance.words(2)),
                "display_type": "expanded",
                "quantity_info": {"quantity": limits, "overrides": []},
                "modifier_options": [{"id": option["id"], "type": "ITEM"} for option in options],
            }
        )
        self.count += 1 + len(options)

    def _override(self, context: str, sort: str) -> Json:
        self.count += 1
        return {"context_type": sort, "context_value": context, "price": self.chance.below(3000, 100)}


def _text(words: str) -> Json:
    return {"translations": {"en_us": words}}


def document(size: int, seed: int) -> tuple[Json, int]:
    """A menu of at least `size` rows, and by one dish with a new group at the most more; and how many they are."""
    maker = _Maker(seed)
    number = 0
    while maker.count < size:
        if number % _DISHES_TO_A_GROUP == 0:
            maker.group()
        if number % _DISHES_IN_CATEGORY == 0:
            maker.category()
        maker.dish(maker.categories[-1])
        number += 1
    return {
        "menus": maker.menus,
        "categories": maker.categories,
        "items": maker.items,
        "modifier_groups": maker.groups,
        "display_options": {"disable_item_instructions": True},
    }, maker.count
