"""When something is to be looked at again: the seam behind which a policy that learns comes later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final, Protocol
from zlib import crc32

from tournant.kernel import bounds, check

__all__ = ["FixedIntervals", "Look", "Policy"]

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_INTERVALS_S: Final = MappingProxyType(
    {
        "menu": bounds.LOOK_MENU_S,
        "availability": bounds.LOOK_AVAILABILITY_S,
        "status": bounds.LOOK_STATUS_S,
        "hours": bounds.LOOK_HOURS_S,
        "orders": bounds.LOOK_ORDERS_S,
    }
)


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at."""

    target: str
    """An account or a link."""
    resource: str
    role: str
    """Of the partner: `pos` or `channel`."""


class Policy(Protocol):
    """Says when to look again."""

    def next_look(self, look: Look, now: datetime) -> datetime:
        """When, after now; the same for the same arguments."""


@dataclass(frozen=True, slots=True)
class FixedIntervals:
    """Every resource at its interval, every target at an instant of its own within it.

    So a thousand targets that were connected in one minute are not looked at in one second for ever.
    """

    intervals_s: Mapping[str, float] = field(default_factory=lambda: _INTERVALS_S)

    def next_look(self, look: Look, now: datetime) -> datetime:
        """The target's first instant that is at least half an interval away: a look out of turn saves the next one."""
        check.require(look.resource in self.intervals_s, f"nobody said how often {look.resource} is looked at")
        interval = timedelta(seconds=self.intervals_s[look.resource])
        start = _EPOCH + interval * (crc32(f"{look.target}\0{look.resource}".encode()) / 2**32)
        turns = -((start - now - interval / 2) // interval)
        return start + turns * interval
