"""The real clock, ids and chance: the one place where they are picked up.

World time is the wall's, or runs so many times faster from an instant at which both showed the same. It is computed
from the wall's clock alone, so that all processes and simulated partners that were told the same agree on it.
"""

import asyncio
import os
import random  # noqa: TID251 - the one place where chance comes in
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from tournant.app.settings import Settings
from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.kernel.ids import IdSource

__all__ = ["System", "SystemIds", "WorldClock", "wall", "world"]

_CHANCE_BITS: Final = 80
_CHANCE_BYTES: Final = _CHANCE_BITS // 8


def wall() -> datetime:
    """What the wall's clock shows."""
    return datetime.now(UTC)  # noqa: TID251 - the one place where the real time comes in


def world(wall_now: datetime, began: datetime, speed: float) -> datetime:
    """What the clock of a world shows when the wall's shows this."""
    return began + (wall_now - began) * speed


class WorldClock:
    """World time, and waiting for it."""

    def __init__(self, began: datetime | None, speed: float, now: Callable[[], datetime] = wall) -> None:
        """With when it showed the same as the wall's, and its speed; None is the wall's own time."""
        self._began, self._speed, self._wall = began, speed, now
        self._shown = self._computed()

    def now(self) -> datetime:
        """Say the instant in the world. When the wall's clock is set back, this one stands until that has caught up."""
        self._shown = max(self._shown, self._computed())
        return self._shown

    async def until(self, at: datetime) -> None:
        """Come back when this instant of the world has come."""
        while (left := at - self.now()) > timedelta(0):
            # In pieces, as the wall's clock may be set while we sleep.
            await self.pause(min(left.total_seconds() / self._speed, bounds.CLOCK_NAP_S_MAX))

    async def pause(self, wall_s: float) -> None:
        """Come back when so many seconds of the wall have passed."""
        await asyncio.sleep(wall_s)  # noqa: TID251 - the one place where real time passes

    def _computed(self) -> datetime:
        return self._wall() if self._began is None else world(self._wall(), self._began, self._speed)


class SystemIds:
    """Numbers as those of a ULID: milliseconds first, then chance; within a millisecond each is one more."""

    def __init__(self, now: Callable[[], datetime], entropy: Callable[[int], bytes]) -> None:
        """With a clock and a source of random bytes."""
        self._now, self._entropy = now, entropy
        self._last = 0

    def draw(self) -> int:
        """Draw a number that nobody else draws and that is above all that were drawn here before."""
        stamp = int(self._now().timestamp() * 1000) << _CHANCE_BITS
        drawn = stamp | int.from_bytes(self._entropy(_CHANCE_BYTES), "big")
        self._last = max(drawn, self._last + 1)
        return self._last


@dataclass(frozen=True, slots=True)
class System:
    """All that a process takes from the machine."""

    clock: Clock
    ids: IdSource
    chance: Callable[[], float]
    """A number from 0 to below 1."""
    entropy: Callable[[int], bytes]
    """So many random bytes, fit for keys."""

    @classmethod
    def real(cls, settings: Settings) -> "System":
        """What this machine has, in the world of the settings."""
        clock = WorldClock(settings.began, settings.speed)
        return cls(clock, SystemIds(clock.now, os.urandom), random.SystemRandom().random, os.urandom)
