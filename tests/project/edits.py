"""What a partner's user does: one edit at a time, on the partner's rows, through no code of the room.

The partner's user sees items, groups and categories; which of them stand for sizes is told by the back-map, only to
choose what to edit.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from msgspec import UNSET, structs
from tests.project.catalogs import LIMITS, STEPS

from tournant.canon import (
    Availability,
    CategoryItem,
    GroupModifier,
    Item,
    ItemGroup,
    ModifierGroup,
    PriceRule,
    QuantityRule,
)
from tournant.kernel.money import Money
from tournant.project import BackMap

Rows = dict[str, list[Any]]
Row = Any
"""A row of any kind, or what stands in one."""


class NothingThereError(Exception):
    """There is nothing of the kind that this edit is about."""


@dataclass
class Partner:
    """A partner whose choices are items."""

    rows: Rows
    back_map: BackMap
    draw: Callable[[Any], Any]
    made: int = 0
    edited: set[str] = field(default_factory=set)

    def currency(self) -> str:
        if not self.rows["Item"]:
            raise NothingThereError
        return str(self.rows["Item"][0].price.currency)

    def price(self) -> Money:
        currency = self.currency()
        step = 10 if currency == "KWD" else 1
        count = self.draw(st.integers(0, 30)) * STEPS[currency] + self.draw(st.integers(0, 9)) * step
        return Money(count, currency)

    def of(self, *kinds: str) -> list[Any]:
        """Items by what they stand for: Item, Variation, Modifier."""
        return [row for row in self.rows["Item"] if self._is(("Item", row.id), kinds)]

    def groups(self, *kinds: str) -> list[Any]:
        return [row for row in self.rows.get("ModifierGroup", ()) if self._is(("ModifierGroup", row.id), kinds)]

    def _is(self, key: tuple[str, str], kinds: tuple[str, ...]) -> bool:
        return key in self.back_map and self.back_map[key].kind in kinds

    def one(self, found: list[Any]) -> Row:
        if not found:
            raise NothingThereError
        return self.draw(st.sampled_from(sorted(found, key=lambda row: row.id)))

    def change(self, row: Row, **columns: Row) -> None:
        kind = type(row).__name__
        self.rows[kind] = [structs.replace(one, **columns) if one is row else one for one in self.rows[kind]]

    def links(self, kind: str, parent: str) -> list[Any]:
        return [link for link in self.rows.get(kind, ()) if link.parent == parent]

    def relink(self, kind: str, parent: str, links: list[Any]) -> None:
        others = [link for link in self.rows.get(kind, ()) if link.parent != parent]
        numbered = [structs.replace(link, position=n, ordinal=UNSET) for n, link in enumerate(links)]
        self.rows[kind] = others + numbered

    def add(self, row: Row) -> None:
        self.rows.setdefault(type(row).__name__, []).append(row)

    def new(self, prefix: str) -> str:
        self.made += 1
        return f"{prefix}{self.made}"

    def new_item(self) -> str:
        id_ = self.new("x")
        self.add(Item(id_, f"ext-{id_}", UNSET, UNSET, name=id_.upper(), price=self.price()))
        return id_

    def is_sizes(self, group: str) -> bool:
        return self._is(("ModifierGroup", group), ("Sizes",))

    def is_sold(self, item: str) -> bool:
        return self._is(("Item", item), ("Item",))

    def users(self, group: str) -> list[str]:
        return sorted(link.parent for link in self.rows.get("ItemGroup", ()) if link.target == group)


def reprice(p: Partner) -> None:
    p.change(p.one(p.of("Item", "Variation", "Modifier")), price=p.price())


def rename(p: Partner) -> None:
    found = [*p.of("Item", "Variation", "Modifier"), *p.rows.get("ModifierGroup", ()), *p.rows["Category"]]
    p.change(p.draw(st.sampled_from(sorted(found, key=lambda row: (type(row).__name__, row.id)))), name=p.new("New"))


def sell_out(p: Partner) -> None:
    row = p.one(p.of("Item", "Variation", "Modifier"))
    out = [one for one in p.rows.get("Availability", ()) if one.parent == row.id]
    p.rows["Availability"] = [one for one in p.rows.get("Availability", ()) if one.parent != row.id]
    if not out:
        p.add(Availability(row.id, None, row.id, UNSET, available=False))


def reorder(p: Partner) -> None:
    kind = p.draw(st.sampled_from(["CategoryItem", "ItemGroup", "GroupModifier"]))
    parents = sorted({link.parent for link in p.rows.get(kind, ())})
    if parents:
        parent = p.draw(st.sampled_from(parents))
        links = p.links(kind, parent)
        first = [link for link in links if p.is_sizes(link.target)] if kind == "ItemGroup" else []
        p.relink(kind, parent, first + p.draw(st.permutations([link for link in links if link not in first])))


def limit(p: Partner) -> None:
    low, high = p.draw(LIMITS)
    found = p.groups("ModifierGroup", "Sizes")
    if found:
        p.change(p.one(found), min_choices=low, max_choices=high)


def limit_here(p: Partner) -> None:
    found = p.groups("ModifierGroup")
    if not found:
        return
    group = p.one(found).id
    users = [user for user in p.users(group) if p.is_sold(user)]
    if users:
        _rule_limits(p, group, p.draw(st.sampled_from(users)), p.draw(LIMITS))


def _rule_limits(p: Partner, group: str, user: str, limits: tuple[int, int]) -> None:
    rules = p.rows.get("QuantityRule", [])
    p.rows["QuantityRule"] = [rule for rule in rules if (rule.parent, rule.in_item) != (group, user)]
    rule = QuantityRule(f"{group}~{user}", None, group, UNSET, in_item=user)
    p.add(structs.replace(rule, min_quantity=limits[0], max_quantity=limits[1]))


def price_here(p: Partner) -> None:
    found = p.groups("ModifierGroup")
    if found:
        group = p.one(found).id
        options = p.links("GroupModifier", group)
        if options:
            option = p.draw(st.sampled_from(sorted(link.target for link in options)))
            _rule_price(p, option, group, p.price())


def _rule_price(p: Partner, option: str, group: str, price: Money) -> None:
    rules = p.rows.get("PriceRule", [])
    p.rows["PriceRule"] = [rule for rule in rules if (rule.parent, rule.in_group) != (option, group)]
    p.add(PriceRule(f"{option}~{group}", None, option, UNSET, in_group=group, price=price))


def all_but_here(p: Partner) -> None:
    """Everywhere a new value, and in one place the old one, which is now said there."""
    found = p.groups("ModifierGroup")
    if not found:
        return
    group = p.one(found)
    users = [user for user in p.users(group.id) if p.is_sold(user)]
    ruled = {(rule.parent, rule.in_item) for rule in p.rows.get("QuantityRule", ())}
    if users and (group.id, users[0]) not in ruled:
        _rule_limits(p, group.id, users[0], (group.min_choices, group.max_choices))
    low, high = p.draw(LIMITS)
    p.change(group, min_choices=low, max_choices=high)
    options = p.links("GroupModifier", group.id)
    if options:
        option = p.draw(st.sampled_from(sorted(link.target for link in options)))
        row = next(row for row in p.rows["Item"] if row.id == option)
        if (option, group.id) not in {(rule.parent, rule.in_group) for rule in p.rows.get("PriceRule", ())}:
            _rule_price(p, option, group.id, row.price)
        p.change(row, price=p.price())


def make_size(p: Partner) -> None:
    found = p.groups("Sizes")
    if found:
        group = p.one(found).id
        p.relink("GroupModifier", group, [GroupModifier(p.new_item(), group, 0), *p.links("GroupModifier", group)])


def make_option(p: Partner) -> None:
    found = p.groups("ModifierGroup")
    if found:
        group = p.one(found).id
        p.relink("GroupModifier", group, [GroupModifier(p.new_item(), group, 0), *p.links("GroupModifier", group)])


def make_group(p: Partner) -> None:
    item = p.one([row for row in p.of("Item") if p.is_sold(row.id)] or p.of("Item")).id
    group, (low, high) = p.new("y"), p.draw(LIMITS)
    row = ModifierGroup(group, f"ext-{group}", UNSET, UNSET, name=group, min_choices=low, max_choices=high)
    p.add(row)
    p.add(GroupModifier(p.new_item(), group, 0))
    p.relink("ItemGroup", item, [*p.links("ItemGroup", item), ItemGroup(group, item, 0)])


def make_item(p: Partner) -> None:
    category = p.one(p.rows["Category"]).id
    p.relink("CategoryItem", category, [CategoryItem(p.new_item(), category, 0), *p.links("CategoryItem", category)])


def _take_away(p: Partner, kind: str, parents: list[str]) -> None:
    held = [link for parent in parents for link in p.links(kind, parent) if not p.is_sizes(link.target)]
    if held:
        gone = p.draw(st.sampled_from(sorted(held, key=lambda link: (link.parent, link.target))))
        p.relink(kind, gone.parent, [link for link in p.links(kind, gone.parent) if link is not gone])


def lose_size(p: Partner) -> None:
    _take_away(p, "GroupModifier", [row.id for row in p.groups("Sizes")])


def lose_option(p: Partner) -> None:
    _take_away(p, "GroupModifier", [row.id for row in p.groups("ModifierGroup")])


def lose_group(p: Partner) -> None:
    _take_away(p, "ItemGroup", sorted({link.parent for link in p.rows.get("ItemGroup", ())}))


def lose_item(p: Partner) -> None:
    _take_away(p, "CategoryItem", [row.id for row in p.rows["Category"]])


def drop_sizes(p: Partner) -> None:
    found = p.groups("Sizes")
    if found:
        group = p.one(found).id
        for user in p.users(group):
            p.relink("ItemGroup", user, [link for link in p.links("ItemGroup", user) if link.target != group])


def move_item(p: Partner) -> None:
    held = p.rows.get("CategoryItem", [])
    if held:
        moved = p.draw(st.sampled_from(sorted(held, key=lambda link: (link.parent, link.target))))
        goal = p.one(p.rows["Category"]).id
        p.relink(
            "CategoryItem", moved.parent, [one for one in p.links("CategoryItem", moved.parent) if one is not moved]
        )
        kept = p.links("CategoryItem", goal)
        p.relink("CategoryItem", goal, [*kept, CategoryItem(moved.target, goal, len(kept))])


EDITS: dict[str, Callable[[Partner], None]] = {
    edit.__name__: edit
    for edit in (
        *(reprice, rename, sell_out, reorder, limit, limit_here, price_here, all_but_here),
        *(make_size, make_option, make_group, make_item, lose_size, lose_option, lose_group, lose_item),
        *(drop_sizes, move_item),
    )
}


def reachable(rows: Rows) -> Rows:
    """What something that is shown leads to: what a partner's user detached is gone there."""
    keep: set[str] = {row.id for row in rows["Category"]}
    down = {kind: rows.get(kind, []) for kind in ("CategoryItem", "ItemGroup", "GroupModifier")}
    while True:
        more = {link.target for links in down.values() for link in links if link.parent in keep} - keep
        if not more:
            break
        keep |= more
    found: Rows = {}
    for kind, of_kind in rows.items():
        if kind in ("Menu", "MenuCategory", "Daypart"):
            found[kind] = of_kind
        elif kind in ("Item", "ModifierGroup", "Category"):
            found[kind] = [row for row in of_kind if row.id in keep]
        else:
            found[kind] = [row for row in of_kind if row.parent in keep]
    return found
