"""A link's price rule: what a partner's guests pay for what costs so much here, and what such a price may come from.

The rule is applied to totals, never to differences: rounded differences do not add up to rounded totals. Free stays
free, and no price falls below 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tournant.kernel import bounds, money
from tournant.kernel.money import BareAmount, Money, Price

__all__ = ["AS_IT_IS", "Markup", "held", "minor", "nearest", "price_of"]

_BARE_DIGITS: Final = 6
"""Amounts without a currency are counted in millionths, finer than any currency's own unit."""
_BARE_ENDING_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class Markup:
    """First the rate, then the amount, then the ending."""

    rate_added: int = 0
    """What is added, as a share of the price in units of 1e-7: +15 % is 1500000; above -100 %."""
    amount_added: Price | None = None
    """What is added, as an amount; below 0 takes away."""
    ending: int | None = None
    """Raised to the next price whose last digit in minor units is this one, 0 to 9."""

    def shown(self, own: Price) -> Price:
        """What is shown for an own price."""
        count = minor(own)
        if count <= 0:
            return own
        added = 0 if self.amount_added is None else minor(self.amount_added)
        raised = (count * (bounds.RATE_UNITS + self.rate_added) + bounds.RATE_UNITS // 2) // bounds.RATE_UNITS + added
        unit = 10 ** (_BARE_DIGITS - _BARE_ENDING_DIGITS) if isinstance(own, BareAmount) else 1
        if self.ending is not None and raised > 0:
            whole = -(-raised // unit)
            raised = (whole + (self.ending - whole) % 10) * unit
        elif unit > 1:
            raised = (raised + unit // 2) // unit * unit if self.rate_added else raised
        return price_of(max(raised, 0), own)


AS_IT_IS: Final = Markup()
"""The rule that changes nothing."""


def minor(price: Price) -> int:
    """The price as a whole number: minor units, or millionths where nobody says the currency."""
    return price.amount if isinstance(price, Money) else money.to_scaled(price, _BARE_DIGITS)


def price_of(count: int, like: Price) -> Price:
    """The price of so many units, in the currency of the other price."""
    if isinstance(like, Money):
        return Money(count, like.currency)
    return money.from_scaled(count, _BARE_DIGITS, None)


def held(price: Price, digits: int | None) -> Price:
    """The price nearest to this one that counts whole 10**-digits of a currency unit; in the middle, the greater."""
    if digits is None:
        return price
    try:
        money.to_scaled(price, digits)
    except ValueError:
        known = money.exponent(price.currency) if isinstance(price, Money) else _BARE_DIGITS
        unit = 10 ** (known - digits)
        return price_of((minor(price) + unit // 2) // unit * unit, price)
    return price


def nearest(show: Callable[[Price], Price], shown: Price, near: Price) -> Price | None:
    """The own price nearest to `near` that is shown as `shown`; None where none is.

    `show` grows with the price (from the first price that is not free), so that the prices which are shown alike are a
    run, and its ends are found by halving.
    """
    wanted = minor(shown)
    if wanted <= 0:
        return shown if minor(show(shown)) == wanted else None
    counted = {0: 0}

    def at(count: int) -> int:
        return counted.setdefault(count, minor(show(price_of(count, shown))))

    low, high = _first(at, wanted), _first(at, wanted + 1) - 1
    if at(low) != wanted:
        return None
    return price_of(min(max(minor(near), low), high), shown)


def _first(at: Callable[[int], int], wanted: int) -> int:
    """The least count from 1 that is shown as so much or more."""
    high = 1
    for _ in range(4 * bounds.AMOUNT_DIGITS_MAX):  # Doubling this often passes every amount.
        if at(high) >= wanted:
            break
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if at(middle) >= wanted else (middle, high)
    return high
