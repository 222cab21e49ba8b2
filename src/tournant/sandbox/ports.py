"""The ports: all that a simulated partner takes from outside. Whoever runs it passes real ones or simulated ones."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tournant.sandbox.dice import Dice

__all__ = ["Clock", "Ports", "Timers", "Wire"]


class Clock(Protocol):
    """What time it is in the world."""

    def now(self) -> datetime:
        """Say the instant, in UTC; it never goes back."""


class Timers(Protocol):
    """What happens later, and what takes its time."""

    def after(self, world_s: float, do: Callable[[], Awaitable[None]]) -> None:
        """Do something when so many seconds of the world have passed; nobody waits for it."""

    async def wait(self, world_s: float) -> None:
        """Come back when so many seconds of the world have passed."""

    async def stall(self, wall_s: float) -> None:
        """Come back when so many seconds of the wall have passed: what a time-out of HTTP is measured in."""


class Wire(Protocol):
    """The way out, for webhooks."""

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send a body; give the status of the answer, or 0 where none came in time."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The four of them."""

    clock: Clock
    timers: Timers
    wire: Wire
    dice: Dice
