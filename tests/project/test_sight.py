"""Which differences come home: those of the cells that people edited, against what we attribute to the partner."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.project.catalogs import SQUARE, UBER, Rows, catalogs, law, links
from tests.project.edits import Partner, make_item, make_option
from tests.project.menus import category, choices, group, item, named, prices_of, rows_of, usd
from tests.project.test_edits import copied, edited

from tournant.canon import CategoryItem
from tournant.project import Capability, Cell, Home, Link, Sight, View, back, project, view


class Round:
    """One look at a partner that a person, or a late write of ours, has changed."""

    def __init__(self, rows: Rows, link: Link, capability: Capability = UBER) -> None:
        self.rows, self.link, self.capability = rows, link, capability
        self.before = project(rows, capability, link)
        self.partner = Partner(copied(self.before.rows), self.before.back_map, lambda _: None)

    def was(self) -> View:
        return view(self.before.rows, self.capability, self.link, self.before.back_map)

    def seen(self) -> View:
        return view(self.partner.rows, self.capability, self.link, self.before.back_map)

    def differing(self) -> frozenset[Cell]:
        was, seen, nothing = self.was(), self.seen(), object()
        return frozenset(cell for cell in was.keys() | seen.keys() if was.get(cell, nothing) != seen.get(cell, nothing))

    def come_home(self, edited: frozenset[Cell] | None, was: View | None = None) -> Home:
        sight = Sight(self.before, self.partner.rows, edited, was)
        return back(self.rows, self.capability, self.link, sight)


def small() -> Round:
    """Latte in two sizes and a bun, both with milk: oat at 0.50 wherever it is asked, soy at 0.40."""
    sold = (*category("hot", "latte", "bun"), *item("latte", {"small": 300, "large": 400}, "milk"))
    milk = (*item("bun", {"one": 250}, "milk"), *group("milk", (0, 2), "oat", "soy"), *choices(oat=50, soy=40))
    return Round(rows_of(*sold, *milk), Link())


def changed(this: Round, *rows: tuple[str, dict[str, Any]]) -> None:
    for id_, columns in rows:
        this.partner.change(named(this.partner.rows, "Item", id_), **columns)


@law()
@given(catalogs(), links(), st.data())
def test_nothing_comes_home_of_no_edit(rows: Rows, link: Link, data: st.DataObject) -> None:
    """Where no cell was edited, whatever the partner shows changes nothing here and asks nothing."""
    this = Round(rows, link)
    this.partner.draw = data.draw
    names = edited(data.draw, this.partner)
    home, quiet = this.come_home(frozenset()), back(rows, UBER, link, Sight(this.before, this.before.rows))
    assert (home.rows, home.link, home.questions) == (quiet.rows, link, ()), names


@law()
@given(catalogs(), links(), st.data())
def test_all_that_differs_is_all(rows: Rows, link: Link, data: st.DataObject) -> None:
    """To name every cell that differs is to name none: the same comes home."""
    this = Round(rows, link)
    this.partner.draw = data.draw
    names = edited(data.draw, this.partner)
    assert this.come_home(this.differing()) == this.come_home(None), names


@law()
@given(catalogs(), links(), st.data())
def test_any_part_of_an_edit_can_come(rows: Rows, link: Link, data: st.DataObject) -> None:
    """Of several edits seen at once, any part of their cells comes home without a fall; the rest can still come."""
    this = Round(rows, link)
    this.partner.draw = data.draw
    names = edited(data.draw, this.partner)
    cells = sorted(this.differing())
    some = frozenset(data.draw(st.lists(st.sampled_from(cells), unique=True))) if cells else frozenset()
    home = this.come_home(some)
    project(home.rows, UBER, home.link)
    assert {one.cell for one in home.questions} <= some | this.was().keys(), names


@pytest.mark.parametrize("rest", [None, {"name": "Bap"}])
def test_only_edits_come_home(rest: dict[str, Any] | None) -> None:
    """A price that a person changed comes home; a price that nobody did, in the same look, does not."""
    this = small()
    changed(this, ("bun", {"price": usd(270), **(rest or {})}), ("latte-large", {"price": usd(150)}))
    home = this.come_home(frozenset({("Variation", "bun-one", "price")}))
    assert prices_of(home.rows, "Variation") == {"latte-small": 300, "latte-large": 400, "bun-one": 270}
    assert named(home.rows, "Item", "bun").name == named(this.rows, "Item", "bun").name


def test_what_an_edit_explains_is_left() -> None:
    """A choice's new price shows in each of its groups; where only the choice is named, no group gets a price."""
    this = small()
    changed(this, ("oat", {"price": usd(60)}))
    assert ("GroupModifier", "milk", "oat", "price") in this.differing()
    home = this.come_home(frozenset({("Modifier", "oat", "price")}))
    assert prices_of(home.rows, "Modifier") == {"oat": 60, "soy": 40}
    assert home == this.come_home(None)


