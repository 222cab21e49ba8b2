"""How often choices may be made: of a group where it hangs, of a choice in its group, and what has no place for it."""

from typing import Any, Final

from msgspec import structs

from tournant.canon.modifiers import NO_LIMIT, ItemGroup
from tournant.canon.price import QuantityRule
from tournant.kernel.row import UNSET
from tournant.project.catalog import known, link_name
from tournant.project.graph import Node, Option
from tournant.project.nesting import Hang, Listed
from tournant.project.prices import CONDITIONS, PLACES
from tournant.project.scene import Scene
from tournant.project.settle import QUANTITIES

__all__ = ["hang_lists", "put_other_quantities", "put_quantities"]

_SAID: Final = (*QUANTITIES, "min_only_if_chosen", "min_distinct", "max_distinct")


def put_quantities(scene: Scene, listed: Listed, option: Option) -> None:
    """How often a choice may be made in this group, where the link says so."""
    said = {name: value for name in QUANTITIES if (value := known(option.link, name)) is not None}
    kept = {name: value for name, value in said.items() if name in scene.capability.quantities}
    for name in sorted(said.keys() - kept.keys()):
        name_of_link = link_name(listed.group, option.node.id)
        scene.losses.add("GroupModifier", name_of_link, name, "quantity_lost", str(said[name]))
    if kept:
        row = QuantityRule(f"{option.node.id}~{listed.id}", None, option.node.id, UNSET, in_group=listed.id)
        scene.draft.put(structs.replace(row, **kept))


def hang_lists(scene: Scene, node: Node, id_: str) -> None:
    """Hang on a record the lists that it asks, with the limits that hold there."""
    number = 0
    for hang in scene.nested.hangs.get(node, ()):
        sizes = scene.graph.groups[hang.listed.group].item is not None and hang.listed.via is None
        if sizes and scene.capability.sizes == "variations":
            continue
        _hang(scene, hang, id_, number)
        number += 1


def _hang(scene: Scene, hang: Hang, parent: str, position: int) -> None:
    link = ItemGroup(hang.listed.id, parent, position, ordinal=position)
    rule = _rule_here(scene, hang)
    if scene.capability.limits_by_rule:
        scene.draft.put(link)
        limits = {**_limits_here(hang), **_more(rule)}
        if limits:
            row = QuantityRule(f"{hang.listed.id}~{parent}", None, hang.listed.id, UNSET, in_item=parent)
            scene.draft.put(structs.replace(row, **limits))
    else:
        most = NO_LIMIT if hang.at_most is None else hang.at_most
        here = {"min_choices": hang.at_least, "max_choices": most} if hang.explicit else {}
        scene.draft.put(structs.replace(link, **here))
        _report(scene, rule)
    _check_orderable(scene, hang, parent)


def put_other_quantities(scene: Scene) -> None:
    """Limits on choices in other places: put down where the partner has such a thing, and said where it has not."""
    for rule in scene.catalog.of("QuantityRule"):
        if known(rule, "in_item") is not None and scene.graph.groups.get(str(rule.parent)) is not None:
            continue  # It went with the link between the two.
        places = [name for name in PLACES if known(rule, name) is not None]
        others = [name for name in (*CONDITIONS, "at_location", "on_channel") if known(rule, name) is not None]
        if scene.capability.limits_by_rule and len(places) == 1 and not others:
            scene.draft.put(structs.replace(rule, external_id=None, position=UNSET))
        else:
            _report(scene, rule)


def _rule_here(scene: Scene, hang: Hang) -> QuantityRule | None:
    """What is said of the group at this item beyond its least and most."""
    parent = None if hang.link is None else hang.link.parent
    rules: list[QuantityRule] = scene.catalog.about("QuantityRule", hang.listed.group)
    return next((rule for rule in rules if parent is not None and known(rule, "in_item") == parent), None)


def _limits_here(hang: Hang) -> dict[str, int | None]:
    if not hang.explicit:
        return {}
    return {"min_quantity": hang.at_least, "max_quantity": hang.at_most}


def _more(rule: QuantityRule | None) -> dict[str, Any]:
    columns = [name for name in _SAID if name not in ("min_quantity", "max_quantity")]
    return {name: value for name in columns if (value := known(rule, name)) is not None}


def _report(scene: Scene, rule: QuantityRule | None) -> None:
    for name in _SAID if rule is not None else ():
        value = known(rule, name)
        if rule is not None and value is not None:
            scene.losses.add("QuantityRule", rule.id, name, "quantity_lost", f"{value} for {rule.parent}")


def _check_orderable(scene: Scene, hang: Hang, parent: str) -> None:
    """A partner takes a group whose minimums cannot be met without a word; the item can then not be ordered."""
    options = scene.graph.options(hang.listed.group)
    given = [scene.graph.times(hang.listed.group, option) for option in options]
    can = None if None in given else sum(times for times in given if times is not None)
    least = sum(known(option.link, "min_quantity") or 0 for option in options)
    too_few = can is not None and hang.at_least > can
    if too_few or (hang.at_most is not None and max(least, hang.at_least) > hang.at_most):
        most = "no limit" if hang.at_most is None else str(hang.at_most)
        detail = f"at least {max(least, hang.at_least)}, at most {most}, of {len(options)} choices"
        scene.losses.add("ModifierGroup", link_name(parent, hang.listed.id), "", "unorderable", detail)
