"""Real ports: a clock that may run faster than the wall's, timers of the event loop, and HTTP in both directions."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta

import aiohttp
import uvicorn
from typing_extensions import override

from tournant.kernel import bounds
from tournant.sandbox.http import Receive, Scope, Send

__all__ = ["Application", "HttpWire", "LoopTimers", "PortTaken", "SpeedClock", "listen", "serve", "wire"]

Application = Callable[[Scope, Receive, Send], Awaitable[None]]
"""What can be served, as ASGI has it: partners, alone or with something beside them."""


class PortTaken(Exception):  # noqa: N818 - it says what happened, as every failure here does
    """Another program listens on this port."""


class SpeedClock:
    """World time: begins at an instant and runs so many times faster than the wall."""

    def __init__(self, begun: datetime, monotonic: Callable[[], float], speed: float) -> None:
        """Take the time of the world at the beginning, and a counter of wall seconds that never goes back."""
        self._begun, self._monotonic, self._speed = begun, monotonic, speed
        self._zero = monotonic()

    def now(self) -> datetime:
        """Say the instant in the world."""
        return self._begun + timedelta(seconds=(self._monotonic() - self._zero) * self._speed)


class LoopTimers:
    """Timers of the running event loop."""

    def __init__(self, speed: float) -> None:
        """Make world seconds so many times shorter than those of the wall."""
        self._speed = speed
        self._tasks: set[asyncio.Task[None]] = set()

    def after(self, world_s: float, do: Callable[[], Awaitable[None]]) -> None:
        """Do something later."""
        asyncio.get_running_loop().call_later(world_s / self._speed, self._begin, do)

    async def wait(self, world_s: float) -> None:
        """Wait in world seconds."""
        await self.stall(world_s / self._speed)

    async def stall(self, wall_s: float) -> None:
        """Wait in wall seconds."""
        loop = asyncio.get_running_loop()
        over = loop.create_future()
        timer = loop.call_later(wall_s, over.set_result, None)
        try:
            await over
        finally:
            timer.cancel()

    def _begin(self, do: Callable[[], Awaitable[None]]) -> None:
        async def done() -> None:
            await do()

        task = asyncio.get_running_loop().create_task(done())
        self._tasks.add(task)  # The loop itself keeps only weak references to its tasks.
        task.add_done_callback(self._tasks.discard)


class HttpWire:
    """Webhooks over HTTP."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        """Send through this session."""
        self._session = session

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send a body; 0 where no answer came in time."""
        limit = aiohttp.ClientTimeout(total=bounds.WEBHOOK_ANSWER_S_MAX)
        try:
            async with self._session.post(
                url, headers=headers, data=body, timeout=limit, allow_redirects=False
            ) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0


@asynccontextmanager
async def wire() -> AsyncIterator[HttpWire]:
    """Open the way out, and close it."""
    async with aiohttp.ClientSession() as session:
        yield HttpWire(session)


def listen(port: int) -> socket.socket:
    """Take the port on this machine alone (0: any that is free)."""
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(("127.0.0.1", port))
        # Listening now, and not only when the server starts, is what finds a port that is taken.
        taken.listen(bounds.CONNECTIONS_WAITING_MAX)
    except OSError as why:
        taken.close()
        if why.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise PortTaken(f"port {port} cannot be used: {why.strerror}") from None
        raise
    return taken


@asynccontextmanager
async def serve(partners: Application, at: socket.socket) -> AsyncIterator[None]:
    """Serve the partners on a socket that listens already."""
    config = uvicorn.Config(
        _Dropping(partners), log_level="warning", access_log=False, proxy_headers=False, server_header=False
    )
    server = _Server(config)
    task = asyncio.get_running_loop().create_task(server.serve(sockets=[at]))
    await server.up.wait()
    try:
        yield
    finally:
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """A server that says when it is up, and leaves signals to whoever runs it.

    The platform has one like it (`app.serving`): what is simulated shares nothing with it but the kernel, and a kernel
    that serves HTTP would be none.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Dropping:
    """Drops the connection where the application gave no answer."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answered = False

        async def sending(message: Scope) -> None:
            nonlocal answered
            answered = True
            await send(message)

        await self._app(scope, receive, sending)
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        if scope["type"] == "http" and not answered and transport is not None:
            transport.abort()
            while (await receive())["type"] != "http.disconnect":
                pass
