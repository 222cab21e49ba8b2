"""How Uber Eats spells values: hundredths, per cent, Unix seconds, times of day, words in capitals, the one text."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NoReturn

from msgspec import Raw

from tournant.kernel import money
from tournant.kernel.money import Price
from tournant.lens import Conv, F

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_LAST_S = int((_LAST - _EPOCH).total_seconds())
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


def text(member: str) -> F:
    """The text of a member in the one language that the document has."""
    return F(f"{member}.translations.*", none="drop", name="en_us")


def read_only(_value: object) -> NoReturn:
    """Refuse to write a column that follows from others."""
    raise ValueError("follows from another column, and is written with that")


def hundredths(currency: str | None) -> Conv:
    """Hundredths of the currency unit, whatever the currency: 12000 is 120 yen."""
    return Conv(int, lambda units: money.from_scaled(units, 2, currency), _hundredths, repeats=True)


def _hundredths(price: Price) -> int:
    return money.to_scaled(price, 2)


def words(spelled: Mapping[str, str | bool]) -> Conv:
    """A word of the partner's for each of our values; where several mean the same, the first is written."""
    ours = {word: wire for wire, word in reversed(list(spelled.items()))}

    def enc(word: str | bool) -> str:  # noqa: FBT001 - a value to convert
        if word not in ours:
            raise ValueError(f"Uber Eats has no word for {word!r} here")
        return ours[word]

    return Conv(str, spelled.get, enc, repeats=True)


# ---------------------------------------------------------------------- rates: a number in per cent


def _rate(percent: float) -> int:
    # The shortest text of a double is the number that was written, for the fifteen digits that a double holds; a rate
    # in units of 1e-7 has fewer, and what does not fit them is refused.
    return money.rate_from_percent(format(Decimal(repr(percent)), "f"))


PERCENT = Conv(float, _rate, lambda rate: Raw(money.decimal_of_rate(rate, percent=True).encode()), repeats=True)

# ---------------------------------------------------------------------- instants, days and times


def _instant(unix_s: int) -> datetime:
    # What is farther off than the calendar goes is as far off as it goes: some write milliseconds to mean "for ever".
    return _EPOCH + timedelta(seconds=min(max(unix_s, 0), _LAST_S))


UNIX_S = Conv(int, _instant, lambda instant: int((instant - _EPOCH).total_seconds()))


def _only_day(days: tuple[str, ...]) -> str:
    if len(days) != 1:
        raise ValueError(f"a period of Uber Eats is on one day, not on {len(days)}")
    return days[0]


DAY = Conv(str, lambda day: (day,), _only_day, repeats=True)


def _clock(time: str) -> str:
    if not _TIME.fullmatch(time):
        raise ValueError(f"{time!r} is no time of day")
    return time.rjust(5, "0")


def _end(time: str) -> str:
    return "23:59" if time == "24:00" else _clock(time)


OPENS = Conv(str, _clock, _clock, repeats=True)
CLOSES = Conv(str, lambda time: "24:00" if _clock(time) in ("23:59", "00:00") else _clock(time), _end, repeats=True)
"""A period ends at 23:59 at the latest, which means midnight."""

# ---------------------------------------------------------------------- names


def _item_id(name: str) -> str:
    if "/" in name or ";" in name:
        raise ValueError(f"{name!r} cannot be the id of an item at Uber Eats: it has a / or ;")
    return name


ITEM_ID = F("id", Conv(str, str, _item_id))
