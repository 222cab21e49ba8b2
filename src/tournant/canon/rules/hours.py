"""Periods on the clock of a place: written as they must be, and not two of them at the same time."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final, get_args

from tournant.canon.columns import Weekday
from tournant.canon.rules.violation import Rows, Value, Violation, every, known, path
from tournant.kernel import bounds
from tournant.kernel.row import Row

__all__ = ["well_formed"]

_TIME: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_DAYS: Final[tuple[str, ...]] = get_args(Weekday)
_DAY_MINUTES: Final = 24 * 60
_WEEK_MINUTES: Final = 7 * _DAY_MINUTES
_PERIODS: Final = ("OpeningHours", "SpecialHours", "PrepTime", "Daypart", "PriceRule", "QuantityRule")
_APART: Final = ("OpeningHours", "SpecialHours", "PrepTime")


def well_formed(rows: Rows) -> Iterator[Violation]:
    """Times are "HH:MM" and come in pairs, dates are in order, and periods of one place do not overlap."""
    for row in every(rows, *_PERIODS):
        yield from _times(row)
        first = known(row, "first_day") or known(row, "day")
        last = known(row, "last_day")
        if first is not None and last is not None and first > last:
            yield Violation(path(row, "last_day"), f"{last} is before {first}")
    for row in every(rows, "Location"):
        if known(row, "business_day_starts") is not None and _minute(row.business_day_starts) is None:
            yield Violation(path(row, "business_day_starts"), f"{row.business_day_starts!r} is no time of day")
    for row in every(rows, "Pause"):
        if known(row, "since") is not None and known(row, "until") is not None and row.since > row.until:
            yield Violation(path(row, "until"), "is before the pause begins")
    yield from _overlaps(rows)


def _times(row: Row) -> Iterator[Violation]:
    opens, closes = known(row, "opens"), known(row, "closes")
    if known(row, "closed") is True:
        if opens is not None or closes is not None:
            yield Violation(path(row, "closed"), "is set beside times")
        return
    for column, value in (("opens", opens), ("closes", closes)):
        if value is not None and _minute(value) is None:
            yield Violation(path(row, column), f"{value!r} is no time of day")
    if opens == "24:00":
        yield Violation(path(row, "opens"), "a period begins at 00:00 of the next day, not at 24:00")
    if (opens is None) != (closes is None):
        yield Violation(path(row, "closes" if closes is None else "opens"), "is missing: a period has two ends")


def _overlaps(rows: Rows) -> Iterator[Violation]:
    for kind in _APART:
        together: dict[Any, list[tuple[int, int, Any]]] = defaultdict(list)
        for row in every(rows, kind):
            for start, end in _spans(row):
                together[row.parent, known(row, "for_mode")].append((start, end, row))
        for spans in together.values():
            spans.sort(key=lambda span: span[:2])
            for (_, end, one), (start, _, other) in pairwise(spans):
                if start < end:
                    yield Violation(path(other, "opens"), f"overlaps with {path(one, 'closes')}")


def _spans(row: Row) -> Iterator[tuple[int, int]]:
    """Give the periods as minutes: of the week, or, for special days, of the calendar."""
    opens, closes = _minute(known(row, "opens")), _minute(known(row, "closes"))
    if opens is None or closes is None:
        return
    length = closes - opens if closes > opens else closes - opens + _DAY_MINUTES
    if type(row).__name__ == "SpecialHours":
        first = known(row, "day")
        last = known(row, "last_day") or first
        days = range(first.toordinal(), last.toordinal() + 1) if first is not None else ()
        for number in days[: bounds.SPECIAL_DAYS_MAX]:
            yield number * _DAY_MINUTES + opens, number * _DAY_MINUTES + opens + length
        return
    for day in known(row, "weekdays") or _DAYS:
        if day in _DAYS:
            start = _DAYS.index(day) * _DAY_MINUTES + opens
            yield start, min(start + length, _WEEK_MINUTES)
            if start + length > _WEEK_MINUTES:
                yield 0, start + length - _WEEK_MINUTES


def _minute(time: Value) -> int | None:
    if not isinstance(time, str) or not _TIME.fullmatch(time):
        return None
    return int(time[:2]) * 60 + int(time[3:])
