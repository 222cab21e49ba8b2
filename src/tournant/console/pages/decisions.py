"""Decisions: what only a person can settle, and how to settle many at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from tournant.console import words
from tournant.console.asking import Asking, View
from tournant.console.http import Refused, Request
from tournant.console.render import Page
from tournant.console.waiting import ELSEWHERE, sign_in, waits
from tournant.control.decisions import Decision, Kind
from tournant.control.fleet import judged
from tournant.kernel import bounds

__all__ = ["decision", "decisions"]

_TITLES: Final[Mapping[Kind, tuple[str, str]]] = {
    "ask": ("Asks you", "Somebody changed it, and nobody can tell who meant it so."),
    "held": ("Held", "So much would change at once that nothing was passed on."),
    "match": ("Probably the same", "Until you say so, ours is put beside theirs and not in its place."),
    "preview": ("Preview", "Nothing is written there before somebody has read what would be."),
    "refused": ("Refused", "The partner refused what was written; it is not sent again before something changes."),
}
_ANCHORS: Final[Mapping[Kind, str]] = {"ask": "asks-you", "held": "held", "match": "matches", "preview": "preview",
                                       "refused": "refused"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A decision with the words for it."""

    one: Decision
    where: str
    field: str
    shows: str
    says: str


@dataclass(frozen=True, slots=True)
class Group:
    """Decisions of one kind."""

    kind: Kind
    anchor: str
    title: str
    why: str
    cases: tuple[Case, ...]
    sure: tuple[Case, ...]
    """Those that one act can settle together: pairs that have a number in common."""

    @property
    def pairs(self) -> int:
        """How many pairs that act would settle."""
        return sum(len(one.one.pairs) for one in self.sure)


async def decisions(ask: Asking, view: View, request: Request) -> Page:
    """The list."""
    kind, merchant = request.query.get("kind"), request.query.get("merchant")
    found = await ask.decided(view, [one for one in view.standings if merchant in (None, one.tenant.label)])
    shown = [one for one in found if kind in (None, one.kind)]
    values: dict[str, Any] = {
        "groups": list(_groups(view, shown)),
        "count": len(shown),
        "signed_out": _signed_out(view),
        "elsewhere": [one for one in waits(view) if one.word in ELSEWHERE],
    }
    return Page("decisions", "Decisions", "/decisions", values)


async def decision(ask: Asking, view: View, _: Request, id_: str) -> Page:
    """One of them, with everything that it would do."""
    found = await ask.decided(view, view.standings)
    one = next((one for one in found if one.id == id_), None)
    if one is None:
        raise Refused(404, "this is decided already, or there is nothing to decide any more")
    (group,) = _groups(view, [one])
    return Page("decision", group.title, f"/decisions/{id_}", {"group": group, "case": group.cases[0]})


def _groups(view: View, found: Iterable[Decision]) -> Iterator[Group]:
    for kind, of in groupby(found, key=lambda one: one.kind):
        cases = tuple(_case(view, one) for one in of)
        sure = tuple(one for one in cases if one.one.kind == "match" and one.one.why == "by number")
        yield Group(
            kind, _ANCHORS[kind], *_TITLES[kind], cases, sure[: bounds.DECIDED_AT_ONCE_MAX] if len(sure) > 1 else ()
        )


def _case(view: View, one: Decision) -> Case:
    standing = next(each for each in view.standings if each.tenant == one.tenant)
    names = {each.id: each.name for each in standing.restaurants}
    at = [names.get(each, each) for each in one.restaurants]
    where = at[0] if len(at) == 1 else f"{standing.name}, all {len(at)} restaurants"
    known = {one.cell[1]: one.thing} if one.cell else {}
    return Case(
        one,
        where,
        words.field(one.cell) if one.cell else "",
        words.value(one.shows, known),
        words.value(one.says, known),
    )


def _signed_out(view: View) -> list[tuple[str, str, str]]:
    """Accounts that have to be connected again: who, at which partner, and what to say on the command line."""
    found = {}
    for standing in view.standings:
        for cell in standing.cells:
            if judged(cell, view.now).word == "sign in":
                found[cell.account] = (standing.name, cell.name, sign_in(standing, cell))
    return list(found.values())
