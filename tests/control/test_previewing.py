"""What a preview says: everything that going live would write, to whom, and nothing else is written then."""

import json
from datetime import timedelta

import pytest
from tests.sync.merchant import EMPTY_MENU, LINK, LOCATION, POS, TENANT, Json, Merchant, catalog, item
from tests.sync.opening import LUNCH, locations
from tests.sync.test_commands import SOUP_SIZE
from tests.sync.test_pauses import ONLINE, PAUSED, Stores
from tests.sync.till import Till, about

from tournant.control.previewing import Preview, preview
from tournant.facts.sync import CommandDone, CommandRefused

pytestmark = pytest.mark.anyio
SQUARE = "lnk_square"


async def previewed(merchant: Merchant, link: str = LINK) -> Preview:
    return await preview(merchant.store, TENANT, link)


def said(found: Preview) -> set[tuple[str, ...]]:
    """Every value: to whom, of what, its name, there now, would be there."""
    return {
        (one.partner, one.at, one.resource, one.cell[-1], str(one.name), str(one.shows), str(one.wanted))
        for one in found.differences
    }


async def live(merchant: Merchant, link: str, read: Preview) -> CommandDone | CommandRefused:
    found = await merchant.command("live", link, preview=read.fingerprint)
    assert isinstance(found, CommandDone | CommandRefused)
    return found


async def test_a_menu_says_to_whom_and_of_what() -> None:
    """Partner, store, resource, the name of the thing, and the value."""
    merchant = await Merchant.open()
    await merchant.looked(POS, catalog(item(1, "Soup", 650)))
    await merchant.looked(LINK, EMPTY_MENU)
    found = await previewed(merchant)
    assert ("uber_eats", "S1", "menu", "price", "Soup", "None", "6.50 USD") in said(found)
    assert found.changes


async def test_stock_that_would_be_counted_away_is_said() -> None:
    """Sold out by hand while the till only observes: that it is counted from then on, and that nothing is left."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400)], counts={"V1": "7"})
    await till.looked()
    await till.merchant.looked(LINK, EMPTY_MENU)
    await till.merchant.command("86", SOUP_SIZE, location=LOCATION)
    found = await previewed(till.merchant, SQUARE)
    assert said(found) == {
        ("square", "M1", "menu", "stock_tracked", "Soup", "None", "True"),
        ("square", "M1", "availability", "count", "Soup", "7", "0"),
    }
    assert isinstance(await live(till.merchant, SQUARE, found), CommandDone)
    written = [place for place in await till.settle() if place[0] == POS]
    assert written == [(POS, "menu"), (POS, "availability")]
    assert (till.out(), till.counts["V1"]) == (["V1"], "0")


async def test_hours_of_a_till_are_said() -> None:
    """Hours that somebody set while the till only observes are what would be written there."""
    merchant = await Merchant.open()
    await merchant.looked(POS, locations(LUNCH), "hours")
    await merchant.looked(POS, catalog(item(1, "Soup", 650)))
    await merchant.command("set", LOCATION, field="hours", value="mon 10:00-12:00")
    found = await previewed(merchant, SQUARE)
    ((partner, at, resource, field, name, shows, wanted),) = said(found)
    assert (partner, at, resource, field, name) == ("square", "M1", "hours", "hours", "Main")
    assert (shows, wanted) == ("mon-fri 11:00-15:00", "mon 10:00-12:00")
    assert isinstance(await live(merchant, SQUARE, found), CommandDone)
    assert [about(claim) for claim in await merchant.claimed()] == [(POS, "hours")]


async def test_what_changed_beside_the_menu_is_previewed_again() -> None:
    """The fingerprint covers counts, hours and pauses: other hours since, and the link does not go live."""
    merchant = await Merchant.open()
    await merchant.looked(POS, locations(LUNCH), "hours")
    await merchant.looked(POS, catalog(item(1, "Soup", 650)))
    old = await previewed(merchant, SQUARE)
    assert not old.changes
    await merchant.command("set", LOCATION, field="hours", value="mon 10:00-12:00")
    found = await live(merchant, SQUARE, old)
    assert isinstance(found, CommandRefused)
    assert "preview again" in found.why
    assert isinstance(await live(merchant, SQUARE, await previewed(merchant, SQUARE)), CommandDone)


async def test_a_look_that_shows_the_same_changes_no_fingerprint() -> None:
    """Counts move with every sale: as long as nothing of them would be written, what was read stands."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650)], counts={"V1": "7"})
    await till.looked()
    read = await previewed(till.merchant, SQUARE)
    till.counts["V1"] = "6"
    await till.looked()
    assert (await previewed(till.merchant, SQUARE)).fingerprint == read.fingerprint


