"""A channel: what people changed there comes home, as far as it is theirs to change; what differs else is put right.

seen rows ──► the view judged, cell by cell ──► edits ──back──► canonical rows, and what holds on this link alone
canonical rows ──project──► with what the channel's people keep there ──► the document to write
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec

from tournant.facts.sync import Asked, CellsFolded, EditRefused, LinkSet
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET
from tournant.lens import Decoded, EncodeError, Lens, Refused
from tournant.log.records import Link
from tournant.project import Link as Shown
from tournant.project import Projected, Question, Sight, View, back, project, view
from tournant.project.availability import AVAILABLE
from tournant.sync import stock
from tournant.sync.decide import settings as link_settings
from tournant.sync.decide import state
from tournant.sync.decide.align import aligned
from tournant.sync.decide.carry import with_ended, with_theirs, with_titles
from tournant.sync.decide.cell import LONG_AGO
from tournant.sync.decide.contest import Policy
from tournant.sync.decide.ingest import compared
from tournant.sync.decide.judge import FIELD, Address, Cells, Judged
from tournant.sync.decide.names import Name, Names, names_of
from tournant.sync.decide.plan import CannotPlan, Plan, difference, differences, says_more
from tournant.sync.decide.settings import Settings
from tournant.sync.decide.state import Shadow
from tournant.sync.desk import Desk
from tournant.sync.library import Library
from tournant.sync.looking import (
    Reading,
    Sighting,
    after,
    judged,
    note_problems,
    note_rows,
    note_unreadable,
    undecided_cells,
)
from tournant.sync.partners import MENU, Spot, spot_of
from tournant.sync.turn import Turn
from tournant.sync.weigh import Weighing, fold

__all__ = ["Channel", "bring_home", "channel_of", "plan_for", "take_in"]


@dataclass(frozen=True, slots=True)
class Channel:
    """One link of a channel, as it should be now."""

    spot: Spot
    link: Link
    settings: Settings
    shown: Shown
    lens: Lens
    made: Projected
    """What should be there."""
    names: frozenset[Name]

    def decode(self, text: bytes) -> Decoded:
        """A document of this link, in our ids."""
        return self.lens.decode(text, Names(self.link.id, [*self.names, *names_of(self.made.rows)]))

    def view(self, decoded: Decoded) -> View:
        """What a document shows, by canonical address."""
        return view(decoded.rows, self.spot.manifest.capability, self.shown, self.made.back_map)

    def wanted(self) -> View:
        """What should be shown."""
        return view(self.made.rows, self.spot.manifest.capability, self.shown, self.made.back_map)

    def cells(self, text: bytes) -> Cells:
        """What a document showed; nothing where it cannot be read (any more)."""
        try:
            return self.view(self.decode(text))
        except Refused:
            return {}


def channel_of(desk: Desk, spot: Spot) -> Channel:
    """What a link should show. CannotPlan where that is not known yet."""
    link = spot.link
    currency = _currency(desk, link) if link else None
    if link is None or not desk.rows.get("Item"):
        raise CannotPlan("the point of sale was not read yet")
    if currency is None:
        raise CannotPlan("nobody says in which currency this location charges")
    lens = spot.lens(currency)
    if lens is None:
        raise CannotPlan(f"the menu of {spot.manifest.name} is not mapped")
    settings = link_settings.decoded(link.settings)
    shown = link_settings.to_link(settings, link.location)
    made = _made(desk, spot, shown)
    return Channel(spot, link, settings, shown, lens, made, frozenset(desk.names.get(link.id, ())))


def _made(desk: Desk, spot: Spot, shown: Shown) -> Projected:
    """What should be there; made once a turn, unless rows or the link change meanwhile."""
    basis = (desk.changes, shown)
    known = desk.made.get(spot.place[0])
    if known is None or known[0] != basis:
        known = desk.made[spot.place[0]] = (basis, project(desk.listed(), spot.manifest.capability, shown))
    return known[1]


def _currency(desk: Desk, link: Link) -> str | None:
    """What a location charges in: what it says itself, else what all prices of the catalog are in."""
    location: Any = desk.rows.get("Location", {}).get(link.location)
    said = getattr(location, "currency", None)
    if said and said is not UNSET:
        return str(said)
    prices = (getattr(row, "price", None) for kind in ("Variation", "Item") for row in desk.rows.get(kind, {}).values())
    found = {price.currency for price in prices if isinstance(price, Money)}
    return found.pop() if len(found) == 1 else None


async def take_in(turn: Turn, sighting: Sighting, library: Library) -> None:
    """Take in a look at a channel's menu."""
    spot = sighting.spot
    shadow = _known(turn, spot)
    try:
        channel = channel_of(turn.desk, spot)
        seen = channel.decode(sighting.text)
    except CannotPlan:
        turn.dirty.setdefault(spot.place[0], sighting.why)
        turn.put(spot.place, msgspec.structs.replace(shadow, seen=sighting.seen))
        return
    except Refused as why:
        # Nothing is planned: that would be from an older look, and would ask for a new one at once.
        note_unreadable(turn, sighting, 1, [str(why)])
        return
    turn.dirty.setdefault(spot.place[0], sighting.why)
    note_problems(turn, sighting, seen)
    now = channel.view(seen)
    # What can be read again is no first sighting: somebody may have sold it out meanwhile.
    is_unread = (lambda _: True) if seen.problems and shadow.based else None
    reading = Reading(channel.cells, channel.wanted(), lambda _: False, replaces_all=True, is_unread=is_unread)
    verdict = await judged(turn, sighting, now, reading, library)
    await _refuse(turn, sighting, now, verdict, library)
    folded = fold(turn, verdict, _weighing(turn.desk, channel, sighting, now))
    turn.put(spot.place, after(turn, sighting, shadow, verdict))
    if folded:
        bring_home(turn, sighting, channel, seen, folded)


