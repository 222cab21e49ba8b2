"""Restaurant: what does each partner show beside what it should show."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from tournant.console import words
from tournant.console.asking import Asking, View
from tournant.console.http import Request
from tournant.console.render import Page
from tournant.control.decisions import Decision
from tournant.control.fleet import Cell, Verdict, judged
from tournant.control.restaurant import Address, Column, Restaurant, compare, read_material
from tournant.kernel import bounds
from tournant.project.loss import REASONS

__all__ = ["counted", "restaurant"]

_CAUSES: Final = ("refused", "sign in", "asks you", "held", "preview", "no answer", "late", "not seen", "on its way")
_WHYS: Final = {
    "refused": "The partner refused what was written. Nothing is tried again before something changes.",
    "sign in": "The partner does not accept our authorisation any more.",
    "asks you": "Somebody changed it, and nobody can tell who meant it so. Everything else goes on as usual.",
    "held": "So much would change at once that nothing was passed on.",
    "preview": "This is what the first write would change; nothing is written before somebody has read it.",
    "no answer": "The partner does not answer. It is tried again with longer rests, orders first.",
    "late": "It differs for longer than it should. Tournant goes on trying.",
    "not seen": "The last look is older than it may be, so what is shown there now is not known.",
    "on its way": "Within its target.",
}
_WORDS: Final = {
    "asks you": "asked of you",
    "preview": "to read before the first write",
    "no answer": "without an answer",
}
_GROUPS: Final = ("Prices", "Names and texts", "Availability", "Hours", "Structure")


@dataclass(frozen=True, slots=True)
class Shown:
    """What one link shows of a value."""

    text: str
    state: str
    should: str | None = None
    """What it should be there, where it is not."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value that differs somewhere."""

    thing: str
    field: str
    should: str
    shown: tuple[Shown | None, ...]
    """By link; None where the partner has no such value."""
    cause: str


@dataclass(frozen=True, slots=True)
class Group:
    """Values that differ for one cause."""

    cause: str
    state: str
    why: str
    rows: tuple[Row, ...]
    more: int
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """One link at the top of the page."""

    cell: Cell
    verdict: Verdict
    column: Column
    seen: datetime | None
    says: str


@dataclass(slots=True)
class Count:
    """How many values of one sort are as they should be, by link."""

    name: str
    links: list[tuple[int, int]] = field(default_factory=list)


async def restaurant(ask: Asking, view: View, request: Request, location: str) -> Page:
    """The page."""
    standing, place = view.restaurant(location)
    cells = [one for one in standing.cells if one.location == location]
    cells.sort(key=lambda one: (one.role != "pos", one.name, one.link))
    material = await read_material(ask.parts.store, standing.tenant)
    compared = await asyncio.to_thread(compare, material, location)
    by_link = {one.link: one for one in compared.columns}
    heads = [_head(cell, by_link.get(cell.link, Column(cell.link)), view.now) for cell in cells]
    decisions = [one for one in await ask.decided(view, [standing]) if location in one.restaurants]
    groups = list(_groups(heads, compared, decisions, request.query.get("all")))
    counts = counted(heads)
    values: dict[str, Any] = {
        "standing": standing,
        "place": place,
        "heads": heads,
        "groups": groups,
        "counts": counts,
        "total": sum(whole for one in counts for _, whole in one.links),
        "causes": _causes(heads),
        "losses": {head.cell.link: _losses(head.column) for head in heads},
        "oldest": min((head.seen for head in heads if head.seen), default=None),
        "calls": sum(len(head.cell.looks) for head in heads),
    }
    return Page("restaurant", place.name, f"/restaurants/{location}", values)


def _head(cell: Cell, column: Column, now: datetime) -> Head:
    verdict = judged(cell, now)
    by_cause = Counter(_cause(verdict, column, one) for one in column.differing)
    said = ", ".join(f"{count:,} {_WORDS.get(cause, cause)}" for cause in _CAUSES if (count := by_cause[cause]))
    return Head(cell, verdict, column, cell.seen, said or _plain(verdict, column))


def _plain(verdict: Verdict, column: Column) -> str:
    if column.unreadable:
        return column.unreadable
    return "all as it should be" if verdict.state == "seen" else verdict.word


def _cause(verdict: Verdict, column: Column, value: Address) -> str:
    """Why a value differs on a link: a question is about that value alone, everything else about the whole link."""
    if value in column.asked:
        return "asks you"
    if verdict.word == "asks you":
        return "on its way"
    return verdict.word if verdict.word in _CAUSES else "on its way"


def _causes(heads: list[Head]) -> list[tuple[str, str, int]]:
    """By cause: in which words, in which state, how many values of all links."""
    found: Counter[str] = Counter(
        _cause(head.verdict, head.column, one) for head in heads for one in head.column.differing
    )
    return [(_WORDS.get(cause, cause), _state(cause), found[cause]) for cause in _CAUSES if found[cause]]


def _state(cause: str) -> str:
    for state, causes in (
        ("bad", ("refused", "sign in")),
        ("you", ("asks you", "held", "preview")),
        ("late", ("no answer", "late")),
        ("unknown", ("not seen",)),
    ):
        if cause in causes:
            return state
    return "way"


def counted(heads: list[Head]) -> list[Count]:
    """How many values are as they should be, of how many: together they are all values that are compared."""
    found = []
    for name in _GROUPS:
        links = []
        for head in heads:
            of = [one for one in head.column.values if words.group_of(one) == name]
            wrong = sum(one in head.column.differing for one in of)
            links.append((len(of) - wrong, len(of)))
        if any(whole for _, whole in links):
            found.append(Count(name, links))
    return found


def _groups(heads: list[Head], compared: Restaurant, decisions: list[Decision], every: str | None) -> Iterator[Group]:
    rows = sorted(_rows(heads, compared), key=lambda one: (_CAUSES.index(one.cause), one.thing.casefold(), one.field))
    for cause, of in groupby(rows, key=lambda one: one.cause):
        several = tuple(of)
        most = bounds.DIFFERENCES_SHOWN_MAX if cause in (every, "preview") else bounds.DIFFERENCES_SAMPLED
        kinds = {"held": "held", "asks you": "ask", "preview": "preview", "refused": "refused"}
        mine = tuple(one for one in decisions if one.kind == kinds.get(cause))
        shown = several[:most]
        yield Group(cause, _state(cause), _WHYS[cause], shown, len(several) - len(shown), mine)


def _rows(heads: list[Head], compared: Restaurant) -> Iterator[Row]:
    names = compared.names
    for value in compared.differing:
        causes = [_cause(one.verdict, one.column, value) for one in heads if value in one.column.differing]
        yield Row(
            words.thing(value, names),
            words.field(value),
            words.value(compared.should_be(value), names),
            tuple(_shown(one, value, names) for one in heads),
            min(causes, key=_CAUSES.index),
        )


def _shown(head: Head, value: Address, names: Any) -> Shown | None:  # noqa: ANN401 - from ids to names
    column = head.column
    if value not in column.values:
        return None
    text = words.value(column.shown.get(value), names) if value in column.shown else "not there"
    if value not in column.differing:
        return Shown(text, "unknown" if head.verdict.word == "not seen" else "same")
    should = words.value(column.wanted.get(value), names) if value in column.wanted else "not there"
    return Shown(text, _state(_cause(head.verdict, column, value)), should)


def _losses(column: Column) -> list[tuple[str, int]]:
    """What differs by design, by reason."""
    found = Counter(one.reason for one in column.losses)
    return [(REASONS[reason], count) for reason, count in sorted(found.items())]
