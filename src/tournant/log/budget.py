"""Slots of partners' limits, kept for those windows that are longer than a process lives.

A limit of so many calls a window is as many numbered slots; a call holds one from before it is sent until a window
after its answer. Here stands only when each slot that was ever taken is free again, by the world's time, which is
passed in. All of it belongs to the platform, because a limit belongs to an app and not to a merchant.
"""

from collections.abc import Sequence
from datetime import datetime

from tournant.kernel import bounds, check
from tournant.log.session import Session

__all__ = ["Budget"]


class Budget(Session):
    """The platform's slots, and the marks of those who are at work on them."""

    __slots__ = ()

    async def hold_slots(
        self, budget: str, among: int, count: int, free_at: datetime, now: datetime
    ) -> list[int] | None:
        """Take so many of a budget's slots that are free now, until they shall be free; None where there are fewer."""
        check.require(among <= bounds.BUDGET_SLOTS_MAX, "a budget of more slots than one can have")
        await self.run("lock_budget", budget)
        rows = await self.select("hold_slots", budget, among, count, free_at, now)
        return sorted(row["slot"] for row in rows) if len(rows) == count else None

    async def free_slots(self, budget: str, slots: Sequence[int], free_at: datetime) -> None:
        """Say when some slots become free, earlier or later than was said before."""
        await self.run("free_slots", budget, list(slots), free_at)

    async def mark_open(self, holder: str) -> bool:
        """Mark a holder as being at work; True where the mark was there already: its last one did not end cleanly."""
        return await self.value("mark_open", holder) is None

    async def mark_closed(self, holder: str) -> None:
        """Take the mark of a holder away."""
        await self.run("mark_closed", holder)
