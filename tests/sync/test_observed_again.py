"""A link that was live and only observes again: nothing that its channel shows is anybody's edit."""

import json

import pytest
from tests.sync.merchant import LINK, TENANT, Merchant, item, names
from tests.sync.till import FAR, Till, sold

from tournant.control.previewing import preview
from tournant.facts.sync import CommandDone
from tournant.sync.decide import state

pytestmark = pytest.mark.anyio
MENU = (LINK, "menu")


async def opened() -> Till:
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400)])
    await till.open()
    return till


async def seen(till: Till, before: bytes, now: bytes) -> None:
    """Something else stands on the channel, and it is looked at."""
    till.menu = till.menu.replace(before, now)
    await till.merchant.looked(LINK, till.menu)


async def live_again(till: Till) -> None:
    found = await preview(till.merchant.store, TENANT, LINK)
    assert isinstance(await till.merchant.command("live", LINK, preview=found.fingerprint), CommandDone)


def costs(till: Till) -> dict[str, int]:
    return {
        one["item_data"]["name"]: one["item_data"]["variations"][0]["item_variation_data"]["price_money"]["amount"]
        for one in till.objects
    }


async def test_a_channel_that_is_only_observed_is_not_listened_to() -> None:
    """Prices that are damaged on the channel after `links observe` do not become the catalog's, nor the till's."""
    till = await opened()
    await till.merchant.command("observe", LINK)
    await seen(till, b"650", b"1")
    await till.on_channel("Cake", FAR)
    assert await till.settle() == []
    assert (costs(till), till.out()) == ({"Soup": 650, "Cake": 400}, [])
    assert await till.merchant.facts("cells_folded") == []


async def test_what_the_channel_shows_when_it_goes_live_again_is_no_edit() -> None:
    """The first look since is where it starts: what is there then was there, and is put right."""
    till = await opened()
    await till.merchant.command("observe", LINK)
    await seen(till, b"650", b"1")
    await till.rest()
    await live_again(till)
    await seen(till, b"400", b"2")
    assert await till.settle() == [MENU]
    assert names(json.loads(till.menu)) == costs(till) == {"Soup": 650, "Cake": 400}
    assert await till.merchant.facts("cells_folded") == []


async def test_an_edit_after_it_went_live_again_travels() -> None:
    """Once it was looked at since, the channel's people are listened to as before."""
    till = await opened()
    await till.merchant.command("observe", LINK)
    await till.rest()
    await live_again(till)
    await till.rest()
    await till.settle()
    await seen(till, b"650", b"700")
    await till.on_channel("Cake", FAR)
    await till.settle()
    assert (costs(till)["Soup"], till.out(), list(sold(till.menu))) == (700, ["V2"], ["Cake"])


async def test_a_link_that_was_put_back_by_an_older_version_is_not_listened_to() -> None:
    """Where the shadow still says since when it was live, the link's mode counts, and going live starts anew."""
    till = await opened()
    async with till.merchant.store.transaction(TENANT) as tx:
        old = await tx.shadow(*MENU)
    await till.merchant.command("observe", LINK)
    async with till.merchant.store.transaction(TENANT, till.merchant.lease) as tx:
        assert old is not None
        await tx.put_shadow(*MENU, old)
    await till.merchant.restarted()
    await seen(till, b"650", b"1")
    assert await till.settle() == []
    assert costs(till) == {"Soup": 650, "Cake": 400}
    async with till.merchant.store.transaction(TENANT, till.merchant.lease) as tx:
        await tx.put_shadow(*MENU, old)
    await till.merchant.restarted()
    since = state.decoded(old).live_since
    await live_again(till)
    async with till.merchant.store.transaction(TENANT) as tx:
        now = state.decoded(await tx.shadow(*MENU) or b"")
    assert now.live_since is not None
    assert (now.live_since > (since or now.live_since), now.based) == (True, False)


async def test_another_links_menu_at_a_till_is_left_alone() -> None:
    """A till has one menu for all of its places: it stays live where one place of it observes and another does not."""
    till = await opened()
    await till.merchant.command("observe", "lnk_square")
    await till.merchant.looked("acc_square", till.shown())
    till.by_hand["V1"] = None
    await till.looked()
    assert await till.settle() == [MENU]
    assert list(sold(till.menu)) == ["Soup"]
