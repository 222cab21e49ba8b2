"""What a channel should show, against what it shows: the differences, and the document that makes an end of them.

canonical rows ──project──► the partner's rows ──encode into what was seen──► the document to write
                                   │
                         view ─────┴───── view of what was seen: the differences, for people and for agreement
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from tournant.facts.sync import Difference
from tournant.kernel import money
from tournant.kernel.money import BareAmount, Money
from tournant.project import Loss, View
from tournant.project.dayparts import joined, opening, opening_rows
from tournant.sync.decide.edits import spelled
from tournant.sync.decide.judge import Address
from tournant.sync.decide.names import Name

__all__ = ["CannotPlan", "Plan", "difference", "differences", "fingerprint", "said", "says_more"]

_HOURS: Final = "hours"


class CannotPlan(Exception):  # noqa: N818 - it says what happened
    """There is nothing to compare yet, or it cannot be compared or written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written."""

    document: bytes
    changes: bool
    """Whether it says anything else than what was seen; white space is nothing."""
    differences: list[Difference]
    """In what guests get; in the order of their addresses."""
    losses: tuple[Loss, ...] = ()
    """What the partner cannot hold."""
    names: Sequence[Name] = ()
    """The names under which things are written."""

    @property
    def aim(self) -> str:
        """A short name for what it makes an end of: the same as long as the same should be there and is not."""
        said = msgspec.json.encode([(one.cell, one.wanted) for one in self.differences])
        return fingerprint(b"", said if self.differences else self.document)


def fingerprint(seen: bytes, document: bytes) -> str:
    """A short name for the step from what was seen to what shall be written, by which a person says what was read."""
    return hashlib.blake2b(len(seen).to_bytes(8, "big") + seen + document, digest_size=8).hexdigest()


def says_more(seen: bytes, document: bytes) -> bool:
    """Whether a document says anything else than what was seen."""
    return document != seen and msgspec.json.decode(document) != msgspec.json.decode(seen)


def differences(shown: View, wanted: View) -> list[Difference]:
    """In what guests get."""
    cells = sorted(cell for cell in shown.keys() | wanted.keys() if shown.get(cell) != wanted.get(cell))
    return [difference(cell, shown.get(cell), wanted.get(cell)) for cell in cells]


def difference(cell: Address, shows: object, wanted: object) -> Difference:
    """One of them."""
    return Difference(list(cell), said(cell, shows), said(cell, wanted))


def said(cell: Address, value: Any) -> str | None:  # noqa: ANN401 - what a cell holds
    """What a cell holds, as people read it."""
    if cell and cell[-1] == _HOURS and value is not None:
        week = cell[0] != "Location"  # Of a menu: minutes of the week.
        rows = joined("hours", "hours", value) if week else opening_rows("hours", value)
        return spelled(opening(rows))
    return _said(value)


def _said(value: object) -> str | None:
    """A value as people read it."""
    if value is None:
        return None
    if isinstance(value, Money | BareAmount):
        return money.text_of(value)
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(_said(one) or "-" for one in value) or "nothing"
    return str(value)
