"""Takes the pictures of the console in docs/images. Needs a Chromium.

Without a word: of merchants and orders that the tests prepare. With the address of a demo's console: the fleet and the
orders as they stand there, once the ledger counts; and webhooks are broken for one of the pictures.
"""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.async_api import Browser
from tests.console.browser import launched, opened, served_console
from tests.console.test_orders import Both
from tests.console.town import Town
from tests.orders.shell.house import LINK
from tests.orders.shell.town import opened as house_opened

from tournant.app.serving import address, listen, served
from tournant.console import Console, Parts

PATIENCE_S = 300
FOLDER = Path(__file__).parent.parent / "docs" / "images"


async def picture(browser: Browser, url: str, what: tuple[str, str, str]) -> None:
    """Take one: its name, its path, its theme."""
    name, path, scheme = what
    async with opened(browser, url, scheme=scheme, width=1360) as window:
        await window.go(path)
        await window.live()
        await window.page.screenshot(
            path=FOLDER / f"console-{name}-{scheme}.png", clip={"x": 0, "y": 0, "width": 1360, "height": 760}
        )


async def demo(url: str) -> None:
    """The fleet, and again with something broken; and the orders."""
    async with launched() as browser:
        async with opened(browser, url) as window:
            await window.go("/")
            await window.page.wait_for_selector("td[data-sum]", timeout=PATIENCE_S * 1_000)
            await picture(browser, url, ("fleet", "/", "light"))
            await window.page.click(".break summary")
            await window.page.click("button[value=webhooks]")
            await window.page.wait_for_selector(".broke")
        await picture(browser, url, ("fleet", "/", "dark"))
        await picture(browser, url, ("orders", "/orders", "dark"))


async def prepared() -> None:
    """A restaurant and the decisions."""
    town = await Town.whole()
    berkeley = town.houses["Nopal Street"].location("berkeley")
    pages = {"restaurant": f"/restaurants/{berkeley}", "decisions": "/decisions"}
    async with launched() as browser, served_console(town) as url:
        for name, path in pages.items():
            await picture(browser, url, (name, path, "light"))


async def order() -> None:
    """An order whose ticket had no answer."""
    house = await house_opened()
    latte = {"id": house.menu_id("Bagel"), "quantity": 3}
    for _ in range(3):
        await house.guest(latte)
        await house.pass_(10)
    house.wire.unanswered = {"order.create": 1}
    late = await house.guest(latte, tax=107)
    await house.pass_(90)
    console, socket = Console(Parts(house.store, Both(house), house.ids)), listen("127.0.0.1", 0)
    async with launched() as browser, served(console, socket):
        await picture(browser, address(socket), ("order", f"/orders/order:{LINK}:{late['id']}", "dark"))
        console.close()


if __name__ == "__main__":
    if sys.argv[1:]:
        asyncio.run(demo(sys.argv[1]))
    else:
        asyncio.run(prepared())
        asyncio.run(order())
