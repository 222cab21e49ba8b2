"""What a world is once its partners know it: ids, secrets, what belongs together. Plain values for whoever connects."""

from collections.abc import Mapping
from dataclasses import dataclass

from tournant.sandbox.world.hours import Opening
from tournant.sandbox.world.recipe import Recipe

__all__ = ["Account", "Course", "Extras", "Merchant", "Serving", "Spot", "Store", "World"]


@dataclass(frozen=True, slots=True)
class Account:
    """A merchant's account at Square, and what our application needs for it."""

    merchant_id: str
    code: str
    """Of the seller's consent; good for five minutes of the world."""
    access_token: str
    refresh_token: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A location."""

    location_id: str
    name: str
    zone: str
    opening: Opening
    """As the world began."""


@dataclass(frozen=True, slots=True)
class Store:
    """A store at Uber Eats."""

    store_id: str
    name: str
    merchant_id: str
    """Of the Square account that it belongs to."""
    location_id: str
    incumbent: bool
    """Whether it had a menu when the world began."""
    virtual: bool
    """Whether it is a second storefront at its location."""
    client_id: str
    client_secret: str
    matching: Mapping[str, str]
    """What is the same in truth: Square's id of an item, variation, list or modifier, and Uber's id."""


@dataclass(frozen=True, slots=True)
class Serving:
    """A size of a dish: a variation at Square."""

    variation_id: str
    name: str
    price: int
    """In minor units, as the world began."""
    elsewhere: Mapping[str, int]
    """By location: another price there."""


@dataclass(frozen=True, slots=True)
class Course:
    """A dish: an item at Square."""

    item_id: str
    name: str
    """As the world began."""
    sizes: tuple[Serving, ...]
    lists: tuple[str, ...]
    """Square's ids of its lists of choices."""
    locations: tuple[str, ...]
    """Where it is sold."""
    twin: bool
    """Whether another dish of the merchant has the same name."""
    fields: bool
    """Whether it carries what the platform does not model."""


@dataclass(frozen=True, slots=True)
class Extras:
    """A list of choices."""

    list_id: str
    name: str
    choices: tuple[tuple[str, str, int], ...]
    """Id, name, price."""


@dataclass(frozen=True, slots=True)
class Merchant:
    """A merchant with all that it has."""

    name: str
    currency: str
    account: Account
    locations: tuple[Spot, ...]
    courses: tuple[Course, ...]
    lists: tuple[Extras, ...]
    stores: tuple[Store, ...]

    def course(self, item_id: str) -> Course:
        """Give a dish; LookupError where there is none."""
        return next(one for one in self.courses if one.item_id == item_id)


@dataclass(frozen=True, slots=True)
class World:
    """All of it."""

    recipe: Recipe
    merchants: tuple[Merchant, ...]

    @property
    def stores(self) -> tuple[Store, ...]:
        """Every store: each is a link."""
        return tuple(store for merchant in self.merchants for store in merchant.stores)

    def merchant_of(self, store_id: str) -> Merchant:
        """Give the merchant of a store; LookupError where there is none."""
        return next(one for one in self.merchants if any(store.store_id == store_id for store in one.stores))

    def store(self, store_id: str) -> Store:
        """Give a store; LookupError where there is none."""
        return next(one for one in self.stores if one.store_id == store_id)
