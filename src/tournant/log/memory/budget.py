"""The twin's slots of partners' limits, and the marks of those who are at work on them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tournant.kernel import bounds, check

__all__ = ["Budget"]


@dataclass(slots=True)
class Budget:
    """When each slot that was ever taken is free again."""

    free_at: dict[str, dict[int, datetime]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    def hold(self, budget: str, among: int, count: int, free_at: datetime, now: datetime) -> list[int] | None:
        """Take so many slots that are free now, the smallest numbers first; None where there are fewer."""
        check.require(among <= bounds.BUDGET_SLOTS_MAX, "a budget of more slots than one can have")
        mine = self.free_at.setdefault(budget, {})
        free = [number for number in range(among) if number not in mine or mine[number] <= now][:count]
        if len(free) < count:
            return None
        mine.update(dict.fromkeys(free, free_at))
        return free

    def free(self, budget: str, slots: Sequence[int], free_at: datetime) -> None:
        """Say when some slots become free."""
        mine = self.free_at.get(budget, {})
        mine.update(dict.fromkeys(mine.keys() & set(slots), free_at))

    def opened(self, holder: str) -> bool:
        """Mark a holder as being at work; whether the mark was there already."""
        was_open = holder in self.open
        self.open.add(holder)
        return was_open
