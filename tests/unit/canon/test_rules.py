"""Each rule finds what it is for, and says nothing about rows that are in order or that say too little to judge."""

import pytest
from tests.unit.canon.rows import check, entity, link, reasons, usd

from tournant import canon
from tournant.kernel import bounds
from tournant.kernel.money import BareAmount, Money
from tournant.kernel.row import Row


def lunch() -> list[Row]:
    """A small menu that is in order."""
    return [
        entity(canon.Menu, "mnu_1", name="Lunch"),
        entity(canon.Daypart, "dpt_1", "mnu_1", weekdays=("monday",), opens="11:00", closes="15:00"),
        entity(canon.Category, "cat_1", name="Soups"),
        entity(canon.Item, "itm_1", name="Ramen", price=usd(1_200), min_quantity=0, max_quantity=9),
        entity(canon.Item, "itm_2", name="Broth"),
        entity(canon.Variation, "var_1", "itm_2", name="Cup", price=usd(300)),
        entity(canon.ModifierGroup, "grp_1", name="Extras", min_choices=1, max_choices=2),
        entity(canon.Modifier, "mod_1", name="Egg", price=usd(150), max_quantity=2),
        link(canon.MenuCategory, "mnu_1", "cat_1"),
        link(canon.CategoryItem, "cat_1", "itm_1"),
        link(canon.CategoryItem, "cat_1", "itm_2"),
        link(canon.ItemGroup, "itm_1", "grp_1", max_choices=1),
        link(canon.GroupModifier, "grp_1", "mod_1", price=usd(100)),
    ]


def test_a_menu_in_order_has_no_violations() -> None:
    """The good case is silent, and so is an empty document."""
    assert check(*lunch()) == []
    assert check() == []


def test_an_id_is_there_once() -> None:
    """Two items with one id, and one item twice in a category, are both found."""
    found = reasons(*lunch(), entity(canon.Item, "itm_1", price=usd(1)), link(canon.CategoryItem, "cat_1", "itm_2"))
    assert found == ["Item itm_1: is there more than once", "CategoryItem cat_1 → itm_2: is there more than once"]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (link(canon.CategoryItem, "cat_1", "itm_9"), "CategoryItem cat_1 → itm_9, target"),
        (link(canon.CategoryItem, "cat_9", "itm_1"), "CategoryItem cat_9 → itm_1, parent"),
        (link(canon.CategoryItem, "cat_1", "cat_1"), "CategoryItem cat_1 → cat_1, target"),
        (entity(canon.Variation, "var_2", "itm_9", price=usd(1)), "Variation var_2, parent"),
        (entity(canon.Category, "cat_2", parent_category="cat_9"), "Category cat_2, parent_category"),
        (entity(canon.PriceRule, "prr_1", "itm_1", in_group="itm_1"), "PriceRule prr_1, in_group"),
    ],
)
def test_a_reference_leads_somewhere(row: Row, place: str) -> None:
    """Parents, targets and columns that name a row of the wrong kind, or none at all, are found where they stand."""
    assert [path for path, _ in check(*lunch(), row)] == [place]


def test_what_was_not_read_is_not_missed() -> None:
    """A catalog whose locations are in another document is no broken one."""
    overlay = entity(canon.LocationOverlay, "ovl_1", "var_1", at_location="loc_1", price=usd(1))
    assert check(*lunch(), overlay) == []
    assert len(check(*lunch(), overlay, entity(canon.Location, "loc_2"))) == 1


def test_a_group_inside_itself_is_found_with_its_trail() -> None:
    """A modifier that opens the group in which it stands never ends."""
    loop = link(canon.ModifierGroupLink, "mod_1", "grp_1")
    trail = "ModifierGroup grp_1 → Modifier mod_1 → ModifierGroup grp_1"
    assert reasons(*lunch(), loop) == [f"ModifierGroup grp_1: stands inside itself: {trail}"]


