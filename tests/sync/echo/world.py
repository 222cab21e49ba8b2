"""A small world for the echo rule: partners that lag, lose, copy and forget; people who change their minds.

One menu of four things, each with a price and with being on sale or sold out, at four partners:

    till   the point of sale: a write holds at once
    ends   what is sold out is on sale again at the end of its (very short) day; its menu is written by jobs, which
           carry everything, while sold out has a resource of its own
    lags   a read may show a state some seconds old
    shy    not live at first: what people do there until then is theirs

Everything that stands anywhere is a `Life`, which knows who made it, what our looks said about it, and who ended it.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - a world that is made from a seed is the same in every run
from typing import Final

from tests.sync.echo.given import OFF, ON

Key = tuple[str, ...]
"""A thing and a field."""
Value = object

THINGS: Final = ("bun", "latte", "soup", "tart")
FIELDS: Final = ("price", "available")
KEYS: Final[tuple[Key, ...]] = tuple((thing, name) for thing in THINGS for name in FIELDS)
PARTNERS: Final = ("till", "ends", "lags", "shy")
LAG_S: Final = {"lags": 4.0}
DAY_S: Final = 37.0
FLIGHT_S, JOB_S, PAUSE_S = 10.0, 15.0, 5.0
STORM_S, HEALED_S, OVER_S = 80.0, 150.0, 170.0
LIVE_S: Final = 30.0


@dataclass(eq=False, slots=True)
class Life:
    """One value in one place, from when it came to when something else did."""

    partner: str
    key: Key
    value: Value
    by: str
    """people, us, end, or start."""
    born: float
    until: float | None = None
    ended: float | None = None
    ended_by: str = ""
    ended_to: Value = None
    planned: float = 0.0
    """When the write that ended it was decided."""
    write: str = ""
    """The write that made it."""
    met: float | None = None
    """When a look that showed it was taken in first."""
    restated: float | None = None
    """When a write of ours brought the same value."""
    said: set[str] = field(default_factory=set)
    """What our looks decided about it."""
    is_live: bool = True


class World:
    """Time, chance, the partners, and what people do."""

    def __init__(self, seed: int, *, has_days: bool = True) -> None:
        self.now = 0.0
        self.has_days = has_days
        self.dice = Random(seed)  # noqa: S311 - nothing secret is drawn
        self.partners = {name: Partner(name, self) for name in PARTNERS}
        self.lives: list[Life] = []
        self.edits = 0
        self.on_hook: Callable[[str], None] = lambda _: None
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._number = 0

    def after(self, delay: float, do: Callable[[], None]) -> None:
        self._number += 1
        heapq.heappush(self._due, (self.now + delay, self._number, do))

    def run(self, until: float) -> None:
        while self._due and self._due[0][0] <= until:
            self.now, _, do = heapq.heappop(self._due)
            do()
        self.now = until

    @property
    def is_stormy(self) -> bool:
        return self.now < STORM_S

    def happens(self, chance: float) -> bool:
        """Whether a fault happens: none does after the storm."""
        return self.is_stormy and self.dice.random() < chance

    def begin(self) -> None:
        """Everywhere the same, and people at work."""
        for partner in self.partners.values():
            for key in KEYS:
                partner.put(key, 5 if key[1] == "price" else ON, "start")
        self.partners["shy"].is_live = False
        self.after(LIVE_S, lambda: setattr(self.partners["shy"], "is_live", True))
        self.after(DAY_S, self.partners["ends"].end_day)
        self.after(1, self._somebody)

    def _somebody(self) -> None:
        self.after(self.dice.expovariate(0.9), self._somebody)
        partner, key = self.dice.choice(PARTNERS), self.dice.choice(KEYS if self.dice.random() < 0.4 else KEYS[:4])
        self._edit(partner, key)
        if self.dice.random() < 0.5:  # And back again, and again: at the same partner, or at another one.
            delay = 0.0
            for _ in range(self.dice.choice((1, 1, 2, 3))):
                delay += self.dice.choice((0.05, 0.3, 1, 2, 4, 8))
                where = partner if self.dice.random() < 0.8 else self.dice.choice(PARTNERS)
                self.after(delay, lambda where=where: self._edit(where, key))  # type: ignore[misc]  # bound in the loop

    def _edit(self, partner: str, key: Key) -> None:
        if not self.is_stormy:
            return
        there = self.partners[partner].cells[key].value
        prices = [price for price in (5, 6, 7) if price != there]
        self.edits += 1
        self.partners[partner].put(
            key, self.dice.choice(prices) if key[1] == "price" else OFF if there == ON else ON, "people"
        )

    def answered_by_people(self, partner: str, key: Key) -> None:
        """Somebody there answers our change at once, before we have looked."""
        if key[1] == "available" and self.is_stormy and self.dice.random() < 0.12:
            self.after(self.dice.choice((0.02, 0.1, 0.4, 1.5)), lambda: self._edit(partner, key))


class Partner:
    """One partner's truth."""

    def __init__(self, name: str, world: World) -> None:
        self.name, self.world = name, world
        self.cells: dict[Key, Life] = {}
        self.history: list[tuple[float, Key, Life]] = []
        self.is_live = True

    def put(self, key: Key, value: Value, by: str, write: tuple[str, float] = ("", 0.0)) -> None:
        """Let a value stand here."""
        now, old = self.world.now, self.cells.get(key)
        until = self.day_end() if value == OFF else None
        if old is not None and old.value == value and old.until == until:
            if by == "us" and old.restated is None:
                old.restated = now
            return
        life = Life(self.name, key, value, by, now, until, write=write[0], is_live=self.is_live)
        self.cells[key] = life
        self.world.lives.append(life)
        self.history.append((now, key, life))
        if old is not None:
            old.ended, old.ended_by, old.ended_to, old.planned = now, by, value, write[1]
            self._tell()
        if by == "us" and self.is_live:
            self.world.answered_by_people(self.name, key)

    def _tell(self) -> None:
        if not self.world.happens(0.1):
            self.world.after(self.world.dice.uniform(0.01, 0.5), lambda: self.world.on_hook(self.name))

    def day_end(self) -> float | None:
        """When what is sold out now will be on sale again by itself; after the storm it stays."""
        if self.name != "ends" or not self.world.has_days:
            return None
        end = (self.world.now // DAY_S + 1) * DAY_S
        return end if end < STORM_S + DAY_S else None

    def end_day(self) -> None:
        self.world.after(DAY_S, self.end_day)
        for key, life in sorted(self.cells.items()):
            if life.until is not None and life.until <= self.world.now:
                self.put(key, ON, "end")

    def read(self) -> dict[Key, Life]:
        """What a read shows at this instant: of a partner that lags, any state of its last seconds."""
        lag = LAG_S.get(self.name)
        if lag is None:
            return dict(self.cells)
        then = self.world.now - self.world.dice.uniform(0, lag * 0.95)
        found: dict[Key, Life] = {}
        for born, key, life in self.history:
            if born <= then or key not in found:
                found[key] = life
        return found
