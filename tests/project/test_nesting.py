"""Nesting flattened: whatever can be ordered nested can be ordered flat at the same price; the links come back."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.project.catalogs import SQUARE, Rows, law, prices, seldom

from tournant.canon import GroupModifier, Item, ItemGroup, Modifier, ModifierGroup, ModifierGroupLink, Variation
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET
from tournant.project import Capability, Link, Projected, project, unproject

DEEP3 = Capability("three", sizes="group", choices="items", nesting_levels=3)


@st.composite
def nested(draw: st.DrawFn) -> Rows:
    """One item, up to six groups, choices that stand in several of them and open later ones."""
    price, number = prices("USD"), draw(st.integers(1, 6))
    rows: Rows = {"Item": [Item("i", None, UNSET, 0, name="I")]}
    rows["Variation"] = [Variation("v", None, "i", 0, price=Money(500, "USD"))]
    kinds = ("ModifierGroup", "Modifier", "GroupModifier", "ModifierGroupLink", "ItemGroup")
    rows |= {kind: [] for kind in kinds}
    for g in range(number):
        low, size = draw(st.integers(0, 1)), draw(st.integers(1, 3))
        high = draw(st.integers(max(1, low), size))
        rows["ModifierGroup"].append(
            ModifierGroup(f"g{g}", None, UNSET, UNSET, name=f"G{g}", min_choices=low, max_choices=high)
        )
        for m in draw(st.lists(st.integers(0, 4), min_size=size, max_size=size, unique=True)):
            if all(row.id != f"m{m}" for row in rows["Modifier"]):
                rows["Modifier"].append(Modifier(f"m{m}", None, UNSET, UNSET, name=f"M{m}", price=draw(price)))
            rows["GroupModifier"].append(GroupModifier(f"m{m}", f"g{g}", m, price=draw(st.none() | price)))
    for row in rows["Modifier"]:
        highest = max(int(link.parent[1:]) for link in rows["GroupModifier"] if link.target == row.id)
        opened = [g for g in range(highest + 1, number) if draw(st.booleans())]
        rows["ModifierGroupLink"] += [ModifierGroupLink(f"g{g}", row.id, g) for g in opened]
    hung = [0, *(g for g in range(1, number) if draw(seldom()))]
    rows["ItemGroup"] = [ItemGroup(f"g{g}", "i", g) for g in hung]
    return rows


class Guest:
    """Orders the nested way, and notes by which list of the partner each choice is made."""

    def __init__(self, rows: Rows, made: Projected, draw: Callable[[Any], Any]) -> None:
        self.rows, self.made, self.draw = rows, made, draw
        self.picked: Counter[tuple[tuple[str, ...], str, str]] = Counter()
        self.owners: set[tuple[str, ...]] = {("i",)}
        """What asks: the item, and each choice at the place where it was made."""
        self.total = 0
        self.lists = {
            (origin.id, origin.via): id_ for (kind, id_), origin in made.back_map.items() if kind == "ModifierGroup"
        }
        self.hung = {(link.parent, link.target) for link in made.rows.get("ItemGroup", ())}

    def order(self, owner: tuple[str, ...], group: str, via: str | None) -> None:
        listed = self.lists[group, via]
        assert (owner[-1], listed) in self.hung
        row = next(one for one in self.rows["ModifierGroup"] if one.id == group)
        choices = [link for link in self.rows["GroupModifier"] if link.parent == group]
        count = self.draw(st.integers(row.min_choices, row.max_choices))
        for link in self.draw(st.permutations(choices))[:count]:
            self.picked[owner, listed, link.target] += 1
            general = next(one.price for one in self.rows["Modifier"] if one.id == link.target)
            self.total += (link.price or general).amount
            for opened in [one for one in self.rows["ModifierGroupLink"] if one.parent == link.target]:
                if (link.target, self.lists.get((opened.target, None))) in self.hung:
                    self.owners.add((*owner, listed, link.target))
                    self.order((*owner, listed, link.target), opened.target, None)
                else:
                    self.order(owner, opened.target, link.target)


def cost(made: Projected, listed: str, choice: str) -> int:
    """What a choice costs in a list, read off the partner's rows."""
    if "Modifier" in made.rows:
        copies = [row for row in made.rows["Modifier"] if row.parent == listed]
        return int(next(row.price.amount for row in copies if made.back_map["Modifier", row.id].id == choice))
    for rule in made.rows.get("PriceRule", ()):
        if (rule.parent, rule.in_group) == (choice, listed):
            return int(rule.price.amount)
    return int(next(row.price.amount for row in made.rows["Item"] if row.id == choice))


