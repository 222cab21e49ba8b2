"""Both ways: what people change on a channel comes to the point of sale, and nobody's change is lost or comes twice."""

import json
from datetime import timedelta

import pytest
from tests.sync.merchant import EMPTY_MENU, LINK, POS, TENANT, Json, Merchant, catalog, item, names

from tournant.control.previewing import preview
from tournant.facts import Call, decoded
from tournant.facts.sync import CommandDone
from tournant.log.records import Claim

pytestmark = pytest.mark.anyio
SOUP, CAKE = item(1, "Soup", 650, label_color="ff0000"), item(2, "Cake", 400)
SQUARE = "lnk_square"


@pytest.fixture
async def merchant() -> Merchant:
    return await Merchant.open()


async def live(merchant: Merchant, *objects: Json) -> tuple[bytes, bytes]:
    """Both sides are live and agree; gives what they show."""
    pos = catalog(*objects or (SOUP, CAKE))
    await merchant.looked(POS, pos)
    await merchant.looked(LINK, EMPTY_MENU)
    for link in (SQUARE, LINK):
        found = await preview(merchant.store, TENANT, link)
        assert isinstance(await merchant.command("live", link, preview=found.fingerprint), CommandDone)
    (claim,) = await merchant.claimed()
    menu = await merchant.done(claim)
    await merchant.looked(POS, pos)
    assert await merchant.claimed() == []
    return pos, menu


def target(claim: Claim) -> str:
    return decoded(Call, claim.intent.body).about.split(":")[1]


def square(document: bytes) -> dict[str, int]:
    """What a Square catalog sells, by name, with the price in cents: read here, not by our mapping."""
    found = {}
    for one in json.loads(document)["objects"]:
        (size,) = one["item_data"]["variations"]
        found[one["item_data"]["name"]] = size["item_variation_data"]["price_money"]["amount"]
    return found


async def test_a_point_of_sale_that_agrees_is_not_written(merchant: Merchant) -> None:
    """Going live writes nothing to a point of sale from which the catalog came."""
    await merchant.looked(POS, catalog(SOUP))
    found = await preview(merchant.store, TENANT, SQUARE)
    assert not found.changes
    assert found.differences == []


async def test_a_price_from_the_channel_reaches_the_point_of_sale(merchant: Merchant) -> None:
    """A price that somebody changes on the channel is written to the point of sale, and nothing else there changes."""
    pos, menu = await live(merchant)
    await merchant.looked(LINK, menu.replace(b"650", b"675"))
    (claim,) = await merchant.claimed()
    assert target(claim) == POS
    assert await merchant.text(claim) == pos.replace(b"650", b"675")


async def test_a_round_trip_ends(merchant: Merchant) -> None:
    """Once both sides show the edit there is nothing more to write, however often they are looked at."""
    pos, menu = await live(merchant)
    edited = menu.replace(b"650", b"675")
    await merchant.looked(LINK, edited)
    (claim,) = await merchant.claimed()
    pos = await merchant.done(claim)
    for _ in range(3):
        await merchant.looked(LINK, edited)
        await merchant.looked(POS, pos)
    assert await merchant.claimed() == []
    folded = [one.target for one in await merchant.facts("cells_folded")]
    assert folded == [LINK]


async def test_a_name_from_the_channel_reaches_the_point_of_sale(merchant: Merchant) -> None:
    """The same holds for what something is called."""
    pos, menu = await live(merchant)
    await merchant.looked(LINK, menu.replace(b'"Soup"', b'"Broth"'))
    (claim,) = await merchant.claimed()
    assert square(await merchant.text(claim)) == {"Broth": 650, "Cake": 400}
    assert json.loads(await merchant.text(claim))["objects"][0]["item_data"]["label_color"] == "ff0000"
    assert pos.count(b"Soup") == 1


