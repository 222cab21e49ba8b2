"""Pages that are kept up to date: one stream of events each, with those parts that are other than what it was sent.

the store says that something is new ─► pages are made anew, once a second at most ─► part events: id, fingerprint, HTML
nothing is new for a while           ─► made anew all the same, as what is late depends on the time; and a sign of life
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

from tournant.console.http import SAFE, Receive, Refused, Send
from tournant.console.render import Part
from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.log.errors import StoreError
from tournant.log.port import Store

__all__ = ["Live", "Made"]

Made = Callable[[], Awaitable[dict[str, Part]]]
"""Makes a page's parts as they are now."""
_HEADERS: Final = {"content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no", **SAFE}


class Live:
    """All pages that are kept up to date."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Nobody watches yet."""
        self._store, self._clock = store, clock
        self._news = asyncio.Condition()
        self._heard = 0
        self._listening: asyncio.Task[None] | None = None
        self._watched = 0
        self._closed = asyncio.Event()

    def close(self) -> None:
        """End all streams: the process ends. Their pages come back by themselves."""
        self._closed.set()

    async def stream(self, made: Made, receive: Receive, send: Send) -> None:
        """Keep one page up to date until it goes. Refused where too many are."""
        if self._watched >= bounds.LIVE_PAGES_MAX or self._closed.is_set():
            raise Refused(
                503, "too many pages are kept up to date already; this one stands still until it is loaded anew"
            )
        self._watched += 1
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
        try:
            headers = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await _first(self._feed(made, send), _gone(receive), self._closed.wait())
            with suppress(OSError):
                await send({"type": "http.response.body", "body": b""})
        finally:
            await self._leave()

    async def _leave(self) -> None:
        self._watched -= 1
        if self._watched == 0 and self._listening is not None:
            task, self._listening = self._listening, None
            task.cancel()
            await asyncio.wait([task])

    async def _feed(self, made: Made, send: Send) -> None:
        sent: dict[str, str] = {}
        loop = asyncio.get_running_loop()
        while True:
            heard, begun = self._heard, loop.time()
            await send({"type": "http.response.body", "body": await self._news_of(made, sent), "more_body": True})
            # A page that is dear to make is made less often: the process has webhooks to answer.
            await self._clock.pause(max(bounds.LIVE_RENDER_S_MIN, bounds.LIVE_REST * (loop.time() - begun)))
            await self._wait(heard)

    async def _news_of(self, made: Made, sent: dict[str, str]) -> bytes:
        """What has changed, as events; at least a sign of life."""
        try:
            parts = await made()
        except (StoreError, TimeoutError) as why:
            return _event("away", {"why": str(why) or "the database does not answer"})
        fresh = {name: one for name, one in parts.items() if sent.get(name) != one.print}
        sent |= {name: one.print for name, one in fresh.items()}
        events = [_event("part", {"id": name, "print": one.print, "html": one.text}) for name, one in fresh.items()]
        return b"".join(events) + _event("beat", {"now": _written(self._clock.now())})

    async def _wait(self, heard: int) -> None:
        """Until something is new, or a sign of life is due."""
        await _first(self._newer(heard), self._clock.pause(bounds.LIVE_BEAT_S))

    async def _newer(self, heard: int) -> None:
        async with self._news:
            await self._news.wait_for(lambda: self._heard > heard)

    async def _listen(self) -> None:
        async with self._store.listen() as listener:
            while True:
                await listener.heard()
                async with self._news:
                    self._heard += 1
                    self._news.notify_all()


async def _gone(receive: Receive) -> None:
    """Come back when nobody reads any more."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _first(*several: Awaitable[object]) -> None:
    """Come back when the first of them does, with its failure if it failed; the others are ended."""
    tasks = [asyncio.ensure_future(one) for one in several]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for one in done:
            one.result()
    finally:
        for one in tasks:
            one.cancel()
        await asyncio.wait(tasks)


def _event(name: str, data: dict[str, str]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def _written(at: datetime) -> str:
    return at.isoformat()
