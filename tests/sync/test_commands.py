"""What operators do by hand: values, sold out, hours, pauses; and what a person answers where nobody could tell."""

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.sync.merchant import EMPTY_MENU, LINK, LOCATION, POS, TENANT, Json, Merchant, catalog, item, names

from tournant.control.previewing import preview
from tournant.facts import Call, decoded
from tournant.facts.messages import COMMAND
from tournant.facts.rows import decode_row
from tournant.facts.sync import CommandDone, CommandRefused
from tournant.kernel.ids import derived
from tournant.kernel.money import Money
from tournant.log.records import Claim, Why

pytestmark = pytest.mark.anyio
SOUP, CAKE = item(1, "Soup", 650), item(2, "Cake", 400)
SOUP_ITEM, SOUP_SIZE = derived(POS, "Item", "I1"), derived(POS, "Variation", "V1")


@pytest.fixture
async def merchant() -> Merchant:
    return await Merchant.open()


async def live(merchant: Merchant, *objects: Json) -> tuple[bytes, bytes]:
    """Both sides are live and agree; gives what they show."""
    pos = catalog(*objects or (SOUP, CAKE))
    await merchant.looked(POS, pos)
    await merchant.looked(LINK, EMPTY_MENU)
    for link in ("lnk_square", LINK):
        found = await preview(merchant.store, TENANT, link)
        assert isinstance(await merchant.command("live", link, preview=found.fingerprint), CommandDone)
    (claim,) = await merchant.claimed()
    menu = await merchant.done(claim)
    await merchant.looked(POS, pos)
    assert await merchant.claimed() == []
    return pos, menu


async def refused(merchant: Merchant, do: str, target: str, **args: str) -> str:
    """Why a command is not done."""
    said = await merchant.command(do, target, **args)
    assert isinstance(said, CommandRefused), said
    return said.why


async def rows(merchant: Merchant, kind: str) -> list[Any]:
    return [decode_row(name, body) for (name, _), body in (await merchant.rows()).items() if name == kind]


def target(claim: Claim) -> str:
    return decoded(Call, claim.intent.body).about.split(":")[1]


# ---------------------------------------------------------------------- values


async def test_a_price_is_written_everywhere(merchant: Merchant) -> None:
    """A price that an operator sets is written to the point of sale and to the channel, and changes nothing else."""
    pos, menu = await live(merchant)
    said = await merchant.command("set", SOUP_SIZE, field="price", value="6.75")
    assert isinstance(said, CommandDone)
    found = {target(claim): await merchant.text(claim) for claim in await merchant.claimed()}
    assert found == {POS: pos.replace(b"650", b"675"), LINK: menu.replace(b"650", b"675")}


async def test_a_price_stands_until_somebody_changes_it(merchant: Merchant) -> None:
    """While the point of sale does not show it yet, a look there does not take it back; an edit made there does."""
    pos, _ = await live(merchant)
    await merchant.command("set", SOUP_SIZE, field="price", value="6.75 usd")
    claims = {target(claim): claim for claim in await merchant.claimed()}
    await merchant.looked(POS, pos)
    (soup,) = [row for row in await rows(merchant, "Variation") if row.id == SOUP_SIZE]
    assert soup.price == Money(675, "USD")
    shown = await merchant.done(claims[POS])
    merchant.time.at += timedelta(minutes=5)
    await merchant.looked(POS, shown.replace(b"675", b"690"))
    (soup,) = [row for row in await rows(merchant, "Variation") if row.id == SOUP_SIZE]
    assert soup.price == Money(690, "USD")


async def test_an_item_of_one_size_has_its_price(merchant: Merchant) -> None:
    """The price of an item is that of its only size; an item of several has none of its own."""
    await merchant.looked(POS, catalog(SOUP))
    assert isinstance(await merchant.command("set", SOUP_ITEM, field="price", value="7"), CommandDone)
    (soup,) = await rows(merchant, "Variation")
    assert soup.price == Money(700, "USD")


