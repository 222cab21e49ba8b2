"""What is written: for every place that is concerned, what it should show against what it showed."""

import msgspec

from tournant.facts.sync import Agreed, Quarantined
from tournant.log.records import Why
from tournant.sync import stock
from tournant.sync.decide.plan import CannotPlan, fingerprint
from tournant.sync.desk import Place
from tournant.sync.library import Library
from tournant.sync.partners import AVAILABILITY, MENU, Partners, Spot, places_of, spot_of
from tournant.sync.turn import PlannedWrite, Turn
from tournant.sync.writing import plan_of

__all__ = ["plan_dirty"]


async def plan_dirty(turn: Turn, partners: Partners, library: Library) -> None:
    """Plan every place of which something was seen to be different."""
    places: dict[Place, Why] = {}
    for target, why in turn.dirty.items():
        for place in places_of(turn.desk, target, partners):
            places.setdefault(place, why)
    # What is noted of stock, the catalog says: it comes after.
    for place, why in sorted(places.items(), key=lambda one: one[0][1] == MENU):
        spot = spot_of(turn.desk, partners, place)
        if spot is not None:
            await _plan_place(turn, spot, library, why)


async def _plan_place(turn: Turn, spot: Spot, library: Library, why: Why) -> None:
    shadow = turn.desk.shadow(spot.place)
    if spot.place[1] == AVAILABILITY and spot.manifest.role == "pos":
        await stock.plan(turn, spot, library, why)
    elif spot.place[1] == MENU and shadow.seen is not None and shadow.write is None and shadow.held is None:
        _plan(turn, spot, await library.text(shadow.seen.address), why)


def _plan(turn: Turn, spot: Spot, text: bytes, why: Why) -> None:
    """Note that a place agrees, or write to it if it is live."""
    place, shadow = spot.place, turn.desk.shadow(spot.place)
    seen = shadow.seen
    if seen is None:
        return
    try:
        found = plan_of(turn.desk, spot, text)
    except CannotPlan as reason:
        turn.note(place[0], Quarantined(*place, seen.address, 1, [str(reason)]), why)
        return
    step = fingerprint(text, found.document)
    if not found.changes or (not found.differences and shadow.written == step):
        # What differs beyond what guests get was written from here once already: the partner keeps its own form of it.
        if not shadow.agrees:
            turn.note(place[0], Agreed(*place, seen.began, seen.ended), why)
        turn.put(place, msgspec.structs.replace(shadow, agrees=True))
        return
    turn.put(place, msgspec.structs.replace(shadow, agrees=False))
    if turn.desk.is_live(place[0]) and spot.resource.write and shadow.refused != step:
        turn.know(place[0], found.names)
        turn.writes.append(PlannedWrite(place, found, step, spot.resource.write, why))
