"""What a decision is made about. Each event carries its time; the shell makes them from observations, timers, outbox.

| event | made of |
|---|---|
| Hint | a webhook or a list of the channel that names the order |
| TicketHint | a webhook of the point of sale that names its ticket |
| Read | the channel's order, decoded: the answer to `order.read`, or a webhook that carries all of it |
| Look | what a look-up found at the point of sale: the answer to `ticket.read` or `ticket.find` |
| Reply | any other answer to a call, failed reads and look-ups included |
| Claim, Withdrawal | what became of a withdrawal that the decision asked for: too late, or done |
| Document, NoDocument | the ticket's document, which the decision asked for, or why there is none |
| Wake | a timer, or a new owner of the merchant |
| Word | what a person said |
"""

from datetime import datetime
from typing import Literal

import msgspec

from tournant.canon.order_status import CourierState, DeliveryBy, Kitchen, Message, MoneyState
from tournant.facts.messages import Outcome

__all__ = ["Claim", "Document", "Event", "Found", "Hint", "Look", "NoDocument", "Read", "Reply", "TicketHint", "Wake",
           "Withdrawal", "Word", "Words"]  # fmt: skip

Found = Literal["open", "voided", "refused", "unknown", "none"]
"""What a look-up shows. Unknown: it is there and neither open nor ended, as one that waits for an approval."""
Words = Literal["entered_by_hand", "send_again", "cancel", "handled"]
"""What a person can say about an order. Handled: seen to; the alarms that are up come down."""


class Hint(msgspec.Struct, frozen=True):
    """There is an order, and something may have happened to it."""

    at: datetime
    by: Literal["webhook", "listing", "person"]


class TicketHint(msgspec.Struct, frozen=True):
    """Something happened to its ticket, at the till or by ourselves."""

    at: datetime


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """The order as the channel shows it."""

    at: datetime
    began: datetime
    """Before the read was sent: what it shows is at least this young. For a webhook: when the channel made it."""
    message: Message
    """The channel's status, as a word of the status table."""
    serial: int | None = None
    """Of the call that this answers; None for a webhook."""
    placed: datetime | None = None
    """When the guest placed it."""
    deadline: datetime | None = None
    """When the channel gives the order up, where it says so."""
    release: datetime | None = None
    """When a scheduled order's ticket is to be made, where it says so."""
    due: datetime | None = None
    """When a scheduled order is to be ready."""
    question: datetime | None = None
    """Until when a request to cancel has to be answered."""
    edition: str | None = None
    """What changes when the content does: a version, or the hash of what the ticket is made of."""
    total_minor: int | None = None
    currency: str | None = None
    delivery_by: DeliveryBy | None = None
    courier: CourierState | None = None
    money: MoneyState | None = None


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """The ticket as the point of sale shows it."""

    at: datetime
    began: datetime
    serial: int
    found: Found
    ticket: str | None = None
    """The point of sale's id."""
    fired: bool = False
    """It is paid, and so has reached the kitchen; only where that takes a payment."""
    many: bool = False
    """More than one open ticket has our reference."""
    kitchen: Kitchen | None = None
    money: MoneyState | None = None
    total_minor: int | None = None


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """A call was answered, or given up."""

    at: datetime
    serial: int
    attempt: int
    outcome: Outcome
    ended: datetime
    claimed: datetime | None = None
    """When this attempt was claimed."""
    stored: bool = True
    """Whether done means done, or only taken."""
    ticket: str | None = None
    """The id of the ticket that was made."""


class Claim(msgspec.Struct, frozen=True):
    """A call is in the hands of one that sends it: it may have been sent."""

    at: datetime
    serial: int
    attempt: int
    claimed: datetime


class Withdrawal(msgspec.Struct, frozen=True):
    """A call was withdrawn before anybody claimed it."""

    at: datetime
    serial: int


class Document(msgspec.Struct, frozen=True):
    """The ticket's document is made and kept."""

    at: datetime
    address: str
    """Where it is kept, in hexadecimal digits."""


class NoDocument(msgspec.Struct, frozen=True):
    """No ticket can be made of this order."""

    at: datetime
    why: str
    """In our words, without personal data."""


class Wake(msgspec.Struct, frozen=True):
    """It is time to look at the order: a timer, or a hand-over."""

    at: datetime


class Word(msgspec.Struct, frozen=True):
    """A person said something."""

    at: datetime
    word: Words
    by: str
    """Whose account with us it was."""


Event = Hint | TicketHint | Read | Look | Reply | Claim | Withdrawal | Document | NoDocument | Wake | Word
"""All of them."""
