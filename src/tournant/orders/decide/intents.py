"""What a decision wants done: calls to partners, withdrawals, documents. The shell does it, in the same transaction."""

from datetime import datetime
from typing import Literal

import msgspec

__all__ = ["Ask", "Intent", "Prepare", "Why", "Withdraw"]

Why = Literal["pos_refused", "pos_down", "voided", "person", "guest"]
"""Why an order is denied or cancelled; the shell says it in the partner's words."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A call, to be enqueued in the slot of its side. It is sent once: what comes of it is for the next decision."""

    serial: int
    """Its number in this order: the outbox's key, and what the answer's event says."""
    command: str
    generation: int
    """Which ticket of the order it is about."""
    deadline: datetime | None = None
    """It must not be sent later."""
    why: Why | None = None
    ticket: str | None = None
    """The point of sale's id of the ticket, where it is known."""
    document: str | None = None
    """The address of what is to be written."""
    since: datetime | None = None
    """Of a look-up by reference: no ticket of ours is older."""


class Withdraw(msgspec.Struct, frozen=True):
    """Withdraw a call that nobody has claimed. In this transaction; what came of it is the next event."""

    serial: int


class Prepare(msgspec.Struct, frozen=True):
    """Make the ticket's document and keep it. In this transaction; Document or NoDocument is the next event."""

    generation: int


Intent = Ask | Withdraw | Prepare
"""All of them. Alarms are none: they are facts, of which the attention list is made."""
