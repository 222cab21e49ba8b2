"""Orders on the console: the list, one with its proofs, and what a person says of it."""

import asyncio
import re
from datetime import datetime, timedelta

import pytest
from tests.console.asking import asked, form, posted
from tests.console.town import Clock
from tests.console.tree import Node, problems
from tests.orders.shell.house import LINK, House, Json
from tests.orders.shell.town import opened
from tests.store.values import START
from typing_extensions import override

from tournant.console import Console, Parts
from tournant.console.timeline import happened
from tournant.control.fleet import Fleet, judged
from tournant.control.orders import Step
from tournant.kernel import bounds


class Both(Clock):
    """The world's clock of the house, the wall's of this machine."""

    def __init__(self, house: House) -> None:
        self.house = house

    @override
    def now(self) -> datetime:
        return self.house.world.time.now()


@pytest.fixture
async def house() -> House:
    """A live link that brings the ticket first and accepts then."""
    return await opened()


def console_of(house: House) -> Console:
    return Console(Parts(house.store, Both(house), house.ids, by="ann"))


async def bagels(house: House, quantity: int = 1) -> Json:
    return await house.guest({"id": house.menu_id("Bagel"), "quantity": quantity})


async def rows(console: Console, path: str) -> list[Node]:
    page = (await asked(console, path)).page
    return [one for one in page.all("tr") if "data-row" in one.attributes]


async def test_an_order_shows_its_three_proofs(house: House) -> None:
    """In the till once, to the cent, in time: each with its mark, and the sum of the money is what it should be."""
    order = await house.guest({"id": house.menu_id("Bagel"), "quantity": 3}, tax=107)
    await house.pass_(10)
    answered = await asked(console_of(house), f"/orders/order:{LINK}:{order['id']}")
    assert problems(answered.html) == []
    said = answered.page.one("p", class_="sum").text
    assert said.startswith(
        "agrees: In the point of sale once, agrees: equal to the cent, agrees: accepted, answered 11 min"
    )
    money = {
        one.all("td")[0].text: one.all("td")[1].text for one in answered.page.one("div", id="part-money").all("tr")
    }
    assert money["The guest pays"] == "$11.57"
    assert money["The ticket should be"] == money["The ticket is"] == "$10.50"
    assert "Names, phones and notes are hidden" in answered.page.text
    bar = answered.page.one("div", id="part-bar").one("svg")
    assert str(bar.attributes["aria-label"]).startswith("Answered ")
    assert str(bar.attributes["aria-label"]).endswith("after it came, of 11 min 30 s")


async def test_an_order_that_is_left_to_others_says_so() -> None:
    """Nobody is bringing it, and nobody has to answer it: no proof, no bar and no row speaks as if somebody would."""
    house = await opened(mode="observe")
    order = await bagels(house)
    await house.pass_(60)
    page = (await asked(console_of(house), f"/orders/order:{LINK}:{order['id']}")).page
    assert page.one("p", class_="sum").text == "not known: Left to others, as the link was not live."
    assert "yet" not in page.one("div", id="part-heading").text
    assert page.one("div", id="part-bar").all("svg") == []
    (row,) = await rows(console_of(house), "/orders?state=left")
    assert [one.text for one in row.all("td")][1:3] == ["not read", "left to others"]


async def test_an_order_that_ends_unanswered_was_not_answered(house: House) -> None:
    """A guest cancels before anybody answered: cancelled, so long before its deadline, and unanswered."""
    house.wire.dead = {"square"}
    order = await bagels(house)
    await house.pass_(10)
    await house.step(order, "cancel", "guest")
    await house.pass_(30)
    path = f"/orders/order:{LINK}:{order['id']}"
    page = (await asked(console_of(house), path)).page
    said = page.one("p", class_="sum").text
    assert re.search(r", agrees: cancelled 1\d min \d+ s before the deadline, unanswered\.$", said), said
    bar = page.one("div", id="part-bar").one("svg")
    assert re.fullmatch(r"Cancelled \d+ s after it came, unanswered, of 11 min 30 s", str(bar.attributes["aria-label"]))
    (row,) = await rows(console_of(house), "/orders")
    assert row.all("td")[2].text == "no ticket"


async def test_what_happened_is_told_in_order(house: House) -> None:
    """One line a fact, numbered, none going back in time, each with what it was because of."""
    order = await bagels(house)
    await house.pass_(400)
    page = (await asked(console_of(house), f"/orders/order:{LINK}:{order['id']}")).page
    lines = [one for one in page.one("div", id="part-timeline").all("tr") if "data-row" in one.attributes]
    numbers = [int(one.all("td")[0].text) for one in lines]
    assert numbers == list(range(1, len(lines) + 1))
    after = [float(one.all("td")[2].text.removeprefix("+").removesuffix(" s")) for one in lines]
    assert after == sorted(after)
    words = " ".join(one.text for one in lines)
    assert words.index("Seen on Uber Eats: received") < words.index("its ticket is there")
    assert words.index("its ticket is there") < words.index("Seen on Uber Eats: accepted")


