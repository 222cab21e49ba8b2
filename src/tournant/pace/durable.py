"""Slots of long windows, written down before a call is sent and put right after its answer.

In this process the counter knows best; the ledger is what the next process knows. So a slot is held there before
anything is sent, for as long as it could matter if we died now: until the request can arrive no more, and a window.
The true time follows with the next purchase from the same budget, or at the end.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tournant.kernel.clock import Clock
from tournant.pace.ledger import Ledger
from tournant.pace.policy import PoolName
from tournant.sdk import Limit

__all__ = ["Held", "LongWindows"]


@dataclass(frozen=True, slots=True)
class Held:
    """Slots that the ledger keeps for one call."""

    pool: PoolName
    slots: list[int]
    until: datetime
    """When they become free there if nothing is said before."""


class LongWindows:
    """What the ledger has to know."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        """Nothing is held yet by this process."""
        self._ledger = ledger
        self._clock = clock
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._unsaid: defaultdict[str, list[tuple[Held, datetime]]] = defaultdict(list)
        """By budget: at most as many as it has slots."""

    async def hold(
        self, pools: Iterable[tuple[PoolName, Limit]], cost: int, silence: timedelta
    ) -> list[Held] | PoolName:
        """Hold slots of all pools; or hold none, and give the pool that is fuller there than we know."""
        held: list[Held] = []
        complete = False
        try:
            for name, limit in pools:
                one = await self._hold(name, limit, cost, silence)
                if one is None:
                    return name
                held.append(one)
            complete = True
            return held
        finally:
            if not complete:
                self.give_back(held)

    def give_back(self, held: Iterable[Held]) -> None:
        """Nothing was sent: they are free at once."""
        for one in held:
            self.settle(one, self._clock.now())

    def settle(self, held: Held, free_at: datetime) -> None:
        """Say, with the next purchase, when slots are truly free."""
        self._unsaid[held.pool.budget].append((held, free_at))

    async def flush(self) -> None:
        """Say everything that is unsaid."""
        for budget in list(self._unsaid):
            async with self._turns[budget]:
                await self._flush(budget)

    async def _hold(self, name: PoolName, limit: Limit, cost: int, silence: timedelta) -> Held | None:
        budget = name.budget
        async with self._turns[budget]:
            await self._flush(budget)
            now = self._clock.now()
            until = now + silence + timedelta(seconds=limit.window_s)
            slots = await self._ledger.hold_slots(budget, limit.calls, cost, until, now)
        return None if slots is None else Held(name, slots, until)

    async def _flush(self, budget: str) -> None:
        """Say it while the slots are still this call's.

        Once the ledger's own time for them has passed they may be somebody else's, and there is nothing to say: the
        request could arrive no more, and its window is over. What cannot be said is forgotten: the ledger then thinks
        slots taken for longer than they are.
        """
        for held, free_at in self._unsaid.pop(budget, ()):
            if self._clock.now() < held.until:
                await self._ledger.free_slots(budget, held.slots, free_at)
