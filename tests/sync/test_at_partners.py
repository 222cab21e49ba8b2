"""What is planned has its effect: done through the adapters' exchanges at the simulated partners, and read back."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.sandbox import square_world
from tests.sandbox.memory import World
from tests.sync.merchant import LINK, LOCATION, POS, Json
from tests.sync.real import Real
from tests.sync.till import FAR

from tournant.facts.sync import CommandDone

pytestmark = pytest.mark.anyio
NEW_YORK_TUESDAY = datetime(2026, 11, 24, 5, tzinfo=UTC)
"""Midnight there."""


@pytest.fixture
def world() -> World:
    return World()


async def test_sold_out_and_on_sale_again(world: World) -> None:
    """A guest's tablet shows it sold out, the till cannot ring it up; and on sale again, it is as it was."""
    real = await Real.open(world, square_world.item(1, "Soup", 650), square_world.item(2, "Cake", 400))
    menu = (await real.tablet("GET", ""))["menu"]
    (soup,) = [one["id"] for one in menu["items"] if "Soup" in one["title"]["translations"].values()]
    before = await real.staff("GET", "")
    await real.rest()
    await real.tablet("POST", f"/items/{soup}", {"suspension_info": {"suspension": {"suspend_until": FAR}}})
    await real.look(LINK, "menu")
    assert await real.settle() == [(POS, "menu"), (POS, "availability")]
    here = _overrides(await real.staff("GET", ""))
    assert here == {"Soup": [{"location_id": "L1", "track_inventory": True, "sold_out": True}], "Cake": []}
    await real.rest()
    await real.tablet("POST", f"/items/{soup}", {"suspension_info": {"suspension": {"suspend_until": None}}})
    await real.look(LINK, "menu")
    assert await real.settle() == [(POS, "menu")]
    assert _overrides(await real.staff("GET", "")) == _overrides(before) == {"Soup": [], "Cake": []}


def _overrides(seller: Json) -> Json:
    return {
        one["item_data"]["name"]: one["item_data"]["variations"][0]["item_variation_data"].get("location_overrides", [])
        for one in seller["objects"]
    }


async def test_hours_of_both_sides(world: World) -> None:
    """Guests can order when the till says so, over midnight too; and the till keeps the hours that the tablet says."""
    night = {"day_of_week": "TUE", "start_local_time": "11:00:00", "end_local_time": "02:00:00"}
    real = await Real.open(world, square_world.item(1, "Soup"), business_hours={"periods": [night]})
    store = world.uber.stores["S1"]
    for hour, is_open in ((12, True), (25, True), (27, False)):
        at = NEW_YORK_TUESDAY + timedelta(hours=hour)
        assert store.open_at(at) == is_open
    await real.rest()
    said = [{"day_of_week": "tuesday", "time_periods": [{"start_time": "17:00", "end_time": "23:59"}]}]
    await real.tablet("POST", "/hours", {"service_availability": said})
    await real.look(LINK, "menu")
    assert await real.settle() == [(POS, "hours")]
    (place,) = (await real.staff("GET", ""))["locations"]
    assert place["business_hours"]["periods"] == [
        {"day_of_week": "TUE", "start_local_time": "17:00:00", "end_local_time": "00:00:00"}
    ]
    assert place["name"] == "Main"


async def test_a_pause(world: World) -> None:
    """Paused at the tablet is the place's pause; resumed here, guests can order; and an end that we write is kept."""
    real = await Real.open(world, square_world.item(1, "Soup"))
    await real.rest()
    await real.tablet("POST", "/status", {"status": "PAUSED"})
    await real.look(LINK, "status")
    assert await real.settle() == []
    assert [kind for kind, _ in await real.merchant.rows()].count("Pause") == 1
    await real.rest()
    assert isinstance(await real.merchant.command("resume", LOCATION), CommandDone)
    assert await real.settle() == [(LINK, "status")]
    assert (await real.tablet("GET", ""))["status"] == {"status": "ONLINE"}
    ends = (world.time.now() + timedelta(minutes=10)).replace(microsecond=0)
    assert isinstance(await real.merchant.command("pause", LOCATION, until=ends.isoformat()), CommandDone)
    assert await real.settle() == [(LINK, "status")]
    assert (await real.tablet("GET", ""))["status"] == {"status": "OFFLINE", "offlineReason": "PAUSED_BY_RESTAURANT"}
    await world.time.pass_(600)
    await real.merchant.turn()
    assert await real.settle() == []
    assert (await real.tablet("GET", ""))["status"] == {"status": "ONLINE"}
    assert len(await real.merchant.facts("ended")) == 1
