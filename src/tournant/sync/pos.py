"""The point of sale: what it shows becomes the catalog, but for what people changed elsewhere and it does not show yet.

seen rows ──► cells of both sides judged ──► rows with those values of the catalog that its people did not change
                                         └─► everything else as it stands there
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from tournant.facts.sync import CellsFolded
from tournant.lens import Decoded, Refused
from tournant.project import Link as Settings
from tournant.project import unproject
from tournant.project.availability import AVAILABLE
from tournant.sync import hours, stock
from tournant.sync.decide import till
from tournant.sync.decide.contest import Policy
from tournant.sync.decide.ingest import compared
from tournant.sync.decide.judge import FIELD, Address, Cells, Judged, Open, Versions
from tournant.sync.decide.own import Write
from tournant.sync.decide.plan import CannotPlan, Plan, difference, says_more
from tournant.sync.decide.stock import Shelf, as_shown, at_places, carried, sold_out, tracking, with_tracking
from tournant.sync.decide.unread import named_above, without_stand_ins
from tournant.sync.desk import Desk
from tournant.sync.following import Read, follow, hold, why_not_followed
from tournant.sync.library import Library
from tournant.sync.looking import (
    Reading,
    Sighting,
    after,
    closed_cells,
    judged,
    note_problems,
    note_unreadable,
    pruned,
)
from tournant.sync.partners import AVAILABILITY, MENU, Spot
from tournant.sync.turn import Turn
from tournant.sync.weigh import Weighing, fold

__all__ = ["plan_for", "take_in"]

_POLICY: Final = Policy("latest")


async def take_in(turn: Turn, sighting: Sighting, library: Library) -> None:
    """Take in a look at a point of sale."""
    if sighting.spot.place[1] == AVAILABILITY:
        stock.take_in(turn, sighting)
        return
    spot, shadow = sighting.spot, turn.desk.shadow(sighting.spot.place)
    found = _decoded(turn, sighting)
    if found is None:
        return
    turn.dirty.setdefault(spot.place[0], sighting.why)
    if spot.place[1] != MENU:
        await hours.take_in(turn, sighting, library, found)
        return
    read = _settled(turn.desk, spot, found)
    shown = till.cells_of(read.rows)
    why_not = why_not_followed(turn, sighting, read)
    reading = await _reading(turn.desk, spot, library)
    if found.problems or why_not:
        reading = replace(reading, is_unread=_unread(read, named_above(sighting.text, _paths(found))))
    verdict = await judged(turn, sighting, shown, reading, library)
    if why_not:
        # What is new waits with all else for the release.
        there = _things(turn.desk.listed())
        verdict.edits = {cell: since for cell, since in verdict.edits.items() if cell[1] in there}
    now = {**{cell: AVAILABLE for cell in verdict.edits if cell[-1] == FIELD}, **shown}
    folded = _folded(turn, sighting, verdict, now)
    edits = {cell: now[cell] for cell in folded}
    _end_counts(turn, sighting, verdict)
    left = after(turn, sighting, shadow, verdict)
    if why_not:
        hold(turn, sighting, left, why_not, compared(turn.desk.rows, _edited(turn.desk, edits)))
    else:
        follow(turn, sighting, left, read if shadow.seen is None else _with_the_catalogs(turn.desk, read, shown, edits))


def _settled(desk: Desk, spot: Spot, found: Decoded) -> Read:
    """What a document shows of the catalog, and whether that is all of it."""
    rows = till.settled(unproject(found.rows, spot.manifest.capability, Settings())[0])
    if found.problems:
        rows = without_stand_ins(rows, desk.rows.get("Variation", {}))
    return Read(rows, not found.problems)


def _folded(turn: Turn, sighting: Sighting, verdict: Judged, now: Cells) -> frozenset[Address]:
    """The edits that become the catalog's."""
    spot, seen, target = sighting.spot, sighting.seen, sighting.spot.place[0]
    weighing = Weighing(target, spot.account.id, lambda _: _POLICY, sighting.look, now, sighting.why)
    folded = fold(turn, verdict, weighing)
    if folded:
        cells = [list(cell) for cell in sorted(folded)]
        turn.note(target, CellsFolded(target, cells, seen.began, seen.ended), sighting.why)
    return folded


def _paths(found: Decoded) -> list[str]:
    return [one.path for one in found.problems]


def _things(rows: Mapping[str, list[Any]]) -> dict[str, str | None]:
    """What the cells of a till are about, with the till's own ids."""
    return {row.id: row.external_id for kind in till.COLUMNS for row in rows.get(kind, ())}


def _unread(read: Read, in_doubt: Collection[str]) -> Callable[[Address], bool]:
    """What a look leaves open that could not be read whole, or is held back: whatever it does not show.

    But of a thing that is there, and that no unreadable part belongs to, it shows that it is on sale.
    """
    things = _things(read.rows)
    return lambda cell: cell[-1] != FIELD or cell[1] not in things or things[cell[1]] in in_doubt


def _edited(desk: Desk, edits: Cells) -> dict[str, list[Any]]:
    """The catalog, with these edits of what is in it."""
    catalog = desk.listed()
    states = {cell: value for cell, value in edits.items() if cell[-1] == FIELD}
    return {**till.with_values(catalog, edits), "Availability": till.sold_out_after(catalog, states)}


