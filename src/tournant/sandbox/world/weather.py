"""Weather: which faults are on at which partner, and when they are over again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import Final

from tournant.sandbox.world.draw import Draw
from tournant.sandbox.world.world import World

__all__ = ["LONGEST_S", "Weather", "fronts"]

LONGEST_S: Final = 240.0
"""World seconds that a fault lasts at most: less than half of the shortest deadline, Uber's 11.5 minutes."""
_RATES: Final[Mapping[str, float]] = {
    "webhook_loss": 0.4,
    "webhook_duplication": 0.4,
    "webhook_reordering": 0.4,
    "too_many_requests": 0.15,
    "server_error": 0.15,
    "slow_answer": 0.1,
    "answer_lost": 0.1,
}
_PARTNERS: Final = ("square", "uber_eats")
_BEGINS_S, _SHORTEST_S = 20.0, 40


@dataclass(frozen=True, slots=True)
class Weather:
    """A fault begins (a rate above 0) or is over (0)."""

    partner: str
    fault: str
    rate: float
    account: str | None = None
    """Whom it strikes alone."""


def fronts(world: World, draw: Draw, until_s: float) -> Iterator[tuple[float, Weather]]:
    """Give what begins and what ends, each with its time; nothing outlasts the end."""
    over_s: dict[tuple[str, str], float] = {}
    kinds = cycle(draw.some([(fault, partner) for fault in _RATES for partner in _PARTNERS], 2 * len(_RATES)))
    at_s = _BEGINS_S
    while at_s + _SHORTEST_S < until_s:
        fault, partner = next(kinds)
        lasts_s = min(draw.whole(_SHORTEST_S, int(LONGEST_S)), until_s - at_s)
        if over_s.get((partner, fault), 0) < at_s:
            over_s[partner, fault] = at_s + lasts_s
            yield at_s, Weather(partner, fault, _RATES[fault])
            yield at_s + lasts_s, Weather(partner, fault, 0)
        at_s += draw.whole(30, 90)
    yield from _dead_till(world, draw, until_s)


def _dead_till(world: World, draw: Draw, until_s: float) -> Iterator[tuple[float, Weather]]:
    """Let one point of sale be dead for a while, in the middle of the rush."""
    seller = draw.one(world.merchants).account.merchant_id
    begins_s = until_s * (0.3 + 0.2 * draw.fraction())
    ends_s = min(begins_s + draw.whole(90, int(LONGEST_S)), until_s)
    yield begins_s, Weather("square", "dead_partner", 1, seller)
    yield ends_s, Weather("square", "dead_partner", 0, seller)
