"""Opening hours, both ways: the till's weekly hours and those in which a channel's menu is offered are the same."""

import json

import pytest
from tests.sync.merchant import EMPTY_MENU, LINK, LOCATION, POS, TENANT
from tests.sync.opening import DAYS, HOURS, LUNCH, MENU, Open, Week, locations, offered, periods, with_hours
from tests.sync.till import about

from tournant.facts.sync import CommandDone
from tournant.kernel.ids import derived

pytestmark = pytest.mark.anyio


async def test_a_menu_is_offered_when_the_place_is_open() -> None:
    """What the till says of the week is what the channel's first menu says."""
    one = await Open.at(LUNCH)
    assert offered(one.menu) == LUNCH


async def test_hours_that_nobody_says_are_always() -> None:
    """Where the till says nothing of the week, the menu is offered around the clock, as Uber Eats wants to be told."""
    one = await Open.at({})
    assert offered(one.menu) == {day: [("00:00", "23:59")] for day in DAYS}


async def test_other_hours_at_the_till_reach_the_channel() -> None:
    """Two periods a day, one of them new: one write of the menu, and only its hours differ."""
    one = await Open.at(LUNCH)
    before = json.loads(one.menu)
    week = LUNCH | {"friday": [("11:00", "15:00"), ("17:30", "22:00")]}
    one.places = locations(week)
    await one.look()
    assert await one.settle() == [MENU]
    assert offered(one.menu) == week
    assert {**json.loads(one.menu), "menus": None} == {**before, "menus": None}
    assert await one.folded() == [POS]


async def test_other_hours_on_the_channel_reach_the_till() -> None:
    """They come home to the location, are written to the till once, and nothing else of the location is touched."""
    one = await Open.at(LUNCH, phone_number="+1 212 555 0100")
    week = LUNCH | {"monday": [("12:00", "15:00")], "sunday": [("10:00", "14:00")]}
    one.menu = with_hours(one.menu, week)
    await one.look()
    assert await one.settle() == [HOURS]
    assert periods(one.places) == week
    (place,) = json.loads(one.places)["locations"]
    assert (place["phone_number"], place["timezone"]) == ("+1 212 555 0100", "America/New_York")
    assert offered(one.menu) == week
    assert await one.folded() == [LINK]


async def test_hours_over_midnight_are_cut_for_the_channel() -> None:
    """Friday from 22:00 to 02:00 at the till is until midnight, and from midnight on Saturday, on the channel."""
    one = await Open.at({"friday": [("22:00", "02:00")], "sunday": [("20:00", "01:30")]})
    assert offered(one.menu) == {
        "friday": [("22:00", "23:59")],
        "saturday": [("00:00", "02:00")],
        "sunday": [("20:00", "23:59")],
        "monday": [("00:00", "01:30")],
    }
    await one.look()
    assert await one.settle() == []


async def test_hours_over_midnight_come_home_as_one_period() -> None:
    """What the channel says in two pieces is one period here; the till, that says it in one, is not written for it."""
    one = await Open.at({"friday": [("22:00", "02:00")]})
    one.menu = with_hours(one.menu, {"friday": [("22:00", "23:59")], "saturday": [("00:00", "03:00")]})
    await one.look()
    rows = [json.loads(body) for (kind, _), body in (await one.merchant.rows()).items() if kind == "OpeningHours"]
    assert [(row["weekdays"], row["opens"], row["closes"]) for row in rows] == [(["friday"], "22:00", "03:00")]
    assert await one.settle() == [HOURS]
    assert periods(one.places) == {"friday": [("22:00", "00:00")], "saturday": [("00:00", "03:00")]}
    assert await one.settle() == []
    assert await one.folded() == [LINK]


async def test_both_sides_at_once() -> None:
    """Hours changed here and there, mutually unseen: the later look counts, the other one is noted, and both agree."""
    one = await Open.at(LUNCH)
    one.places = locations(LUNCH | {"monday": [("10:00", "15:00")]})
    week = LUNCH | {"tuesday": [("12:00", "16:00")]}
    one.menu = with_hours(one.menu, week)
    await one.look()
    await one.settle()
    assert periods(one.places) == offered(one.menu) == week
    assert [fact.ruling for fact in await one.merchant.facts("unsure")][:1] == ["overruled"]


