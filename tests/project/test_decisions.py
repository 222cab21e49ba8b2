"""What an edit seen on a partner means here: the table of decisions, row by row, on one small menu.

Latte has a small (3.00) and a large (4.00) and may have milk (oat 0.50, soy 0.40); the bun has one size (2.50) and may
have the same milk.
"""

from typing import Any

import pytest
from msgspec import UNSET
from tests.project.catalogs import UBER
from tests.project.edits import Partner
from tests.project.menus import category, choices, group, item, links_of, menu, named, prices_of, rows_of, usd
from tests.project.test_edits import copied

from tournant.canon import (
    Availability,
    CategoryItem,
    GroupModifier,
    Item,
    ItemGroup,
    ModifierGroup,
    QuantityRule,
)
from tournant.project import Home, Link, Sight, back, project

Rows = dict[str, list[Any]]
Row = Any
"""A row of any kind."""

LATTE = {"small": 300, "large": 400}


def catalog(*more: Row) -> Rows:
    stands = (*menu("all", "hot", "cold"), *category("hot", "latte", "bun"), *category("cold"))
    sold = (*item("latte", LATTE, "milk"), *item("bun", {"one": 250}, "milk"))
    return rows_of(*stands, *sold, *group("milk", (0, 2), "oat", "soy"), *choices(oat=50, soy=40), *more)


class Round:
    """One round: what was there, what a person did to it, what came of it."""

    def __init__(self, *more: Row, link: Link | None = None) -> None:
        self.rows, self.link = catalog(*more), link or Link(location="L")
        self.before = project(self.rows, UBER, self.link)
        self.partner = Partner(copied(self.before.rows), self.before.back_map, lambda _: None)

    def change(self, kind: str, id_: str, **columns: Row) -> None:
        self.partner.change(named(self.partner.rows, kind, id_), **columns)

    def come_home(self) -> Home:
        return back(self.rows, UBER, self.link, Sight(self.before, self.partner.rows))


def sizes(home: Home) -> dict[str, int | None]:
    return prices_of(home.rows, "Variation")


def out(home: Home) -> set[str]:
    return {row.parent for row in home.rows.get("Availability", ()) if row.available is False}


def asked(home: Home) -> list[tuple[Any, str]]:
    return [(one.cell, one.kind) for one in home.questions]


def test_base_price() -> None:
    """The price of an item with sizes moved by 0.20: every size costs so much more; of a plain item: its only size."""
    this = Round()
    this.change("Item", "latte", price=usd(320))
    this.change("Item", "bun", price=usd(260))
    assert sizes(this.come_home()) == {"latte-small": 320, "latte-large": 420, "bun-one": 260}


def test_size_price() -> None:
    """One size's price moved: that size alone. Of the smallest: our next write makes the base anew; totals stay."""
    this = Round()
    this.change("Item", "latte-small", price=usd(150))
    home = this.come_home()
    assert sizes(home) == {"latte-small": 450, "latte-large": 400, "bun-one": 250}
    after = project(home.rows, UBER, home.link)
    assert {id_: prices_of(after.rows, "Item")[id_] for id_ in ("latte", "latte-small", "latte-large")} == {
        "latte": 400, "latte-small": 50, "latte-large": 0,
    }  # fmt: skip


def test_size_made() -> None:
    """A size made there is a Variation here, at its total, under the id that the partner gave it."""
    this = Round()
    this.partner.add(Item("x", "THEIRS", UNSET, UNSET, name="Huge", price=usd(200)))
    this.partner.add(GroupModifier("x", "latte~sizes", 2))
    home = this.come_home()
    assert sizes(home)["x"] == 500
    assert named(home.rows, "Variation", "x").parent == "latte"
    assert home.link.ext == {"x": "THEIRS"}
    after = project(home.rows, UBER, home.link)
    assert links_of(after.rows, "GroupModifier")["latte~sizes"] == ["latte-small", "latte-large", "x"]
    assert named(after.rows, "Item", "x").external_id == "THEIRS"


def test_size_gone() -> None:
    """A size taken away there is hidden on this link; the group of sizes stays, even with one left."""
    this = Round()
    this.partner.relink("GroupModifier", "latte~sizes", [GroupModifier("latte-large", "latte~sizes", 0)])
    home = this.come_home()
    assert home.link.hidden == {("Variation", "latte-small")}
    after = project(home.rows, UBER, home.link)
    assert links_of(after.rows, "GroupModifier")["latte~sizes"] == ["latte-large"]
    assert prices_of(after.rows, "Item")["latte"] == 400


def test_sizes_dropped_or_emptied() -> None:
    """The group of sizes detached or emptied is a question, and is restored."""
    this = Round()
    this.partner.relink("ItemGroup", "latte", [ItemGroup("milk", "latte", 0)])
    other = Round()
    other.partner.relink("GroupModifier", "latte~sizes", [])
    for home in (this.come_home(), other.come_home()):
        assert asked(home) == [(("Item", "latte", "sizes"), "question")]
        assert project(home.rows, UBER, home.link).rows == this.before.rows


def test_size_limits_and_title() -> None:
    """Limits of sizes are refused and restored; their title is kept on this link."""
    this = Round()
    this.change("ModifierGroup", "latte~sizes", min_choices=0, max_choices=2, name="How big?")
    home = this.come_home()
    assert asked(home) == [(("Sizes", "latte", "limits"), "refused")]
    assert home.link.titles == {"latte": "How big?"}
    again = named(project(home.rows, UBER, home.link).rows, "ModifierGroup", "latte~sizes")
    assert (again.name, again.min_choices, again.max_choices) == ("How big?", 1, 1)


