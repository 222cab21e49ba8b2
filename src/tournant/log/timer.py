"""Durable timers: taken in the transaction that does what they are for, so each has its effect exactly once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tournant.kernel import bounds
from tournant.log.agenda import Agenda
from tournant.log.records import Timer, Why
from tournant.log.session import Row, Session

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

    async def take_timers(self, now: datetime, limit: int = bounds.TIMERS_TAKEN_MAX, room: str = "") -> list[Timer]:
        """Take timers that are due, the earliest first; they come back if this transaction fails.

        Only those whose name begins with `room`: each room takes its own.
        """
        return _timers(await self.select("take_timers", now, min(limit, bounds.TIMERS_TAKEN_MAX), room))

    async def timers(self, room: str = "") -> list[Timer]:
        """The timers that are set and whose name begins with `room`: the earliest, of very many."""
        return _timers(await self.select("timers", room, bounds.ROWS_READ_MAX))

    async def agenda(self, now: datetime, readers: Sequence[str], rooms: Sequence[str]) -> Agenda:
        """What there is to do now, for these readers and the rooms whose timers begin so; and when there will be."""
        (row,) = await self.select("agenda", now, readers, rooms)
        return Agenda(frozenset(row["readers"]), frozenset(row["rooms"]), row["intents"], row["next"])


def _timers(rows: Iterable[Row]) -> list[Timer]:
    timers = (
        Timer(row["stream"], row["name"], row["due_at"], row["body"], Why(row["trace"], row["cause"])) for row in rows
    )
    return sorted(timers, key=lambda one: (one.due, one.stream, one.name))
