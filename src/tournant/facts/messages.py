"""What working rooms tell each other through the log: calls to be made, and what came of them; webhooks that came in.

sync, orders, pace ── Call (an intent, kind `call`) ──► calls ── Answer (an observation, kind `answer`) ──► them
partner ── webhook ──► edge ── Received (an observation, kind `webhook`) ──► sync, orders
"""

from datetime import datetime
from typing import Any, Final, Literal, TypeVar

import msgspec

__all__ = [
    "ANSWER",
    "CALL",
    "COMMAND",
    "STRAY",
    "WEBHOOK",
    "Answer",
    "Call",
    "Outcome",
    "Pointer",
    "Received",
    "decoded",
    "encoded",
]

CALL: Final = "call"
"""The kind of an intent whose body is a Call."""
ANSWER: Final = "answer"
"""The kind of an observation whose envelope is an Answer; its payload is the document that the partner gave."""
WEBHOOK: Final = "webhook"
"""The kind of an observation whose envelope is a Received; its payload is the raw body."""
STRAY: Final = "stray"
"""The kind of an observation of the platform's own: a verified webhook that belongs to no account that we know, or says
nothing that we understand; its envelope is a Received (with what was understood), its payload the raw body."""
COMMAND: Final = "command"
"""The kind of an observation that a person caused; its payload says what is to be done."""

Outcome = Literal["done", "refused", "clash", "duplicate", "unknown", "unsent", "broke"]
"""done: the partner said yes. refused: it said no. clash: it does not fit what is there, read. duplicate: done before,
look. unknown: it may have been done, look. unsent: certainly not done. broke: the answer cannot be understood."""


class Call(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that shall be asked of a partner; the key and the cause are the intent's."""

    about: str
    """Who wants to know: `sync:<target>:<resource>`, or the stream of an order. The answer says it again."""
    account: str
    """Our id of the account."""
    command: str
    """The name of a command in the partner's manifest."""
    store: str | None = None
    """The partner's id of the store."""
    args: dict[str, str] = {}
    """What else the command wants. No personal data: that goes into the intent's own `personal`."""
    document: bytes | None = None
    """The address of the payload that shall be written."""
    before: bytes | None = None
    """The address of the payload that was there when it was planned."""
    deadline: datetime | None = None
    """After this instant of the world it must not be sent any more."""
    attempts_max: int = 5
    """How often it may be put back after nothing was done, before the answer is `unsent`."""


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of a Call."""

    about: str
    intent: str
    attempt: int
    account: str
    command: str
    outcome: Outcome
    began: datetime
    """Before the first request of this attempt was sent: what is read is at least this young."""
    ended: datetime
    """After the last answer came, or was given up."""
    store: str | None = None
    args: dict[str, str] = {}
    why: str | None = None
    """In the partner's words, where it was not done."""
    stored: bool = True
    """Whether `done` means done, or only taken."""
    claimed: datetime | None = None
    """When this attempt was claimed: it cannot have been sent earlier."""


class Pointer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that a webhook says to look at."""

    resource: str
    store: str | None = None
    thing: str | None = None
    ended: bool = False


class Received(msgspec.Struct, frozen=True, omit_defaults=True):
    """A webhook that was verified and taken."""

    partner: str
    event: str
    type: str
    account: str
    """The partner's id of the account."""
    points: list[Pointer] = []


_M = TypeVar("_M", bound=msgspec.Struct)
_encoder: Final = msgspec.json.Encoder()
_decoders: Final[dict[type, Any]] = {}


def encoded(message: msgspec.Struct) -> bytes:
    """The bytes of a message."""
    return _encoder.encode(message)


def decoded(kind: type[_M], body: bytes) -> _M:
    """A message from its bytes; msgspec.ValidationError for those of another one."""
    if kind not in _decoders:
        _decoders[kind] = msgspec.json.Decoder(kind)
    found: _M = _decoders[kind].decode(body)
    return found
