"""Price rules on totals, and what they may come from; the figures are the specification's."""

from hypothesis import given
from hypothesis import strategies as st
from tests.project.catalogs import MARKUPS, law
from tests.project.menus import usd

from tournant.kernel.money import BareAmount, Money
from tournant.project.markup import AS_IT_IS, Markup, held, minor, nearest

FIFTEEN = Markup(rate_added=1_500_000)
NINES = Markup(rate_added=1_500_000, ending=9)


def test_the_rule_in_figures() -> None:
    """+15 % rounds half up; .x9 raises to the next nine; an amount comes after the rate; free stays free."""
    assert FIFTEEN.shown(usd(350)) == usd(403)
    assert FIFTEEN.shown(usd(10)) == usd(12)
    assert NINES.shown(usd(350)) == usd(409)
    assert NINES.shown(usd(356)) == usd(409)
    assert NINES.shown(usd(0)) == usd(0)
    assert Markup(rate_added=1_000_000, amount_added=usd(25)).shown(usd(100)) == usd(135)
    assert Markup(amount_added=usd(-500)).shown(usd(100)) == usd(0)
    assert Markup(ending=9).shown(usd(409)) == usd(409)
    assert AS_IT_IS.shown(BareAmount("3.5")) == BareAmount("3.5")
    assert FIFTEEN.shown(BareAmount("3.5")) == BareAmount("4.03")


def test_how_many_channel_prices_are_reachable() -> None:
    """Of own prices from 1.00 to 30.00, +15 % reaches 87 % of the channel's, and +15 % to .x9 reaches 10 %."""
    for rule, reached, alike in ((FIFTEEN, 87, 1), (NINES, 10, 9)):
        shown = [minor(rule.shown(usd(own))) for own in range(100, 3001)]
        assert round(100 * len(set(shown)) / (shown[-1] - shown[0] + 1)) == reached
        assert max(shown.count(one) for one in set(shown)) == alike


@law(2)
@given(st.sampled_from(MARKUPS), st.integers(0, 5_000), st.integers(0, 5_000))
def test_the_nearest_inverse(rule: Markup, own: int, near: int) -> None:
    """An own price that is shown is its own nearest inverse; any inverse is shown exactly; none is nearer."""
    shown = rule.shown(usd(own))
    assert nearest(rule.shown, shown, usd(own)) == usd(own)
    found = nearest(rule.shown, shown, usd(near))
    assert isinstance(found, Money)
    assert rule.shown(found) == shown
    if own:
        assert abs(found.amount - near) <= abs(own - near)
        between = range(min(found.amount, near) + 1, max(found.amount, near))
        assert found.amount == near or all(rule.shown(usd(one)) != shown for one in list(between)[:300])


@law()
@given(st.integers(1, 5_000))
def test_what_no_price_is_shown_as(shown: int) -> None:
    """Where a rule never gives a price, there is no inverse, and not a near one."""
    reached = {minor(NINES.shown(usd(own))) for own in range(shown + 1)}
    assert (nearest(NINES.shown, usd(shown), usd(shown)) is None) == (shown not in reached)


def test_what_digits_hold() -> None:
    """A price goes to the nearest that the digits hold, in the middle up; what they hold stays."""
    assert held(Money(1255, "KWD"), 2) == Money(1260, "KWD")
    assert held(Money(1254, "KWD"), 2) == Money(1250, "KWD")
    assert held(Money(1250, "KWD"), 2) == Money(1250, "KWD")
    assert held(Money(500, "JPY"), 2) == Money(500, "JPY")
    assert held(BareAmount("1.255"), 2) == BareAmount("1.26")
    assert held(Money(1255, "KWD"), None) == Money(1255, "KWD")
