"""What a channel's people change is the catalog's only if the point of sale can be told: there, or at all."""

import json

import pytest
from tests.sync.merchant import EMPTY_MENU, LINK, POS, TENANT, names
from tests.sync.opening import DAYS, HOURS, LUNCH, MENU, Open, offered, periods, with_hours
from tests.sync.till import FAR, sold
from tests.sync.two_places import PLACE_A, PLACE_B, SQUARE_A, SQUARE_B, UBER_A, UBER_B, TwoPlaces

from tournant.facts.sync import CommandDone
from tournant.kernel.ids import derived
from tournant.log.records import Account, Link

pytestmark = pytest.mark.anyio
CATALOG, COUNTS = (POS, "menu"), (POS, "availability")
BRAND = "lnk_brand"


async def folded(there: TwoPlaces) -> list[str]:
    """Whose edits became the catalog's."""
    return [one.target for one in await there.merchant.facts("cells_folded")]


def square(there: TwoPlaces) -> dict[str, int]:
    """What the till charges where a location says nothing, in cents."""
    return {
        one["item_data"]["name"]: size["item_variation_data"]["price_money"]["amount"]
        for one in there.objects
        for size in one["item_data"]["variations"]
    }


async def test_on_sale_again_at_a_channel_whose_till_only_observes() -> None:
    """The till of this location says sold out, and nobody may tell it otherwise: the channel is put right."""
    there = await TwoPlaces.open(SQUARE_A, UBER_B)
    there.by_hand.add(("V1", "L2"))
    await there.look()
    await there.settle()
    assert list(sold(there.menus[UBER_B])) == ["Soup"]
    await there.rest()
    await there.on_channel(UBER_B, "Soup", None)
    assert await there.settle() == [(UBER_B, "menu")]
    assert list(sold(there.menus[UBER_B])) == ["Soup"]
    assert UBER_B not in await folded(there)


async def test_sold_out_at_a_channel_whose_till_only_observes() -> None:
    """It does not become the catalog's either: the till would go on selling it, and nobody could tell it to stop."""
    there = await TwoPlaces.open(SQUARE_A, UBER_B)
    await there.on_channel(UBER_B, "Soup", FAR)
    assert await there.settle() == [(UBER_B, "menu")]
    assert (sold(there.menus[UBER_B]), there.out()) == ({}, [])


async def test_a_price_is_told_where_any_location_is_live() -> None:
    """Prices are the account's: one of its locations is enough."""
    there = await TwoPlaces.open(SQUARE_A, UBER_B)
    there.menus[UBER_B] = there.menus[UBER_B].replace(b"650", b"675")
    await there.look()
    assert await there.settle() == [CATALOG]
    assert square(there) == {"Soup": 675, "Cake": 400}


async def test_another_channel_is_no_till() -> None:
    """Two channels are live and no till: a price changed at one of them is put right, and does not go to the other."""
    there = await TwoPlaces.open(UBER_A, UBER_B)
    there.menus[UBER_B] = there.menus[UBER_B].replace(b"650", b"675")
    await there.look()
    assert await there.settle() == [(UBER_B, "menu")]
    assert [names(json.loads(menu))["Soup"] for menu in there.menus.values()] == [650, 650]


async def test_a_second_store_at_a_location_tells_its_till() -> None:
    """A virtual brand has a store of its own, at a location of which the till is live: its 86 is counted there."""
    there = await TwoPlaces.open(SQUARE_A, UBER_A)
    async with there.merchant.store.transaction(TENANT) as tx:
        await tx.put_account(Account("acc_brand", "uber_eats", "S3", "ok", b"{}"))
        await tx.put_link(Link(BRAND, PLACE_A, "acc_brand", "S3", "observe", "ok", b"{}"))
    there.menus[BRAND] = EMPTY_MENU
    await there.look()
    await there.live(BRAND)
    await there.settle()
    await there.on_channel(BRAND, "Soup", FAR)
    assert sorted(await there.settle()) == [COUNTS, CATALOG, (LINK, "menu")]
    assert there.out() == [("V1", "L1")]
    assert [list(sold(there.menus[link])) for link in (UBER_A, BRAND)] == [["Soup"], ["Soup"]]


async def test_hours_of_a_location_of_which_the_till_only_observes() -> None:
    """Another location of the same account is live; hours are of one location, and its till keeps them."""
    one = await Open.at(LUNCH)
    async with one.merchant.store.transaction(TENANT) as tx:
        await tx.put_link(Link(SQUARE_B, PLACE_B, POS, "L2", "live", "ok", b"{}"))
    await one.merchant.command("observe", SQUARE_A)
    one.menu = with_hours(one.menu, {DAYS[0]: [("12:00", "15:00")]})
    await one.look()
    assert await one.settle() == [MENU]
    assert periods(one.places) == offered(one.menu) == LUNCH
    await one.live(SQUARE_A)
    one.menu = with_hours(one.menu, {DAYS[0]: [("12:00", "15:00")]})
    await one.look()
    assert HOURS in await one.settle()
    assert periods(one.places) == {DAYS[0]: [("12:00", "15:00")]}


@pytest.mark.parametrize("mode", ["live", "observe"])
async def test_a_price_of_one_location_is_told_there(mode: str) -> None:
    """A price that the till has for this location alone is the location's, as hours are."""
    there = await TwoPlaces.open(SQUARE_A, UBER_B, *([SQUARE_B] if mode == "live" else []), own_price=700)
    there.menus[UBER_B] = there.menus[UBER_B].replace(b"700", b"725")
    await there.look()
    assert await there.settle() == [CATALOG if mode == "live" else (UBER_B, "menu")]
    cents = 725 if mode == "live" else 700
    assert there.own_price() == names(json.loads(there.menus[UBER_B]))["Soup"] == cents


async def test_a_price_of_a_location_that_observes_is_not_written() -> None:
    """Set by hand, with a price that is written for all: the till of this location keeps its own."""
    there = await TwoPlaces.open(SQUARE_A, SQUARE_B, UBER_A, UBER_B, own_price=700)
    await there.merchant.command("observe", SQUARE_B)
    (overlay,) = [key for kind, key in await there.merchant.rows() if kind == "LocationOverlay"]
    for priced in (overlay, derived(POS, "Variation", "V1")):
        done = await there.merchant.command("set", priced, field="price", value="9.00")
        assert isinstance(done, CommandDone), done
    assert CATALOG in await there.settle()
    assert (there.own_price(), square(there)) == (700, {"Soup": 900, "Cake": 400})
    await there.live(SQUARE_B)
    assert await there.settle() == [CATALOG]
    assert there.own_price() == 900
