"""Setting partners up: every merchant, place, menu and store of a recipe, through the partners' own doors."""

from collections.abc import Mapping

from tournant.sandbox.dice import Dice
from tournant.sandbox.http import Json
from tournant.sandbox.world import square_side, uber_side
from tournant.sandbox.world.doors import Control
from tournant.sandbox.world.draw import Draw
from tournant.sandbox.world.houses import houses
from tournant.sandbox.world.recipe import Dish, House, Place, Recipe, Storefront
from tournant.sandbox.world.world import Account, Course, Extras, Merchant, Serving, Spot, Store, World

__all__ = ["build"]


async def build(recipe: Recipe, control: Control) -> World:
    """Set the partners up, and say what is where."""
    return World(recipe, tuple([await _merchant(recipe, one, control) for one in houses(recipe)]))


async def _merchant(recipe: Recipe, house: House, control: Control) -> Merchant:
    said = await control("square", "POST", "merchants", square_side.seller(house))
    places = {one.key: place["id"] for one, place in zip(house.places, said["locations"], strict=True)}
    objects = square_side.catalog(house, places)
    entered = await control("square", "POST", f"merchants/{said['merchant_id']}/catalog", {"objects": objects})
    ids = {one["client_object_id"].removeprefix("#"): one["object_id"] for one in entered["id_mappings"]}
    account = Account(*(said[name] for name in Account.__slots__))
    stores = [await _store(recipe, house, one, (places, ids, account), control) for one in house.stores]
    spots = (Spot(places[one.key], one.name, one.zone, one.opening) for one in house.places)
    courses = (_course(one, ids, places) for one in house.carte.dishes)
    lists = (
        Extras(ids[one.key], one.name, tuple((ids[each.key], each.name, each.price) for each in one.choices))
        for one in house.carte.lists
    )
    return Merchant(house.name, house.currency, account, tuple(spots), tuple(courses), tuple(lists), tuple(stores))


def _course(dish: Dish, ids: Mapping[str, str], places: Mapping[str, str]) -> Course:
    sizes = (
        Serving(ids[one.key], one.name, one.price, {places[key]: price for key, price in one.elsewhere})
        for one in dish.sizes
    )
    where = (places[dish.only_at],) if dish.only_at else tuple(places.values())
    lists = tuple(ids[key] for key in dish.lists)
    return Course(ids[dish.key], dish.name, tuple(sizes), lists, where, dish.twin, dish.fields)


_Known = tuple[Mapping[str, str], Mapping[str, str], Account]
"""Square's ids of places and of the catalog, by our keys; and the account."""


async def _store(recipe: Recipe, house: House, front: Storefront, known: _Known, control: Control) -> Store:
    places, ids, account = known
    place = next(one for one in house.places if one.key == front.place)
    asked: Json = {"name": front.name, "currency": house.currency, "timezone": place.zone}
    said = await control("uber_eats", "POST", "stores", asked)
    store_id: str = said["store_id"]
    matching: dict[str, str] = {}
    if front.incumbent:
        made = _menu(recipe, house, place)
        await control("uber_eats", "PUT", f"stores/{store_id}/menu", made.menu)
        matching = {ids[key]: uber for key, uber in made.ids.items() if key in ids}
    client = (said["client_id"], said["client_secret"])
    where = (account.merchant_id, places[place.key])
    return Store(store_id, front.name, *where, front.incumbent, front.virtual, *client, matching)


def _menu(recipe: Recipe, house: House, place: Place) -> uber_side.Incumbent:
    return uber_side.incumbent(house, place, Draw(Dice(recipe.seed), "incumbent", place.key))
