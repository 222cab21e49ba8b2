"""Small catalogs and links, drawn by hypothesis, and the two partners that they are projected to."""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from tournant.canon import (
    Availability,
    Category,
    CategoryItem,
    GroupModifier,
    Item,
    ItemGroup,
    LocationOverlay,
    Menu,
    MenuCategory,
    Modifier,
    ModifierGroup,
    ModifierGroupLink,
    PriceRule,
    Variation,
)
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET
from tournant.project import Capability, Link, Markup

UBER = Capability("uber_eats", sizes="group", choices="items", nesting_levels=6, price_digits=2)
SQUARE = Capability("square", sizes="variations", choices="modifiers", nesting_levels=1, temporary_ids="#")

EXAMPLES = {"long": 8_000, "mutants": 60}
"""How many examples each law takes, by TOURNANT_LAWS; the short slice is what every check runs."""
_MODE = os.environ.get("TOURNANT_LAWS", "quick")


def law(share: float = 1.0) -> Callable[[Any], Any]:
    """How long a law runs, and that a verdict on a mutant is the same in every run."""
    mutants = _MODE == "mutants"
    examples = max(int(EXAMPLES.get(_MODE, 150) * share), 20)
    phases = [Phase.generate] if mutants else list(Phase)
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=mutants,
        database=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )


Rows = dict[str, list[Any]]
LIMITS = st.sampled_from([(0, 1), (0, 3), (1, 1), (1, 2)])
STEPS = {"USD": 50, "JPY": 50, "KWD": 100}


def prices(currency: str) -> st.SearchStrategy[Money]:
    return st.integers(0, 30).map(lambda n: Money(n * STEPS[currency], currency))


def seldom() -> st.SearchStrategy[bool]:
    return st.sampled_from([False, False, False, True])


@st.composite
def catalogs(draw: st.DrawFn) -> Rows:
    """Categories, items with sizes, groups that items and each other share; sold-out rows, overlays, channel prices."""
    price = prices(draw(st.sampled_from(["USD", "USD", "JPY", "KWD"])))
    rows: Rows = {kind.__name__: [] for kind in (Category, Item, Variation, Modifier, ModifierGroup)}
    links: Rows = {kind.__name__: [] for kind in (CategoryItem, ItemGroup, GroupModifier, ModifierGroupLink)}
    rows["Menu"] = [Menu("u0", None, UNSET, 0, name="M")]
    categories = [f"c{n}" for n in range(draw(st.integers(1, 2)))]
    rows["Category"] = [Category(id_, None, UNSET, UNSET, name=id_.upper()) for id_ in categories]
    links["MenuCategory"] = [MenuCategory(id_, "u0", n) for n, id_ in enumerate(categories)]
    _groups(draw, price, rows, links)
    for n in range(draw(st.integers(1, 3))):
        _item(draw, price, (rows, links), n)
        category = draw(st.sampled_from(categories))
        links["CategoryItem"].append(CategoryItem(f"i{n}", category, draw(st.integers(0, 3))))
    found = {**rows, **links}
    return {kind: of_kind for kind, of_kind in found.items() if of_kind}


def _groups(draw: st.DrawFn, price: st.SearchStrategy[Money], rows: Rows, links: Rows) -> None:
    number = draw(st.integers(0, 3))
    for g in range(number):
        low, high = draw(LIMITS)
        rows["ModifierGroup"].append(
            ModifierGroup(f"g{g}", None, UNSET, UNSET, name=f"G{g}", min_choices=low, max_choices=high)
        )
        for m in draw(st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True)):
            if all(row.id != f"m{m}" for row in rows["Modifier"]):
                rows["Modifier"].append(Modifier(f"m{m}", None, UNSET, UNSET, name=f"M{m}", price=draw(price)))
                _maybe_out(draw, rows, f"m{m}")
            own = draw(st.none() | price)
            links["GroupModifier"].append(GroupModifier(f"m{m}", f"g{g}", draw(st.integers(0, 3)), price=own))
    for m in {link.target for link in links["GroupModifier"]}:
        highest = max(int(link.parent[1:]) for link in links["GroupModifier"] if link.target == m)
        for g in range(highest + 1, number):  # Only to later groups, so that there is no cycle.
            if draw(seldom()):
                links["ModifierGroupLink"].append(ModifierGroupLink(f"g{g}", m, draw(st.integers(0, 3))))


def _item(draw: st.DrawFn, price: st.SearchStrategy[Money], made: tuple[Rows, Rows], n: int) -> None:
    rows, links = made
    rows["Item"].append(Item(f"i{n}", None, UNSET, UNSET, name=f"I{n}"))
    _maybe_out(draw, rows, f"i{n}")
    for v in range(draw(st.integers(1, 4))):
        id_ = f"v{n}{v}"
        size = Variation(id_, None, f"i{n}", draw(st.integers(0, 3)), name=f"V{v}", price=draw(price))
        rows["Variation"].append(size)
        _maybe_out(draw, rows, id_)
        if draw(seldom()):
            overlay = LocationOverlay(f"o{id_}", None, id_, UNSET, at_location="L", price=draw(price))
            rows.setdefault("LocationOverlay", []).append(overlay)
        if draw(seldom()) and draw(seldom()):
            rule = PriceRule(f"r{id_}", None, id_, UNSET, on_channel="uber_eats", price=draw(price))
            rows.setdefault("PriceRule", []).append(rule)
    for group in rows["ModifierGroup"]:
        if draw(st.booleans()):
            low, high = draw(st.just((None, None)) | LIMITS)
            link = ItemGroup(group.id, f"i{n}", draw(st.integers(0, 3)), min_choices=low, max_choices=high)
            links["ItemGroup"].append(link)


def _maybe_out(draw: st.DrawFn, rows: Rows, id_: str) -> None:
    if draw(seldom()):
        rows.setdefault("Availability", []).append(Availability(f"a{id_}", None, id_, UNSET, available=False))


MARKUPS = [
    Markup(),
    Markup(),
    Markup(rate_added=1_500_000),
    Markup(rate_added=1_500_000, ending=9),
    Markup(rate_added=3_000_000, ending=9),
    Markup(rate_added=-1_000_000),
]


def links() -> st.SearchStrategy[Link]:
    """Links with all rules, ways to take an edit, and bases."""
    return st.builds(
        Link,
        location=st.just("L"),
        rule=st.sampled_from(MARKUPS),
        on_price=st.sampled_from(["pin", "invert"]),
        rep=st.sampled_from(["least", "zero"]),
    )


@st.composite
def dressed(draw: st.DrawFn, rows: Rows) -> Link:
    """A link that hides and pins some of what is there."""
    link = draw(links())
    keys: list[tuple[str, ...]] = [(kind, row.id) for kind in ("Item", "Variation") for row in rows.get(kind, ())]
    keys += [
        (kind, link.parent, link.target)
        for kind in ("ItemGroup", "GroupModifier", "CategoryItem")
        for link in rows.get(kind, ())
    ]
    priced = [key for key in keys if key[0] in ("Variation", "GroupModifier")]
    hidden = frozenset(draw(st.lists(st.sampled_from(keys), max_size=3)))
    currency = rows["Variation"][0].price.currency
    pins = {key: draw(prices(currency)) for key in draw(st.lists(st.sampled_from(priced), max_size=2))}
    return replace(link, hidden=hidden, pins=pins)


@st.composite
def shuffled(draw: st.DrawFn, rows: Rows) -> Rows:
    """The same rows in another order."""
    return {kind: draw(st.permutations(of_kind)) for kind, of_kind in draw(st.permutations(sorted(rows.items())))}