def _known(turn: Turn, spot: Spot) -> Shadow:
    """What is known of a menu: while its link only observes, nobody on the channel is listened to."""
    shadow = turn.desk.shadow(spot.place)
    if spot.link is not None and spot.link.mode != "live" and shadow.live_since is not None:
        shadow = msgspec.structs.replace(shadow, live_since=None, based=False)
        turn.put(spot.place, shadow)
    return shadow


async def _refuse(turn: Turn, sighting: Sighting, now: View, verdict: Judged, library: Library) -> None:
    """Take those edits away that a point of sale does not let us carry out: they are undone where they were made."""
    link, desk = sighting.spot.link, turn.desk
    back_on_sale = [cell for cell in sorted(verdict.edits) if cell[-1] == FIELD and now.get(cell) == AVAILABLE]
    if link is None or not back_on_sale:
        return
    spots = (spot_of(desk, sighting.spot.partners, (one, MENU)) for one in sorted(desk.accounts))
    tills = [spot for spot in spots if spot is not None and spot.manifest.role == "pos"]
    for cell in back_on_sale:
        why_not = await stock.standing_in_the_way(desk, tills, (cell[1], link.location), library)
        if why_not is not None:
            del verdict.edits[cell]
            fact = EditRefused(link.id, list(cell), "available", why_not)
            turn.note(link.id, fact, sighting.why)


def _weighing(desk: Desk, channel: Channel, sighting: Sighting, now: View) -> Weighing:
    link, can_be_told = channel.link, _told(desk, channel)

    def policy(cell: Address) -> Policy:
        # What cannot be written to the point of sale is the point of sale's alone: else the two would part for ever.
        kind = link_settings.owner_of(channel.settings, cell[-1])
        return Policy(kind if can_be_told(cell) else "owner")

    return Weighing(link.id, link.id, policy, sighting.look, now, sighting.why)


