"""The pages, as they come without a script: what they say, that it adds up, and that nothing in them can do harm."""

import re
from datetime import timedelta

import pytest
from tests.console.asking import asked, console_of
from tests.console.reading import number
from tests.console.town import Town, dishes
from tests.console.tree import Node, parsed, problems

from tournant.console import Console
from tournant.kernel import bounds
from tournant.log.errors import DatabaseAway


async def pages(town: Town, console: Console) -> dict[str, str]:
    """Every page that there is, by its path."""
    places = [house.location(place) for house in town.houses.values() for place in house.places]
    paths = ["/", "/?only=differences", "/decisions", *(f"/restaurants/{one}" for one in places)]
    listed = parsed((await asked(console, "/decisions")).html)
    links = {str(one.attributes["href"]) for one in listed.all("a")}
    paths += sorted(one for one in links if one.startswith("/decisions/"))
    return {path: (await asked(console, path)).html for path in paths}


async def test_every_page_is_well_formed(town: Town, console: Console) -> None:
    """Every page has one heading of the first level, closes what it opens, names every cell, link and button."""
    found = await pages(town, console)
    assert {path: problems(html) for path, html in found.items() if problems(html)} == {}
    assert len(found) > 18


async def test_the_verdict_adds_up(console: Console) -> None:
    """The parts of the fleet's verdict are the number of cells in the matrix, each counted where its mark says."""
    page = (await asked(console, "/")).page
    agree, *others = page.one("h1").text.rstrip(".").replace(". ", ", ").split(", ")
    cells = page.all("a", class_="cell")
    assert agree.endswith(f"of {len(cells)} links agree")
    assert number(agree) == len(page.all("a", data_state="seen"))
    assert number(agree) + sum(map(number, others)) == len(cells) == 26


async def test_a_cell_says_its_state_in_words(console: Console) -> None:
    """Who cannot see colour or shape hears restaurant, partner and state."""
    page = (await asked(console, "/")).page
    said = {str(one.attributes["aria-label"]) for one in page.all("a", class_="cell")}
    assert "Mission, Uber Eats: agrees" in said
    assert "Ballard, Square: waits for you, held" in said
    assert "Leeds, Uber Eats: needs repair, sign in" in said
    assert "Harlem, Uber Eats: late, no answer" in said


async def test_the_order_of_rows_does_not_depend_on_their_state(console: Console) -> None:
    """Rows stand by merchant and name; where only differences are shown, in the same order."""

    async def rows(path: str) -> list[str]:
        page = (await asked(console, path)).page
        return [
            one.one("th").text for one in page.one("div", id="part-matrix").all("tr") if "data-row" in one.attributes
        ]

    whole, some = await rows("/"), await rows("/?only=differences")
    assert whole == sorted(whole, key=str.casefold)
    assert some == [one for one in whole if one in some]
    assert "Nopal Street Mission" in whole
    assert "Nopal Street Mission" not in some


async def test_restaurants_of_one_name_are_told_apart() -> None:
    """Where two merchants have one in the same town the merchant is said too; a label's hyphens are read as spaces."""
    town = Town.new()
    for name in ("Nonna's-Table", "The-Tin-Pan"):
        await town.house(name, "brooklyn")
    await town.house("Pho Sixteen", "tacoma")
    page = (await asked(console_of(town), "/")).page
    rows = [one.one("th").text for one in page.one("div", id="part-matrix").all("tr") if "data-row" in one.attributes]
    assert rows == ["Nonna's Table Brooklyn", "Pho Sixteen Tacoma", "The Tin Pan Brooklyn"]
    lines = [one.one("b").text for one in page.one("div", id="part-lines").all("li")]
    assert "Nonna's Table Brooklyn, Uber Eats" in lines
    assert "Tacoma, Uber Eats" in lines


