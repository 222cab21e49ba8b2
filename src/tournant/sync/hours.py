"""When a place is open, week after week, at the point of sale: one value for each location.

Channels have it in their menus: there it comes and goes with those (`project`). No hours at all say nothing: a place
that is closed for good, or for a while, is paused.
"""

from collections.abc import Iterable
from typing import Any, Final

from tournant.facts.sync import CellsFolded, EditRefused
from tournant.lens import Decoded, EncodeError, Refused
from tournant.project.dayparts import Opening, by_day, opening, opening_rows
from tournant.sync import stock
from tournant.sync.decide.align import aligned
from tournant.sync.decide.contest import Policy
from tournant.sync.decide.judge import Address, Cells
from tournant.sync.decide.plan import CannotPlan, Plan, difference, says_more
from tournant.sync.desk import Desk
from tournant.sync.following import Read, follow
from tournant.sync.library import Library
from tournant.sync.looking import Reading, Sighting, after, closed_cells, judged
from tournant.sync.partners import Spot
from tournant.sync.turn import Turn
from tournant.sync.weigh import Weighing, fold

__all__ = ["plan_for", "take_in"]

_POLICY: Final = Policy("latest")
_FIELD: Final = "hours"
_NO_HOURS: Final = "no hours at all do not say that a place is closed, so its hours stay: pause it instead"


async def take_in(turn: Turn, sighting: Sighting, library: Library, found: Decoded) -> None:
    """Take in a look at the locations of a point of sale."""
    spot, desk, seen = sighting.spot, turn.desk, sighting.seen
    shadow, target = desk.shadow(spot.place), spot.place[0]
    now, catalog = _cells(found.rows), _cells(desk.listed())
    if found.problems:
        # A period that cannot be read is not a day on which a place is closed: nobody's hours change by this look.
        now = {cell: catalog.get(cell, value) for cell, value in now.items()}
    reading = Reading(lambda text: _cells_of(desk, spot, text), catalog, lambda _: True)
    verdict = await judged(turn, sighting, now, reading, library)
    same = Weighing(target, target, lambda _: _POLICY, sighting.look, now, sighting.why)
    folded = fold(turn, verdict, same)
    for cell in sorted(verdict.edits.keys() & catalog.keys() - now.keys()):
        turn.note(target, EditRefused(target, list(cell), "nothing", _NO_HOURS), sighting.why)
    if folded:
        turn.note(
            target, CellsFolded(target, [list(one) for one in sorted(folded)], seen.began, seen.ended), sighting.why
        )
    held = {cell: value for cell, value in catalog.items() if cell not in folded}
    rows = {**found.rows, "OpeningHours": _rows({**now, **held}, found.rows.get("Location", []))}
    follow(turn, sighting, after(turn, sighting, shadow, verdict), _with_what_ended(desk, found, rows))


def _with_what_ended(desk: Desk, found: Decoded, rows: dict[str, list[Any]]) -> Read:
    """Hours of these locations that are not theirs any more, whoever said them."""
    here, left = {row.id for row in rows.get("Location", ())}, {row.id for row in rows["OpeningHours"]}
    over = [
        ("OpeningHours", key)
        for key, row in desk.rows.get("OpeningHours", {}).items()
        if row.parent in here and key not in left
    ]
    return Read(rows, not found.problems, tuple(over))


def _cells(rows: Any) -> Cells:  # noqa: ANN401 - rows by kind
    by_place: dict[str, list[Any]] = {}
    for row in rows.get("OpeningHours", ()):
        by_place.setdefault(row.parent, []).append(row)
    return {("Location", place, _FIELD): opening(of_place) for place, of_place in by_place.items()}


def _cells_of(desk: Desk, spot: Spot, text: bytes) -> Cells:
    """A document that was read or written before; nothing where it cannot be read (any more)."""
    lens = spot.lens(None)
    try:
        return _cells(lens.decode(text, stock.ids_of(desk, spot)).rows) if lens else {}
    except Refused:
        return {}


def _rows(cells: Cells, locations: Iterable[Any]) -> list[Any]:
    return [row for place in locations for row in opening_rows(place.id, cells.get(("Location", place.id, _FIELD), ()))]


def plan_for(desk: Desk, spot: Spot, text: bytes) -> Plan:
    """What would be written: the hours of the locations that are live, where they differ."""
    lens = spot.lens(None)
    if lens is None:
        raise CannotPlan("nothing of it is mapped")
    try:
        seen = lens.decode(text, stock.ids_of(desk, spot))
    except Refused as why:
        raise CannotPlan(f"the locations of {spot.manifest.name} cannot be read: {why}") from None
    shown, closed = _cells(seen.rows), closed_cells(desk.shadow(spot.place))
    live = stock.live_locations(desk, spot.account.id)
    wanted: dict[Address, Opening] = {
        cell: value
        for cell, value in _cells(desk.listed()).items()
        if cell[1] in live and cell not in closed and shown.get(cell) != value
    }
    if wanted and seen.problems:
        raise CannotPlan(f"hours are written upon what could be read whole: {seen.problems[0].path} could not")
    places = {cell[1] for cell in wanted}
    new = [row for cell, value in sorted(wanted.items()) for row in _split(cell[1], value)]
    kept = [row for row in seen.rows.get("OpeningHours", []) if row.parent not in places]
    rows = aligned({**seen.rows, "OpeningHours": [*kept, *new]}, seen.rows)
    try:
        document = lens.encode(rows, seen.source)
    except (EncodeError, ValueError) as why:
        raise CannotPlan(f"the hours cannot be written to {spot.manifest.name}: {why}") from None
    differences = [difference(cell, shown.get(cell), value) for cell, value in sorted(wanted.items())]
    return Plan(document, says_more(text, document), differences)


def _split(location: str, hours: Opening) -> list[Any]:
    """Rows of which none goes over midnight: that every partner understands."""
    return opening_rows(
        location, tuple((one.day, one.opens, one.closes) for one in by_day(opening_rows(location, hours)))
    )
