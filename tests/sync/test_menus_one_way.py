"""Menus one way: what the point of sale shows comes to a channel, once a person has read what that changes."""

import json
from datetime import timedelta

import pytest
from tests.sync.merchant import CHANNEL, EMPTY_MENU, LINK, POS, TENANT, Json, Merchant, catalog, item, names

from tournant.control.previewing import Preview, preview
from tournant.facts import Pointer
from tournant.facts.sync import CommandDone, CommandRefused
from tournant.log.errors import Fenced
from tournant.log.records import Claim

pytestmark = pytest.mark.anyio
SOUP, CAKE = item(1, "Soup", 650), item(2, "Cake", 400)


@pytest.fixture
async def merchant() -> Merchant:
    return await Merchant.open()


async def previewed(merchant: Merchant) -> Preview:
    return await preview(merchant.store, TENANT, LINK)


async def live(merchant: Merchant, *objects: Json, menu: bytes = EMPTY_MENU) -> Claim:
    """A link that has just gone live, with its first write claimed."""
    await merchant.looked(POS, catalog(*objects or (SOUP, CAKE)))
    await merchant.looked(LINK, menu)
    said = await merchant.command("live", LINK, preview=(await previewed(merchant)).fingerprint)
    assert isinstance(said, CommandDone)
    (claim,) = await merchant.claimed()
    return claim


async def agreeing(merchant: Merchant, *objects: Json) -> bytes:
    """A live link that shows what it should; gives what it shows."""
    claim = await live(merchant, *objects)
    menu = await merchant.text(claim)
    await merchant.write_answered(claim)
    await merchant.looked(LINK, menu)
    return menu


async def test_an_observed_link_is_never_written(merchant: Merchant) -> None:
    """Whatever is seen on either side, a link that only observes writes nothing."""
    await merchant.looked(POS, catalog(SOUP, CAKE))
    await merchant.looked(LINK, EMPTY_MENU)
    await merchant.looked(POS, catalog(SOUP))
    assert await merchant.claimed() == []


async def test_a_preview_says_what_the_first_write_would_change(merchant: Merchant) -> None:
    """The preview names what would be new on the channel, with the price that guests would pay."""
    await merchant.looked(POS, catalog(SOUP))
    await merchant.looked(LINK, EMPTY_MENU)
    found = await previewed(merchant)
    said = {(one.cell[0], one.cell[-1]): (one.shows, one.wanted) for one in found.differences}
    assert said["Item", "name"] == (None, "Soup")
    assert said["Variation", "price"] == (None, "6.50 USD")
    assert found.changes


async def test_going_live_writes_what_was_previewed(merchant: Merchant) -> None:
    """After `live` with the preview's hash the channel is sent the point of sale's menu, with its prices."""
    claim = await live(merchant)
    assert names(await merchant.document(claim)) == {"Soup": 650, "Cake": 400}
    assert await merchant.mode() == "live"


async def test_a_stale_preview_is_refused(merchant: Merchant) -> None:
    """What changed after the preview is not written in its name."""
    await merchant.looked(POS, catalog(SOUP))
    await merchant.looked(LINK, EMPTY_MENU)
    old = (await previewed(merchant)).fingerprint
    await merchant.looked(POS, catalog(item(1, "Soup", 700)))
    said = await merchant.command("live", LINK, preview=old)
    assert isinstance(said, CommandRefused)
    assert await merchant.mode() == "observe"
    assert await merchant.claimed() == []


async def test_one_write_at_a_time(merchant: Merchant) -> None:
    """While a write is open, nothing else is planned for that menu, whatever changes."""
    await live(merchant)
    await merchant.looked(POS, catalog(item(1, "Soup", 700), CAKE))
    await merchant.looked(LINK, EMPTY_MENU)
    assert await merchant.claimed() == []


async def test_published_means_seen(merchant: Merchant) -> None:
    """An answer alone is no agreement; the look that began after it is."""
    claim = await live(merchant)
    menu = await merchant.text(claim)
    await merchant.write_answered(claim)
    assert await merchant.agreed() == []
    await merchant.looked(LINK, menu)
    assert [one.outcome for one in await merchant.facts("write_settled")] == ["done"]
    assert len(await merchant.agreed()) == 1


async def test_a_look_that_began_before_the_answer_ends_nothing(merchant: Merchant) -> None:
    """What was read while the write was on its way may be older than it, and another write must wait for the next."""
    claim = await live(merchant)
    before = merchant.time.at
    await merchant.write_answered(claim)
    await merchant.looked(LINK, EMPTY_MENU, began=before)
    assert await merchant.facts("write_settled") == []
    assert await merchant.claimed() == []


