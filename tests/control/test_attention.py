"""The attention list, conflicts and stores: what waits for a person, and what to do, over a merchant in memory."""

import json
from datetime import datetime, timedelta

import msgspec
import pytest
from tests.sync.merchant import EMPTY_MENU, LINK, LOCATION, POS, TENANT, Merchant, catalog, item
from tests.sync.test_answers import asked
from tests.sync.test_commands import live
from tests.sync.test_matching import INCUMBENT

from tournant.control import BadInput
from tournant.control.attention import Matter, attention
from tournant.control.choosing import EVERYBODY, Choice, chosen, the_one
from tournant.control.conflicts import conflicts
from tournant.control.naming import location_meant, thing_meant
from tournant.control.previewing import preview
from tournant.control.stores import stores
from tournant.facts import Pointer
from tournant.facts.orders import AlarmEnded, AlarmRaised
from tournant.facts.sync import EditRefused, Unsure
from tournant.kernel import bounds
from tournant.kernel.ids import derived
from tournant.log.records import Append, NewFact, Tenant, Why
from tournant.orders.decide import facts as order_facts
from tournant.sync.desk import Desk, read_desk

pytestmark = pytest.mark.anyio
SOUP, CAKE = item(1, "Soup", 650), item(2, "Cake", 400)


@pytest.fixture
async def merchant() -> Merchant:
    return await Merchant.open()


async def waiting(merchant: Merchant) -> list[Matter]:
    return await attention(merchant.store, EVERYBODY, merchant.time.at)


async def append(merchant: Merchant, stream: str, kind: str, body: bytes) -> None:
    fact = NewFact(kind, 1, body, Why("t", "c"), "test", merchant.time.at)
    async with merchant.store.transaction(TENANT) as tx:
        await tx.append(Append(stream, (fact,)))


async def test_nothing_waits_where_all_agrees(merchant: Merchant) -> None:
    """A merchant with both sides live and in agreement needs nobody."""
    await live(merchant)
    assert await waiting(merchant) == []


async def test_proposals_wait_until_they_are_decided(merchant: Merchant) -> None:
    """They are one line a link, with the command that lists them."""
    await merchant.looked(POS, catalog(SOUP, CAKE))
    await merchant.looked(LINK, INCUMBENT)
    (one,) = await waiting(merchant)
    assert (one.kind, one.target, one.partner) == ("proposals", LINK, "uber_eats")
    assert one.why == "3 things on the channel are probably ours"
    assert one.do == f"tournant links proposals {LINK}"
    await merchant.command("match", LINK, all="names")
    assert await waiting(merchant) == []


async def test_a_question_waits_with_its_cell(merchant: Merchant) -> None:
    """It says what is shown, since when, and the command that answers it."""
    await asked(merchant)
    (one,) = [matter for matter in await waiting(merchant) if matter.kind == "question"]
    (fact,) = await merchant.facts("asked")
    assert (one.target, one.since is not None) == (LINK, True)
    assert json.dumps(fact.cell, separators=(",", ":")) in one.do
    await merchant.command("decide", LINK, cell=json.dumps(fact.cell), take="theirs")
    assert [matter for matter in await waiting(merchant) if matter.kind == "question"] == []


async def test_what_is_held_back_waits(merchant: Merchant) -> None:
    """A look that would empty the channels waits for its release."""
    many = [item(number, f"Dish {number}", 500 + number) for number in range(10)]
    await merchant.looked(POS, catalog(*many))
    await merchant.looked(POS, catalog(*many[:2]))
    (one,) = await waiting(merchant)
    assert (one.kind, one.target) == ("held", POS)
    assert one.why == "8 of 10 items would be gone at once (menu)"
    assert one.do == f"tournant links release {POS} --reason …"
    await merchant.command("release", POS)
    assert await waiting(merchant) == []


async def test_a_refused_write_waits(merchant: Merchant) -> None:
    """In the partner's words; once something else was written and seen, it is over."""
    await merchant.looked(POS, catalog(SOUP, CAKE))
    await merchant.looked(LINK, EMPTY_MENU)
    found = await preview(merchant.store, TENANT, LINK)
    await merchant.command("live", LINK, preview=found.fingerprint)
    (claim,) = await merchant.claimed()
    await merchant.write_answered(claim, "refused", why="the menu is wrong")
    (one,) = await waiting(merchant)
    assert (one.kind, one.why) == ("refused", "a write of the menu was not taken: the menu is wrong")
    await merchant.looked(LINK, EMPTY_MENU)
    await merchant.looked(POS, catalog(SOUP))
    (claim,) = await merchant.claimed()
    await merchant.done(claim)
    assert await waiting(merchant) == []