async def test_a_large_fleet_is_a_row_a_merchant(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """From so many restaurants on a merchant is one row with its worst state, which opens to its restaurants."""
    monkeypatch.setattr(bounds, "FLEET_ROWS_MAX", 5)
    console = console_of(town)
    page = (await asked(console, "/")).page
    row = next(one for one in page.all("tr") if one.text.startswith("Tikka Yard"))
    assert "3 restaurants" in row.text
    assert [one.attributes["data-state"] for one in row.all("a", class_="cell")] == ["seen", "bad"]
    opened = await asked(console, str(row.one("th").one("a").attributes["href"]).replace(" ", "%20"))
    assert opened.page.one("div", id="part-matrix").text.count("Tikka Yard") == 3


async def test_what_waits_is_listed_once_with_its_act(console: Console) -> None:
    """What an account has for three restaurants is one line; each line leads to where it can be settled."""
    page = (await asked(console, "/")).page
    lines = page.one("div", id="part-lines").all("li")
    assert [one.one("b").text for one in lines] == [
        "Pho Sixteen, Square",
        "Berkeley, Square",
        "Berkeley, Uber Eats",
        "Leeds, Uber Eats",
    ]
    assert "27 of 30 items would be gone at once." in lines[0].text
    assert lines[0].one("a").attributes["href"] == "/decisions#held"


async def test_no_restaurant_is_a_sentence() -> None:
    """Where nothing is connected the page says how to connect something, and shows no empty table."""
    page = (await asked(console_of(Town.new()), "/")).page
    assert "No restaurant is connected" in page.one("h1").text
    assert page.all("table") == []


async def test_a_restaurant_says_first_what_differs(town: Town, console: Console) -> None:
    """Values that differ are grouped by cause, with what is shown and what should be; counts are the verdict's."""
    bao = town.houses["Bao & Broth"]
    page = (await asked(console, f"/restaurants/{bao.location('soho')}")).page
    verdict = page.one("p", class_="sum").text
    assert verdict.startswith("6 of 54 values differ: 6 on its way.")
    table = page.one("div", id="part-differences")
    row = next(one for one in table.all("tr") if one.text.startswith("Al pastor taco"))
    assert row.all("td")[0].text == "$5.00"
    assert row.one("td", class_="k-way").text == "on its way: $4.25should be $5.00"
    agreed = page.one("div", id="part-counts").all("tr")
    counts = [one.text for line in agreed for one in line.all("td", class_="count") if one.text[0].isdigit()]
    right = sum(number(one) for one in counts)
    whole = sum(number(one.split(" of ")[-1]) for one in counts)
    assert (whole - right, whole) == (6, 54)


async def test_a_restaurant_in_which_nothing_differs_says_so(town: Town, console: Console) -> None:
    """All is as it should be, with how old the oldest look is."""
    nopal = town.houses["Nopal Street"]
    page = (await asked(console, f"/restaurants/{nopal.location('mission')}")).page
    assert re.match(
        r"All \d+ values are as they should be; the oldest look is \d+ s old\.", page.one("p", class_="sum").text
    )
    assert page.one("div", id="part-differences").text == ""


async def test_a_preview_is_the_first_write(town: Town, console: Console) -> None:
    """Before a link goes live its page shows every value that the first write would change."""
    nopal = town.houses["Nopal Street"]
    page = (await asked(console, f"/restaurants/{nopal.location('berkeley')}")).page
    shown = page.one("div", id="part-differences").all("td", class_="k-you")
    assert page.one("p", class_="sum").text.startswith(f"{len(shown)} of ")
    assert {one.text for one in shown} >= {"waits for you: not thereshould be $4.75"}
    listed = (await asked(console, "/decisions")).page.one("section", id="preview")
    assert [one.text.split(" ")[0] for line in listed.all("tr") for one in line.all("td")[:1]] == ["0", str(len(shown))]


async def test_what_partners_and_people_say_is_escaped(town: Town) -> None:
    """A name with a script in it is shown, and does not run."""
    evil = "<script>alert(1)</script>\"'"
    house = await town.house(
        "Evil", "one", items=[{**dishes(1)[0], "item_data": {**dishes(1)[0]["item_data"], "name": evil}}]
    )
    html = (await asked(console_of(town), f"/restaurants/{house.location('one')}")).html
    assert "<script>alert" not in html
    assert evil in parsed(html).text


async def test_a_page_that_is_not_there_says_so(console: Console) -> None:
    """An address that leads nowhere, and a restaurant that is not there, are one sentence and 404."""
    for path in ("/nothing", "/restaurants/loc_none", "/decisions/dec_00", "/static/../app.py"):
        answered = await asked(console, path)
        assert answered.status == 404
        assert problems(answered.html) == []


async def test_a_store_that_is_away_is_said(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database is away a page says so, with 503, and is whole."""

    async def away() -> None:
        raise DatabaseAway("the database does not answer")

    monkeypatch.setattr(town.store, "tenants", away)
    answered = await asked(console_of(town), "/")
    assert answered.status == 503
    assert "the database does not answer" in answered.page.one("p", role="alert").text
    assert problems(answered.html) == []


async def test_nothing_is_loaded_from_elsewhere(console: Console) -> None:
    """Whatever a page loads is its own, and a browser is told to load nothing else."""
    answered = await asked(console, "/")
    named = [one.attributes.get("href") or one.attributes.get("src") for one in loads(answered.page)]
    assert all(str(one).startswith("/static/") for one in named)
    for one in named:
        assert (await asked(console, str(one))).status == 200
    assert "default-src 'none'" in answered.headers["content-security-policy"]
    assert answered.headers["cache-control"] == "no-store"


def loads(page: Node) -> list[Node]:
    return [*page.all("link"), *page.all("script"), *page.all("img")]


async def test_who_wants_it_dark_gets_it_dark(console: Console) -> None:
    """The theme that a person chose is kept in a cookie, and beats the machine's."""
    assert (await asked(console, "/")).page.one("html").attributes["data-theme"] == "auto"
    chosen = await asked(console, "/", cookie="theme=dark; other=1")
    assert chosen.page.one("html").attributes["data-theme"] == "dark"


async def test_what_is_the_channels_own_differs_from_nothing(town: Town, console: Console) -> None:
    """Once ours is matched and written, dishes that only the channel's people have are no difference."""
    nopal = town.houses["Nopal Street"]
    await nopal.command("match", nopal.link("berkeley"), all="names")
    await nopal.live("berkeley")
    town.time.at += timedelta(seconds=10)
    await nopal.looked_again()
    await nopal.written()
    page = (await asked(console, f"/restaurants/{nopal.location('berkeley')}")).page
    assert page.one("p", class_="sum").text.startswith("All 108 values are as they should be")
    assert "Special" in nopal.shows[nopal.link("berkeley"), "menu"].decode()
