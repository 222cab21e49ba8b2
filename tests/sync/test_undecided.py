"""A look that may show what is over decides nothing, and nothing is written upon it."""

import pytest
from tests.sync.merchant import LINK, POS, Merchant, catalog, item
from tests.sync.till import Till, about

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
