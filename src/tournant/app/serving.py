"""Serving an application over HTTP: a port that is taken before anything else begins, and an end that is polite."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, MutableMapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final, TypeAlias

import uvicorn
from typing_extensions import override

from tournant.kernel import bounds

__all__ = ["SOCKET", "Application", "PortTaken", "address", "inherited", "listen", "served"]

SOCKET: Final = "TOURNANT_SOCKET"
"""How a parent tells its child which of its open files listens on the child's port. The child's standard input is then
a lifeline: it ends with the parent."""
Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Scope]]
Send: TypeAlias = Callable[[Scope], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


class PortTaken(Exception):  # noqa: N818 - it says what happened, as every failure here does
    """The port cannot be had."""


def listen(host: str, port: int) -> socket.socket:
    """Take a port (0: any that is free) and listen; PortTaken where another program does so, or it is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        # Listening from here on: who connects while a process is started again waits, and is not refused.
        taken.listen(bounds.CONNECTIONS_WAITING_MAX)
    except OSError as why:
        taken.close()
        if why.errno in {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}:
            raise PortTaken(f"port {port} of {host} cannot be used: {why.strerror}") from None
        raise
    return taken


def inherited(environment: Mapping[str, str]) -> socket.socket | None:
    """The port that our parent has taken for us; None where we have no parent."""
    said = environment.get(SOCKET)
    return socket.socket(fileno=int(said)) if said else None


def address(at: socket.socket) -> str:
    """Where a socket listens, as a URL."""
    host, port = at.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@asynccontextmanager
async def served(application: Application, at: socket.socket) -> AsyncIterator[None]:
    """Serve on a socket that listens already; at the end no more is taken, and what was taken is answered."""
    config = uvicorn.Config(
        application,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=bounds.DRAIN_S_MAX,
    )
    server = _Server(config)
    task = asyncio.get_running_loop().create_task(server.serve(sockets=[at]))
    await server.up.wait()
    try:
        yield
    except asyncio.CancelledError:
        server.force_exit = True
        raise
    finally:
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """A server that says when it is up, and leaves signals to whoever runs it."""

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
