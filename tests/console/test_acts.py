"""Acts: what a person chooses on a page becomes a command, if what he read still stands and he is who he should be."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from tests.console.asking import Answered, asked, console_of, form, posted
from tests.console.town import Town
from tests.console.tree import Node
from tests.store.values import START
from tests.sync.merchant import LOCATION, Merchant
from tests.sync.test_answers import asked as ask

from tournant.console import Broken, Console, Demo, NotBroken, Parts
from tournant.control.fleet import Fleet, judged
from tournant.facts import register
from tournant.kernel import bounds

PATH = "/decisions"
MENDED = START + timedelta(hours=1)


def button(page: Node, words: str) -> Node:
    found = [one for one in page.all("button") if one.text == words or one.attributes.get("aria-label") == words]
    assert len(found) == 1, (words, [one.text for one in page.all("button")])
    return found[0]


async def pressed(console: Console, path: str, words: str, **headers: str) -> Answered:
    """Press a button of a page as a browser does."""
    page = (await asked(console, path)).page
    return await posted(console, PATH, form(button(page, words), page), **headers)


async def facts(town: Town, merchant: str, kind: str) -> list[Any]:
    house = town.houses[merchant]
    async with town.store.transaction(house.tenant) as tx:
        found = [one.fact for one in await tx.tail()]
    return [register.read(one.kind, one.version, one.body) for one in found if one.kind == kind]


async def words(town: Town, link: str) -> str:
    standings = await Fleet(town.store).read()
    return next(judged(one, town.time.now()).word for each in standings for one in each.cells if one.link == link)


async def read_path(console: Console, words_: str) -> str:
    """Where a link of the list of decisions leads."""
    page = (await asked(console, PATH)).page
    return next(str(one.attributes["href"]) for one in page.all("a") if one.text == words_)


async def test_what_was_held_is_followed(town: Town, console: Console) -> None:
    """Following what was held asks on a page of its own, with the number; then it is followed, and said so."""
    path = await read_path(console, "Follow it…: Pho Sixteen, all 3 restaurants")
    done = await pressed(console, path, "Follow it: 27 of 30 items would be gone at once")
    assert done.status == 303
    page = (await asked(console, done.headers["location"].removesuffix("#said"))).page
    assert page.one("p", id="said").text.startswith("Done")
    (acted,) = await facts(town, "Pho Sixteen", "person_acted")
    assert (acted.do, acted.target, acted.by) == ("release", "acc_pho_square", "ann")
    assert await words(town, town.houses["Pho Sixteen"].link("ballard") + "_square") == "agrees"


async def test_a_link_goes_live_with_what_was_read(town: Town, console: Console) -> None:
    """The act carries the fingerprint of the preview, and the link is live."""
    path = await read_path(console, "Go live…: Berkeley")
    page = (await asked(console, path)).page
    assert "Square" in page.one("h1").text
    done = await pressed(console, path, "Go live with 0 changes")
    assert done.status == 303
    changed = [one for one in await facts(town, "Nopal Street", "mode_changed") if one.link.endswith("berkeley_square")]
    assert [(one.mode, one.by) for one in changed] == [("live", "ann")]
    assert changed[0].preview


async def test_pairs_with_a_number_in_common_are_matched_at_once(town: Town, console: Console) -> None:
    """Those of one link by one act; what has no number in common is read first."""
    done = await pressed(console, PATH, "Yes, all 2: Berkeley")
    assert done.status == 303
    (acted,) = [one for one in await facts(town, "Nopal Street", "person_acted") if one.do == "match"]
    assert set(acted.args.values()) == {"x2", "x3"}
    page = (await asked(console, PATH)).page
    assert "a number" not in page.text
    assert "no number" in page.text


async def test_one_pair_is_refused(town: Town, console: Console) -> None:
    """Of the pairs of a link one alone can be said not to be the same."""
    found = (await asked(console, PATH)).page.all("a")
    _, by_name = (str(one.attributes["href"]) for one in found if one.text == "Read all 2…: Berkeley")
    page = (await asked(console, by_name)).page
    done = await posted(console, PATH, form(button(page, "No: Carnitas burrito"), page))
    assert done.status == 303
    (acted,) = [one for one in await facts(town, "Nopal Street", "person_acted") if one.do == "unmatch"]
    assert set(acted.args.values()) == {"x1"}


async def test_what_is_not_what_was_read_is_not_done(town: Town, console: Console) -> None:
    """When something else stands there by now, nothing is done, and the page says that it has to be read again."""
    path = await read_path(console, "Follow it…: Pho Sixteen, all 3 restaurants")
    page = (await asked(console, path)).page
    fields = form(button(page, "Follow it: 27 of 30 items would be gone at once"), page)
    stale = [(name, value.split("|")[0] + "|0000") if name == "case" else (name, value) for name, value in fields]
    refused = await posted(console, PATH, stale)
    assert refused.status == 409
    assert "read it again, nothing was done" in refused.page.one("p", role="alert").text
    assert await facts(town, "Pho Sixteen", "person_acted") == []


async def test_what_is_decided_already_is_said(console: Console) -> None:
    """A second person who decides the same hears that it is decided."""
    page = (await asked(console, PATH)).page
    fields = form(button(page, "Yes, all 2: Berkeley"), page)
    await posted(console, PATH, fields)
    other = [(name, value[:-1] + "z" if name == "once" else value) for name, value in fields]
    refused = await posted(console, PATH, other)
    assert refused.status == 409
    assert "decided already" in refused.page.one("p", role="alert").text


async def test_an_act_that_is_sent_twice_is_one_act(town: Town, console: Console) -> None:
    """A form that is sent again by its browser has the same key, and gets the same answer."""
    bao = town.houses["Bao & Broth"].location("soho")
    page = (await asked(console, f"/restaurants/{bao}")).page
    holder = next(one for one in page.all("form") if one.attributes.get("action") == f"/restaurants/{bao}/look")
    fields = [(str(one.attributes["name"]), str(one.attributes["value"])) for one in holder.all("input")]
    first = await posted(console, f"/restaurants/{bao}/look", fields)
    second = await posted(console, f"/restaurants/{bao}/look", fields)
    assert (first.status, first.headers["location"]) == (303, second.headers["location"])
    async with town.store.transaction(town.houses["Bao & Broth"].tenant) as tx:
        commands = [one for one in await tx.observations() if one.kind == "command" and one.source == "ann"]
    assert len([one for one in commands if one.why.cause.startswith("command_")]) == 2  # One a link, each once.


async def test_a_question_is_answered() -> None:
    """What nobody could tell is asked with both values; the answer is a command, and the question is gone."""
    merchant = await Merchant.open()
    await ask(merchant)
    console = Console(Parts(merchant.store, merchant.time, merchant.ids, by="ann"))
    page = (await asked(console, PATH)).page
    row = next(one for one in page.one("section", id="asks-you").all("tr") if "data-row" in one.attributes)
    assert row.one("th").text == "Soupavailability"
    assert [one.text for one in row.all("td")][1:3] == ["out", "on sale"]
    place = (await asked(console, f"/restaurants/{LOCATION}")).page
    assert "1 asked of you" in place.one("p", class_="sum").text
    answer = next(one for one in row.all("button") if one.attributes["value"] == "ours")
    task = asyncio.create_task(posted(console, PATH, form(answer, page)))
    while not task.done():
        await merchant.turn()
        await asyncio.sleep(0)  # noqa: TID251 - the other task gets its turn
    assert task.result().status == 303
    assert (await asked(console, PATH)).page.all("section", id="asks-you") == []


async def test_nobody_at_work_is_said(console: Console, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody does what is commanded, the page says so after a while, and that it will be done."""
    monkeypatch.setattr(bounds, "COMMAND_ANSWER_S_MAX", 0.05)
    town.houses.clear()
    answered = await pressed(console, PATH, "Yes, all 2: Berkeley")
    assert answered.status == 503
    assert "is written down and will be done" in answered.page.one("p", role="alert").text


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:9999"}]
)
async def test_an_act_from_elsewhere_is_refused(town: Town, console: Console, headers: dict[str, str]) -> None:
    """A form on another site, or on another port of this machine, does nothing."""
    assert (await pressed(console, PATH, "Yes, all 2: Berkeley", **headers)).status == 403
    assert [one for one in await facts(town, "Nopal Street", "person_acted") if one.do == "match"] == []


