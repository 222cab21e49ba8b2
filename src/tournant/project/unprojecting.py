"""From a partner's rows to canonical ones: at adoption, for `translate`, and to see what a partner's user changed."""

from collections.abc import Mapping
from typing import Any

from tournant.project.backmap import NO_BACK_MAP, BackMap
from tournant.project.capability import Capability
from tournant.project.catalog import Catalog, Rows
from tournant.project.link import Link
from tournant.project.loss import Loss, Losses
from tournant.project.read_items import read_items
from tournant.project.read_lists import read_limits, read_lists
from tournant.project.read_places import read_places
from tournant.project.recognised import Recognised
from tournant.project.settle import give_sizes, settle
from tournant.project.unlift import unlift

__all__ = ["taken_off", "unproject"]


def unproject(
    rows: Mapping[str, list[Any]], capability: Capability, link: Link, back_map: BackMap = NO_BACK_MAP
) -> tuple[Rows, tuple[Loss, ...]]:
    """Take a partner's form off its rows. Prices are taken as they are shown: a link's rule is not undone."""
    losses = Losses()
    canonical, _ = taken_off(rows, capability, link, back_map, losses)
    return canonical, losses.all()


def taken_off(
    rows: Mapping[str, list[Any]], capability: Capability, link: Link, back_map: BackMap, losses: Losses
) -> tuple[Rows, Recognised]:
    """The same, with the partner's own rows (settled) and what they were recognised as."""
    settled = unlift(settle(rows), back_map) if capability.as_items else settle(rows)
    found = Recognised(Catalog(settled), capability, back_map, link.ext)
    out: Rows = {kind: list(found.catalog.of(kind)) for kind in settled}
    if capability.as_items:
        read_items(found, out)
    else:
        read_lists(found, out, losses)
    read_limits(out)
    read_places(found, out)
    give_sizes(out)
    _drop_made(found, out)
    _report(found, losses)
    return {kind: of_kind for kind, of_kind in out.items() if of_kind}, found


def _drop_made(found: Recognised, rows: Rows) -> None:
    for kind in ("TaxRate", "Variation", "Image"):
        rows[kind] = [row for row in rows.get(kind, ()) if not found.is_made(kind, row.id)]


def _report(found: Recognised, losses: Losses) -> None:
    """Say which sizes stand in no item any more."""
    for row in found.catalog.of("Item"):
        if found.capability.as_items and found.kind(row.id) == "Variation" and row.id not in found.sizes:
            losses.add("Variation", row.id, "", "not_shown")
