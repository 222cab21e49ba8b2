"""A store's menu at Uber Eats as its staff made it, before the platform came: mostly what the till says, and not quite.

Sizes are a required group of options, as Uber's menu maker has no other form. What differs from the till: a price here
and there, the spelling of a name, a dish that nobody entered. What only Uber has: choices below choices, three levels
deep, and members of an item that nobody documents.
"""

from dataclasses import dataclass, field
from typing import Final

from tournant.sandbox.http import Json
from tournant.sandbox.world.draw import Draw
from tournant.sandbox.world.recipe import Choice, ChoiceList, Dish, House, Place

__all__ = ["HOUSE_FIELD", "LAYOUT_FIELD", "Incumbent", "incumbent"]

HOUSE_FIELD: Final = "house_note"
"""A member that some items carry: Uber documents none of this name, and nothing of ours models it."""
LAYOUT_FIELD: Final = "house_layout"
"""The same of the whole menu."""
_OTHER_PRICE, _OTHER_NAME, _MISSING, _PRINTED = 0.06, 0.06, 0.04, 0.5
_NESTED: Final = (("Dip", "Ketchup"), ("Dip Size", "Double Dip"))
"""Below the first choice of a list: groups with their only choice, each below the choice before."""
_DEEP: Final = ("Side", "Protein", "Toppings", "Sauce")
"""Lists below which they hang, in this order of preference."""


@dataclass
class Incumbent:
    """The menu, and which of its things is which of the till's, by our keys."""

    menu: Json
    ids: dict[str, str] = field(default_factory=dict)
    """Uber's id by our key: of dishes, sizes, lists, choices. A dish of one size and that size are one item."""


def incumbent(house: House, place: Place, draw: Draw) -> Incumbent:
    """Make up the menu of a store at this place."""
    return _Maker(house, place, draw).made()


class _Maker:
    """One menu in the making."""

    def __init__(self, house: House, place: Place, draw: Draw) -> None:
        self._house, self._place, self._draw = house, place, draw
        self._ids: dict[str, str] = {}
        self._items: list[Json] = []
        self._groups: list[Json] = []

    def made(self) -> Incumbent:
        carte = self._house.carte
        used = {key for dish in carte.dishes for key in dish.lists}
        for one in carte.lists:
            if one.key in used:
                self._list(one)
        self._nest([one for one in carte.lists if one.key in used])
        shown: dict[int, list[Json]] = {}
        for dish in carte.dishes:
            wanted = dish.only_at in {None, self._place.key}
            if wanted and (dish.twin or dish.fields or not self._draw.chance(_MISSING)):
                shown.setdefault(dish.category, []).append({"id": self._dish(dish), "type": "ITEM"})
        categories = [
            {"id": self._id(f"c{number}"), "title": _text(carte.categories[number]), "entities": entities}
            for number, entities in sorted(shown.items())
        ]
        page = {
            "id": self._id("menu"),
            "title": _text("Menu"),
            "service_availability": self._place.opening.uber(),
            "category_ids": [one["id"] for one in categories],
        }
        menu: Json = {
            "menus": [page],
            "categories": categories,
            "items": self._items,
            "modifier_groups": self._groups,
            LAYOUT_FIELD: {"columns": 2, "made_with": "menu maker"},
        }
        return Incumbent(menu, self._ids)

    def _id(self, key: str) -> str:
        """Draw an id, and remember what it stands for."""
        return self._ids.setdefault(key, self._draw.dice.uuid("uber_eats", "incumbent", self._place.key, key))

    def _list(self, one: ChoiceList) -> None:
        options = [{"id": self._choice(choice), "type": "ITEM"} for choice in one.choices]
        self._group(self._id(one.key), one.name, (one.least, one.most), options)

    def _choice(self, one: Choice) -> str:
        price = one.price + (25 if self._draw.chance(_OTHER_PRICE) else 0)
        self._items.append({"id": self._id(one.key), "title": _text(one.name), "price_info": {"price": price}})
        return self._id(one.key)

    def _group(self, group: str, name: str, limits: tuple[int, int], options: list[Json]) -> None:
        quantity = {"quantity": {"min_permitted": limits[0], "max_permitted": limits[1]}}
        body = {"id": group, "title": _text(name), "quantity_info": quantity, "modifier_options": options}
        self._groups.append(body)

    def _nest(self, lists: list[ChoiceList]) -> None:
        """Hang two levels below the first choice of one list: with the list itself, three."""
        deep = next((one for name in _DEEP for one in lists if one.name == name), None)
        if deep is None:
            return
        above = next(item for item in self._items if item["id"] == self._id(deep.choices[0].key))
        for group, option in _NESTED:
            ids = (self._draw.dice.uuid("uber_eats", "incumbent", self._place.key, name) for name in (group, option))
            group_id, option_id = ids
            item = {"id": option_id, "title": _text(option), "price_info": {"price": 30}}
            self._group(group_id, group, (0, 1), [{"id": option_id, "type": "ITEM"}])
            above["modifier_group_ids"] = {"ids": [group_id]}
            self._items.append(item)
            above = item

    def _dish(self, dish: Dish) -> str:
        """Write a dish: those of one name, and those that carry members of their own, agree with the till."""
        agrees = dish.twin or dish.fields
        name = dish.name if agrees or not self._draw.chance(_OTHER_NAME) else dish.name.lower()
        other = 0 if agrees or not self._draw.chance(_OTHER_PRICE) else 50
        prices = {one.key: dict(one.elsewhere).get(self._place.key, one.price) for one in dish.sizes}
        base = min(prices.values())
        groups = [self._id(key) for key in dish.lists]
        if len(dish.sizes) == 1:
            self._ids[dish.sizes[0].key] = self._id(dish.key)
        else:
            groups.insert(0, self._sizes(dish, prices, base))
        item: Json = {"id": self._id(dish.key), "title": _text(name), "price_info": {"price": base + other}}
        if groups:
            item["modifier_group_ids"] = {"ids": groups}
        if agrees or self._draw.chance(_PRINTED):
            item["external_data"] = dish.sizes[0].sku
        if dish.fields:
            item[HOUSE_FIELD] = {"printer": "bar" if dish.category % 2 else "pass"}
        self._items.append(item)
        return str(item["id"])

    def _sizes(self, dish: Dish, prices: dict[str, int], base: int) -> str:
        options = []
        for size in dish.sizes:
            body = {
                "id": self._id(size.key),
                "title": _text(size.name),
                "price_info": {"price": prices[size.key] - base},
                "external_data": size.sku,
            }
            self._items.append(body)
            options.append({"id": body["id"], "type": "ITEM"})
        group = self._draw.dice.uuid("uber_eats", "incumbent", self._place.key, f"sizes of {dish.key}")
        self._group(group, "Size", (1, 1), options)
        return group


def _text(said: str) -> Json:
    return {"translations": {"en_us": said}}
