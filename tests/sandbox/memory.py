"""A world in memory: virtual time, a wire that remembers, and a client that calls the ASGI applications directly."""

import asyncio
import gzip
import heapq
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from tournant.sandbox import Partner, Ports
from tournant.sandbox.dice import Dice
from tournant.sandbox.partners.square import Square
from tournant.sandbox.partners.uber_eats import UberEats

BEGUN = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # a Tuesday at noon in New York
TURNS = 50


class Dropped(Exception):  # noqa: N818 - it says what happened
    """The connection ended before an answer came."""


class VirtualTime:
    """A clock and timers that move only by `pass_`."""

    def __init__(self) -> None:
        self.at = BEGUN
        self._due: list[tuple[datetime, int, Callable[[], Awaitable[None]]]] = []
        self._count = 0

    def now(self) -> datetime:
        return self.at

    def after(self, world_s: float, do: Callable[[], Awaitable[None]]) -> None:
        self._count += 1
        heapq.heappush(self._due, (self.at + timedelta(seconds=world_s), self._count, do))

    async def wait(self, world_s: float) -> None:
        over = asyncio.Event()

        async def end() -> None:
            over.set()

        self.after(world_s, end)
        await over.wait()

    async def stall(self, wall_s: float) -> None:
        await self.wait(wall_s)

    async def pause(self, wall_s: float) -> None:
        if wall_s:
            await self.wait(wall_s)

    async def pass_(self, world_s: float) -> None:
        """Let time pass, and all that is due in it happen in its order."""
        end = self.at + timedelta(seconds=world_s)
        await _settle()
        while self._due and self._due[0][0] <= end:
            self.at, _, do = heapq.heappop(self._due)
            await do()
            await _settle()
        self.at = end

    async def next_(self) -> None:
        """Go to what is due next."""
        if self._due:
            await self.pass_((self._due[0][0] - self.at).total_seconds())


async def _settle() -> None:
    """Let every task run until it waits for something that is not there yet."""
    loop = asyncio.get_running_loop()
    for _ in range(TURNS):
        turn = loop.create_future()
        loop.call_soon(turn.set_result, None)
        await turn


@dataclass
class Sent:
    url: str
    headers: Mapping[str, str]
    body: bytes
    at: datetime

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Endpoint:
    """A wire whose far end takes everything, or answers what a test says."""

    time: VirtualTime
    answers: list[int] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.sent.append(Sent(url, headers, body, self.time.at))
        return self.answers.pop(0) if self.answers else 200

    def kinds(self, name: str) -> list[str]:
        return [one.document[name] for one in self.sent]


@dataclass
class Got:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


class World:
    """Both partners, one clock, one wire."""

    def __init__(self, seed: int = 1, faults: Mapping[str, float] | None = None) -> None:
        self.time = VirtualTime()
        self.endpoint = Endpoint(self.time)
        self.ports = Ports(self.time, self.time, self.endpoint, Dice(seed))
        self.square = Square(self.ports, faults=faults)
        self.uber = UberEats(self.ports, faults=faults)

    async def call(self, app: Partner, line: str, body: object = None, headers: Mapping[str, str] | None = None) -> Got:
        """Call an application and let time pass as far as the answer needs it: `call(square, "GET /v2/locations")`."""
        task = asyncio.ensure_future(send(app, line, body, headers or {}))
        await _settle()
        while not task.done():
            await self.time.next_()
        return await task


async def send(app: Partner, line: str, body: object, headers: Mapping[str, str]) -> Got:
    """Send one request through ASGI."""
    method, _, target = line.partition(" ")
    url = urlsplit(target)
    raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    if headers.get("content-encoding") == "gzip" and not isinstance(body, bytes):
        raw = gzip.compress(raw)
    scope = {
        "type": "http",
        "method": method,
        "path": url.path,
        "query_string": url.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    messages: list[MutableMapping[str, Any]] = [{"type": "http.request", "body": raw}]
    answer: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def take(message: MutableMapping[str, Any]) -> None:
        answer.append(message)

    await app(scope, receive, take)
    if not answer:
        raise Dropped(line)
    got = {name.decode(): value.decode() for name, value in answer[0]["headers"]}
    return Got(answer[0]["status"], got, answer[1]["body"])
