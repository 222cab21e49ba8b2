"""The conversions that the tables of the laws share, strict enough to refuse."""

import re
from decimal import Decimal, InvalidOperation

from tournant.lens import Conv

__all__ = ["cents", "hhmm", "money", "number", "percent"]

CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def _minutes(text: str) -> int:
    found = CLOCK.fullmatch(text)
    if found is None:
        raise ValueError("not a time of day")
    return int(found[1]) * 60 + int(found[2])


def _millipercent(text: str) -> int:
    try:
        return int(Decimal(text) * 1000)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise ValueError("not a rate") from error


def _money(amount: int | None, currency: str | None) -> str:
    if currency == "???":
        raise ValueError("not a currency")
    return f"{'-' if amount is None else amount} {currency or '-'}"


def _money_members(value: str) -> tuple[int | None, str | None]:
    amount, currency = value.split(" ")
    return (None if amount == "-" else int(amount)), (None if currency == "-" else currency)


def _cents(value: float) -> int:
    if abs(value) > 1e9:
        raise ValueError("more money than there is")
    return round(value * 100)


hhmm = Conv(str, _minutes, lambda n: f"{n // 60:02d}:{n % 60:02d}", repeats=True)
percent = Conv(str, _millipercent, lambda n: format(Decimal(n) / 1000, "f"))
money = Conv((int, str), _money, _money_members, repeats=True)
cents = Conv(float, _cents, lambda n: n / 100)
number = Conv(int, str, int)
