"""A place takes no orders for a while: a pause, of the place and so of every channel that is live there.

    paused at one channel ──► the place's pause ──► paused at its other channels, until the same instant
    the instant has come   ──► every channel ends it by itself, and so do we: nobody's edit

What a channel shows need not say when its pause ends. We take it to end when we wrote that it does; if it goes on for
longer, somebody has paused again. What the channel's own people pause, not the restaurant's, is no pause of the place.
Closed is not paused.
"""

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from tournant.canon import Pause
from tournant.facts.rows import row_key
from tournant.facts.sync import CellsFolded, NotHeld
from tournant.kernel import bounds, ids
from tournant.kernel.row import UNSET, Row
from tournant.lens import Refused
from tournant.project.availability import AVAILABLE, State
from tournant.sync.decide import settings
from tournant.sync.decide.contest import EXPIRY, Policy
from tournant.sync.decide.ingest import Changes
from tournant.sync.decide.judge import PAUSED, Address, Cells, Judged, Open
from tournant.sync.decide.meeting import Stage
from tournant.sync.decide.own import Write
from tournant.sync.decide.plan import CannotPlan, Plan, difference
from tournant.sync.decide.state import Shadow, stage_of
from tournant.sync.desk import Desk
from tournant.sync.library import Library
from tournant.sync.looking import Reading, Sighting, after, closed_cells, judged, note_rows, note_unreadable
from tournant.sync.partners import MENU, Spot
from tournant.sync.turn import Turn
from tournant.sync.weigh import Weighing, fold

__all__ = ["plan_for", "take_in"]

_INDEFINITELY: Final[State] = ("indefinitely",)


async def take_in(turn: Turn, sighting: Sighting, library: Library) -> None:
    """Take in a look at whether a channel's store takes orders."""
    spot, link, target = sighting.spot, sighting.spot.link, sighting.spot.place[0]
    try:
        shown = _shown(spot, sighting.text)
    except Refused as why:
        note_unreadable(turn, sighting, 1, [str(why)])
        return
    if link is None or shown is None:
        return
    cell: Address = ("Location", link.location, PAUSED)
    shadow = _known(turn.desk, spot)
    if shown.paused is True and shown.reason in spot.manifest.pauses_itself:
        _note_their_pause(turn, sighting, shadow, cell)
        return
    turn.put(spot.place, shadow)
    turn.dirty.setdefault(target, sighting.why)
    ends = await _end_of(spot, shadow, sighting, library) if shown.paused is True else None
    value = _state(shown, ends)
    verdict = await _judged(turn, sighting, cell, value, library)
    if stage_of(shadow, sighting.look) is Stage.BASELINE and value != AVAILABLE:
        # What is paused when its link goes live is so because somebody wants it to be.
        verdict.edits[cell] = sighting.look.begin
    policy = Policy(settings.owner_of(settings.decoded(link.settings), PAUSED))
    same = Weighing(target, target, lambda _: policy, sighting.look, {cell: value}, sighting.why)
    folded = fold(turn, verdict, same)
    turn.put(spot.place, msgspec.structs.replace(after(turn, sighting, shadow, verdict), until=ends, noted=[]))
    if folded:
        seen = sighting.seen
        turn.note(target, CellsFolded(target, [list(cell)], seen.began, seen.ended), sighting.why)
        _hold(turn, sighting, link.location, value)


async def _judged(turn: Turn, sighting: Sighting, cell: Address, value: State, library: Library) -> Judged:
    spot, before = sighting.spot, turn.desk.shadow(sighting.spot.place)
    reading = Reading(
        lambda text: _cells(spot, cell, text, before.until),
        {cell: _standing(turn.desk, cell[1])},
        lambda _: False,
        carried=lambda write, text: _carried(spot, cell, write, text),
    )
    return await judged(turn, sighting, {cell: value}, reading, library)


def _known(desk: Desk, spot: Spot) -> Shadow:
    """What is known of a status; it is as live as the menu of its link."""
    shadow, menu = desk.shadow(spot.place), desk.shadow((spot.place[0], MENU))
    is_live = spot.link is not None and spot.link.mode == "live"
    since = menu.live_since if is_live else None
    based = shadow.based and since == shadow.live_since
    return msgspec.structs.replace(shadow, live_since=since, based=based)