async def test_an_act_without_an_origin_is_refused(console: Console) -> None:
    """Who does not say where he comes from is not ours; a browser that says `same-origin` is."""
    assert (await asked(console, PATH, method="POST", body=b"choice=match")).status == 403
    same = await asked(console, PATH, method="POST", body=b"choice=match", sec_fetch_site="same-origin")
    assert same.status == 400


async def test_only_this_machine_is_answered(console: Console) -> None:
    """Another machine, a proxy here for another, and a stranger's name for this one hear that there is nothing here."""
    assert (await asked(console, "/", client="192.0.2.7")).status == 404
    assert (await asked(console, "/", host="evil.example:8321")).status == 404
    assert (await asked(console, "/", x_forwarded_for="192.0.2.7")).status == 404
    assert (await asked(console, "/", forwarded="for=192.0.2.7")).status == 404
    assert (await asked(console, "/", host="[::1]:8321", client="::1")).status == 200
    assert (await asked(console, "/", host="localhost")).status == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"choice=match&once=no&case=a|b", 400),
        (b"choice=match&once=command_00000000000000000000000001", 400),
        (b"choice=match&once=command_00000000000000000000000001&case=dec_1", 400),
        (b"choice=match&once=command_00000000000000000000000001&case=dec_1|0", 409),
        (b"a=%ff", 400),
        (b"&".join([b"a=1"] * 300), 400),
        (b"a=" + b"x" * bounds.FORM_BYTES_MAX, 413),
    ],
)
async def test_a_form_that_cannot_be_read_is_one_sentence(console: Console, body: bytes, status: int) -> None:
    """Whatever is sent, the answer is a sentence with the right status, and nothing is done."""
    answered = await asked(console, PATH, method="POST", body=body, origin="http://127.0.0.1:8321")
    assert answered.status == status
    assert answered.page.one("p", role="alert").text.endswith(".")


