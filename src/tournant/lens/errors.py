"""What can go wrong between a document and its rows. Each message is one sentence with the place."""

from __future__ import annotations

from dataclasses import dataclass


class TableError(ValueError):
    """A table that cannot be right: found when it is compiled, before any document is read."""


class Refused(ValueError):  # noqa: N818 - the name says what happened to the document, as the other dispositions do
    """A document that cannot be read at all; `offset` is the byte at which reading stopped, where there is one."""

    def __init__(self, reason: str, offset: int | None = None) -> None:
        """Take the sentence, and the byte offset where the document stops being readable."""
        super().__init__(reason if offset is None else f"{reason} (byte {offset})")
        self.reason = reason
        self.offset = offset


class EncodeError(ValueError):
    """A change of rows that this document cannot take."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a document that was left out of the rows; its bytes stay in the document."""

    path: str
    """Where, as a JSON path: `$.items[3].price`."""
    reason: str


class Uneven(Exception):  # noqa: N818 - a signal inside the room, never seen outside
    """The straight path met something that only the careful one can sort out."""
