"""Worlds are made up from a seed: of the size that was asked for, odd where real ones are, and the same every time."""

from collections import Counter
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.sandbox.memory import BEGUN
from tests.sandbox.worlds import Town, town

from tournant.sandbox.dice import Dice
from tournant.sandbox.judge import week
from tournant.sandbox.partners.uber_eats.limits import DEADLINE_S
from tournant.sandbox.world import Pace, Recipe, Refused, plan
from tournant.sandbox.world.draw import Draw
from tournant.sandbox.world.hours import drawn
from tournant.sandbox.world.houses import houses
from tournant.sandbox.world.plan import Order
from tournant.sandbox.world.weather import LONGEST_S, Weather


@pytest.fixture
async def big() -> Town:
    return await town(20, dishes_most=400)


async def test_the_default_world_is_of_the_promised_size(big: Town) -> None:
    """Twenty locations belong to at most twelve merchants, one of them with five; menus hold 20 to 400 dishes."""
    merchants = big.world.merchants
    sizes = [len(one.courses) for one in merchants]
    assert sum(len(one.locations) for one in merchants) == 20
    assert len(merchants) <= 12
    assert max(len(one.locations) for one in merchants) == 5
    assert (min(sizes), max(sizes)) == (20, 400)
    assert {one.currency for one in merchants} == {"USD", "EUR"}


async def test_one_store_is_a_virtual_brand(big: Town) -> None:
    """One location has two stores, each other one has one, and some stores begin without a menu."""
    stores = Counter(one.location_id for one in big.world.stores)
    assert Counter(stores.values()) == {1: 19, 2: 1}
    assert sum(one.virtual for one in big.world.stores) == 1
    assert 0 < sum(not one.incumbent for one in big.world.stores) < 10


async def test_menus_are_as_odd_as_real_ones(big: Town) -> None:
    """There are shared lists, sizes, prices and dishes of one location, equal names, fields of their own."""
    for merchant in big.world.merchants:
        used = Counter(one for course in merchant.courses for one in course.lists)
        assert max(used.values()) > 1
        names = Counter(course.name for course in merchant.courses)
        assert [count for count in names.values() if count > 1] == [2]
        assert any(course.fields for course in merchant.courses)
        assert {len(course.sizes) for course in merchant.courses} >= {1, 2}
    chain = max(big.world.merchants, key=lambda one: len(one.locations))
    assert any(size.elsewhere for course in chain.courses for size in course.sizes)
    assert any(len(course.locations) == 1 for course in chain.courses)


async def test_incumbent_menus_differ_from_the_till_in_a_few_things(big: Town) -> None:
    """Most dishes are there with the same price; some are missing, dearer, or written otherwise."""
    same = other = missing = 0
    for merchant in big.world.merchants:
        for store in (one for one in merchant.stores if one.incumbent):
            menu = (await big.doors("uber_eats", "GET", f"stores/{store.store_id}"))["menu"]
            items = {one["id"]: one for one in menu["items"]}
            for course in (one for one in merchant.courses if store.location_id in one.locations):
                there = items.get(store.matching.get(course.item_id, ""))
                price = min(size.elsewhere.get(store.location_id, size.price) for size in course.sizes)
                if there is None:
                    missing += 1
                elif (there["title"]["translations"]["en_us"], there["price_info"]["price"]) == (course.name, price):
                    same += 1
                else:
                    other += 1
    assert same > 5 * (other + missing) > 0
    assert min(other, missing) > 0


async def test_choices_nest_three_levels_deep_at_uber(big: Town) -> None:
    """Some store's dish has a group, whose choice has a group, whose choice has a group."""
    found = [(await big.doors("uber_eats", "GET", f"stores/{one.store_id}"))["menu"] for one in big.world.stores]
    assert max(depth(menu) for menu in found if menu) == 3
    assert any("house_note" in item for menu in found if menu for item in menu["items"])


def depth(menu: dict[str, Any]) -> int:
    items = {one["id"]: one for one in menu["items"]}
    groups = {one["id"]: one for one in menu["modifier_groups"]}

    def below(item: str) -> int:
        named = (items[item].get("modifier_group_ids") or {}).get("ids") or ()
        options = (one["id"] for group in named for one in groups[group]["modifier_options"])
        return 1 + max(map(below, options)) if named else 0

    return max(map(below, items))


