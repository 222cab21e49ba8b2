"""People who change what is sold, on both sides, through the partners' own doors; what they did is noted.

The same values come again (A, B, A), single, there and back, in bursts and on both sides at once, because that is where
a platform that compares values goes wrong. What is sold out is taken back where it was marked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tournant.sandbox.http import Json
from tournant.sandbox.world.doors import Control, Refused
from tournant.sim.chance import Chance
from tournant.sim.clock import SimClock
from tournant.sim.reading import HOURS, Cell, Value, channel, numbered, till
from tournant.sim.town import Dish, Merchant, Store, Town, named

__all__ = ["Deed", "Moment", "People"]

_FOR_EVER: Final = 253_402_300_799
_FIELDS: Final = ("price", "price", "name", "on")
_STORIES: Final = ("once", "once", "there and back", "burst", "both")
_SIDES: Final = ("square", "uber_eats")
_OPEN: Final = (("07:00", "21:00"), ("08:30", "22:00"), ("10:00", "20:00"))
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody changed one cell."""

    at: datetime
    partner: str
    account: str
    """The seller, or the store."""
    seller: str
    location: str
    cell: Cell
    value: Value


@dataclass(frozen=True, slots=True)
class Moment:
    """So many seconds after the one before, on this side: this value."""

    after_s: float
    side: str
    value: Value


@dataclass
class People:
    """Everybody who edits."""

    town: Town
    control: Control
    clock: SimClock
    chance: Chance
    deeds: list[Deed] = field(default_factory=list)
    noted: dict[tuple[str, int], str] = field(default_factory=dict)
    """By store and dish: what staff noted there that nobody models."""

    async def note(self) -> None:
        """Add a member to some dishes of every store of which nothing of ours knows."""
        for _, store in self.town.stores:
            menu = (await self.control("uber_eats", "GET", f"stores/{store.id}"))["menu"]
            for item in menu.get("items") or ():
                number = numbered(str(next(iter(item["title"]["translations"].values()), "")))
                if number is not None and number % 2:
                    said = f"printer {number}"
                    where = f"stores/{store.id}/items/{item['id']}"
                    await self.control("uber_eats", "POST", where, {"house_note": {"printer": said}})
                    self.noted[store.id, number] = said

    async def story(self) -> None:
        """One story: a field of a dish, changed once or several times."""
        merchant = self.chance.one("merchant", self.town.merchants)
        store, dish = self.chance.one("store", merchant.stores), self.chance.one("dish", merchant.dishes)
        size, field_ = self.chance.one("size", dish.sizes)[0], self.chance.one("field", _FIELDS)
        cell: Cell = ("name", dish.number) if field_ == "name" else (field_, dish.number, size)
        for moment in self._moments(dish, cell):
            await self.clock.pause(moment.after_s)
            try:
                done = await self._change((merchant, store, dish), moment.side, cell, moment.value)
            except Refused:
                done = False  # The dish is not there yet, or not there any more.
            if done:
                account = merchant.seller if moment.side == "square" else store.id
                where = (moment.side, account, merchant.seller, store.location)
                self.deeds.append(Deed(self.clock.now(), *where, cell, moment.value))

    async def hours(self) -> None:
        """A story of when a place is open: once, there and back, or on both sides."""
        merchant = self.chance.one("place of", self.town.merchants)
        store, side = self.chance.one("place", merchant.stores), self.chance.one("hours at", _SIDES)
        gap_s = self.chance.between("gap of hours", 0.2, 60)
        first, second, third = _OPEN
        told = ((side, second), (side, first), (_SIDES[side == "square"], third))
        for number, (where, (opens, closes)) in enumerate(told[: self.chance.one("hours told", (1, 2, 3))]):
            await self.clock.pause(gap_s if number else 0)
            said = await self._open(merchant, store, where, (opens, closes))
            account = merchant.seller if where == "square" else store.id
            self.deeds.append(Deed(self.clock.now(), where, account, merchant.seller, store.location, HOURS, said))

    async def _open(self, merchant: Merchant, store: Store, side: str, hours: tuple[str, str]) -> Value:
        """Say that a place is open from then to then every day; what that is in short."""
        opens, closes = hours
        if side == "square":
            week = [
                {"day_of_week": day[:3].upper(), "start_local_time": f"{opens}:00", "end_local_time": f"{closes}:00"}
                for day in _DAYS
            ]
            where = f"merchants/{merchant.seller}/locations/{store.location}"
            await self.control("square", "POST", where, {"business_hours": {"periods": week}})
        else:
            period = {"start_time": opens, "end_time": closes}
            days = [{"day_of_week": day, "time_periods": [period]} for day in _DAYS]
            await self.control("uber_eats", "POST", f"stores/{store.id}/hours", {"service_availability": days})
        return ", ".join(sorted(f"{day[:3]} {opens}-{closes}" for day in _DAYS))

    def _moments(self, dish: Dish, cell: Cell) -> Iterator[Moment]:
        if cell[0] == "on":
            side = _SIDES[dish.number % 2]
            yield Moment(0, side, value=False)
            yield Moment(self.chance.between("sold out", 5, 120), side, value=True)
            return
        side = self.chance.one("side", (*_SIDES, "square"))
        other = _SIDES[side == "square"]
        gap_s = self.chance.between("gap", 0.2, 60)
        first, second, third = self._values(dish, cell)
        match self.chance.one("story", _STORIES):
            case "once":
                yield Moment(0, side, second)
            case "there and back":
                yield from (Moment(gap_s, side, one) for one in (second, first, second))
            case "burst":
                yield from (Moment(1.5, side, one) for one in (second, first, second, first))
            case _:
                yield Moment(0, side, second)
                yield Moment(gap_s, other, third)

    def _values(self, dish: Dish, cell: Cell) -> tuple[Value, Value, Value]:
        if cell[0] == "name":
            words = (dish.word, f"New {dish.word}", f"Chef's {dish.word}")
            return tuple(named(word, dish.number) for word in words)  # type: ignore[return-value]  # three of three
        base = 700 + 50 * dish.number + (400 if cell[-1] == "Large" else 0)
        return base, base + 35, base + 80

    async def _change(self, at: tuple[Merchant, Store, Dish], side: str, cell: Cell, value: Value) -> bool:
        return await (self._at_till(at, cell, value) if side == "square" else self._at_channel(at, cell, value))

    async def _at_till(self, at: tuple[Merchant, Store, Dish], cell: Cell, value: Value) -> bool:
        merchant, store, dish = at
        here = f"merchants/{merchant.seller}"
        shown = till((await self.control("square", "GET", here))["objects"], store.location)
        if shown.get(cell) == value:
            return False
        if cell[0] == "name":
            said: Json = {"path": ["item_data", "name"], "value": value}
            await self.control("square", "POST", f"{here}/objects/{dish.item}", said)
            return True
        variation = dict(dish.sizes)[str(cell[-1])]
        if cell[0] == "on":
            said = {"object_id": variation, "location_id": store.location, "sold_out": not value}
            await self.control("square", "POST", f"{here}/sold_out", said)
            return True
        data = (await self.control("square", "GET", f"{here}/objects/{variation}"))["object"]["item_variation_data"]
        said = {"path": ["item_variation_data", *_price_path(data, store.location)], "value": value}
        await self.control("square", "POST", f"{here}/objects/{variation}", said)
        return True

    async def _at_channel(self, at: tuple[Merchant, Store, Dish], cell: Cell, value: Value) -> bool:
        _, store, dish = at
        here = f"stores/{store.id}"
        menu = (await self.control("uber_eats", "GET", here))["menu"]
        shown = channel(menu, self.clock.now())
        if cell not in shown or shown[cell] == value or (cell[0] == "on" and len(dish.sizes) > 1):
            return False
        target, said = _said(menu, dish, cell, value)
        if target is None:
            return False
        await self.control("uber_eats", "POST", f"{here}/items/{target}", said)
        return True


