"""A write that is taken upon one version alone, whose answer was lost: what a look shows decides whether it landed."""

import json

import pytest
from tests.sync.merchant import LINK, POS, Merchant, item, names
from tests.sync.till import Till, about

pytestmark = pytest.mark.anyio


async def _lost(outcome: str = "unknown") -> Till:
    """Two prices from the channel were sent to the till, upon the versions that were seen; nobody heard of it."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400)])
    await till.open()
    till.menu = till.menu.replace(b"650", b"675").replace(b"400", b"450")
    await till.merchant.looked(LINK, till.menu)
    (claim,) = await till.merchant.claimed()
    assert about(claim) == (POS, "menu")
    await till.merchant.write_answered(claim, outcome)  # type: ignore[arg-type]  # an outcome
    return till


def _stands(till: Till, number: int, price: int, version: int) -> None:
    """What a size costs at the till, in which version."""
    size = till.objects[number - 1]["item_data"]["variations"][0]
    size["item_variation_data"]["price_money"]["amount"], size["version"] = price, version


async def _written(till: Till) -> dict[str, dict[str, int]]:
    """By where it goes: the prices that are on their way now."""
    found = {}
    for claim in await till.merchant.claimed():
        document = await till.merchant.document(claim)
        found[about(claim)[0]] = names(document) if about(claim)[0] == LINK else _prices(document)
    return found


def _prices(catalog: dict[str, object]) -> dict[str, int]:
    sizes = [
        (one["item_data"]["name"], one["item_data"]["variations"][0])
        for one in json.loads(json.dumps(catalog))["objects"]
    ]
    return {name: size["item_variation_data"]["price_money"]["amount"] for name, size in sizes}


async def _unsure(till: Till) -> list[tuple[str, str]]:
    return [(one.target, one.ruling) for one in await till.merchant.facts("unsure")]


async def test_ours_landed() -> None:
    """The later version shows what we wrote: it is ours, and there is nothing more to do."""
    till = await _lost()
    _stands(till, 1, 675, 2)
    _stands(till, 2, 450, 2)
    await till.looked()
    assert await _written(till) == {}
    assert await _unsure(till) == []
    assert [one.target for one in await till.merchant.facts("cells_folded")] == [LINK]


async def test_ours_landed_and_staff_took_it_back() -> None:
    """One price of ours is there, the other in a still later version as before: it landed, and staff took that back.

    Their price is followed; and because no answer says that ours was there, it is said, too.
    """
    till = await _lost()
    _stands(till, 1, 650, 3)
    _stands(till, 2, 450, 2)
    await till.looked()
    assert await _written(till) == {LINK: {"Soup": 650, "Cake": 450}}
    assert await _unsure(till) == [(POS, "ambiguous")]


async def test_ours_landed_and_staff_said_something_else() -> None:
    """Whether ours came before it or never: what staff said is later than what was there, and it is followed."""
    till = await _lost()
    _stands(till, 1, 699, 3)
    _stands(till, 2, 400, 1)
    await till.looked()
    written = await _written(till)
    assert written[LINK] == {"Soup": 699, "Cake": 450}


async def test_nobody_can_tell() -> None:
    """A later version shows what was there before: taken back, or never there. It is written again, and counted."""
    till = await _lost()
    _stands(till, 1, 650, 2)
    await till.looked()
    assert await _written(till) == {POS: {"Soup": 675, "Cake": 450}}
    assert await _unsure(till) == [(POS, "ambiguous")]


async def test_ours_did_not_land() -> None:
    """The version is what it was: nothing landed yet; it is written again, and nothing is in doubt."""
    till = await _lost()
    await till.looked()
    assert await _written(till) == {POS: {"Soup": 675, "Cake": 450}}
    assert await _unsure(till) == []


async def test_the_partner_said_that_the_version_is_over() -> None:
    """Refused for its version, ours never was there: what is there stands for nothing new, and is written over."""
    till = await _lost("clash")
    _stands(till, 1, 650, 2)
    await till.looked()
    assert await _written(till) == {POS: {"Soup": 675, "Cake": 450}}
    assert await _unsure(till) == []


async def test_the_same_may_have_been_typed_at_the_till() -> None:
    """What is there may be ours, or staff typed just that; the channel's next price may be older, and ends it: said."""
    till = await _lost()
    _stands(till, 1, 675, 2)
    _stands(till, 2, 450, 2)
    await till.looked()
    till.menu = till.menu.replace(b"675", b"699")
    await till.merchant.looked(LINK, till.menu)
    assert await _unsure(till) == [(POS, "masked")]
