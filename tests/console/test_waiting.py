"""Waits for you: what is neither how a link stands nor an alarm of one order waits for a person on the console too."""

import json
from datetime import timedelta

import msgspec
import pytest
from tests.console.asking import asked, console_of, form, posted
from tests.console.town import House, Town, dishes
from tests.console.tree import Node, problems
from tests.sync.merchant import item

from tournant.console import Console
from tournant.facts import Pointer, Received, encoded
from tournant.facts.messages import WEBHOOK
from tournant.facts.orders import AlarmEnded, AlarmRaised
from tournant.kernel import bounds
from tournant.log.records import Append, NewFact, NewObservation, Payload, Why


@pytest.fixture
async def quiet() -> Town:
    """One merchant of two restaurants, in which nothing waits."""
    town = Town.new()
    house = await town.house("Bao & Broth", "camden", "soho")
    for place in house.places:
        await house.live(place)
    await house.written()
    return town


@pytest.fixture
def house(quiet: Town) -> House:
    return quiet.houses["Bao & Broth"]


async def lines(console: Console) -> list[Node]:
    return (await asked(console, "/")).page.one("div", id="part-lines").all("li")


async def test_nothing_waits_where_all_is_well(quiet: Town) -> None:
    """Neither beside the fleet nor among the decisions."""
    console = console_of(quiet)
    page = (await asked(console, "/")).page
    assert page.one("div", id="part-lines").one("p").text == "Nothing waits for you."
    assert (await asked(console, "/decisions")).page.one("h1").text == "No decision waits for you."


async def test_a_room_that_stands_still_waits(quiet: Town, house: House) -> None:
    """What came in and is not worked on for five minutes is a line with its age and a command; then it is gone."""
    console = console_of(quiet)
    told = encoded(Received("square", "e-1", "happened", "M", [Pointer("menu")]))
    about = (house.tenant, house.pos, None, WEBHOOK, told, Payload(b"{}"), Why("t", "c"), quiet.time.now())
    await quiet.store.receive([NewObservation(*about)])
    quiet.time.at += timedelta(seconds=bounds.STANDS_STILL_S)
    assert await lines(console) == []
    quiet.time.at += timedelta(seconds=1)
    menus, orders = await lines(console)
    assert {one.one("b").text for one in (menus, orders)} == {"Bao & Broth"}
    assert menus.one("p").text.startswith(
        "Menus, counts, hours and pauses stand still: what came in since then was kept"
    )
    assert orders.one("p").text.startswith("Orders stand still")
    assert (menus.one("code").text, menus.one("time").text) == ("tournant doctor", "5 min")
    assert menus.one("span", class_="bad").text == "stands still"
    await house.turn()
    assert await lines(console) == []


async def test_what_is_put_aside_of_no_order_waits(quiet: Town, house: House) -> None:
    """It is a line at its account's partner and a row among the decisions, counted once, until it is handled."""
    console = console_of(quiet)
    stream = f"orders:{house.channel('soho')}"
    await note(quiet, house, stream, AlarmRaised("aside", "something could not be processed", "compare"))
    (line,) = await lines(console)
    assert line.one("b").text == "Soho, Uber Eats"
    assert "Something could not be processed. Compare the tablet with the till; it is tried again." in line.text
    assert line.one("code").text == f"tournant orders handled {stream} --reason …"
    answered = await asked(console, "/decisions")
    assert problems(answered.html) == []
    page = answered.page
    assert page.one("h1").text == "1 thing waits for you."
    badges = {one.attributes["href"]: [each.text for each in one.all("b")] for one in page.one("nav").all("a")}
    assert (badges["/decisions"], badges["/orders"]) == ([", waiting: 1"], [])
    (row,) = [one for one in page.one("section", id="elsewhere").all("tr") if "data-row" in one.attributes]
    assert row.one("code").text == f"tournant orders handled {stream} --reason …"
    await note(quiet, house, stream, AlarmEnded("aside"))
    assert await lines(console) == []


async def test_what_cannot_be_read_waits(quiet: Town, house: House) -> None:
    """A document that is none is a line that leads to where it can be looked at again; a better look ends it."""
    console = console_of(quiet)
    good = house.shows[house.pos, "menu"]
    await house.looked(house.pos, b'{"objects": [')
    (line,) = await lines(console)
    assert line.one("b").text == "Bao & Broth, Square"
    assert "The menu cannot be used as it stands" in line.text
    assert line.one("a").text == "Look again"
    path = str(line.one("a").attributes["href"])
    assert len((await asked(console, path)).page.all("button", id="look")) == 1
    quiet.time.at += timedelta(seconds=10)
    await house.looked(house.pos, good)
    assert await lines(console) == []


async def test_what_is_probably_ours_at_a_live_link_waits(house: House, quiet: Town) -> None:
    """The till sells what the channel's people had added by hand: before ours is written there, it can be matched."""
    console, link = console_of(quiet), house.link("soho")
    menu = json.loads(house.shows[link, "menu"])
    menu["items"].append({"id": "x7", "title": {"translations": {"en": "Flan"}}, "price_info": {"price": 600}})
    menu["categories"][0]["entities"].append({"type": "ITEM", "id": "x7"})
    await house.looked(link, json.dumps(menu).encode())
    assert await lines(console) == []
    await house.shown(dishes(cents=430))  # Is being written for as long as nobody answers.
    await house.shown([*dishes(cents=430), item(9, "Flan", 600)])
    assert await lines(console) == []
    quiet.time.at += timedelta(seconds=bounds.WATCHED_REST_S)
    (line,) = await lines(console)
    assert (line.one("b").text, line.one("span", class_="you").text) == ("Soho, Uber Eats", "match")
    assert line.one("p").text == "1 thing on the channel is probably ours."
    assert line.one("a").attributes["href"] == "/decisions#matches"
    page = (await asked(console, "/decisions")).page
    (row,) = [one for one in page.one("section", id="matches").all("tr") if "data-row" in one.attributes]
    page = (await asked(console, str(row.one("a").attributes["href"]))).page
    async with quiet.working():
        button = next(one for one in page.all("button") if one.attributes.get("value") == "match")
        assert (await posted(console, "/decisions", form(button, page))).status == 303
    assert await lines(console) == []


async def note(town: Town, house: House, stream: str, said: msgspec.Struct) -> None:
    kind = "alarm_raised" if isinstance(said, AlarmRaised) else "alarm_ended"
    fact = NewFact(kind, 1, msgspec.json.encode(said), Why("t", "c"), "orders", town.time.now())
    async with town.store.transaction(house.tenant) as tx:
        await tx.append(Append(stream, (fact,)))