def test_hours_hold_through_the_day_wherever_it_begins() -> None:
    """Everybody is open when the world begins and six hours on, and some close after midnight."""
    overnight = 0
    for hour in range(24):
        begun = BEGUN + timedelta(hours=hour)
        for zone, wanted in (("America/New_York", True), ("Europe/Paris", False)):
            opening = drawn(Draw(Dice(hour), "hours"), begun, zone, overnight=wanted)
            overnight += opening.closes <= opening.opens
            local = begun.astimezone(ZoneInfo(zone))
            minute = local.weekday() * 1440 + local.hour * 60 + local.minute
            for later in (0, 3 * 60, 6 * 60 - 1):
                at = (minute + later) % (7 * 1440)
                assert any(start <= at < end for start, end in opening.week()), (begun, zone, opening)
    assert overnight > 10


def test_hours_read_back_from_both_partners_are_the_same() -> None:
    """The judge's own reading of what was written at Square, and at Uber, gives the same stretches of the week."""
    for hour in range(24):
        opening = drawn(
            Draw(Dice(hour), "hours"), BEGUN + timedelta(hours=hour), "Europe/Paris", overnight=hour % 2 == 0
        )
        menu = {"menus": [{"service_availability": opening.uber()}]}
        assert week.of_square({"business_hours": opening.square()}) == week.of_uber(menu) == opening.week()


async def test_the_same_seed_gives_the_same_world_and_plan() -> None:
    """Two towns of one seed are equal to the last id, and so are their plans; another seed gives others."""
    one, same, other = await town(), await town(), await town(seed=2)
    assert one.world == same.world
    assert plan(one.world, Pace()) == plan(same.world, Pace())
    assert one.world != other.world
    assert await one.doors("square", "GET", "writes") == await same.doors("square", "GET", "writes")


def test_no_fault_outlasts_half_the_shortest_deadline() -> None:
    """Whatever begins is over in time, and before the last order, which is the last thing to happen."""
    assert LONGEST_S < DEADLINE_S / 2


@pytest.mark.parametrize("seed", range(5))
async def test_faults_and_edits_end_with_the_last_order(seed: int) -> None:
    """Every fault that a plan begins it also ends, within its bound; nothing is planned after the last order."""
    steps = plan((await town(seed=seed)).world, Pace())
    since: dict[tuple[str, str, str | None], float] = {}
    kinds = set()
    for one in steps:
        if isinstance(one.step, Weather):
            key = (one.step.partner, one.step.fault, one.step.account)
            kinds.add(one.step.fault)
            assert (key in since) == (one.step.rate == 0)
            if one.step.rate:
                since[key] = one.at_s
            else:
                assert one.at_s - since.pop(key) <= LONGEST_S
    assert not since
    assert kinds >= {"dead_partner", "webhook_loss", "webhook_duplication", "too_many_requests", "server_error"}
    assert steps[-1].at_s == max(one.at_s for one in steps if isinstance(one.step, Order)) == Pace().rush_s
    assert sum(isinstance(one.step, Order) for one in steps) == 160


def test_a_world_without_a_location_is_refused() -> None:
    """There is no world of nothing."""
    with pytest.raises(ValueError, match="at least one location, not 0"):
        houses(Recipe(BEGUN, locations=0))


@pytest.mark.parametrize("locations", [1, 2, 5, 6, 17, 40])
def test_any_number_of_locations_can_be_had(locations: int) -> None:
    """As many locations as were asked for belong to at most twelve merchants, and exactly one store is virtual."""
    found = houses(Recipe(BEGUN, locations=locations))
    assert sum(len(one.places) for one in found) == locations
    assert len(found) <= 12
    assert sum(store.virtual for one in found for store in one.stores) == 1


async def test_what_a_partner_refuses_is_said() -> None:
    """A door says why it stays closed."""
    there = await town(1)
    with pytest.raises(Refused, match="there is no store"):
        await there.doors("uber_eats", "GET", "stores/nowhere")