def _price_path(data: Json, location: str) -> list[str | int]:
    for number, one in enumerate(data.get("location_overrides") or ()):
        if one["location_id"] == location and one.get("price_money"):
            return ["location_overrides", number, "price_money", "amount"]
    return ["price_money", "amount"]


def _said(menu: Json, dish: Dish, cell: Cell, value: Value) -> tuple[str | None, Json]:
    """The item to be edited, and what to say of it; no item where it cannot be said there."""
    items = {one["id"]: one for one in menu["items"]}
    item = next(one for one in items.values() if numbered(_title(one)) == dish.number)
    match cell[0]:
        case "name":
            return item["id"], {"title": {"translations": {"en_us": value}}}
        case "on":
            until = None if value else _FOR_EVER
            return item["id"], {"suspension_info": {"suspension": {"suspend_until": until, "reason": "sold out"}}}
        case _:
            return _priced(menu, items, item, (str(cell[-1]), int(value)))


def _priced(menu: Json, items: dict[str, Json], item: Json, wanted: tuple[str, int]) -> tuple[str | None, Json]:
    size, price = wanted
    target = item
    if size != "Regular":
        groups = [one for one in menu["modifier_groups"] if one["id"] in item["modifier_group_ids"]["ids"]]
        options = [items[option["id"]] for group in groups for option in group["modifier_options"]]
        target = next(one for one in options if _title(one) == size)
        price -= item["price_info"]["price"]
    if price < 0:
        return None, {}
    return target["id"], {"price_info": target["price_info"] | {"price": price}}


def _title(of: Json) -> str:
    return str(next(iter(of["title"]["translations"].values()), ""))
