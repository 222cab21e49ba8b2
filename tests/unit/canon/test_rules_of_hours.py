"""Periods on the clock of a place: how they are written, and that no minute is there twice."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from tests.unit.canon.rows import check, entity

from tournant import canon
from tournant.kernel.row import Row


@pytest.mark.parametrize(
    ("columns", "column"),
    [
        ({"opens": "9:00", "closes": "17:00"}, "opens"),
        ({"opens": "09:00", "closes": "25:00"}, "closes"),
        ({"opens": "24:00", "closes": "02:00"}, "opens"),
        ({"opens": "09:00"}, "closes"),
        ({"weekdays": ("mon",), "opens": "09:00", "closes": "17:00"}, "weekdays"),
    ],
)
def test_hours_are_well_formed(columns: dict[str, object], column: str) -> None:
    """Two digits and two digits, in pairs, on days that exist."""
    assert [path for path, _ in check(entity(canon.OpeningHours, "hrs_1", "loc_1", **columns))] == [
        f"OpeningHours hrs_1, {column}"
    ]


def opening(number: int, days: Iterable[str] | None, opens: str, closes: str, **columns: object) -> Row:
    """One period of a location."""
    weekdays = None if days is None else tuple(days)
    return entity(
        canon.OpeningHours, f"hrs_{number}", "loc_1", weekdays=weekdays, opens=opens, closes=closes, **columns
    )


def test_overnight_periods_are_in_order() -> None:
    """A period that ends at or before its beginning ends on the next day, on Sunday night too."""
    assert check(opening(1, None, "18:00", "02:00"), opening(2, None, "02:00", "18:00")) == []
    assert check(opening(1, ["sunday"], "00:00", "24:00"), opening(2, ["monday"], "00:00", "00:00")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (opening(1, ["monday"], "09:00", "17:00"), opening(2, ["monday"], "16:59", "20:00")),
        (opening(1, ["sunday"], "22:00", "03:00"), opening(2, ["monday"], "02:00", "10:00")),
        (opening(1, ["monday"], "10:00", "10:00"), opening(2, ["tuesday"], "09:00", "11:00")),
        (opening(1, None, "09:00", "17:00"), opening(2, ["friday"], "09:00", "17:00")),
    ],
)
def test_periods_do_not_overlap(one: Row, other: Row) -> None:
    """The same minute twice is found, over midnight and over the end of the week."""
    assert len(check(one, other)) == 1


def test_two_ways_of_fulfilment_have_their_own_hours() -> None:
    """Delivery and pickup may be open at once."""
    one = opening(1, None, "09:00", "17:00", for_mode="delivery")
    assert check(one, opening(2, None, "09:00", "17:00", for_mode="pickup")) == []


def test_special_days_and_pauses_are_in_order() -> None:
    """Dates run forward, a closed day has no hours, two periods of a date do not overlap."""
    christmas = {"day": date(2025, 12, 24), "last_day": date(2025, 12, 26)}
    assert check(entity(canon.SpecialHours, "sph_1", "loc_1", closed=True, **christmas)) == []
    assert len(check(entity(canon.SpecialHours, "sph_1", "loc_1", closed=True, opens="10:00", **christmas))) == 1
    backwards = {"day": date(2025, 12, 26), "last_day": date(2025, 12, 24)}
    assert len(check(entity(canon.SpecialHours, "sph_1", "loc_1", **backwards))) == 1
    open_late = entity(canon.SpecialHours, "sph_1", "loc_1", opens="10:00", closes="14:00", **christmas)
    once_more = entity(canon.SpecialHours, "sph_2", "loc_1", opens="13:00", closes="20:00", day=date(2025, 12, 25))
    assert len(check(open_late, once_more)) == 1
    pause = entity(
        canon.Pause, "pau_1", "loc_1", since=datetime(2025, 1, 2, tzinfo=UTC), until=datetime(2025, 1, 1, tzinfo=UTC)
    )
    assert len(check(pause)) == 1
