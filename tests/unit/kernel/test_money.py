"""Money is exact: every conversion comes back, and what cannot be held is refused."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournant.kernel import money
from tournant.kernel.money import BareAmount, Money

CURRENCIES = ("USD", "EUR", "JPY", "KWD", "CLF", "ISK", "HUF")
AMOUNTS = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(("code", "digits"), [("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3), ("ISK", 0), ("CLF", 4)])
def test_exponents_are_those_of_iso_4217(code: str, digits: int) -> None:
    """A yen has no smaller unit and a dinar has a thousand fils."""
    assert money.exponent(code) == digits


@pytest.mark.parametrize("code", ["usd", "XYZ", "", "US", "XAU", "XXX"])
def test_what_has_no_minor_unit_is_refused_in_one_sentence(code: str) -> None:
    """Unknown codes, and codes of things that are not counted in minor units, are named in the message."""
    with pytest.raises(ValueError, match=code or "''") as caught:
        money.exponent(code)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("units", "digits", "currency", "price"),
    [
        (899, 2, "USD", Money(899, "USD")),
        (50_000, 2, "JPY", Money(500, "JPY")),
        (125, 2, "KWD", Money(1_250, "KWD")),
        (-5, 2, "USD", Money(-5, "USD")),
        (8, 0, "USD", Money(800, "USD")),
        (899, 2, None, BareAmount("8.99")),
        (850, 2, None, BareAmount("8.5")),
        (900, 2, None, BareAmount("9")),
        (0, 2, None, BareAmount("0")),
    ],
)
def test_a_partners_scale_is_read_and_written(
    units: int, digits: int, currency: str | None, price: money.Price
) -> None:
    """Hundredths of any currency, whole units, and no currency at all."""
    assert money.from_scaled(units, digits, currency) == price
    assert money.to_scaled(price, digits) == units


def test_hundredths_cannot_hold_every_fils() -> None:
    """1.255 dinars in hundredths would have to be rounded, and 5 hundredths of a yen do not exist."""
    with pytest.raises(ValueError, match=r"1\.255 KWD"):
        money.to_scaled(Money(1_255, "KWD"), 2)
    with pytest.raises(ValueError, match=r"0\.05 JPY"):
        money.from_scaled(5, 2, "JPY")


@pytest.mark.parametrize(
    ("text", "currency", "price"),
    [
        ("8.99", "USD", Money(899, "USD")),
        ("8.9", "USD", Money(890, "USD")),
        ("9", "USD", Money(900, "USD")),
        ("9.5500", "USD", Money(955, "USD")),
        ("1.255", "KWD", Money(1_255, "KWD")),
        ("500.00", "JPY", Money(500, "JPY")),
        ("-0.01", "USD", Money(-1, "USD")),
        ("-0", "USD", Money(0, "USD")),
        ("9.55", None, BareAmount("9.55")),
        ("009.550", None, BareAmount("9.55")),
        ("-0.0", None, BareAmount("0")),
    ],
)
def test_decimal_text_is_read_exactly(text: str, currency: str | None, price: money.Price) -> None:
    """More digits than the currency has are fine only where they are zeros."""
    assert money.from_decimal(text, currency) == price
    assert money.to_decimal(price) == Decimal(text)


@pytest.mark.parametrize("text", ["8.999", "1e2", "NaN", "Infinity", "", ".", "8,99", " 8", "1_000", "٨", "9" * 40])
def test_text_that_is_no_amount_is_refused(text: str) -> None:
    """Nothing is rounded and nothing is guessed."""
    with pytest.raises(ValueError, match=r"."):
        money.from_decimal(text, "USD")


@pytest.mark.parametrize("number", [Decimal("1E+30"), Decimal("NaN"), Decimal("1E-30"), Decimal("-Infinity")])
def test_numbers_outside_all_amounts_are_refused(number: Decimal) -> None:
    """A hostile exponent costs no memory and no time."""
    with pytest.raises(ValueError, match="outside"):
        money.from_decimal(number, None)


@pytest.mark.parametrize("currency", [None, "USD", "KWD"])
def test_amounts_that_no_column_holds_are_refused(currency: str | None) -> None:
    """More than eighteen digits are no price."""
    with pytest.raises(ValueError, match="too large"):
        money.from_scaled(10**5_000, 2, currency)


@pytest.mark.parametrize("currency", [None, "USD"])
def test_a_float_is_refused(currency: str | None) -> None:
    """What a float holds is seldom what the document said."""
    with pytest.raises(ValueError, match="plain decimal"):
        money.from_decimal(8.99, currency)  # type: ignore[arg-type] # a caller without a type checker


def test_a_whole_number_may_have_an_exponent() -> None:
    """The number 1e2, which JSON may write for 100, is 100."""
    assert money.from_decimal(Decimal("1E+2"), "JPY") == Money(100, "JPY")
    assert money.from_decimal(Decimal("1E+2"), None) == BareAmount("100")


@given(AMOUNTS, st.sampled_from(CURRENCIES))
def test_decimals_come_back(amount: int, currency: str) -> None:
    """What is written in currency units is read as the same money."""
    price = Money(amount, currency)
    assert money.from_decimal(money.to_decimal(price), currency) == price
    assert money.from_decimal(str(money.to_decimal(price)), currency) == price


@given(AMOUNTS, st.integers(0, 6), st.sampled_from([*CURRENCIES, None]))
def test_scales_come_back_or_are_refused(units: int, digits: int, currency: str | None) -> None:
    """What a scale gave is written as the same units; a refusal means that a digit would have been lost."""
    try:
        price = money.from_scaled(units, digits, currency)
    except ValueError:
        assert currency is not None
        assert units % 10 ** (digits - money.exponent(currency))
    else:
        assert money.to_scaled(price, digits) == units


@given(AMOUNTS, AMOUNTS, st.sampled_from([*CURRENCIES, None]))
def test_taking_away_undoes_adding(one: int, other: int, currency: str | None) -> None:
    """`add` and `subtract` are exact for known and unknown currencies."""
    first, second = money.from_scaled(one, 4, None), money.from_scaled(other, 4, None)
    if currency is not None:
        first, second = Money(one, currency), Money(other, currency)
    assert money.subtract(money.add(first, second), second) == first


@pytest.mark.parametrize("other", [Money(1, "EUR"), BareAmount("0.01")])
def test_different_currencies_do_not_add(other: money.Price) -> None:
    """Dollars add neither to euros nor to an amount whose currency nobody says."""
    with pytest.raises(ValueError, match="do not add"):
        money.add(Money(1, "USD"), other)


def test_a_bare_amount_gets_its_currency() -> None:
    """Once somebody says the currency, the amount is in its minor units; contradiction is refused."""
    assert money.with_currency(BareAmount("8.5"), "USD") == Money(850, "USD")
    assert money.with_currency(Money(850, "USD"), "USD") == Money(850, "USD")
    with pytest.raises(ValueError, match="JPY"):
        money.with_currency(BareAmount("8.5"), "JPY")
    with pytest.raises(ValueError, match="USD"):
        money.with_currency(Money(850, "USD"), "EUR")


def test_json_has_amounts_only_beside_a_currency() -> None:
    """The two forms of a price in JSON."""
    assert msgspec.json.encode(Money(899, "USD")) == b'{"amount":899,"currency":"USD"}'
    assert msgspec.json.encode(BareAmount("8.99")) == b'{"decimal":"8.99","currency":null}'


@pytest.mark.parametrize(("percent", "rate"), [("8.25", 825_000), ("0", 0), ("19", 1_900_000), ("0.00001", 1)])
def test_rates_are_exact(percent: str, rate: int) -> None:
    """A rate counts 1e-7, and comes back as the shortest text."""
    assert money.rate_from_percent(percent) == rate
    assert money.decimal_of_rate(rate, percent=True) == percent
    assert money.rate_from_fraction(money.decimal_of_rate(rate, percent=False)) == rate


def test_rates_finer_than_their_unit_are_refused() -> None:
    """A millionth of a per cent is no rate that we can hold."""
    with pytest.raises(ValueError, match="not rounded"):
        money.rate_from_percent("0.000001")
