"""Explain: from the look that showed a value to the look that confirmed our write of it, over a merchant in memory."""

import json

import msgspec
import pytest
from tests.orders.shell.town import opened
from tests.sync.merchant import LINK, LOCATION, POS, TENANT, Merchant, catalog, item
from tests.sync.opening import LUNCH, Open
from tests.sync.test_answers import asked
from tests.sync.test_commands import SOUP_ITEM, SOUP_SIZE, live
from tests.sync.test_pauses import OTHER, PAUSED, Stores
from tests.sync.till import Till

from tournant.calls.booking import Settlement
from tournant.control import BadInput
from tournant.control.chains import At, Explained
from tournant.control.choosing import EVERYBODY
from tournant.control.explaining import explain
from tournant.facts import Answer, Call, decoded, encoded
from tournant.facts.sync import CommandDone

pytestmark = pytest.mark.anyio


@pytest.fixture
async def merchant() -> Merchant:
    return await Merchant.open()


async def price(merchant: Merchant, said: str = SOUP_SIZE) -> tuple[Explained, dict[str, At]]:
    (found,) = await explain(merchant.store, EVERYBODY, said, "price")
    return found, {one.partner: one for one in found.links}


async def test_a_value_that_agrees_says_so_on_every_link(merchant: Merchant) -> None:
    """The decision is the point of sale's look; the channel's write was seen; both show what they should."""
    await live(merchant)
    found, at = await price(merchant)
    assert (found.merchant, found.kind, found.external_id, found.value) == (TENANT.label, "Variation", "V1", "6.50 USD")
    (decision,) = found.decisions
    assert (decision.source, decision.look.target, decision.look.resource) == (POS, POS, "menu")
    assert {one.partner: (one.shows, one.should_be, one.agrees) for one in found.links} == {
        "square": ("6.50 USD", "6.50 USD", True),
        "uber_eats": ("6.50 USD", "6.50 USD", True),
    }
    channel = at["uber_eats"]
    assert channel.paths == ("items[].price_info.price",)
    assert channel.write is not None
    assert (channel.write.named, channel.write.wanted, channel.write.settled) == (True, "6.50 USD", "done")
    assert channel.verified is not None
    assert channel.verified.began >= channel.write.planned
    assert at["square"].write is None
    assert "objects[ITEM].item_data.variations[].item_variation_data.price_money.amount" in at["square"].paths


async def test_the_raw_document_is_kept_under_its_address(merchant: Merchant) -> None:
    """What a decision was made from can be read, byte for byte."""
    pos, _ = await live(merchant)
    found, _ = await price(merchant)
    async with merchant.store.transaction(TENANT) as tx:
        assert await tx.raw(bytes.fromhex(found.decisions[0].look.address)) == pos


async def test_a_persons_edit_says_who_and_why(merchant: Merchant) -> None:
    """The last decision comes first, with its reason; the write is on its way, and nothing has confirmed it."""
    await live(merchant)
    await merchant.command("set", SOUP_SIZE, field="price", value="6.75")
    found, at = await price(merchant)
    assert [one.value for one in found.decisions] == ["6.75 USD", "6.50 USD"]
    last = found.decisions[0]
    assert (last.by, last.source) == ("ann", "operator:ann")
    channel = at["uber_eats"]
    assert (channel.shows, channel.should_be, channel.agrees) == ("6.50 USD", "6.75 USD", False)
    assert channel.write is not None
    assert channel.write.cause == last.cause
    assert (channel.write.shows, channel.write.wanted, channel.write.state) == ("6.50 USD", "6.75 USD", "waiting")
    assert channel.write.settled is None
    assert channel.verified is None


async def test_an_edit_on_the_channel_names_its_link(merchant: Merchant) -> None:
    """The decision is of the look at the channel, and the point of sale is written because of it."""
    _, menu = await live(merchant)
    await merchant.looked(LINK, menu.replace(b"650", b"675"))
    found, at = await price(merchant, "V1")
    assert (found.decisions[0].source, found.decisions[0].value) == (LINK, "6.75 USD")
    pos = at["square"]
    assert pos.write is not None
    assert (pos.agrees, pos.write.wanted) == (False, "6.75 USD")


