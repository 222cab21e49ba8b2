"""Items and their sizes, as the partner holds them: records below the item, or a required group of choices.

    Item "Latte" ── Small 3.00, Large 4.00      as a group: Item 3.00 ── "Size", exactly one ── Small +0, Large +1.00

The item's price is then the least of its sizes (so that its card says "from 3.00"), and each size costs the difference.
Rules and pins change totals, never differences. An item with exactly one Variation stays plain.
"""

from typing import Final

from tournant.canon.item import Item, Variation
from tournant.canon.modifiers import GroupModifier, ModifierGroup
from tournant.kernel import money
from tournant.kernel.money import Price
from tournant.kernel.row import UNSET
from tournant.project.availability import as_said_of, sold_out_row
from tournant.project.backmap import Origin
from tournant.project.catalog import known
from tournant.project.draft import recast
from tournant.project.graph import Node, sizes_id
from tournant.project.link import Key
from tournant.project.quantities import hang_lists
from tournant.project.scene import Scene

_NOT_OWN: Final = frozenset(
    {"id", "external_id", "parent", "position", "item", "ordinal", "name", "price", "pricing"}
    | {"updated_at", "version", "at_all_locations", "deleted", "sellable"}
)
"""What an only size says that is no news of its own; its name, for one, is never shown."""
__all__ = ["put_item", "put_size_group"]


def put_item(scene: Scene, item: Item, position: int) -> None:
    """Put down an item with its price, and its sizes where those are records below it."""
    sizes = scene.graph.sizes(item)
    only = scene.graph.only(item)
    origin = Origin("Item", item.id, only=None if only is None else only.id)
    columns = {"position": position, "parent": UNSET, "price": UNSET, "pricing": UNSET}
    if scene.capability.sizes == "variations":
        scene.draft.entity(Item, item, origin, columns)
        _put_variations(scene, item, sizes)
        scene.put_sold_out(item.id, sold_out_row(scene.catalog, item.id, scene.link.location))
        return
    base = _base(scene, item, sizes)
    # What a plain item's only size says of itself (its number, its bar code), it says of the item.
    scene.draft.entity(Item, item if only is None else _merged(scene, item, only), origin, {**columns, "price": base})
    for place, column in scene.places(item.id, *(row.id for row in sizes)):
        _put_price_in(scene, item, (column, place), base)
    _put_sold_out(scene, item, sizes)


def put_size_group(scene: Scene, item: Item) -> None:
    """Put down the group of an item's sizes, and each size as a choice in it."""
    group = sizes_id(item.id)
    title = scene.link.titles.get(item.id, scene.link.sizes_title)
    columns = {"id": group, "name": title, "min_choices": 1, "max_choices": 1, "position": 0}
    scene.draft.entity(ModifierGroup, None, Origin("Sizes", item.id), columns)
    base = _base(scene, item, scene.graph.sizes(item))
    for number, size in enumerate(scene.graph.visible(item)):
        price = money.subtract(scene.priced(("Variation", size.id)), base)
        option = {"position": number, "parent": UNSET, "price": price, "pricing": UNSET}
        scene.draft.entity(Item, size, Origin("Variation", size.id), option)
        scene.draft.put(GroupModifier(size.id, group, number))
        hang_lists(scene, Node("Variation", size.id), size.id)
        scene.put_sold_out(size.id, sold_out_row(scene.catalog, size.id, scene.link.location))


def _base(scene: Scene, item: Item, sizes: list[Variation]) -> Price:
    if len(sizes) == 1:
        return scene.priced(("Variation", sizes[0].id))
    return scene.prices.free if scene.link.rep == "zero" else scene.prices.least(item, scene.graph)


def _merged(scene: Scene, item: Item, only: Variation) -> Item:
    columns = ("sku", "gtin", "external_ref", "calories", "unit", "unit_quantity")
    said = {
        name: getattr(only, name) for name in columns if known(item, name) is None and known(only, name) is not None
    }
    scene.draft.drop(only, set(only.__struct_fields__) - set(columns) - _NOT_OWN)
    return recast(Item, item, {"id": item.id, **said})


def _put_variations(scene: Scene, item: Item, sizes: list[Variation]) -> None:
    for number, size in enumerate(row for row in sizes if ("Variation", row.id) not in scene.link.hidden):
        key: Key = ("Variation", size.id)
        name = known(size, "name") or (scene.link.only_title if len(sizes) == 1 else known(size, "name"))
        columns = {"position": number, "parent": item.id, "item": item.id, "price": scene.prices.shown(key)}
        pricing = known(size, "pricing") or ("open" if columns["price"] is None else "fixed")
        own = {**columns, "name": name, "pricing": pricing}
        scene.draft.entity(Variation, size, Origin("Variation", size.id), own)
        scene.put_sold_out(size.id, sold_out_row(scene.catalog, size.id, scene.link.location))


def _put_price_in(scene: Scene, item: Item, place: tuple[str, str], base: Price) -> None:
    """Prices that hold in one place only: of the item, and as differences of its sizes."""
    sizes = scene.graph.sizes(item)
    totals = {row.id: scene.price_in(("Variation", row.id), place) for row in sizes}
    shown = [row.id for row in scene.graph.visible(item) or sizes]
    if len(sizes) > 1:
        here = scene.prices.free if scene.link.rep == "zero" else scene.least([totals[one] for one in shown])
    else:
        here = next(iter(totals.values()))
    if here != base:
        scene.put_price_rule(item.id, place, here)
    for size in sizes if len(sizes) > 1 else ():
        difference = money.subtract(totals[size.id], here)
        if size.id in shown and difference != money.subtract(scene.priced(("Variation", size.id)), base):
            scene.put_price_rule(size.id, place, difference)


def _put_sold_out(scene: Scene, item: Item, sizes: list[Variation]) -> None:
    """An item is sold out if somebody says so, or if every size of it is."""
    row = sold_out_row(scene.catalog, item.id, scene.link.location)
    if row is None:
        visible = scene.graph.visible(item) or sizes
        found = [sold_out_row(scene.catalog, size.id, scene.link.location) for size in visible]
        gone = [one for one in found if one is not None]
        if gone and len(gone) == len(found):
            row = as_said_of(gone[0], item.id)
    scene.put_sold_out(item.id, row)
