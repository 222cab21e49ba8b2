"""Writes of ours, and how long they may still take effect.

    intent ──► may be sent, again and again ──► sent for the last time ──► nothing of it can come any more
      first          (sent is None)                    sent                  sent + bound
                                     └─ answered: done for certain (ack) ─┘

A write is open from its intent until a look that decides, begun after the bound: only then has everything that it can
do been seen. Waiting for a grant, trying again and changing hands keep it open.
"""

from datetime import datetime, timedelta
from typing import Any

from msgspec import UNSET, Struct, structs

__all__ = ["Bound", "Own", "Write"]


class Bound(Struct, frozen=True, omit_defaults=True):
    """How long after its last send a write may still take effect, as the deployment and the partner's form declare."""

    flight: timedelta
    """The longest flight of a request: it may arrive after its client gave up."""
    job: timedelta = timedelta()
    """The partner's deadline for a job that the request begins."""
    pause: timedelta = timedelta()
    """The longest that a process of ours can stand still between its decision to send and the sending."""

    @property
    def total(self) -> timedelta:
        """All of it."""
        return self.flight + self.job + self.pause


class Write(Struct, frozen=True, omit_defaults=True):
    """One write, durable before it is sent. What it carries is noted on every cell that it carries (`Own`)."""

    id: str
    bound: Bound
    first: datetime
    """It cannot take effect earlier: when it was decided."""
    sent: datetime | None = None
    """It cannot be sent later; None while it may still be."""
    ack: datetime | None = None
    """When we knew for certain that it is done: an answer that means applied, or a job that is."""
    n: int = 1
    """How often it was transmitted at most: once, where nothing that may have been done is sent again."""
    cas: int | None = None
    """The version that it was written upon, where the partner refuses it on any other."""

    def completed(self, at: datetime) -> "Write":
        """The write that was done for certain when this instant came."""
        return structs.replace(self, ack=at if self.ack is None else min(self.ack, at))

    def is_over(self, begin: datetime) -> bool:
        """Whether a look that began then shows all that this write will ever do."""
        return self.sent is not None and begin > self.sent + self.bound.total

    def is_closed(self, version: int | None) -> bool:
        """Whether the partner is past the version on which it would take this write."""
        return self.cas is not None and version is not None and version > self.cas


class Own(Struct, frozen=True, omit_defaults=True):
    """What an open write of ours carries for one cell."""

    write: str
    """The id of the write."""
    value: Any = UNSET
    until: datetime | None = None
    """When the partner will take this value back by itself, as it declares."""
    seen: bool = False
    """It was there, or something written after it was."""
    late: int = 0
    """How many further arrivals of its value it has explained."""
