"""The clock of a run: the loop's time, which is the world's and the wall's at once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from tournant.sim.loop import SimLoop

__all__ = ["BEGUN", "SimClock", "SimTimers"]

BEGUN: Final = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
"""A Tuesday at noon in New York: every restaurant is open for hours."""


class SimClock:
    """What time it is, and how to wait."""

    def __init__(self, loop: SimLoop) -> None:
        """By the time of a loop."""
        self._loop = loop

    def now(self) -> datetime:
        """Say the instant."""
        return BEGUN + timedelta(seconds=self._loop.time())

    async def until(self, at: datetime) -> None:
        """Come back when this instant has come."""
        while (left := (at - self.now()).total_seconds()) > 0:
            await self.pause(left)

    async def pause(self, seconds: float) -> None:
        """Come back when so many seconds have passed."""
        over: asyncio.Future[None] = self._loop.create_future()
        timer = self._loop.call_later(max(0.0, seconds), _end, over)
        try:
            await over
        finally:
            timer.cancel()


def _end(over: "asyncio.Future[None]") -> None:
    if not over.done():
        over.set_result(None)


class SimTimers:
    """The same for simulated partners (`sandbox.Timers`)."""

    def __init__(self, loop: SimLoop, clock: SimClock) -> None:
        """By the time of a loop."""
        self._loop, self._clock = loop, clock
        self._tasks: set[asyncio.Task[None]] = set()

    def after(self, world_s: float, do: Callable[[], Awaitable[None]]) -> None:
        """Do something later; nobody waits for it."""
        self._loop.call_later(world_s, self._begin, do)

    async def wait(self, world_s: float) -> None:
        """Come back later."""
        await self._clock.pause(world_s)

    async def stall(self, wall_s: float) -> None:
        """The same: the wall's seconds are the world's."""
        await self._clock.pause(wall_s)

    def _begin(self, do: Callable[[], Awaitable[None]]) -> None:
        async def done() -> None:
            await do()

        task = self._loop.create_task(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
