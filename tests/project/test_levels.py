"""Groups below groups: six levels at partners that nest six, three, or one; and what hangs on a size."""

from dataclasses import replace
from typing import Any

from msgspec import UNSET
from tests.project.catalogs import SQUARE, UBER
from tests.project.menus import brief, category, choices, group, item, links_of, prices_of, reasons, rows_of, usd

from tournant.canon import GroupModifier, ItemGroup, ModifierGroupLink, VariationGroup
from tournant.project import Link, project, unproject

Rows = dict[str, list[Any]]


def six_levels() -> Rows:
    """A menu in which each first choice asks again, six times: each group needs one answer of two."""
    rows: list[Any] = [*category("all", "box"), *item("box", {"one": 1000}, "g1")]
    for level in range(1, 7):
        first, second = f"a{level}", f"b{level}"
        rows += [*group(f"g{level}", (1, 1), first, second), *choices(**{first: level * 10, second: 0})]
        if level > 1:
            rows.append(ModifierGroupLink(f"g{level}", f"a{level - 1}", 0))
    return rows_of(*rows)


def test_six_levels_at_uber() -> None:
    """Six levels are what Uber Eats nests: nothing moves, nothing is lost."""
    made = project(six_levels(), UBER, Link())
    assert links_of(made.rows, "ItemGroup") == {"box": ["g1"], **{f"a{n}": [f"g{n + 1}"] for n in range(1, 6)}}
    assert made.losses == ()


def test_six_levels_down_to_one() -> None:
    """At Square all six lists stand side by side, named by what opens them; five are optional and lost a condition."""
    made = project(six_levels(), SQUARE, Link())
    assert brief(made.rows, "ItemGroup", "target", "min_choices", "max_choices") == [
        ("g1", None, None),
        *((f"g{n}~a{n - 1}", 0, 1) for n in range(2, 7)),
    ]
    assert [row.price.amount for row in made.rows["Modifier"]] == [10, 0, 20, 0, 30, 0, 40, 0, 50, 0, 60, 0]
    lost = [("ModifierGroup", f"a{n} → g{n + 1}") for n in range(1, 6)]
    assert sorted(reasons(made.losses)) == sorted(
        (*one, why) for one in lost for why in ("condition_lost", "not_required")
    )


def test_three_levels_of_six() -> None:
    """On a partner that nests three levels, the fourth, fifth and sixth list stand beside the third."""
    made = project(six_levels(), replace(UBER, nesting_levels=3), Link())
    assert links_of(made.rows, "ItemGroup") == {"box": ["g1"], "a1": ["g2"], "a2": ["g3", "g4~a3", "g5~a4", "g6~a5"]}


def sized_toppings() -> Rows:
    """A pizza in two sizes; toppings cost 1.00 on the small and 2.00 on the large, and are asked by the size."""
    return rows_of(
        *category("c", "pizza"),
        *item("pizza", {"small": 800, "large": 1200}),
        *group("small-tops", (0, 2)),
        *group("large-tops", (0, 2)),
        GroupModifier("ham", "small-tops", 0, price=usd(100)),
        GroupModifier("ham", "large-tops", 0, price=usd(200)),
        *choices(ham=100),
        VariationGroup("small-tops", "pizza-small", 0),
        VariationGroup("large-tops", "pizza-large", 0),
    )


def test_what_a_size_asks() -> None:
    """At Uber Eats a size opens its group; at Square both groups stand on the item, optional, and that is said."""
    made = project(sized_toppings(), UBER, Link())
    assert links_of(made.rows, "ItemGroup") == {
        "pizza": ["pizza~sizes"], "pizza-small": ["small-tops"], "pizza-large": ["large-tops"],
    }  # fmt: skip
    again, _ = unproject(made.rows, UBER, Link(), made.back_map)
    assert links_of(again, "VariationGroup") == {"pizza-small": ["small-tops"], "pizza-large": ["large-tops"]}
    made = project(sized_toppings(), SQUARE, Link())
    assert links_of(made.rows, "ItemGroup") == {"pizza": ["small-tops~pizza-small", "large-tops~pizza-large"]}
    assert sorted(prices_of(made.rows, "Modifier").values(), key=str) == [100, 200]
    assert [reason for _, _, reason in reasons(made.losses)] == ["condition_lost", "condition_lost"]
    again, _ = unproject(made.rows, SQUARE, Link(), made.back_map)
    assert links_of(again, "VariationGroup") == {"pizza-small": ["small-tops"], "pizza-large": ["large-tops"]}


def test_a_sized_item_as_a_choice() -> None:
    """A drink in two sizes that a meal offers: its size is asked below it, or stands beside it where nothing nests."""
    rows = rows_of(
        *category("c", "meal", "cola"),
        *item("meal", {"one": 900}, "drink"),
        *item("cola", {"small": 200, "large": 300}),
        *group("drink", (1, 1), "cola"),
    )
    made = project(rows, UBER, Link())
    assert links_of(made.rows, "ItemGroup") == {"meal": ["drink"], "cola": ["cola~sizes"]}
    assert prices_of(made.rows, "Item") == {"meal": 900, "cola": 200, "cola-small": 0, "cola-large": 100}
    made = project(rows, SQUARE, Link())
    assert links_of(made.rows, "ItemGroup") == {"meal": ["drink", "cola~sizes~cola"]}
    assert brief(made.rows, "Modifier", "parent", "name", "price") == [
        ("drink", "Cola", 200),
        ("cola~sizes~cola", "Small", 0),
        ("cola~sizes~cola", "Large", 100),
    ]
    assert {row.id: row.price.amount for row in made.rows["Variation"]} == {
        "meal-one": 900, "cola-small": 200, "cola-large": 300,
    }  # fmt: skip


def test_a_choice_twice_is_asked_twice() -> None:
    """A side that may be taken twice opens its sauce twice, so that two sauces must fit where it moved up."""
    rows = rows_of(
        *category("c", "meal"),
        *item("meal", {"one": 900}, "sides"),
        *group("sides", (0, 2)),
        GroupModifier("fries", "sides", 0, max_quantity=2),
        *group("sauce", (1, 1), "ketchup"),
        *choices(fries=100, ketchup=10),
        ModifierGroupLink("sauce", "fries", 0),
    )
    made = project(rows, SQUARE, Link())
    assert brief(made.rows, "ItemGroup", "target", "min_choices", "max_choices") == [
        ("sides", None, None),
        ("sauce~fries", 0, 2),
    ]
    assert isinstance(made.rows["ItemGroup"][0], ItemGroup)
    assert made.rows["ItemGroup"][0].min_choices is UNSET
