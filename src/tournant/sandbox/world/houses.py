"""Merchants, made up: how many places each has, where they are, which stores at Uber Eats belong to them."""

from typing import Final

from tournant.sandbox.dice import Dice
from tournant.sandbox.world import hours
from tournant.sandbox.world.cartes import carte
from tournant.sandbox.world.draw import Draw
from tournant.sandbox.world.recipe import House, Place, Recipe, Storefront
from tournant.sandbox.world.words import BRANDS, CITIES, HOUSES

__all__ = ["houses"]

_CHAIN: Final = 5
"""Places of the largest merchant."""
_COUNTRY: Final = {"USD": "US", "EUR": "DE"}
_EMPTY: Final = 5
"""Every so-manieth store begins without a menu."""
_OVERNIGHT: Final = 3


def houses(recipe: Recipe) -> tuple[House, ...]:
    """Make up all merchants of a world."""
    if recipe.locations < 1:
        raise ValueError(f"a world has at least one location, not {recipe.locations}")
    counts = _counts(recipe.locations)
    return tuple(_house(recipe, number, count, len(counts)) for number, count in enumerate(counts))


def _counts(locations: int) -> list[int]:
    """Share places out: one merchant has five where there are enough, and there are never more than there are names."""
    if locations <= _CHAIN:
        return [1] * locations
    others, most = locations - _CHAIN, len(HOUSES) - 1
    rows = min(others, most)
    return [_CHAIN] + [others // rows + (number < others % rows) for number in range(rows)]


def _house(recipe: Recipe, number: int, count: int, among: int) -> House:
    draw = Draw(Dice(recipe.seed), "world", str(number))
    currency = "EUR" if number % 3 == 1 else "USD"
    places = tuple(_place(recipe, draw, currency, (number, place)) for place in range(count))
    dishes = _dishes(recipe, draw, number, among)
    menu = carte(draw.within("carte"), dishes, tuple(one.key for one in places))
    stores = [
        Storefront(f"{HOUSES[number]} {one.name}", one.key, incumbent=(number * _CHAIN + place) % _EMPTY != 3)  # noqa: PLR2004 - any of the five
        for place, one in enumerate(places)
    ]
    if number == min(1, among - 1):
        stores.append(Storefront(BRANDS[recipe.seed % len(BRANDS)], places[0].key, incumbent=False, virtual=True))
    return House(f"m{number}", HOUSES[number], currency, _COUNTRY[currency], menu, places, tuple(stores))


def _dishes(recipe: Recipe, draw: Draw, number: int, among: int) -> int:
    """Let the second merchant have the largest menu and the third the smallest; most are small."""
    if number == min(1, among - 1):
        return recipe.dishes_most
    if number == min(2, among - 1):
        return recipe.dishes_least
    spread = recipe.dishes_most - recipe.dishes_least
    return recipe.dishes_least + int(spread * draw.fraction() ** 3 / 2)


def _place(recipe: Recipe, draw: Draw, currency: str, at: tuple[int, int]) -> Place:
    number, place = at
    city, zone = CITIES[currency][(number + place) % len(CITIES[currency])]
    name = city if place < len(CITIES[currency]) else f"{city} {place // len(CITIES[currency]) + 1}"
    overnight = (number + place) % _OVERNIGHT == 0
    return Place(f"m{number}-p{place}", name, zone, hours.drawn(draw, recipe.begun, zone, overnight=overnight))
