"""The plan of a day: what everybody will try to do, and when. Same world, same pace: same plan.

It says who, where and when; what a guest orders and which ticket is moved on is decided at that moment, by what is
to be seen then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tournant.sandbox.dice import Dice
from tournant.sandbox.world.draw import Draw
from tournant.sandbox.world.stories import Change, changes
from tournant.sandbox.world.weather import Weather, fronts
from tournant.sandbox.world.world import Store, World

__all__ = ["Hand", "Kitchen", "Order", "Pace", "Planned", "Step", "Void", "plan"]

_CANCELS, _ACCEPTS, _DENIES, _VOIDS = 0.012, 0.006, 0.006, 0.02
"""Shares of all orders: so few that nineteen of twenty can reach the till. There is one of each at least."""
_KITCHEN_S: Final = 20.0
"""World seconds between two looks of a kitchen at its tickets."""
_QUIET_S: Final = 240.0
"""World seconds before the end: what is cancelled or taken back was ordered earlier, so that all can follow it up."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How busy a day is."""

    orders_per_minute: float = 8.0
    edits_per_minute: float = 6.0
    rush_s: float = 1_200.0
    """How long it lasts, in seconds of the world."""
    faults: bool = True


@dataclass(frozen=True, slots=True)
class Order:
    """A guest orders at a store."""

    number: int
    store_id: str


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody moves an order on at Uber Eats: its guest, who cancels it; the tablet; the courier who delivered it."""

    number: int
    to: str
    """`accept`, `deny`, `cancel` or `finish`."""
    who: str


@dataclass(frozen=True, slots=True)
class Kitchen:
    """A kitchen looks at its tickets, and moves them on."""

    merchant_id: str


@dataclass(frozen=True, slots=True)
class Void:
    """Somebody at the till takes the youngest ticket back."""

    merchant_id: str


Step = Order | Hand | Kitchen | Void | Change | Weather


@dataclass(frozen=True, slots=True)
class Planned:
    """What will be tried, and so many seconds of the world after the day began."""

    at_s: float
    step: Step


def plan(world: World, pace: Pace) -> tuple[Planned, ...]:
    """Make the plan of a day, in the order of time."""
    draw = Draw(Dice(world.recipe.seed), "day")
    found = [*_orders(world, pace, draw.within("orders")), *_kitchens(world, pace)]
    minutes = pace.rush_s / 60
    stories = changes(world, draw.within("edits"), round(pace.edits_per_minute * minutes), pace.rush_s)
    found += [Planned(at_s, one) for at_s, one in stories]
    if pace.faults:
        found += [Planned(at_s, one) for at_s, one in fronts(world, draw.within("weather"), pace.rush_s)]
    return tuple(sorted(found, key=lambda one: one.at_s))


def _orders(world: World, pace: Pace, draw: Draw) -> Iterator[Planned]:
    count = max(1, round(pace.orders_per_minute * pace.rush_s / 60))
    # The mean of two draws is most often in the middle: few come early, most at the height of the rush.
    times = sorted(pace.rush_s * (draw.fraction() + draw.fraction()) / 2 for _ in range(count - 1))
    found = [(at_s, number, draw.one(world.stores)) for number, at_s in enumerate([*times, pace.rush_s])]
    yield from (Planned(at_s, Order(number, store.store_id)) for at_s, number, store in found)
    for at_s, number, _ in found:
        delivered_s = at_s + draw.whole(480, 900)
        if delivered_s < pace.rush_s:
            yield Planned(delivered_s, Hand(number, "finish", "courier"))
    early = [one for one in found if one[0] < pace.rush_s - _QUIET_S]
    yield from _exceptions(early, count, draw)


def _exceptions(orders: list[tuple[float, int, Store]], count: int, draw: Draw) -> Iterator[Planned]:
    """Choose a few orders that go another way, each in one way only."""
    shares = (("cancel", "guest", _CANCELS), ("accept", "tablet", _ACCEPTS), ("deny", "tablet", _DENIES))
    chosen = draw.some(orders, len(orders))
    for to, who, share in shares:
        for at_s, number, _ in chosen[: max(1, round(count * share))]:
            after_s = draw.whole(2, 90) if who == "guest" else draw.whole(1, 20)
            yield Planned(at_s + after_s, Hand(number, to, who))
        chosen = chosen[max(1, round(count * share)) :]
    for at_s, _, store in chosen[: max(1, round(count * _VOIDS))]:
        yield Planned(at_s + draw.whole(30, 110), Void(store.merchant_id))


def _kitchens(world: World, pace: Pace) -> Iterator[Planned]:
    for number, merchant in enumerate(world.merchants):
        at_s = _KITCHEN_S * (1 + number / len(world.merchants))
        while at_s < pace.rush_s:
            yield Planned(at_s, Kitchen(merchant.account.merchant_id))
            at_s += _KITCHEN_S
