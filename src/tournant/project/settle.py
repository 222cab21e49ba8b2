"""One form for facts that documents tell from different sides: which item a size is of, what stands in which category.

Variation.item          → its parent            ItemCategory        → CategoryItem
Modifier.group, parent  → GroupModifier         Category's parents  → MenuCategory
PriceRule in a group    → GroupModifier.price   QuantityRule in one → columns of GroupModifier
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import structs

from tournant.canon.item import Variation
from tournant.canon.menu import CategoryItem, MenuCategory
from tournant.canon.modifiers import GroupModifier
from tournant.canon.price import PriceRule, QuantityRule
from tournant.kernel import ids
from tournant.kernel.row import UNSET
from tournant.project.catalog import Catalog, Rows, known, said
from tournant.project.prices import CONDITIONS, PLACES

__all__ = ["QUANTITIES", "canonical", "give_sizes", "settle"]

QUANTITIES: Final = ("min_quantity", "max_quantity", "default_quantity", "charge_above", "refund_under")
_ELSEWHERE: Final = (*CONDITIONS, "at_location", "on_channel")


def settle(rows: Mapping[str, list[Any]]) -> Rows:
    """The same rows, each fact told from the one side that everything else reads."""
    found: Rows = {kind: list(of_kind) for kind, of_kind in rows.items() if of_kind}
    catalog = Catalog(rows)
    _sizes(found)
    _choices(found, catalog)
    _categories(found, catalog)
    _rules(found)
    return {kind: of_kind for kind, of_kind in found.items() if of_kind}


def canonical(rows: Mapping[str, list[Any]]) -> Rows:
    """Canonical rows, settled, in which every Item has a Variation."""
    found = settle(rows)
    give_sizes(found)
    return found


def _sizes(rows: Rows) -> None:
    if "Variation" in rows:
        rows["Variation"] = [
            structs.replace(row, parent=said("item", row), item=UNSET) if known(row, "item") else row
            for row in rows["Variation"]
        ]


def _choices(rows: Rows, catalog: Catalog) -> None:
    linked = {(link.parent, link.target) for link in rows.get("GroupModifier", ())}
    made: list[Any] = []
    for row in catalog.of("Modifier"):
        group = known(row, "parent") or known(row, "group")
        if group is not None and catalog.get("ModifierGroup", group) is not None and (group, row.id) not in linked:
            made.append(GroupModifier(row.id, group, row.position, ordinal=row.ordinal))
    rows["GroupModifier"] = [*rows.get("GroupModifier", ()), *made]


def _categories(rows: Rows, catalog: Catalog) -> None:
    links = rows.setdefault("MenuCategory", [])
    linked = {(link.parent, link.target) for link in links}
    for row in catalog.of("Category"):
        for column in ("parent", "parent_category"):
            above = known(row, column)
            if above is not None and (above, row.id) not in linked:
                links.append(MenuCategory(row.id, above, row.position, ordinal=row.ordinal))
                linked.add((above, row.id))
    if "Category" in rows:
        blank = {"parent": UNSET, "parent_category": UNSET}
        rows["Category"] = [structs.replace(row, **blank) for row in rows["Category"]]
    stands = rows.setdefault("CategoryItem", [])
    there = {(link.parent, link.target) for link in stands}
    for link in rows.pop("ItemCategory", []):
        if (link.target, link.parent) not in there:
            stands.append(CategoryItem(link.parent, link.target, link.position, ordinal=link.ordinal))


def _rules(rows: Rows) -> None:
    """Rules that hold for one choice in one group are said on the link between the two."""
    links = {(link.parent, link.target): n for n, link in enumerate(rows.get("GroupModifier", ()))}
    changed: dict[int, dict[str, Any]] = {}
    for kind, columns in (("PriceRule", ("price",)), ("QuantityRule", QUANTITIES)):
        left = []
        for rule in rows.get(kind, ()):
            number = links.get((known(rule, "in_group"), said("subject", rule) or rule.parent))
            values = {name: value for name in columns if (value := known(rule, name)) is not None}
            if number is None or not values or not _only_in_group(rule):
                left.append(rule)
                continue
            changed[number] = values | changed.get(number, {})
        if kind in rows:
            rows[kind] = left
    for number, values in changed.items():
        link = rows["GroupModifier"][number]
        missing = {name: value for name, value in values.items() if known(link, name) is None}
        rows["GroupModifier"][number] = structs.replace(link, **missing)


def _only_in_group(rule: PriceRule | QuantityRule) -> bool:
    others = [column for column in PLACES if column != "in_group"]
    return not any(known(rule, column) is not None for column in (*others, *_ELSEWHERE))


def give_sizes(rows: Rows) -> None:
    """An item whose price stands on itself has one Variation with that price."""
    sized = {row.parent for row in rows.get("Variation", ())}
    items = []
    for row in rows.get("Item", ()):
        if row.id in sized:
            items.append(row)
            continue
        id_ = ids.derived("tournant", "Variation", row.id)
        size = Variation(id_, None, row.id, 0, price=row.price, pricing=row.pricing)
        rows.setdefault("Variation", []).append(size)
        items.append(structs.replace(row, price=UNSET, pricing=UNSET))
    rows["Item"] = items
