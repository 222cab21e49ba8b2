"""The point of sale: what it shows becomes the catalog, but for what people changed elsewhere and it does not show yet.

seen rows ──► cells of both sides judged ──► rows with those values of the catalog that its people did not change
                                         └─► everything else as it stands there
"""

from typing import Any, Final

import msgspec

from tournant.facts.sync import CellsFolded, HeldBack
from tournant.kernel.ids import DerivedIds
from tournant.lens import Decoded, Refused
from tournant.project import Link as Settings
from tournant.project import unproject
from tournant.project.availability import AVAILABLE
from tournant.sync.decide import till
from tournant.sync.decide.contest import Policy
from tournant.sync.decide.ingest import adopt, too_much
from tournant.sync.decide.judge import FIELD, Address, Cells
from tournant.sync.decide.plan import CannotPlan, Plan, difference, says_more
from tournant.sync.decide.state import Shadow
from tournant.sync.desk import Desk
from tournant.sync.library import Library
from tournant.sync.looking import (
    Reading,
    Sighting,
    after,
    closed_cells,
    judged,
    note_problems,
    note_rows,
    note_unreadable,
)
from tournant.sync.partners import MENU, Spot
from tournant.sync.turn import Turn
from tournant.sync.weigh import Weighing, fold

__all__ = ["plan_for", "take_in"]

_POLICY: Final = Policy("latest")


async def take_in(turn: Turn, sighting: Sighting, library: Library) -> None:
    """Take in a look at a point of sale."""
    spot, shadow = sighting.spot, turn.desk.shadow(sighting.spot.place)
    found = _decoded(turn, sighting)
    if found is None:
        return
    if spot.place[1] != MENU:
        _follow(turn, sighting, shadow, found.rows, complete=not found.problems)
        return
    rows = till.settled(unproject(found.rows, spot.manifest.capability, Settings())[0])
    now = till.cells_of(rows)
    canonical = till.cells_of(turn.desk.listed())
    reading = Reading(lambda text: _cells(spot, text), canonical, lambda _: True)
    verdict = await judged(turn, sighting, now, reading, library)
    weighing = Weighing(spot.place[0], spot.account.id, None, lambda _: _POLICY, sighting.look, now, sighting.why)
    folded = fold(turn, verdict, weighing)
    if shadow.seen is not None:
        rows = till.with_values(rows, _kept(canonical, now, folded))
    if folded:
        cells = [list(cell) for cell in sorted(folded)]
        turn.note(
            spot.place[0], CellsFolded(spot.place[0], cells, sighting.seen.began, sighting.seen.ended), sighting.why
        )
    _follow(turn, sighting, after(turn, sighting, shadow, verdict), rows, complete=not found.problems)


def _kept(canonical: Cells, now: Cells, folded: frozenset[Address]) -> Cells:
    """The values of the catalog that stand, though the point of sale does not show them (yet)."""
    kept: dict[Address, Any] = {}
    for cell in canonical.keys() | now.keys():
        value = canonical.get(cell, AVAILABLE if cell[-1] == FIELD else None)
        is_known = cell in canonical or cell[-1] == FIELD
        if is_known and cell not in folded and value != now.get(cell, AVAILABLE if cell[-1] == FIELD else None):
            kept[cell] = value
    return kept


def _follow(turn: Turn, sighting: Sighting, shadow: Shadow, rows: dict[str, list[Any]], *, complete: bool) -> None:
    place = sighting.spot.place
    found = adopt(turn.desk.rows, shadow.keys, rows, complete=complete)
    why_not = None if sighting.released else too_much(found, shadow.keys)
    if why_not:
        if shadow.held != sighting.seen.address:
            turn.note(place[0], HeldBack(*place, sighting.seen.address, why_not), sighting.why)
        turn.put(place, msgspec.structs.replace(shadow, seen=sighting.seen, held=sighting.seen.address))
        return
    if found:
        note_rows(turn, sighting, found)
    turn.put(place, msgspec.structs.replace(shadow, seen=sighting.seen, keys=found.keys, held=None))


def _decoded(turn: Turn, sighting: Sighting) -> Decoded | None:
    lens = sighting.spot.lens(None)
    if lens is None:
        return None
    try:
        found = lens.decode(sighting.text, DerivedIds(sighting.spot.account.id))
    except Refused as why:
        note_unreadable(turn, sighting, 1, [str(why)])
        return None
    note_problems(turn, sighting, found)
    return found


def _cells(spot: Spot, text: bytes) -> Cells:
    """The cells of a document that was read or written before; none where it cannot be read (any more)."""
    lens = spot.lens(None)
    try:
        found = lens.decode(text, DerivedIds(spot.account.id)) if lens else None
    except Refused:
        return {}
    rows = unproject(found.rows, spot.manifest.capability, Settings())[0] if found else {}
    return till.cells_of(till.settled(rows))


def plan_for(desk: Desk, spot: Spot, text: bytes) -> Plan:
    """What would be written to a point of sale: the values of the catalog that it does not show."""
    lens = spot.lens(None)
    if lens is None:
        raise CannotPlan("nothing of it is mapped")
    try:
        seen = lens.decode(text, DerivedIds(spot.account.id))
    except Refused as why:
        raise CannotPlan(f"the catalog of {spot.manifest.name} cannot be read: {why}") from None
    shown = till.cells_of(seen.rows)
    wanted = till.cells_of(desk.listed())
    closed = closed_cells(desk.shadow(spot.place))
    values = {
        cell: wanted[cell]
        for cell in shown.keys() & wanted.keys()
        if cell[-1] != FIELD and cell not in closed and shown[cell] != wanted[cell]
    }
    document = lens.encode(till.with_values(seen.rows, values), seen.source)
    differences = [difference(cell, shown[cell], value) for cell, value in sorted(values.items())]
    return Plan(document, says_more(text, document), differences)