async def test_accounts_that_cannot_be_used_wait(merchant: Merchant) -> None:
    """Ended, or with a token that is not taken: with the command that connects them again."""
    await merchant.webhook(POS, "square", Pointer("menu", ended=True))
    async with merchant.store.transaction(TENANT) as tx:
        await tx.set_account("acc_uber", state="needs_reauth")
    found = {one.target: one for one in await waiting(merchant)}
    assert found[POS].why == "the authorisation was taken back"
    assert found[POS].since is not None
    assert found[POS].do == "tournant connect square --merchant org_ann/mer_one --account M1 --secret code=…"
    assert found["acc_uber"].why == "the partner does not take our token any more"


async def test_a_room_that_does_not_get_on_is_said(merchant: Merchant) -> None:
    """What came in and was not worked on for minutes: whose, since when, and where to look; over when it is done.

    Nobody works for orders here, so they stand still with what came in first of all.
    """

    async def standing() -> dict[str, tuple[str, str, datetime | None]]:
        found = [one for one in await waiting(merchant) if one.kind == "standing"]
        return {one.why.partition(" stand")[0]: (one.target, one.partner, one.since) for one in found}

    await live(merchant)
    since = merchant.time.at
    merchant.rests = True
    await merchant.webhook(POS, "square", Pointer("menu"))
    merchant.time.at += timedelta(seconds=bounds.STANDS_STILL_S)
    assert list(await standing()) == ["orders"]
    merchant.time.at += timedelta(seconds=1)
    assert (await standing())["menus, counts, hours and pauses"] == (POS, "square", since)
    merchant.rests = False
    await merchant.turn()
    assert list(await standing()) == ["orders"]


async def test_what_cannot_be_read_waits_until_it_can(merchant: Merchant) -> None:
    """A document that is none, or of which parts are of a wrong shape; a better look ends it."""
    await merchant.looked(POS, catalog(SOUP, CAKE))
    await merchant.looked(POS, b'{"objects": [')
    (one,) = await waiting(merchant)
    assert (one.kind, one.target) == ("unreadable", POS)
    await merchant.looked(POS, catalog(SOUP, {**CAKE, "item_data": {"name": 7}}))
    (one,) = await waiting(merchant)
    assert "$.objects[1]" in one.why
    await merchant.looked(POS, catalog(SOUP, CAKE))
    assert await waiting(merchant) == []


async def test_what_stood_in_the_way_of_a_plan_ends(merchant: Merchant) -> None:
    """A channel that was looked at before its point of sale needs nobody once that was read."""
    await merchant.looked(LINK, EMPTY_MENU)
    await merchant.looked(POS, catalog(SOUP))
    assert await waiting(merchant) == []


async def test_an_alarm_of_an_order_waits(merchant: Merchant) -> None:
    """It is up from the fact that raises it to the one that lowers it, and says by when it can be mended."""
    raised = order_facts.Raised(merchant.time.at, "undecided", merchant.time.at)
    stream = f"order:{LINK}:o-1"
    await append(merchant, stream, "order.raised", order_facts.to_bytes(raised))
    (one,) = await waiting(merchant)
    assert (one.kind, one.target, one.partner, one.why) == ("order", stream, "uber_eats", "the deadline is near")
    assert one.until == merchant.time.at
    await append(
        merchant, stream, "order.lowered", order_facts.to_bytes(order_facts.Lowered(merchant.time.at, "undecided"))
    )
    assert await waiting(merchant) == []


async def test_an_alarm_of_a_ticket_waits(merchant: Merchant) -> None:
    """What is wrong with a ticket is said in the fact itself, and waits until a person has seen to it."""
    stream = f"order:{LINK}:o-1"
    for reason in ("unmapped", "total"):
        body = msgspec.json.encode(AlarmRaised(reason, f"{reason} is wrong", "compare it"))
        await append(merchant, stream, "alarm_raised", body)
    found = {one.why: one for one in await waiting(merchant)}
    assert set(found) == {"unmapped is wrong", "total is wrong"}
    one = found["total is wrong"]
    assert (one.kind, one.target, one.partner, one.since) == ("order", stream, "uber_eats", merchant.time.at)
    assert one.do == f"compare it; then tournant orders handled {stream} --reason …"
    await append(merchant, stream, "alarm_ended", msgspec.json.encode(AlarmEnded("unmapped")))
    assert [one.why for one in await waiting(merchant)] == ["total is wrong"]
    await append(merchant, stream, "alarm_ended", msgspec.json.encode(AlarmEnded("total")))
    assert await waiting(merchant) == []


