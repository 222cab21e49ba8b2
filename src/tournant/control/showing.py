"""What a partner shows of one value beside what it should show, and where that stands in the partner's document."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from tournant.control.reading import adapter
from tournant.lens import Refused, mapping
from tournant.log.port import Transaction
from tournant.project import Link as AsItIs
from tournant.project import unproject
from tournant.project.availability import AVAILABLE
from tournant.sync import stock
from tournant.sync.channel import channel_of
from tournant.sync.decide import till
from tournant.sync.decide.judge import FIELD, Address, Cells
from tournant.sync.decide.plan import CannotPlan
from tournant.sync.desk import Desk, Place
from tournant.sync.partners import Spot, spot_of
from tournant.sync.writing import written_place

__all__ = ["Asked", "Side", "side_of"]

_COLUMNS: Final = {"available": "Availability", "hours": "OpeningHours", "paused": "Pause"}
"""By field that is no column of its own: the kind whose columns say it."""


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
    shows: Any
    wanted: Any
    external_id: str | None
    """The partner's id of the thing in which it stands."""
    paths: tuple[str, ...]
    """The partner's paths of it."""
    why_not: str | None = None
    """Why nothing can be told."""


async def side_of(tx: Transaction, desk: Desk, link: str, asked: Asked) -> Side | None:
    """What a link shows; None where nothing of ours is written."""
    place = written_place(desk, link, adapter)
    spot = spot_of(desk, adapter, place) if place else None
    if place is None or spot is None:
        return None
    seen = desk.shadow(place).seen
    text = await tx.raw(seen.address) if seen else None
    if text is None:
        return Side(
            place, None, None, None, None, (), "it was not looked at yet, or what was seen is not kept any more"
        )
    try:
        if spot.manifest.role == "pos":
            return _at_the_till(desk, spot, text, (link, asked))
        return _on_a_channel(desk, spot, text, asked)
    except (CannotPlan, Refused) as why:
        return Side(place, None, None, None, None, (), str(why))


def _at_the_till(desk: Desk, spot: Spot, text: bytes, of: tuple[str, Asked]) -> Side:
    link, asked = of
    lens = spot.lens(None)
    if lens is None:
        raise CannotPlan("nothing of it is mapped")
    seen = lens.decode(text, stock.ids_of(desk, spot))
    shown = till.cells_of(till.settled(unproject(seen.rows, spot.manifest.capability, AsItIs())[0]))
    wanted = till.cells_of(desk.listed())
    location = desk.links[link].location
    cell = ("Availability", asked.id, location, FIELD) if asked.field == FIELD else (asked.kind, asked.id, asked.field)
    row = desk.rows.get(asked.kind, {}).get(asked.id)
    external = getattr(row, "external_id", None)
    return _side(spot, (shown, wanted), cell, external, _paths(spot, {asked.kind}, asked.field))


def _on_a_channel(desk: Desk, spot: Spot, text: bytes, asked: Asked) -> Side:
    channel = channel_of(desk, spot)
    shown, wanted = channel.view(channel.decode(text)), channel.wanted()
    cell = _cell(desk, wanted, asked)
    rows = channel.made.rows
    stands = {
        name
        for name, origin in channel.made.back_map.items()
        if asked.id in (origin.id, origin.only) and origin.kind != "Sizes"
    }
    externals = [row.external_id for kind, id_ in sorted(stands) for row in rows.get(kind, ()) if row.id == id_]
    external = externals[0] if externals else None
    return _side(spot, (shown, wanted), cell, external, _paths(spot, {kind for kind, _ in stands}, asked.field))


def _cell(desk: Desk, wanted: Cells, asked: Asked) -> Address:
    """How a channel addresses a value; of an item with one size, what is not kept of that is the item's."""
    cell: Address = (asked.kind, asked.id, asked.field)
    row: Any = desk.rows.get(asked.kind, {}).get(asked.id)
    if cell not in wanted and asked.kind == "Variation" and row is not None:
        above = ("Item", str(row.parent), asked.field)
        return above if above in wanted else cell
    return cell


def _side(spot: Spot, cells: tuple[Cells, Cells], cell: Address, external: str | None, paths: tuple[str, ...]) -> Side:
    shown, wanted = cells
    nothing = AVAILABLE if cell[-1] == FIELD and spot.manifest.role == "pos" else None
    is_kept = cell in shown or cell in wanted
    shows, should = shown.get(cell, nothing), wanted.get(cell, nothing)
    return Side(spot.place, cell if is_kept else None, shows, should, external, paths)


def _paths(spot: Spot, kinds: Collection[str], field: str) -> tuple[str, ...]:
    connection = spot.manifest.connection
    name = connection.commands[spot.resource.read].answers if connection else None
    document = spot.manifest.document(name) if name else None
    return tuple(dict.fromkeys(_found(mapping(document.table(None)), kinds, field))) if document else ()


def _found(columns: Any, kinds: Collection[str], field: str) -> Iterator[str]:  # noqa: ANN401 - what `mapping` gives
    beside = _COLUMNS.get(field)
    for one in columns:
        if (one.kind == beside and not one.column.startswith("(")) or (one.kind in kinds and one.column == field):
            yield one.path