def test_a_list_leaves_out_what_nobody_made() -> None:
    """An edited list that names a new item keeps its new order; the item comes once its name is an edit."""
    this = small()
    fresh = _new_item(this)
    links = this.partner.links("CategoryItem", "hot")
    this.partner.relink("CategoryItem", "hot", [*reversed(links)])
    listed = frozenset({("Category", "hot", "items")})
    home = this.come_home(listed)
    assert _listed(home) == ["bun", "latte"]
    assert ("Item", fresh) not in {("Item", row.id) for row in home.rows["Item"]}
    home = this.come_home(listed | {("Item", fresh, "name")})
    assert _listed(home) == [fresh, "bun", "latte"]
    assert usd(150) in {row.price for row in home.rows["Variation"] if row.parent == fresh}


def test_a_new_thing_whose_list_is_not_named_stands_nowhere() -> None:
    """A new item by its name alone comes in, and no category here has it yet."""
    this = small()
    fresh = _new_item(this)
    home = this.come_home(frozenset({("Item", fresh, "name")}))
    assert fresh in {row.id for row in home.rows["Item"]}
    assert _listed(home) == ["latte", "bun"]


def test_compared_with_what_we_attribute_to_them() -> None:
    """What differs from the catalog as we would show it, but not from what we attribute to them, is no edit."""
    this = small()
    changed(this, ("bun", {"price": usd(270)}))
    price = ("Variation", "bun-one", "price")
    assert prices_of(this.come_home(None).rows, "Variation")["bun-one"] == 270
    stale = {**this.was(), price: usd(270)}
    assert prices_of(this.come_home(None, stale).rows, "Variation")["bun-one"] == 250
    assert prices_of(this.come_home(frozenset({price}), stale).rows, "Variation")["bun-one"] == 250


@law(0.5)
@given(catalogs(), links(), st.data())
def test_new_things_have_the_names_that_the_look_gave_them(rows: Rows, link: Link, data: st.DataObject) -> None:
    """The cells of a new thing are called the same before and after it has come in."""
    for capability in (UBER, SQUARE):
        this = Round(rows, link, capability)
        this.partner.draw = data.draw
        if capability is UBER:
            make_item(this.partner)
            make_option(this.partner) if this.partner.groups("ModifierGroup") else None
        home = this.come_home(None)
        assert this.seen().keys() == view(this.partner.rows, capability, home.link, home.back_map).keys()


def _new_item(this: Round) -> str:
    this.partner.price = lambda: usd(150)  # type: ignore[method-assign]  # what a person typed
    fresh = this.partner.new_item()
    this.partner.add(CategoryItem(fresh, "hot", -1))
    return fresh


def _listed(home: Home) -> list[str]:
    found = [link for link in home.rows["CategoryItem"] if link.parent == "hot"]
    return [link.target for link in sorted(found, key=lambda link: link.position)]
