"""From canonical rows to a partner's: the steps, in their order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tournant.canon.item import BundlePartItem
from tournant.project.backmap import BackMap
from tournant.project.capability import Capability
from tournant.project.catalog import Catalog, Rows, known, link_name
from tournant.project.choices import put_list
from tournant.project.draft import Draft
from tournant.project.graph import Graph, Node
from tournant.project.layout import Layout, Page
from tournant.project.link import Key, Link
from tournant.project.loss import Loss, Losses
from tournant.project.markup import held
from tournant.project.nesting import nest
from tournant.project.places import put_item_hours, put_menus, put_tree
from tournant.project.prices import CONDITIONS, PLACES, PriceList
from tournant.project.quantities import hang_lists, put_other_quantities
from tournant.project.scene import Scene
from tournant.project.settle import canonical
from tournant.project.sizes import put_item
from tournant.project.taxes import put_taxes
from tournant.project.words import drop_kinds, put_images, report_left_out, shorten

__all__ = ["Projected", "project"]


@dataclass(frozen=True, slots=True)
class Projected:
    """A catalog as one partner can hold it."""

    rows: Rows
    """The partner's rows; siblings in order."""
    back_map: BackMap
    """What each of them stands for."""
    losses: tuple[Loss, ...]
    """What they do not say that the catalog says."""


def project(rows: Mapping[str, list[Any]], capability: Capability, link: Link) -> Projected:
    """Put a catalog into the form that a partner can hold, as this link shows it."""
    catalog, losses = Catalog(canonical(rows)), Losses()
    link = _without_open_prices(catalog, capability, link, losses)
    layout = Layout(catalog, link, capability, losses)
    pages = layout.pages() if capability.has_menus else []
    graph = Graph(catalog, link, losses, capability.asks_for_text)
    sold = _sold(layout, pages)
    nested = nest(graph, sold, capability)
    prices = PriceList(catalog, link, capability)
    draft = Draft(capability, link, losses)
    scene = Scene(catalog, capability, link, losses, graph, prices, nested, draft)
    if capability.has_menus:
        put_menus(draft, layout, pages)
    else:
        put_tree(draft, layout)
    items = list(nested.hangs) if capability.as_items else sold
    for number, node in enumerate(node for node in items if node.kind == "Item"):
        put_item(scene, catalog.get("Item", node.id), number)
        hang_lists(scene, node, node.id)
    for number, listed in enumerate(nested.lists.values()):
        put_list(scene, listed, number)
    _finish(scene)
    return Projected(draft.rows, draft.back_map, losses.all())


def _without_open_prices(catalog: Catalog, capability: Capability, link: Link, losses: Losses) -> Link:
    """Hide the sizes that nobody could order at a price, where the partner's guests order by themselves."""
    if capability.takes_open_prices:
        return link
    prices = PriceList(catalog, link, capability)
    keys: set[Key] = {("Variation", row.id) for row in catalog.of("Variation")}
    unpriced = {key for key in keys - link.hidden if prices.shown(key) is None}
    for _, size in unpriced:
        losses.add("Variation", size, "price", "open_price")
    return replace(link, hidden=link.hidden | unpriced) if unpriced else link


def _sold(layout: Layout, pages: list[Page]) -> list[Node]:
    """The items that are sold on their own, in the order of the menu."""
    if layout.capability.has_menus:
        categories = dict.fromkeys(one for page in pages for one in page.categories)
        found = [row for one in categories for row in layout.items(one)]
    else:
        found = layout.sold()
    return [Node("Item", id_) for id_ in dict.fromkeys(row.id for row in found)]


def _finish(scene: Scene) -> None:
    draft, catalog = scene.draft, scene.catalog
    _put_bundle_parts(draft, catalog)
    put_item_hours(draft, catalog)
    scene.put_sold_out_in_places()
    put_taxes(draft, catalog)
    put_images(draft, catalog)
    shorten(draft)
    put_other_quantities(scene)
    drop_kinds(draft)
    _report_prices(scene)
    _report_rules(scene)
    report_left_out(draft, catalog)
    draft.rows = {kind: of_kind for kind, of_kind in draft.rows.items() if of_kind}


def _put_bundle_parts(draft: Draft, catalog: Catalog) -> None:
    """What stands in an item that is sold as a set, where both are items there."""
    there = {row.id for row in draft.rows.get("Item", ())}
    for row in catalog.of("BundlePartItem"):
        if draft.capability.as_items and row.parent in there and row.target in there:
            draft.put(BundlePartItem(row.target, row.parent, row.position, price=row.price, quantity=row.quantity))
        else:
            draft.losses.add("Bundle", str(row.parent), row.target, "bundle_lost")


def _report_prices(scene: Scene) -> None:
    """Say which prices the partner's digits cannot hold."""
    digits = scene.capability.price_digits
    for kind in ("Variation", "Item", "Modifier", "GroupModifier", "PriceRule"):
        for row in scene.catalog.of(kind):
            price = known(row, "price")
            if price is not None and held(price, digits) != price:
                name = row.id if kind != "GroupModifier" else row.target
                scene.losses.add(kind, name, "price", "price_rounded", f"{price} as {held(price, digits)}")


def _report_rules(scene: Scene) -> None:
    """Say which rules and overlays the partner has no place for."""
    used = scene.prices.used()
    for row in scene.catalog.of("PriceRule"):
        theirs = known(row, "on_channel") not in (None, scene.capability.partner)
        if not theirs and row.id not in used and scene.place_of(row) is None:
            said = [name for name in (*PLACES, *CONDITIONS, "at_location") if known(row, name) is not None]
            scene.losses.add("PriceRule", row.id, ", ".join(said), "price_lost", f"of {row.parent}")
    for row in scene.catalog.of("CategoryItem"):
        if known(row, "price") is not None:
            scene.losses.add("CategoryItem", link_name(row.parent, row.target), "price", "price_lost")
    for row in scene.catalog.of("LocationOverlay"):
        if scene.link.location is None and known(row, "price") is not None:
            scene.losses.add("LocationOverlay", str(row.parent), str(known(row, "at_location")), "price_lost")
