"""Weekly hours: as the canonical rows say them, and as partners hold them, one weekday a row, split at midnight.

Friday and Saturday 22:00 to 02:00   →   fri 22:00-24:00, sat 00:00-02:00, sat 22:00-24:00, sun 00:00-02:00
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, get_args

from msgspec import structs

from tournant.canon.columns import Weekday
from tournant.canon.hours import OpeningHours
from tournant.canon.menu import Daypart
from tournant.kernel import ids
from tournant.kernel.row import UNSET
from tournant.project.catalog import Catalog, known

__all__ = [
    "ALWAYS",
    "Hours",
    "Opening",
    "Period",
    "by_day",
    "hours_of",
    "joined",
    "opening",
    "opening_rows",
    "periods",
    "pieces",
    "runs",
    "week",
]

DAYS: Final[tuple[str, ...]] = get_args(Weekday)
_DAY: Final = 24 * 60
_WEEK: Final = 7 * _DAY
_MIDNIGHT: Final = "24:00"

Week = tuple[tuple[int, int], ...]
"""Hours as a value: runs of minutes since Monday began, apart from each other, in order."""


Hours = Daypart | OpeningHours
Opening = tuple[tuple[str, str, str], ...]
"""The opening hours of a place as a value: weekday, when it opens, when it closes; joined over midnight, sorted."""


class Period(NamedTuple):
    """Hours on one day."""

    day: str
    opens: str
    closes: str
    """To "24:00"; after `opens`."""
    overnight: bool
    """Whether it is the rest of a period that began on the day before."""


ALWAYS: Final = tuple(Period(day, "00:00", _MIDNIGHT, overnight=False) for day in DAYS)


def hours_of(catalog: Catalog, id_: str) -> list[Daypart]:
    """The dayparts of a Menu, Category or Item, in order: those inside it and those it names."""
    named = [catalog.get("Daypart", link.target) for link in catalog.below("DaypartLink", id_)]
    return [*catalog.below("Daypart", id_), *(row for row in named if row is not None)]


def periods(row: Hours) -> list[Period]:
    """A row's hours, day by day, none of them over midnight."""
    opens, closes = known(row, "opens") or "00:00", known(row, "closes") or _MIDNIGHT
    found = []
    for day in known(row, "weekdays") or DAYS:
        if closes > opens:
            found.append(Period(day, opens, closes, overnight=False))
            continue
        found.append(Period(day, opens, _MIDNIGHT, overnight=False))
        if closes > "00:00":
            after = DAYS[(DAYS.index(day) + 1) % len(DAYS)]
            found.append(Period(after, "00:00", closes, overnight=True))
    return sorted(found, key=lambda period: (DAYS.index(period.day), period.opens, period.overnight))


def pieces(row: Daypart) -> list[Daypart]:
    """The rows that a partner holds for a daypart: its own where it is one period on one day, else one a period."""
    found = periods(row)
    if len(found) == 1:
        return [_piece(row, row.id, found[0])]
    return [_piece(row, f"{row.id}~{one.day}{'~night' if one.overnight else ''}", one) for one in found]


def _piece(row: Daypart, id_: str, period: Period) -> Daypart:
    days = (period.day,)
    return structs.replace(row, id=id_, weekdays=days, opens=period.opens, closes=period.closes, ordinal=UNSET)


def week(rows: Iterable[Hours]) -> Week | None:
    """Hours as a value; None where there are none, or all of them, which is always."""
    found = runs(rows)
    return None if found in ((), ((0, _WEEK),)) else found


def runs(rows: Iterable[Hours]) -> Week:
    """The minutes that these rows cover."""
    spans = [(_minute(p.day, p.opens), _minute(p.day, p.closes)) for row in rows for p in periods(row)]
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def joined(id_: str, parent: str, hours: Week | None) -> list[Daypart]:
    """The rows that say these hours; a period is joined over midnight where it ends before it began that day."""
    by_times: dict[tuple[str, str], list[str]] = {}
    for day, opens, closes in _over_midnight(_by_day(hours or ())):
        by_times.setdefault((opens, closes), []).append(day)
    return [
        Daypart(f"{id_}~{number}", None, parent, number, weekdays=tuple(days), opens=opens, closes=closes)
        for number, ((opens, closes), days) in enumerate(sorted(by_times.items()))
    ]


def by_day(rows: Iterable[Hours]) -> list[Period]:
    """The hours that rows come to in all, day by day, none of them over midnight."""
    return [Period(DAYS[day], _clock(start), _clock(end), overnight=False) for day, start, end in _by_day(runs(rows))]


def opening(rows: Iterable[Hours]) -> Opening:
    """The hours that rows come to in all, as a value; those of one way of fulfilment are not among them."""
    found = runs(row for row in rows if known(row, "for_mode") is None)
    return tuple(sorted((day, start, end) for day, start, end in _over_midnight(_by_day(found))))


def opening_rows(location: str, hours: Opening) -> list[OpeningHours]:
    """The rows that say these hours of a place."""
    return [
        OpeningHours(
            ids.derived("tournant", "OpeningHours", f"{location} {day} {opens}"),
            None,
            location,
            UNSET,
            weekdays=(day,),
            opens=opens,
            closes=closes,
        )
        for day, opens, closes in hours
    ]


def _by_day(hours: Week) -> list[tuple[int, int, int]]:
    """The runs cut at midnight: day, start and end in minutes."""
    return [
        (day, max(start - day * _DAY, 0), min(end - day * _DAY, _DAY))
        for start, end in hours
        for day in range(start // _DAY, (end + _DAY - 1) // _DAY)
    ]


def _over_midnight(cut: Sequence[tuple[int, int, int]]) -> list[tuple[str, str, str]]:
    mornings = {day: end for day, start, end in cut if start == 0 and end < _DAY}
    evenings = {day: start for day, start, end in cut if end == _DAY and start > 0}
    night = {day: mornings[(day + 1) % 7] for day in evenings if (day + 1) % 7 in mornings}
    night = {day: end for day, end in night.items() if end <= evenings[day]}
    taken = {(day + 1) % 7 for day in night}
    found = []
    for day, start, end in cut:
        if end == _DAY and day in night and start == evenings[day]:
            found.append((DAYS[day], _clock(start), _clock(night[day])))
        elif not (start == 0 and end < _DAY and day in taken):
            found.append((DAYS[day], _clock(start), _clock(end)))
    return found


def _minute(day: str, time: str) -> int:
    return DAYS.index(day) * _DAY + int(time[:2]) * 60 + int(time[3:])


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
