"""Opening hours as one value, whoever wrote them: stretches of minutes since Monday began, in order, apart."""

from collections.abc import Iterable
from typing import Final

from tournant.sandbox.http import Json

__all__ = ["Week", "of_square", "of_uber"]

Week = tuple[tuple[int, int], ...]
_DAY: Final = 24 * 60
_WEEK: Final = 7 * _DAY
_SQUARE: Final = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_UBER: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LAST: Final = _DAY - 1
"""23:59: Uber's way to write the end of a day."""


def of_square(location: Json) -> Week:
    """Read a location's `business_hours`; a period that ends at or before its start ends on the next day."""
    found = []
    for one in (location.get("business_hours") or {}).get("periods") or ():
        start = _SQUARE.index(one["day_of_week"]) * _DAY + _minute(one["start_local_time"])
        length = (_minute(one["end_local_time"]) - _minute(one["start_local_time"]) - 1) % _DAY + 1
        found.append((start, start + length))
    return _joined(found)


def of_uber(menu: Json) -> Week:
    """Read the hours of all menus of a store together."""
    found = []
    for page in menu.get("menus") or ():
        for day in page.get("service_availability") or ():
            first = _UBER.index(day["day_of_week"]) * _DAY
            for one in day["time_periods"]:
                start, end = _minute(one["start_time"]), _minute(one["end_time"])
                found.append((first + start, first + (_DAY if end in {0, _LAST} else end)))
    return _joined(found)


def _minute(text: str) -> int:
    hours, minutes = text.split(":")[:2]
    return (int(hours) * 60 + int(minutes)) % _DAY


def _joined(stretches: Iterable[tuple[int, int]]) -> Week:
    cut = [part for start, end in stretches for part in _cut(start, end)]
    found: list[tuple[int, int]] = []
    for start, end in sorted(cut):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _cut(start: int, end: int) -> list[tuple[int, int]]:
    """Cut what goes over the end of the week."""
    return [(start, end)] if end <= _WEEK else [(start, _WEEK), (0, end - _WEEK)]
