"""The network of a run: requests and answers on their way, late or never; whole ways cut for a while.

core ──Wire.send──► delay ─► partner ─► delay ─► answer         what is on its way goes on when its sender is gone
partner ──Hooks.post──► delay ─► edge ─► delay ─► status
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from tournant.kernel import bounds
from tournant.sdk import errors
from tournant.sdk.exchange import Request, Response
from tournant.sim.asgi import App, Asked, Got, ask
from tournant.sim.chance import Chance
from tournant.sim.clock import SimClock
from tournant.sim.loop import SimLoop

__all__ = ["EDGE", "Hooks", "Mood", "Network", "Wire"]

EDGE: Final = "edge"
_QUICK_S: Final = (0.005, 0.15)
_SLOW_S: Final = (1.0, 30.0)
"""Longer than anybody waits, and shorter than the manifests say that a request can be on its way."""
_REFUSED_S: Final = 0.01


@dataclass
class Mood:
    """How bad the network is."""

    lost: float = 0.0
    """Shares of messages, each way."""
    slow: float = 0.0
    cut: set[str] = field(default_factory=set)
    """The partners, or the edge, that nobody reaches at present."""


class Network:
    """Every way between machines."""

    def __init__(self, loop: SimLoop, clock: SimClock, chance: Chance) -> None:
        """With nobody on it yet."""
        self.mood = Mood()
        self._loop, self._clock, self._chance = loop, clock, chance
        self._apps: dict[str, Callable[[], tuple[str, App] | None]] = {}

    def add(self, name: str, where: Callable[[], tuple[str, App] | None]) -> None:
        """Let somebody be reached: on which host it runs at present, and its application; None while it is down."""
        self._apps[name] = where

    def is_reached(self, name: str) -> bool:
        """Whether a connection can be made."""
        return name not in self.mood.cut and self._apps[name]() is not None

    async def exchange(self, name: str, asked: Asked, timeout_s: float) -> Got | None:
        """Send a request and wait for its answer; None where none comes in time."""
        answered: asyncio.Future[Got | None] = self._loop.create_future()
        _ = self._loop.on("network", self._carry(name, asked, answered))
        try:
            async with asyncio.timeout(timeout_s):
                return await answered
        except TimeoutError:
            return None

    async def _carry(self, name: str, asked: Asked, answered: "asyncio.Future[Got | None]") -> None:
        if not await self._arrives(name):
            return
        there = self._apps[name]()
        if there is None:
            return
        host, app = there
        done: asyncio.Future[Got | None] = self._loop.create_future()
        _ = self._loop.on(host, _serve(app, asked, done))
        got = await done
        self._loop.note(f"{asked.method} {asked.url} {got.status if got else 0}\n")
        if await self._arrives(name) and not answered.done():
            answered.set_result(got)

    async def _arrives(self, name: str) -> bool:
        """Take the way in one direction; whether it got through."""
        slow = self._chance.strikes(f"slow {name}", self.mood.slow)
        lost = self._chance.strikes(f"lost {name}", self.mood.lost)
        await self._clock.pause(self._chance.between(f"way {name}", *(_SLOW_S if slow else _QUICK_S)))
        return not lost and name not in self.mood.cut


async def _serve(app: App, asked: Asked, done: "asyncio.Future[Got | None]") -> None:
    got = await ask(app, asked)
    if not done.done():
        done.set_result(got)


class Wire:
    """The way out to partners (`calls.port.Wire`), by the host in their base URL."""

    def __init__(self, network: Network, clock: SimClock) -> None:
        """Over a network."""
        self._network, self._clock = network, clock

    async def send(self, base_url: str, request: Request, headers: Mapping[str, str], timeout_s: float) -> Response:
        """Send a request below a base URL."""
        name = base_url.removeprefix("http://")
        if not self._network.is_reached(name):
            await self._clock.pause(_REFUSED_S)
            raise errors.Unreachable("no connection")
        kind = {"content-type": "application/json"} if request.body else {}
        asked = Asked(request.method, request.path, {**kind, **request.headers, **headers}, request.body)
        got = await self._network.exchange(name, asked, timeout_s)
        if got is None:
            raise errors.Unanswered("no answer")
        return Response(got.status, got.headers, got.body)


class Hooks:
    """The way of webhooks to the edge (`sandbox.Wire`)."""

    def __init__(self, network: Network) -> None:
        """Over a network."""
        self._network = network

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send a body; the status of the answer, or 0."""
        if not self._network.is_reached(EDGE):
            return 0
        path = url.removeprefix(f"http://{EDGE}")
        got = await self._network.exchange(EDGE, Asked("POST", path, headers, body), bounds.WEBHOOK_ANSWER_S_MAX)
        return got.status if got else 0
