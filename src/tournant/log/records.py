"""What goes into the store and what comes out: plain values, the same over both twins.

Bodies are bytes: what they mean is for the rooms that write them. Every record says why it is there (`Why`), so that
the way from a webhook to an outbound call can be walked in both directions.
"""

import enum
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from tournant.kernel import bounds

__all__ = [
    "PLATFORM",
    "Account",
    "Append",
    "CanonRow",
    "Claim",
    "Fact",
    "Intent",
    "Lease",
    "Link",
    "Name",
    "NewFact",
    "NewObservation",
    "Observation",
    "Payload",
    "Personal",
    "Receipt",
    "Shadow",
    "Share",
    "State",
    "Tenant",
    "Timer",
    "Why",
]


@dataclass(frozen=True, slots=True, order=True)
class Tenant:
    """An organisation's merchant: the unit of ownership, order and isolation."""

    organisation: str
    merchant: str

    @property
    def label(self) -> str:
        """As sentences name it."""
        return f"{self.organisation}/{self.merchant}"

    @property
    def slot(self) -> int:
        """Which of the locks of appending this merchant uses; several merchants may share one."""
        return zlib.crc32(f"{self.organisation}\0{self.merchant}".encode()) % bounds.APPEND_LOCKS


PLATFORM: Final = Tenant("platform", "platform")
"""To whom belongs what belongs to an app as a whole: strays, and limits of the app."""


@dataclass(frozen=True, slots=True)
class Why:
    """Where something comes from: the trace it is part of, and the one thing that caused it."""

    trace: str
    cause: str


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal data of one order's people. Its key can be erased, and with it everything that was sealed."""

    subject: str
    """Whose key: the stream of the order."""
    text: bytes | None
    """The data; None when read after it was erased."""


@dataclass(frozen=True, slots=True)
class Payload:
    """The bytes of one message or object, as the partner sent or got them."""

    text: bytes
    subject: str | None = None
    """Whose personal data is in it, if any: then it is sealed."""


@dataclass(frozen=True, slots=True)
class NewFact:
    """A decision, to be appended to a stream."""

    kind: str
    version: int
    """Of the fact's form, for those who read it years later."""
    body: bytes
    why: Why
    origin: str
    """Who decided: a room, or a person."""
    at: datetime
    personal: Personal | None = None


@dataclass(frozen=True, slots=True)
class Append:
    """Facts for one stream, all or none."""

    stream: str
    facts: tuple[NewFact, ...]
    expected: int | None = None
    """Where the stream has to be for this to be right: the position of its last fact, 0 if new; None: anywhere."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A decision, as it stands in the log."""

    stream: str
    position: int
    """In its stream, from 1, without gaps."""
    sequence: int
    """Among all of the merchant's facts: grows, with gaps. Whoever reads by it misses nothing."""
    fact: NewFact


@dataclass(frozen=True, slots=True)
class NewObservation:
    """Something that came in: a webhook, an answer to a call, a pull, an operator's command."""

    tenant: Tenant
    source: str
    """The account, or who else it came from."""
    event_id: str | None
    """The partner's id of the event: a second one of the same source is a duplicate; None: never one."""
    kind: str
    envelope: bytes
    """What is around the payload: headers that count, the request, the page."""
    payload: Payload
    why: Why
    at: datetime


@dataclass(frozen=True, slots=True)
class Observation:
    """Something that came in, as it stands in the store; its payload is fetched by its address."""

    position: int
    """Among all of the merchant's observations: grows, with gaps."""
    tenant: Tenant
    source: str
    kind: str
    envelope: bytes
    address: bytes
    why: Why
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an observation that was handed in."""

    fresh: bool
    """False: its event was there before, and nothing was stored."""
    address: bytes
    """Where its payload is."""


class State(enum.StrEnum):
    """The life of an intent: waiting → claimed → settled, or waiting again; withdrawn where nobody ever claimed it."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Intent:
    """A call that shall be made, durable before it is sent."""

    id: str
    key: str
    """The idempotency key: a second intent with it is the same one."""
    kind: str
    body: bytes
    """Frozen with the key; without personal data."""
    why: Why
    due: datetime
    slot: str | None = None
    """What may have at most one open intent (a resource of a link, a side of an order); None: any number."""
    personal: Personal | None = None
    """What of the call is about a person: sealed, and not there any more after the person was erased."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An intent in the hands of one that sends it, or that died with it: its outcome is unknown until settled."""

    intent: Intent
    attempt: int
    """From 1. What answers an earlier attempt settles nothing."""
    epoch: int
    """Of the lease under which it was written; 0 without a lease."""
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that shall happen at a time, whoever runs then."""

    stream: str
    name: str
    """Of which a stream has one: setting it again moves it."""
    due: datetime
    body: bytes
    why: Why


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on one merchant, until it expires or somebody with a greater epoch has it."""

    tenant: Tenant
    owner: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Share:
    """How the merchants are spread over those who work."""

    members: int
    """Who works, ourselves included."""
    tenants: int
    """All merchants."""
    held: int
    """Ours."""

    @property
    def fair(self) -> int:
        """How many one of the members should hold."""
        return -(-self.tenants // max(1, self.members))


@dataclass(frozen=True, slots=True)
class Account:
    """A merchant's authorisation at a partner."""

    id: str
    partner: str
    external_id: str
    state: str
    settings: bytes
    credentials: bytes | None = None
    """Sealed by the master key at rest."""


@dataclass(frozen=True, slots=True)
class Link:
    """The joining of one location to one store at a partner."""

    id: str
    location: str
    account: str
    store: str
    mode: str
    health: str
    settings: bytes


class Shadow(NamedTuple):
    """What a partner was last seen to have."""

    target: str
    """Our id of the account or link, whichever is the scope of the resource."""
    resource: str
    body: bytes


class CanonRow(NamedTuple):
    """A canonical row, as the fold of the facts left it."""

    kind: str
    key: str
    """Which row of its kind."""
    body: bytes


class Name(NamedTuple):
    """What a partner calls something of ours, in one scope of its ids."""

    kind: str
    external_id: str
    id: str
