"""Asking an ASGI application directly: one request in, one answer out, nothing in between."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

__all__ = ["App", "Asked", "Got", "ask"]

Message = MutableMapping[str, Any]
App = Callable[[Any, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request."""

    method: str
    url: str
    """From the path on, or whole."""
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Got:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


async def ask(app: App, asked: Asked) -> Got | None:
    """Ask an application; None where it ends without an answer, as when a connection is dropped."""
    url = urlsplit(asked.url)
    headers = {"content-length": str(len(asked.body)), **{name.lower(): one for name, one in asked.headers.items()}}
    scope = {
        "type": "http",
        "method": asked.method,
        "path": url.path,
        "query_string": url.query.encode(),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
    }
    messages: list[Message] = [{"type": "http.request", "body": asked.body}]
    said: list[Message] = []

    async def receive() -> Message:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        said.append(message)

    await app(scope, receive, send)
    if not said:
        return None
    start, body = said[0], b"".join(one.get("body", b"") for one in said[1:])
    found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]}
    return Got(start["status"], found, body)
