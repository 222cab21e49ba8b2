"""What an edited price means here: the layer that it goes back to, rules, pins and offers."""

from typing import Any

from msgspec import UNSET, structs
from tests.project.catalogs import UBER
from tests.project.menus import prices_of, usd
from tests.project.test_decisions import Round, sizes
from tests.project.test_edits import copied

from tournant.canon import (
    CategoryItem,
    GroupModifier,
    Item,
    LocationOverlay,
    PriceRule,
)
from tournant.project import Link, Markup, Offer, Sight, back, project

Rows = dict[str, list[Any]]
Row = Any
"""A row of any kind."""

FIFTEEN = Markup(rate_added=1_500_000)


def test_choice_price() -> None:
    """A choice's price is its own; in one group it is the link's; what it costs anyway is no price of the group."""
    this = Round()
    this.change("Item", "oat", price=usd(70))
    this.partner.add(PriceRule("r", None, "soy", UNSET, in_group="milk", price=usd(30)))
    home = this.come_home()
    assert prices_of(home.rows, "Modifier") == {"oat": 70, "soy": 40}
    assert {link.target: link.price for link in home.rows["GroupModifier"]} == {"oat": UNSET, "soy": usd(30)}
    dear = GroupModifier("oat", "milk", 0, price=usd(90))
    this = Round()
    this.rows["GroupModifier"][0] = dear
    this.before = project(this.rows, UBER, this.link)
    this.partner.rows = copied({**this.before.rows, "PriceRule": []})
    assert {link.target: link.price for link in this.come_home().rows["GroupModifier"]} == {"oat": None, "soy": UNSET}


def test_made_there_under_a_rule() -> None:
    """What is made there at 4.03 under +15 % has the own price 3.50, and no pin; 4.04 is nobody's, and is pinned."""
    for shown, own, pinned in ((403, 350, False), (404, 404, True)):
        # 3.51 + 15 % is 4.0365, which rounds to 4.04, so 4.04 must be one that the rule never gives: 10 % to .x9.
        rule = FIFTEEN if not pinned else Markup(rate_added=1_500_000, ending=9)
        this = Round(link=Link(location="L", rule=rule))
        this.partner.add(Item("x", "X", UNSET, UNSET, name="Cake", price=usd(shown)))
        this.partner.add(CategoryItem("x", "cold", 0))
        home = this.come_home()
        size = next(row for row in home.rows["Variation"] if row.parent == "x")
        assert size.price == usd(own)
        assert (("Variation", size.id) in home.link.pins) is pinned
        assert prices_of(project(home.rows, UBER, home.link).rows, "Item")["x"] == shown


def test_under_a_rule() -> None:
    """A price edited under a rule is a pin on this link, with the own price that would be shown so on offer."""
    this = Round(link=Link(location="L", rule=FIFTEEN))
    assert prices_of(this.before.rows, "Item")["bun"] == 288
    this.change("Item", "bun", price=usd(300))
    home = this.come_home()
    assert sizes(home)["bun-one"] == 250
    assert home.link.pins == {("Variation", "bun-one"): usd(300)}
    assert home.offers == (Offer(("Variation", "bun-one"), usd(300), usd(261)),)
    # Back to what the rule gives anyway: the pin is gone.
    before = project(home.rows, UBER, home.link)
    again = back(home.rows, UBER, home.link, Sight(before, this.before.rows))
    assert again.link.pins == {}
    # A link that inverts takes the offer at once.
    this = Round(link=Link(location="L", rule=FIFTEEN, on_price="invert"))
    this.change("Item", "bun", price=usd(300))
    home = this.come_home()
    assert (sizes(home)["bun-one"], home.link.pins) == (261, {})


def test_a_price_returns_to_its_layer() -> None:
    """Pin before channel price before overlay before catalog: an edit changes the layer that it saw."""
    overlay = LocationOverlay("o", None, "bun-one", UNSET, at_location="L", price=usd(270))
    rule = PriceRule("r", None, "latte-large", UNSET, on_channel="uber_eats", price=usd(500))
    this = Round(overlay, rule)
    assert {id_: prices_of(this.before.rows, "Item")[id_] for id_ in ("bun", "latte-large")} == {
        "bun": 270, "latte-large": 200,
    }  # fmt: skip
    this.change("Item", "bun", price=usd(280))
    this.change("Item", "latte-large", price=usd(250))
    home = this.come_home()
    assert home.rows["LocationOverlay"] == [structs.replace(overlay, price=usd(280))]
    assert home.rows["PriceRule"] == [structs.replace(rule, price=usd(550))]
    assert sizes(home) == {"latte-small": 300, "latte-large": 400, "bun-one": 250}


def test_ours_is_newer() -> None:
    """What changed here since, and not there, is not overwritten by what is still shown there."""
    this = Round()
    this.rows["GroupModifier"][0] = structs.replace(this.rows["GroupModifier"][0], price=usd(65))
    this.rows["ItemGroup"][0] = structs.replace(this.rows["ItemGroup"][0], min_choices=1, max_choices=1)
    this.change("Item", "bun", price=usd(260))
    home = this.come_home()
    assert home.rows["GroupModifier"][0].price == usd(65)
    assert home.rows["ItemGroup"][0].min_choices == 1
    assert sizes(home)["bun-one"] == 260
