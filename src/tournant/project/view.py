"""What a guest gets, read off a partner's rows by canonical address: totals, effective prices, effective limits, lists.

Edits are attributed, and agreement is read, on the view and never on raw cells: a partner spells one total as a base
and a difference, and an edit of the base is an edit of every size.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tournant.canon.modifiers import GroupLink
from tournant.kernel.money import Price
from tournant.project.availability import state
from tournant.project.backmap import BackMap
from tournant.project.capability import Capability
from tournant.project.catalog import Catalog, known
from tournant.project.copies import read_copies
from tournant.project.dayparts import hours_of, opening, week
from tournant.project.graph import at_most
from tournant.project.link import Link
from tournant.project.loss import Losses
from tournant.project.recognised import Recognised
from tournant.project.unprojecting import taken_off

__all__ = ["Cell", "View", "view"]

Cell = tuple[str, ...]
"""A canonical address and a field: ("Variation", id, "price"), ("ItemGroup", item, group, "limits")."""
View = dict[Cell, Any]

_LINKS = {"Item": "ItemGroup", "Variation": "VariationGroup", "Modifier": "ModifierGroupLink"}
_TEXTS = ("name", "description")


def view(rows: Mapping[str, list[Any]], capability: Capability, link: Link, back_map: BackMap) -> View:
    """What a partner's rows show, by canonical address."""
    canonical, found = taken_off(rows, capability, link, back_map, Losses())
    return dict(_Reader(Catalog(canonical), found).cells())


class _Reader:
    def __init__(self, catalog: Catalog, found: Recognised) -> None:
        self.catalog = catalog
        self.found = found
        self.sized = {origin.id for origin in found.back_map.values() if origin.kind == "Sizes" and origin.via is None}

        self.direct = {
            ("ModifierGroup", row.id if origin is None else origin.id)
            for row in found.catalog.of("ModifierGroup")
            if (origin := found.origin("ModifierGroup", row.id)) is None or origin.via is None
        }

    def cells(self) -> Iterator[tuple[Cell, Any]]:
        for row in self.catalog.of("Menu"):
            yield from self._texts(row)
            yield ("Menu", row.id, "categories"), self._targets("MenuCategory", row.id)
            yield ("Menu", row.id, "hours"), week(hours_of(self.catalog, row.id))
        for row in self.catalog.of("Category"):
            yield from self._texts(row)
            yield ("Category", row.id, "items"), self._targets("CategoryItem", row.id)
            yield ("Category", row.id, "hours"), week(hours_of(self.catalog, row.id))
        yield from self._places()
        for row in self.catalog.of("Item"):
            yield from self._item(row)
        for row in self.catalog.of("Modifier"):
            yield from self._choice(row)
        for row in self.catalog.of("ModifierGroup"):
            yield from self._group(row)
        if not self.found.capability.as_items:
            yield from read_copies(self.found)

    def _places(self) -> Iterator[tuple[Cell, Any]]:
        """When a place is open: when some menu is offered of those that are when it is."""
        menus = [row.id for row in self.found.catalog.of("Menu") if row.id in self.found.open_with]
        for place in sorted({self.found.open_with[menu] for menu in menus}):
            of_place = [menu for menu in menus if self.found.open_with[menu] == place]
            rows = [row for menu in of_place for row in self.found.catalog.below("Daypart", menu)]
            yield ("Location", place, "hours"), opening(rows)

    def _texts(self, row: Any) -> Iterator[tuple[Cell, Any]]:  # noqa: ANN401 - an entity of any kind with texts
        for column in _TEXTS:
            if column in row.__struct_fields__:
                yield (type(row).__name__, row.id, column), known(row, column)

    def _targets(self, kind: str, parent: str) -> tuple[str, ...]:
        return tuple(link.target for link in self.catalog.below(kind, parent))

    def _item(self, row: Any) -> Iterator[tuple[Cell, Any]]:  # noqa: ANN401 - an Item
        yield from self._texts(row)
        yield from self._sold_out(row, choice=False)
        yield from self._hanging("Item", row.id)
        if self.found.capability.sizes == "variations":
            sizes = self.catalog.below("Variation", row.id)
            yield ("Item", row.id, "sizes"), tuple(size.id for size in sizes)
            for size in sizes:
                yield from self._texts(size)
                yield from self._sold_out(size, choice=False)
                yield from self._size(size)
            return
        group = self.found.group_of_sizes(row.id)
        sizes = self.catalog.below("Variation", row.id)
        if group is None and row.id not in self.sized:
            yield ("Variation", sizes[0].id, "price"), known(sizes[0], "price")
            return
        sizes = [size for size in sizes if size.id in self.found.sizes]  # An emptied group has none.
        yield ("Item", row.id, "card"), self.found.price(row.id)
        yield ("Item", row.id, "sizes"), None if group is None else tuple(size.id for size in sizes)
        if group is not None:
            yield ("Sizes", row.id, "name"), known(group, "name")
            yield ("Sizes", row.id, "limits"), (known(group, "min_choices") or 0, at_most(known(group, "max_choices")))
            for size in sizes:
                yield from self._texts(size)
                yield from self._sold_out(size, choice=False)
                yield from self._size(size)

    def _size(self, size: Any) -> Iterator[tuple[Cell, Any]]:  # noqa: ANN401 - a Variation
        yield ("Variation", size.id, "price"), known(size, "price")
        yield from self._hanging("Variation", size.id)

    def _choice(self, row: Any) -> Iterator[tuple[Cell, Any]]:  # noqa: ANN401 - a Modifier
        yield from self._texts(row)
        yield from self._sold_out(row, choice=True)
        yield from self._hanging("Modifier", row.id)
        if self.found.capability.as_items:
            yield ("Modifier", row.id, "price"), known(row, "price")

    def _group(self, row: Any) -> Iterator[tuple[Cell, Any]]:  # noqa: ANN401 - a ModifierGroup
        yield from self._texts(row)
        yield ("ModifierGroup", row.id, "options"), self._targets("GroupModifier", row.id)
        if self.found.capability.as_items or ("ModifierGroup", row.id) in self.direct:
            yield ("ModifierGroup", row.id, "limits"), self._limits(row, None)
        for link in self.catalog.below("GroupModifier", row.id):
            price = known(link, "price")
            yield (
                ("GroupModifier", row.id, link.target, "price"),
                self._general(link.target) if price is None else price,
            )

    def _general(self, id_: str) -> Price | None:
        row = self.catalog.get("Modifier", id_)
        if row is not None:
            found: Price | None = known(row, "price")
            return found
        return self.found.price(id_)

    def _hanging(self, kind: str, parent: str) -> Iterator[tuple[Cell, Any]]:
        links = self.catalog.below(_LINKS[kind], parent)
        yield (kind, parent, "groups"), tuple(link.target for link in links)
        for link in links:
            group = self.catalog.get("ModifierGroup", link.target)
            if group is not None:
                yield (_LINKS[kind], parent, link.target, "limits"), self._limits(group, link)

    def _limits(self, group: Any, link: GroupLink | None) -> tuple[int, int | None]:  # noqa: ANN401 - a ModifierGroup
        least, most = known(link, "min_choices"), known(link, "max_choices")
        low = known(group, "min_choices") if least is None else least
        return low or 0, at_most(known(group, "max_choices") if most is None else most)

    def _sold_out(self, row: Any, *, choice: bool) -> Iterator[tuple[Cell, Any]]:  # noqa: ANN401 - anything that is sold
        if self.found.capability.shows_sold_out[choice]:
            yield (type(row).__name__, row.id, "available"), state(self.catalog, row.id, None)
