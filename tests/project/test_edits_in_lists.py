"""What a partner's user changed comes home, where choices are copies below lists and sizes are records (Square)."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from tests.project import orders as judge
from tests.project.catalogs import LIMITS, SQUARE, Rows, catalogs, law, links
from tests.project.edits import NothingThereError, Partner
from tests.project.menus import category, choices, group, item, rows_of
from tests.project.test_edits import copied, ids, own_prices

from tournant.canon import GroupModifier, ItemCategory, ItemGroup, Modifier, ModifierGroupLink, Variation
from tournant.project import AS_IT_IS, Link, Sight, back, project, view

Row = Any
"""A row of any kind."""


class Seller(Partner):
    """A partner whose choices are records below lists."""

    def currency(self) -> str:  # type: ignore[explicit-override]  # typing.override came with Python 3.12
        return str(self.rows["Variation"][0].price.currency)

    def own_lists(self) -> list[Row]:
        """Lists that stand for a group, and not for a link."""
        return [row for row in self.rows.get("ModifierGroup", ()) if self._direct(row)]

    def _direct(self, row: Row) -> bool:
        origin = self.back_map.get(("ModifierGroup", row.id))
        return origin is not None and origin.kind == "ModifierGroup" and origin.via is None


def reprice_size(s: Seller) -> None:
    s.change(s.one(s.rows["Variation"]), price=s.price())


def reprice_copy(s: Seller) -> None:
    s.change(s.one(s.rows.get("Modifier", [])), price=s.price())


def rename(s: Seller) -> None:
    found = [*s.rows["Item"], *s.rows["Variation"], *s.rows["Category"], *s.own_lists()]
    s.change(s.draw(st.sampled_from(sorted(found, key=lambda row: (type(row).__name__, row.id)))), name=s.new("New"))


def limit(s: Seller) -> None:
    low, high = s.draw(LIMITS)
    s.change(s.one(s.own_lists()), min_choices=low, max_choices=high)


def limit_here(s: Seller) -> None:
    own = {row.id for row in s.own_lists()}
    hung = [link for link in s.rows.get("ItemGroup", ()) if link.target in own]
    if hung:
        low, high = s.draw(LIMITS)
        s.change(s.draw(st.sampled_from(hung)), min_choices=low, max_choices=high)


def make_size(s: Seller) -> None:
    item, id_ = s.one(s.rows["Item"]).id, s.new("x")
    s.add(Variation(id_, f"ext-{id_}", item, 99, name=id_, price=s.price(), item=item))


def make_choice(s: Seller) -> None:
    group, id_ = s.one(s.own_lists()).id, s.new("x")
    s.add(Modifier(id_, f"ext-{id_}", group, 99, name=id_, price=s.price(), group=group, ordinal=99))


def lose_size(s: Seller) -> None:
    gone = s.one(s.rows["Variation"])
    if sum(row.parent == gone.parent for row in s.rows["Variation"]) > 1:
        s.rows["Variation"] = [row for row in s.rows["Variation"] if row is not gone]


def lose_choice(s: Seller) -> None:
    """A choice goes that stands in one list only and opens none, for what it opens would go with it."""
    own = {row.id for row in s.own_lists()}
    gone = s.one([row for row in s.rows.get("Modifier", ()) if row.parent in own])
    origin = s.back_map.get(("ModifierGroup", gone.parent))
    copies = [of for (kind, _), of in s.back_map.items() if kind == "ModifierGroup" and origin and of.id == origin.id]
    opens = {of.via for (kind, _), of in s.back_map.items() if kind == "ModifierGroup"}
    stands = s.back_map.get(("Modifier", gone.id))
    if len(copies) == 1 and (stands is None or stands.id not in opens):
        s.rows["Modifier"] = [row for row in s.rows["Modifier"] if row is not gone]


def hang(s: Seller) -> None:
    item, group = s.one(s.rows["Item"]).id, s.one(s.own_lists())
    if (item, group.id) not in {(link.parent, link.target) for link in s.rows.get("ItemGroup", ())}:
        s.add(ItemGroup(group.id, item, 99, ordinal=99))


def move_item(s: Seller) -> None:
    held = s.rows["ItemCategory"]
    if held:
        moved, goal = s.draw(st.sampled_from(held)), s.one(s.rows["Category"]).id
        if goal in {row.id for row in s.rows["Category"] if s.back_map["Category", row.id].kind == "Category"}:
            s.rows["ItemCategory"] = [link for link in held if link is not moved]
            s.add(ItemCategory(goal, moved.parent, UNSET, ordinal=99))


EDITS: dict[str, Callable[[Seller], None]] = {
    edit.__name__: edit
    for edit in (
        *(reprice_size, reprice_copy, rename, limit, limit_here, make_size, make_choice),
        *(lose_size, lose_choice, hang, move_item),
    )
}


@law()
@given(catalogs(), links(), st.data())
def test_edits_show(rows: Rows, link: Link, data: st.DataObject) -> None:
    """One to three edits on copies and lists show at their places, and leave own prices where there is a pin."""
    before = project(rows, SQUARE, link)
    seller = Seller(copied(before.rows), before.back_map, data.draw)
    names = []
    for _ in range(data.draw(st.integers(1, 3))):
        names.append(data.draw(st.sampled_from(sorted(EDITS))))
        with suppress(NothingThereError):
            EDITS[names[-1]](seller)
    home = back(rows, SQUARE, link, Sight(before, seller.rows))
    after = project(home.rows, SQUARE, home.link)
    seen = view(seller.rows, SQUARE, home.link, home.back_map)
    now = view(after.rows, SQUARE, home.link, after.back_map)
    was = view(before.rows, SQUARE, link, before.back_map)
    # A list that moved up follows the group that it stands for, unless it was edited itself.
    followed = {cell for cell in now if cell[0] == "List" and seen.get(cell) == was.get(cell)}
    cells = (seen.keys() | now.keys()) - followed
    assert {cell: (seen.get(cell), now.get(cell)) for cell in cells if seen.get(cell) != now.get(cell)} == {}, names
    assert home.questions == (), names
    assert ids(seller.rows) <= ids(after.rows), names
    again = back(home.rows, SQUARE, home.link, Sight(after, after.rows))
    assert (again.link, again.questions) == (home.link, ()), names
    if link.rule != AS_IT_IS and link.on_price == "pin":
        new = own_prices(home.rows)
        assert all(new[id_] == price for id_, price in own_prices(rows).items()), names


@law(0.5)
@given(catalogs(), links(), st.data())
def test_prices_of_copies(rows: Rows, link: Link, data: st.DataObject) -> None:
    """A price changed on one copy holds in that list alone; in every other the choice costs what it did."""
    plain = {kind: of_kind for kind, of_kind in rows.items() if kind != "ModifierGroupLink"}
    before = project(plain, SQUARE, link)
    seller = Seller(copied(before.rows), before.back_map, data.draw)
    with suppress(NothingThereError):
        reprice_copy(seller)
    home = back(plain, SQUARE, link, Sight(before, seller.rows))
    after = project(home.rows, SQUARE, home.link)
    assert ids(after.rows) == ids(seller.rows)
    assert judge.orders(after.rows) == judge.orders(seller.rows)


def test_two_names_of_one_choice() -> None:
    """A choice that is called differently in two lists is asked about, and keeps its name."""
    asked = (*group("g", (0, 1), "m"), *group("h", (0, 1), "m"), *choices(m=1))
    rows = rows_of(*category("c", "x"), *item("x", {"one": 100}, "g", "h"), *asked)
    before = project(rows, SQUARE, Link())
    seller = Seller(copied(before.rows), before.back_map, lambda _: None)
    seller.change(before.rows["Modifier"][0], name="Other")
    home = back(rows, SQUARE, Link(), Sight(before, seller.rows))
    assert [(one.cell, one.kind) for one in home.questions] == [(("Modifier", "m", "name"), "question")]
    assert project(home.rows, SQUARE, home.link).rows == before.rows
    assert GroupModifier("m", "g", 0) in home.rows["GroupModifier"]


def test_a_list_that_moved_up_keeps_its_place() -> None:
    """Limits and names of a list that stands for a link are refused; a choice taken from one of two lists too."""
    opened = (*group("h", (1, 1), "p", "q"), *choices(p=10, q=20), ModifierGroupLink("h", "m", 0))
    asked = (*group("g", (0, 1), "m"), *choices(m=1), *opened)
    rows = rows_of(*category("c", "x"), *item("x", {"one": 100}, "g", "h"), *asked)
    before = project(rows, SQUARE, Link())
    seller = Seller(copied(before.rows), before.back_map, lambda _: None)
    lifted = next(row for row in seller.rows["ModifierGroup"] if row.id == "h~m")
    seller.change(lifted, name="Other", max_choices=2)
    seller.rows["Modifier"] = [row for row in seller.rows["Modifier"] if row.id != "p~h~m"]
    home = back(rows, SQUARE, Link(), Sight(before, seller.rows))
    assert {(one.cell, one.kind) for one in home.questions} == {
        (("List", "h~m", what), "refused") for what in ("name", "limits", "options")
    }
    assert project(home.rows, SQUARE, home.link) == before
