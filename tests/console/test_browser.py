"""The console in a browser: accessible in both themes, by keys alone, live, and whole without its script."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser
from tests.console.browser import launched, opened, served_console
from tests.console.test_acts import Breaking
from tests.console.test_orders import Both
from tests.console.test_waiting import note
from tests.console.town import Town, dishes
from tests.orders.shell.house import LINK
from tests.orders.shell.town import opened as house_opened

from tournant.app.serving import address, listen, served
from tournant.console import Console, Demo, Parts
from tournant.facts.orders import AlarmRaised


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as found:
        yield found


def paths(town: Town) -> list[str]:
    return [
        "/",
        "/decisions",
        f"/restaurants/{town.houses['Nopal Street'].location('berkeley')}",
        f"/restaurants/{town.houses['Pho Sixteen'].location('ballard')}",
        f"/restaurants/{town.houses['Bao & Broth'].location('soho')}",
        "/nothing",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_pages_are_accessible(town: Town, browser: Browser, scheme: str) -> None:
    """axe finds nothing on any page, in either theme, and the browser has nothing to complain about."""
    demo = Demo("simulated world, seed 41", None, Breaking())
    bao = town.houses["Bao & Broth"]
    await note(town, bao, f"orders:{bao.pos}", AlarmRaised("aside", "something could not be processed", "compare"))
    async with served_console(town, demo) as url, opened(browser, url, scheme=scheme) as window:
        for path in paths(town):
            await window.go(path)
            found = await Axe().run(window.page)
            said = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found.response["violations"]]
            assert (path, said) == (path, [])
        decision = await window.page.goto(url + "/decisions")
        assert decision is not None
        await window.page.click("text=Follow it…")
        found = await Axe().run(window.page)
        assert found.violations_count == 0, found.generate_report()
        assert [one for one in window.wrong if "404" not in one] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_orders_are_accessible(browser: Browser, scheme: str) -> None:
    """axe finds nothing on the list of orders, on one that is well and on one that waits for a person."""
    house = await house_opened()
    well = await house.guest({"id": house.menu_id("Bagel"), "quantity": 1})
    await house.pass_(10)
    house.wire.dead = {"square"}
    await house.step(well, "cancel", "guest")
    waits = await house.guest({"id": house.menu_id("Bagel"), "quantity": 2})
    await house.pass_(60)
    console, socket = Console(Parts(house.store, Both(house), house.ids)), listen("127.0.0.1", 0)
    async with served(console, socket), opened(browser, address(socket), scheme=scheme) as window:
        for path in ("/orders", *(f"/orders/order:{LINK}:{one['id']}" for one in (well, waits))):
            await window.go(path)
            found = await Axe().run(window.page)
            said = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found.response["violations"]]
            assert (path, said) == (path, [])
            over = await window.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0
        assert window.wrong == []
        console.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_demo_is_broken_by_keys_alone(town: Town, browser: Browser, scheme: str) -> None:
    """`b` opens what can be broken, Enter breaks it, and the line that says so is accessible in both themes."""
    demo = Demo("simulated world, seed 41", None, Breaking())
    async with served_console(town, demo) as url, opened(browser, url, scheme=scheme) as window:
        await window.go("/")
        await window.page.keyboard.press("b")
        await window.page.keyboard.press("Enter")
        await window.page.wait_for_selector(".broke")
        assert "webhook" in (await window.page.text_content(".broke") or "")
        found = await Axe().run(window.page)
        assert found.violations_count == 0, found.generate_report()
        assert window.wrong == []


async def test_a_demo_is_broken_without_the_script(town: Town, browser: Browser) -> None:
    """The list opens, the button is a form's, and the page that comes back says what is broken."""
    demo = Demo("simulated world, seed 41", None, Breaking())
    async with served_console(town, demo) as url, opened(browser, url, script=False) as window:
        await window.go("/")
        await window.page.click(".break summary")
        await window.page.click("button[value=pos]")
        await window.page.wait_for_selector(".broke")


@pytest.mark.parametrize("width", [1440, 1024, 720, 360])
async def test_no_page_scrolls_sideways(town: Town, browser: Browser, width: int) -> None:
    """At any width, and so at a zoom of 200 %, tables scroll inside their panel and the page does not."""
    async with served_console(town) as url, opened(browser, url, width=width) as window:
        for path in paths(town):
            await window.go(path)
            over = await window.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert (path, over) == (path, min(over, 0))


async def test_keys_alone_reach_everything(town: Town, browser: Browser) -> None:
    """Skip link, rows, opening, going and the list of keys work without a mouse; the focus can be seen."""
    async with served_console(town) as url, opened(browser, url) as window:
        page = window.page
        await window.go("/")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.textContent") == "Skip to content"
        assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        for key in ("j", "j", "k"):
            await page.keyboard.press(key)
        assert await page.evaluate("document.activeElement.textContent") == "Bao & Broth Camden"
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/restaurants/*")
        await page.keyboard.press("Escape")
        await page.wait_for_url(url + "/")
        await page.keyboard.press("g")
        await page.keyboard.press("d")
        await page.wait_for_url("**/decisions")
        await page.keyboard.press("?")
        await page.wait_for_selector("dialog[open]")


