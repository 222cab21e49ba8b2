"""Opening hours that are not there, or cannot be read: no door is closed or opened by that."""

import json

import pytest
from tests.sync.merchant import LOCATION, POS
from tests.sync.opening import HOURS, LUNCH, MENU, Open, locations, offered, periods, with_hours

pytestmark = pytest.mark.anyio


async def test_no_hours_at_all_are_a_question() -> None:
    """A menu that is never offered may mean anything: a person is asked, and the hours are put back."""
    one = await Open.at(LUNCH)
    one.menu = with_hours(one.menu, {})
    await one.look()
    assert await one.settle() == [MENU]
    assert offered(one.menu) == LUNCH
    assert "closed for good" in (await one.merchant.facts("asked"))[0].why
    assert periods(one.places) == LUNCH


async def test_no_hours_at_the_till_are_restored_and_said() -> None:
    """All hours taken away there: nobody's menu goes around the clock, they are put back, and a person can read why."""
    one = await Open.at(LUNCH)
    one.places = locations({})
    await one.look()
    assert await one.settle() == [HOURS]
    assert (periods(one.places), offered(one.menu)) == (LUNCH, LUNCH)
    (refused,) = await one.merchant.facts("edit_refused")
    assert (refused.target, refused.cell, refused.shows) == (POS, ["Location", LOCATION, "hours"], "nothing")
    assert "pause it instead" in refused.why


async def test_no_hours_at_a_till_that_only_observes_change_nothing() -> None:
    """The till is not written, the menu stays as it is offered, and it is said once."""
    one = await Open.at(LUNCH)
    await one.merchant.command("observe", "lnk_square")
    one.places = locations({})
    for _ in range(3):
        await one.look()
    assert (await one.settle(), offered(one.menu)) == ([], LUNCH)
    assert len(await one.merchant.facts("edit_refused")) == 1


async def test_a_period_that_cannot_be_read_closes_no_day() -> None:
    """One of five periods has the wrong shape: the menu stays as it is offered until the till's hours can be read."""
    one = await Open.at(LUNCH)
    said = json.loads(locations(LUNCH))
    said["locations"][0]["business_hours"]["periods"][0]["start_local_time"] = 11
    one.places = json.dumps(said).encode()
    await one.look()
    assert (await one.settle(), offered(one.menu)) == ([], LUNCH)
    assert [fact.count for fact in await one.merchant.facts("quarantined")][:1] == [1]
    week = LUNCH | {"monday": [("12:00", "15:00")]}
    one.places = locations(week)
    await one.look()
    await one.settle()
    assert offered(one.menu) == week
