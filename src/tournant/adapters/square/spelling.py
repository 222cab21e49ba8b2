"""How Square spells values: money, rates, words in capitals, times of day, units, durations, HTML."""

import html
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import NoReturn

import msgspec

from tournant.canon.modifiers import NO_LIMIT
from tournant.kernel import money
from tournant.kernel.money import Money, Price
from tournant.lens import Conv, F


class _Known(dict[str, str | int]):
    """Words of which all are known."""

    def __missing__(self, wire: str) -> NoReturn:
        raise ValueError(f"{wire!r} is none of {', '.join(self)}")


def words(spelled: Mapping[str, str | int], *, strict: bool = True) -> Conv:
    """Square's word to our value; where several mean the same, the first is written.

    A word that Square adds one day is refused where money depends on it (strict), and means "not known" elsewhere.
    """
    known = _Known(spelled)
    ours: dict[str | int, str] = {word: wire for wire, word in reversed(known.items())}

    def enc(word: str | int) -> str:
        if word not in ours:
            raise ValueError(f"Square has no word for {word!r} here")
        return ours[word]

    return Conv(str, known.__getitem__ if strict else known.get, enc, repeats=True)


class Prices:
    """Amounts for one table: `prices("price_money")` is the field of that member."""

    def __init__(self, currency: str | None) -> None:
        """Use this currency for amounts that name none, which Square's specification allows."""
        self._currency = currency
        self._conv = Conv((int, str), self._read, _write, repeats=True)

    def __call__(self, path: str) -> F:
        """The field of a Money object."""
        return F((f"{path}.amount", f"{path}.currency"), self._conv, none="drop")

    def _read(self, amount: int | None, currency: str | None) -> Price | None:
        currency = currency or self._currency
        if amount is None:
            return None
        if currency is None:
            raise ValueError("an amount in minor units without its currency: say which it is (--currency)")
        return money.from_scaled(amount, money.exponent(currency), currency)


def _write(price: Price) -> tuple[int, str]:
    if not isinstance(price, Money):
        raise ValueError(f"{price.decimal} needs a currency: Square counts minor units")  # noqa: TRY004 - see Conv
    return price.amount, price.currency


PERCENT = Conv(str, money.rate_from_percent, lambda rate: money.decimal_of_rate(rate, percent=True), repeats=True)
NOT = Conv(bool, lambda on: not on, lambda on: not on, repeats=True)


def _once(count: int) -> bool:
    if count not in (0, 1):
        raise ValueError(f"Square chooses a modifier by default once or not at all, not {count} times")
    return count == 1


BY_DEFAULT = Conv(bool, int, _once, repeats=True)

# ---------------------------------------------------------------------- days and times

_DAYS = {
    "MON": "monday",
    "TUE": "tuesday",
    "WED": "wednesday",
    "THU": "thursday",
    "FRI": "friday",
    "SAT": "saturday",
    "SUN": "sunday",
}
_DAY = words(_DAYS)
_LENGTH = re.compile(r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)


def _one_day(days: tuple[str, ...]) -> str:
    if len(days) != 1:
        raise ValueError(f"a period of Square's is on one day, not on {len(days)}")
    found: str = _DAY.enc(days[0])
    return found


def _clock(text: str) -> str:
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004 - the clock's own numbers
        raise ValueError(f"{text!r} is no time of day in whole minutes")
    return f"{int(found[1]):02}:{found[2]}"


def _end(time: str) -> str:
    if time == "00:00":
        raise ValueError("a period that ends at midnight ends at 24:00")
    return "00:00:00" if time == "24:00" else f"{_clock(time)}:00"


WEEKDAYS = Conv(str, lambda day: (_DAY.dec(day),), _one_day, repeats=True)
OPENS = Conv(str, _clock, lambda time: f"{_clock(time)}:00", repeats=True)
CLOSES = Conv(str, lambda text: "24:00" if (time := _clock(text)) == "00:00" else time, _end, repeats=True)


def _seconds(text: str) -> int:
    found = _LENGTH.fullmatch(text)
    if found is None or text[-1] in "PT":
        raise ValueError(f"{text!r} is no duration in weeks, days, hours, minutes and seconds")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return round(timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds).total_seconds())


SECONDS = Conv(str, _seconds, lambda seconds: f"PT{seconds}S")

