"""From Square to Uber Eats and back on small menus, with what must come out worked out by hand."""

from typing import Any

from msgspec import UNSET
from tests.project.catalogs import SQUARE, UBER
from tests.project.menus import (
    ALL_WEEK,
    brief,
    category,
    choices,
    group,
    hours,
    item,
    links_of,
    menu,
    prices_of,
    reasons,
    rows_of,
    usd,
)

from tournant.canon import (
    Category,
    Daypart,
    DaypartLink,
    GroupModifier,
    Item,
    ItemCategory,
    ItemGroup,
    Modifier,
    ModifierGroup,
    PriceRule,
    QuantityRule,
    Variation,
)
from tournant.project import Link, Markup, project, unproject

Rows = dict[str, list[Any]]


def square_menu() -> Rows:
    """What Square holds: a latte in two sizes and a bun, one list for both, one of them with limits of its own."""
    return rows_of(
        Category("hot", "HOT", UNSET, 0, name="Hot", parent_category=UNSET, ordinal=0),
        Item("latte", "LATTE", UNSET, 0, name="Latte"),
        Item("bun", "BUN", UNSET, 1, name="Bun"),
        Variation("small", "S", "latte", 0, name="Small", price=usd(350), item="latte"),
        Variation("large", "L", "latte", 1, name="Large", price=usd(425), item="latte"),
        Variation("regular", "R", "bun", 0, name="Regular", price=usd(275), item="bun"),
        ItemCategory("hot", "latte", 0, ordinal=1),
        ItemCategory("hot", "bun", 0, ordinal=0),
        ModifierGroup("extras", "EXTRAS", UNSET, 0, name="Extras", min_choices=0, max_choices=2),
        Modifier("oat", "OAT", "extras", 0, name="Oat milk", price=usd(60), group="extras"),
        Modifier("syrup", "SYRUP", "extras", 1, name="Syrup", price=usd(50), group="extras"),
        ItemGroup("extras", "latte", 0),
        ItemGroup("extras", "bun", 0, min_choices=0, max_choices=1),
    )


def test_square_to_uber() -> None:
    """Sizes become a required group with differences, modifiers become items, limits at one item become a rule."""
    found, _ = unproject(square_menu(), SQUARE, Link())
    made = project(found, UBER, Link())
    assert prices_of(made.rows, "Item") == {
        "bun": 275, "latte": 350, "small": 0, "large": 75, "oat": 60, "syrup": 50,
    }  # fmt: skip
    assert brief(made.rows, "ModifierGroup", "id", "name", "min_choices", "max_choices") == [
        ("extras", "Extras", 0, 2),
        ("latte~sizes", "Size", 1, 1),
    ]
    assert links_of(made.rows, "ItemGroup") == {"bun": ["extras"], "latte": ["latte~sizes", "extras"]}
    assert links_of(made.rows, "GroupModifier") == {"extras": ["oat", "syrup"], "latte~sizes": ["small", "large"]}
    assert brief(made.rows, "QuantityRule", "parent", "in_item", "min_quantity", "max_quantity") == [
        ("extras", "bun", 0, 1)
    ]
    assert links_of(made.rows, "CategoryItem") == {"hot": ["bun", "latte"]}
    assert brief(made.rows, "Menu", "id", "name") == [("menu~all", "Menu")]
    assert [row.external_id for row in made.rows["Item"]] == [row.id for row in made.rows["Item"]]
    assert made.losses == ()


def test_square_to_uber_and_back() -> None:
    """What Square held is what comes back from Uber Eats, with new ids marked as Square wants them."""
    found, _ = unproject(square_menu(), SQUARE, Link())
    at_uber = project(found, UBER, Link())
    again, _ = unproject(at_uber.rows, UBER, Link(), at_uber.back_map)
    made = project(again, SQUARE, Link(ext={"latte": "LATTE"}))
    assert prices_of(made.rows, "Variation") == {"regular": 275, "small": 350, "large": 425}
    assert brief(made.rows, "Modifier", "id", "parent", "price") == [
        ("oat~extras", "extras", 60),
        ("syrup~extras", "extras", 50),
    ]
    assert brief(made.rows, "ItemGroup", "parent", "target", "min_choices", "max_choices") == [
        ("bun", "extras", 0, 1),
        ("latte", "extras", None, None),
    ]
    assert {row.id: row.external_id for row in made.rows["Item"]} == {"bun": "#bun", "latte": "LATTE"}
    assert brief(made.rows, "ItemCategory", "parent", "target", "ordinal") == [("bun", "hot", 0), ("latte", "hot", 1)]


