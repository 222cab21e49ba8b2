"""A clock that stands until a test moves it: world and wall at once, with whoever waits for either."""

import asyncio
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ROUNDS = 50
"""Rounds of the event loop in which everything that can go on has gone on: far more than the longest chain of tasks."""


class StandingClock:
    """World time that is the wall's, and goes on by `move` alone."""

    def __init__(self) -> None:
        self.time = START
        self._waiting: list[tuple[datetime, asyncio.Event]] = []

    def now(self) -> datetime:
        return self.time

    async def until(self, at: datetime) -> None:
        if at > self.time:
            came = asyncio.Event()
            self._waiting.append((at, came))
            await came.wait()

    async def pause(self, wall_s: float) -> None:
        await self.until(self.time + timedelta(seconds=wall_s))

    async def move(self, seconds: float) -> None:
        """Let time pass, second by second, and whoever waited for one go on."""
        end = self.time + timedelta(seconds=seconds)
        while self.time < end:
            self.time = min(end, self.time + timedelta(seconds=1))
            for at, came in self._waiting:
                if at <= self.time:
                    came.set()
            self._waiting = [(at, came) for at, came in self._waiting if at > self.time]
            await settled()


async def settled() -> None:
    """Come back when nothing goes on any more until time passes or somebody acts."""
    for _ in range(ROUNDS):
        await _turn_of_the_loop()


async def _turn_of_the_loop() -> None:
    loop = asyncio.get_running_loop()
    turned = loop.create_future()
    loop.call_soon(turned.set_result, None)
    await turned