# ---------------------------------------------------------------------- units

_SORTS = ("weight_unit", "volume_unit", "length_unit", "time_unit")
_UNITS = {
    "kg": ("weight_unit", "METRIC_KILOGRAM"),
    "g": ("weight_unit", "METRIC_GRAM"),
    "lb": ("weight_unit", "IMPERIAL_POUND"),
    "oz": ("weight_unit", "IMPERIAL_WEIGHT_OUNCE"),
    "l": ("volume_unit", "METRIC_LITER"),
    "ml": ("volume_unit", "METRIC_MILLILITER"),
    "m": ("length_unit", "METRIC_METER"),
    "h": ("time_unit", "GENERIC_HOUR"),
}
_UNIT_WORDS = {spelled: word for word, (_, spelled) in _UNITS.items()}


def _unit(_type: str | None, *sorts: str | None) -> str | None:
    return next((_UNIT_WORDS.get(one) for one in sorts if one is not None), None)


def _spelled_unit(word: str) -> tuple[str | None, ...]:
    if word not in _UNITS:
        raise ValueError(f"Square has no unit {word!r}")
    sort, spelled = _UNITS[word]
    return f"TYPE_{sort.removesuffix('_unit').upper()}", *(spelled if sort == one else None for one in _SORTS)


def unit(at: str) -> F:
    """The field of a MeasurementUnit object: the common word for it, None for one that has none."""
    paths = (f"{at}.type", *(f"{at}.{sort}" for sort in _SORTS))
    return F(paths, Conv((str,) * len(paths), _unit, _spelled_unit), none="drop")


# ---------------------------------------------------------------------- texts and labels

_BREAK = re.compile(r"<br\s*/?>|(?:</(?:p|div|li|ul|ol|h[1-6])>\s*+)++(?=\S)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def _plain(marked: str | None, text: str | None) -> str | None:
    if marked is None or (text is not None and marked == f"<p>{text}</p>" and "&" not in text):
        return text
    if "<" not in marked and "&" not in marked:
        return marked
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", marked)))


def _marked(text: str) -> tuple[str, str]:
    return html.escape(text, quote=False).replace("\n", "<br>"), text


DESCRIPTION = F(("description_html", "description"), Conv((str, str), _plain, _marked), none="drop")


class _Label(msgspec.Struct, omit_defaults=True, frozen=True):
    type: str | None = None
    standard_name: str | None = None
    custom_name: str | None = None


def _named(label: _Label) -> str | None:
    return label.standard_name.lower() if label.standard_name else label.custom_name or None


def labels(*standard: str) -> Conv:
    """A list of labels: Square's standard ones in our words, the merchant's own as they are."""
    known: dict[str | None, str] = {word.upper(): word for word in standard}

    def dec(found: tuple[_Label, ...]) -> tuple[str, ...]:
        named = [known.get(one.standard_name) or _named(one) for one in found]
        return tuple([name for name in named if name])

    def enc(ours: tuple[str, ...]) -> list[_Label]:
        return [
            _Label("STANDARD", standard_name=word.upper()) if word in standard else _Label("CUSTOM", custom_name=word)
            for word in ours
        ]

    return Conv(tuple[_Label, ...], dec, enc, repeats=True)


# ---------------------------------------------------------------------- limits: -1 was never set, 0 is no maximum


def _some(count: int) -> int:
    if count < 1:
        raise ValueError(f"Square takes a maximum of {count} for no maximum")
    return count


def _most(count: int | None, selection: str | None) -> int | None:
    if count is None or count == -1:
        return 1 if selection == "SINGLE" else None
    return count if count > 0 else None


def _most_here(count: int) -> int | None:
    return None if count == -1 else count if count > 0 else NO_LIMIT


MIN_CHOICES = Conv(int, lambda count: max(count, 0), int, repeats=True)
MAX_CHOICES = F(
    ("max_selected_modifiers", "selection_type"),
    Conv((int, str), _most, lambda count: (_some(count), "SINGLE" if count == 1 else "MULTIPLE"), repeats=True),
    none="drop",
)
MIN_HERE = Conv(int, lambda count: None if count == -1 else max(count, 0), int, repeats=True)
MAX_HERE = Conv(int, _most_here, lambda count: 0 if count == NO_LIMIT else _some(count), repeats=True)
