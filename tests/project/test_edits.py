"""What a partner's user changed comes home: the laws of `back`, where choices are items and sizes a group."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, structs
from tests.project import orders as judge
from tests.project.catalogs import UBER, Rows, catalogs, law, links, prices
from tests.project.edits import EDITS, NothingThereError, Partner, reachable

from tournant.project import AS_IT_IS, Home, Link, Sight, back, project, view

Cell = tuple[str, ...]
Row = Any
"""A row of any kind, or what stands in one."""


def edited(draw: Callable[[Any], Any], partner: Partner) -> list[str]:
    """One to three edits; what nothing leads to any more is then gone."""
    names = []
    for _ in range(draw(st.integers(1, 3))):
        names.append(draw(st.sampled_from(sorted(EDITS))))
        with suppress(NothingThereError):
            EDITS[names[-1]](partner)
        partner.rows = reachable(partner.rows)
    return names


def copied(rows: Rows) -> Rows:
    return {kind: list(of_kind) for kind, of_kind in rows.items()}


def asked_about(home: Home) -> set[str]:
    """The items about which something is asked or refused."""
    sizes = {row.id: row.parent for row in home.rows["Variation"]}
    return {sizes.get(one.cell[1], one.cell[1]) for one in home.questions}


def differing(was: dict[Cell, Any], seen: dict[Cell, Any], now: dict[Cell, Any], home: Home) -> dict[Cell, Any]:
    """Cells that do not show what was seen, though nothing is asked about them and they are no one's consequence.

    A card's price follows from the totals; an item that is shown as sold out because all its sizes were is shown again
    when one of them is back.
    """
    asked = asked_about(home)
    sizes = {row.id: row.parent for row in home.rows["Variation"]}
    found = {}
    for cell in seen.keys() | now.keys():
        follows = cell[-1] == "card" or (
            (cell[0], cell[-1]) == ("Item", "available")
            and (*cell[:2], "sizes") in seen
            and seen.get(cell) == was.get(cell)
        )
        if not follows and sizes.get(cell[1], cell[1]) not in asked and seen.get(cell) != now.get(cell):
            found[cell] = (seen.get(cell), now.get(cell))
    return found


def ids(rows: Rows) -> set[tuple[str, str, str]]:
    kinds = ("Item", "ModifierGroup", "Category", "Variation", "Modifier")
    return {(kind, row.id, row.external_id) for kind in kinds for row in rows.get(kind, ())}


def own_prices(rows: Rows) -> dict[str, Any]:
    kinds = ("Variation", "Modifier", "LocationOverlay")
    return {row.id: row.price for kind in kinds for row in rows.get(kind, ())}


@law()
@given(catalogs(), links(), st.data())
def test_edits_show(rows: Rows, link: Link, data: st.DataObject) -> None:
    """One to three edits of a partner's user, seen at once, show at their places or are asked about."""
    before = project(rows, UBER, link)
    partner = Partner(copied(before.rows), before.back_map, data.draw)
    names = edited(data.draw, partner)
    home = back(rows, UBER, link, Sight(before, partner.rows))
    after = project(home.rows, UBER, home.link)
    was = view(before.rows, UBER, link, before.back_map)
    seen = view(partner.rows, UBER, home.link, home.back_map)
    now = view(after.rows, UBER, home.link, after.back_map)
    assert differing(was, seen, now, home) == {}, (names, home.questions)
    sure = {row.id for row in after.rows.get("Item", ())} - asked_about(home)
    if home.questions == ():
        assert ids(after.rows) == ids(partner.rows), names
        assert judge.words(after.rows) == judge.words(partner.rows), names
        assert judge.arrangement(after.rows) == judge.arrangement(partner.rows), names
    assert judge.orders(after.rows, sure) == judge.orders(partner.rows, sure), names
    again = back(home.rows, UBER, home.link, Sight(after, after.rows))
    assert (again.link, again.questions) == (home.link, ()), names
    assert project(again.rows, UBER, again.link) == after, names
    if link.rule != AS_IT_IS and link.on_price == "pin":
        new = own_prices(home.rows)
        assert all(new[id_] == price for id_, price in own_prices(rows).items()), names


@law()
@given(catalogs(), links(), st.data())
def test_concurrent_prices_live(rows: Rows, link: Link, data: st.DataObject) -> None:
    """A size's price changed here and another's on the partner, neither seen by the other side: both live."""
    before = project(rows, UBER, link)
    sizes = [row.id for row in before.rows["Item"] if before.back_map["Item", row.id].kind == "Variation"]
    if len(sizes) < 2:
        return
    ours = data.draw(st.sampled_from(sizes))
    theirs = data.draw(st.sampled_from([one for one in sizes if one != ours]))
    price = prices(before.rows["Item"][0].price.currency)
    here = _reprice(rows, ours, data.draw(price))
    partner = Partner(copied(before.rows), before.back_map, data.draw)
    partner.change(next(row for row in partner.rows["Item"] if row.id == theirs), price=data.draw(price))
    home = back(here, UBER, link, Sight(before, partner.rows))
    after = project(home.rows, UBER, home.link)
    was, seen = (view(one, UBER, link, before.back_map) for one in (before.rows, partner.rows))
    made = project(here, UBER, link)
    mine = view(made.rows, UBER, link, made.back_map)
    now = view(after.rows, UBER, home.link, after.back_map)
    for cell, value in was.items():
        if cell[-1] != "card":
            assert now[cell] == (seen[cell] if seen[cell] != value else mine[cell]), cell


