"""A partner's menus, categories and hours as canonical ones: what `layout` and `dayparts` put on, off."""

from typing import Any

from msgspec import structs

from tournant.canon.menu import Category, Daypart, DaypartLink, Menu, MenuCategory
from tournant.kernel.row import UNSET
from tournant.project.catalog import Rows
from tournant.project.dayparts import joined, runs
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
    """Join the pieces of each daypart; what held a daypart that is not its own names it."""
    pieces: dict[tuple[str, Any], list[Any]] = {}
    kept: list[Any] = []
    named: dict[tuple[str, str], DaypartLink] = {}
    for row in found.catalog.of("Daypart"):
        if row.parent in found.open_with:
            continue  # They are the place's.
        origin = found.origin("Daypart", row.id)
        if origin is None and not isinstance(row.parent, str):
            kept.append(row)
        elif origin is None:
            pieces.setdefault((row.parent, row.parent), []).append(row)
        elif origin.kind != "Made":
            pieces.setdefault((origin.id, origin.via or UNSET), []).append(row)
            for holder in _holders(found, row):
                if holder != origin.via:
                    named[holder, origin.id] = DaypartLink(origin.id, holder, len(named))
    rows["DaypartLink"] = _named(found, rows, named)
    rows["Daypart"] = [*kept, *(row for (id_, parent), of_one in pieces.items() for row in _whole(id_, parent, of_one))]


def _named(found: Recognised, rows: Rows, named: dict[tuple[str, str], DaypartLink]) -> list[DaypartLink]:
    """The links to pieces as links to their dayparts; a category need not name what its menu has."""
    for link in rows.get("DaypartLink", ()):
        origin = found.origin("Daypart", link.target)
        target = link.target if origin is None else origin.id
        if origin is None or origin.via is None:
            named.setdefault((str(link.parent), target), structs.replace(link, target=target))
    return list(named.values())


def _whole(id_: str, parent: Any, pieces: list[Any]) -> list[Daypart]:  # noqa: ANN401 - an id, or UNSET
    """The pieces as the fewest rows; the first keeps the daypart's id, if it is not that of what it is inside."""
    rows = joined(id_, parent, runs(pieces))
    return [structs.replace(row, id=id_) if n == 0 and id_ != parent else row for n, row in enumerate(rows)]


def _holders(found: Recognised, row: Daypart) -> list[str]:
    """What a piece stands in; a menu that was made for hours of categories stands for those."""
    if not isinstance(row.parent, str):
        return []
    page = found.origin("Menu", row.parent)
    if page is None or page.via is None:
        return [row.parent]
    return [link.target for link in found.catalog.below("MenuCategory", row.parent)]
