"""A menu whose answer was lost, and a look that shows it: it is known to be there, and explains nothing more."""

import pytest
from tests.sync.merchant import LINK, Merchant, item
from tests.sync.till import FAR, Till, sold

from tournant.log.records import Claim

pytestmark = pytest.mark.anyio


async def _written() -> tuple[Till, Claim]:
    """The till has another price, and the channel is being written: with the call that nobody has answered yet."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400)])
    await till.open()
    till.objects[1]["item_data"]["variations"][0]["item_variation_data"]["price_money"]["amount"] = 450
    await till.looked()
    (claim,) = await till.merchant.claimed()
    till.menu = await till.merchant.text(claim)
    return till, claim


async def _unanswered() -> Till:
    """And nobody heard of it any more."""
    till, claim = await _written()
    await till.merchant.write_answered(claim, "unknown")
    return till


async def _rulings(till: Till) -> list[str]:
    return [one.ruling for one in await till.merchant.facts("unsure")]


async def test_on_sale_again_soon_after_a_menu_without_an_answer() -> None:
    """Seen there, then sold out by staff and on sale again, all within a minute: both are theirs, and stand."""
    till = await _unanswered()
    await till.merchant.looked(LINK, till.menu)
    assert (await till.merchant.facts("write_settled"))[-1].outcome == "done"
    await till.on_channel("Soup", FAR)
    await till.on_channel("Soup", None)
    assert await _rulings(till) == []
    assert [one.target for one in await till.merchant.facts("cells_folded")][-2:] == [LINK, LINK]
    await till.settle()
    assert (sold(till.menu), till.out()) == ({}, [])


async def test_seen_while_nobody_knew_whether_it_would_be_answered() -> None:
    """The look that shows it came before its answer was given up: what was seen is remembered."""
    till, claim = await _written()
    await till.merchant.looked(LINK, till.menu)
    await till.merchant.write_answered(claim, "unknown")
    await till.on_channel("Soup", FAR)
    await till.on_channel("Soup", None)
    assert await _rulings(till) == []
    await till.settle()
    assert (sold(till.menu), till.out()) == ({}, [])


async def test_on_sale_again_where_it_was_never_seen_to_land() -> None:
    """As long as nothing of it was there, "on sale" may be the menu, late: not followed, and counted."""
    till = await _unanswered()
    written, till.menu = till.menu, till.menu.replace(b"450", b"400")
    await till.on_channel("Soup", FAR)
    till.menu = written
    await till.merchant.looked(LINK, till.menu)
    assert await _rulings(till) == ["late"]


async def test_another_menu_of_ours_landed() -> None:
    """The menu was written once more and seen; that the first one says the same is no sign that it was there, too.

    It comes at last, a minute late, and is known as ours: nobody's price is changed back by it.
    """
    till = await _unanswered()
    late, before = till.menu, till.menu.replace(b"450", b"400")
    till.menu = before
    till.objects[0]["item_data"]["variations"][0]["item_variation_data"]["price_money"]["amount"] = 675
    await till.looked()
    await till.merchant.looked(LINK, before)
    (again,) = await till.merchant.claimed()
    await till.take(again)
    await till.merchant.looked(LINK, till.menu)
    assert b"675" in till.menu
    till.menu = late
    await till.merchant.looked(LINK, till.menu)
    assert await _rulings(till) == ["late"]
    await till.settle()
    assert b"675" in till.menu
