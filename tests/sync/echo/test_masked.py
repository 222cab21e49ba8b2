"""What was explained as ours at one place hides nothing silently when the same cell changes elsewhere."""

from datetime import timedelta

import pytest
from tests.sync.merchant import LINK, Merchant, item
from tests.sync.till import Till, about

pytestmark = pytest.mark.anyio


async def _written(till: Till, price: bytes) -> None:
    """The till has another price; the channel is written, nobody hears the answer, and it is seen there."""
    till.objects[0]["item_data"]["variations"][0]["item_variation_data"]["price_money"]["amount"] = int(price)
    await till.looked()
    (claim,) = await till.merchant.claimed()
    till.menu = await till.merchant.text(claim)
    await till.merchant.write_answered(claim, "unknown")
    await till.merchant.looked(LINK, till.menu)


async def _open() -> Till:
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400)])
    await till.open()
    return till


async def _masked(till: Till) -> list[tuple[str, str]]:
    return [(one.target, one.cell[-1]) for one in await till.merchant.facts("unsure") if one.ruling == "masked"]


async def test_an_edit_that_hides_an_explained_arrival_is_counted() -> None:
    """What was taken for ours on the channel may have been typed there; the till's next price ends it: that is said."""
    till = await _open()
    await _written(till, b"675")
    assert await _masked(till) == []
    await _written(till, b"700")
    assert await _masked(till) == [(LINK, "price")]


async def test_an_edit_that_was_certainly_made_later_hides_nothing() -> None:
    """The till was seen to be as before after the arrival was explained: its next price is later than all of it."""
    till = await _open()
    await _written(till, b"675")
    await till.looked()
    await _written(till, b"700")
    assert await _masked(till) == []


async def test_an_end_that_hides_an_explained_arrival_is_counted() -> None:
    """Sold out at the till until an hour; on the channel it was taken for ours: it may end a person's."""
    till = await _open()
    ends = till.merchant.time.at + timedelta(minutes=5)
    till.by_hand["V1"] = ends.isoformat()
    await till.looked()
    (claim,) = [one for one in await till.merchant.claimed() if about(one) == (LINK, "menu")]
    till.menu = await till.merchant.text(claim)
    await till.merchant.write_answered(claim, "unknown")
    await till.merchant.looked(LINK, till.menu)
    assert await _masked(till) == []
    till.merchant.time.at = ends + timedelta(seconds=1)
    await till.merchant.turn()
    assert await _masked(till) == [(LINK, "available")]


async def test_an_item_with_one_size_is_known_by_that() -> None:
    """Sold out on the channel is explained as ours; on sale again at the till, at the same time: said, by one name."""
    till = await _open()
    till.by_hand["V1"] = None
    await till.looked()
    (claim,) = [one for one in await till.merchant.claimed() if about(one) == (LINK, "menu")]
    till.menu = await till.merchant.text(claim)
    await till.merchant.write_answered(claim, "unknown")
    await till.merchant.looked(LINK, till.menu)
    del till.by_hand["V1"]
    await till.looked()
    assert await _masked(till) == [(LINK, "available")]
