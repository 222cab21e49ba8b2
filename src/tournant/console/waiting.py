"""Waits for you: a line for each thing that only a person can settle, the oldest first; and what is handled already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from tournant.console.asking import View
from tournant.control.fleet import Cell, Standing, Verdict, judged
from tournant.control.orders import Listed

__all__ = ["Handled", "Line", "handled", "waits"]

_FAR_AWAY: Final = datetime(9999, 1, 1, tzinfo=UTC)
_ACTS: Final = {
    "preview": "Read",
    "held": "Review",
    "asks you": "Choose",
    "refused": "Read",
}


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
        command = _sign_in(standing, cell) if word == "sign in" else None
        since = min((one.since for _, one in several if one.since), default=None)
        yield Line(verdict.state, word, who, _what(word, cell, verdict), since, _ACTS.get(word, ""), href, command)


def _of_order(view: View, one: Listed) -> Iterator[Line]:
    if one.alarms:
        first = min(one.alarms, key=lambda alarm: alarm.since)
        _, where = view.cells.get(one.link, (None, one.link))
        who = f"Order {one.display_id or one.id[-6:]}, {where}"
        what = f"{_capital(first.says)}: {first.do}."
        yield Line("bad", "alarm", who, what, first.since, "Open", f"/orders/{quote(one.order, safe=':')}")


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


def _sign_in(standing: Standing, cell: Cell) -> str:
    return f"tournant connect {cell.partner} --merchant {standing.tenant.label} …"


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