def uber_menu() -> Rows:
    """What Uber Eats holds: a burger that asks for a drink of two groups of prices, one drink sold on its own too."""
    return rows_of(
        *menu("lunch", "mains", "drinks"),
        hours("mon", "lunch", ("monday",), "22:00", "24:00"),
        hours("tue", "lunch", ("tuesday",), "00:00", "02:00"),
        *category("mains", "burger"),
        *category("drinks", "cola"),
        Item("burger", "B", UNSET, UNSET, name="Burger", price=usd(900)),
        Item("cola", "C", UNSET, UNSET, name="Cola", price=usd(300)),
        Item("water", "W", UNSET, UNSET, name="Water", price=usd(200)),
        ItemGroup("drink", "burger", 0),
        *group("drink", (1, 1), "cola", "water"),
        PriceRule("r1", None, "cola", UNSET, in_group="drink", price=usd(150)),
        PriceRule("r2", None, "cola", UNSET, in_menu="lunch", price=usd(280)),
        QuantityRule("q1", None, "water", UNSET, in_group="drink", max_quantity=2, charge_above=1, refund_under=0),
    )


def test_uber_to_canonical() -> None:
    """A required group of one is no guess at sizes; what is only chosen is a Modifier; a group has its prices."""
    found, losses = unproject(uber_menu(), UBER, Link())
    assert brief(found, "Item", "id") == [("burger",), ("cola",)]
    assert brief(found, "Modifier", "id", "price") == [("water", 200)]
    assert [(row.parent, row.price.amount) for row in found["Variation"]] == [("burger", 900), ("cola", 300)]
    assert brief(found, "GroupModifier", "parent", "target", "price", "max_quantity", "charge_above") == [
        ("drink", "cola", 150, None, None),
        ("drink", "water", None, 2, 1),
    ]
    cola = next(row.id for row in found["Variation"] if row.parent == "cola")
    assert brief(found, "PriceRule", "parent", "in_menu", "price") == [(cola, "lunch", 280)]
    assert brief(found, "Daypart", "parent", "weekdays", "opens", "closes") == [
        ("lunch", ("monday",), "22:00", "02:00")
    ]
    assert losses == ()


def test_uber_to_square() -> None:
    """The drink that is sold too is an item and a modifier; hours go from the menu to its categories, split again."""
    found, _ = unproject(uber_menu(), UBER, Link())
    made = project(found, SQUARE, Link())
    sizes = {row.parent: row.price for row in made.rows["Variation"]}
    assert sizes == {"burger": usd(900), "cola": usd(300)}
    assert brief(made.rows, "Modifier", "id", "name", "price") == [
        ("cola~drink", "Cola", 150),
        ("water~drink", "Water", 200),
    ]
    assert brief(made.rows, "Category", "id", "parent_category") == [
        ("lunch", None),
        ("drinks", "lunch"),
        ("mains", "lunch"),
    ]
    pieces = brief(made.rows, "Daypart", "id", "weekdays", "opens", "closes")
    assert pieces == [
        ("lunch~0~monday", ("monday",), "22:00", "24:00"),
        ("lunch~0~tuesday~night", ("tuesday",), "00:00", "02:00"),
    ]
    both = [piece[0] for piece in pieces]
    assert links_of(made.rows, "DaypartLink") == {"drinks": both, "mains": both}
    cola = next(row.id for row in found["PriceRule"])
    assert reasons(made.losses) == [
        ("GroupModifier", "drink → water", "quantity_lost"),
        ("GroupModifier", "drink → water", "quantity_lost"),
        ("PriceRule", cola, "price_lost"),
    ]


def test_uber_to_uber_keeps_contexts() -> None:
    """A price in a menu, a price in a group and the limits of a choice come back as they were."""
    found, _ = unproject(uber_menu(), UBER, Link())
    made = project(found, UBER, Link())
    assert sorted(brief(made.rows, "PriceRule", "parent", "price"), key=str) == [("cola", 150), ("cola", 280)]
    assert brief(made.rows, "QuantityRule", "parent", "in_group", "max_quantity", "charge_above", "refund_under") == [
        ("water", "drink", 2, 1, 0)
    ]
    assert made.losses == ()


def test_prices_in_a_menu_of_sizes() -> None:
    """On one menu the small is 0.20 less: base 3.30 there, and the large's difference grows from 0.75 to 0.95."""
    found, _ = unproject(square_menu(), SQUARE, Link())
    rule = PriceRule("lunch", None, "small", UNSET, in_menu="menu~all", price=usd(330))
    made = project({**found, "PriceRule": [rule]}, UBER, Link())
    assert brief(made.rows, "PriceRule", "parent", "in_menu", "price") == [
        ("latte", "menu~all", 330),
        ("large", "menu~all", 95),
    ]
    again, _ = unproject(made.rows, UBER, Link(), made.back_map)
    assert brief(again, "PriceRule", "parent", "price") == [("small", 330), ("large", 425)]