async def test_what_is_about_no_single_order_waits_too(merchant: Merchant) -> None:
    """Something that came in at an account and could not be processed stands under the account's partner."""
    body = msgspec.json.encode(AlarmRaised("aside", "something could not be processed", "compare"))
    await append(merchant, f"orders:{POS}", "alarm_raised", body)
    (one,) = await waiting(merchant)
    assert (one.kind, one.target, one.partner) == ("order", f"orders:{POS}", "square")


async def test_conflicts_are_the_youngest_first(merchant: Merchant) -> None:
    """Rulings behind which an edit may hide, with where and when."""
    for ruling in ("late", "overruled"):
        body = msgspec.json.encode(Unsure(LINK, ["Item", "i", "name"], ruling))
        await append(merchant, f"sync:{LINK}", "unsure", body)
        merchant.time.at += timedelta(minutes=1)
    body = msgspec.json.encode(EditRefused(LINK, ["Item", "i", "limits"], "1, 2", "it cannot be so"))
    await append(merchant, f"sync:{LINK}", "edit_refused", body)
    found = await conflicts(merchant.store, EVERYBODY)
    assert [(one.ruling, one.target, one.cell, one.why) for one in found] == [
        ("undone", LINK, ["Item", "i", "limits"], "it cannot be so"),
        ("overruled", LINK, ["Item", "i", "name"], None),
        ("late", LINK, ["Item", "i", "name"], None),
    ]


async def test_stores_are_the_locations_with_their_links(merchant: Merchant) -> None:
    """Both partners of the one location, and whether it is paused."""
    await live(merchant)
    (one,) = await stores(merchant.store, EVERYBODY)
    assert (one.location, one.merchant, one.paused) == (LOCATION, TENANT.label, False)
    assert {link.partner: link.mode for link in one.links} == {"square": "live", "uber_eats": "live"}
    await merchant.command("pause", LOCATION)
    (one,) = await stores(merchant.store, EVERYBODY)
    assert one.paused


# ---------------------------------------------------------------------- who and what is meant


async def test_the_only_merchant_needs_no_name(merchant: Merchant) -> None:
    """Of several one has to be said, by its name alone or with the organisation's."""
    assert await the_one(merchant.store, EVERYBODY) == TENANT
    other = Tenant("org_bob", "mer_two")
    await merchant.store.register(other)
    with pytest.raises(BadInput, match="say which of 2 merchants is meant: org_ann/mer_one, org_bob/mer_two"):
        await the_one(merchant.store, EVERYBODY)
    for choice in (Choice("org_bob"), Choice(merchant="mer_two"), Choice(merchant="org_bob/mer_two")):
        assert await the_one(merchant.store, choice) == other
    assert await chosen(merchant.store, EVERYBODY) == [TENANT, other]
    with pytest.raises(BadInput, match="there is no merchant mer_x of org_bob"):
        await chosen(merchant.store, Choice("org_bob", "mer_x"))


async def desk_of(merchant: Merchant) -> Desk:
    async with merchant.store.transaction(TENANT) as tx:
        return await read_desk(tx)


async def test_things_go_by_every_id_that_they_have(merchant: Merchant) -> None:
    """Ours, the point of sale's, and the channel's where it gave one of its own."""
    await merchant.looked(POS, catalog(SOUP, CAKE))
    await merchant.looked(LINK, INCUMBENT)
    await merchant.command("match", LINK, all="names")
    desk = await desk_of(merchant)
    soup = derived(POS, "Item", "I1")
    assert {thing_meant(desk, said).id for said in (soup, "I1", "x1")} == {soup}
    assert location_meant(desk, "L1").id == location_meant(desk, "S1").id == LOCATION
    with pytest.raises(BadInput, match="x9 is nothing of this merchant, here or at a partner"):
        thing_meant(desk, "x9")


async def test_an_id_of_several_things_names_them(merchant: Merchant) -> None:
    """One clear sentence lists what it can be."""
    twin = item(1, "Soup", 650)
    twin["item_data"]["variations"][0]["id"] = "I1"
    await merchant.looked(POS, catalog(twin))
    with pytest.raises(
        BadInput, match=r"I1 can be 2 things, say which: Item itm_\w+ \(Soup\), Variation var_\w+ \(Regular\)"
    ):
        thing_meant(await desk_of(merchant), "I1")
