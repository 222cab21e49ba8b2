"""What would be written if a link went live: of everything that is written for it, from what was seen there last.

the desk ──the link live, its stock noted──► a plan for each place ──► read by a person ──► said again when it goes live

A person says by a fingerprint what was read. It covers whole documents where such are written, and else what would be
different: counts at a till, its hours, a pause. A second writing of the same look does not change it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from tournant.facts.sync import Difference
from tournant.lens import Refused
from tournant.sync import stock
from tournant.sync.channel import channel_of
from tournant.sync.decide import stock as decide
from tournant.sync.decide import till
from tournant.sync.decide.plan import CannotPlan, Plan, difference, fingerprint
from tournant.sync.decide.stock import Shelf
from tournant.sync.desk import Desk, Place
from tournant.sync.looking import closed_cells
from tournant.sync.partners import AVAILABILITY, MENU, STATUS, Partners, Spot, places_of, spot_of
from tournant.sync.planning import planner_of

__all__ = ["FirstWrite", "Texts", "first_writes", "read_before_live", "step_of"]

Texts = Mapping[Place, bytes]
"""By place: what was seen there last."""
_STAYS_PAUSED: Final = (
    "it is paused there and stays so; the place is paused too then, at all its channels that are live"
)
_ALWAYS: Final = "nobody says when this place is open, so its menus would be offered around the clock"
_SAY_WHEN: Final = "say it at the till, or with `tournant set {} hours …`"


@dataclass(frozen=True, slots=True)
class FirstWrite:
    """What would be written at one place."""

    place: Place
    spot: Spot
    plan: Plan | None
    """None where nothing can be compared; `said` says why."""
    said: str | None = None
    """What else comes of it."""

    @property
    def differences(self) -> Sequence[Difference]:
        """In what guests get, or staff see."""
        return self.plan.differences if self.plan else ()


def read_before_live(desk: Desk, partners: Partners, link: str) -> list[Place]:
    """The places whose last look has to be read to say what would be written."""
    return [place for place in places_of(desk, link, partners) if desk.shadow(place).seen is not None]


def first_writes(desk: Desk, partners: Partners, link: str, texts: Texts) -> list[FirstWrite]:
    """What would be written for a link, place by place. CannotPlan where that cannot be said of its menu."""
    live = _as_if_live(desk, link)
    spots = [spot for place in places_of(live, link, partners) if (spot := spot_of(live, partners, place))]
    found: list[FirstWrite] = []
    # Counts come first: what is noted of stock decides what the catalog has to say of it.
    for spot in sorted(spots, key=lambda one: one.place[1] != AVAILABILITY):
        if spot.place in texts:
            one = _first(live, spot, texts, is_new=desk.links[link].mode != "live")
            found += [one] if one else []
    return sorted(found, key=lambda one: one.place[1] != MENU)


def step_of(found: Sequence[FirstWrite], texts: Texts) -> str:
    """A short name for all of it, by which a person says what was read."""
    said: list[Any] = []
    for one in found:
        if one.place[1] == MENU and one.plan is not None:
            said.append((*one.place, fingerprint(texts[one.place], one.plan.document)))
        elif one.differences or one.said:
            said.append((*one.place, one.differences, one.said))
    return hashlib.blake2b(msgspec.json.encode(said), digest_size=8).hexdigest()


def _as_if_live(desk: Desk, link: str) -> Desk:
    """The desk with the link live, and nothing else changed; what is made on it stays apart."""
    links = {**desk.links, link: replace(desk.links[link], mode="live")}
    return replace(desk, links=links, shadows=dict(desk.shadows), made=dict(desk.made))


def _first(desk: Desk, spot: Spot, texts: Texts, *, is_new: bool) -> FirstWrite | None:
    """What would be written at one place; None where nothing of it ever is."""
    place, plan_for = spot.place, planner_of(spot)
    if place[1] == AVAILABILITY and spot.manifest.role == "pos":
        return _counts(desk, spot, texts)
    if plan_for is None:
        return None
    try:
        plan = plan_for(desk, spot, texts[place])
    except CannotPlan as why:
        if place[1] == MENU:
            raise
        return FirstWrite(place, spot, None, str(why))
    if place[1] == STATUS and is_new and _is_paused(spot, texts[place]):
        plan = replace(plan, changes=False, differences=[])
        return FirstWrite(place, spot, plan, _STAYS_PAUSED)
    is_always = place[1] == MENU and spot.manifest.role == "channel" and _has_made_hours(desk, spot)
    if is_always and spot.link is not None:
        return FirstWrite(place, spot, plan, f"{_ALWAYS}; {_SAY_WHEN.format(spot.link.location)}")
    return FirstWrite(place, spot, plan)


def _is_paused(spot: Spot, text: bytes) -> bool:
    """Whether the people of a channel's store have paused it."""
    lens = spot.lens(None)
    rows = lens.decode(text).rows.get("Pause", []) if lens else []
    return any(row.paused is True and row.reason not in spot.manifest.pauses_itself for row in rows)


def _has_made_hours(desk: Desk, spot: Spot) -> bool:
    """Whether some menu would be offered always, because neither it nor its place says when."""
    made = channel_of(desk, spot).made.back_map
    return any(kind == "Daypart" and origin.kind == "Made" for (kind, _), origin in made.items())


def _counts(desk: Desk, spot: Spot, texts: Texts) -> FirstWrite | None:
    """What would be counted at a till; on the desk is noted what has to be given back for it."""
    place, menu = spot.place, (spot.place[0], MENU)
    if menu not in texts:
        return None
    try:
        rows = [_rows(desk, one, texts) for one in (spot.beside(MENU), spot)]
    except Refused as why:
        return FirstWrite(place, spot, None, f"the counts cannot be read: {why}")
    shelf, shadow, closed = Shelf(*rows), desk.shadow(place), closed_cells(desk.shadow(menu))
    live = stock.live_locations(desk, spot.account.id)
    out = decide.sold_out(till.cells_of(desk.listed()), live)
    kept = decide.formers(shadow.former, shelf, out, settled=not shadow.open)
    here = decide.at_places(kept, live)
    counted = Shelf(decide.with_tracking(rows[0], decide.tracking(here, shelf, out, closed)), rows[1])
    wanted = decide.counts(here, counted, out, closed, again=True)
    differences = [
        difference(("Availability", *pair, "count"), shelf.at(pair).count, count)
        for pair, count in sorted(wanted.items())
    ]
    desk.shadows[place] = msgspec.structs.replace(shadow, former=kept)
    return FirstWrite(place, spot, Plan(b"", changes=bool(wanted), differences=differences))


def _rows(desk: Desk, spot: Spot | None, texts: Texts) -> Mapping[str, list[Any]]:
    lens = spot.lens(None) if spot else None
    return lens.decode(texts[spot.place], stock.ids_of(desk, spot)).rows if spot and lens else {}
