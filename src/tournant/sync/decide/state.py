"""What is known of one resource at one target: its shadow. Only the merchant's worker changes it.

write:  none ──planned──► open ──answered──► open until a look that must show it ──► none
                            └──no answer────► open until nothing of it can come any more, and a look after that
"""

from datetime import datetime, timedelta

import msgspec

from tournant.facts import Answer
from tournant.sdk import Resource

__all__ = ["OpenWrite", "Seen", "Shadow", "answered", "decoded", "encoded", "is_over", "next_look"]


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
    claimed: datetime | None = None
    """When its last attempt was claimed: it was not sent earlier."""
    ended: datetime | None = None
    """When its last attempt was answered, or given up."""
    certain: bool = False
    """It was answered, and the answer means that it is done."""


class Shadow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of one resource at one target."""

    seen: Seen | None = None
    write: OpenWrite | None = None
    agrees: bool = False
    """Whether the last look showed what it should."""
    keys: dict[str, list[str]] = {}
    """By kind: the canonical rows that were read here and belong to this place."""
    written: str | None = None
    """The step of the last write that was done for certain."""
    refused: str | None = None
    """The step of a write that the partner refused: it is not tried again."""
    held: bytes | None = None
    """The address of a look that is held back until somebody releases it."""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Shadow)


def encoded(shadow: Shadow) -> bytes:
    """The bytes of a shadow."""
    return _encoder.encode(shadow)


def decoded(body: bytes) -> Shadow:
    """A shadow from its bytes."""
    return _decoder.decode(body)


def answered(write: OpenWrite, answer: Answer) -> OpenWrite:
    """The write after an answer of one of its attempts."""
    certain = answer.outcome == "done" and answer.stored
    return msgspec.structs.replace(
        write, claimed=answer.claimed or answer.began, ended=answer.ended, certain=write.certain or certain
    )


def _settles(write: OpenWrite, resource: Resource) -> datetime | None:
    """From when on a look shows all that this write will ever do; None while it may not even have been sent."""
    if write.ended is None:
        return None
    if write.certain:
        return write.ended + timedelta(seconds=resource.read_lag_s)
    return write.ended + timedelta(seconds=resource.flight_s + resource.job_s + resource.read_lag_s)


def is_over(write: OpenWrite, resource: Resource, began: datetime) -> bool:
    """Whether a look that began then shows all that this write will ever do."""
    settles = _settles(write, resource)
    return settles is not None and began >= settles


def next_look(write: OpenWrite, resource: Resource, now: datetime) -> datetime:
    """When to look after an answer: at once where that shows it, else when it must show it."""
    settles = _settles(write, resource)
    return now if settles is None else max(now, settles)
