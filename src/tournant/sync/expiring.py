"""What had an end from the first has come to it: sold out until then, paused until then. A fact, and nobody's edit.

A timer of the merchant's wakes us at the next of these ends, whether a partner ends it by itself or not.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from tournant.canon import Availability, Pause
from tournant.facts.rows import row_key
from tournant.facts.sync import Ended, RowsChanged
from tournant.kernel.row import UNSET, Row
from tournant.log.records import Timer, Why
from tournant.project.availability import FOR_EVER
from tournant.sync.decide.contest import EXPIRY, Register
from tournant.sync.decide.ingest import Changes
from tournant.sync.decide.judge import AVAILABILITY, FIELD, PAUSED, Address
from tournant.sync.desk import REGISTERS, Desk
from tournant.sync.masking import Echoes, common_of
from tournant.sync.turn import Turn

__all__ = ["ROOM", "end", "set_timer"]

ROOM: Final = "sync."
_TIMER: Final = "sync.expiry"
_KINDS: Final = frozenset({"Availability", "Pause"})


def end(turn: Turn, due: list[Timer]) -> None:
    """End what has come to its end, where a timer says so."""
    ours = next((one for one in due if one.name == _TIMER), None)
    if ours is None:
        return
    why = Why(ours.why.trace, ours.name)
    over = [(row, at) for row, at in _ends(turn.desk) if at <= turn.now]
    gone = [(type(row).__name__, row_key(row)) for row, _ in over]
    echoes = Echoes(turn.desk, common_of(turn.desk)) if over else None
    for row, at in over:
        cell = _cell(row)
        ended, said = Register(AVAILABILITY.on_sale, EXPIRY, at, at), turn.desk.registers.get(cell)
        turn.register(cell, ended)
        turn.note(REGISTERS[0], Ended(list(cell), at), why)
        if echoes is not None and said is not None:
            echoes.note_masked(turn, cell, ended, why, since=said.since)
    if gone:
        turn.change_rows(Changes({}, gone, {}))
        turn.note(REGISTERS[0], RowsChanged(REGISTERS[0], EXPIRY, b"", turn.now, turn.now, {}, gone), why)
        # Links wait for a look: many a partner has ended it by itself, and then there is nothing to write.
        for account in turn.desk.accounts:
            turn.dirty.setdefault(account, why)
    _set(turn, why)


def set_timer(turn: Turn, why: Why) -> None:
    """Have us woken at the next end, where a turn has changed what ends."""
    if any(kind in _KINDS for kind, _ in (*turn.puts, *turn.drops)):
        _set(turn, why)


def _set(turn: Turn, why: Why) -> None:
    first = min((at for _, at in _ends(turn.desk)), default=None)
    if first is not None:
        turn.timers.append(Timer(REGISTERS[0], _TIMER, first, b"", why))


def _ends(desk: Desk) -> Iterator[tuple[Row, datetime]]:
    """The rows of a place that end by themselves, and when."""
    for row in (*desk.rows.get("Availability", {}).values(), *desk.rows.get("Pause", {}).values()):
        at = row.unavailable_until if isinstance(row, Availability) else row.until if isinstance(row, Pause) else None
        if isinstance(at, datetime) and at < FOR_EVER:
            yield row, at


def _cell(row: Row) -> Address:
    if isinstance(row, Availability):
        location = row.at_location
        return ("Availability", str(row.parent), "" if location in (None, UNSET) else str(location), FIELD)
    return ("Location", str(row.parent), PAUSED)
