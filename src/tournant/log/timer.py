"""Durable timers: taken in the transaction that does what they are for, so each has its effect exactly once."""

from datetime import datetime

from tournant.kernel import bounds
from tournant.log.records import Timer, Why
from tournant.log.session import Session

__all__ = ["Timers"]


class Timers(Session):
    """One merchant's timers."""

    __slots__ = ()

    async def set_timer(self, timer: Timer) -> None:
        """Set a timer; the stream's timer of this name is moved."""
        why = timer.why
        await self.run("set_timer", timer.stream, timer.name, timer.due, timer.body, why.trace, why.cause)
        self.news = True

    async def cancel_timer(self, stream: str, name: str) -> bool:
        """Take a timer away; False where there is none (any more)."""
        return await self.value("cancel_timer", stream, name) is not None

    async def take_timers(self, now: datetime, limit: int = bounds.TIMERS_TAKEN_MAX) -> list[Timer]:
        """Take timers that are due, the earliest first; they come back if this transaction fails."""
        found = await self.rows("take_timers", now, min(limit, bounds.TIMERS_TAKEN_MAX))
        timers = (
            Timer(row["stream"], row["name"], row["due_at"], row["body"], Why(row["trace"], row["cause"]))
            for row in found
        )
        return sorted(timers, key=lambda one: (one.due, one.stream, one.name))

    async def next_timer(self) -> datetime | None:
        """When the next timer is due; None where none is set."""
        found: datetime | None = await self.value("next_timer")
        return found
