"""What a world shall be like, and what it is made of before any partner knows of it: merchants, places, menus."""

from dataclasses import dataclass
from datetime import datetime

from tournant.sandbox.world.hours import Opening

__all__ = ["Carte", "Choice", "ChoiceList", "Dish", "House", "Place", "Recipe", "Size", "Storefront"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The size of a world and where its chance begins."""

    begun: datetime
    """An instant of the world, in UTC: everybody is open then and for the next hours."""
    seed: int = 1
    locations: int = 20
    """At least 1."""
    dishes_least: int = 20
    dishes_most: int = 400
    """How large menus are; the largest and the smallest are always among them, where there are three merchants."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a guest may add."""

    key: str
    name: str
    price: int


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A group of choices that several dishes share."""

    key: str
    name: str
    least: int
    most: int
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """A form in which a dish is sold."""

    key: str
    name: str
    price: int
    """In minor units."""
    sku: str
    elsewhere: tuple[tuple[str, int], ...] = ()
    """By place: another price there."""


@dataclass(frozen=True, slots=True)
class Dish:
    """What a guest orders by name."""

    key: str
    name: str
    category: int
    sizes: tuple[Size, ...]
    lists: tuple[str, ...] = ()
    """Keys of its lists of choices."""
    only_at: str | None = None
    """The key of the only place that sells it."""
    twin: bool = False
    """Whether another dish has the same name."""
    fields: bool = False
    """Whether it carries fields, at both partners, that the platform does not model."""


@dataclass(frozen=True, slots=True)
class Carte:
    """A merchant's menu."""

    categories: tuple[str, ...]
    lists: tuple[ChoiceList, ...]
    dishes: tuple[Dish, ...]


@dataclass(frozen=True, slots=True)
class Storefront:
    """A store at Uber Eats."""

    name: str
    place: str
    incumbent: bool
    """Whether staff made a menu there before the platform came."""
    virtual: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A location."""

    key: str
    name: str
    zone: str
    opening: Opening


@dataclass(frozen=True, slots=True)
class House:
    """A merchant with all that it has."""

    key: str
    name: str
    currency: str
    country: str
    carte: Carte
    places: tuple[Place, ...]
    stores: tuple[Storefront, ...]