async def test_a_name_and_a_description(merchant: Merchant) -> None:
    """Words are set as prices are; a description may be emptied."""
    await live(merchant)
    await merchant.command("set", SOUP_ITEM, field="name", value="Broth")
    written = {target(claim): await merchant.document(claim) for claim in await merchant.claimed()}
    assert names(written[LINK]) == {"Broth": 650, "Cake": 400}
    assert written[POS]["objects"][0]["item_data"]["name"] == "Broth"
    await merchant.command("set", SOUP_ITEM, field="description", value="Hot.")
    await merchant.command("set", SOUP_ITEM, field="description", value="")
    assert [row.description for row in await rows(merchant, "Item") if row.id == SOUP_ITEM] == [None]


async def test_what_cannot_be_set_is_one_sentence(merchant: Merchant) -> None:
    """Nothing is changed by what makes no sense, and the sentence says why."""
    await merchant.looked(POS, catalog(SOUP))
    before = await merchant.rows()
    size, dish = SOUP_SIZE, SOUP_ITEM
    said = {
        (size, "price", "6.755"): "6.755 USD has more than 2 digits after the point and is not rounded",
        (size, "price", "cheap"): "'cheap' is no plain decimal number",
        (size, "price", "-1"): "a price cannot be below nothing",
        (size, "price", "6 EUR"): "it is priced in USD, not in EUR",
        (size, "colour", "red"): "of a Variation name, price can be set, not 'colour'",
        (dish, "name", " "): "a name cannot be empty",
        (dish, "name", "x" * 2001): "a text of more than 2000 characters is too long",
        ("itm_none", "name", "Soup"): "itm_none is nothing of this merchant's catalog",
        (dish, "hours", "mon 11:00-22:00"): f"{dish} is no location",
        (LOCATION, "hours", "noon"): '\'noon\' is no period: write "mon 11:00-22:00" or "mon-fri 11:00-22:00"',
        (LOCATION, "hours", "mon 11:00-25:00"): "these hours cannot be: '25:00' is no time of day",
    }
    for (id_, name, value), why in said.items():
        assert await refused(merchant, "set", id_, field=name, value=value) == why
    assert await merchant.rows() == before
    assert await merchant.facts("person_acted") == []


# ---------------------------------------------------------------------- sold out


async def test_sold_out_by_hand(merchant: Merchant) -> None:
    """An 86 is written to the channel, with its end; un86 takes it back."""
    await live(merchant)
    until = (merchant.time.at + timedelta(hours=2)).isoformat()
    await merchant.command("86", SOUP_ITEM, until=until)
    (claim,) = [one for one in await merchant.claimed() if target(one) == LINK]
    out = await merchant.document(claim)
    (soup,) = [one for one in out["items"] if one.get("suspension_info")]
    assert soup["suspension_info"]["suspension"]["suspend_until"] == int(
        (merchant.time.at + timedelta(hours=2)).timestamp()
    )
    await merchant.done(claim)
    await merchant.command("un86", SOUP_ITEM)
    (claim,) = [one for one in await merchant.claimed() if target(one) == LINK]
    back = await merchant.document(claim)
    assert not any((one.get("suspension_info") or {}).get("suspension") for one in back["items"])
    assert await rows(merchant, "Availability") == []


async def test_sold_out_at_one_location(merchant: Merchant) -> None:
    """A location that is not the merchant's is refused; at the one that is said it is sold out, and nowhere else."""
    await merchant.looked(POS, catalog(SOUP))
    assert await refused(merchant, "86", SOUP_ITEM, location="loc_x") == "loc_x is no location of this merchant"
    await merchant.command("86", SOUP_ITEM, location=LOCATION)
    (row,) = await rows(merchant, "Availability")
    assert (row.parent, row.at_location, row.available) == (SOUP_ITEM, LOCATION, False)
    assert (await merchant.command("86", SOUP_ITEM, location=LOCATION)).said == "it was so already"  # type: ignore[attr-defined]  # it is done


async def test_on_sale_again_is_the_whole_item(merchant: Merchant) -> None:
    """An item on sale again is so in all sizes; one size on sale again leaves the item's others sold out."""
    two = item(1, "Tea", 300)
    two["item_data"]["variations"].append({**json.loads(json.dumps(two["item_data"]["variations"][0])), "id": "V9"})
    await merchant.looked(POS, catalog(two))
    other = derived(POS, "Variation", "V9")
    await merchant.command("86", SOUP_ITEM)
    await merchant.command("un86", SOUP_SIZE)
    assert [row.parent for row in await rows(merchant, "Availability")] == [other]
    await merchant.command("un86", SOUP_ITEM)
    assert await rows(merchant, "Availability") == []


