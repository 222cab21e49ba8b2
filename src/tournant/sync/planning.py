"""What is written: for every place that is concerned, what it should show against what it showed."""

from collections.abc import Callable
from datetime import timedelta

import msgspec

from tournant.facts.sync import Agreed, Quarantined
from tournant.kernel import bounds
from tournant.log.records import Why
from tournant.sync import hours, pauses, stock
from tournant.sync.decide.plan import CannotPlan, Plan, fingerprint
from tournant.sync.decide.state import Seen, Shadow
from tournant.sync.desk import Desk, Place
from tournant.sync.library import Library
from tournant.sync.partners import AVAILABILITY, HOURS, MENU, STATUS, Partners, Spot, places_of, spot_of
from tournant.sync.turn import PlannedWrite, Turn
from tournant.sync.writing import plan_of

__all__ = ["dirty", "is_compared", "plan", "planner_of"]

Planner = Callable[[Desk, Spot, bytes], Plan]


def dirty(turn: Turn, partners: Partners) -> list[tuple[Spot, Why]]:
    """Every place of which something was seen to be different, and why."""
    places: dict[Place, Why] = {}
    for target, why in turn.dirty.items():
        for place in places_of(turn.desk, target, partners):
            places.setdefault(place, why)
    # What is noted of stock, the catalog says: it comes after.
    found = [(spot_of(turn.desk, partners, place), why) for place, why in places.items()]
    spots = [(spot, why) for spot, why in found if spot is not None]
    return sorted(spots, key=lambda one: one[0].place[1] == MENU)


async def plan(turn: Turn, dirty_place: tuple[Spot, Why], library: Library) -> None:
    """Plan one of them."""
    spot, why = dirty_place
    shadow = turn.desk.shadow(spot.place)
    if spot.place[1] == AVAILABILITY and spot.manifest.role == "pos":
        await stock.plan(turn, spot, library, why)
        return
    if _is_new_there(turn.desk, spot, shadow):
        # What its people have paused is not resumed: a look that begins now says whether they have.
        turn.look(spot.place, turn.now, why)
        return
    plan_for = planner_of(spot)
    if plan_for is not None and shadow.seen is not None and _is_free(spot, shadow):
        _plan(turn, spot, plan_for, await library.text(shadow.seen.address), why)


def _is_free(spot: Spot, shadow: Shadow) -> bool:
    """Whether a place may be planned now.

    Where a whole document is written, not from a look that may show what is over: it would be written back.
    """
    is_undecided = shadow.waits and spot.manifest.role == "channel"
    return shadow.write is None and shadow.held is None and not is_undecided


def _is_new_there(desk: Desk, spot: Spot, shadow: Shadow) -> bool:
    """Whether a store has gone live, and nobody has looked since whether it is paused."""
    if spot.place[1] != STATUS or spot.link is None or spot.link.mode != "live":
        return False
    return not shadow.based or shadow.live_since != desk.shadow((spot.place[0], MENU)).live_since


def is_compared(role: str, resource: str) -> bool:
    """Whether a resource is compared as a whole with what it should show; others are carried, counted or read alone."""
    return resource in (MENU, STATUS) or (resource == HOURS and role == "pos")


def planner_of(spot: Spot) -> Planner | None:
    """How a resource is planned; None where it is only carried."""
    if not is_compared(spot.manifest.role, spot.place[1]):
        return None
    return {STATUS: pauses.plan_for, HOURS: hours.plan_for}.get(spot.place[1], plan_of)


def _plan(turn: Turn, spot: Spot, plan_for: Planner, text: bytes, why: Why) -> None:
    """Note that a place agrees, or write to it if it is live."""
    place, shadow = spot.place, turn.desk.shadow(spot.place)
    seen = shadow.seen
    if seen is None:
        return
    try:
        found = plan_for(turn.desk, spot, text)
    except CannotPlan as reason:
        turn.note(place[0], Quarantined(*place, seen.address, 1, [str(reason)]), why)
        return
    step = fingerprint(text, found.document)
    if not found.changes or (not found.differences and shadow.written == step):
        # What differs beyond what guests get was written from here once already: the partner keeps its own form of it.
        if not shadow.agrees:
            turn.note(place[0], Agreed(*place, seen.began, seen.ended), why)
        turn.put(place, msgspec.structs.replace(shadow, agrees=True, vain=None))
        return
    turn.put(place, msgspec.structs.replace(shadow, agrees=False))
    if turn.desk.is_live(place[0]) and spot.resource.write and shadow.refused != step:
        if _is_old(turn, spot, seen):
            turn.look(place, turn.now, why)
            return
        turn.know(place[0], found.names)
        until = None if spot.resource.guarded else turn.now + timedelta(seconds=bounds.WRITE_FRESH_S)
        turn.writes.append(PlannedWrite(place, found, step, spot.resource.write, why, until))


def _is_old(turn: Turn, spot: Spot, seen: Seen) -> bool:
    """Whether a look is too old to be written upon, where the partner would not notice what changed there since."""
    age_s = (turn.now - seen.ended).total_seconds()
    return not spot.resource.guarded and age_s > bounds.LOOK_FRESH_S
