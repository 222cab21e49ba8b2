"""Pages that are kept up to date: what changed is sent, once, and nothing else; and streams end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from tests.console.asking import asked, console_of, scope_of
from tests.console.town import Town
from tests.console.tree import parsed

from tournant.console import Console
from tournant.kernel import bounds
from tournant.log.errors import DatabaseAway

PATIENCE_S = 10


class Stream:
    """One page's stream of events, as a browser reads it."""

    def __init__(self, console: Console, path: str) -> None:
        self.events: asyncio.Queue[tuple[str, dict[str, str]] | None] = asyncio.Queue()
        self.gone = asyncio.Event()
        self.status = 0
        self.prints: dict[str, str] = {}
        self.task = asyncio.create_task(self._run(console, path))

    async def _run(self, console: Console, path: str) -> None:
        await console(scope_of("GET", f"/live?page={path}", {}), self._receive, self._send)
        self.events.put_nowait(None)

    async def _receive(self) -> dict[str, Any]:
        if not self.status:
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:  # noqa: ANN401 - as ASGI says it
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        for block in message["body"].decode().split("\n\n"):
            if block.startswith("event: "):
                name, _, data = block.partition("\n")
                self.events.put_nowait((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))

    async def round(self) -> list[tuple[str, dict[str, str]]]:
        """Everything up to the next sign of life."""
        found: list[tuple[str, dict[str, str]]] = []
        while True:
            event = await asyncio.wait_for(self.events.get(), PATIENCE_S)
            assert event is not None
            if event[0] == "beat":
                return found
            found.append(event)

    async def part(self, name: str) -> str:
        """The next time that this part is sent."""
        while True:
            for _, data in await self.round():
                if data.get("id") == name:
                    return data["html"]


@asynccontextmanager
async def streamed(console: Console, path: str = "/") -> AsyncIterator[Stream]:
    stream = Stream(console, path)
    try:
        yield stream
    finally:
        stream.gone.set()
        await asyncio.wait_for(stream.task, PATIENCE_S)


async def test_what_is_sent_first_is_what_the_page_shows(console: Console) -> None:
    """A page that was just loaded is sent parts with the fingerprints that it has, and so nothing is replaced."""
    page = (await asked(console, "/")).page
    shown = {
        one.attributes["id"]: one.attributes["data-part"] for one in page.all("div") if "data-part" in one.attributes
    }
    async with streamed(console) as stream:
        sent = {f"part-{data['id']}": data["print"] for name, data in await stream.round() if name == "part"}
    assert shown.items() <= sent.items()


async def test_only_what_changed_is_sent_again(town: Town, console: Console) -> None:
    """While nothing happens there are signs of life alone; a change is sent in the parts that show it."""
    async with streamed(console) as stream:
        await stream.round()
        assert await stream.round() == []
        ember = town.houses["Little Ember"]
        async with town.store.transaction(ember.tenant) as tx:
            await tx.set_account(ember.channel("queens"), state="needs_reauth")
        html = await stream.part("matrix")
        cell = next(
            one for one in parsed(html).all("a") if str(one.attributes.get("aria-label", "")).startswith("Queens, Uber")
        )
        assert cell.attributes["data-state"] == "bad"


async def test_what_becomes_late_is_sent_though_nothing_happened(town: Town, console: Console) -> None:
    """Time alone makes a cell late: the page is made anew without news."""
    async with streamed(console) as stream:
        await stream.round()
        town.time.at += timedelta(seconds=bounds.LATE_MENU_S)
        html = await stream.part("matrix")
    states = [str(one.attributes["data-state"]) for one in parsed(html).all("a") if "data-state" in one.attributes]
    assert "way" not in states


async def test_pages_that_are_watched_are_bounded(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    """One page too many is told so in a sentence, and one that goes makes room."""
    monkeypatch.setattr(bounds, "LIVE_PAGES_MAX", 1)
    async with streamed(console) as stream:
        await stream.round()
        refused = await asked(console, "/live?page=/")
        assert refused.status == 503
        assert "too many pages" in refused.html.lower()
    async with streamed(console) as stream:
        await stream.round()
        assert stream.status == 200


async def test_streams_end_when_the_process_does(console: Console) -> None:
    """A stream would never end by itself: closing the console ends it, and no other begins."""
    async with streamed(console) as stream:
        await stream.round()
        console.close()
        await asyncio.wait_for(stream.task, PATIENCE_S)
    assert (await asked(console, "/live?page=/")).status == 503


async def test_a_store_that_goes_away_is_said_and_the_stream_stays(
    town: Town, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database is away the page hears so; when it is back, the page goes on."""
    async with streamed(console) as stream:
        await stream.round()

        async def away() -> None:
            raise DatabaseAway("the database does not answer")

        with monkeypatch.context() as broken:
            broken.setattr(town.store, "tenants", away)
            event = await asyncio.wait_for(stream.events.get(), PATIENCE_S)
            assert event == ("away", {"why": "the database does not answer"})
        while (await asyncio.wait_for(stream.events.get(), PATIENCE_S) or ("",))[0] != "beat":
            pass


async def test_nobody_listens_when_nobody_watches(town: Town) -> None:
    """The store is listened to once, however many pages are watched, and not at all when none is."""
    console = console_of(town)
    before = len(town.store._bells)  # type: ignore[attr-defined]  # noqa: SLF001 - of the store in memory
    async with streamed(console) as one, streamed(console, "/decisions") as other:
        await one.round()
        await other.round()
        assert len(town.store._bells) == before + 1  # type: ignore[attr-defined]  # noqa: SLF001 - the same
    assert len(town.store._bells) == before  # type: ignore[attr-defined]  # noqa: SLF001 - the same
