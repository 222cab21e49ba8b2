"""What people change at the till while a look is held back: it holds at once, and is not undone afterwards."""

import json

import pytest
from tests.sync.merchant import LINK, POS, Json, Merchant, item, names
from tests.sync.till import FAR, Till, about, sold

from tournant.facts.sync import CommandDone

pytestmark = pytest.mark.anyio
MENU = (LINK, "menu")


def priced(number: int, cents: int) -> Json:
    return item(number, f"Dish {number}", cents)


async def opened() -> Till:
    """Ten dishes, live on both sides."""
    till = Till(await Merchant.open(), [priced(number, 500 + number) for number in range(10)])
    await till.open()
    return till


async def held(till: Till, *, first: int = 500) -> list[Json]:
    """Six dishes are gone at the till, and the first costs something else in the same look; gives what was there."""
    before = till.objects
    till.objects = [priced(0, first), *before[1:4]]
    await till.looked()
    assert len(await till.merchant.facts("held_back")) >= 1
    return before


def shown(till: Till) -> dict[str, int]:
    return names(json.loads(till.menu))


def price(till: Till, size: str) -> int:
    """What a size costs at the till."""
    (found,) = (one for one in till.sizes() if one["id"] == size)
    return int(found["item_variation_data"]["price_money"]["amount"])


async def released(till: Till) -> None:
    assert isinstance(await till.merchant.command("release", POS), CommandDone)


async def test_a_price_in_the_held_look_holds_at_once_and_after_the_release() -> None:
    """An edit in the look that is held back reaches the channel, and releasing does not write the old price back."""
    till = await opened()
    await held(till, first=700)
    assert await till.settle() == [MENU]
    assert shown(till)["Dish 0"] == 700
    assert len(shown(till)) == 10
    await released(till)
    assert await till.settle() == [MENU]
    assert shown(till) == {"Dish 0": 700, "Dish 1": 501, "Dish 2": 502, "Dish 3": 503}
    assert price(till, "V0") == 700


async def test_a_later_edit_while_it_is_held_is_kept() -> None:
    """So does every edit in the looks that follow, until somebody releases."""
    till = await opened()
    await held(till)
    till.objects[1] = priced(1, 800)
    await till.looked()
    assert await till.settle() == [MENU]
    till.objects[1] = priced(1, 900)
    await till.looked()
    await released(till)
    await till.settle()
    assert (shown(till)["Dish 1"], price(till, "V1")) == (900, 900)


async def test_an_edit_is_kept_when_the_dishes_come_back() -> None:
    """Where nobody releases and the dishes are there again, the edit holds too, and nothing was taken away."""
    till = await opened()
    before = await held(till, first=700)
    till.objects = [priced(0, 700), *before[1:]]
    await till.looked()
    await till.settle()
    assert shown(till) == {f"Dish {number}": 500 + number for number in range(1, 10)} | {"Dish 0": 700}
    assert price(till, "V0") == 700


async def test_sold_out_while_it_is_held_is_sold_out_on_the_channel() -> None:
    """What staff mark at the till is suspended on the channel although the look is held back, and stays so after."""
    till = await opened()
    await held(till)
    till.by_hand["V1"] = None
    await till.looked()
    assert await till.settle() == [MENU]
    assert list(sold(till.menu)) == ["Dish 1"]
    await released(till)
    await till.settle()
    assert (till.out(), list(sold(till.menu))) == (["V1"], ["Dish 1"])
    del till.by_hand["V1"]
    await till.looked()
    await till.settle()
    assert sold(till.menu) == {}


async def test_what_is_missing_from_a_held_look_is_not_on_sale_again() -> None:
    """A dish that was sold out and is not in the look that is held back stays sold out on the channel."""
    till = await opened()
    till.by_hand["V9"] = None
    await till.looked()
    await till.settle()
    before = await held(till)
    assert await till.settle() == []
    assert list(sold(till.menu)) == ["Dish 9"]
    till.objects = before
    await till.looked()
    assert await till.settle() == []
    assert (till.out(), list(sold(till.menu))) == (["V9"], ["Dish 9"])


async def test_an_edit_on_the_channel_outlives_a_hold() -> None:
    """Dishes that were gone for a while and come back as they were are nobody's edit: the channel's price holds."""
    till = await opened()
    before = await held(till)
    till.menu = till.menu.replace(b"509", b"609")
    await till.merchant.looked(LINK, till.menu)
    await till.settle()
    till.objects = before
    await till.looked()
    await till.settle()
    assert (shown(till)["Dish 9"], price(till, "V9")) == (609, 609)


async def test_a_new_dish_waits_for_the_release() -> None:
    """What is new in a held look is not put beside what it may replace; once released it is there, sold out or not."""
    till = await opened()
    before = till.objects
    till.objects = [*before[:4], priced(20, 2000)]
    till.by_hand["V20"] = None
    await till.looked()
    await till.rest()
    assert await till.settle() == []
    await released(till)
    assert await till.settle() == [MENU]
    assert (sorted(shown(till)), list(sold(till.menu))) == (
        ["Dish 0", "Dish 1", "Dish 2", "Dish 20", "Dish 3"],
        ["Dish 20"],
    )


async def test_a_channels_86_while_it_is_held_comes_to_the_till_afterwards() -> None:
    """Nothing is written to the catalog that is held; once released, what the channel's people sold out is counted."""
    till = await opened()
    await held(till)
    await till.on_channel("Dish 1", FAR)
    assert [about(one) for one in await till.merchant.claimed()] == []
    await released(till)
    await till.settle()
    assert (till.out(), list(sold(till.menu))) == (["V1"], ["Dish 1"])
