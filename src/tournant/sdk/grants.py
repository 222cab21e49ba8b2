"""The right to call, bought before every request: the port between those who call and whoever keeps the limits.

grant = await governor.buy(Want(...))     waits until every limit has a free slot
... send, await the answer ...
grant.answered()                          the slots are free their window after this
grant.cut_off()                           its connection ended: they stay taken for as long as last bytes take more
grant.timed_out()                         noticed without an answer: they stay taken for the bound of a flight more
grant.unsent()                            never reached the wire: they are free at once
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tournant.sdk.connection import Lane

__all__ = ["Governor", "Grant", "TooLate", "Want"]


class TooLate(Exception):  # noqa: N818 - it says what happened
    """No right to call could be had before the deadline."""


@dataclass(frozen=True, slots=True)
class Want:
    """Which call somebody wants to make."""

    partner: str
    operation: str
    app: str
    """Whose limits: our app at the partner."""
    account: str
    store: str | None
    lane: Lane
    tenant: str
    """For whom: those who wait in one lane take turns by this."""
    deadline: datetime | None = None
    """By the world's clock; None is no hurry."""
    cost: int = 1


class Grant(Protocol):
    """The right to make one call; exactly one of these is said, once."""

    def answered(self) -> None:
        """An answer came, whichever."""

    def cut_off(self) -> None:
        """The connection ended without a whole answer; what was sent has arrived, or never does."""

    def timed_out(self) -> None:
        """No answer came in time; the request may still arrive."""

    def unsent(self) -> None:
        """Nothing was sent."""


class Governor(Protocol):
    """Keeps every limit of every partner."""

    async def buy(self, want: Want) -> Grant:
        """Wait for the right to call. TooLate where the deadline passes first."""

    def slow_down(self, want: Want, until: datetime) -> None:
        """The partner said that it was too much: nothing more of the same app, account and operation before this."""