async def test_both_sides_at_once_in_the_other_order() -> None:
    """The till's hours are seen later: they count, and of the channel's no row is left."""
    one = await Open.at(LUNCH)
    one.menu = with_hours(one.menu, {"saturday": [("09:00", "10:00")]})
    await one.merchant.looked(LINK, one.menu)
    week: Week = {"tuesday": [("12:00", "16:00")]}
    one.places = locations(week)
    await one.merchant.looked(POS, one.places, "hours")
    rows = [json.loads(body) for (kind, _), body in (await one.merchant.rows()).items() if kind == "OpeningHours"]
    assert [row["weekdays"] for row in rows] == [["tuesday"]]


async def test_hours_of_a_menu_that_was_there_before_us() -> None:
    """The only menu of an incumbent is ours once it is matched: its hours are the place's, whoever is overruled."""
    before = {"id": "m", "title": {"translations": {"en": "All day"}}, "category_ids": [], "service_availability": []}
    empty = json.loads(EMPTY_MENU) | {"menus": [before]}
    one = await Open.at(LUNCH, with_hours(json.dumps(empty).encode(), LUNCH))
    one.menu = with_hours(one.menu, LUNCH | {"monday": [("11:00", "16:00")]})
    await one.merchant.looked(LINK, one.menu)
    week = LUNCH | {"monday": [("11:00", "14:00")]}
    one.places = locations(week)
    await one.look()
    await one.settle()
    assert periods(one.places) == offered(one.menu) == week


async def test_a_location_that_is_not_live_is_not_written() -> None:
    """Of two locations only the one that is live gets other hours, though both stand in one document."""
    one = await Open.at(LUNCH)
    said = json.loads(one.places)
    said["locations"].append({**said["locations"][0], "id": "L2", "name": "Second"})
    one.places = json.dumps(said).encode()
    await one.look()
    for place in (derived(POS, "Location", "L2"), LOCATION):
        done = await one.merchant.command("set", place, field="hours", value="mon 09:00-10:00")
        assert isinstance(done, CommandDone), done
    (claim,) = [claim for claim in await one.merchant.claimed() if about(claim) == HOURS]
    first, second = (await one.merchant.document(claim))["locations"]
    assert [len(first["business_hours"]["periods"]), len(second["business_hours"]["periods"])] == [1, 5]


async def test_there_and_back_again() -> None:
    """A, B, A at the till, each seen: the channel ends at A."""
    one = await Open.at(LUNCH)
    for week in (LUNCH | {"monday": [("12:00", "13:00")]}, LUNCH):
        one.places = locations(week)
        await one.look()
        assert await one.settle() == [MENU]
        assert offered(one.menu) == week


async def test_a_look_that_came_too_early_is_followed_by_another() -> None:
    """A webhook brings a look forward to before the write can be seen: the next one is due when it can."""
    one = await Open.at(LUNCH)
    await one.merchant.command("set", LOCATION, field="hours", value="mon 10:00-12:00")
    await one.merchant.looked(POS, one.places, "hours")
    (claim,) = [claim for claim in await one.merchant.claimed() if about(claim) == HOURS]
    await one.merchant.write_answered(claim)
    at = one.merchant.time.at
    async with one.merchant.store.transaction(TENANT) as tx:
        await tx.cancel_timer(POS, "look.hours")
    await one.merchant.answered(HOURS, {"command": "hours.read", "outcome": "done", "began": at}, one.places)
    assert (await one.merchant.timers())[POS, "look.hours"].due >= at
    assert [fact.outcome for fact in await one.merchant.facts("write_settled") if fact.resource == "hours"] == []


async def test_a_till_that_is_not_live_keeps_its_hours() -> None:
    """While the point of sale is only observed, what the channel's people change is not written there."""
    one = await Open.at(LUNCH)
    await one.merchant.command("observe", "lnk_square")
    one.menu = with_hours(one.menu, {"monday": [("12:00", "15:00")]})
    await one.look()
    assert await one.settle() == [MENU]
    assert periods(one.places) == offered(one.menu) == LUNCH
