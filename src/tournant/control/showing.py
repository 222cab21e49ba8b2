"""What a partner shows of one value beside what it should show, and where that stands in the partner's document."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from tournant.canon import Pause
from tournant.control.reading import adapter
from tournant.lens import Refused, mapping
from tournant.log.port import Transaction
from tournant.project import Link as AsItIs
from tournant.project import unproject
from tournant.project.availability import AVAILABLE, State
from tournant.project.dayparts import opening
from tournant.sync import stock
from tournant.sync.channel import channel_of
from tournant.sync.decide import till
from tournant.sync.decide.judge import FIELD, PAUSED, Address, Cells
from tournant.sync.decide.plan import CannotPlan
from tournant.sync.desk import Desk, Place
from tournant.sync.partners import AVAILABILITY, HOURS, MENU, STATUS, Spot, spot_of
from tournant.sync.writing import written_place

__all__ = ["HOURS_FIELD", "Asked", "Side", "paths_of", "side_of"]

HOURS_FIELD: Final = "hours"
_BESIDE: Final[Mapping[str, tuple[tuple[str, str | None], ...]]] = {
    FIELD: (("Availability", None), ("LocationOverlay", "sold_out")),
    HOURS_FIELD: (("OpeningHours", None), ("Daypart", "weekdays"), ("Daypart", "opens"), ("Daypart", "closes")),
    PAUSED: (("Pause", None),),
}
"""By field that is no column of its own: the kinds whose columns say it, and which of them."""
_ROOT: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which value is meant."""

    kind: str
    id: str
    field: str


@dataclass(frozen=True, slots=True)
class Side:
    """One value at one link."""

    place: Place
    cell: Address | None
    """How it is addressed there; None where it is not kept there."""
    shows: Any = None
    wanted: Any = None
    external_id: str | None = None
    """The partner's id of the thing in which it stands."""
    paths: tuple[str, ...] = ()
    """The partner's paths of it."""
    why_not: str | None = None
    """Why nothing can be told."""
    beside: tuple[tuple[Place, Address], ...] = ()
    """What else is written for its sake, and where: of something that is sold out at a till, counts."""


@dataclass(frozen=True, slots=True)
class _Case:
    desk: Desk
    spot: Spot
    text: bytes
    link: str
    asked: Asked

    @property
    def location(self) -> str:
        return self.desk.links[self.link].location

    def side(self, cells: tuple[Cells, Cells], cell: Address, external: str | None, kinds: Collection[str]) -> Side:
        """What both say of a cell; at a till, what is not said to be sold out is on sale."""
        shown, wanted = cells
        nothing = AVAILABLE if cell[-1] == FIELD and self.spot.manifest.role == "pos" else None
        is_kept = cell in shown or cell in wanted or nothing is not None
        values = (shown.get(cell, nothing), wanted.get(cell, nothing))
        paths = _in_document(paths_of(self.spot, kinds, self.asked.field), self.text)
        return Side(self.spot.place, cell if is_kept else None, *values, external, paths)


async def side_of(tx: Transaction, desk: Desk, link: str, asked: Asked) -> Side | None:
    """What a link shows; None where nothing of ours is written."""
    menu = written_place(desk, link, adapter)
    if menu is None:
        return None
    place = _place(desk, link, menu, asked.field)
    spot = spot_of(desk, adapter, place)
    if spot is None:
        return Side(menu, None, why_not="this is not kept there")
    seen = desk.shadow(place).seen
    text = await tx.raw(seen.address) if seen else None
    if text is None:
        return Side(place, None, why_not="it was not looked at yet, or what was seen is not kept any more")
    case = _Case(desk, spot, text, link, asked)
    try:
        return _HOW.get(place[1], _of_menu)(case)
    except (CannotPlan, Refused) as why:
        return Side(place, None, why_not=str(why))


def _place(desk: Desk, link: str, menu: Place, field: str) -> Place:
    """Where a field of a location is looked at; everything else stands in menus."""
    account = desk.account_of(link)
    is_till = account is not None and adapter(account.partner).role == "pos"
    if field == PAUSED:
        return (menu[0] if is_till else link, STATUS)
    return (menu[0], HOURS) if field == HOURS_FIELD and is_till else menu


def _of_menu(case: _Case) -> Side:
    return _at_the_till(case) if case.spot.manifest.role == "pos" else _on_a_channel(case)