def test_an_item_that_is_its_own_choice_is_found() -> None:
    """Where a partner's choices are items, an item may come back as a choice of itself, three groups down."""
    rows: list[Row] = [
        *(entity(canon.Item, f"itm_{n}", price=usd(0)) for n in range(3)),
        *(entity(canon.ModifierGroup, f"grp_{n}") for n in range(3)),
        *(link(canon.ItemGroup, f"itm_{n}", f"grp_{n}") for n in range(3)),
        *(link(canon.GroupModifier, f"grp_{n}", f"itm_{(n + 1) % 3}") for n in range(3)),
    ]
    assert len(check(*rows)) == 1
    assert check(*rows[:-1]) == []


def test_deep_nesting_is_no_cycle_and_no_trouble() -> None:
    """A diamond ten thousand levels deep is walked once a node."""
    depth = 10_000
    rows: list[Row] = [entity(canon.Category, f"cat_{n}") for n in range(depth)]
    rows += [link(canon.MenuCategory, f"cat_{n}", f"cat_{n + 1}") for n in range(depth - 1)]
    rows += [link(canon.MenuCategory, f"cat_{n}", f"cat_{n + 2}") for n in range(depth - 2)]
    assert check(*rows) == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (entity(canon.ModifierGroup, "grp_2", min_choices=3, max_choices=2), "min_choices"),
        (entity(canon.ModifierGroup, "grp_2", min_distinct=-1), "min_distinct"),
        (link(canon.ItemGroup, "itm_2", "grp_1", min_choices=2, max_choices=1), "min_choices"),
        (entity(canon.Modifier, "mod_2", default_quantity=3, max_quantity=2), "default_quantity"),
        (entity(canon.Modifier, "mod_2", refund_under=1), "refund_under"),
        (entity(canon.Item, "itm_3", price=usd(1), calories=900, calories_max=300), "calories"),
    ],
)
def test_limits_are_in_order(row: Row, column: str) -> None:
    """A least above its most, a number below nothing, a refund without a charge."""
    assert [path.rpartition(", ")[2] for path, _ in check(*lunch(), row)][:1] == [column]


def required(count: int, **columns: object) -> list[Row]:
    """A group with so many choices, each of which must be made once."""
    choices = [entity(canon.Modifier, f"mod_{n}", min_quantity=1) for n in range(count)]
    links = [link(canon.GroupModifier, "grp_1", f"mod_{n}", **columns) for n in range(count)]
    return [entity(canon.ModifierGroup, "grp_1", max_choices=2), *choices, *links]


def test_required_choices_fit_into_the_group() -> None:
    """Three choices that must be made in a group that allows two make the item impossible to order."""
    assert check(*required(2)) == []
    assert reasons(*required(3)) == [
        "ModifierGroup grp_1, max_choices: its choices require 3, and at most 2 may be made"
    ]


def test_the_narrower_limit_counts() -> None:
    """What the link, or a rule for this group, says overrides what the modifier says; so does the item's own limit."""
    assert check(*required(3, min_quantity=0)) == []
    rules = [entity(canon.QuantityRule, f"qtr_{n}", f"mod_{n}", in_group="grp_1", min_quantity=0) for n in range(3)]
    assert check(*required(3), *rules) == []
    only_if = [
        entity(canon.QuantityRule, f"qtr_{n}", f"mod_{n}", in_group="grp_1", min_only_if_chosen=True) for n in (0, 1)
    ]
    assert check(*required(3), *only_if) == []
    rows = [
        *required(2),
        entity(canon.Item, "itm_1", price=usd(1)),
        link(canon.ItemGroup, "itm_1", "grp_1", max_choices=1),
    ]
    assert [path for path, _ in check(*rows)] == ["ItemGroup itm_1 → grp_1, max_choices"]