async def test_edits_on_both_sides_at_once_both_live(merchant: Merchant) -> None:
    """A price changed here and a name changed there, mutually unseen: both sides get what they lack."""
    pos, menu = await live(merchant)
    await merchant.looked(POS, pos.replace(b"400", b"450"))
    (to_channel,) = await merchant.claimed()
    await merchant.looked(LINK, menu.replace(b'"Soup"', b'"Broth"'))
    (to_pos,) = await merchant.claimed()
    assert (target(to_channel), target(to_pos)) == (LINK, POS)
    assert square(await merchant.text(to_pos)) == {"Broth": 650, "Cake": 450}
    await merchant.write_answered(to_channel)
    await merchant.looked(LINK, await merchant.text(to_channel))
    (again,) = await merchant.claimed()
    assert names(await merchant.document(again)) == {"Broth": 650, "Cake": 450}


async def test_our_own_write_is_no_edit(merchant: Merchant) -> None:
    """What we wrote to the point of sale is not taken for its people's edit, also when it is seen before the answer."""
    pos, menu = await live(merchant)
    await merchant.looked(LINK, menu.replace(b"650", b"675"))
    (claim,) = await merchant.claimed()
    await merchant.looked(POS, await merchant.text(claim))
    await merchant.write_answered(claim)
    await merchant.looked(POS, pos.replace(b"650", b"675"))
    assert [one.target for one in await merchant.facts("cells_folded")] == [LINK]
    assert await merchant.claimed() == []


async def test_there_and_back_again(merchant: Merchant) -> None:
    """A, B, A on the channel: the point of sale ends at A; our own A was sent once and seen, so this one is theirs."""
    pos, menu = await live(merchant)
    other = menu.replace(b"650", b"675")
    await merchant.looked(LINK, other)
    (claim,) = await merchant.claimed()
    pos = await merchant.done(claim)
    await merchant.looked(LINK, menu)
    (claim,) = await merchant.claimed()
    assert square(await merchant.done(claim)) == {"Soup": 650, "Cake": 400}
    assert await merchant.claimed() == []
    assert b"675" in pos


async def test_an_edit_at_the_point_of_sale_during_a_write_to_it_survives(merchant: Merchant) -> None:
    """What its people change while our write is on its way comes to the channel, and is not undone."""
    pos, menu = await live(merchant)
    await merchant.looked(LINK, menu.replace(b"650", b"675"))
    (claim,) = await merchant.claimed()
    both = (await merchant.text(claim)).replace(b"400", b"450")
    await merchant.write_answered(claim)
    await merchant.looked(POS, both)
    (to_channel,) = await merchant.claimed()
    assert names(await merchant.document(to_channel)) == {"Soup": 675, "Cake": 450}
    assert pos.count(b"400") == 1


async def test_taken_back_right_after_our_write(merchant: Merchant) -> None:
    """A price that staff take back before a look can show our write comes to the channel, and is not written over."""
    pos, menu = await live(merchant)
    edited = menu.replace(b"650", b"675")
    await merchant.looked(LINK, edited)
    (claim,) = await merchant.claimed()
    await merchant.write_answered(claim)
    back = json.loads(pos)
    back["objects"][0]["item_data"]["variations"][0]["version"] = 3
    pos = json.dumps(back).encode()
    await merchant.looked(POS, pos, began=merchant.time.at)
    await merchant.looked(POS, pos)
    (claim,) = await merchant.claimed()
    assert target(claim) == LINK
    assert names(await merchant.document(claim)) == {"Soup": 650, "Cake": 400}


async def test_what_stands_in_what_is_the_owners(merchant: Merchant) -> None:
    """An item that is taken off the channel's menu is put back: which items there are is the point of sale's."""
    _, menu = await live(merchant)
    less = json.loads(menu)
    gone = less["items"].pop()
    for category in less["categories"]:
        category["entities"] = [one for one in category["entities"] if one["id"] != gone["id"]]
    await merchant.looked(LINK, json.dumps(less).encode())
    (claim,) = await merchant.claimed()
    assert target(claim) == LINK
    assert names(await merchant.document(claim)) == {"Soup": 650, "Cake": 400}


