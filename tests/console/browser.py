"""A console that is served, and a Chromium that looks at it."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, Page, async_playwright
from tests.console.asking import console_of
from tests.console.town import Town

from tournant.app.serving import address, listen, served
from tournant.console import Demo

__all__ = ["Window", "chromium", "opened", "served_console"]

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium() -> str:
    """Where it is; skips where there is none, which `make test` says before."""
    said = os.environ.get("TOURNANT_CHROMIUM")
    found = said or next((path for name in NAMES if (path := shutil.which(name))), None)
    if not found:
        pytest.skip("no Chromium: `sh tools/browser.sh` says how to get one")
    return found


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium())
        yield browser
        await browser.close()


@dataclass
class Window:
    """A page of the console, and what went wrong in it."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)

    async def go(self, path: str) -> None:
        await self.page.goto(self.url + path)

    async def live(self) -> None:
        await self.page.wait_for_selector(".is-live")


@asynccontextmanager
async def served_console(town: Town, demo: Demo | None = None) -> AsyncIterator[str]:
    console, socket = console_of(town, demo), listen("127.0.0.1", 0)
    try:
        async with served(console, socket):
            try:
                yield address(socket)
            finally:
                console.close()
    finally:
        socket.close()


@asynccontextmanager
async def opened(
    browser: Browser, url: str, *, scheme: str = "light", script: bool = True, width: int = 1440
) -> AsyncIterator[Window]:
    context = await browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=script,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
    )
    page = await context.new_page()
    page.set_default_timeout(10_000)
    window = Window(page, url)
    page.on("console", lambda said: window.wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: window.wrong.append(str(error)))
    try:
        yield window
    finally:
        await context.close()
