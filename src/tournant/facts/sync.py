"""What the room sync decides: rows that changed, writes that were planned and what came of them, agreement reached.

A *target* is what a resource belongs to: our id of an account, or of a link. A *look* is the interval in which it was
read: from before the first request to after the last answer.
"""

from datetime import datetime
from typing import Literal

import msgspec

__all__ = [
    "AccountEnded",
    "Agreed",
    "Asked",
    "CellsFolded",
    "CommandDone",
    "CommandRefused",
    "Difference",
    "EditRefused",
    "Ended",
    "HeldBack",
    "LinkSet",
    "ModeChanged",
    "NotHeld",
    "PersonActed",
    "Quarantined",
    "RowsChanged",
    "Unsure",
    "WritePlanned",
    "WriteSettled",
]


class RowsChanged(msgspec.Struct, frozen=True, omit_defaults=True):
    """Canonical rows are different now, because the one who owns them showed it."""

    target: str
    resource: str
    address: bytes
    """Of the document that was read."""
    began: datetime
    ended: datetime
    puts: dict[str, list[msgspec.Raw]] = {}
    """By kind: rows that are new or changed, whole."""
    gone: list[tuple[str, str]] = []
    """Kind and key of rows that are not there any more."""


class Quarantined(msgspec.Struct, frozen=True, omit_defaults=True):
    """Parts of a document, or all of it, could not be read and were left out."""

    target: str
    resource: str
    address: bytes
    count: int
    first: list[str] = []
    """The first of them: path and reason."""


class HeldBack(msgspec.Struct, frozen=True, omit_defaults=True):
    """A change was not followed, because it would do too much at once: somebody has to release it."""

    target: str
    resource: str
    address: bytes
    why: str


class Difference(msgspec.Struct, frozen=True, array_like=True):
    """One thing that a partner shows, and what it would show."""

    cell: list[str]
    """The canonical address and the field, as `["Variation", "var_…", "price"]`."""
    shows: str | None
    """What is there now; null where it is not there."""
    wanted: str | None
    """What shall be there; null where it shall be gone."""


class WritePlanned(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something shall be written; its intent is in the same transaction."""

    target: str
    resource: str
    intent: str
    document: bytes
    """The address of what is written."""
    seen: bytes | None = None
    """The address of what was there when it was planned."""
    differences: list[Difference] = []
    """The first of them."""
    count: int = 0
    """All of them."""


class WriteSettled(msgspec.Struct, frozen=True, omit_defaults=True):
    """A write is over: it was seen, or refused, or nothing of it can come any more."""

    target: str
    resource: str
    intent: str
    outcome: str
    why: str | None = None


class Agreed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A partner shows what it shall show, after it did not."""

    target: str
    resource: str
    began: datetime
    ended: datetime
    canonical: int = 0
    """The sequence number up to which facts were in what it shall show; 0 where it was not yet in the log."""


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person has to say what is meant.

    Nothing is done about this cell until then where nobody can tell who meant it so. What has no single meaning in the
    catalog (`why`) cannot be kept either way: it is put back, and a person hears of it.
    """

    target: str
    cell: list[str]
    shows: str
    """What is there."""
    why: str | None = None


class Unsure(msgspec.Struct, frozen=True, omit_defaults=True):
    """A ruling behind which a person's edit may hide: it is counted, and shown."""

    target: str
    cell: list[str]
    ruling: str
    """late, ambiguous, hold, masked: it was taken for our own. overruled: two people, at once."""


class EditRefused(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person's edit cannot be carried out everywhere: it is undone where it was made."""

    target: str
    """Where it was made."""
    cell: list[str]
    shows: str
    """What it said."""
    why: str


class NotHeld(msgspec.Struct, frozen=True, omit_defaults=True):
    """A partner has no way to show this: said once, until it is over."""

    target: str
    cell: list[str]
    why: str


class Ended(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that had an end has ended by itself: sold out until then, paused until then."""

    cell: list[str]
    at: datetime


class CellsFolded(msgspec.Struct, frozen=True, omit_defaults=True):
    """Edits that people made at a place are the catalog's now; the rows that they came to are in `rows_changed`."""

    target: str
    cells: list[list[str]]
    began: datetime
    ended: datetime


class LinkSet(msgspec.Struct, frozen=True, omit_defaults=True):
    """What holds on a link alone is different now: prices, what is hidden, names, matches."""

    link: str
    settings: msgspec.Raw


class ModeChanged(msgspec.Struct, frozen=True, omit_defaults=True):
    """A link went live, or back to being observed."""

    link: str
    mode: Literal["observe", "live"]
    by: str
    reason: str | None = None
    preview: str | None = None
    """The hash of the preview that was read."""


class PersonActed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person changed something here; what it came to are the facts with the same cause."""

    do: str
    """The command, as it is said on the command line."""
    target: str
    by: str
    args: dict[str, str] = {}
    reason: str | None = None


class CommandDone(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person wanted is done, or on its way."""

    command: str
    said: str | None = None
    """What the person should know."""


class CommandRefused(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person wanted was not done."""

    command: str
    why: str


class AccountEnded(msgspec.Struct, frozen=True, omit_defaults=True):
    """The partner says that our authorisation for an account is over."""

    account: str
