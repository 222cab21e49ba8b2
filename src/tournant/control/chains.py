"""The chain that explains a value: how it was decided, and at each partner what was seen, written and confirmed."""

from dataclasses import dataclass
from dataclasses import field as made
from datetime import datetime
from typing import Final

from tournant.calls.booking import Settlement
from tournant.control.grounds import Decision, Look
from tournant.facts import decoded
from tournant.log.port import Transaction

__all__ = ["At", "Call", "Explained", "Verified", "Write", "settlement", "tell_of_call"]

_NO_ANSWER: Final = (b"", b"{}")
"""How an intent is settled that was given up without one."""


@dataclass(frozen=True, slots=True)
class Call:
    """What came of asking the partner."""

    outcome: str
    attempt: int
    began: datetime
    ended: datetime
    why: str | None
    """In the partner's words, where it was not done."""


@dataclass(slots=True)
class Write:
    """The last write that carried the value, or a document with it."""

    intent: str
    planned: datetime
    trace: str
    cause: str
    document: str
    """The address of what was written, in hexadecimal digits."""
    named: bool
    """Whether the value is among the differences that were noted; of a large write only the first are."""
    shows: str | None
    """What was there."""
    wanted: str | None
    state: str | None = None
    """waiting, claimed, settled or withdrawn; None where it is not kept any more."""
    call: Call | None = None
    settled: str | None = None
    """What it came to once a look had shown it: done, unknown, refused …"""


@dataclass(frozen=True, slots=True)
class Verified:
    """The look that showed that all is as it should be, after it was not."""

    at: datetime
    began: datetime
    ended: datetime


@dataclass(slots=True)
class At:
    """One link."""

    link: str
    partner: str
    store: str
    mode: str
    external_id: str | None
    paths: tuple[str, ...]
    """Where it stands in the partner's document."""
    shows: str | None
    should_be: str | None
    agrees: bool | None
    """None where nothing can be told, or it is not kept there."""
    asked: bool
    """Whether it waits for a person to say what is meant."""
    why_not: str | None
    look: Look | None
    write: Write | None = None
    verified: Verified | None = None


@dataclass(slots=True)
class Explained:
    """One value."""

    merchant: str
    kind: str
    id: str
    external_id: str | None
    """The owner's id of it."""
    name: str | None
    field: str
    value: str | None
    decisions: list[Decision]
    """What made it so, the last first."""
    links: list[At] = made(default_factory=list)


async def settlement(tx: Transaction, intent: str) -> Settlement | None:
    """What an intent was settled with; None where there is no answer, or it is not kept any more."""
    found = await tx.intent_state(intent)
    if found is None or found[1] is None or found[1] in _NO_ANSWER:
        return None
    return decoded(Settlement, found[1])


async def tell_of_call(tx: Transaction, write: Write) -> None:
    """What the intent of a write came to, and what the partner answered."""
    found = await tx.intent_state(write.intent)
    write.state = found[0].value if found else None
    settled = await settlement(tx, write.intent)
    if settled is not None:
        answer = settled.answer
        write.call = Call(answer.outcome, answer.attempt, answer.began, answer.ended, answer.why)
