"""Lists that moved up, where choices are items: hung again on the choice that opens them."""

from collections.abc import Mapping
from typing import Any

from msgspec import structs

from tournant.canon.modifiers import ItemGroup
from tournant.project.backmap import BackMap
from tournant.project.catalog import Rows

__all__ = ["unlift"]


def unlift(rows: Rows, back_map: BackMap) -> Rows:
    """The same rows with each list that moved up hanging where its link is; it is the group itself again."""
    lifted = {
        id_: origin
        for (kind, id_), origin in back_map.items()
        if kind == "ModifierGroup" and origin.kind == "ModifierGroup" and origin.via is not None
    }
    if not lifted:
        return rows
    groups = {id_: origin.id for id_, origin in lifted.items()}
    found = dict(rows)
    found["ModifierGroup"] = _once(rows.get("ModifierGroup", []), "id", groups)
    found["GroupModifier"] = _once(rows.get("GroupModifier", []), "parent", groups)
    kept = [link for link in rows.get("ItemGroup", ()) if link.target not in lifted]
    hung = {link.target for link in rows.get("ItemGroup", ()) if link.target in lifted}
    there = {(link.parent, link.target) for link in kept}
    for id_ in sorted(hung):
        via, group = str(lifted[id_].via), lifted[id_].id
        if (via, group) not in there:
            kept.append(ItemGroup(group, via, len(kept)))
    found["ItemGroup"] = kept
    found["QuantityRule"] = [rule for rule in rows.get("QuantityRule", ()) if rule.parent not in lifted]
    return found


def _once(rows: list[Any], column: str, groups: Mapping[str, str]) -> list[Any]:
    """Rows of lists as rows of their groups; of several lists of one group, those of the group itself, or the first."""
    made: dict[tuple[str, str], Any] = {}
    for row in sorted(rows, key=lambda row: (getattr(row, column) in groups, str(getattr(row, column)))):
        group = groups.get(getattr(row, column), getattr(row, column))
        made.setdefault((group, getattr(row, "target", "")), structs.replace(row, **{column: group}))
    return list(made.values())
