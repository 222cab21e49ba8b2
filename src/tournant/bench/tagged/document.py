"""Catalogs from a seed."""

from tournant.bench.case import Json
from tournant.bench.chance import Chance
from tournant.bench.edits import CURRENCY

_LOCATIONS = ("LOCHARBOUR", "LOCMARKET", "LOCSTATION")
_ITEMS_IN_CATEGORY = 25
_ITEMS_TO_A_LIST = 6
_MODIFIERS = 6
_SIZES = ("Small", "Regular", "Large", "Family")
_DIETS = ("VEGAN", "VEGETARIAN", "GLUTEN_FREE", "HALAL")
_TAXES = (("Sales tax", "8.25"), ("City tax", "1.5"))


class _Maker:
    """Makes objects, and counts what a reader makes a row of."""

    def __init__(self, seed: int) -> None:
        self.chance = Chance(seed)
        self.count = 0
        self.objects: list[Json] = []
        self.categories: list[str] = []
        self.lists: list[str] = []
        self.taxes = [self._tax(name, percentage) for name, percentage in _TAXES]

    def _object(self, tag: str, data: Json) -> Json:
        """An object of its own, with what all types have."""
        self.count += 1
        version = 1_700_000_000_000 + self.chance.below(10**9)
        return {
            "type": tag,
            "id": self.chance.name(),
            "updated_at": f"2025-03-{self.chance.below(28, 1):02}T09:15:00.250Z",
            "created_at": "2024-11-02T10:00:00Z",
            "version": version,
            "is_deleted": False,
            "present_at_all_locations": True,
            f"{tag.lower()}_data": data,
        }

    def _listed(self, tag: str, data: Json) -> Json:
        made = self._object(tag, data)
        self.objects.append(made)
        return made

    def _tax(self, name: str, percentage: str) -> str:
        own: str = self._listed(
            "TAX",
            {
                "name": name,
                "percentage": percentage,
                "inclusion_type": "ADDITIVE",
                "calculation_phase": "TAX_SUBTOTAL_PHASE",
                "applies_to_custom_amounts": True,
                "enabled": True,
            },
        )["id"]
        return own

    def category(self) -> None:
        data: Json = {
            "name": self.chance.words(2),
            "category_type": "REGULAR_CATEGORY",
            "is_top_level": not self.categories,
            "online_visibility": True,
        }
        if self.categories:
            data["parent_category"] = {"id": self.categories[0], "ordinal": len(self.categories)}
        self.categories.append(self._listed("CATEGORY", data)["id"])

    def modifier_list(self) -> None:
        chance = self.chance
        data: Json = {
            "name": chance.words(2),
            "ordinal": len(self.lists),
            "selection_type": "MULTIPLE",
            "modifier_type": "LIST",
            "min_selected_modifiers": chance.below(2),
            "max_selected_modifiers": chance.below(_MODIFIERS, 1),
            "allow_quantities": False,
            "is_conversational": False,
        }
        made = self._listed("MODIFIER_LIST", data)
        data["modifiers"] = [self._modifier(made["id"], number) for number in range(_MODIFIERS)]
        self.lists.append(made["id"])

    def _modifier(self, group: str, number: int) -> Json:
        data: Json = {
            "name": self.chance.words(2),
            "price_money": _usd(self.chance.below(400)),
            "on_by_default": number == 0,
            "ordinal": number,
            "modifier_list_id": group,
            "hidden_online": False,
        }
        return self._object("MODIFIER", data)

    def item(self, number: int) -> None:
        chance = self.chance
        text = chance.words(12)
        image = self._listed("IMAGE", {"name": text[:8], "url": f"https://cdn.example.com/{chance.name()}.jpg"})
        data: Json = {
            "name": chance.words(3),
            "description": text,
            "description_html": f"<p>{text}</p>",
            "description_plaintext": text,
            "abbreviation": text[:2],
            "is_taxable": True,
            "product_type": "FOOD_AND_BEV",
            "is_archived": False,
            "is_alcoholic": chance.once_in(12),
            "skip_modifier_screen": False,
            "categories": [{"id": self.categories[-1], "ordinal": number}],
            "reporting_category": {"id": self.categories[-1], "ordinal": number},
            "tax_ids": self.taxes[: chance.below(3)],
            "image_ids": [image["id"]],
            "food_and_beverage_details": {
                "calorie_count": chance.below(900, 50),
                "dietary_preferences": [
                    {"type": "STANDARD", "standard_name": diet} for diet in chance.several(_DIETS, chance.below(3))
                ],
            },
            "modifier_list_info": [
                {
                    "modifier_list_id": group,
                    "min_selected_modifiers": -1,
                    "max_selected_modifiers": -1,
                    "enabled": True,
                    "ordinal": ordinal,
                }
                for ordinal, group in enumerate(chance.several(self.lists, chance.pick((0, 1, 1, 2, 3))))
            ],
        }
        made = self._listed("ITEM", data)
        data["variations"] = [self._size(made["id"], at) for at in range(chance.pick((1, 1, 2, 3, 4)))]
        self.count += 2 + len(data["tax_ids"]) + len(data["modifier_list_info"])
        if chance.once_in(10):
            made["present_at_all_locations"] = False
            made["present_at_location_ids"] = list(_LOCATIONS[:2])
            self.count += 2
        if number % 50 == 0:
            made["x_partner_beta"] = {"flags": [1, {"deep": True}], "score": 1.5}

    def _size(self, item: str, number: int) -> Json:
        chance = self.chance
        data: Json = {
            "item_id": item,
            "name": _SIZES[number],
            "sku": f"SKU-{chance.below(10**6):06}",
            "ordinal": number,
            "pricing_type": "FIXED_PRICING",
            "price_money": _usd(chance.below(3500, 300)),
            "track_inventory": False,
            "sellable": True,
            "stockable": True,
        }
        if chance.once_in(8):
            price = _usd(chance.below(3500, 300))
            data["location_overrides"] = [
                {"location_id": _LOCATIONS[0], "price_money": price, "pricing_type": "FIXED_PRICING"},
                {"location_id": _LOCATIONS[1], "sold_out": True},
            ]
            self.count += 2
        return self._object("ITEM_VARIATION", data)


def _usd(cents: int) -> Json:
    return {"amount": cents, "currency": CURRENCY}


def document(size: int, seed: int) -> tuple[Json, int]:
    """A catalog of at least `size` rows, and by one item with its category and list at the most more; and how many."""
    maker = _Maker(seed)
    number = 0
    while maker.count < size:
        if number % _ITEMS_TO_A_LIST == 0:
            maker.modifier_list()
        if number % _ITEMS_IN_CATEGORY == 0:
            maker.category()
        maker.item(number)
        number += 1
    return {"objects": maker.objects, "latest_time": "2025-03-28T09:15:00.250Z"}, maker.count
