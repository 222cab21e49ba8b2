"""Why a value of the catalog is what it is: the decisions that changed it, each with who made it and from what look."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from dataclasses import field as made
from datetime import datetime
from typing import Any, Final

from tournant.control.history import read
from tournant.facts.rows import decode_row, row_key
from tournant.kernel import bounds
from tournant.kernel.row import UNSET, Entity, Row
from tournant.log.records import Fact
from tournant.project.availability import state_of
from tournant.project.dayparts import opening
from tournant.sync.decide import till
from tournant.sync.decide.plan import said

__all__ = ["FACTS", "Decision", "Look", "Value", "fields_of", "worded"]

FACTS: Final = frozenset({"rows_changed", "person_acted"})
"""The kinds of facts from which a value comes."""
_SOLD: Final = ("Item", "Variation", "Modifier")
_BESIDE: Final = {"available": "Availability", "hours": "OpeningHours", "paused": "Pause"}
"""By field that is no column: the kind of the rows that say it of the thing in which they stand."""


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a partner, or the command of a person."""

    target: str
    resource: str
    address: str
    """Of the document that was read, in hexadecimal digits: the raw payload is kept under it."""
    began: datetime
    ended: datetime


@dataclass(slots=True)
class Decision:
    """One change of a value."""

    value: str | None
    at: datetime
    by: str
    """Who decided: a room, or a person."""
    source: str
    """Who is taken to have said it: an account, a link, or `operator:<name>`."""
    look: Look
    sequence: int
    trace: str
    cause: str
    reason: str | None = None
    """Why, in the person's words."""


@dataclass(slots=True)
class Value:
    """One field of one thing, as the facts tell it."""

    kind: str
    id: str
    field: str
    rows: dict[tuple[str, str], Row] = made(default_factory=dict)
    """The rows in which it is said."""
    decisions: list[Decision] = made(default_factory=list)
    """The oldest first."""
    _reasons: dict[str, str] = made(default_factory=dict)

    @property
    def text(self) -> str | None:
        """What holds now."""
        value = self._said()
        return value if isinstance(value, str) else worded(self.field, value)

    def hear(self, one: Fact) -> None:
        """Take a fact in."""
        says = read(one)
        if one.fact.kind == "person_acted":
            if says.reason:
                self._reasons[one.fact.why.cause] = says.reason
            return
        before = self.text
        if self._change(says) and self.text != before:
            self.decisions.append(self._decision(one, says))
            del self.decisions[: -bounds.EXPLAINED_STEPS_MAX]

    def _change(self, says: Any) -> bool:  # noqa: ANN401 - a RowsChanged
        changed = False
        for kind in {self.kind, _BESIDE.get(self.field, self.kind)} & says.puts.keys():
            for raw in says.puts[kind]:
                # A look at bytes is a hundred times cheaper than to read a row.
                if self.id.encode() in bytes(raw) and self._concerns(row := decode_row(kind, bytes(raw))):
                    self.rows[kind, row_key(row)] = row
                    changed = True
        for name in says.gone:
            changed = self.rows.pop(tuple(name), None) is not None or changed
        return changed

    def _concerns(self, row: Row) -> bool:
        if not isinstance(row, Entity):
            return False
        return row.id == self.id if type(row).__name__ == self.kind else row.parent == self.id

    def _said(self) -> object:
        if self.field in _BESIDE:
            beside = [row for (kind, _), row in sorted(self.rows.items()) if kind == _BESIDE[self.field]]
            return _BESIDES[self.field](beside)
        own = self.rows.get((self.kind, self.id))
        value = getattr(own, self.field, None)
        return None if value is UNSET else value

    def _decision(self, one: Fact, says: Any) -> Decision:  # noqa: ANN401 - a RowsChanged
        fact, why = one.fact, one.fact.why
        look = Look(says.target, says.resource, says.address.hex(), says.began, says.ended)
        reason = self._reasons.get(why.cause)
        return Decision(self.text, fact.at, fact.origin, says.target, look, one.sequence, why.trace, why.cause, reason)


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields of a kind that are kept in agreement."""
    more = ("available",) if kind in _SOLD else ("hours", "paused") if kind == "Location" else ()
    return (*till.COLUMNS.get(kind, ("name",)), *more)


def worded(field: str, value: object) -> str | None:
    """What a field of a thing, or of a place, holds, as people read it."""
    return said(("Location", field), value)


def _available(rows: Iterable[Any]) -> object:
    found = [f"{' '.join(map(str, state_of(row)))} at {row.at_location or 'all locations'}" for row in rows]
    return "; ".join(found) or "available"


def _hours(rows: Iterable[Any]) -> object:
    return opening(rows) or None


def _paused(rows: Iterable[Any]) -> object:
    found = [f"until {row.until}" if row.until else "until resumed" for row in rows if row.paused is True]
    return "; ".join(found) or "no"


_BESIDES: Final[dict[str, Callable[[Iterable[Any]], object]]] = {
    "available": _available,
    "hours": _hours,
    "paused": _paused,
}