async def test_a_pause_of_the_place_is_said() -> None:
    """A place that is paused here: its store would be paused."""
    merchant = await Merchant.open()
    await store_at(merchant, ONLINE)
    await merchant.command("pause", LOCATION)
    found = await previewed(merchant)
    (status,) = [one for one in found.differences if one.resource == "status"]
    assert (status.at, status.cell[-1], status.shows, status.wanted) == ("S1", "paused", "available", "indefinitely")


async def test_a_store_that_is_paused_stays_so_and_that_is_said() -> None:
    """No resumption is announced and none is written, however fresh the look is; the pause becomes the place's."""
    merchant = await Merchant.open()
    await store_at(merchant, PAUSED)
    found = await previewed(merchant)
    assert [one for one in found.differences if one.resource == "status"] == []
    assert [one.says for one in found.notes if one.resource == "status"] == [
        "it is paused there and stays so; the place is paused too then, at all its channels that are live"
    ]
    assert isinstance(await live(merchant, LINK, found), CommandDone)
    assert [about(claim)[1] for claim in await merchant.claimed()] == ["menu"]
    assert [kind for kind, _ in await merchant.rows() if kind == "Pause"] == ["Pause"]


async def test_a_store_that_was_resumed_since_is_previewed_again() -> None:
    """What would come of the pause is part of what was read."""
    merchant = await Merchant.open()
    await store_at(merchant, PAUSED)
    read = await previewed(merchant)
    await store_at(merchant, ONLINE)
    assert isinstance(await live(merchant, LINK, read), CommandRefused)


async def test_menus_around_the_clock_are_said() -> None:
    """Where nobody says when a place is open, a person reads what that means; with hours nothing is to be read."""
    merchant = await Merchant.open()
    await store_at(merchant, ONLINE)
    (note,) = [one.says for one in (await previewed(merchant)).notes if one.resource == "menu"]
    assert note.startswith("nobody says when this place is open, so its menus would be offered around the clock; ")
    assert f"`tournant set {LOCATION} hours" in note
    await merchant.command("set", LOCATION, field="hours", value="daily 10:00-12:00")
    assert [one for one in (await previewed(merchant)).notes if one.resource == "menu"] == []


async def test_what_was_not_looked_at_is_said() -> None:
    """A resource that nobody has read yet is named, and holds nothing up."""
    merchant = await Merchant.open()
    await merchant.looked(POS, catalog(item(1, "Soup", 650)))
    found = await previewed(merchant, SQUARE)
    assert [(one.resource, one.says) for one in found.notes] == [
        ("availability", "it was not looked at yet, so nothing is known of it"),
        ("hours", "it was not looked at yet, so nothing is known of it"),
    ]


async def test_a_preview_leaves_everything_as_it_was() -> None:
    """Read twice it is the same, and nothing is noted of what it only tries."""
    stores = await Stores.open()
    merchant = stores.merchant
    before = await merchant.rows()
    first = await previewed(merchant)
    merchant.time.at += timedelta(minutes=1)
    assert await previewed(merchant) == first
    assert await merchant.rows() == before


async def store_at(merchant: Merchant, status: Json) -> None:
    """A point of sale, and a channel's empty store with a status."""
    await merchant.looked(POS, catalog(item(1, "Soup", 650)))
    await merchant.looked(LINK, EMPTY_MENU)
    await merchant.looked(LINK, json.dumps(status).encode(), "status")