async def test_an_end_must_be_an_instant_to_come(merchant: Merchant) -> None:
    """It needs a zone, and must not have passed."""
    await merchant.looked(POS, catalog(SOUP))
    said = {
        "tonight": "'tonight' is no instant: write it as 2026-11-24T21:30:00Z",
        "2099-01-01T00:00:00": "'2099-01-01T00:00:00' says no zone: end it with Z or +02:00",
        "2001-01-01T00:00:00Z": "2001-01-01T00:00:00Z has passed already",
    }
    for until, why in said.items():
        assert await refused(merchant, "86", SOUP_ITEM, until=until) == why
        assert await refused(merchant, "pause", LOCATION, until=until) == why


# ---------------------------------------------------------------------- hours, pauses


async def test_hours_are_replaced_whole(merchant: Merchant) -> None:
    """A row a weekday and period; days may be ranges; what was said before is gone."""
    await merchant.looked(POS, catalog(SOUP))
    await merchant.command("set", LOCATION, field="hours", value="daily 10:00-12:00")
    assert len(await rows(merchant, "OpeningHours")) == 7
    await merchant.command("set", LOCATION, field="hours", value="fri-sun 11:00-15:00, sat 18:00-02:00")
    found = sorted((*row.weekdays, row.opens, row.closes) for row in await rows(merchant, "OpeningHours"))
    assert found == [
        ("friday", "11:00", "15:00"),
        ("saturday", "11:00", "15:00"),
        ("saturday", "18:00", "02:00"),
        ("sunday", "11:00", "15:00"),
    ]


@pytest.mark.parametrize("said", ["closed", " Closed ", ""])
async def test_a_place_is_not_closed_by_having_no_hours(merchant: Merchant, said: str) -> None:
    """No hours would mean that nobody says when it is open, and menus around the clock: refused, with what to do."""
    await merchant.looked(POS, catalog(SOUP))
    await merchant.command("set", LOCATION, field="hours", value="daily 10:00-12:00")
    why = f"never open cannot be said in hours: pause it instead (`tournant pause {LOCATION}`)"
    assert await refused(merchant, "set", LOCATION, field="hours", value=said) == why
    assert len(await rows(merchant, "OpeningHours")) == 7


async def test_a_pause_and_its_end(merchant: Merchant) -> None:
    """A location takes no orders until it is resumed; the row says since when."""
    await merchant.looked(POS, catalog(SOUP))
    await merchant.command("pause", LOCATION)
    (row,) = await rows(merchant, "Pause")
    assert (row.parent, row.paused, row.until) == (LOCATION, True, None)
    assert await refused(merchant, "pause", SOUP_ITEM) == f"{SOUP_ITEM} is no location"
    await merchant.command("resume", LOCATION)
    assert await rows(merchant, "Pause") == []


# ---------------------------------------------------------------------- audit


async def test_every_act_is_written_down(merchant: Merchant) -> None:
    """Who, what and why stand in the log, and what it came to with the same cause and the same origin."""
    await merchant.looked(POS, catalog(SOUP))
    await merchant.command("set", SOUP_SIZE, field="price", value="7")
    async with merchant.store.transaction(TENANT) as tx:
        facts = await tx.read("sync:catalog")
    assert [(one.fact.kind, one.fact.origin) for one in facts] == [("person_acted", "ann"), ("rows_changed", "ann")]
    assert len({one.fact.why for one in facts}) == 1
    (act,) = await merchant.facts("person_acted")
    assert (act.do, act.target, act.args) == ("set", SOUP_SIZE, {"field": "price", "value": "7"})
    assert (await merchant.facts("rows_changed"))[-1].target == "operator:ann"


async def test_a_command_that_is_not_known_is_answered(merchant: Merchant) -> None:
    """What another version wrote does not stop the merchant's work."""
    await merchant.observe(COMMAND, b"{}", b'{"do":"dance","target":"x","by":"ann"}', source="ann", why=Why("t", "c-9"))
    (said,) = await merchant.facts("command_refused")
    assert said.why == "this command is not known here"
