"""From a partner's rows to canonical ones: at adoption, for `translate`, and to see what a partner's user changed."""

from collections.abc import Mapping
from typing import Any

from msgspec import structs

from tournant.canon.item import Variation
from tournant.kernel import ids
from tournant.project.backmap import NO_BACK_MAP, BackMap
from tournant.project.capability import Capability
from tournant.project.catalog import Catalog, Rows, known
from tournant.project.link import Link
from tournant.project.loss import Loss, Losses
from tournant.project.read_items import read_items
from tournant.project.read_lists import read_limits, read_lists
from tournant.project.read_places import read_places
from tournant.project.recognised import Recognised
from tournant.project.settle import settle

__all__ = ["unproject"]


def unproject(
    rows: Mapping[str, list[Any]], capability: Capability, link: Link, back_map: BackMap = NO_BACK_MAP
) -> tuple[Rows, tuple[Loss, ...]]:
    """Take a partner's form off its rows. Prices are taken as they are shown: a link's rule is not undone."""
    losses = Losses()
    settled = settle(rows)
    found = Recognised(Catalog(settled), capability, back_map, link.ext)
    out: Rows = {kind: list(found.catalog.of(kind)) for kind in settled}
    if capability.as_items:
        read_items(found, out)
    else:
        read_lists(found, out, losses)
    read_limits(out)
    read_places(found, out)
    _give_each_item_a_size(out, capability)
    _drop_made(found, out)
    _report(found, out, losses)
    return {kind: of_kind for kind, of_kind in out.items() if of_kind}, losses.all()


def _give_each_item_a_size(rows: Rows, capability: Capability) -> None:
    """An item whose price stands on itself has one Variation with that price."""
    sized = {row.parent for row in rows.get("Variation", ())}
    items = []
    for row in rows.get("Item", ()):
        if row.id not in sized and known(row, "price") is not None:
            id_ = ids.derived(capability.partner, "Variation", row.id)
            rows.setdefault("Variation", []).append(Variation(id_, None, row.id, 0, price=row.price))
            items.append(structs.replace(row, price=None))
        else:
            items.append(row)
    rows["Item"] = items


def _drop_made(found: Recognised, rows: Rows) -> None:
    for kind in ("TaxRate", "Variation", "Image"):
        rows[kind] = [row for row in rows.get(kind, ()) if not found.is_made(kind, row.id)]


def _report(found: Recognised, rows: Rows, losses: Losses) -> None:
    """Say what stands on no menu, and which sizes stand in no item."""
    listed = {link.target for link in rows.get("CategoryItem", ())}
    for row in rows.get("Item", ()):
        if listed and row.id not in listed:
            losses.add("Item", row.id, "", "not_shown")
    for row in found.catalog.of("Item"):
        if found.capability.as_items and found.kind(row.id) == "Variation" and row.id not in found.sizes:
            losses.add("Variation", row.id, "", "not_shown")