async def test_what_the_channels_people_made_stays(merchant: Merchant) -> None:
    """An item that somebody makes on the channel is not ours: no write of ours takes it away."""
    pos, menu = await live(merchant)
    more = json.loads(menu)
    more["items"].append(
        {"id": "special", "title": {"translations": {"en": "Special"}}, "price_info": {"price": 999}, "tax_info": {}}
    )
    more["categories"][0]["entities"].append({"type": "ITEM", "id": "special"})
    await merchant.looked(LINK, json.dumps(more).encode())
    assert await merchant.claimed() == []
    await merchant.looked(POS, pos.replace(b"650", b"675"))
    (claim,) = await merchant.claimed()
    written = await merchant.document(claim)
    assert names(written) == {"Soup": 675, "Cake": 400, "Special": 999}
    assert {"type": "ITEM", "id": "special"} in written["categories"][0]["entities"]


async def test_sold_out_on_the_channel_is_the_catalogs(merchant: Merchant) -> None:
    """An item that is 86'd on the channel is sold out at that location in the catalog, and stays so on the channel."""
    pos, menu = await live(merchant)
    out = json.loads(menu)
    out["items"][0]["suspension_info"] = {"suspension": {"suspend_until": 4102444800, "reason": "86"}}
    await merchant.looked(LINK, json.dumps(out).encode())
    kinds = [kind for kind, _ in await merchant.rows()]
    assert kinds.count("Availability") == 1
    assert [one for one in await merchant.claimed() if target(one) == LINK] == []
    await merchant.looked(POS, pos.replace(b"400", b"450"))
    (claim,) = [one for one in await merchant.claimed() if target(one) == LINK]
    written = await merchant.document(claim)
    assert written["items"][0]["suspension_info"]["suspension"]["suspend_until"] == 4102444800


def versioned(document: bytes, name: str, cents: int) -> bytes:
    """The catalog after staff set a price: as Square keeps it, with a new version of the item and its size."""
    found = json.loads(document)
    for one in found["objects"]:
        if one["item_data"]["name"] == name:
            (size,) = one["item_data"]["variations"]
            size["item_variation_data"]["price_money"]["amount"] = cents
            one["version"] += 1
            size["version"] += 1
    return json.dumps(found).encode()


async def test_a_version_tells_an_edit_from_our_own_write(merchant: Merchant) -> None:
    """Staff set a price and set it back while a write of ours is open: by its version that is an edit, not our echo."""
    pos, menu = await live(merchant)
    await merchant.looked(LINK, menu.replace(b"650", b"675"))
    (claim,) = await merchant.claimed()
    pos = versioned(await merchant.text(claim), "Soup", 675)
    await merchant.write_answered(claim)
    await merchant.looked(POS, pos)
    for name, cents in (("Cake", 450), ("Cake", 400), ("Soup", 700), ("Soup", 675)):
        pos = versioned(pos, name, cents)
        await merchant.looked(POS, pos)
    folded = [one.target for one in await merchant.facts("cells_folded")]
    assert folded == [LINK, POS, POS, POS, POS]
    assert await merchant.facts("unsure") == []


async def test_facts_stand_in_the_order_in_which_they_were_decided(merchant: Merchant) -> None:
    """Two looks in one turn that change the same row: the last fact about it is the row that stands."""
    pos, menu = await live(merchant)
    merchant.rests = True
    await merchant.looked(LINK, menu.replace(b"650", b"675"))
    await merchant.looked(POS, versioned(pos, "Soup", 700))
    merchant.rests = False
    await merchant.turn()
    changes = [row for one in await merchant.facts("rows_changed") for row in one.puts.get("Variation", [])]
    (last, *_) = [bytes(row) for row in reversed(changes) if b'"amount":4' not in bytes(row)]
    stored = await merchant.rows()
    assert last in [body for (kind, _), body in stored.items() if kind == "Variation"]
    assert b'"amount":700' in last


async def test_a_write_upon_an_old_look_must_not_leave(merchant: Merchant) -> None:
    """A whole menu has to leave soon after it was planned; what the till checks by its version may wait."""
    pos, menu = await live(merchant)
    await merchant.looked(POS, pos.replace(b"400", b"450"))
    await merchant.looked(LINK, menu.replace(b"650", b"675"))
    calls = {target(claim): decoded(Call, claim.intent.body) for claim in await merchant.claimed()}
    assert calls[POS].deadline is None
    until = calls[LINK].deadline
    assert until is not None
    assert until <= merchant.time.at + timedelta(minutes=1)
