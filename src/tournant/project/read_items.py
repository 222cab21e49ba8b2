"""A partner's items as Items with their sizes, and its choices as Modifiers: what `sizes` and `choices` put on, off.

For partners whose choices are items. A choice keeps its id: the Item that was only chosen becomes a Modifier of the
same id, so that the crosswalk holds.
"""

from typing import Any, Final

from msgspec import structs

from tournant.canon.item import Item, Variation
from tournant.canon.modifiers import Modifier, ModifierGroupLink, VariationGroup
from tournant.canon.price import PriceRule
from tournant.kernel import ids
from tournant.kernel.money import Price, add
from tournant.kernel.row import UNSET
from tournant.project.catalog import Rows, known
from tournant.project.draft import recast
from tournant.project.prices import PLACES
from tournant.project.recognised import Recognised

__all__ = ["only_id", "read_items"]

_LINKS: Final = {"Modifier": ModifierGroupLink, "Variation": VariationGroup}


def read_items(found: Recognised, rows: Rows) -> None:
    """Tell items, sizes and choices apart, and give each the kind that it is."""
    kinds = {row.id: found.kind(row.id) for row in found.catalog.of("Item")}
    rows["Item"], rows["Modifier"], rows["Variation"] = [], [], []
    for row in found.catalog.of("Item"):
        match kinds[row.id]:
            case "Modifier":
                rows["Modifier"].append(recast(Modifier, row, _kept(row)))
            case "Item":
                _read_item(found, rows, row)
            case _:
                pass  # A size is read with its item; one that stands in no item's sizes any more is gone.
    rows["ModifierGroup"] = [row for row in found.catalog.of("ModifierGroup") if row.id not in found.size_groups]
    rows["GroupModifier"] = [row for row in found.catalog.of("GroupModifier") if row.parent not in found.size_groups]
    _read_links(found, rows, kinds)
    _read_rules(found, rows, kinds)


def only_id(found: Recognised, row: Item) -> str:
    """The id of the Variation that an item with one price has."""
    origin = found.origin("Item", row.id)
    if origin is not None and origin.only is not None:
        return origin.only
    return ids.derived(found.capability.partner, "Variation", row.id)


def _kept(row: Item | Variation) -> dict[str, Any]:
    return {"id": row.id, "external_id": row.external_id, "position": row.position}


def _read_item(found: Recognised, rows: Rows, row: Item) -> None:
    group = found.group_of_sizes(row.id)
    rows["Item"].append(structs.replace(row, price=UNSET, pricing=UNSET, parent=UNSET))
    if group is None:
        own = {"id": only_id(found, row), "parent": row.id, "position": 0, "price": row.price}
        rows["Variation"].append(recast(Variation, None, own))
        return
    for number, link in enumerate(found.catalog.below("GroupModifier", group.id)):
        size = found.catalog.get("Item", link.target)
        if size is not None and found.sizes.get(link.target) == row.id:
            here = {"parent": row.id, "position": number, "price": found.total(row.id, size.id)}
            rows["Variation"].append(recast(Variation, size, {**_kept(size), **here}))


def _read_links(found: Recognised, rows: Rows, kinds: dict[str, str]) -> None:
    """What hangs on a choice opens when it is chosen."""
    links = [link for link in found.catalog.of("ItemGroup") if link.target not in found.size_groups]
    rows["ItemGroup"] = [link for link in links if kinds.get(link.parent, "Item") == "Item"]
    for kind, link_kind in _LINKS.items():
        hung = [link for link in links if kinds.get(link.parent) == kind]
        made = [link_kind(link.target, link.parent, link.position) for link in hung]
        rows[link_kind.__name__] = [*rows.get(link_kind.__name__, ()), *made]


def _read_rules(found: Recognised, rows: Rows, kinds: dict[str, str]) -> None:
    """Prices that hold in one place: of an item with sizes they are read as the totals of its sizes."""
    kept: list[PriceRule] = []
    for item, group in [(row, found.group_of_sizes(row.id)) for row in rows["Item"]]:
        rules = {place: rule for rule in found.catalog.about("PriceRule", item.id) if (place := _place(rule))}
        if group is None:
            kept += [structs.replace(rule, parent=only_id(found, item)) for rule in rules.values()]
            continue
        for link in found.catalog.below("GroupModifier", group.id):
            theirs = {place: rule for rule in found.catalog.about("PriceRule", link.target) if (place := _place(rule))}
            for place in sorted(rules.keys() | theirs.keys()):
                base = known(rules.get(place), "price") or found.price(item.id)
                more = known(theirs.get(place), "price") or found.price(link.target)
                kept.append(_rule(link.target, place, _sum(base, more)))
    ruled = {rule.id for rule in kept}
    others = [rule for rule in rows.get("PriceRule", ()) if kinds.get(str(rule.parent), "Modifier") == "Modifier"]
    rows["PriceRule"] = [*kept, *(rule for rule in others if rule.id not in ruled)]


def _sum(base: Price | None, more: Price | None) -> Price | None:
    return base if more is None else more if base is None else add(base, more)


def _place(rule: PriceRule) -> tuple[str, str] | None:
    """The one place in which a rule holds, if it says no more than that."""
    named = [(column, value) for column in PLACES if (value := known(rule, column)) is not None]
    return named[0] if len(named) == 1 else None


def _rule(id_: str, place: tuple[str, str], price: Price | None) -> PriceRule:
    row = PriceRule(f"{id_}~{place[1]}", None, id_, UNSET, price=price)
    return structs.replace(row, **{place[0]: place[1]})
