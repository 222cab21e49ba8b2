"""What is known of one resource at one target: its shadow. Only the merchant's worker changes it.

write:  planned ──► waits for its answer ──► waits for a look that began after it ──► another may be planned
            open  ───────────────────────────────────────► until nothing of it can come any more (`echo`)
"""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from tournant.facts import Answer
from tournant.sdk import Resource
from tournant.sync.decide.cell import Cell, Look
from tournant.sync.decide.contest import Register
from tournant.sync.decide.meeting import Stage, stage
from tournant.sync.decide.own import Bound, Write

__all__ = [
    "Former",
    "OpenWrite",
    "Question",
    "Registers",
    "Seen",
    "Shadow",
    "Vain",
    "answered",
    "as_write",
    "decoded",
    "encoded",
    "is_quiet",
    "is_shown",
    "look_of",
    "next_look",
    "stage_of",
]

PAUSE_S: Final = 15
"""The longest that a process of ours is taken to stand still between its decision to send and the sending."""


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """The last look that was taken in."""

    address: bytes
    """Of the document."""
    began: datetime
    ended: datetime


class OpenWrite(msgspec.Struct, frozen=True, omit_defaults=True):
    """A write of ours whose effect may still come."""

    intent: str
    document: bytes
    """The address of what is written."""
    step: str
    """The fingerprint of what was seen together with what is written."""
    planned: datetime
    ended: datetime | None = None
    """When its last attempt was answered, or given up."""
    certain: bool = False
    """It was answered, and the answer means that it is done."""
    landed: datetime | None = None
    """The begin of the look that showed that it was done, where no answer had said so."""
    aim: str = ""
    """A short name for what it makes an end of (`Plan.aim`)."""
    said: str | None = None
    """What was answered, where that was not that it is done."""

    @property
    def is_done(self) -> bool:
        """Whether it is known to be done."""
        return self.certain or self.landed is not None


class Vain(msgspec.Struct, frozen=True, omit_defaults=True):
    """Writes of the same to one place, one after another, of none of which it is known that it was done (`retry`)."""

    aim: str
    """What they were to make an end of."""
    times: int
    until: datetime
    """Before, it is not tried again."""


class Former(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a point of sale said of the stock of one thing at one place before we sold it out there."""

    tracked: bool | None
    """Whether it said of this place that it is counted there; None where it said nothing of it."""
    count: str | None
    """How many there were; None where nobody had counted."""
    counted: bool = False
    """Our count of nothing was seen: another count is somebody's since then."""


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that a person has to say: it stays until somebody has, whatever is shown meanwhile."""

    cell: list[str]
    since: datetime
    why: str | None = None
    """Why what is shown has no single meaning in the catalog; None where nobody can tell who meant it so."""


class Shadow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of one resource at one target."""

    seen: Seen | None = None
    write: str | None = None
    """The intent of the write that has to be seen before another one is planned."""
    open: dict[str, OpenWrite] = {}
    """By intent: the writes of which something may still come, that one among them."""
    cells: list[tuple[list[str], Cell]] = []
    """Cells about which something has to be remembered."""
    unread: list[tuple[list[str], Cell]] = []
    """Cells that the last look did not show because they could not be read, or are held back: what was known before."""
    live_since: datetime | None = None
    based: bool = False
    """A look that began since then was taken in."""
    waits: bool = False
    """The last look could not decide something: what it shows may be older than what an earlier one showed."""
    agrees: bool = False
    """Whether the last look showed what it should."""
    keys: dict[str, list[str]] = {}
    """By kind: the canonical rows that were read here and belong to this place."""
    written: str | None = None
    """The step of the last write that was done for certain."""
    refused: str | None = None
    """The step of a write that the partner refused: it is not tried again."""
    vain: Vain | None = None
    """What was written last came to nothing known."""
    held: bytes | None = None
    """The address of a look that is held back until somebody releases it."""
    former: dict[str, Former] = {}
    """By thing and location (our ids, apart by a space): what we have to give back once it is on sale again."""
    until: datetime | None = None
    """Of a pause that was seen, and of which the partner does not show the end: when it ends, as we wrote it."""
    asked: list[Question] = []
    """What a person has to say; only the answer takes it away."""
    noted: list[list[str]] = []
    """Cells of which it was said that the partner cannot hold them."""


def is_quiet(shadow: Shadow) -> bool:
    """Whether a look that shows the same once more decides nothing: all agreed, and nothing is open, held or asked."""
    is_open = shadow.write is not None or shadow.open or shadow.cells or shadow.former or shadow.until
    is_young = shadow.live_since is not None and not shadow.based
    return shadow.agrees and not (is_open or is_young or shadow.waits or shadow.held)


class Registers(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the catalog holds of cells that were edited lately, and who said so."""

    cells: list[tuple[list[str], Register]] = []


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Shadow)


def encoded(shadow: msgspec.Struct) -> bytes:
    """The bytes of a shadow."""
    return _encoder.encode(shadow)


def decoded(body: bytes) -> Shadow:
    """A shadow from its bytes."""
    return _decoder.decode(body)


def answered(write: OpenWrite, answer: Answer) -> OpenWrite:
    """The write after an answer of one of its attempts."""
    certain = answer.outcome == "done" and answer.stored
    return msgspec.structs.replace(write, ended=answer.ended, certain=write.certain or certain, said=answer.why)


def next_look(write: OpenWrite, resource: Resource, now: datetime) -> datetime:
    """When to look after an answer: as soon as a look must show what was done."""
    lag = timedelta(seconds=resource.read_lag_s)
    return max(now, write.ended + lag) if write.ended and write.certain else now


def is_shown(write: OpenWrite, resource: Resource, began: datetime) -> bool:
    """Whether a look that began then is after the write, so that another may be planned from it."""
    return write.ended is not None and began >= next_look(write, resource, write.ended)


def as_write(write: OpenWrite, resource: Resource) -> Write:
    """The write as the echo rule asks for it: nothing that may have been done is sent again (`calls`)."""
    bound = _bound(write, resource)
    done = write.ended if write.certain else write.landed
    return Write(write.intent, bound, write.planned, write.ended, done)


def _bound(write: OpenWrite, resource: Resource) -> Bound:
    """How long after it was sent it may still take effect: not at all where that was done."""
    if write.is_done:
        return Bound(timedelta())
    return Bound(timedelta(seconds=resource.flight_s), timedelta(seconds=resource.job_s), timedelta(seconds=PAUSE_S))


def look_of(seen: Seen, resource: Resource) -> Look:
    """A look, as old as what it shows may be."""
    return Look.of(seen.began, seen.ended, timedelta(seconds=resource.read_lag_s))


def stage_of(shadow: Shadow, look: Look) -> Stage:
    """How far a look at this place is trusted."""
    return stage(shadow.live_since, look, based=shadow.based)