def test_a_group_cannot_require_more_than_it_has() -> None:
    """Two choices that may be made once each do not answer a question that wants three."""
    rows = [
        entity(canon.ModifierGroup, "grp_1", min_choices=3, repeatable=False),
        entity(canon.Modifier, "mod_1", "grp_1"),
        entity(canon.Modifier, "mod_2", "grp_1"),
    ]
    assert [path for path, _ in check(*rows)] == ["ModifierGroup grp_1, min_choices"]
    assert check(entity(canon.ModifierGroup, "grp_1", min_choices=3), *rows[1:]) == []
    assert check(entity(canon.ModifierGroup, "grp_1", min_choices=2, max_choices=2, repeatable=False), *rows[1:]) == []


def test_a_choice_that_is_held_and_linked_counts_once() -> None:
    """A modifier whose parent is its group, and which a link names too, is one choice."""
    rows: list[Row] = [
        entity(canon.ModifierGroup, "grp_1", max_choices=1),
        entity(canon.Modifier, "mod_1", "grp_1", min_quantity=1),
        link(canon.GroupModifier, "grp_1", "mod_1"),
    ]
    assert check(*rows) == []


def test_an_empty_price_is_found_and_an_absent_one_is_not() -> None:
    """A partner that prices elsewhere carries no price; one that carries it and left it empty forgot it."""
    assert check(entity(canon.Item, "itm_1")) == []
    assert check(entity(canon.Item, "itm_1", price=usd(0))) == []
    assert check(entity(canon.Item, "itm_1", price=None, pricing="open")) == []
    assert check(entity(canon.Item, "itm_1", price=None), entity(canon.Variation, "var_1", "itm_1", price=usd(1))) == []
    assert reasons(entity(canon.Variation, "var_1", price=None)) == [
        "Variation var_1, price: is not set, and the price is not open"
    ]


@pytest.mark.parametrize("price", [usd(-1), BareAmount("-0.01")])
def test_a_price_is_not_negative(price: Money | BareAmount) -> None:
    """What is taken away is an adjustment, not a price."""
    assert reasons(entity(canon.Modifier, "mod_1", price=price)) == ["Modifier mod_1, price: is below 0"]


def test_one_catalog_has_one_currency() -> None:
    """A euro among dollars is found; a price at a location is in what that location charges."""
    euro = Money(100, "EUR")
    assert len(check(*lunch(), entity(canon.Item, "itm_3", price=euro))) == 1
    overlay = entity(canon.LocationOverlay, "ovl_1", "var_1", at_location="loc_1", price=euro)
    assert check(*lunch(), overlay, entity(canon.Location, "loc_1", currency="EUR")) == []
    assert len(check(*lunch(), overlay, entity(canon.Location, "loc_1", currency="USD"))) == 1


def test_orders_have_their_own_currency() -> None:
    """Two orders may differ; a line of one order may not, however deep it stands."""
    orders: list[Row] = [
        entity(canon.Order, "ord_1", total=usd(5)),
        entity(canon.Order, "ord_2", total=Money(5, "EUR")),
        entity(canon.OrderLine, "lin_1", "ord_1", price=usd(5)),
    ]
    assert check(*orders) == []
    deep = entity(canon.OrderLine, "lin_2", "lin_1", price=Money(5, "EUR"))
    assert reasons(*orders, deep) == ["OrderLine lin_2, price: is in EUR, and the others are in USD"]


def test_a_currency_is_one() -> None:
    """A code that ISO 4217 does not have is found once, not at each price."""
    rows = [entity(canon.Item, f"itm_{n}", price=Money(1, "ZZZ")) for n in range(3)]
    assert len(check(*rows)) == 1
    assert len(check(entity(canon.Location, "loc_1", currency="dollars"))) == 1


def test_words_are_those_of_the_model() -> None:
    """A partner's own word in one of our columns is found."""
    assert reasons(entity(canon.Modifier, "mod_1", pricing="VARIABLE")) == [
        "Modifier mod_1, pricing: 'VARIABLE' is none of fixed, open"
    ]


def test_the_list_is_bounded() -> None:
    """A document that is broken as a whole gives no endless list."""
    rows = [entity(canon.Modifier, f"mod_{n}", price=usd(-1)) for n in range(bounds.VIOLATIONS_MAX + 1)]
    assert len(check(*rows)) == bounds.VIOLATIONS_MAX
