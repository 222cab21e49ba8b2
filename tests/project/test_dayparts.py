"""Hours split at midnight and joined again: judged minute by minute."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.project.catalogs import UBER, law
from tests.project.menus import ALL_WEEK, category, hours, item, menu, rows_of

from tournant.canon import rules
from tournant.project import Link, Sight, back, project, unproject

TIMES = st.sampled_from(["00:00", "02:00", "09:30", "12:00", "22:00", "23:59"])
Row = Any
"""A Daypart."""


def minutes(rows: list[Any]) -> set[int]:
    """Every minute of the week in which something is offered."""
    found = set()
    for row in rows:
        for day in row.weekdays:
            start, end = _of(row.opens), _of(row.closes)
            length = (end - start) % 1440 or 1440
            begin = ALL_WEEK.index(day) * 1440 + start
            found |= {minute % 10080 for minute in range(begin, begin + length)}
    return found


def _of(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


@st.composite
def weeks(draw: st.DrawFn) -> list[Any]:
    found = []
    for n in range(draw(st.integers(1, 3))):
        days = tuple(draw(st.lists(st.sampled_from(ALL_WEEK), min_size=1, max_size=4, unique=True)))
        opens = draw(TIMES)
        closes = draw(TIMES.filter(lambda time: time != "23:59") | st.just("24:00"))
        found.append(hours(f"d{n}", "u", days, opens, closes))
    return found


@law()
@given(weeks())
def test_hours_stay_what_they_are(periods: list[Any]) -> None:
    """What a partner is given covers the same minutes, each row within one day; so does what is read back."""
    rows = rows_of(*menu("u", "c"), *category("c", "x"), *item("x", {"one": 1}), *periods)
    made = project(rows, UBER, Link())
    assert minutes(made.rows["Daypart"]) == minutes(periods)
    for row in made.rows["Daypart"]:
        assert len(row.weekdays) == 1
        assert row.opens < row.closes
    for back_map in (made.back_map, {}):
        found, _ = unproject(made.rows, UBER, Link(), back_map)
        assert minutes(found["Daypart"]) == minutes(periods)
    assert rules.violations({"Daypart": made.rows["Daypart"]}) == []


@law()
@given(weeks(), weeks())
def test_edited_hours_come_home(periods: list[Any], edited: list[Any]) -> None:
    """Hours that a partner's user set are the menu's hours from then on, and the next round is silent."""
    rows = rows_of(*menu("u", "c"), *category("c", "x"), *item("x", {"one": 1}), *periods)
    before = project(rows, UBER, Link())
    seen = project({**rows, "Daypart": edited}, UBER, Link()).rows
    seen = {**seen, "Daypart": [_renamed(row, n) for n, row in enumerate(seen["Daypart"])]}
    home = back(rows, UBER, Link(), Sight(before, seen))
    after = project(home.rows, UBER, home.link)
    assert minutes(after.rows["Daypart"]) == minutes(edited)
    assert home.questions == ()


def _renamed(row: Row, number: int) -> Row:
    """A row of the partner's user's own."""
    return hours(f"theirs{number}", row.parent, row.weekdays, row.opens, row.closes)


def test_round_the_clock_is_no_night() -> None:
    """A day from 00:00 to 24:00 is not joined to the next; Friday 22:00 to Saturday 02:00 is one row again."""
    rows = rows_of(
        *menu("u", "c"),
        *category("c", "x"),
        *item("x", {"one": 1}),
        hours("d", "u", ("friday",), "22:00", "24:00"),
        hours("e", "u", ("saturday",), "00:00", "02:00"),
        hours("f", "u", ("monday", "tuesday"), "00:00", "24:00"),
    )
    found, _ = unproject(rows, UBER, Link())
    assert sorted((row.weekdays, row.opens, row.closes) for row in found["Daypart"]) == [
        (("friday",), "22:00", "02:00"),
        (("monday", "tuesday"), "00:00", "24:00"),
    ]


def test_always_is_said_beside_other_hours() -> None:
    """A daypart that covers the whole week stays, for the one beside it would else narrow the menu."""
    rows = rows_of(
        *menu("u", "c"),
        *category("c", "x"),
        *item("x", {"one": 1}),
        hours("d", "u", ALL_WEEK, "00:00", "24:00"),
        hours("e", "u", ("monday",), "09:30", "12:00"),
    )
    made = project(rows, UBER, Link())
    for back_map in (made.back_map, {}):
        found, _ = unproject(made.rows, UBER, Link(), back_map)
        assert minutes(found["Daypart"]) == set(range(10080))