async def test_an_unknown_write_is_looked_for(merchant: Merchant) -> None:
    """A write without an answer is not taken for done: a look that began after it says, and what is missing is sent."""
    claim = await live(merchant)
    await merchant.write_answered(claim, "unknown")
    assert await merchant.claimed() == []
    assert (await merchant.timers())[LINK, "look.menu"].due <= merchant.time.at
    await merchant.looked(LINK, EMPTY_MENU)
    assert [one.outcome for one in await merchant.facts("write_settled")] == ["unknown"]
    (again,) = await merchant.claimed()
    assert names(await merchant.document(again)) == {"Soup": 650, "Cake": 400}


async def test_an_unknown_write_that_comes_late_is_no_edit(merchant: Merchant) -> None:
    """What a write without an answer does later is known as ours, and the newest menu is written over it."""
    claim = await live(merchant)
    late = await merchant.text(claim)
    await merchant.write_answered(claim, "unknown")
    await merchant.looked(POS, catalog(item(1, "Soup", 700), CAKE))
    await merchant.looked(LINK, EMPTY_MENU)
    (again,) = await merchant.claimed()
    await merchant.write_answered(again)
    await merchant.looked(LINK, await merchant.text(again))
    await merchant.looked(LINK, late)
    (third,) = await merchant.claimed()
    assert names(await merchant.document(third)) == {"Soup": 700, "Cake": 400}
    assert [one.target for one in await merchant.facts("cells_folded")] == [POS]


async def test_a_refused_write_is_not_repeated(merchant: Merchant) -> None:
    """What the partner refused is not sent again until there is something else to send."""
    claim = await live(merchant)
    await merchant.write_answered(claim, "refused", why="the menu is wrong")
    await merchant.looked(LINK, EMPTY_MENU)
    assert await merchant.claimed() == []
    await merchant.looked(POS, catalog(SOUP, item(2, "Pie", 450)))
    (again,) = await merchant.claimed()
    assert names(await merchant.document(again)) == {"Soup": 650, "Pie": 450}


async def test_a_change_at_the_point_of_sale_reaches_the_channel(merchant: Merchant) -> None:
    """A new price is one write that changes that price's bytes and no others."""
    menu = await agreeing(merchant)
    await merchant.looked(POS, catalog(item(1, "Soup", 675), CAKE))
    (claim,) = await merchant.claimed()
    assert await merchant.text(claim) == menu.replace(b"650", b"675")


async def test_what_we_do_not_model_survives(merchant: Merchant) -> None:
    """A field that only the channel knows is written back as it stood."""
    menu = json.loads(await agreeing(merchant))
    menu["items"][0]["of_no_column"] = {"caffeine_amount": 7, "x": [1, None]}
    await merchant.looked(LINK, json.dumps(menu).encode())
    assert await merchant.claimed() == []
    await merchant.looked(POS, catalog(item(1, "Soup", 675), CAKE))
    (claim,) = await merchant.claimed()
    assert (await merchant.document(claim))["items"][0]["of_no_column"] == {"caffeine_amount": 7, "x": [1, None]}


async def test_an_edit_on_the_channel_is_undone(merchant: Merchant) -> None:
    """Where the point of sale owns the menu, what differs on a live channel is put right."""
    menu = await agreeing(merchant)
    await merchant.looked(LINK, menu.replace(b"650", b"1"))
    (claim,) = await merchant.claimed()
    assert names(await merchant.document(claim)) == {"Soup": 650, "Cake": 400}


async def test_what_cannot_be_read_is_not_gone(merchant: Merchant) -> None:
    """An item of a wrong shape is reported with its place, and stays on the channel as it was."""
    await agreeing(merchant)
    broken = {**item(2, "Cake", 400), "item_data": {"name": 7}}
    await merchant.looked(POS, catalog(SOUP, broken))
    assert await merchant.claimed() == []
    (fact,) = await merchant.facts("quarantined")
    assert "$.objects[1]" in fact.first[0]


async def test_a_document_that_is_none_changes_nothing(merchant: Merchant) -> None:
    """An answer that is no JSON is reported with the byte, and nothing follows from it."""
    await agreeing(merchant)
    await merchant.looked(POS, b'{"objects": [')
    assert await merchant.claimed() == []
    (fact,) = await merchant.facts("quarantined")
    assert "byte" in fact.first[0]


