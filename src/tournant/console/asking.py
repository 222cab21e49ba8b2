"""What pages ask: control's queries, as one console keeps them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tournant.console.http import Refused
from tournant.console.parts import Broken, Parts
from tournant.control.attention import Matter
from tournant.control.choosing import EVERYBODY
from tournant.control.decisions import Decision, Decisions
from tournant.control.fleet import Cell, Fleet, Restaurant, Standing
from tournant.control.orders import Listed, list_orders
from tournant.control.watching import Watching

__all__ = ["Asking", "View"]


@dataclass(frozen=True, slots=True)
class View:
    """How everything stands at one instant: what one rendering is made from."""

    now: datetime
    standings: list[Standing]
    orders: list[Listed]
    matters: list[Matter]
    """What waits besides: it is neither how a link stands nor an alarm that an order shows."""

    @property
    def proposing(self) -> frozenset[str]:
        """Links that are live and on which something is probably ours."""
        return frozenset(one.target for one in self.matters if one.kind == "proposals")

    @property
    def cells(self) -> dict[str, tuple[Cell, str]]:
        """By link: how it stands, and what its restaurant is called."""
        return {
            cell.link: (cell, next(one.name for one in standing.restaurants if one.id == cell.location))
            for standing in self.standings
            for cell in standing.cells
        }

    def restaurant(self, location: str) -> tuple[Standing, Restaurant]:
        """A location with its merchant; Refused where there is none."""
        for standing in self.standings:
            for one in standing.restaurants:
                if one.id == location:
                    return standing, one
        raise Refused(404, f"there is no restaurant {location}")


class Asking:
    """Asks control, and keeps what need not be asked again."""

    def __init__(self, parts: Parts) -> None:
        """Nothing was asked yet."""
        self.parts = parts
        self._decisions = Decisions(parts.store)
        self.broken: dict[str, Broken] = {}
        """What was broken on purpose in a demo, by what it is."""
        self._fleet = Fleet(parts.store)
        self._watching = Watching(parts.store)

    async def view(self) -> View:
        """How everything stands now."""
        standings = _told_apart(await self._fleet.read())
        orders = await list_orders(self.parts.store, EVERYBODY, open_only=False)
        now = self.parts.clock.now()
        return View(now, standings, orders, await self._watching.all(standings, now))

    async def decided(self, view: View, standings: Iterable[Standing]) -> list[Decision]:
        """What can be decided at these merchants."""
        return await self._decisions.all(standings, view.now, view.proposing)


def _told_apart(standings: Iterable[Standing]) -> list[Standing]:
    """With names that people can read, and no two restaurants of one name."""
    found = [replace(one, name=_name(one)) for one in standings]
    count = Counter(each.name for one in found for each in one.restaurants)
    return [_with_merchant(one) if any(count[each.name] > 1 for each in one.restaurants) else one for one in found]


def _name(of: Standing) -> str:
    """What a merchant is called; whom no partner has named, as we call him, where a hyphen stands for a space."""
    return of.name if of.name != of.tenant.merchant else of.name.replace("-", " ")


def _with_merchant(of: Standing) -> Standing:
    """With the merchant's name before those of all of its restaurants, so that they are alike."""
    named = (one if of.name in one.name else replace(one, name=f"{of.name} {one.name}") for one in of.restaurants)
    return replace(of, restaurants=tuple(named))
