"""Menus, made up: dishes in categories, sizes, lists of choices that dishes share, and two dishes of one name."""

from itertools import product
from typing import Final

from tournant.sandbox.world.draw import Draw
from tournant.sandbox.world.recipe import Carte, Choice, ChoiceList, Dish, Size
from tournant.sandbox.world.words import CATEGORIES, DISHES, EXTRAS, STYLES

__all__ = ["carte"]

_SIZES: Final = (("Small", "Large"), ("Small", "Medium", "Large"), ("Half", "Full"))
_SIZED, _LISTED, _FIELDS = 0.25, 0.45, 0.2


def carte(draw: Draw, dishes: int, places: tuple[str, ...]) -> Carte:
    """Make up a menu with so many dishes, for these places."""
    lists = tuple(_list(draw, number, name) for number, name in enumerate(draw.some(tuple(EXTRAS), draw.whole(4, 7))))
    categories = tuple(CATEGORIES[: draw.whole(4, len(CATEGORIES))])
    names = draw.some([f"{style} {dish}" for style, dish in product(STYLES, DISHES)], dishes)
    made = [_dish(draw, number, name, (categories, lists, places)) for number, name in enumerate(names)]
    made[1] = _twin(made[0], made[1], len(categories))
    made[0] = _as_twin(made[0])
    if len(places) > 1:
        made[2] = _only_at(made[2], draw.one(places))
    return Carte(categories, lists, tuple(made))


def _list(draw: Draw, number: int, name: str) -> ChoiceList:
    choices = tuple(
        Choice(f"l{number}-{place}", text, draw.one((0, 0, 50, 75, 100, 150, 200)))
        for place, text in enumerate(EXTRAS[name])
    )
    least = 1 if name in {"Bread", "Spice Level"} else 0
    return ChoiceList(f"l{number}", name, least, 1 if least else draw.whole(1, 3), choices)


def _dish(
    draw: Draw, number: int, name: str, parts: tuple[tuple[str, ...], tuple[ChoiceList, ...], tuple[str, ...]]
) -> Dish:
    categories, lists, places = parts
    category, price = draw.whole(0, len(categories) - 1), draw.whole(60, 400) * 5
    names = draw.one(_SIZES) if draw.chance(_SIZED) else ("Regular",)
    sizes = tuple(
        Size(f"d{number}-{place}", text, price + place * 100 * draw.whole(1, 3), f"SKU-{number:04}-{place}")
        for place, text in enumerate(names)
    )
    sizes = tuple(_rising(sizes))
    if len(places) > 1 and draw.chance(1 / 10):
        sizes = tuple(_elsewhere(size, draw.one(places)) for size in sizes)
    chosen = draw.some([one.key for one in lists], draw.whole(1, 2)) if draw.chance(_LISTED) else []
    return Dish(f"d{number}", name, category, sizes, tuple(chosen), fields=draw.chance(_FIELDS))


def _rising(sizes: tuple[Size, ...]) -> list[Size]:
    """Let every size cost more than the one before, so that the smallest is the base wherever a partner needs one."""
    found: list[Size] = []
    for size in sizes:
        least = found[-1].price + 100 if found else size.price
        found.append(Size(size.key, size.name, max(size.price, least), size.sku))
    return found


def _elsewhere(size: Size, place: str) -> Size:
    return Size(size.key, size.name, size.price, size.sku, ((place, size.price + 120),))


def _as_twin(dish: Dish) -> Dish:
    return Dish(dish.key, dish.name, 0, dish.sizes[:1], twin=True)


def _twin(first: Dish, second: Dish, categories: int) -> Dish:
    """Give the second dish the first one's name, at another price and in another category: only these tell."""
    size = second.sizes[0]
    price = first.sizes[0].price + 500
    return Dish(second.key, first.name, categories - 1, (Size(size.key, "Regular", price, size.sku),), twin=True)


def _only_at(dish: Dish, place: str) -> Dish:
    sizes = tuple(Size(size.key, size.name, size.price, size.sku) for size in dish.sizes)
    return Dish(dish.key, dish.name, dish.category, sizes, dish.lists, place)
