"""Groups and their choices, as the partner holds them: records below a list, or ordinary items.

Where choices are items, a choice is one record however many groups it stands in, and a price that holds in one group
is a rule on it. Where they are records below a list, each list has a copy of its own with the price that holds there:
the copy in the list that the choice belongs to keeps its id, every other is `<choice>~<list>`.
"""

from typing import Any, Final

from tournant.canon.item import Item
from tournant.canon.modifiers import GroupModifier, Modifier, ModifierGroup
from tournant.kernel import money
from tournant.kernel.money import Price
from tournant.kernel.row import UNSET
from tournant.project.availability import sold_out_row
from tournant.project.backmap import Origin
from tournant.project.catalog import known, link_name
from tournant.project.graph import Group, Node, Option
from tournant.project.nesting import Listed
from tournant.project.quantities import hang_lists, put_quantities
from tournant.project.scene import Scene
from tournant.project.settle import QUANTITIES
from tournant.project.sizes import put_size_group

__all__ = ["put_list"]

_DISTINCT: Final = ("min_distinct", "max_distinct")


def put_list(scene: Scene, listed: Listed, position: int) -> None:
    """Put down a list and its choices."""
    group = scene.graph.groups[listed.group]
    if group.item is not None and listed.via is None and scene.capability.sizes == "group":
        put_size_group(scene, scene.catalog.get("Item", group.item))
        return
    if group.item is not None and listed.via is None:
        return  # Sizes are records below their item.
    _put_group(scene, listed, group, position)
    for number, option in enumerate(scene.graph.options(listed.group)):
        if scene.capability.as_items:
            _put_as_item(scene, listed, option, number)
        else:
            _put_as_modifier(scene, listed, option, number)


def _put_group(scene: Scene, listed: Listed, group: Group, position: int) -> None:
    columns: dict[str, Any] = {"id": listed.id, "position": position, "ordinal": position}
    if listed.via is not None:
        columns |= {"min_choices": 0, "min_distinct": UNSET}
    if group.row is None:
        columns |= {
            "name": scene.link.titles.get(group.item or "", scene.link.sizes_title),
            "max_choices": group.at_most,
        }
    lost = [name for name in _DISTINCT if known(group.row, name) and name not in scene.capability.distinct]
    for name in lost:
        scene.losses.add("ModifierGroup", group.id, name, "distinct_lost")
    via = None if listed.via is None else listed.via.id
    origin = Origin("Sizes", group.item, via=via) if group.item else Origin("ModifierGroup", group.id, via=via)
    scene.draft.entity(ModifierGroup, group.row, origin, columns | dict.fromkeys(lost, UNSET))


def _put_as_item(scene: Scene, listed: Listed, option: Option, position: int) -> None:
    node = option.node
    if node.kind != "Item" and not scene.draft.has(Item, node.id):
        row = scene.catalog.get(node.kind, node.id)
        price = scene.prices.shown((node.kind, node.id)) or scene.prices.free
        columns = {"parent": UNSET, "position": UNSET, "price": price, "pricing": UNSET}
        scene.draft.entity(Item, row, Origin("Modifier", node.id), columns)
        scene.put_sold_out(node.id, sold_out_row(scene.catalog, node.id, scene.link.location), choice=True)
        hang_lists(scene, node, node.id)
        for where, column in scene.places(node.id):
            price_here = scene.price_in((node.kind, node.id), (column, where))
            scene.put_price_rule(node.id, (column, where), price_here)
    scene.draft.put(GroupModifier(node.id, listed.id, position))
    price_in_group = scene.prices.shown(("GroupModifier", listed.group, node.id))
    if price_in_group is not None:
        scene.put_price_rule(node.id, ("in_group", listed.id), price_in_group)
    put_quantities(scene, listed, option)


def _put_as_modifier(scene: Scene, listed: Listed, option: Option, position: int) -> None:
    node = option.node
    row = scene.catalog.get(node.kind, node.id)
    at_home = node.kind == "Modifier" and listed.id in (known(row, "parent"), known(row, "group"))
    id_ = node.id if at_home else f"{node.id}~{listed.id}"
    columns: dict[str, Any] = {
        "id": id_,
        "parent": listed.id,
        "group": listed.id,
        "position": position,
        "ordinal": position,
        "price": _price_in_list(scene, listed, option),
    }
    for name in QUANTITIES:
        value = known(option.link, name)
        value = known(row, name) if value is None else value
        fits = name in scene.capability.quantities
        columns[name] = value if fits and value is not None else UNSET
        if value and not fits:
            scene.losses.add("GroupModifier", link_name(listed.group, node.id), name, "quantity_lost", str(value))
    scene.draft.entity(Modifier, row, Origin(_origin(node), node.id, via=listed.id), columns)
    scene.put_sold_out(id_, sold_out_row(scene.catalog, node.id, scene.link.location), choice=True)


def _origin(node: Node) -> Any:  # noqa: ANN401 - the three kinds of nodes are all kinds of origins
    return node.kind


def _price_in_list(scene: Scene, listed: Listed, option: Option) -> Price:
    group, node = scene.graph.groups[listed.group], option.node
    if group.item is not None:
        item = scene.catalog.get("Item", group.item)
        return money.subtract(scene.priced(("Variation", node.id)), scene.prices.least(item, scene.graph))
    here = scene.prices.shown(("GroupModifier", listed.group, node.id))
    return scene.prices.general(node, scene.graph) if here is None else here
