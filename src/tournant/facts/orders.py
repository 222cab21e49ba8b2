"""What the room orders notes about an order beside its state machine: what it was shown, which ticket it made of that.

These stand in the order's own stream, with the facts of its state (`order.…`, which the room reads itself). None holds
personal data: where a person's words or names count, a fact has the address of the sealed document.
"""

from datetime import datetime
from typing import Final, Literal

import msgspec

__all__ = [
    "ORDER",
    "AlarmEnded",
    "AlarmRaised",
    "Candidate",
    "OrderAside",
    "OrderLeft",
    "OrderResumed",
    "OrderShown",
    "OrderTaken",
    "TicketMade",
    "TicketNotMade",
    "TotalRight",
    "TotalWrong",
    "Unmapped",
]

ORDER: Final = "order"
"""The resource under which how an order stands is kept among the shadows."""


class OrderLeft(msgspec.Struct, frozen=True, omit_defaults=True):
    """It came while its link was not live: whoever serves the store there sees to it, and we do nothing."""

    mode: str
    """Of the link, then."""


class OrderTaken(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person gave us an order that had been left to others."""

    by: str


class OrderAside(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that came in about it could not be processed, by a mistake of ours; all else goes on without it."""

    what: str
    """`webhook`, `answer` to a command, or the name of a timer."""
    error: str
    """The sort of the error. Not its words: they may quote a guest."""
    place: str
    """Where in the program it was."""
    observation: int = 0
    """The position of what came in, which is kept and tried again; 0: a timer."""
    tries: bool = True
    """Whether it is tried again by itself; an answer to a read is not, as the next read takes its place."""


class OrderResumed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What had been put aside could be processed after all."""

    observation: int = 0


class OrderShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """The channel showed the order, for the first time or differently than before: a ticket is made of what is last."""

    address: bytes
    """Of the document."""
    edition: str
    """What changes when something else was ordered, or the restaurant has to bring it elsewhere."""
    display_id: str | None = None
    """The short code that guest, courier and kitchen say aloud."""
    placed: datetime | None = None
    lines: int = 0


class Candidate(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a line that is not known may be."""

    kind: str
    id: str
    name: str
    score: float
    """From 0 to 1: how much speaks for it."""


class Unmapped(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line, or a choice of one, that is nothing that the point of sale knows."""

    external_id: str
    """The channel's id of the item."""
    name: str
    what: str
    """`item` or `choice`."""
    candidates: list[Candidate] = []
    """The best first."""


class TicketMade(msgspec.Struct, frozen=True, omit_defaults=True):
    """The document was made by which the ticket is written at the point of sale."""

    generation: int
    """Which ticket of the order."""
    document: bytes
    """Its address."""
    link: str
    """At which link of the point of sale."""
    reference: str
    """What it is found by there."""
    total_minor: int
    """What it comes to."""
    wanted_minor: int | None
    """What it should come to by the policy of the link; None where the channel does not say."""
    currency: str
    lines: int = 0
    remitted_minor: int = 0
    """Taxes that the channel pays to the tax office, and that are not on the ticket."""
    unmapped: list[Unmapped] = []


class TicketNotMade(msgspec.Struct, frozen=True, omit_defaults=True):
    """No document could be made."""

    generation: int
    why: str


class TotalWrong(msgspec.Struct, frozen=True, omit_defaults=True):
    """A ticket comes to something else than it should."""

    wanted_minor: int
    found_minor: int
    currency: str
    where: Literal["document", "point of sale"]
    """Whether it was made so, or is so there."""


class TotalRight(msgspec.Struct, frozen=True, omit_defaults=True):
    """A ticket that came to something else at the point of sale comes to what was written again."""

    total_minor: int
    currency: str


class AlarmRaised(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person is needed."""

    reason: str
    says: str
    do: str
    until: datetime | None = None


class AlarmEnded(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person is not needed any more."""

    reason: str