async def test_a_menu_that_cannot_be_read_is_not_read_in_a_circle(merchant: Merchant) -> None:
    """While something is to be written and the channel shows no menu, its next look is the poller's, not an own one."""
    menu = await agreeing(merchant)
    merchant.time.at += timedelta(minutes=5)
    await merchant.looked(POS, catalog(item(1, "Soup", 675), CAKE))
    assert (await merchant.timers())[LINK, "look.menu"].due <= merchant.time.at
    for _ in range(3):
        async with merchant.store.transaction(TENANT) as tx:
            await tx.cancel_timer(LINK, "look.menu")
        await merchant.looked(LINK, b'{"menus": [')
        assert (LINK, "look.menu") not in await merchant.timers()
    await merchant.looked(LINK, menu)
    (claim,) = await merchant.claimed()
    assert names(await merchant.document(claim)) == {"Soup": 675, "Cake": 400}


async def test_an_emptied_catalog_is_held_back(merchant: Merchant) -> None:
    """A look that would take most items away waits for a person, and is followed when released."""
    many = [item(number, f"Dish {number}", 500 + number) for number in range(10)]
    await agreeing(merchant, *many)
    await merchant.looked(POS, catalog(*many[:2]))
    assert await merchant.claimed() == []
    (held,) = await merchant.facts("held_back")
    assert held.why == "8 of 10 items would be gone at once"
    assert isinstance(await merchant.command("release", POS), CommandDone)
    (claim,) = await merchant.claimed()
    assert len(names(await merchant.document(claim))) == 2


async def test_a_webhook_only_says_where_to_look(merchant: Merchant) -> None:
    """It moves the timer of that look to now, and changes nothing else."""
    await merchant.webhook(POS, "square", Pointer("menu"))
    await merchant.webhook(CHANNEL, "uber_eats", Pointer("status", store="S1"))
    found = await merchant.timers()
    assert {name for name, one in found.items() if one.due <= merchant.time.at} == {
        (POS, "look.menu"),
        (LINK, "look.status"),
    }
    assert await merchant.rows() == {}


async def test_an_end_of_the_authorisation_is_noted(merchant: Merchant) -> None:
    """When a partner says that we may not call any more, the account says so, once."""
    for _ in range(2):
        await merchant.webhook(POS, "square", Pointer("menu", ended=True))
    assert len(await merchant.facts("account_ended")) == 1
    async with merchant.store.transaction(TENANT) as tx:
        assert {one.id: one.state for one in await tx.accounts()}[POS] == "ended"


async def test_another_worker_goes_on_where_the_first_was(merchant: Merchant) -> None:
    """All that is known is in the store: a successor with an empty memory ends the write and sees the agreement."""
    claim = await live(merchant)
    menu = await merchant.text(claim)
    await merchant.restarted()
    await merchant.write_answered(claim)
    await merchant.looked(LINK, menu)
    assert len(await merchant.agreed()) == 1
    await merchant.looked(POS, catalog(item(1, "Soup", 675), CAKE))
    (again,) = await merchant.claimed()
    assert await merchant.text(again) == menu.replace(b"650", b"675")


async def test_a_lost_lease_leaves_nothing(merchant: Merchant) -> None:
    """A worker whose lease is somebody else's commits nothing, and what it thought is forgotten."""
    await merchant.looked(POS, catalog(SOUP))
    lost, syncer = merchant.lease, merchant.syncer
    await merchant.restarted()
    merchant.syncer, merchant.lease = syncer, lost
    with pytest.raises(Fenced):
        await merchant.looked(POS, catalog(SOUP, CAKE))
    assert sum(kind == "Item" for kind, _ in await merchant.rows()) == 1


async def test_the_rows_are_the_fold_of_the_facts(merchant: Merchant) -> None:
    """Whoever reads all facts from the first gets exactly the rows that are stored."""
    await merchant.looked(POS, catalog(SOUP, CAKE))
    await merchant.looked(POS, catalog(item(1, "Broth", 650), item(3, "Bread", 200)))
    folded: dict[tuple[str, str], bytes] = {}
    for fact in await merchant.facts("rows_changed"):
        for kind, rows in fact.puts.items():
            for row in rows:
                made = json.loads(bytes(row))
                folded[kind, made.get("id") or f"{made.get('parent')}"] = bytes(row)
        for kind, key in fact.gone:
            folded.pop((kind, key), None)
    stored = await merchant.rows()
    assert {body for _, body in stored.items()} >= {
        body for (kind, _), body in folded.items() if kind in ("Item", "Variation")
    }
    assert {name for name in stored if name[0] == "Item"} == {name for name in folded if name[0] == "Item"}