def limits(made: Projected, owner: str, listed: str) -> tuple[int, int | None]:
    row = next(one for one in made.rows["ModifierGroup"] if one.id == listed)
    link = next(one for one in made.rows["ItemGroup"] if (one.parent, one.target) == (owner, listed))
    low = row.min_choices if link.min_choices in (None, UNSET) else link.min_choices
    high = row.max_choices if link.max_choices in (None, UNSET) else link.max_choices
    for rule in made.rows.get("QuantityRule", ()):
        if (rule.parent, rule.in_item) == (listed, owner):
            low, high = rule.min_quantity, rule.max_quantity
    return low or 0, high


@pytest.mark.parametrize("capability", [SQUARE, DEEP3], ids=["one level", "three levels"])
def test_every_order_stays_possible(capability: Capability) -> None:
    """An order of the nested menu can be placed in the flat one, in every list within its limits, at the same price."""

    @law()
    @given(nested(), st.data())
    def holds(rows: Rows, data: st.DataObject) -> None:
        made = project(rows, capability, Link())
        guest = Guest(rows, made, data.draw)
        for link in rows["ItemGroup"]:
            guest.order(("i",), link.target, None)
        asked = [(owner, listed) for owner in guest.owners for by, listed in guest.hung if by == owner[-1]]
        for owner, listed in asked:
            taken = sum(count for (of, at, _), count in guest.picked.items() if (of, at) == (owner, listed))
            low, high = limits(made, owner[-1], listed)
            assert low <= taken, (owner, listed)
            assert high is None or taken <= high, (owner, listed)
        assert guest.total == sum(count * cost(made, at, one) for (_, at, one), count in guest.picked.items())

    holds()


@pytest.mark.parametrize("capability", [SQUARE, DEEP3], ids=["one level", "three levels"])
def test_links_come_back(capability: Capability) -> None:
    """Read back, every choice opens what it opened; each that lost its condition is in the report."""

    @law()
    @given(nested())
    def holds(rows: Rows) -> None:
        made = project(rows, capability, Link())
        found, _ = unproject(made.rows, capability, Link(), made.back_map)
        reached, opened = _reached(rows)
        back = {(link.parent, link.target) for link in found.get("ModifierGroupLink", ())}
        assert back == opened
        assert {row.id for row in found["ModifierGroup"]} == reached
        lifted = {
            f"{origin.via} → {origin.id}"
            for origin in made.back_map.values()
            if origin.kind == "ModifierGroup" and origin.via
        }
        assert {loss.id for loss in made.losses if loss.reason == "condition_lost"} == lifted

    holds()


def _reached(rows: Rows) -> tuple[set[str], set[tuple[str, str]]]:
    reached, opened = {link.target for link in rows["ItemGroup"]}, set()
    todo = sorted(reached)
    while todo:
        group = todo.pop()
        for link in [one for one in rows["GroupModifier"] if one.parent == group]:
            for below in [one for one in rows["ModifierGroupLink"] if one.parent == link.target]:
                opened.add((below.parent, below.target))
                if below.target not in reached:
                    reached.add(below.target)
                    todo.append(below.target)
    return reached, opened
