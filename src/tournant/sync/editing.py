"""An operator's edits: rows of the catalog change as if somebody had changed them at a partner, a moment ago.

The source is `operator:<name>`; the edit is the latest, so it holds everywhere until somebody changes it again, and
every link that is live is written.
"""

from datetime import datetime
from typing import Any, Final

import msgspec

from tournant.facts.commands import CATALOG, operator
from tournant.facts.rows import encode_row
from tournant.facts.sync import RowsChanged
from tournant.kernel import bounds
from tournant.project.availability import AVAILABLE, State
from tournant.sync.decide import edits
from tournant.sync.decide.contest import Register
from tournant.sync.decide.edits import Edit
from tournant.sync.decide.ingest import Changes, compared
from tournant.sync.decide.judge import text_of, until_of
from tournant.sync.wish import CannotBe, Wish

__all__ = ["edit"]

_OF_A_PLACE: Final = ("pause", "resume")


async def edit(wish: Wish) -> str:
    """Change the catalog as an operator says."""
    try:
        made = _made(wish)
    except ValueError as why:
        raise CannotBe(str(why)) from None
    turn, command = wish.turn, wish.command
    for cell, value in made.cells.items():
        turn.register(cell, Register(text_of(value), operator(command.by), turn.now, turn.now, until_of(value)))
    wish.note_act(CATALOG)
    changes = compared(turn.desk.rows, made.rows)
    if not changes:
        return "it was so already"
    _change(wish, changes)
    return _where(wish)


def _made(wish: Wish) -> Edit:
    command, rows = wish.command, wish.turn.desk.listed()
    kind, place = _kind(wish), command.args.get("location")
    if command.do in _OF_A_PLACE:
        return edits.pause(rows, _location(wish), _state(wish), since=wish.turn.now, reason=command.reason)
    if command.do in ("86", "un86"):
        return edits.said_of_places(rows, kind, command.target, _places(wish, place), _state(wish))
    name, value = command.args.get("field", ""), command.args.get("value", "")
    if name == "hours":
        return edits.hours(rows, _location(wish), value)
    if name == "price":
        return edits.priced(rows, kind, command.target, value)
    return edits.worded(rows, kind, command.target, name, value)


def _kind(wish: Wish) -> str:
    found = [kind for kind, rows in wish.turn.desk.rows.items() if wish.command.target in rows]
    if found:
        return found[0]
    if any(link.location == wish.command.target for link in wish.turn.desk.links.values()):
        return "Location"
    raise CannotBe(f"{wish.command.target} is nothing of this merchant's catalog")


def _location(wish: Wish) -> str:
    if _kind(wish) != "Location":
        raise CannotBe(f"{wish.command.target} is no location")
    return wish.command.target


def _places(wish: Wish, said: str | None) -> list[str]:
    """The locations that are meant: the one that is named, else all."""
    known = sorted(
        {link.location for link in wish.turn.desk.links.values()} | set(wish.turn.desk.rows.get("Location", ()))
    )
    if said is None:
        return known
    if said not in known:
        raise CannotBe(f"{said} is no location of this merchant")
    return [said]


def _state(wish: Wish) -> State:
    """What a thing or a place is from now on: on sale, off until an instant, or until somebody takes it back."""
    if wish.command.do in ("un86", "resume"):
        return AVAILABLE
    until = wish.command.args.get("until")
    if until is None:
        return ("indefinitely",)
    try:
        instant = datetime.fromisoformat(until)
    except ValueError:
        raise CannotBe(f"{until!r} is no instant: write it as 2026-11-24T21:30:00Z") from None
    if instant.tzinfo is None:
        raise CannotBe(f"{until!r} says no zone: end it with Z or +02:00")
    if instant <= wish.turn.now:
        raise CannotBe(f"{until} has passed already")
    return ("until", instant)


def _change(wish: Wish, changes: Changes) -> None:
    """Change the rows, and say so in facts of a bounded size."""
    turn = wish.turn
    turn.change_rows(changes)
    for link in turn.desk.links.values():
        turn.dirty.setdefault(link.id, wish.why)
    puts: list[tuple[str, Any]] = [(kind, row) for kind, rows in changes.puts.items() for row in rows]
    parts = range(0, max(1, len(puts)), bounds.ROWS_A_FACT_MAX)
    for start in parts:
        some: dict[str, list[msgspec.Raw]] = {}
        for kind, row in puts[start : start + bounds.ROWS_A_FACT_MAX]:
            some.setdefault(kind, []).append(msgspec.Raw(encode_row(row)))
        gone = changes.gone if start == parts[-1] else []
        source = operator(wish.command.by)
        fact = RowsChanged(source, CATALOG, wish.address, turn.now, turn.now, some, gone)
        turn.note(CATALOG, fact, wish.why, wish.command.by)


def _where(wish: Wish) -> str:
    """Where an edit goes now."""
    links = wish.turn.desk.links.values()
    live = sum(link.mode == "live" for link in links)
    others = len(links) - live
    if not live:
        return f"noted; no link is live, so nothing is written ({others} only observe)"
    written = (
        "1 live link is written where it differs" if live == 1 else f"{live} live links are written where they differ"
    )
    return written + (f"; {others} only observe" if others > 1 else "; 1 only observes" if others else "")
