"""Since when things are as they are, and why: folded from a merchant's facts, each read once.

A shadow says how a place stands now; that it has stood so for four minutes is in the log. What is kept of it is a few
words a place, so that a console can ask every second.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec

from tournant.facts import register
from tournant.facts.sync import Agreed, HeldBack, Quarantined, RowsChanged, WritePlanned, WriteSettled
from tournant.kernel import bounds
from tournant.log.port import Transaction
from tournant.log.records import Fact
from tournant.sync.desk import Place

__all__ = ["Place", "Story", "Told"]

_KINDS: Final = frozenset({"rows_changed", "quarantined", "held_back", "write_planned", "write_settled", "agreed"})
_OURS: Final = ("Location", "Merchant", "Brand")
_decoder: Final = msgspec.json.Decoder(dict[str, Any])


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was decided, and is still so."""

    at: datetime
    why: str | None = None


@dataclass(slots=True)
class Story:
    """What a merchant's facts come to, as far as they were read."""

    read: int = 0
    """The sequence number of the last fact that was read."""
    differs: dict[Place, Told] = field(default_factory=dict)
    """Places that were to be written, and do not agree since."""
    held: dict[Place, Told] = field(default_factory=dict)
    refused: dict[Place, Told] = field(default_factory=dict)
    unread: dict[Place, Told] = field(default_factory=dict)
    """Places of which something could not be read."""
    changed: datetime | None = None
    """When the catalog changed last."""
    named: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By id: locations, merchants and brands, as they are shown in the facts."""

    async def follow(self, tx: Transaction) -> None:
        """Read what is new."""
        more = True
        while more:
            page = await tx.tail(self.read, kinds=_KINDS)
            for one in page:
                self._take(one)
            more = len(page) == bounds.ROWS_READ_MAX
            self.read = page[-1].sequence if page else self.read

    def _take(self, one: Fact) -> None:
        said, at = register.read(one.fact.kind, one.fact.version, one.fact.body), one.fact.at
        match said:
            case RowsChanged():
                self.changed = at
                self._rows(said)
            case HeldBack():
                self.held[said.target, said.resource] = Told(at, said.why)
            case Quarantined():
                first = said.first[0] if said.first else "it cannot be read"
                self.unread[said.target, said.resource] = Told(at, first)
            case _:
                self._written(said, at)

    def _written(self, said: object, at: datetime) -> None:
        match said:
            case WritePlanned():
                self.differs.setdefault((said.target, said.resource), Told(at))
                self.refused.pop((said.target, said.resource), None)
            case Agreed():
                for of in (self.differs, self.refused, self.unread):
                    of.pop((said.target, said.resource), None)
            case WriteSettled() if said.outcome == "refused":
                self.refused[said.target, said.resource] = Told(at, said.why)
            case _:
                pass

    def _rows(self, said: RowsChanged) -> None:
        self.held.pop((said.target, said.resource), None)
        for kind in _OURS:
            for row in said.puts.get(kind, ()):
                read = _decoder.decode(row)
                self.named[read["id"]] = read
