"""A whole menu, made from rows alone."""

import pytest
from msgspec import UNSET
from tests.adapters.uber_eats import documents
from tests.adapters.uber_eats.documents import Rows, decoded, in_any_order

from tournant.canon import Category, Menu, ModifierGroup

EVERYTHING = "menu__everything"


@pytest.mark.parametrize(("name", "currency"), [(EVERYTHING, "GBP"), (EVERYTHING, None), ("menu__yen", "JPY")])
def test_a_whole_menu_is_built_from_rows(name: str, currency: str | None) -> None:
    """What is built reads as the rows that it was built from."""
    lens = documents.lens("menu", currency)
    rows = decoded(name, currency).rows
    again = lens.decode(lens.build(rows))
    assert again.problems == ()
    assert in_any_order(again.rows) == in_any_order(rows)


def test_a_built_menu_has_all_that_is_required() -> None:
    """All four lists are there, empty if need be; a price of 0 is written; options say that they are items."""
    lens = documents.lens("menu")
    assert lens.decode(lens.build({})).problems == ()
    built = lens.build(decoded(EVERYTHING).rows)
    assert b'"price":0' in built
    for member in (b'"menus":[', b'"categories":[', b'"items":[', b'"modifier_groups":['):
        assert member in lens.build({})
        assert member in built
    assert built.count(b'"type":"ITEM"') == 5 + 9


def test_records_that_hold_nothing_have_their_lists() -> None:
    """A menu, a category and a group without anything in them say so."""
    empty: Rows = {"Menu": [Menu("m", "m", UNSET, 0)], "Category": [Category("c", "c", UNSET, 0)]}
    assert documents.lens("menu").build({**empty, "ModifierGroup": [ModifierGroup("g", "g", UNSET, 0)]}) == (
        b'{"menus":[{"service_availability":[],"category_ids":[],"id":"m"}],"categories":[{"entities":[],"id":"c"}],'
        b'"items":[],"modifier_groups":[{"modifier_options":[],"id":"g"}]}'
    )
