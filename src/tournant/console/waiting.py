"""Waits for you: a line for each thing that only a person can settle, the oldest first; and what is handled already."""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from tournant.console.asking import View
from tournant.control.attention import Kind, Matter
from tournant.control.fleet import Cell, Standing, Verdict, judged
from tournant.control.orders import Listed
from tournant.orders.decide.naming import whose

__all__ = ["ELSEWHERE", "Handled", "Line", "handled", "sign_in", "waits"]

_FAR_AWAY: Final = datetime(9999, 1, 1, tzinfo=UTC)
_ACTS: Final = {
    "preview": "Read",
    "held": "Review",
    "asks you": "Choose",
    "refused": "Read",
}
_MATTERS: Final[Mapping[Kind, tuple[str, str]]] = {
    "standing": ("bad", "stands still"),
    "order": ("bad", "put aside"),
    "unreadable": ("bad", "not usable"),
    "proposals": ("you", "match"),
}
"""By kind of a matter: its state, and its word."""
ELSEWHERE: Final = frozenset(word for state, word in _MATTERS.values() if state == "bad")
"""Words of lines about which there is nothing to decide: they are seen to elsewhere."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits."""

    state: str
    word: str
    who: str
    what: str
    since: datetime | None
    act: str
    href: str
    command: str | None = None
    """What to say on the command line, where this console cannot do it."""


@dataclass(frozen=True, slots=True)
class Handled:
    """A fault about which nothing has to be done."""

    who: str
    what: str
    since: datetime | None


def waits(view: View) -> list[Line]:
    """Everything that waits, the oldest first; what nobody has timed comes last, by name."""
    found = [line for standing in view.standings for line in _of(standing, view.now)]
    found += [line for one in view.orders for line in _of_order(view, one)]
    alarmed = {one.order for one in view.orders if one.alarms}
    found += [_of_matter(view, one) for one in view.matters if one.target not in alarmed]
    return sorted(found, key=lambda one: (one.since or _FAR_AWAY, one.who, one.word))


def _of(standing: Standing, now: datetime) -> Iterator[Line]:
    names = {one.id: one.name for one in standing.restaurants}
    groups: dict[tuple[str, str], list[tuple[Cell, Verdict]]] = {}
    for cell in standing.cells:
        verdict = judged(cell, now)
        if verdict.state in ("bad", "you") and verdict.word != "alarm":  # Each order has a line of its own.
            groups.setdefault((verdict.word, _target(cell, verdict)), []).append((cell, verdict))
    for (word, _), several in groups.items():
        cell, verdict = several[0]
        at = sorted({names[one.location] for one, _ in several})
        who = f"{at[0] if len(at) == 1 else standing.name}, {cell.name}"
        href = f"/restaurants/{cell.location}" if word == "preview" else f"/decisions#{word.replace(' ', '-')}"
        command = sign_in(standing, cell) if word == "sign in" else None
        since = min((one.since for _, one in several if one.since), default=None)
        yield Line(verdict.state, word, who, _what(word, cell, verdict), since, _ACTS.get(word, ""), href, command)


def _of_order(view: View, one: Listed) -> Iterator[Line]:
    if one.alarms:
        first = min(one.alarms, key=lambda alarm: alarm.since)
        _, where = view.cells.get(one.link, (None, one.link))
        who = f"Order {one.display_id or one.id[-6:]}, {where}"
        what = f"{_capital(first.says)}: {first.do}."
        yield Line("bad", "alarm", who, what, first.since, "Open", f"/orders/{quote(one.order, safe=':')}")


def _of_matter(view: View, one: Matter) -> Line:
    standing = next(each for each in view.standings if each.tenant.label == one.merchant)
    names = {each.id: each.name for each in standing.restaurants}
    target = whose(one.target) or one.target
    cells = [each for each in standing.cells if target in (each.link, each.account)]
    at = sorted({names[each.location] for each in cells})
    who = at[0] if len(at) == 1 else standing.name
    if cells and one.kind != "standing":
        who = f"{who}, {cells[0].name}"
    state, word = _MATTERS[one.kind]
    act, href, command = "", "", None
    match one.kind:
        case "standing":
            command = "tournant doctor"
        case "unreadable" if cells:
            act, href = "Look again", f"/restaurants/{cells[0].location}"
        case "proposals":
            act, href = "Read", "/decisions#matches"
        case _:
            command = f"tournant orders handled {shlex.quote(one.target)} --reason …"
    return Line(state, word, who, _what_of(one), one.since, act, href, command)


def _what_of(one: Matter) -> str:
    match one.kind:
        case "standing":
            return f"{_capital(one.why)}. If this finds nothing, the log of the core says why: room_broke."
        case "order":
            return f"{_capital(one.why)}. Compare the tablet with the till; it is tried again."
        case _:
            return f"{_capital(one.why)}."


def _target(cell: Cell, verdict: Verdict) -> str:
    """What it is about: an account for all of its restaurants, or a link."""
    if verdict.word in ("sign in", "preview"):
        return cell.account if verdict.word == "sign in" else cell.link
    for look in cell.looks:
        if look.held or look.refused or look.asked:
            return look.place[0]
    return cell.link


def _what(word: str, cell: Cell, verdict: Verdict) -> str:
    why = (verdict.why or "").rstrip(".")
    match word:
        case "preview":
            return "Nothing is written there before somebody has read what."
        case "held":
            return f"{_capital(why)}. Nothing was passed on."
        case "asks you":
            return "Something differs, and nobody can tell who meant it so."
        case "sign in":
            return f"{cell.name} does not accept our authorisation any more."
        case _:
            return f"{cell.name} refused what was written: {why or 'it said no more'}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sign_in(standing: Standing, cell: Cell) -> str:
    """What to say on the command line where an account has to be connected again."""
    return f"tournant connect {cell.partner} --merchant {shlex.quote(standing.tenant.label)} …"


def handled(standings: Iterable[Standing], now: datetime) -> list[Handled]:
    """Partners that do not answer, a line each."""
    silent: dict[str, list[tuple[str, Verdict]]] = {}
    for standing in standings:
        names = {one.id: one.name for one in standing.restaurants}
        for cell in standing.cells:
            verdict = judged(cell, now)
            if verdict.word == "no answer":
                silent.setdefault(cell.name, []).append((names[cell.location], verdict))
    return [_handled(name, several) for name, several in sorted(silent.items())]


def _handled(partner: str, several: list[tuple[str, Verdict]]) -> Handled:
    at = sorted({name for name, _ in several})
    where = at[0] if len(at) == 1 else f"{len(at)} restaurants"
    since = min((one.since for _, one in several if one.since), default=None)
    return Handled(
        f"{partner}, {where}", "It does not answer. It is tried again with longer rests, orders first.", since
    )