async def test_what_the_partner_answered_is_told(merchant: Merchant) -> None:
    """In its words, with the attempt and its times."""
    await live(merchant)
    await merchant.command("set", SOUP_SIZE, field="price", value="6.75")
    (claim,) = [one for one in await merchant.claimed() if decoded(Call, one.intent.body).account == "acc_uber"]
    now = merchant.time.at
    said = Answer("a", claim.intent.id, 1, "acc_uber", "menu.write", "refused", now, now, why="too dear")
    async with merchant.store.transaction(TENANT, merchant.lease) as tx:
        await tx.settle(claim.intent.id, claim.attempt, encoded(Settlement(said, "")))
    _, at = await price(merchant)
    assert at["uber_eats"].write is not None
    call = at["uber_eats"].write.call
    assert call is not None
    assert (call.outcome, call.why, call.attempt) == ("refused", "too dear", 1)


async def test_sold_out_is_explained_at_both_sides(merchant: Merchant) -> None:
    """What an operator sold out says where; a question is marked at the link that asks."""
    await asked(merchant)
    (found,) = await explain(merchant.store, EVERYBODY, SOUP_ITEM, "available")
    assert found.value == "available"
    assert [one.value for one in found.decisions] == ["available", f"indefinitely at {LOCATION}"]
    channel = next(one for one in found.links if one.link == LINK)
    assert (channel.asked, channel.agrees, channel.should_be) == (True, False, "available")


async def test_hours_are_explained_at_both_sides() -> None:
    """At the till by its locations, on the channel by its menus: value, place, write, answer and confirming look."""
    one = await Open.at(LUNCH)
    said = await one.merchant.command("set", LOCATION, field="hours", value="mon-tue 11:00-22:00")
    assert isinstance(said, CommandDone)
    await one.settle()
    (found,) = await explain(one.merchant.store, EVERYBODY, "L1", "hours")
    assert (found.value, found.decisions[0].by, found.decisions[1].value) == (
        "mon-tue 11:00-22:00",
        "ann",
        "mon-fri 11:00-15:00",
    )
    at = {side.partner: side for side in found.links}
    for side in at.values():
        assert (side.shows, side.agrees) == ("mon-tue 11:00-22:00", True)
        assert side.write is not None
        assert (side.write.shows, side.write.wanted) == ("mon-fri 11:00-15:00", "mon-tue 11:00-22:00")
        assert side.verified is not None
        assert side.verified.began > side.write.planned
    assert at["square"].paths[0] == "locations[].business_hours.periods[].day_of_week"
    assert "menus[].service_availability[].time_periods[].start_time" in at["uber_eats"].paths
    assert at["square"].external_id == "L1"


async def test_a_pause_is_explained_by_the_status_of_the_store() -> None:
    """Who paused, where it stands, what was written to the other store; a till keeps no pause, and says so."""
    stores = await Stores.open()
    stores.shown[LINK] = PAUSED
    await stores.look()
    await stores.settle()
    (found,) = await explain(stores.merchant.store, EVERYBODY, LOCATION, "paused")
    assert (found.value, found.decisions[0].source) == ("until resumed", LINK)
    at = {side.link: side for side in found.links}
    assert {(at[link].shows, at[link].agrees, at[link].paths) for link in (LINK, OTHER)} == {
        ("indefinitely", True, ("status", "offlineReason"))
    }
    write = at[OTHER].write
    assert write is not None
    assert (write.shows, write.wanted, write.settled) == ("available", "indefinitely", "done")
    assert at[OTHER].verified is not None
    assert at[LINK].write is None
    assert (at["lnk_square"].agrees, at["lnk_square"].why_not) == (None, "this is not kept there")


