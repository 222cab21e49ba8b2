"""A record at the till that cannot be read says nothing: what was known of it stays, and nobody's edit follows."""

import json

import pytest
from tests.sync.merchant import LINK, Json, Merchant, item, names
from tests.sync.till import FAR, Till, sold

pytestmark = pytest.mark.anyio
MENU = (LINK, "menu")


async def opened() -> Till:
    """Three dishes, live on both sides."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400), item(3, "Pie", 300)])
    await till.open()
    return till


async def with_soup_out() -> Till:
    """Staff have marked Soup as sold out by hand, and the channel shows it."""
    till = await opened()
    till.by_hand["V1"] = None
    await till.looked()
    assert await till.settle() == [MENU]
    assert list(sold(till.menu)) == ["Soup"]
    return till


def size(till: Till, number: int) -> Json:
    found: Json = till.sizes()[number - 1]["item_variation_data"]
    return found


def price(till: Till, number: int) -> int:
    return int(size(till, number)["price_money"]["amount"])


async def test_a_size_that_cannot_be_read_stays_sold_out() -> None:
    """While a size cannot be read, and once it can be again, what staff sold out is not on sale on the channel."""
    till = await with_soup_out()
    size(till, 1)["pricing_type"] = "A_NEW_ONE"
    await till.looked()
    assert await till.settle() == []
    size(till, 1)["pricing_type"] = "FIXED_PRICING"
    await till.looked()
    assert await till.settle() == []
    assert list(sold(till.menu)) == ["Soup"]
    assert len(await till.merchant.facts("cells_folded")) == 1


async def test_a_word_about_a_place_that_cannot_be_read_leaves_it_sold_out() -> None:
    """The size can be read, what it says of this place cannot: it stays sold out, and nothing is counted for that."""
    till = await with_soup_out()
    till.by_hand["V1"] = "at some time"
    await till.looked()
    assert await till.settle() == []
    assert (list(sold(till.menu)), till.counts) == (["Soup"], {})


async def test_on_sale_again_beside_a_record_that_cannot_be_read() -> None:
    """What can be read is followed: a dish comes back on sale while another's record cannot be read."""
    till = await with_soup_out()
    till.by_hand["V2"] = None
    await till.looked()
    assert await till.settle() == [MENU]
    size(till, 1)["pricing_type"] = "A_NEW_ONE"
    del till.by_hand["V2"]
    await till.looked()
    assert await till.settle() == [MENU]
    assert list(sold(till.menu)) == ["Soup"]


async def test_on_sale_again_meanwhile_is_seen_once_it_can_be_read() -> None:
    """What staff changed while a record could not be read is their edit as soon as it can be again."""
    till = await with_soup_out()
    size(till, 1)["pricing_type"] = "A_NEW_ONE"
    await till.looked()
    del till.by_hand["V1"]
    await till.looked()
    assert await till.settle() == []
    size(till, 1)["pricing_type"] = "FIXED_PRICING"
    await till.looked()
    assert await till.settle() == [MENU]
    assert sold(till.menu) == {}


async def test_sold_out_on_the_channel_meanwhile_is_sold_out_at_the_till_later() -> None:
    """A channel's 86 of a record that cannot be read waits for the till, and is not taken back by it."""
    till = await opened()
    size(till, 1)["pricing_type"] = "A_NEW_ONE"
    await till.looked()
    await till.on_channel("Soup", FAR)
    assert await till.settle() == []
    size(till, 1)["pricing_type"] = "FIXED_PRICING"
    await till.looked()
    await till.settle()
    assert (till.out(), list(sold(till.menu))) == (["V1"], ["Soup"])


async def test_our_count_is_known_as_ours_though_the_record_could_not_be_read_meanwhile() -> None:
    """What a write of ours did while its record could not be read is no edit of staff: it can be given back."""
    till = await opened()
    await till.on_channel("Soup", FAR)
    (claim,) = await till.merchant.claimed()
    await till.take(claim)
    await till.looked()
    (claim,) = await till.merchant.claimed()
    await till.take(claim)
    size(till, 1)["pricing_type"] = "A_NEW_ONE"
    await till.looked()
    assert await till.settle() == []
    size(till, 1)["pricing_type"] = "FIXED_PRICING"
    await till.rest()
    await till.on_channel("Soup", None)
    await till.settle()
    assert (till.out(), sold(till.menu)) == ([], {})
    assert [one.target for one in await till.merchant.facts("cells_folded")] == [LINK, LINK]


async def test_a_price_on_the_channel_outlives_a_record_that_could_not_be_read() -> None:
    """The till's old price is nobody's edit when its record can be read again: the channel's new one stands."""
    till = await opened()
    size(till, 1)["pricing_type"] = "A_NEW_ONE"
    await till.looked()
    till.menu = till.menu.replace(b"650", b"700")
    await till.merchant.looked(LINK, till.menu)
    await till.settle()
    size(till, 1)["pricing_type"] = "FIXED_PRICING"
    await till.looked()
    await till.settle()
    assert (names(json.loads(till.menu))["Soup"], price(till, 1)) == (700, 700)


async def test_a_write_upon_a_catalog_with_an_unreadable_record_says_nothing_of_that() -> None:
    """A write of another dish is done meanwhile: what the till still shows of the unread one is nobody's edit."""
    till = await opened()
    size(till, 1)["pricing_type"] = "A_NEW_ONE"
    await till.looked()
    till.menu = till.menu.replace(b"650", b"700").replace(b"400", b"450")
    await till.merchant.looked(LINK, till.menu)
    (claim,) = await till.merchant.claimed()
    await till.take(claim)
    size(till, 1)["pricing_type"] = "FIXED_PRICING"
    await till.looked()
    await till.settle()
    assert (price(till, 1), price(till, 2)) == (700, 450)
    assert names(json.loads(till.menu)) == {"Soup": 700, "Cake": 450, "Pie": 300}


async def test_a_price_at_the_till_is_seen_once_its_record_can_be_read() -> None:
    """What staff changed in a record that cannot be read reaches the channel as soon as it can be again."""
    till = await opened()
    size(till, 1)["pricing_type"] = "A_NEW_ONE"
    await till.looked()
    size(till, 1)["price_money"]["amount"] = 725
    await till.looked()
    assert await till.settle() == []
    size(till, 1)["pricing_type"] = "FIXED_PRICING"
    await till.looked()
    await till.settle()
    assert (names(json.loads(till.menu))["Soup"], price(till, 1)) == (725, 725)


async def test_the_same_broken_catalog_is_reported_once() -> None:
    """A record that stays unreadable is one thing to be told, however often it is looked at."""
    till = await with_soup_out()
    size(till, 1)["pricing_type"] = "A_NEW_ONE"
    for _ in range(3):
        await till.rest()
    assert len(await till.merchant.facts("quarantined")) == 1


async def test_sold_out_on_a_channel_beside_what_could_not_be_read_is_an_edit() -> None:
    """An item on the channel that cannot be read for a while, and is sold out then: its people did that."""
    till = await opened()
    good = till.menu
    till.menu = good.replace(b"650", b'"x"')
    await till.merchant.looked(LINK, till.menu)
    (claim,) = await till.merchant.claimed()
    await till.merchant.write_answered(claim, "refused", why="an id stands there twice")
    await till.merchant.looked(LINK, till.menu)
    till.menu = good
    await till.on_channel("Soup", FAR)
    await till.settle()
    assert (till.out(), list(sold(till.menu))) == (["V1"], ["Soup"])
