"""Menus, categories and hours put down in the partner's form."""

from typing import Any

from msgspec import structs

from tournant.canon.menu import (
    Category,
    CategoryItem,
    Daypart,
    DaypartLink,
    ItemCategory,
    Menu,
    MenuCategory,
)
from tournant.kernel.row import UNSET
from tournant.project.backmap import Origin
from tournant.project.catalog import Catalog, known
from tournant.project.dayparts import ALWAYS, by_day, hours_of, pieces
from tournant.project.draft import Draft
from tournant.project.layout import OTHERS, Layout, Page

__all__ = ["put_item_hours", "put_menus", "put_tree"]


def put_menus(draft: Draft, layout: Layout, pages: list[Page]) -> None:
    """Put down menus, the categories in them, and the items in those."""
    for number, page in enumerate(pages):
        columns = {"id": page.id, "position": number, "parent": UNSET}
        named = columns if page.like is not None else {**columns, "name": page.name}
        draft.entity(Menu, page.like, page.origin, named)
        for place, one in enumerate(page.categories):
            draft.put(MenuCategory(one, page.id, place))
        _put_hours(draft, layout, page)
    for one in dict.fromkeys(one for page in pages for one in page.categories):
        _put_category(draft, layout, one)


def put_item_hours(draft: Draft, catalog: Catalog) -> None:
    """Hours of single items, where the partner has such a thing."""
    if "Item" in draft.capability.hours_on:
        for item in draft.rows.get("Item", ()):
            for row in hours_of(catalog, item.id):
                _put_pieces(draft, row, parent=item.id)


def put_tree(draft: Draft, layout: Layout) -> None:
    """Put down categories that name the one above, and items that name the categories they are in."""
    menus = [row for row in layout.catalog.of("Menu") if ("Menu", row.id) not in draft.link.hidden]
    shared = {row.id: row for menu in menus for row in hours_of(layout.catalog, menu.id)}
    own = [row for one in layout.categories() for row in hours_of(layout.catalog, one.id)]
    for row in {**shared, **{row.id: row for row in own}}.values():
        _put_pieces(draft, row, parent=UNSET)
    for number, menu in enumerate(menus):
        columns = {"id": menu.id, "position": number, "ordinal": number, "parent": UNSET}
        draft.entity(Category, menu, Origin("Menu", menu.id), columns)
    for number, one in enumerate(layout.categories()):
        _put_branch(draft, layout, one, number)


def _put_category(draft: Draft, layout: Layout, id_: str) -> None:
    row = layout.catalog.get("Category", id_)
    origin = Origin("Made", OTHERS) if row is None else Origin("Category", id_)
    columns: dict[str, Any] = {"id": id_, "parent": UNSET, "position": UNSET, "parent_category": UNSET}
    draft.entity(Category, row, origin, {**columns, "name": "Items"} if row is None else columns)
    for number, item in enumerate(layout.items(id_)):
        draft.put(CategoryItem(item.id, id_, number))
        if row is None:
            draft.losses.add("Item", item.id, "", "placed")


def _put_hours(draft: Draft, layout: Layout, page: Page) -> None:
    """Hours inside a menu: one without any of its own is offered when its place is open, or else always.

    A partner wants to be told either.
    """
    if "Menu" not in draft.capability.hours_on:
        for row in page.dayparts:
            draft.losses.add("Daypart", row.id, "", "hours_lost")
        return
    for row in page.dayparts:
        _put_pieces(draft, row, parent=page.id)
    if page.dayparts:
        return
    place = draft.link.location
    open_ = by_day(row for row in layout.catalog.below("OpeningHours", place or "") if known(row, "for_mode") is None)
    origin = Origin("OpeningHours", place, via=page.id) if open_ and place else Origin("Made", page.id)
    for number, period in enumerate(open_ or ALWAYS):
        id_ = f"{page.id}~{period.day}{f'~{period.opens}' if open_ else ''}"
        columns: dict[str, Any] = {"id": id_, "parent": page.id, "position": number}
        columns |= {"weekdays": (period.day,), "opens": period.opens, "closes": period.closes}
        draft.entity(Daypart, None, origin, columns)


def _put_pieces(draft: Draft, row: Daypart, parent: Any) -> None:  # noqa: ANN401 - an id, or UNSET
    season = [name for name in ("first_day", "last_day") if known(row, name) is not None]
    if season and not draft.capability.seasons:
        draft.losses.add("Daypart", row.id, "", "season_lost")
        row = structs.replace(row, first_day=UNSET, last_day=UNSET)
    for piece in pieces(row):
        inside = row.parent if isinstance(row.parent, str) else None
        # A daypart that several name is put inside each of them.
        id_ = piece.id if parent in (UNSET, row.parent) else f"{piece.id}~{parent}"
        draft.entity(Daypart, piece, Origin("Daypart", row.id, via=inside), {"id": id_, "parent": parent})


def _put_branch(draft: Draft, layout: Layout, row: Category, number: int) -> None:
    above = [link.parent for link in layout.catalog.naming("MenuCategory", row.id)]
    above = [one for one in above if ("Menu", one) not in draft.link.hidden]
    if len(above) > 1:
        draft.losses.add("Category", row.id, "", "one_place", f"below {above[0]}")
    place = next((n for n, one in enumerate(layout.below(above[0])) if one.id == row.id) if above else iter(()), number)
    columns: dict[str, Any] = {"position": number, "ordinal": place, "parent": UNSET}
    columns["parent_category"] = above[0] if above else UNSET
    draft.entity(Category, row, Origin("Category", row.id), columns)
    for place, item in enumerate(layout.items(row.id)):
        draft.put(ItemCategory(row.id, item.id, UNSET, ordinal=place))
    _link_hours(draft, layout, row, [one for one in above if layout.catalog.get("Menu", one) is not None])


def _link_hours(draft: Draft, layout: Layout, row: Category, menus: list[str]) -> None:
    """A category has its own hours, or else those of the menus it is in."""
    own = hours_of(layout.catalog, row.id)
    of_menus = [hours_of(layout.catalog, one) for one in menus]
    if "Category" not in draft.capability.hours_on:
        for daypart in (*own, *(one for of_menu in of_menus for one in of_menu)):
            draft.losses.add("Daypart", daypart.id, "", "hours_lost")
        return
    if own and any(of_menus):
        draft.losses.add("Category", row.id, "", "hours_of_menu_lost")
    always = not all(of_menus)
    if not own and len(of_menus) > 1:
        draft.losses.add("Category", row.id, "", "hours_joined")
    found = own or ([] if always else [one for of_menu in of_menus for one in of_menu])
    ids = dict.fromkeys(piece.id for one in found for piece in pieces(one))
    for number, id_ in enumerate(ids):
        draft.put(DaypartLink(id_, row.id, number))