async def test_single_keys_can_be_turned_off(town: Town, browser: Browser) -> None:
    """Who speaks to his machine turns single keys off, and they stay off."""
    async with served_console(town) as url, opened(browser, url) as window:
        await window.go("/")
        await window.page.keyboard.press("?")
        await window.page.uncheck("#keys-on")
        await window.go("/decisions")
        await window.page.keyboard.press("j")
        assert await window.page.evaluate("document.activeElement.tagName") == "BODY"


async def test_a_change_appears_by_itself(town: Town, browser: Browser) -> None:
    """A cell whose state changed shows it without a new load, and a new line of what waits is spoken."""
    async with served_console(town) as url, opened(browser, url) as window:
        page, ember = window.page, town.houses["Little Ember"]
        await window.go("/")
        await window.live()
        await page.evaluate("window.same = true")
        async with town.store.transaction(ember.tenant) as tx:
            await tx.set_account(ember.channel("queens"), state="needs_reauth")
        await page.wait_for_selector("a[aria-label='Queens, Uber Eats: needs repair, sign in']")
        await page.locator("#aloud", has_text="Queens").wait_for(state="attached")
        assert await page.evaluate("window.same")
        assert await page.text_content("h1") is not None


async def test_what_somebody_is_at_is_not_replaced(town: Town, browser: Browser) -> None:
    """A part that has the focus stays until it is left; then it shows what is new."""
    async with served_console(town) as url, opened(browser, url) as window:
        page, ember = window.page, town.houses["Little Ember"]
        await window.go("/")
        await window.live()
        await page.focus("a[aria-label='Queens, Uber Eats: late']")
        async with town.store.transaction(ember.tenant) as tx:
            await tx.set_account(ember.channel("queens"), state="needs_reauth")
        await page.locator("#part-lines", has_text="Queens").wait_for()
        assert await page.evaluate("document.activeElement.getAttribute('aria-label')") == "Queens, Uber Eats: late"
        await page.evaluate("document.activeElement.blur()")
        await page.wait_for_selector("a[aria-label='Queens, Uber Eats: needs repair, sign in']")


async def test_a_page_that_is_cut_off_looks_stale(town: Town, browser: Browser) -> None:
    """When the server goes, the page says since when it is not live, and keeps what it shows."""
    async with opened(browser, "") as window:
        async with served_console(town) as url:
            await window.page.goto(url)
            await window.live()
        await window.page.wait_for_selector("#stale", timeout=20_000)
        said = await window.page.text_content("#stale")
        assert said is not None
        assert said.startswith("Not live since 12:")
        assert await window.page.locator("a.cell").count() == 26


async def test_a_page_can_be_held(town: Town, browser: Browser) -> None:
    """`p` holds the page still; pressed again, it shows what happened meanwhile."""
    async with served_console(town) as url, opened(browser, url) as window:
        page, ember = window.page, town.houses["Little Ember"]
        await window.go("/")
        await window.live()
        await page.keyboard.press("p")
        async with town.store.transaction(ember.tenant) as tx:
            await tx.set_account(ember.channel("queens"), state="needs_reauth")
        assert await page.text_content(".nav .state") == "Held since"
        assert await page.locator("a[aria-label='Queens, Uber Eats: late']").count() == 1
        await page.keyboard.press("p")
        await page.wait_for_selector("a[aria-label='Queens, Uber Eats: needs repair, sign in']")


async def test_everything_works_without_the_script(town: Town, browser: Browser) -> None:
    """With scripts turned off a person reads the fleet, opens what is held, and follows it."""
    async with served_console(town) as url, opened(browser, url, script=False) as window:
        page = window.page
        await window.go("/")
        await page.click("a:text-is('Review')")
        await page.wait_for_url("**/decisions#held")
        await page.click("text=Follow it…")
        await page.click("text=Follow it: 27 of 30 items would be gone at once")
        await page.wait_for_selector("#said")
        said = await page.text_content("#said")
        assert said is not None
        assert "Done" in said
        await window.go("/")
        assert await page.locator("a[aria-label='Ballard, Square: agrees']").count() == 1


async def test_the_theme_that_was_chosen_is_kept(town: Town, browser: Browser) -> None:
    """A click on `dark` is dark from then on, on a machine that is light."""
    async with served_console(town) as url, opened(browser, url) as window:
        await window.go("/")
        await window.page.click("button[value=dark]")
        await window.go("/decisions")
        paper = await window.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == "rgb(20, 19, 18)"


async def test_ages_go_on(town: Town, browser: Browser) -> None:
    """Ages are counted on in the page: nobody has to load it again to see them grow."""
    bao = town.houses["Bao & Broth"]
    await bao.shown(dishes(6, 550))
    town.time.at += timedelta(seconds=5)
    async with served_console(town) as url, opened(browser, url) as window:
        await window.go("/")
        await window.live()
        town.time.at += timedelta(seconds=40)
        await window.page.locator("a[data-state=way] time", has_text=re.compile(r"4[5-9] s|5\d s")).first.wait_for()
