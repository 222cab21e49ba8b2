"""The counts of a point of sale: how something is sold out where that can only be counted.

What is sold out, its catalog says; a count is only the way there. So a look at counts changes nothing of ours: it shows
what has to be counted still, and what was there before us.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import msgspec

from tournant.canon import Availability
from tournant.facts.sync import Difference, NotHeld
from tournant.kernel import bounds
from tournant.kernel.ids import DerivedIds
from tournant.kernel.row import UNSET
from tournant.lens import Lens, Refused
from tournant.log.records import Why
from tournant.sync.decide import state, till
from tournant.sync.decide import stock as decide
from tournant.sync.decide.judge import FIELD, Address, Judged, Open
from tournant.sync.decide.own import Write
from tournant.sync.decide.plan import Plan, difference, fingerprint
from tournant.sync.decide.state import Shadow
from tournant.sync.decide.stock import Pair, Shelf
from tournant.sync.desk import Desk
from tournant.sync.library import Library
from tournant.sync.looking import Sighting, after, closed_cells
from tournant.sync.partners import AVAILABILITY, MENU, Spot
from tournant.sync.turn import PlannedWrite, Turn

__all__ = ["ids_of", "live_locations", "open_counts", "plan", "shelf_of", "standing_in_the_way", "take_in"]


def take_in(turn: Turn, sighting: Sighting) -> None:
    """Take in a look at counts."""
    shadow = turn.desk.shadow(sighting.spot.place)
    turn.put(sighting.spot.place, after(turn, sighting, shadow, Judged(), ends=False))
    turn.dirty.setdefault(sighting.spot.place[0], sighting.why)


def ids_of(desk: Desk, spot: Spot) -> DerivedIds:
    """From the ids of a point of sale to ours; its locations are known, whether a document names them or not."""
    found = DerivedIds(spot.account.id)
    locations = found.of("Location")
    for link in desk.links.values():
        if link.account == spot.account.id:
            locations[link.store] = link.location
    return found


def live_locations(desk: Desk, account: str) -> dict[str, str]:
    """The locations of which an account may be written, with its own ids of them."""
    links = (link for link in desk.links.values() if link.account == account and link.mode == "live")
    return {link.location: link.store for link in links}


def open_counts(desk: Desk, spot: Spot, texts: Iterable[tuple[state.OpenWrite, bytes]]) -> dict[str, Open]:
    """What counts of ours, that may still have their effect, do to what the catalog there shows."""
    counting = spot.beside(AVAILABILITY)
    lens = counting.written_lens() if counting else None
    if counting is None or lens is None:
        return {}
    found = {}
    for one, text in texts:
        write: Write = state.as_write(one, counting.resource)
        found[one.intent] = Open(write, _carried(desk, spot, lens, text), whole=lambda _: False)
    return found


def _carried(desk: Desk, spot: Spot, lens: Lens, text: bytes) -> dict[Address, object]:
    try:
        rows = lens.decode(text, ids_of(desk, spot)).rows.get("Availability", [])
    except Refused:
        return {}
    return {("Availability", row.subject, row.at_location, FIELD): decide.standing_of(row.count) for row in rows}


async def shelf_of(desk: Desk, spot: Spot, library: Library) -> Shelf | None:
    """What a point of sale showed last; None where it was not looked at, or cannot be read."""
    rows = []
    for one in (spot.beside(MENU), spot.beside(AVAILABILITY)):
        seen, lens = (desk.shadow(one.place).seen, one.lens(None)) if one else (None, None)
        if seen is None or lens is None:
            return None
        try:
            rows.append(lens.decode(await library.text(seen.address), ids_of(desk, spot)).rows)
        except Refused:
            return None
    return Shelf(*rows)


async def standing_in_the_way(desk: Desk, spots: Iterable[Spot], pair: Pair, library: Library) -> str | None:
    """Why a thing that is sold out cannot be put on sale again from here; None where it can."""
    item, location = pair
    things = {item, *till.sizes_of(desk.listed()).get(item, ())}
    for spot in spots:
        shelf = await shelf_of(desk, spot, library)
        shadow = desk.shadow((spot.place[0], AVAILABILITY))
        if shelf is None or location not in live_locations(desk, spot.account.id):
            continue
        for one in sorted(shelf.out(things, (location,))):
            if one[0] in things and decide.name(one) not in shadow.former:
                return decide.why_not(shelf.at(one)) if one[0] in shelf.sizes else decide.NO_CHOICES
    return None


@dataclass(slots=True)
class _Planning:
    """One plan at work."""

    turn: Turn
    spot: Spot
    shelf: Shelf
    out: set[Pair]
    """What should be sold out there."""
    locations: dict[str, str]
    why: Why
    menu: Shadow = field(init=False)
    closed: Collection[Address] = field(init=False)
    is_old: bool = field(init=False)
    """The last look at counts may have been overtaken: it says not what is counted away now."""

    def __post_init__(self) -> None:
        self.menu = self.turn.desk.shadow((self.spot.place[0], MENU))
        self.closed = closed_cells(self.menu)
        seen = self.turn.desk.shadow(self.spot.place).seen
        self.is_old = seen is None or (self.turn.now - seen.ended).total_seconds() > bounds.LOOK_FRESH_S


async def plan(turn: Turn, spot: Spot, library: Library, why: Why) -> None:
    """Note what has to be given back one day, say what cannot be done, and count what is to be counted.

    Before the catalog is planned: that says whether a size is counted, by what is noted here.
    """
    locations = live_locations(turn.desk, spot.account.id)
    out = decide.sold_out(till.cells_of(turn.desk.listed()), locations)
    shadow = turn.desk.shadow(spot.place)
    if not out and not shadow.former and not shadow.noted and not _was_edited(turn.desk, locations):
        return  # Nothing is sold out, and nobody lately put anything on sale: no need to read all of it.
    shelf = await shelf_of(turn.desk, spot, library)
    if shelf is None:
        return
    one = _Planning(turn, spot, shelf, out, locations, why)
    settled = not shadow.open and not one.menu.open
    # Not yet noted is what nobody can tell whose it is: a write on its way would seem to have had a hand in it.
    sure = {
        pair for pair in out if decide.name(pair) in shadow.former or ("Availability", *pair, FIELD) not in one.closed
    }
    # Of what cannot be read, nothing is known to be given back.
    unread = {cell[1] for cell, _ in one.menu.unread}
    stays = {name: former for name, former in shadow.former.items() if decide.pair_of(name)[0] in unread}
    kept = {**decide.formers(shadow.former, shelf, sure, settled=settled), **stays}
    if kept.keys() - shadow.former.keys() and one.is_old:
        # What is noted has to be given back one day: it is what is there now.
        turn.look(spot.place, turn.now, why)
        kept = {name: former for name, former in kept.items() if name in shadow.former}
    noted = _note_what_cannot_be(one, shadow, kept)
    if (kept, noted) != (shadow.former, shadow.noted):
        shadow = msgspec.structs.replace(shadow, former=kept, noted=noted)
        turn.put(spot.place, shadow)
    if shadow.write is None:
        _count(one, shadow)


def _was_edited(desk: Desk, locations: Collection[str]) -> bool:
    """Whether somebody sold out anything here lately, or put it on sale."""
    return any(cell[-1] == FIELD and cell[2] in locations for cell in desk.registers if cell[0] == "Availability")


def _note_what_cannot_be(one: _Planning, shadow: Shadow, kept: decide.Formers) -> list[list[str]]:
    """Say, once, what this point of sale cannot show; gives what was said and still holds."""
    choices = {row.id for row in one.turn.desk.listed().get("Modifier", ())}
    shown = one.shelf.out(choices, one.locations)
    reasons = {pair: decide.NO_CHOICES for pair in one.out - shown if pair[0] in choices}
    for pair in shown - one.out:
        if pair[0] in one.shelf.sizes and decide.name(pair) not in kept:
            reasons[pair] = decide.why_not(one.shelf.at(pair))
    said = {tuple(cell) for cell in shadow.noted}
    cells = {("Availability", *pair, FIELD): why for pair, why in sorted(reasons.items())}
    for cell, why in cells.items():
        if cell not in said and cell not in one.closed:
            one.turn.note(one.spot.place[0], NotHeld(one.spot.place[0], list(cell), why), one.why)
    return [list(cell) for cell in cells if cell not in one.closed]


def _count(one: _Planning, shadow: Shadow) -> None:
    seen, menu = shadow.seen, one.menu.seen
    lens, command = one.spot.written_lens(), one.spot.resource.write
    if seen is None or menu is None or lens is None or command is None:
        return
    is_younger = menu.began >= seen.ended
    kept = decide.at_places(shadow.former, one.locations)
    wanted = decide.counts(kept, one.shelf, one.out, one.closed, again=is_younger)
    if not is_younger and decide.counts(kept, one.shelf, one.out, one.closed, again=True) != wanted:
        one.turn.look((one.spot.place[0], MENU), one.turn.now, one.why)
    step = fingerprint(seen.address, msgspec.json.encode(sorted(wanted.items())))
    if not wanted or step == shadow.refused:
        return
    if one.is_old:
        one.turn.look(one.spot.place, one.turn.now, one.why)
        return
    document = lens.build({"Availability": _rows(one, wanted)})
    found = [_difference(one.shelf, pair, count) for pair, count in sorted(wanted.items())]
    one.turn.writes.append(
        PlannedWrite(one.spot.place, Plan(document, changes=True, differences=found), step, command, one.why)
    )


def _rows(one: _Planning, wanted: dict[Pair, str]) -> list[Availability]:
    return [
        Availability(
            decide.name(pair),
            None,
            UNSET,
            number,
            subject=one.shelf.sizes[pair[0]].external_id,
            at_location=one.locations[pair[1]],
            count=count,
            counted_at=one.turn.now,
        )
        for number, (pair, count) in enumerate(sorted(wanted.items()))
    ]


def _difference(shelf: Shelf, pair: Pair, count: str) -> Difference:
    return difference(("Availability", *pair, "count"), shelf.at(pair).count, count)
