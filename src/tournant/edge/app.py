"""The application: finds what a request is for, bounds it, answers it whatever happens, and counts."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tournant import telemetry
from tournant.edge.bodies import Bodies
from tournant.edge.committer import Committer
from tournant.edge.hosted import Asked, Held, Hosted
from tournant.edge.http import Answer, Outcome, Receive, Refused, Scope, Send, headers_of, later, write
from tournant.edge.probes import Probes, answering, lifespan
from tournant.edge.webhooks import Deliveries
from tournant.edge.whose import Accounts, Apps
from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.kernel.ids import IdSource
from tournant.log import Store
from tournant.log.errors import Busy, DatabaseAway
from tournant.log.records import Why
from tournant.sdk import Connection
from tournant.telemetry import metrics, names

__all__ = ["Edge", "Parts"]

LOG: Final = telemetry.logger("edge")
_PROBED: Final = {"GET", "HEAD"}
_WEATHER: Final = (DatabaseAway, Busy, TimeoutError)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the edge is made from."""

    store: Store
    partners: Mapping[str, Connection]
    clock: Clock
    ids: IdSource
    held: Held
    """What the store holds of a resource, for hosted endpoints."""


class Edge:
    """All that partners call, as one ASGI application."""

    def __init__(self, parts: Parts, waiting_max: int = bounds.WEBHOOKS_WAITING_MAX) -> None:
        """With how many deliveries may wait for their commit."""
        self._parts = parts
        apps, accounts = Apps(parts.store), Accounts(parts.store)
        self._committer = Committer(parts.store, waiting_max)
        webhooks = {name: one.webhooks for name, one in parts.partners.items()}
        self._deliveries = Deliveries(webhooks, apps, accounts, self._committer, parts.clock.now, parts.ids.draw)
        hosted = {name: one.hosted for name, one in parts.partners.items() if one.hosted}
        self._hosted = Hosted(hosted, apps, accounts, parts.held)
        self._bodies = Bodies()
        self._probes = Probes(answering(parts.store))
        self._open = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._stopped = False

    def begin_draining(self) -> None:
        """Say from now on that no more shall be sent here; what comes nevertheless is taken."""
        if not self._probes.draining:
            LOG.info(names.DRAINING_BEGAN, open=self._open)
        self._probes.draining = True

    async def drained(self) -> None:
        """Come back when every delivery that came in is durable and answered."""
        await self._quiet.wait()
        await self._committer.idle()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, as ASGI asks."""
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
        elif scope["type"] == "http":
            await write(send, await self._answered(scope, receive))
        else:
            await send({"type": "websocket.close"})

    async def _answered(self, scope: Scope, receive: Receive) -> Answer:
        path: str = scope["path"]
        room, _, rest = path.removeprefix("/").partition("/")
        if room == "webhooks" and rest:
            return await self._counted("webhooks", rest, scope, receive)
        if room == "hosted" and rest:
            return await self._counted("hosted", rest, scope, receive)
        found = await self._probes.answer(path) if scope["method"] in _PROBED else None
        return found or Refused(404, "unknown", "there is nothing here").answer

    async def _counted(self, room: str, rest: str, scope: Scope, receive: Receive) -> Answer:
        """The answer to a request that concerns a partner; whatever happens there is one, and it is counted."""
        begun = asyncio.get_running_loop().time()
        self._open += 1
        self._quiet.clear()
        try:
            answer, outcome = await self._tried(room, rest, scope, receive)
        finally:
            self._open -= 1
            if not self._open:
                self._quiet.set()
        partner = metrics.one_of(rest.partition("/")[0], self._parts.partners)
        if room == "webhooks":
            metrics.WEBHOOKS.labels(partner, outcome).inc()
            metrics.WEBHOOK_DURATION.observe(asyncio.get_running_loop().time() - begun)
        else:
            metrics.HOSTED.labels(partner, outcome).inc()
        return answer

    async def _tried(self, room: str, rest: str, scope: Scope, receive: Receive) -> tuple[Answer, Outcome]:
        try:
            headers = headers_of(scope)
            async with self._bodies.read(receive, headers.get("content-length", "")) as body:
                work = self._deliver if room == "webhooks" else self._host
                found = await work(rest, scope, headers, body)
            self._say_resumed()
        except Refused as refusal:
            return refusal.answer, refusal.outcome
        except _WEATHER as why:
            self._say_stopped(str(why) or "the store did not answer in time")
            return later("away", "the store is away, deliver again later").answer, "away"
        except Exception:  # a bug of ours: it is said, the partner delivers again, and the process serves on
            LOG.exception(names.REQUEST_BROKE, path=scope["path"])
            return Refused(500, "broke", "this failed by a mistake of ours, deliver again later").answer, "broke"
        else:
            return found

    async def _deliver(
        self, partner: str, scope: Scope, headers: Mapping[str, str], body: bytes
    ) -> tuple[Answer, Outcome]:
        if scope["method"] != "POST":
            raise Refused(405, "wrong", "a webhook is delivered by POST", allow="POST")
        taken = await self._deliveries.take(partner, headers, body)
        return taken.answer, taken.outcome

    async def _host(self, rest: str, scope: Scope, headers: Mapping[str, str], body: bytes) -> tuple[Answer, Outcome]:
        partner, _, below = rest.partition("/")
        query = scope["query_string"].decode("latin-1")
        asked = Asked(scope["method"], partner, f"/{below}", query, headers, body)
        why = Why(telemetry.new_trace(self._parts.ids.draw()), f"hosted:{partner}")
        return await self._hosted.answer(asked, why), "answered"

    def _say_stopped(self, why: str) -> None:
        if not self._stopped:
            LOG.warning(names.RECEIVING_STOPPED, why=why)
        self._stopped = True

    def _say_resumed(self) -> None:
        if self._stopped:
            LOG.warning(names.RECEIVING_RESUMED)
        self._stopped = False