def _gone(*ids: str) -> list[Availability]:
    return [Availability(f"a-{id_}", None, id_, UNSET, available=False, at_location="L") for id_ in ids]


def test_item_sold_out_and_back() -> None:
    """An item with sizes is out itself; back while every size is out is a question, for which of them is back?"""
    this = Round()
    this.partner.add(Availability("latte", None, "latte", UNSET, available=False))
    assert out(this.come_home()) == {"latte"}
    this = Round(*_gone("latte-small", "latte-large"))
    assert {row.parent for row in this.before.rows["Availability"]} == {"latte", "latte-small", "latte-large"}
    this.partner.rows["Availability"] = [row for row in this.partner.rows["Availability"] if row.parent != "latte"]
    home = this.come_home()
    assert asked(home) == [(("Item", "latte", "available"), "question")]
    assert out(home) == {"latte-small", "latte-large"}


def test_size_back() -> None:
    """One size is back while the item was out because all were: the item is shown again by our next write."""
    this = Round(*_gone("latte-small", "latte-large"))
    kept = [row for row in this.partner.rows["Availability"] if row.parent != "latte-small"]
    this.partner.rows["Availability"] = kept
    home = this.come_home()
    assert (asked(home), out(home)) == ([], {"latte-large"})
    assert {row.parent for row in project(home.rows, UBER, home.link).rows["Availability"]} == {"latte-large"}


def test_plain_item_sold_out_and_back() -> None:
    """A plain item out is its only size out; back, both are."""
    this = Round()
    this.partner.add(Availability("bun", None, "bun", UNSET, available=False))
    assert out(this.come_home()) == {"bun-one"}
    this = Round(*_gone("bun", "bun-one"))
    this.partner.rows["Availability"] = []
    home = this.come_home()
    assert (asked(home), out(home)) == ([], set())


def test_sold_out_elsewhere_is_untouched() -> None:
    """What is sold out at all locations is back at this one alone."""
    everywhere = Availability("a", None, "oat", UNSET, available=False)
    this = Round(everywhere)
    this.partner.rows["Availability"] = []
    home = this.come_home()
    assert everywhere in home.rows["Availability"]
    assert "Availability" not in project(home.rows, UBER, home.link).rows
    assert "Availability" in project(home.rows, UBER, Link(location="K")).rows


def test_limits() -> None:
    """A group's limits everywhere are the group's, for one item the link's; what holds anyway is not said there."""
    this = Round()
    this.change("ModifierGroup", "milk", min_choices=1, max_choices=1)
    limits = QuantityRule("q", None, "milk", UNSET, in_item="bun", min_quantity=0, max_quantity=2)
    this.partner.add(limits)
    home = this.come_home()
    milk = named(home.rows, "ModifierGroup", "milk")
    assert (milk.min_choices, milk.max_choices) == (1, 1)
    here = {link.parent: (link.min_choices, link.max_choices) for link in home.rows["ItemGroup"]}
    assert here == {"latte": (UNSET, UNSET), "bun": (0, 2)}


@pytest.mark.parametrize("what", ["ItemGroup", "GroupModifier", "CategoryItem"])
def test_taken_away_is_hidden(what: str) -> None:
    """A group, choice or item taken away there is hidden on this link, and stays here."""
    this = Round()
    parent = {"ItemGroup": "bun", "GroupModifier": "milk", "CategoryItem": "hot"}[what]
    links = this.partner.links(what, parent)
    this.partner.relink(what, parent, links[:-1])
    home = this.come_home()
    gone = ("Item", "bun") if what == "CategoryItem" else (what, parent, links[-1].target)
    assert home.link.hidden == {gone}
    assert len(home.rows[what]) == len(this.rows[what])
    # And put back there, it is shown again.
    before = project(home.rows, UBER, home.link)
    again = back(home.rows, UBER, home.link, Sight(before, this.before.rows))
    assert again.link.hidden == frozenset()
    assert project(again.rows, UBER, again.link).rows == this.before.rows


def test_item_moved() -> None:
    """An item moved to another category there has moved here, and keeps its id."""
    this = Round()
    this.partner.relink("CategoryItem", "hot", [CategoryItem("latte", "hot", 0)])
    this.partner.relink("CategoryItem", "cold", [CategoryItem("bun", "cold", 0)])
    home = this.come_home()
    assert links_of(home.rows, "CategoryItem") == {"hot": ["latte"], "cold": ["bun"]}
    assert home.link.hidden == frozenset()


def test_required_group_made_there() -> None:
    """A required group of exactly one that is made there is a group, and never guessed to be sizes."""
    this = Round()
    this.partner.add(Item("p", "P", UNSET, UNSET, name="Hot", price=usd(0)))
    this.partner.add(ModifierGroup("y", "Y", UNSET, UNSET, name="How?", min_choices=1, max_choices=1))
    this.partner.add(GroupModifier("p", "y", 0))
    this.partner.add(ItemGroup("y", "bun", 1))
    home = this.come_home()
    assert len([row for row in home.rows["Variation"] if row.parent == "bun"]) == 1
    assert links_of(home.rows, "GroupModifier")["y"] == ["p"]
    assert named(home.rows, "Modifier", "p").name == "Hot"