async def test_sold_out_at_a_till_is_explained_by_its_count() -> None:
    """The till takes it only as a count: that is the write, and a later look at its catalog confirms it."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400)], counts={"V1": "7"})
    await till.open()
    assert isinstance(await till.merchant.command("86", SOUP_SIZE, location=LOCATION), CommandDone)
    await till.settle()
    await till.rest()
    (found,) = await explain(till.merchant.store, EVERYBODY, SOUP_SIZE, "available")
    at = next(side for side in found.links if side.partner == "square")
    assert (at.shows, at.should_be, at.agrees) == ("indefinitely", "indefinitely", True)
    assert "objects[ITEM].item_data.variations[].item_variation_data.location_overrides[].sold_out" in at.paths
    assert at.write is not None
    assert (at.write.shows, at.write.wanted) == ("7", "0")


async def test_an_order_is_explained_at_both_sides() -> None:
    """Its state and its ticket: decided by the looks at the channel, asked for, answered, and seen."""
    house = await opened()
    order = await house.guest({"id": house.menu_id("Bagel")})
    await house.pass_(20)
    state, ticket = await explain(house.store, EVERYBODY, order["id"], None)
    assert (state.kind, state.external_id, state.field, state.value) == ("Order", order["id"], "state", "accepted")
    assert [one.value for one in state.decisions] == ["accepted", "received"]
    assert len({one.look.address for one in state.decisions if one.look.address}) == 2
    (channel,) = state.links
    assert (channel.partner, channel.paths, channel.agrees) == ("uber_eats", ("current_state",), True)
    assert channel.write is not None
    assert (channel.write.wanted, channel.write.settled) == ("accepted", "done")
    assert channel.write.call is not None
    assert channel.verified is not None
    assert channel.verified.began >= channel.write.call.began
    (till,) = ticket.links
    assert (ticket.value, till.partner, till.agrees, till.write is not None) == ("open", "square", True, True)
    assert till.write is not None
    assert len(till.write.document) == 64
    (only,) = await explain(house.store, EVERYBODY, order["id"], "ticket")
    assert only.field == "ticket"
    with pytest.raises(BadInput, match="of an order state and ticket are explained, not 'price'"):
        await explain(house.store, EVERYBODY, order["id"], "price")


async def test_all_fields_without_a_name(merchant: Merchant) -> None:
    """Every field that is kept in agreement, each on its own."""
    await live(merchant)
    found = await explain(merchant.store, EVERYBODY, SOUP_ITEM, None)
    assert [one.field for one in found] == ["name", "description", "available"]
    assert [one.value for one in found] == ["Soup", None, "available"]
    await merchant.command("set", LOCATION, field="hours", value="mon-tue 11:00-22:00")
    (hours,) = await explain(merchant.store, EVERYBODY, "L1", "hours")
    assert hours.value == "mon-tue 11:00-22:00"
    assert hours.decisions[0].by == "ann"


async def test_what_is_not_there_is_one_sentence(merchant: Merchant) -> None:
    """No such thing, no such field."""
    await merchant.looked(POS, catalog(item(1, "Soup", 650)))
    with pytest.raises(BadInput, match="nope is nothing of this merchant"):
        await explain(merchant.store, EVERYBODY, "nope", None)
    with pytest.raises(BadInput, match="has no field 'colour'; kept in agreement are name, price, av"):
        await explain(merchant.store, EVERYBODY, SOUP_SIZE, "colour")


async def test_what_was_not_looked_at_says_so(merchant: Merchant) -> None:
    """A link without a look has nothing to show."""
    await merchant.looked(POS, catalog(item(1, "Soup", 650)))
    _, at = await price(merchant)
    channel = at["uber_eats"]
    assert (channel.shows, channel.agrees, channel.look) == (None, None, None)
    assert channel.why_not == "it was not looked at yet, or what was seen is not kept any more"


async def test_it_is_json(merchant: Merchant) -> None:
    """The keys are those of the documentation."""
    await live(merchant)
    found, _ = await price(merchant)
    said = json.loads(msgspec.json.encode(found))
    assert set(said) == {"merchant", "kind", "id", "external_id", "name", "field", "value", "decisions", "links"}
