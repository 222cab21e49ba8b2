"""A restaurant: what each partner shows beside what it should show, value by value.

    the last look at each link ──decode──► what it shows ─┐
    canonical rows ──project──► what it should show ──────┴──► Comparison: every value, and those that differ

The reading is one transaction; comparing is computation alone and can be done beside the loop that serves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tournant.control.fleet_story import Place
from tournant.control.naming import names_of
from tournant.control.reading import adapter
from tournant.kernel.ids import DerivedIds
from tournant.lens import Refused
from tournant.log.port import Store
from tournant.log.records import Tenant
from tournant.project import Link as Settings
from tournant.project import Loss, unproject
from tournant.project.availability import AVAILABLE
from tournant.sync.channel import channel_of
from tournant.sync.decide import till
from tournant.sync.decide.plan import CannotPlan
from tournant.sync.desk import Desk, read_desk
from tournant.sync.partners import AVAILABILITY, HOURS, MENU, STATUS, Spot, spot_of
from tournant.sync.writing import plan_of, written_place

__all__ = ["Address", "Column", "Material", "Restaurant", "compare", "read_material"]

Address = tuple[str, ...]
"""Of a value: kind, id, … and last the field."""
_FIELD = "available"
_READ = frozenset({MENU, AVAILABILITY, HOURS, STATUS})


@dataclass(frozen=True, slots=True)
class Material:
    """What a merchant's restaurants are compared from."""

    desk: Desk
    texts: Mapping[Place, bytes]
    """By place: the document that was seen last."""


@dataclass(frozen=True, slots=True)
class Column:
    """One link."""

    link: str
    shown: Mapping[Address, Any] = field(default_factory=dict)
    wanted: Mapping[Address, Any] = field(default_factory=dict)
    asked: frozenset[Address] = frozenset()
    """Values about which a person is asked."""
    held: bool = False
    losses: tuple[Loss, ...] = ()
    """What the partner cannot hold: it differs by design."""
    unreadable: str | None = None
    """Why nothing can be compared (yet)."""

    values: frozenset[Address] = frozenset()
    """All that are compared."""
    differing: frozenset[Address] = frozenset()
    """Those that are not as they should be."""


@dataclass(frozen=True, slots=True)
class Restaurant:
    """A location with its links."""

    location: str
    columns: tuple[Column, ...]
    names: Mapping[str, str]
    """By our id: what a thing is called."""

    @property
    def differing(self) -> list[Address]:
        """The values that differ somewhere, each once, in the order of their addresses."""
        return sorted({one for column in self.columns for one in column.differing})

    def should_be(self, value: Address) -> Any:  # noqa: ANN401 - what a value is
        """What the catalog says: as the point of sale has it, if it has it, else as a channel should show it."""
        return next((column.wanted[value] for column in self.columns if value in column.wanted), None)


def _said(values: Mapping[Address, Any], one: Address) -> Any:  # noqa: ANN401 - what a value is
    """What is said of a value; that something is on sale, or has nothing in it, is as good as not said."""
    value = values.get(one)
    return None if value in (AVAILABLE, ()) else value


async def read_material(store: Store, tenant: Tenant) -> Material:
    """Read everything that the merchant's restaurants are compared from."""
    async with store.transaction(tenant) as tx:
        desk = await read_desk(tx)
        texts = {}
        for place, shadow in desk.shadows.items():
            text = await tx.raw(shadow.seen.address) if shadow.seen and place[1] in _READ else None
            if text is not None:
                texts[place] = text
    return Material(desk, texts)


def compare(material: Material, location: str) -> Restaurant:
    """Compare what all links of a location show with what they should."""
    desk = material.desk
    links = [one for one in desk.links.values() if one.location == location]
    columns = [_column(material, one.id) for one in links]
    return Restaurant(location, tuple(columns), names_of(desk))


def _column(material: Material, link: str) -> Column:
    desk = material.desk
    place = written_place(desk, link, adapter) or (link, MENU)
    spot, text, shadow = spot_of(desk, adapter, place), material.texts.get(place), desk.shadow(place)
    if spot is None or text is None:
        return Column(link, unreadable="it was not looked at yet")
    location = desk.links[link].location
    asked = frozenset(_here(desk, tuple(one.cell), location) for one in shadow.asked)
    is_till = spot.manifest.role == "pos"
    try:
        shown, wanted, losses = (_at_the_till if is_till else _on_channel)(desk, spot, text)
        # What a channel's people have there beside ours differs from nothing, and only the plan knows it.
        planned = None if is_till else {tuple(one.cell) for one in plan_of(desk, spot, text).differences}
    except (CannotPlan, Refused) as why:
        return Column(link, asked=asked, held=shadow.held is not None, unreadable=str(why))
    values = frozenset(wanted.keys() | shown.keys())
    counts = values if planned is None else (planned | asked) & values
    differing = frozenset(one for one in counts if _said(shown, one) != _said(wanted, one))
    return Column(link, shown, wanted, asked, shadow.held is not None, losses, None, values, differing)


Compared = tuple[Mapping[Address, Any], Mapping[Address, Any], tuple[Loss, ...]]


def _on_channel(desk: Desk, spot: Spot, text: bytes) -> Compared:
    channel = channel_of(desk, spot)
    wanted = channel.wanted()
    ours = {one for cell in wanted for one in cell[1:-1]}
    shown = {cell: value for cell, value in channel.view(channel.decode(text)).items() if set(cell[1:-1]) <= ours}
    return shown, wanted, channel.made.losses


def _at_the_till(desk: Desk, spot: Spot, text: bytes) -> Compared:
    lens = spot.lens(None)
    if lens is None:
        raise CannotPlan("nothing of it is mapped")
    decoded = lens.decode(text, DerivedIds(spot.account.id))
    rows, losses = unproject(decoded.rows, spot.manifest.capability, Settings())
    # Whether something is sold out is another document's matter there.
    shown = dict(_columns_of(till.cells_of(till.settled(rows))))
    wanted = dict(_columns_of(till.cells_of(desk.listed())))
    if desk.shadow(spot.place).held is None:
        # What only one of the two has is not written there: it was made elsewhere, or is on its way into the catalog.
        shown, wanted = ({cell: one[cell] for cell in shown.keys() & wanted.keys()} for one in (shown, wanted))
    return shown, wanted, tuple(losses)


def _columns_of(cells: Mapping[Address, Any]) -> Iterator[tuple[Address, Any]]:
    return ((cell, value) for cell, value in cells.items() if cell[-1] != _FIELD)


def _here(desk: Desk, cell: Address, location: str) -> Address:
    """The address of a question as the values of this location have it."""
    if cell[0] != "Availability" or cell[2] != location:
        return cell
    kind = next((kind for kind, rows in desk.rows.items() if cell[1] in rows and kind != "Availability"), "Item")
    return kind, cell[1], _FIELD
