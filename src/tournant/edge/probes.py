"""Probes: whether a process lives, whether it can work, what it counts. For `edge`, and for a process without webhooks.

GET /healthz   200 while the process answers at all
GET /readyz    200, or 503 with one sentence: draining, or what a check found
GET /metrics   Prometheus' text
"""

import asyncio
from collections.abc import Awaitable, Callable

from tournant import telemetry
from tournant.edge.http import Answer, Receive, Refused, Scope, Send, write
from tournant.kernel import bounds
from tournant.log import Store
from tournant.log.errors import StoreError

__all__ = ["Check", "Probes", "answering", "lifespan"]

Check = Callable[[], Awaitable[str | None]]
"""Says in one sentence why the process cannot work; None: it can."""
_WELL = Answer(200, b"ok\n", {"content-type": "text/plain; charset=utf-8"})


class Probes:
    """The probes of one process; an application of its own where nothing else is served."""

    def __init__(self, *checks: Check) -> None:
        """Ready while all of these say so and it is not draining."""
        self._checks = checks
        self.draining = False

    async def answer(self, path: str) -> Answer | None:
        """What a probe is told; None for another path."""
        if path == "/healthz":
            return _WELL
        if path == "/readyz":
            return await self._ready()
        if path == "/metrics":
            kind, text = telemetry.exposition()
            return Answer(200, text, {"content-type": kind})
        return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve probes alone."""
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
        elif scope["type"] == "http":
            found = await self.answer(scope["path"]) if scope["method"] in {"GET", "HEAD"} else None
            await write(send, found or Refused(404, "unknown", "there are probes here and nothing else").answer)

    async def _ready(self) -> Answer:
        if self.draining:
            return Refused(503, "away", "this process is draining").answer
        for check in self._checks:
            why = await check()
            if why:
                return Refused(503, "away", why).answer
        return _WELL


def answering(store: Store) -> Check:
    """A check that the store answers."""

    async def check() -> str | None:
        try:
            async with asyncio.timeout(bounds.READY_WAIT_S_MAX):
                await store.tenant_of("", "")
        except StoreError as why:
            return str(why)
        except TimeoutError:
            return f"the database did not answer within {bounds.READY_WAIT_S_MAX} seconds"
        return None

    return check


async def lifespan(receive: Receive, send: Send) -> None:
    """Agree to begin and to end: what has to be opened and closed is the app's."""
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