def _with_the_catalogs(desk: Desk, read: Read, shown: Cells, edits: Cells) -> Read:
    """What was read, but for what the catalog holds and nobody changed at the point of sale."""
    catalog = desk.listed()
    rows = till.with_values(read.rows, _kept(till.cells_of(catalog), shown, edits))
    there = _things(catalog)
    # What is new is sold out as it is shown, though it may have been seen before: in a look that was held back.
    new = {cell: value for cell, value in shown.items() if cell[-1] == FIELD and cell[1] not in there}
    states = {**new, **{cell: value for cell, value in edits.items() if cell[-1] == FIELD}}
    sold_out = till.sold_out_after(catalog, states)
    if read.is_whole:
        things = {row.id for kind in ("Item", "Variation", "Modifier") for row in rows.get(kind, ())}
        sold_out = [row for row in sold_out if row.parent in things]
    left = {row.id for row in sold_out}
    rows["Availability"] = sold_out
    return Read(
        rows,
        read.is_whole,
        tuple(("Availability", key) for key in desk.rows.get("Availability", {}) if key not in left),
    )


async def _reading(desk: Desk, spot: Spot, library: Library) -> Reading:
    """How a catalog is read: what is sold out in it, our counts have a hand in."""
    counting = desk.shadow((spot.place[0], AVAILABILITY))
    texts = [(one, await library.text(one.document)) for one in counting.open.values()]
    return Reading(
        lambda text: _cells(desk, spot, text),
        as_shown(till.cells_of(desk.listed()), counting.former),
        lambda _: True,
        carried=lambda write, text: _carried(desk, spot, write, text),
        elsewhere=stock.open_counts(desk, spot, texts),
        versions=lambda text: _versions(desk, spot, text),
        leaves_out_what_is_on_sale=True,
    )


def _versions(desk: Desk, spot: Spot, text: bytes) -> Versions:
    """The versions of a catalog's records; what is written upon one is taken upon no other."""
    seen = _read(desk, spot, text)
    rows = (row for of_kind in seen.rows.values() for row in of_kind) if seen else ()
    return {(type(row).__name__, row.id): row.version for row in rows if isinstance(getattr(row, "version", None), int)}


def _carried(desk: Desk, spot: Spot, write: Write, text: bytes) -> Open:
    """What a catalog of ours carries: of what is sold out, only where it says anew whether that is counted.

    A record that could not be read stands in it as it stood: of that it says nothing.
    """
    cells = {cell: value for cell, value in _cells(desk, spot, text).items() if cell[-1] != FIELD}
    seen = _read(desk, spot, text)
    is_whole = seen is not None and not seen.problems
    if seen is not None:
        cells |= carried(desk.shadow((spot.place[0], AVAILABILITY)).former, Shelf(seen.rows, {}))
    return Open(write, cells, whole=lambda cell: is_whole and cell[-1] != FIELD)


def _end_counts(turn: Turn, sighting: Sighting, verdict: Judged) -> None:
    """Counts of which this look has shown all that they will ever do are over."""
    counting = sighting.spot.beside(AVAILABILITY)
    if counting is not None and not verdict.waits:
        shadow = turn.desk.shadow(counting.place)
        left = pruned(shadow, counting.resource, sighting.look)
        if left != shadow:
            turn.put(counting.place, left)


def _kept(canonical: Cells, now: Cells, folded: Cells) -> Cells:
    """The values of the catalog that stand, though the point of sale does not show them (yet)."""
    return {
        cell: value
        for cell, value in canonical.items()
        if cell[-1] != FIELD and cell not in folded and value != now.get(cell)
    }


def _decoded(turn: Turn, sighting: Sighting) -> Decoded | None:
    lens = sighting.spot.lens(None)
    if lens is None:
        return None
    try:
        found = lens.decode(sighting.text, stock.ids_of(turn.desk, sighting.spot))
    except Refused as why:
        note_unreadable(turn, sighting, 1, [str(why)])
        return None
    note_problems(turn, sighting, found)
    return found


def _read(desk: Desk, spot: Spot, text: bytes) -> Decoded | None:
    """A document that was read or written before; None where it cannot be read (any more)."""
    lens = spot.lens(None)
    try:
        return lens.decode(text, stock.ids_of(desk, spot)) if lens else None
    except Refused:
        return None


def _cells(desk: Desk, spot: Spot, text: bytes) -> Cells:
    """The cells of such a document."""
    found = _read(desk, spot, text)
    rows = unproject(found.rows, spot.manifest.capability, Settings())[0] if found else {}
    return till.cells_of(till.settled(rows))


def plan_for(desk: Desk, spot: Spot, text: bytes) -> Plan:
    """What would be written to a point of sale: the values of the catalog that it does not show."""
    lens = spot.lens(None)
    if lens is None:
        raise CannotPlan("nothing of it is mapped")
    try:
        seen = lens.decode(text, stock.ids_of(desk, spot))
    except Refused as why:
        raise CannotPlan(f"the catalog of {spot.manifest.name} cannot be read: {why}") from None
    shown = till.cells_of(seen.rows)
    wanted = till.cells_of(desk.listed())
    closed = closed_cells(desk.shadow(spot.place))
    live = stock.live_locations(desk, spot.account.id)
    elsewhere = {row.id for row in seen.rows.get("LocationOverlay", ()) if row.at_location not in live}
    values = {
        cell: wanted[cell]
        for cell in shown.keys() & wanted.keys()
        if cell[-1] != FIELD and cell not in closed and cell[1] not in elsewhere and shown[cell] != wanted[cell]
    }
    differences = [difference(cell, shown[cell], value) for cell, value in sorted(values.items())]
    shelf = Shelf(seen.rows, {})
    kept = at_places(desk.shadow((spot.place[0], AVAILABILITY)).former, live)
    counted = tracking(kept, shelf, sold_out(wanted, live), closed)
    differences += [
        difference(("Variation", *pair, "stock_tracked"), shelf.at(pair).here, said) for pair, said in counted.items()
    ]
    rows = with_tracking(till.with_values(seen.rows, values), counted)
    document = lens.encode(rows, seen.source)
    return Plan(document, says_more(text, document), differences)
