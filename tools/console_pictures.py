"""Takes the pictures of the console in docs/images, of merchants that the tests prepare. Needs a Chromium."""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.async_api import Browser
from tests.console.browser import launched, opened, served_console
from tests.console.test_acts import Breaking
from tests.console.test_orders import Both
from tests.console.test_pages import REPORT
from tests.console.town import Town
from tests.orders.shell.house import LINK
from tests.orders.shell.town import opened as house_opened

from tournant.app.serving import address, listen, served
from tournant.console import Console, Demo, Parts

FOLDER = Path(__file__).parent.parent / "docs" / "images"


async def books() -> dict[str, object]:
    """What the judge of a demo would say."""
    return dict(REPORT)


async def picture(browser: Browser, url: str, what: tuple[str, str, str]) -> None:
    """Take one: its name, its path, its theme."""
    name, path, scheme = what
    async with opened(browser, url, scheme=scheme, width=1360) as window:
        await window.go(path)
        await window.live()
        await window.page.screenshot(
            path=FOLDER / f"console-{name}-{scheme}.png", clip={"x": 0, "y": 0, "width": 1360, "height": 760}
        )


async def fleet() -> None:
    """Fleet, a restaurant and the decisions."""
    town = await Town.whole()
    berkeley = town.houses["Nopal Street"].location("berkeley")
    pages = {"fleet": "/", "restaurant": f"/restaurants/{berkeley}", "decisions": "/decisions"}
    demo = Demo("simulated world, seed 41", books, Breaking())
    async with launched() as browser, served_console(town, demo) as url:
        for name, path in pages.items():
            await picture(browser, url, (name, path, "light"))
        await picture(browser, url, ("fleet", "/", "dark"))


async def order() -> None:
    """The orders, and one whose ticket had no answer."""
    house = await house_opened()
    latte = {"id": house.menu_id("Bagel"), "quantity": 3}
    for _ in range(3):
        await house.guest(latte)
        await house.pass_(10)
    house.wire.unanswered = {"order.create": 1}
    late = await house.guest(latte, tax=107)
    await house.pass_(90)
    console, socket = Console(Parts(house.store, Both(house), house.ids)), listen("127.0.0.1", 0)
    pages = {"orders": "/orders", "order": f"/orders/order:{LINK}:{late['id']}"}
    async with launched() as browser, served(console, socket):
        for name, path in pages.items():
            await picture(browser, address(socket), (name, path, "dark"))
        console.close()


if __name__ == "__main__":
    asyncio.run(fleet())
    asyncio.run(order())
