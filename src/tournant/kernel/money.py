"""Money: whole minor units of a currency, and amounts whose currency nobody says.

    Money(899, "USD")       {"amount": 899, "currency": "USD"}          8.99 dollars
    Money(500, "JPY")       {"amount": 500, "currency": "JPY"}          500 yen: the yen has no smaller unit
    BareAmount("8.99")      {"decimal": "8.99", "currency": null}       8.99 of something

An amount in minor units means nothing beside an unknown currency, so there it stays a decimal. Every conversion is
exact or refused with a ValueError; nothing is ever rounded. How a partner spells money (Uber Eats: hundredths of the
currency unit, for yen too) is for its mapping to say, with `from_scaled` and `to_scaled`.
"""

from collections.abc import Callable
from decimal import Context, Decimal, FloatOperation, Inexact, InvalidOperation
from functools import cache, lru_cache
from typing import Final, ParamSpec, TypeVar, cast

from iso4217 import Currency
from msgspec import Struct

from tournant.kernel import bounds

__all__ = [
    "BareAmount",
    "Money",
    "Price",
    "add",
    "decimal_of",
    "decimal_of_rate",
    "exponent",
    "from_decimal",
    "from_scaled",
    "rate_from_fraction",
    "rate_from_percent",
    "subtract",
    "text_of",
    "to_decimal",
    "to_scaled",
    "with_currency",
]


class Money(Struct, frozen=True, gc=False):
    """An amount of one currency."""

    amount: int
    """Whole minor units of the currency: cents of a dollar, yen, fils."""
    currency: str
    """The ISO 4217 code, three capital letters."""


class BareAmount(Struct, frozen=True, gc=False):
    """An amount of a currency that neither document, location nor user says."""

    decimal: str
    """Currency units as the shortest plain decimal: "8.99", "8.5", "9"; so that equal amounts are equal texts."""
    currency: None = None
    """Always null: that is what a bare amount is."""


Price = Money | BareAmount

_WRONG: Final = [FloatOperation, Inexact, InvalidOperation]
_EXACT: Final = Context(prec=4 * bounds.AMOUNT_DIGITS_MAX, traps=_WRONG)
_TENS: Final[tuple[int, ...]] = tuple(10**digits for digits in range(bounds.AMOUNT_DIGITS_MAX + 1))


_P = ParamSpec("_P")
_R = TypeVar("_R")


def _remembered(function: Callable[_P, _R]) -> Callable[_P, _R]:
    # A menu of ten thousand prices has a few hundred different ones, so that remembering beats computing. The cast
    # keeps the types of the arguments, which `lru_cache` forgets.
    return cast("Callable[_P, _R]", lru_cache(maxsize=bounds.PRICES_REMEMBERED_MAX)(function))


@cache
def exponent(currency: str) -> int:
    """How many digits after the point the currency has: USD 2, JPY 0, KWD 3. Unknown codes raise ValueError."""
    try:
        digits = Currency(currency).exponent
    except ValueError:
        raise ValueError(f"{currency!r} is no currency code of ISO 4217") from None
    if digits is None:
        raise ValueError(f"{currency} has no minor unit in ISO 4217, so an amount of it cannot be held")
    return int(digits)


@_remembered
def from_scaled(units: int, digits: int, currency: str | None) -> Price:
    """Read an integer that counts 10**-digits of a currency unit: `from_scaled(899, 2, "USD")` is 8.99 dollars."""
    if not -_TENS[-1] < units < _TENS[-1]:
        raise ValueError(f"an amount of more than {bounds.AMOUNT_DIGITS_MAX} digits is too large")
    if currency is None:
        return BareAmount(_plain(units, digits))
    surplus = digits - exponent(currency)
    if surplus == 0:
        return Money(units, currency)
    if surplus < 0:
        return Money(units * _TENS[-surplus], currency)
    amount, rest = divmod(units, _TENS[surplus])
    if rest:
        raise ValueError(f"{_plain(units, digits)} {currency} is not a whole number of minor units")
    return Money(amount, currency)


def to_scaled(price: Price, digits: int) -> int:
    """Write a price as a count of 10**-digits of a currency unit; ValueError where that cannot hold it."""
    if isinstance(price, BareAmount):
        return _whole(Decimal(price.decimal), digits, f"{price.decimal} (of no known currency)")
    surplus = digits - exponent(price.currency)
    if surplus >= 0:
        return price.amount * _TENS[surplus]
    units, rest = divmod(price.amount, _TENS[-surplus])
    if rest:
        raise ValueError(f"{to_decimal(price)} {price.currency} cannot be held with {digits} digits after the point")
    return units


