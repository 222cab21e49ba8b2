"""A menu without hours of its own is offered when its place is open; an edit of those hours is one of the place."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from tests.project.catalogs import UBER, law
from tests.project.menus import ALL_WEEK, category, hours, item, menu, rows_of
from tests.project.test_dayparts import minutes, weeks

from tournant.canon.hours import OpeningHours
from tournant.project import Link, Sight, back, project, unproject
from tournant.project.dayparts import opening, opening_rows
from tournant.project.view import view

LINK = Link(location="loc")
CELL = ("Location", "loc", "hours")


def catalog(*dayparts: Any, of: str = "loc") -> dict[str, list[Any]]:  # noqa: ANN401 - any rows
    """One menu, and the hours of a place."""
    rows = rows_of(*menu("u", "c"), *category("c", "x"), *item("x", {"one": 1}))
    rows["OpeningHours"] = [
        OpeningHours(f"h{n}", None, of, n, weekdays=row.weekdays, opens=row.opens, closes=row.closes)
        for n, row in enumerate(dayparts)
    ]
    return rows


@law()
@given(weeks())
def test_a_menu_is_offered_when_its_place_is_open(week: list[Any]) -> None:
    """The same minutes, each period within one day; they are the place's: nothing is read back as the menu's."""
    made = project(catalog(*week), UBER, LINK)
    assert minutes(made.rows["Daypart"]) == minutes(week)
    assert all(row.opens < row.closes for row in made.rows["Daypart"])
    found, _ = unproject(made.rows, UBER, LINK, made.back_map)
    assert "Daypart" not in found
    assert minutes(opening_rows("loc", view(made.rows, UBER, LINK, made.back_map)[CELL])) == minutes(week)


@law()
@given(weeks(), weeks())
def test_an_edit_of_those_hours_is_the_places(before: list[Any], after: list[Any]) -> None:
    """Whatever somebody makes of them on the channel comes home to the place, and what is shown then is that."""
    rows = catalog(*before)
    made = project(rows, UBER, LINK)
    theirs = [structs.replace(row, parent="u", id=f"theirs{n}") for n, row in enumerate(after)]
    home = back(rows, UBER, LINK, Sight(made, {**made.rows, "Daypart": theirs}))
    assert minutes(home.rows["OpeningHours"]) == minutes(after)
    assert home.rows.get("Daypart", []) == []
    again = project(home.rows, UBER, home.link)
    assert view(again.rows, UBER, LINK, again.back_map)[CELL] == opening(after)


@law()
@given(weeks())
def test_hours_are_one_value_however_they_are_said(week: list[Any]) -> None:
    """Rows that come to the same minutes are equal as a value."""
    said = opening(week)
    assert opening(opening_rows("loc", said)) == said
    assert minutes(opening_rows("loc", said)) == minutes(week)


def test_a_menu_with_hours_of_its_own_keeps_them() -> None:
    """Lunch is lunch, whenever the place is open."""
    rows = catalog(hours("o", "u", ALL_WEEK, "09:00", "23:00"))
    lunch = hours("d", "u", ALL_WEEK, "12:00", "15:00")
    made = project({**rows, "Daypart": [lunch]}, UBER, LINK)
    assert minutes(made.rows["Daypart"]) == minutes([lunch])
    assert CELL not in view(made.rows, UBER, LINK, made.back_map)


def test_hours_of_another_place_are_nothing_here() -> None:
    """Where nobody says when the place is open, its menu is offered always; as it is without a place."""
    rows = catalog(hours("o", "u", ALL_WEEK, "09:00", "23:00"), of="elsewhere")
    for link in (LINK, Link()):
        assert len(minutes(project(rows, UBER, link).rows["Daypart"])) == 7 * 24 * 60


def test_no_hours_at_all_are_a_question() -> None:
    """A menu that is never offered any more may mean anything; nothing changes here."""
    rows = catalog(hours("o", "u", ALL_WEEK, "09:00", "23:00"))
    made = project(rows, UBER, LINK)
    home = back(rows, UBER, LINK, Sight(made, {**made.rows, "Daypart": []}))
    assert home.rows["OpeningHours"] == rows["OpeningHours"]
    assert [(one.cell, one.kind) for one in home.questions] == [(CELL, "question")]


@law()
@given(st.lists(st.sampled_from(ALL_WEEK), min_size=1, max_size=7, unique=True))
def test_hours_of_one_way_of_fulfilment_are_not_those_of_the_menu(days: list[str]) -> None:
    """When guests may fetch what they ordered says nothing of a delivery menu."""
    rows = catalog(hours("o", "u", tuple(days), "09:00", "23:00"))
    rows["OpeningHours"] = [structs.replace(row, for_mode="pickup") for row in rows["OpeningHours"]]
    assert len(minutes(project(rows, UBER, LINK).rows["Daypart"])) == 7 * 24 * 60
