"""What a person answers where nobody could tell who meant it so: until then, nothing is done about it."""

import json
from datetime import timedelta

import pytest
from msgspec import structs
from tests.sync.merchant import LINK, LOCATION, POS, TENANT, Json, Merchant, item
from tests.sync.test_commands import SOUP_ITEM, SOUP_SIZE, live, refused, rows, target

from tournant.facts.sync import CommandDone
from tournant.kernel.ids import derived
from tournant.sync.decide import state
from tournant.sync.decide.cell import Cell

pytestmark = pytest.mark.anyio


@pytest.fixture
async def merchant() -> Merchant:
    return await Merchant.open()


async def asked(merchant: Merchant) -> tuple[bytes, str, list[str]]:
    """A question: sold out on the channel while a write of ours that carried the same may still come.

    Gives what the channel shows, and the cell in question.
    """
    _, menu = await live(merchant)
    await merchant.command("86", SOUP_ITEM)
    (claim,) = [one for one in await merchant.claimed() if target(one) == LINK]
    out = await merchant.text(claim)
    await merchant.write_answered(claim, "unknown")
    await merchant.command("un86", SOUP_ITEM)
    await merchant.looked(LINK, menu)
    await merchant.looked(LINK, out)
    (question,) = await merchant.facts("asked")
    return out, question.target, question.cell


async def open_questions(merchant: Merchant) -> list[list[str]]:
    async with merchant.store.transaction(TENANT) as tx:
        body = await tx.shadow(LINK, "menu")
    assert body is not None
    return [one.cell for one in state.decoded(body).asked]


async def test_a_question_stays_until_it_is_answered(merchant: Merchant) -> None:
    """Nothing is written over what is asked about, however often it is looked at."""
    out, _, cell = await asked(merchant)
    for _ in range(3):
        await merchant.looked(LINK, out)
    assert await open_questions(merchant) == [cell]
    assert [one for one in await merchant.claimed() if target(one) == LINK] == []


async def test_a_question_outlives_what_raised_it(merchant: Merchant) -> None:
    """That it is on sale there again is no answer to who sold it out; the person's word is."""
    out, link, cell = await asked(merchant)
    menu = json.loads(out)
    for one in menu["items"]:
        one.pop("suspension_info", None)
    await merchant.looked(LINK, json.dumps(menu).encode())
    assert await open_questions(merchant) == [cell]
    assert isinstance(await merchant.command("decide", link, cell=json.dumps(cell), take="ours"), CommandDone)
    assert await open_questions(merchant) == []


async def test_theirs_is_an_edit(merchant: Merchant) -> None:
    """What the channel shows is the catalog's, and nothing more is asked."""
    out, link, cell = await asked(merchant)
    said = await merchant.command("decide", link, cell=json.dumps(cell), take="theirs")
    assert isinstance(said, CommandDone)
    assert [(row.parent, row.at_location) for row in await rows(merchant, "Availability")] == [(SOUP_SIZE, LOCATION)]
    await merchant.looked(LINK, out)
    assert await open_questions(merchant) == []
    assert [one for one in await merchant.claimed() if target(one) == LINK] == []


async def test_ours_is_restored(merchant: Merchant) -> None:
    """What the catalog says is written there again."""
    _, link, cell = await asked(merchant)
    assert isinstance(await merchant.command("decide", link, cell=json.dumps(cell), take="ours"), CommandDone)
    assert await open_questions(merchant) == []
    (claim,) = [one for one in await merchant.claimed() if target(one) == LINK]
    back: Json = await merchant.document(claim)
    assert not any((one.get("suspension_info") or {}).get("suspension") for one in back["items"])
    await merchant.done(claim)
    assert await rows(merchant, "Availability") == []
    assert await merchant.claimed() == []


async def test_what_is_not_asked_cannot_be_answered(merchant: Merchant) -> None:
    """Each wrong answer is one sentence."""
    await live(merchant)
    cell = json.dumps(["Item", SOUP_ITEM, "available"])
    assert await refused(merchant, "decide", LINK, cell=cell, take="both") == "what is taken is either theirs or ours"
    assert "is a list of texts" in await refused(merchant, "decide", LINK, cell="soup", take="ours")
    why = await refused(merchant, "decide", LINK, cell=cell, take="ours")
    assert why == f"nothing is asked about Item {SOUP_ITEM} available at {LINK}"
    assert await refused(merchant, "decide", "lnk_x", cell=cell, take="ours") == "there is no link or account lnk_x"


@pytest.mark.parametrize(("take", "still", "sold_out"), [("theirs", True, 1), ("theirs", False, 0), ("ours", True, 0)])
async def test_a_question_of_the_point_of_sale(merchant: Merchant, take: str, still: bool, sold_out: int) -> None:  # noqa: FBT001 - a parameter of the test
    """Theirs is what it shows: sold out as long as the doubt lasts, on sale once it shows that again."""
    await live(merchant)
    cell = ["Availability", SOUP_SIZE, LOCATION, "available"]
    async with merchant.store.transaction(TENANT) as tx:
        shadow = state.decoded(await tx.shadow(POS, "menu") or b"")
        cells = [(cell, Cell('["available"]', held=True))] if still else []
        question = state.Question(cell, merchant.time.at)
        await tx.put_shadow(POS, "menu", state.encoded(structs.replace(shadow, cells=cells, asked=[question])))
    await merchant.restarted()
    assert isinstance(await merchant.command("decide", POS, cell=json.dumps(cell), take=take), CommandDone)
    assert len(await rows(merchant, "Availability")) == sold_out
    assert await refused(merchant, "decide", POS, cell=json.dumps(cell), take=take) == (
        f"nothing is asked about {' '.join(cell)} at {POS}"
    )


async def test_an_edit_without_a_single_meaning_is_a_question(merchant: Merchant) -> None:
    """An item is back on sale while all its sizes are sold out: a person is asked which."""
    coffee = item(4, "Coffee", 300)
    sizes = coffee["item_data"]["variations"]
    sizes.append({**json.loads(json.dumps(sizes[0])), "id": "V4L"})
    for size, (name, cents) in zip(sizes, (("Small", 300), ("Large", 400)), strict=True):
        size["item_variation_data"] |= {"name": name, "price_money": {"amount": cents, "currency": "USD"}}
    await live(merchant, coffee)
    for external in ("V4", "V4L"):
        await merchant.command("86", derived(POS, "Variation", external))
    (claim,) = [one for one in await merchant.claimed() if target(one) == LINK]
    await merchant.done(claim)
    (claim,) = [one for one in await merchant.claimed() if target(one) == LINK]
    menu = json.loads(await merchant.done(claim))
    merchant.time.at += timedelta(minutes=5)
    await merchant.looked(LINK, json.dumps(menu).encode())
    (out,) = [one for one in menu["items"] if "Coffee" in one["title"]["translations"].values()]
    out.pop("suspension_info")
    await merchant.looked(LINK, json.dumps(menu).encode())
    (claim,) = await merchant.claimed()
    (again,) = [one for one in (await merchant.document(claim))["items"] if one["id"] == out["id"]]
    assert again["suspension_info"]
    (cell,) = await open_questions(merchant)
    why = await refused(merchant, "decide", LINK, cell=json.dumps(cell), take="theirs")
    assert why == "every size is sold out: which is back?; say it in the catalog by hand, and take ours here"
    assert isinstance(await merchant.command("decide", LINK, cell=json.dumps(cell), take="ours"), CommandDone)
    assert await open_questions(merchant) == []
