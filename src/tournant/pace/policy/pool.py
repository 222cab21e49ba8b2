"""One limit as slots: a call holds one from before it is sent until a window after its answer.

    free now ──take──► in hand ──answered, timed out──► free from an instant on ──that instant──► free now
        ▲                 └────────unsent──────────────────────────────────────────────────────────┘

Two calls on one slot arrive a window apart at least: the first had arrived when it was answered, the second was sent a
window later. So `calls` slots let at most `calls` calls arrive in any window, whatever the network does.
"""

from bisect import bisect_right, insort
from datetime import UTC, datetime, timedelta
from typing import Final

from tournant.kernel import bounds, check
from tournant.sdk import Limit

__all__ = ["LONG_AGO", "Pool", "reserve"]

LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_SOON: Final = timedelta(seconds=bounds.RESERVE_WAIT_S_MAX)


def reserve(limit: Limit) -> int:
    """How many slots of a limit are kept for orders.

    None where the limit refills within what an order can wait, and none of a small limit, because one slot of it would
    be more than a tenth of everything; else a hundredth, rounded up.
    """
    if limit.window_s <= bounds.RESERVE_WAIT_S_MAX or limit.calls < bounds.RESERVE_CALLS_MIN:
        return 0
    return -(-limit.calls // bounds.RESERVE_SHARE)


class Pool:
    """The slots of one limit for one app, account or store."""

    __slots__ = ("_free", "_ripening", "_window", "_work", "limit", "orders", "reserved")

    def __init__(self, limit: Limit, free_from: datetime) -> None:
        """All of its slots are free from this instant on."""
        self.limit = limit
        self.reserved = reserve(limit)
        self._window = timedelta(seconds=limit.window_s)
        self._work = timedelta(seconds=limit.work_bound_s)
        self._free = 0
        self.orders = 0
        """How many orders had a slot since somebody overdue had one."""
        self._ripening = [free_from] * limit.calls

    def ripen(self, now: datetime) -> None:
        """Take note of the slots that have become free."""
        done = bisect_right(self._ripening, now)
        if done:
            self._free += done
            del self._ripening[:done]

    @property
    def in_hand(self) -> int:
        """How many are with calls that are on their way."""
        return self.limit.calls - self._free - len(self._ripening)

    @property
    def is_whole(self) -> bool:
        """Whether all slots are free: then it is as good as a new one."""
        return self._free == self.limit.calls

    @property
    def last(self) -> datetime:
        """From when all slots are free that are not in hand."""
        return self._ripening[-1] if self._ripening else LONG_AGO

    def earliest(self, cost: int, *, keep: bool) -> datetime | None:
        """From when so many slots are free, if nothing is taken before; None: not before a call is answered.

        With `keep`, the reserve is left to orders: after the call it is free, or will be by when an order needs it.
        """
        first = self._nth(cost)
        if first is None or not keep or not self.reserved:
            return first
        behind = self._nth(min(cost + self.reserved, self.limit.calls))
        if behind is None:
            return None
        return first if behind == LONG_AGO else max(first, behind - _SOON)

    def _nth(self, number: int) -> datetime | None:
        """When the slot of this number, from 1, is free."""
        if number <= self._free:
            return LONG_AGO
        place = number - self._free - 1
        return self._ripening[place] if place < len(self._ripening) else None

    def take(self, cost: int) -> None:
        """Take slots that are free."""
        check.require(cost <= self._free, f"{cost} slots of {self.limit.name} were taken where {self._free} are free")
        self._free -= cost

    def answered(self, cost: int, at: datetime) -> datetime:
        """Slots of a call whose answer came; gives when they are free."""
        return self.put(cost, at + self._window)

    def timed_out(self, cost: int, arrived: datetime) -> datetime:
        """Slots of a call that has arrived by then, if ever; a cap's stay taken while the partner may be at work."""
        return self.put(cost, arrived + self._window + self._work)

    def put(self, cost: int, free_from: datetime) -> datetime:
        """Slots in hand that are free from an instant on."""
        check.require(cost <= self.in_hand, f"{cost} slots of {self.limit.name} came back where {self.in_hand} are out")
        for _ in range(cost):
            insort(self._ripening, free_from)
        return free_from
