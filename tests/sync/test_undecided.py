"""A look that may show what is over decides nothing, and nothing is written upon it."""

from datetime import timedelta

import pytest
from tests.sync.merchant import LINK, POS, Merchant, catalog, item
from tests.sync.till import Till, about, sold

pytestmark = pytest.mark.anyio


async def test_nothing_is_planned_from_a_look_that_waits() -> None:
    """The till has another price meanwhile: the whole menu is written only once a later look has decided."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400)])
    await till.open()
    merchant = till.merchant
    await merchant.looked(LINK, till.menu)
    began = merchant.time.at
    await merchant.looked(LINK, till.menu.replace(b"400", b"450"), began=began)
    planned = len(await merchant.facts("write_planned"))
    await merchant.looked(POS, catalog(item(1, "Soup", 675), item(2, "Cake", 400)))
    assert len(await merchant.facts("write_planned")) == planned
    written = {about(one): await merchant.text(one) for one in await merchant.claimed()}
    assert b"675" in written[LINK, "menu"]
    assert b"450" in written[LINK, "menu"]


async def test_what_a_write_only_carries_along_is_not_ours() -> None:
    """Staff rename one dish and put another on sale again; a write that was planned before anybody could tell whose
    that is carries both along, and they are still seen to be theirs."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400), item(3, "Tart", 500)])
    await till.open()
    merchant = till.merchant
    till.by_hand["V3"] = None
    await till.looked()
    await till.settle()
    await merchant.looked(LINK, till.menu.replace(b"400", b"450"))
    (late,) = [one for one in await merchant.claimed() if about(one) == (POS, "menu")]
    await merchant.looked(POS, till.shown())
    began = merchant.time.at - timedelta(seconds=1)
    await merchant.write_answered(late, "clash")
    del till.by_hand["V3"]
    till.objects[0]["item_data"]["name"] = "Broth"
    await merchant.looked(POS, till.shown(), began=began)
    (claim,) = [one for one in await merchant.claimed() if about(one) == (POS, "menu")]
    await till.take(claim)
    await till.settle()
    assert till.objects[0]["item_data"]["name"] == "Broth"
    assert b"Broth" in till.menu
    assert till.out() == []
    assert sold(till.menu) == {}


async def test_on_sale_again_while_a_write_is_on_its_way() -> None:
    """Staff put on sale what they had sold out, while a write about another dish is on its way: it stays on sale."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400)])
    await till.open()
    merchant = till.merchant
    till.by_hand["V1"] = None
    await till.looked()
    await till.settle()
    till.menu = till.menu.replace(b"400", b"450")
    await merchant.looked(LINK, till.menu)
    (claim,) = [one for one in await merchant.claimed() if about(one) == (POS, "menu")]
    await till.looked()
    began = merchant.time.at - timedelta(seconds=1)
    await till.take(claim)
    del till.by_hand["V1"]
    await merchant.looked(POS, till.shown(), began=began)
    await till.settle()
    assert till.out() == []
    assert sold(till.menu) == {}