async def test_an_act_goes_back_only_to_a_page_of_ours(console: Console) -> None:
    """A form cannot send its person to another site."""
    away = await posted(console, "/theme", [("theme", "dark"), ("back", "//evil.example/")])
    assert away.headers["location"] == "/"
    assert "SameSite=Strict" in away.headers["set-cookie"]


class Breaking:
    """Remembers what was broken."""

    def __init__(self) -> None:
        self.broken: list[str] = []

    async def lose_webhooks(self) -> Broken:
        self.broken.append("webhooks")
        return Broken("Every webhook of Uber Eats is lost until 12:49:30.", MENDED)

    async def kill_pos(self) -> Broken:
        if "pos" in self.broken:
            raise NotBroken("everything settles")
        self.broken.append("pos")
        return Broken("Square answers nothing for Mission until 12:49:30.", MENDED)


async def test_a_demo_can_be_broken_and_nothing_else(town: Town, console: Console) -> None:
    """In a demo the button is there, does it, and the page says what is broken while it is; elsewhere is neither."""
    breaking = Breaking()
    demo = console_of(town, Demo("simulated world, seed 41", None, breaking))
    page = (await asked(demo, "/")).page
    for one in page.one("details", class_="break").all("button"):
        assert (await posted(demo, "/demo/break", form(one, page))).status == 303
    assert breaking.broken == ["webhooks", "pos"]
    said = (await asked(demo, "/")).page.one("div", id="part-broken")
    assert [one.text.strip() for one in said.all("p")] == [
        "Every webhook of Uber Eats is lost until 12:49:30.",
        "Square answers nothing for Mission until 12:49:30.",
    ]
    town.time.at = MENDED
    assert (await asked(demo, "/")).page.one("div", id="part-broken").all("p") == []
    assert "Break something" not in (await asked(console, "/")).page.text
    assert (await posted(console, "/demo/break", [("what", "pos")])).status == 404


async def test_what_is_not_broken_now_is_said(town: Town) -> None:
    """Where nothing can be broken just now, or by whoever asks, the answer is a sentence."""
    demo = console_of(town, Demo("simulated world, seed 41", None, Breaking()))
    await posted(demo, "/demo/break", [("what", "pos")])
    refused = await posted(demo, "/demo/break", [("what", "pos")])
    assert (refused.status, refused.page.one("p", role="alert").text) == (
        409,
        "Nothing was broken: everything settles.",
    )
    assert (await posted(demo, "/demo/break", [("what", "everything")])).status == 400
    elsewhere = await posted(demo, "/demo/break", [("what", "webhooks")], origin="http://evil.example")
    assert elsewhere.status == 403
