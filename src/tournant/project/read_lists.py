"""A partner's lists and the copies in them as groups and Modifiers: what `nesting` and the copying put on, off.

Lists that moved up become links from the choice that opens them; copies of a choice become one Modifier, whose price is
that of the copy in its own list (else of the first), and has another one in each group where it costs something else.
"""

from dataclasses import dataclass
from typing import Any, Final

from msgspec import structs

from tournant.canon.modifiers import NO_LIMIT, ItemGroup, Modifier, ModifierGroupLink, VariationGroup
from tournant.kernel.row import UNSET
from tournant.project.backmap import Origin
from tournant.project.catalog import Catalog, Rows, known
from tournant.project.loss import Losses
from tournant.project.recognised import Recognised

__all__ = ["read_limits", "read_lists"]

_LINKS: Final = {"Item": ItemGroup, "Variation": VariationGroup, "Modifier": ModifierGroupLink}
_LIMITS: Final = {"min_quantity": "min_choices", "max_quantity": "max_choices"}


@dataclass(frozen=True, slots=True)
class _Copy:
    group: str
    row: Modifier
    at_home: bool
    list: str


def read_limits(rows: Rows) -> None:
    """Limits of a group that hold at one item are said on the link between the two."""
    catalog = Catalog(rows)
    rules = {(rule.parent, known(rule, "in_item")): rule for rule in catalog.of("QuantityRule")}
    used = set()
    for kind in ("ItemGroup", "VariationGroup", "ModifierGroupLink"):
        changed = []
        for link in rows.get(kind, ()):
            rule = rules.get((link.target, link.parent))
            values = {ours: value for theirs, ours in _LIMITS.items() if (value := known(rule, theirs)) is not None}
            if rule is not None and values:
                used.add(rule.id)
                if rule.max_quantity is None:  # It says that there is no limit here, whatever the group says.
                    values["max_choices"] = NO_LIMIT
            changed.append(structs.replace(link, **values))
        rows[kind] = changed
    rows["QuantityRule"] = [
        rule if rule.id not in used else structs.replace(rule, **dict.fromkeys(_LIMITS, UNSET))
        for rule in rows.get("QuantityRule", ())
        if rule.id not in used or _says_more(rule)
    ]


def _says_more(rule: Any) -> bool:  # noqa: ANN401 - a QuantityRule
    columns = ("default_quantity", "charge_above", "refund_under", "min_distinct", "max_distinct", "min_only_if_chosen")
    return any(known(rule, column) is not None for column in columns)


def read_lists(found: Recognised, rows: Rows, losses: Losses) -> None:
    """Undo what was lifted and copied; lists and choices that the partner's user made stay as they are."""
    lists = {row.id: found.origin("ModifierGroup", row.id) for row in found.catalog.of("ModifierGroup")}
    if not any(lists.values()):
        return
    groups: dict[str, str] = {}
    for row in found.catalog.of("ModifierGroup"):
        origin = lists[row.id]
        if origin is None or origin.kind == "ModifierGroup":
            groups[row.id] = row.id if origin is None else origin.id
    _read_groups(found, rows, lists, groups)
    _read_copies(found, rows, groups, losses)
    _read_hanging(found, rows, lists, groups)


def _read_groups(found: Recognised, rows: Rows, lists: dict[str, Origin | None], groups: dict[str, str]) -> None:
    rows["ModifierGroup"] = []
    there: set[str] = set()
    for row in sorted(found.catalog.of("ModifierGroup"), key=lambda row: (_via(lists[row.id]) is not None, row.id)):
        group = groups.get(row.id)
        if group is not None and group not in there:
            there.add(group)
            rows["ModifierGroup"].append(structs.replace(row, id=group))


def _via(origin: Origin | None) -> str | None:
    return None if origin is None else origin.via


def _read_copies(found: Recognised, rows: Rows, groups: dict[str, str], losses: Losses) -> None:
    copies: dict[str, list[_Copy]] = {}
    links: dict[tuple[str, str], Any] = {}
    for link in found.catalog.of("GroupModifier"):
        row, group = found.catalog.get("Modifier", link.target), groups.get(link.parent)
        origin = found.origin("Modifier", link.target)
        if row is None or group is None or (origin is not None and origin.kind == "Variation"):
            continue
        id_ = row.id if origin is None else origin.id
        copies.setdefault(id_, []).append(_Copy(group, row, row.id == id_, str(link.parent)))
        links.setdefault((group, id_), structs.replace(link, parent=group, target=id_))
    rows["Modifier"] = []
    for id_, of_one in copies.items():
        first = min(of_one, key=lambda copy: (not copy.at_home, copy.list))
        if len({known(copy.row, "name") for copy in of_one}) > 1:
            losses.add("Modifier", id_, "name", "name_differs", str(first.row.name))
        if (found.origin("Modifier", first.row.id) or Origin("Modifier", id_)).kind == "Modifier":
            home = first.list if first.at_home else UNSET
            rows["Modifier"].append(structs.replace(first.row, id=id_, parent=home, group=UNSET))
        for copy in of_one:
            if known(copy.row, "price") != known(first.row, "price"):
                links[copy.group, id_] = structs.replace(links[copy.group, id_], price=copy.row.price)
    rows["GroupModifier"] = list(links.values())


def _read_hanging(found: Recognised, rows: Rows, lists: dict[str, Origin | None], groups: dict[str, str]) -> None:
    made: dict[tuple[str, str, str], Any] = {}
    for link in found.catalog.of("ItemGroup"):
        origin, group = lists.get(link.target), groups.get(link.target)
        if group is None:
            continue
        via = _via(origin)
        if via is None:
            made["Item", link.parent, group] = structs.replace(link, target=group)
            continue
        kind = _kind(found, via)
        made.setdefault((kind, via, group), _LINKS[kind](group, via, link.position))
    for kind, link_kind in _LINKS.items():
        rows[link_kind.__name__] = [link for (of, _, _), link in made.items() if of == kind]


def _kind(found: Recognised, id_: str) -> str:
    """What opened a list: a Modifier, unless the back-map knows better."""
    if ("Variation", id_) in found.back_map:
        return "Variation"
    kinds = {origin.kind for origin in found.back_map.values() if origin.id == id_ and origin.via is not None}
    return "Item" if "Item" in kinds and "Modifier" not in kinds else "Modifier"
