"""Menus and categories, as the partner lays them out: menus that hold categories, or a tree of categories.

Where a partner has no menus, a Menu is a category on top. Where it has them and there is no Menu, a category that only
holds others stands for one, and one is made for all the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tournant.canon.item import Item
from tournant.canon.menu import Category, Daypart, Menu
from tournant.project.backmap import Origin
from tournant.project.capability import Capability
from tournant.project.catalog import Catalog, known
from tournant.project.dayparts import hours_of, week
from tournant.project.link import Link
from tournant.project.loss import Losses

__all__ = ["ALL", "OTHERS", "Layout", "Page"]

ALL: Final = "menu~all"
"""The id of the menu that is made where there is none."""
OTHERS: Final = "category~all"
"""The id of the category that is made where no item stands in any."""


@dataclass(slots=True)
class Page:
    """One menu as it shall be: what it stands for, what stands in it, and when it is offered."""

    id: str
    like: Menu | Category | None
    origin: Origin
    categories: list[str]
    dayparts: list[Daypart] = field(default_factory=list)
    name: str = "Menu"


@dataclass(slots=True)
class Layout:
    """What stands where on one link."""

    catalog: Catalog
    link: Link
    capability: Capability
    losses: Losses

    def items(self, category: str) -> list[Item]:
        """The items that are shown in a category, in order."""
        if category == OTHERS:
            return self.sold()
        found = []
        for link in self.catalog.below("CategoryItem", category):
            row = self.catalog.get("Item", link.target)
            hidden = ("CategoryItem", category, link.target) in self.link.hidden or known(link, "hidden") is True
            if row is not None and not hidden and self._is_shown(row):
                found.append(row)
        return found

    def sold(self) -> list[Item]:
        """All items that are shown, whatever they stand in."""
        return [row for row in self.catalog.of("Item") if self._is_shown(row)]

    def below(self, above: str) -> list[Category]:
        """The categories that are shown below a menu or category, in order."""
        links = self.catalog.below("MenuCategory", above)
        rows = [self.catalog.get("Category", link.target) for link in links]
        return [row for row in rows if row is not None and self._category(row)]

    def categories(self) -> list[Category]:
        """All categories that are shown."""
        return [row for row in self.catalog.of("Category") if self._category(row)]

    def roots(self) -> list[Category]:
        """The categories above which there is nothing."""
        return [row for row in self.categories() if not self.catalog.naming("MenuCategory", row.id)]

    def pages(self) -> list[Page]:
        """The menus of a partner that has them."""
        menus = [row for row in self.catalog.of("Menu") if ("Menu", row.id) not in self.link.hidden]
        whole = [Page(row.id, row, Origin("Menu", row.id), self._flat(row.id)) for row in menus]
        roots = self.roots()
        if not menus:
            whole = [
                Page(row.id, row, Origin("Category", row.id), self._flat(row.id))
                for row in roots
                if self.below(row.id) and not self.items(row.id)
            ]
        taken = {page.id for page in whole}
        rest = [one for row in roots if not menus and row.id not in taken for one in (row.id, *self._flat(row.id))]
        if not menus and not any(self.items(row.id) for row in self.categories()):
            rest.append(OTHERS)
        if rest:
            whole.append(Page(ALL, None, Origin("Made", ALL), rest))
        return [page for one in whole for page in self._by_hours(one)]

    def _flat(self, above: str, trail: tuple[str, ...] = ()) -> list[str]:
        """The categories below, and those below them beside them."""
        found: dict[str, None] = {}
        for row in self.below(above):
            if row.id in trail:
                continue
            deeper = self._flat(row.id, (*trail, row.id))
            for one in deeper:
                self.losses.add("Category", one, "", "levels_joined")
            if self.items(row.id) or not deeper:
                found[row.id] = None
            found.update(dict.fromkeys(deeper))
        return list(found)

    def _by_hours(self, page: Page) -> Iterator[Page]:
        """A menu of its own for categories that are offered at hours of their own, where only menus can have hours."""
        page.dayparts = hours_of(self.catalog, page.id) if page.origin.kind != "Made" else []
        if "Category" in self.capability.hours_on:
            yield page
            return
        apart: dict[object, list[str]] = {}
        for one in page.categories:
            hours = week(hours_of(self.catalog, one))
            if hours is not None:
                apart.setdefault(hours, []).append(one)
        moved = {one for ids in apart.values() for one in ids}
        page.categories = [one for one in page.categories if one not in moved]
        if page.categories or not moved:
            yield page
        for ids in apart.values():
            yield self._own_page(page, ids)

    def _own_page(self, page: Page, ids: list[str]) -> Page:
        first = min(ids)
        dayparts = hours_of(self.catalog, first)
        names = {known(row, "name") for row in dayparts}
        name = names.pop() if len(names) == 1 else None
        origin = Origin(page.origin.kind, page.origin.id, via=first)
        title = name or known(self.catalog.get("Category", ids[0]), "name") or page.name
        return Page(f"{first}~menu", None, origin, ids, dayparts, title)

    def _category(self, row: Category) -> bool:
        gone = known(row, "deleted") is True or known(row, "hidden") is True
        if self.capability.has_menus and known(row, "for_staff") is True:
            self.losses.add("Category", row.id, "", "for_staff")
            return False
        return not gone and ("Category", row.id) not in self.link.hidden

    def _is_shown(self, row: Item) -> bool:
        gone = any(known(row, column) is True for column in ("deleted", "archived", "hidden"))
        return not gone and ("Item", row.id) not in self.link.hidden and self._has_sizes(row) and not self._absent(row)

    def _has_sizes(self, row: Item) -> bool:
        """Whether this link shows any of its sizes: an item of which it shows none cannot be ordered."""
        sizes = self.catalog.below("Variation", row.id)
        return any(("Variation", size.id) not in self.link.hidden for size in sizes)

    def _absent(self, row: Item) -> bool:
        """Whether the item does not exist at this link's location."""
        here = self.link.location
        if here is None:
            return False
        if known(row, "at_all_locations") is False:
            return all(link.target != here for link in self.catalog.below("PresentAt", row.id))
        return any(link.target == here for link in self.catalog.below("AbsentAt", row.id))