def _at_the_till(case: _Case) -> Side:
    desk, spot, asked = case.desk, case.spot, case.asked
    lens = spot.lens(None)
    if lens is None:
        raise CannotPlan("nothing of it is mapped")
    seen = lens.decode(case.text, stock.ids_of(desk, spot))
    shown = till.cells_of(till.settled(unproject(seen.rows, spot.manifest.capability, AsItIs())[0]))
    wanted = till.cells_of(desk.listed())
    row = desk.rows.get(asked.kind, {}).get(asked.id)
    external = getattr(row, "external_id", None)
    if asked.field != FIELD:
        return case.side((shown, wanted), (asked.kind, asked.id, asked.field), external, {asked.kind})
    cell: Address = ("Availability", asked.id, case.location, FIELD)
    found = case.side((shown, wanted), cell, external, {asked.kind})
    things = [asked.id, *till.sizes_of(desk.listed()).get(asked.id, ())]
    account = spot.place[0]
    counted = [((account, AVAILABILITY), ("Availability", one, case.location, "count")) for one in things]
    tracked = [((account, MENU), ("Variation", one, case.location, "stock_tracked")) for one in things]
    return replace(found, beside=(*counted, *tracked))


def _on_a_channel(case: _Case) -> Side:
    channel, asked = channel_of(case.desk, case.spot), case.asked
    shown, wanted = channel.view(channel.decode(case.text)), channel.wanted()
    rows = channel.made.rows
    stands = {
        name
        for name, origin in channel.made.back_map.items()
        if asked.id in (origin.id, origin.only) and origin.kind != "Sizes"
    }
    externals = [row.external_id for kind, id_ in sorted(stands) for row in rows.get(kind, ()) if row.id == id_]
    cell = _cell(case.desk, wanted, asked)
    return case.side((shown, wanted), cell, externals[0] if externals else None, {kind for kind, _ in stands})


def _cell(desk: Desk, wanted: Cells, asked: Asked) -> Address:
    """How a channel addresses a value; of an item with one size, what is not kept of that is the item's."""
    cell: Address = (asked.kind, asked.id, asked.field)
    row: Any = desk.rows.get(asked.kind, {}).get(asked.id)
    if cell not in wanted and asked.kind == "Variation" and row is not None:
        above = ("Item", str(row.parent), asked.field)
        return above if above in wanted else cell
    return cell


def _hours(case: _Case) -> Side:
    """The weekly hours of a place at its till."""
    desk, spot = case.desk, case.spot
    lens = spot.lens(None)
    seen = lens.decode(case.text, stock.ids_of(desk, spot)).rows if lens else {}
    cell: Address = ("Location", case.location, HOURS_FIELD)
    said = [
        [row for row in rows.get("OpeningHours", ()) if row.parent == case.location] for rows in (seen, desk.listed())
    ]
    shown, wanted = ({cell: opening(rows)} if rows else {} for rows in said)
    return case.side((shown, wanted), cell, desk.links[case.link].store, ())


def _status(case: _Case) -> Side:
    """Whether a channel's store is paused."""
    lens, link = case.spot.lens(None), case.desk.links[case.link]
    rows = lens.decode(case.text).rows.get("Pause", []) if lens else []
    ours = [row for row in case.desk.rows.get("Pause", {}).values() if getattr(row, "parent", None) == link.location]
    ends = case.desk.shadow(case.spot.place).until
    cell: Address = ("Location", link.location, PAUSED)
    shown: Cells = {cell: _paused(rows[0].paused, ends)} if rows else {}
    standing = next((_paused(row.paused, row.until) for row in ours if isinstance(row, Pause)), AVAILABLE)
    return case.side((shown, {cell: standing}), cell, link.store, ())


def _paused(paused: object, until: Any) -> State:  # noqa: ANN401 - an instant, or nothing
    if paused is not True:
        return AVAILABLE
    return ("until", until) if until else ("indefinitely",)


_HOW: Final = {HOURS: _hours, STATUS: _status}


def paths_of(spot: Spot, kinds: Collection[str], field: str) -> tuple[str, ...]:
    """Where a field of these kinds stands in the documents of a place."""
    connection = spot.manifest.connection
    name = connection.commands[spot.resource.read].answers if connection else None
    document = spot.manifest.document(name) if name else None
    return tuple(dict.fromkeys(_found(mapping(document.table(None)), kinds, field))) if document else ()


def _found(columns: Any, kinds: Collection[str], field: str) -> Iterator[str]:  # noqa: ANN401 - what `mapping` gives
    beside = _BESIDE.get(field, ())
    for one in columns:
        is_beside = any(one.kind == kind and column in (None, one.column) for kind, column in beside)
        if (is_beside and not one.column.startswith("(")) or (one.kind in kinds and one.column == field):
            yield one.path


def _in_document(paths: tuple[str, ...], text: bytes) -> tuple[str, ...]:
    """Those below a member that this document has: a partner spells one thing differently from answer to answer."""
    members = msgspec.json.decode(text, type=dict[str, msgspec.Raw]).keys()
    roots = {path: _ROOT.match(path) for path in paths}
    return tuple(path for path, root in roots.items() if root is None or root[0] in members)