@_remembered
def from_decimal(value: str | int | Decimal, currency: str | None) -> Price:
    """Read currency units: `from_decimal("8.99", "USD")`. More digits than the currency has are refused, unless zeros.

    A float is not accepted: parse the document's number as a Decimal, or give its text.
    """
    number = decimal_of(value)
    if currency is None:
        return BareAmount(_shortest(number))
    return Money(_whole(number, exponent(currency), f"{value} {currency}"), currency)


def to_decimal(price: Price) -> Decimal:
    """Write the price in currency units, with as many digits as its currency has: Decimal("8.90")."""
    if isinstance(price, BareAmount):
        return Decimal(price.decimal)
    return _scaled(price.amount, exponent(price.currency))


def text_of(price: Price) -> str:
    """Write the price as people read it: `13.50 USD`, and `13.50` where nobody says of what."""
    return f"{to_decimal(price):f} {price.currency or ''}".rstrip()


def with_currency(price: Price, currency: str) -> Money:
    """Name the currency of an amount, once it is known; a price that already has another one is refused."""
    if isinstance(price, BareAmount):
        return Money(_whole(Decimal(price.decimal), exponent(currency), f"{price.decimal} {currency}"), currency)
    if price.currency != currency:
        raise ValueError(f"the price is in {price.currency}, not in {currency}")
    return price


def add(one: Price, other: Price) -> Price:
    """Add up; amounts of different currencies, or of a known and an unknown one, are refused."""
    if isinstance(one, Money) and isinstance(other, Money) and one.currency == other.currency:
        return Money(one.amount + other.amount, one.currency)
    if isinstance(one, BareAmount) and isinstance(other, BareAmount):
        return BareAmount(_shortest(_EXACT.add(Decimal(one.decimal), Decimal(other.decimal))))
    raise ValueError(
        f"{one.currency or 'an unknown currency'} and {other.currency or 'an unknown currency'} do not add"
    )


def subtract(one: Price, other: Price) -> Price:
    """Take away, by the rules of `add`."""
    if isinstance(other, Money):
        return add(one, Money(-other.amount, other.currency))
    return add(one, BareAmount(_shortest(Decimal(other.decimal).copy_negate())))


def decimal_of(value: str | int | Decimal) -> Decimal:
    """Read plain decimal text ("8.25", "-3"); exponents, blanks, NaN and absurd lengths are refused with ValueError."""
    if isinstance(value, str) and (len(value) > 2 * bounds.AMOUNT_DIGITS_MAX or value.strip("0123456789.-")):
        raise ValueError(f"{value[:40]!r} is no plain decimal number")
    try:
        number = _EXACT.create_decimal(value)
    except tuple(_WRONG):
        raise ValueError(f"{value!r} is no plain decimal number") from None
    if not number.is_finite() or abs(number.adjusted()) > bounds.AMOUNT_DIGITS_MAX:
        raise ValueError(f"{value} is outside what an amount can be")
    return number


def rate_from_percent(percent: str | int | Decimal) -> int:
    """8.25 per cent as a rate: 825_000 units of 1e-7. What these units cannot hold is refused."""
    return _whole(decimal_of(percent), _PERCENT_DIGITS, f"a rate of {percent} %")


def rate_from_fraction(fraction: str | int | Decimal) -> int:
    """0.0825 of the whole as a rate: 825_000 units of 1e-7."""
    return _whole(decimal_of(fraction), _RATE_DIGITS, f"a rate of {fraction}")


def decimal_of_rate(rate: int, *, percent: bool) -> str:
    """Write the rate as the shortest plain decimal, in per cent ("8.25") or as a fraction of the whole ("0.0825")."""
    return _plain(rate, _PERCENT_DIGITS if percent else _RATE_DIGITS)


_RATE_DIGITS: Final = len(str(bounds.RATE_UNITS)) - 1
_PERCENT_DIGITS: Final = _RATE_DIGITS - 2


def _plain(units: int, digits: int) -> str:
    whole, part = divmod(abs(units), _TENS[digits])
    text = f"{whole}.{part:0{digits}}".rstrip("0") if part else str(whole)
    return f"-{text}" if units < 0 else text


def _scaled(units: int, digits: int) -> Decimal:
    return Decimal(units).scaleb(-digits, _EXACT)


def _whole(number: Decimal, digits: int, what: str) -> int:
    # From the figures themselves, because arithmetic on Decimals rounds at the context's precision.
    sign, figures, power = number.as_tuple()
    units = int("".join(map(str, figures)))
    shift = int(power) + digits
    if shift < 0:
        units, rest = divmod(units, int(10**-shift))
        if rest:
            raise ValueError(f"{what} has more than {digits} digits after the point and is not rounded")
    else:
        units *= int(10**shift)
    if units >= _TENS[-1]:
        raise ValueError(f"{what} is too large an amount")
    return -units if sign else units


def _shortest(number: Decimal) -> str:
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