def test_channel_prices() -> None:
    """A price for this channel is shown as it is; all else goes through the rule: +15 %, then up to .x9."""
    found, _ = unproject(square_menu(), SQUARE, Link())
    rules = [
        PriceRule("r", None, "large", UNSET, on_channel="uber_eats", price=usd(500)),
        PriceRule("other", None, "small", UNSET, on_channel="doordash", price=usd(1)),
    ]
    link = Link(rule=Markup(rate_added=1_500_000, ending=9))
    made = project({**found, "PriceRule": rules}, UBER, link)
    # small 3.50 → 4.025 → 4.03 → 4.09; large 5.00 as it is; bun 2.75 → 3.1625 → 3.16 → 3.19; oat 0.60 → 0.69.
    # syrup 0.50 → 0.575 → 0.58 → 0.59.
    assert prices_of(made.rows, "Item") == {
        "bun": 319, "latte": 409, "small": 0, "large": 91, "oat": 69, "syrup": 59,
    }  # fmt: skip
    assert made.losses == ()


def test_a_category_has_a_rule_of_its_own() -> None:
    """The rule of an item's category takes the place of the link's for the item, and not for what is chosen with it."""
    found, _ = unproject(square_menu(), SQUARE, Link())
    link = Link(rule=Markup(rate_added=1_000_000), rules={"hot": Markup(amount_added=usd(25))})
    made = project(found, UBER, link)
    assert prices_of(made.rows, "Item") == {
        "bun": 300, "latte": 375, "small": 0, "large": 75, "oat": 66, "syrup": 55,
    }  # fmt: skip


def test_breakfast_becomes_a_menu() -> None:
    """Square's category with hours becomes a menu of its own at Uber Eats, and comes back as the category's hours."""
    rows = square_menu()
    days = [
        Daypart(f"d{n}", f"D{n}", UNSET, n, weekdays=(day,), opens="06:00", closes="11:00")
        for n, day in enumerate(ALL_WEEK)
    ]
    early = Category("early", "EARLY", UNSET, 1, name="Early", ordinal=1)
    rows["Category"].append(early)
    rows["ItemCategory"] = [ItemCategory("hot", "latte", 0, ordinal=0), ItemCategory("early", "bun", 0, ordinal=0)]
    rows |= {"Daypart": list(days), "DaypartLink": [DaypartLink(day.id, "early", n) for n, day in enumerate(days)]}
    found, _ = unproject(rows, SQUARE, Link())
    made = project(found, UBER, Link())
    assert brief(made.rows, "Menu", "id", "name") == [("menu~all", "Menu"), ("early~menu", "Early")]
    assert links_of(made.rows, "MenuCategory") == {"menu~all": ["hot"], "early~menu": ["early"]}
    held = [(row.weekdays, row.opens, row.closes) for row in made.rows["Daypart"] if row.parent == "early~menu"]
    assert held == [((day,), "06:00", "11:00") for day in ALL_WEEK]
    always = [(row.weekdays, row.opens, row.closes) for row in made.rows["Daypart"] if row.parent == "menu~all"]
    assert always == [((day,), "00:00", "24:00") for day in ALL_WEEK]
    again, _ = unproject(made.rows, UBER, Link(), made.back_map)
    assert "Menu" not in again
    assert {(row.id, row.weekdays) for row in again["Daypart"]} == {(day.id, day.weekdays) for day in days}
    assert links_of(again, "DaypartLink") == {"early": [day.id for day in days]}


def test_a_shared_group_stays_one() -> None:
    """A group that three items share is one list at both partners, however many items ask it."""
    rows = rows_of(
        *category("c", "x", "y", "z"),
        *(row for id_ in "xyz" for row in item(id_, {"one": 100}, "g")),
        *group("g", (0, 1), "m"),
        *choices(m=10),
    )
    for capability in (UBER, SQUARE):
        made = project(rows, capability, Link())
        assert len(made.rows["ModifierGroup"]) == 1
        assert links_of(made.rows, "ItemGroup") == {"x": ["g"], "y": ["g"], "z": ["g"]}


def test_a_price_in_one_group() -> None:
    """Cheese is 1.00, and 0.50 in the group of toppings: a rule at Uber Eats, a copy with its price at Square."""
    rows = rows_of(
        *category("c", "x"),
        *item("x", {"one": 100}, "extras", "toppings"),
        *group("extras", (0, 1), "cheese"),
        *group("toppings", (0, 1)),
        GroupModifier("cheese", "toppings", 0, price=usd(50)),
        *choices(cheese=100),
    )
    at_uber, at_square = (project(rows, one, Link()) for one in (UBER, SQUARE))
    assert prices_of(at_uber.rows, "Item")["cheese"] == 100
    assert brief(at_uber.rows, "PriceRule", "parent", "in_group", "price") == [("cheese", "toppings", 50)]
    assert prices_of(at_square.rows, "Modifier") == {"cheese~extras": 100, "cheese~toppings": 50}
    again, _ = unproject(at_square.rows, SQUARE, Link(), at_square.back_map)
    assert prices_of(again, "Modifier") == {"cheese": 100}
    assert brief(again, "GroupModifier", "parent", "price") == [("extras", None), ("toppings", 50)]