def _note_their_pause(turn: Turn, sighting: Sighting, shadow: Shadow, cell: Address) -> None:
    """Say, once, that the channel itself has paused a store: of what its restaurant wants, that shows nothing."""
    if list(cell) not in shadow.noted:
        why = f"{sighting.spot.manifest.name} itself has paused it, and only there it can be resumed"
        turn.note(sighting.spot.place[0], NotHeld(sighting.spot.place[0], list(cell), why), sighting.why)
        turn.put(sighting.spot.place, msgspec.structs.replace(shadow, noted=[list(cell)]))


def _hold(turn: Turn, sighting: Sighting, location: str, value: State) -> None:
    """Make it the place's, if it is not so already."""
    if value == _standing(turn.desk, location):
        return
    row = _row(location, value, sighting.seen.ended)
    gone = [("Pause", key) for key, one in turn.desk.rows.get("Pause", {}).items() if one.parent == location]
    if value == AVAILABLE:
        note_rows(turn, sighting, Changes({}, gone, {}))
    else:
        others = [one for one in gone if one[1] != row_key(row)]
        note_rows(turn, sighting, Changes({"Pause": [row]}, others, {}))


def _row(location: str, value: State, since: datetime) -> Row:
    until: Any = value[1] if value[0] == "until" else None
    id_ = ids.derived("tournant", "Pause", location)
    return Pause(id_, None, location, UNSET, paused=True, since=since, until=until)


def _standing(desk: Desk, location: str) -> State:
    """Whether a place is paused here, and until when."""
    for _, row in sorted(desk.rows.get("Pause", {}).items()):
        if isinstance(row, Pause) and row.parent == location and row.paused is True:
            return _state(row, row.until if isinstance(row.until, datetime) else None)
    return AVAILABLE


def _state(row: Pause, ends: datetime | None) -> State:
    if row.paused is not True:
        return AVAILABLE
    return _INDEFINITELY if ends is None else ("until", ends)


def _shown(spot: Spot, text: bytes) -> Pause | None:
    lens = spot.lens(None)
    rows = lens.decode(text).rows.get("Pause", []) if lens else []
    found: Pause | None = rows[0] if rows else None
    return found


def _cells(spot: Spot, cell: Address, text: bytes, ends: datetime | None) -> Cells:
    """What was read before showed, with the end that was known of it."""
    try:
        row = _shown(spot, text)
    except Refused:
        return {}
    return {} if row is None else {cell: _state(row, ends)}


def _carried(spot: Spot, cell: Address, write: Write, text: bytes) -> Open:
    row = _written(spot, text)
    said = row.until if row is not None and isinstance(row.until, datetime) else None
    return Open(write, {} if row is None else {cell: _state(row, said)})


def _written(spot: Spot, text: bytes) -> Pause | None:
    lens = spot.written_lens()
    try:
        rows = lens.decode(text).rows.get("Pause", []) if lens else []
    except Refused:
        return None
    found: Pause | None = rows[0] if rows else None
    return found


async def _end_of(spot: Spot, shadow: Shadow, sighting: Sighting, library: Library) -> datetime | None:
    """When a pause that is shown ends, as we wrote it; None where we did not, or where that should be over by now."""
    ends = shadow.until
    for one in sorted(shadow.open.values(), key=lambda write: write.planned):
        row = _written(spot, await library.text(one.document))
        if row is not None and row.paused is True:
            ends = row.until if isinstance(row.until, datetime) else None
    late = timedelta(seconds=bounds.PAUSE_ENDS_LATE_S)
    return ends if ends is not None and sighting.look.begin < ends + late else None


def plan_for(desk: Desk, spot: Spot, text: bytes) -> Plan:
    """What would be written: the pause of the place, or its end."""
    link, lens, shadow = spot.link, spot.written_lens(), desk.shadow(spot.place)
    if link is None or lens is None:
        raise CannotPlan("nothing of it is mapped")
    cell: Address = ("Location", link.location, PAUSED)
    wanted, shown = _standing(desk, link.location), _cells(spot, cell, text, shadow.until).get(cell)
    last = desk.registers.get(cell)
    ends_there_too = shadow.until is not None and last is not None and last.source == EXPIRY
    if shown in (None, wanted) or ends_there_too or cell in closed_cells(shadow):
        return Plan(text, changes=False, differences=[])
    until: Any = wanted[1] if wanted[0] == "until" else UNSET
    row = Pause("pause", None, UNSET, 0, paused=wanted != AVAILABLE, until=until)
    return Plan(lens.build({"Pause": [row]}), changes=True, differences=[difference(cell, shown, wanted)])
