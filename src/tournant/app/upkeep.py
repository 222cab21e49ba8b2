"""What is done once a day: partitions made and dropped, keys wrapped with the current master key."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from tournant import telemetry
from tournant.app import resting
from tournant.app.merchant import WEATHER
from tournant.app.waiting import first
from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.log import Store, maintain
from tournant.log.records import PLATFORM
from tournant.telemetry import names

__all__ = ["Upkeep"]

_DAY: Final = timedelta(days=1)
_log = telemetry.logger("app")


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The upkeep of one store. Several processes may do it: what one did, another finds done."""

    store: Store
    url: str
    """Where the store's database is, for what only the owner of its tables may do."""
    clock: Clock
    chance: Callable[[], float]
    readers: Sequence[str]
    """Who has to have read an observation before it may go."""

    async def run(self, stopping: asyncio.Event) -> None:
        """Do it now, and at each midnight of the world."""
        failures = 0
        while not stopping.is_set():
            try:
                await self.once()
            except WEATHER:
                failures += 1
                pause = self.clock.pause(resting.WEATHER.after(failures, self.chance))
            except Exception:  # noqa: BLE001 - work for merchants goes on without it, and it is said
                failures += 1
                _log.error(names.UPKEEP_BROKE, exc_info=True)
                pause = self.clock.pause(resting.UPKEEP.after(failures, self.chance))
            else:
                failures = 0
                pause = self.clock.until(_midnight_after(self.clock.now()))
            await first(stopping.wait(), pause)

    async def once(self) -> None:
        """Do all of it."""
        today = self.clock.now().date()
        dropped = await maintain(self.url, today, bounds.OBSERVATIONS_KEPT_DAYS, self.readers)
        wrapped = 0
        for tenant in [PLATFORM, *await self.store.tenants()]:
            done = -1
            while done:
                async with self.store.transaction(tenant) as tx:
                    done = await tx.rewrap()
                wrapped += done
        _log.info(names.UPKEEP_DONE, dropped=[str(day) for day in dropped], keys_wrapped=wrapped)


def _midnight_after(now: datetime) -> datetime:
    return datetime.combine(now.date() + _DAY, time(), UTC)