def _reprice(rows: Rows, size: str, price: Row) -> Rows:
    """A size gets this price, in the layer that decides it."""
    for kind in ("PriceRule", "LocationOverlay"):
        if any(row.parent == size for row in rows.get(kind, ())):
            return {**rows, kind: [_priced(row, price) if row.parent == size else row for row in rows[kind]]}
    return {**rows, "Variation": [_priced(row, price) if row.id == size else row for row in rows["Variation"]]}


def _priced(row: Row, price: Row) -> Row:
    return structs.replace(row, price=price)


@law()
@given(catalogs(), links(), st.data())
def test_ids_stay(rows: Rows, link: Link, data: st.DataObject) -> None:
    """Renaming, reordering, repricing and selling out everything changes no id and no entry of the back-map."""
    before = project(rows, UBER, link)
    draw, price = data.draw, prices(before.rows["Item"][0].price.currency)
    changed: Rows = {}
    for kind, of_kind in rows.items():
        for old in of_kind:
            row = old
            if isinstance(getattr(row, "name", UNSET), str):
                row = structs.replace(row, name=draw(st.sampled_from(["a", "b"])))
            if isinstance(row.position, int):
                row = structs.replace(row, position=draw(st.integers(0, 3)))
            if getattr(row, "price", None) not in (None, UNSET):
                row = structs.replace(row, price=draw(price))
            if kind != "Availability" or draw(st.booleans()):
                changed.setdefault(kind, []).append(row)
    after = project(changed, UBER, link)
    assert ids(after.rows) == ids(before.rows)
    assert after.back_map == before.back_map


@law()
@given(catalogs(), st.data())
def test_overlay_stays_at_its_location(rows: Rows, data: st.DataObject) -> None:
    """An edit of a price that an overlay gives changes the overlay; the catalog's own price stays, and the reverse."""
    link = Link(location="L")
    before = project(rows, UBER, link)
    partner = Partner(copied(before.rows), before.back_map, data.draw)
    found = [row for row in partner.of("Item", "Variation") if len(partner.links("ItemGroup", row.id)) >= 0]
    row = data.draw(st.sampled_from(found))
    origin = before.back_map["Item", row.id]
    size = origin.id if origin.kind == "Variation" else origin.only
    if size is None:
        return
    partner.change(row, price=structs.replace(row.price, amount=row.price.amount + 50))
    home = back(rows, UBER, link, Sight(before, partner.rows))
    overlaid = any(one.parent == size for one in rows.get("LocationOverlay", ()))
    ruled = any(one.parent == size for one in rows.get("PriceRule", ()))
    moved = {id_ for id_, price in own_prices(home.rows).items() if price != own_prices(rows)[id_]}
    assert moved == (set() if ruled else {f"o{size}"} if overlaid else {size})


@law()
@given(catalogs(), links(), st.data())
def test_all_but_here(rows: Rows, link: Link, data: st.DataObject) -> None:
    """A new value everywhere, and in one place the old one, now said there: both are what is shown afterwards."""
    before = project(rows, UBER, link)
    partner = Partner(copied(before.rows), before.back_map, data.draw)
    with suppress(NothingThereError):
        EDITS["all_but_here"](partner)
    home = back(rows, UBER, link, Sight(before, partner.rows))
    assert home.questions == ()
    assert judge.orders(project(home.rows, UBER, home.link).rows) == judge.orders(partner.rows)


@law()
@given(catalogs(), links(), st.data())
def test_edits_taken_back(rows: Rows, link: Link, data: st.DataObject) -> None:
    """What a partner's user changed and then changed back is shown as it was before, or asked about."""
    before = project(rows, UBER, link)
    partner = Partner(copied(before.rows), before.back_map, data.draw)
    names = edited(data.draw, partner)
    home = back(rows, UBER, link, Sight(before, partner.rows))
    there = project(home.rows, UBER, home.link)
    again = back(home.rows, UBER, home.link, Sight(there, before.rows))
    after = project(again.rows, UBER, again.link)
    seen = view(before.rows, UBER, link, before.back_map)
    now = view(after.rows, UBER, again.link, after.back_map)
    was = view(there.rows, UBER, home.link, there.back_map)
    if home.questions == ():
        assert differing(was, seen, now, again) == {}, (names, again.questions)
