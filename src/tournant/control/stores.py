"""Stores: the locations of merchants, and how each stands at its partners."""

from dataclasses import dataclass, field

from tournant.control import links
from tournant.control.choosing import Choice, chosen
from tournant.control.links import Standing
from tournant.facts.rows import decode_row
from tournant.log.port import Store
from tournant.log.records import Tenant

__all__ = ["Place", "stores"]


@dataclass(slots=True)
class Place:
    """One location."""

    location: str
    merchant: str
    name: str | None
    paused: bool = False
    """Whether it takes no orders for a while."""
    links: list[Standing] = field(default_factory=list)


async def stores(store: Store, choice: Choice) -> list[Place]:
    """The locations of the merchants that are meant, with their links."""
    meant = {one.label: one for one in await chosen(store, choice)}
    found: dict[tuple[str, str], Place] = {}
    for one in await links.list_links(store):
        if one.merchant in meant:
            place = found.setdefault((one.merchant, one.location), Place(one.location, one.merchant, None))
            place.links.append(one)
    for label, tenant in meant.items():
        await _tell(store, tenant, {place: one for (merchant, place), one in found.items() if merchant == label})
    return sorted(found.values(), key=lambda one: (one.merchant, one.name or "", one.location))


async def _tell(store: Store, tenant: Tenant, places: dict[str, Place]) -> None:
    """Say of locations what their rows say."""
    async with store.transaction(tenant) as tx:
        rows = [decode_row(one.kind, one.body) for one in await tx.rows() if one.kind in ("Location", "Pause")]
    for row in rows:
        name, paused, parent = (getattr(row, column, None) for column in ("name", "paused", "parent"))
        if paused is True and isinstance(parent, str) and parent in places:
            places[parent].paused = True
        id_ = getattr(row, "id", "")
        if isinstance(name, str) and id_ in places:
            places[id_].name = name