def _told(desk: Desk, channel: Channel) -> Callable[[Address], bool]:
    """Whether a point of sale can be told of an edit: one that is live at this very place, where it is of the place."""
    here, manifest_of = channel.link.location, channel.spot.partners
    tills = {one.id for one in desk.accounts.values() if manifest_of(one.partner).role == "pos"}
    live = {one.location for one in desk.links.values() if one.account in tills and one.mode == "live"}
    overlays: Iterable[Any] = desk.rows.get("LocationOverlay", {}).values()
    priced_here = {row.parent for row in overlays if row.at_location == here and row.price not in (None, UNSET)}

    def can_be_told(cell: Address) -> bool:
        is_price_of_place = cell[-1] == "price" and cell[1] in priced_here
        is_of_place = cell[-1] == FIELD or cell[0] == "Location" or is_price_of_place
        return here in live if is_of_place else bool(live)

    return can_be_told


def bring_home(turn: Turn, sighting: Sighting, channel: Channel, seen: Decoded, folded: frozenset[Address]) -> None:
    """Make people's edits on a channel the catalog's, or this link's alone."""
    link, capability = channel.link, channel.spot.manifest.capability
    home = back(turn.desk.listed(), capability, channel.shown, Sight(channel.made, seen.rows, folded))
    cells = [list(cell) for cell in sorted(folded)]
    turn.note(link.id, CellsFolded(link.id, cells, sighting.seen.began, sighting.seen.ended), sighting.why)
    changes = compared(turn.desk.rows, home.rows)
    if changes:
        note_rows(turn, sighting, changes)
    settings = link_settings.with_link(channel.settings, home.link)
    if settings != channel.settings:
        body = link_settings.encoded(settings)
        turn.change_link(replace(turn.desk.links[link.id], settings=body))
        turn.note(link.id, LinkSet(link.id, msgspec.Raw(body)), sighting.why)
    _ask(turn, sighting, home.questions, channel.view(seen))


def _ask(turn: Turn, sighting: Sighting, questions: Iterable[Question], shown: View) -> None:
    """Edits that were not brought home: a person is asked, or told that they are undone where they were made."""
    place = sighting.spot.place
    for one in questions:
        says = difference(one.cell, shown.get(one.cell), None).shows or ""
        if one.kind == "refused":
            turn.note(
                place[0], EditRefused(place[0], list(one.cell), says, one.why.removeprefix("refused: ")), sighting.why
            )
            continue
        turn.note(place[0], Asked(place[0], list(one.cell), says, one.why), sighting.why)
        shadow = turn.desk.shadow(place)
        if all(tuple(open_.cell) != one.cell for open_ in shadow.asked):
            asked = [*shadow.asked, state.Question(list(one.cell), sighting.seen.ended, one.why)]
            turn.put(place, msgspec.structs.replace(shadow, asked=asked))


def plan_for(desk: Desk, spot: Spot, text: bytes) -> Plan:
    """What would be written to a channel, given the document that was seen there. CannotPlan says why not."""
    channel = channel_of(desk, spot)
    capability = spot.manifest.capability
    try:
        seen = channel.decode(text)
        made = _with_what_stands(desk, channel, seen, undecided_cells(desk.shadow(spot.place)))
        ours = {id_ for _, _, id_ in channel.names}
        wanted = aligned(with_titles(made, seen.rows), seen.rows)
        rows = with_theirs(with_ended(wanted, seen.rows, _seen_at(desk, spot)), seen.rows, ours)
        document = channel.lens.encode(rows, seen.source)
    except Refused as why:
        raise CannotPlan(f"the menu on {spot.manifest.name} cannot be read: {why}") from None
    except (EncodeError, ValueError) as why:
        raise CannotPlan(f"the menu cannot be written to {spot.manifest.name}: {why}") from None
    found = differences(channel.view(seen), view(rows, capability, channel.shown, made.back_map))
    return Plan(document, says_more(text, document), found, made.losses, names_of(made.rows))


def _seen_at(desk: Desk, spot: Spot) -> datetime:
    seen = desk.shadow(spot.place).seen
    return seen.began if seen else LONG_AGO


def _with_what_stands(desk: Desk, channel: Channel, seen: Decoded, closed: frozenset[Address]) -> Projected:
    """What should be there; where a person is asked, or nothing could be decided yet, what is there."""
    if not closed:
        return channel.made
    capability = channel.spot.manifest.capability
    home = back(desk.listed(), capability, channel.shown, Sight(channel.made, seen.rows, closed))
    return project(home.rows, capability, home.link)
