"""Drives an exchange against a simulated partner in memory, as `calls` does: token in, answers in, dispositions out."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from tests.sandbox.memory import Dropped, World

from tournant.sandbox import Partner
from tournant.sdk import Connection, Exchange, Request, Response, Task, errors

T = TypeVar("T")
SPACING_S = 0.06  # between two requests: 20 a second are allowed


async def nothing(_: Request) -> None:
    """Let nothing happen between two requests."""


@dataclass
class Driver:
    """One account at one partner."""

    world: World
    app: Partner
    connection: Connection
    account: str
    store: str | None
    access: str = ""
    sent: list[Request] = field(default_factory=list)
    meanwhile: Callable[[Request], Awaitable[None]] = nothing
    """What happens after a request was answered, before the next."""

    async def run(
        self,
        command: str,
        args: Mapping[str, str] | None = None,
        document: bytes = b"",
        before: bytes = b"",
        key: str = "key",
    ) -> bytes:
        """Run a command to its end, or raise its disposition."""
        task = Task(self.account, self.store, self.world.time.now(), key, args or {}, document, before)
        return await self.drive(self.connection.commands[command].run(task))

    async def drive(self, exchange: Exchange[T]) -> T:
        """Answer an exchange until it ends."""
        try:
            request = next(exchange)
            while True:
                response = await self.answer(request)
                await self.meanwhile(request)
                request = exchange.send(response)
        except StopIteration as end:
            found: T = end.value
            return found
        finally:
            exchange.close()

    async def answer(self, request: Request) -> Response:
        """Send one request; what is not good is raised."""
        self.sent.append(request)
        await self.world.time.pass_(SPACING_S)
        token = self.connection.auth.header(self.access) if self.access else {}
        try:
            got = await self.world.call(
                self.app, f"{request.method} {request.path}", request.body, {**request.headers, **token}
            )
        except Dropped as why:
            raise errors.Unanswered(str(why)) from why
        response = Response(got.status, {name.lower(): value for name, value in got.headers.items()}, got.body)
        if 200 <= got.status < 300 or got.status in request.accepts:
            return response
        raise self.connection.disposition(request, response, self.world.time.now())

    def operations(self) -> list[str]:
        """What was asked, in its order."""
        return [request.operation for request in self.sent]


def answered(exchange: Exchange[T], *bodies: bytes) -> T:
    """End an exchange with answers that a test types in."""
    next(exchange)
    try:
        for body in bodies:
            exchange.send(Response(200, {}, body))
    except StopIteration as end:
        found: T = end.value
        return found
    raise AssertionError("the exchange wants more answers")
