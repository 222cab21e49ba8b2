"""What of the limits outlives a process: a port, which the store satisfies."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

__all__ = ["Ledger"]


class Ledger(Protocol):
    """Slots of long windows, and whether whoever sold the short ones ended cleanly. Every operation is one commit."""

    async def hold_slots(
        self, budget: str, among: int, count: int, free_at: datetime, now: datetime
    ) -> list[int] | None:
        """Take slots that are free now, of those numbered below `among`, until an instant; None where too few are."""

    async def free_slots(self, budget: str, slots: Sequence[int], free_at: datetime) -> None:
        """Say from when slots are free, earlier or later than was said before."""

    async def mark_open(self, holder: str) -> bool:
        """Note that one is at work; True where the note was there: the one before did not end cleanly."""

    async def mark_closed(self, holder: str) -> None:
        """Take the note away: everything that it sold is free by now, or in the ledger."""
