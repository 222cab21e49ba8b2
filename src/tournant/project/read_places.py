"""A partner's menus, categories and hours as canonical ones: what `layout` and `dayparts` put on, off."""

from typing import Any

from msgspec import structs

from tournant.canon.menu import Category, Menu, MenuCategory
from tournant.kernel.row import UNSET
from tournant.project.catalog import Rows
from tournant.project.dayparts import joined, week
from tournant.project.draft import recast
from tournant.project.recognised import Recognised

__all__ = ["read_places"]


def read_places(found: Recognised, rows: Rows) -> None:
    """Undo what was made for the partner, and join hours over midnight."""
    _read_hours(found, rows)
    _read_menus(found, rows)
    gone = {row.id for row in found.catalog.of("Category") if found.is_made("Category", row.id)}
    rows["Category"] = [row for row in rows.get("Category", ()) if row.id not in gone]
    rows["CategoryItem"] = [link for link in rows.get("CategoryItem", ()) if link.parent not in gone]
    rows["MenuCategory"] = [link for link in rows.get("MenuCategory", ()) if link.target not in gone]


def _read_menus(found: Recognised, rows: Rows) -> None:
    """A menu that stands for a category is that; a category that stands for a menu is that; a made one is nothing."""
    menus, moved = [], {}
    for row in rows.get("Menu", ()):
        origin = found.origin("Menu", row.id)
        if origin is None or (origin.kind == "Menu" and origin.via is None):
            menus.append(row)
        elif origin.kind == "Category" and origin.via is None:
            rows.setdefault("Category", []).append(recast(Category, row, {"id": origin.id}))
        else:
            moved[row.id] = None if origin.kind == "Made" else origin.id
    categories = []
    for row in rows.get("Category", ()):
        origin = found.origin("Category", row.id)
        if origin is not None and origin.kind == "Menu":
            menus.append(recast(Menu, row, {"id": origin.id, "external_id": row.external_id}))
        else:
            categories.append(row)
    links: list[MenuCategory] = []
    for link in found.catalog.of("MenuCategory"):
        parent = moved.get(str(link.parent), link.parent)
        if parent is not None:
            links.append(structs.replace(link, parent=parent))
    rows["Menu"], rows["Category"], rows["MenuCategory"] = menus, categories, links


def _read_hours(found: Recognised, rows: Rows) -> None:
    pieces: dict[tuple[str, Any], list[Any]] = {}
    kept: list[Any] = []
    menus_of: dict[str, str] = {}
    for row in found.catalog.of("Daypart"):
        if found.is_made("Daypart", row.id):
            continue
        origin = found.origin("Daypart", row.id)
        if origin is None and not isinstance(row.parent, str):
            kept.append(row)
        elif origin is None:
            pieces.setdefault((str(row.parent), row.parent), []).append(row)
        else:
            menus_of[row.id] = origin.via or ""
            pieces.setdefault((origin.id, origin.via or _home(found, row)), []).append(row)
    for (id_, parent), of_one in pieces.items():
        whole = joined(id_, parent, week(of_one))
        known_id = found.origin("Daypart", of_one[0].id) is not None
        kept += [
            structs.replace(row, id=id_, position=row.position) if known_id and n == 0 else row
            for n, row in enumerate(whole)
        ]
    rows["Daypart"] = kept
    links = [link for link in rows.get("DaypartLink", ()) if not menus_of.get(link.target)]
    named: dict[tuple[str, str], Any] = {}
    for link in links:
        origin = found.origin("Daypart", link.target)
        target = link.target if origin is None else origin.id
        named.setdefault((link.parent, target), structs.replace(link, target=target))
    rows["DaypartLink"] = list(named.values())


def _home(found: Recognised, row: Any) -> Any:  # noqa: ANN401 - a Daypart; an id or UNSET
    """What a piece stands in; a menu that was made for a category's hours stands for that category."""
    origin = found.origin("Menu", str(row.parent))
    return UNSET if origin is None or origin.via is None else origin.via
