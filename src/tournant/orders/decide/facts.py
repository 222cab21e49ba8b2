"""What is written down about an order: facts in the past tense, each with a kind and a version, no personal data.

A fact holds what was decided, not what it was decided from: the fold applies it without the settings or the status
table of the day, so that a stored history folds to the same order for ever. Kinds and versions are in one table; what
is not in it is refused when it is read, never guessed.
"""

from datetime import datetime
from typing import Final, Literal

import msgspec

from tournant.canon.order_status import (
    CourierState,
    DeliveryBy,
    Kitchen,
    Message,
    MoneyState,
    State,
    Ticket,
)
from tournant.facts.messages import Outcome
from tournant.orders.decide.events import Found, Words

__all__ = [
    "KINDS",
    "Asked",
    "Claimed",
    "Closed",
    "Fact",
    "Fired",
    "Hinted",
    "Ignored",
    "Known",
    "Late",
    "Looked",
    "Lowered",
    "Noted",
    "Outlived",
    "Prepared",
    "Puzzled",
    "Raised",
    "Released",
    "Reopened",
    "Replied",
    "Said",
    "Seen",
    "TicketHinted",
    "TicketMoved",
    "UnknownFact",
    "Withdrawn",
    "from_bytes",
    "kind_of",
    "to_bytes",
]


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that is so since an instant of the world."""

    at: datetime


class Known(Fact, frozen=True, omit_defaults=True):
    """We heard of the order for the first time."""

    by: Literal["webhook", "listing", "person"]


class Hinted(Fact, frozen=True, omit_defaults=True):
    """We were told that something may have happened to it."""

    by: Literal["webhook", "listing", "person"]


class Seen(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """The channel showed it, and this is what we take from that."""

    began: datetime
    message: Message
    order: State
    """What the order is now, by the status table."""
    tells: bool = False
    """A person has to know."""
    asks: bool = False
    """The channel asks for a cancellation."""
    missed: bool = False
    """It ended when its deadline had passed, and nobody had answered it."""
    deadline: datetime | None = None
    release: datetime | None = None
    question: datetime | None = None
    edition: str | None = None
    total_minor: int | None = None
    currency: str | None = None
    delivery_by: DeliveryBy | None = None
    courier: CourierState | None = None
    money: MoneyState | None = None


class Ignored(Fact, frozen=True, omit_defaults=True):
    """The channel showed what is older than what was seen."""

    began: datetime
    message: Message
    older: bool
    """By the time of the read; otherwise only by its status."""


class Puzzled(Fact, frozen=True, omit_defaults=True):
    """The channel showed what makes no sense; it was not applied."""

    began: datetime
    message: Message


class Asked(Fact, frozen=True, omit_defaults=True):
    """A call was asked for: from here on it may be claimed and sent at any time."""

    serial: int
    command: str
    generation: int


class Claimed(Fact, frozen=True, omit_defaults=True):
    """A call is known to be claimed: it may have been sent."""

    serial: int
    attempt: int
    claimed: datetime


class Withdrawn(Fact, frozen=True, omit_defaults=True):
    """A call was withdrawn before anybody claimed it."""

    serial: int


class Replied(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A call was answered, or given up."""

    serial: int
    attempt: int
    command: str
    outcome: Outcome
    ended: datetime
    claimed: datetime | None = None
    stored: bool = True
    counts: bool = False
    """The channel cannot be read: that it took the command has to do."""
    blind: bool = False
    """The channel cannot be read, and the answer is not clear."""


class TicketHinted(Fact, frozen=True, omit_defaults=True):
    """We were told that something happened to its ticket."""


class Prepared(Fact, frozen=True, omit_defaults=True):
    """The ticket's document was made."""

    document: str


class TicketMoved(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """The ticket is something else now."""

    ticket: Ticket
    id: str | None = None
    rejected: bool = False
    """The point of sale refused an attempt."""
    why: str | None = None


class Looked(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """The point of sale was looked at."""

    began: datetime
    found: Found
    many: bool = False
    kitchen: Kitchen | None = None
    money: MoneyState | None = None
    total_minor: int | None = None


class Fired(Fact, frozen=True, omit_defaults=True):
    """The ticket is marked as paid, and so has reached the kitchen."""


class Said(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A person said something."""

    word: Words
    by: str
    afresh: bool = False
    """The next ticket is a new one, with a key and a document of its own."""


class Released(Fact, frozen=True, omit_defaults=True):
    """A scheduled order's time has come: its ticket is to be made."""


class Late(Fact, frozen=True, omit_defaults=True):
    """The kitchen time passed, and no ticket is there."""


class Outlived(Fact, frozen=True, omit_defaults=True):
    """The order's whole life passed, and nobody ended it."""


class Raised(Fact, frozen=True, omit_defaults=True):
    """A person is needed."""

    reason: str
    until: datetime | None = None


class Lowered(Fact, frozen=True, omit_defaults=True):
    """A person is not needed any more."""

    reason: str


class Closed(Fact, frozen=True, omit_defaults=True):
    """The order ended on both sides."""


class Reopened(Fact, frozen=True, omit_defaults=True):
    """There is something to do again."""


class Noted(Fact, frozen=True, omit_defaults=True):
    """Something came in that changes nothing."""

    what: str


class UnknownFact(Exception):  # noqa: N818 - it says what happened, as every failure here does
    """A fact of a kind or version that this program does not know."""

    def __init__(self, kind: str, version: int) -> None:
        """Say which."""
        super().__init__(f"orders: fact {kind} version {version} is not known to this program")


KINDS: Final[dict[tuple[str, int], type[Fact]]] = {
    ("order.known", 1): Known,
    ("order.hinted", 1): Hinted,
    ("order.seen", 1): Seen,
    ("order.ignored", 1): Ignored,
    ("order.puzzled", 1): Puzzled,
    ("order.asked", 1): Asked,
    ("order.claimed", 1): Claimed,
    ("order.withdrawn", 1): Withdrawn,
    ("order.replied", 1): Replied,
    ("order.ticket_hinted", 1): TicketHinted,
    ("order.prepared", 1): Prepared,
    ("order.ticket_moved", 1): TicketMoved,
    ("order.looked", 1): Looked,
    ("order.fired", 1): Fired,
    ("order.said", 1): Said,
    ("order.released", 1): Released,
    ("order.late", 1): Late,
    ("order.outlived", 1): Outlived,
    ("order.raised", 1): Raised,
    ("order.lowered", 1): Lowered,
    ("order.closed", 1): Closed,
    ("order.reopened", 1): Reopened,
    ("order.noted", 1): Noted,
}
"""Every kind and version that can be read. Only the last version of a kind is written."""

_names: Final = {form: name for name, form in KINDS.items()}
_encoder: Final = msgspec.json.Encoder()
_decoders: Final = {name: msgspec.json.Decoder(form) for name, form in KINDS.items()}


def kind_of(fact: Fact) -> tuple[str, int]:
    """The kind and version that it is written as."""
    return _names[type(fact)]


def to_bytes(fact: Fact) -> bytes:
    """Its body."""
    return _encoder.encode(fact)


def from_bytes(kind: str, version: int, body: bytes) -> Fact:
    """A fact as it was written; UnknownFact where its form is not in the table."""
    decoder = _decoders.get((kind, version))
    if decoder is None:
        raise UnknownFact(kind, version)
    return decoder.decode(body)
