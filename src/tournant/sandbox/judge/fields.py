"""Which values a field may have in the end: that of the last edit, or of another that no look could tell from it.

Two edits on different sides are told apart by whoever only looks where the spans in which they lie do not overlap. Of
the edits at one place only the last is there to be seen. An edit that was overwritten by the application before any
look could show it is as good as not made, where the overwriting came within `race_s`: nobody could have known of it. It
is made at one place, whatever it means elsewhere: one price for several locations that is edited at the store of one is
overwritten for all of them there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tournant.sandbox.judge.looks import Looks, Span
from tournant.sandbox.judge.store import Told
from tournant.sandbox.world.truth import Cell, Edit

__all__ = ["Allowed", "Fields", "kind_of_look"]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a field may be."""

    values: tuple[Any, ...]
    """The value that it should have first."""
    concurrent: bool = False
    """Whether it is more than one because of edits that nobody could tell apart."""
    unseen: bool = False
    """Whether an edit was overwritten before a look could show it."""


def kind_of_look(cell: Cell) -> str:
    """Say at what one has to look for a field."""
    return {"hours": "hours", "paused": "status"}.get(cell[0], "menu")


@dataclass
class Fields:
    """Every field that somebody edited."""

    looks: Mapping[str, Looks]
    """By partner."""
    race_s: float
    edits: dict[Cell, list[Edit]] = field(default_factory=dict)
    told: dict[Cell, list[tuple[str, Told]]] = field(default_factory=dict)
    """What applications wrote, with the account where it was written."""

    def allowed(self, cell: Cell, first: Any) -> Allowed:  # noqa: ANN401 - a value of any field
        """Say what a field may be, that began with this value."""
        return self._allowed(cell, self.edits.get(cell, ()), first)

    def _allowed(self, cell: Cell, edits: Sequence[Edit], first: Any) -> Allowed:  # noqa: ANN401 - the same
        if not edits:
            return Allowed((first,))
        last = edits[-1]
        found = [last.value]
        span = self._span(cell, last)
        seen = {(last.partner, last.account)}
        for edit in reversed(edits[:-1]):
            place = (edit.partner, edit.account)
            if place not in seen and self._span(cell, edit).overlaps(span):
                found.append(edit.value)
            seen.add(place)
        concurrent = len(set(found)) > 1
        if not any(self._is_overwritten(one, last) for one in last.cells):
            return Allowed(tuple(dict.fromkeys(found)), concurrent)
        before = self._allowed(cell, edits[:-1], first)
        return Allowed(tuple(dict.fromkeys([*found, *before.values])), concurrent or before.concurrent, unseen=True)

    def _span(self, cell: Cell, edit: Edit) -> Span:
        return self.looks[edit.partner].around(edit.account, kind_of_look(cell), edit.at)

    def _is_overwritten(self, cell: Cell, edit: Edit) -> bool:
        for account, told in self.told.get(cell, ()):
            if account != edit.account or told.at < edit.at or told.value == edit.value:
                continue
            soon = told.at - edit.at <= timedelta(seconds=self.race_s)
            looks, kind = self.looks[edit.partner], kind_of_look(cell)
            return soon and not looks.between(edit.account, kind, Span(edit.at, told.at))
        return False