def test_reads_in_a_row_are_one_line() -> None:
    """What was read five times without anything new is one line with the number, where the last one was."""
    steps = [step(0, "known", by="webhook")]
    for serial in range(1, 6):
        steps += [step(serial, "asked", serial=serial, command="order.read")]
        steps += [step(serial, "replied", serial=serial, command="order.read", outcome="done")]
    steps += [step(9, "asked", serial=9, command="order.accept"), step(9, "replied", serial=9, outcome="unknown")]
    found = list(happened(tuple(steps), "Uber Eats"))
    assert [(one.number, one.after_s, one.what) for one in found] == [
        (1, 0, "Heard of it, by webhook"),
        (2, 5, "Read 5 times in a row"),
        (3, 9, "Decided to accept it"),
        (4, 9, "Asked to accept it: no answer, outcome unknown"),
    ]
    assert found[-1].state == "late"


def step(after_s: int, what: str, **says: object) -> Step:
    return Step(START + timedelta(seconds=after_s), what, "orders", says, "trace", "cause")


async def test_the_list_says_where_each_order_is(house: House) -> None:
    """State on both sides, who is in hand; the verdict's numbers are those of the rows."""
    await bagels(house)
    await house.pass_(10)
    house.wire.dead = {"square"}
    await bagels(house, 2)
    await house.pass_(15)
    console = console_of(house)
    answered = await asked(console, "/orders")
    assert problems(answered.html) == []
    assert answered.page.one("h1").text == "2 orders, 2 under way, none near its deadline."
    shown = await rows(console, "/orders")
    assert [("ticket is there" in one.text, "accepted" in one.text) for one in shown] == [(False, False), (True, True)]
    await house.pass_(500)
    near = (await asked(console, "/orders")).page.one("h1").text
    assert "near its deadline" in near


async def test_what_waits_is_counted_where_it_is_settled(house: House) -> None:
    """An order with an alarm is counted at the orders alone; the decisions say that it is there."""
    made = await bagels(house)
    await house.pass_(10)
    house.wire.dead = {"square"}
    await house.step(made, "cancel", "guest")
    await house.pass_(1_200)
    page = (await asked(console_of(house), "/decisions")).page
    badges = {one.attributes["href"]: one.all("b") for one in page.one("nav").all("a")}
    assert badges["/decisions"] == []
    assert badges["/orders"][0].text == ", with a person: 1"
    verdict = page.one("div", id="part-verdict")
    assert verdict.one("h1").text == "No decision waits for you."
    assert verdict.one("a").attributes["href"] == "/orders?state=person"


async def test_orders_are_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filters stand in the address; pages follow each other without a gap; what fits nothing says how to see all."""
    made = [await bagels(house) for _ in range(3)]
    await house.pass_(10)
    console = console_of(house)
    assert len(await rows(console, f"/orders?q={made[0]['display_id']}")) == 1
    assert len(await rows(console, "/orders?state=open&channel=Uber%20Eats")) == 3
    nothing = (await asked(console, "/orders?state=left")).page
    assert nothing.one("p", class_="empty").text == "No order matches. Show all"
    monkeypatch.setattr(bounds, "ORDERS_SHOWN_MAX", 2)
    first = (await asked(console, "/orders")).page
    older = next(one for one in first.all("a") if one.text == "Older ones").attributes["href"]
    names = [
        one.one("th").text for path in ("/orders", str(older)) for one in await rows(console, path.replace("%3A", ":"))
    ]
    assert len(names) == len(set(names)) == 3


async def test_an_order_that_waits_is_settled_by_a_word(house: House) -> None:
    """An alarm is on the fleet's list and on the order's page with what can be said; once said, it waits no more."""
    order = await bagels(house)
    await house.pass_(10)
    house.wire.dead = {"square"}
    await house.step(order, "cancel", "guest")
    await house.pass_(1_200)
    console = console_of(house)
    line = (await asked(console, "/")).page.one("div", id="part-lines").one("li")
    assert line.one("b").text.startswith(f"Order {order['display_id']}")
    path = str(line.one("a").attributes["href"])
    page = (await asked(console, path)).page
    assert page.all("p", class_="alarm")
    (cell,) = [one for each in await Fleet(house.store).read() for one in each.cells if one.link == LINK]
    assert judged(cell, house.world.time.now()).word == "alarm"
    button = next(one for one in page.all("button") if one.text == "I have seen to it")
    fields = form(button, page)
    stale = [(name, "0" if name == "read" else value) for name, value in fields]
    assert (await posted(console, "/orders", stale)).status == 409
    done = await answered_by(house, console, fields)
    assert done == 303
    assert (await asked(console, path)).page.all("p", class_="alarm") == []


async def answered_by(house: House, console: Console, fields: list[tuple[str, str]]) -> int:
    """The form is sent while somebody works."""
    task = asyncio.create_task(posted(console, "/orders", fields))
    while not task.done():
        await house.work()
        await asyncio.sleep(0)  # noqa: TID251 - the other task gets its turn
    return task.result().status
