"""Requests and answers as plain values, the table that leads one to the other, and the bridge to ASGI."""

import gzip
import re
import zlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec

from tournant.kernel import bounds

__all__ = ["Answer", "Handler", "Json", "Receive", "Refusal", "Request", "Route", "Router", "Scope", "Send", "encoded"]

Json = dict[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_READ, _WRITE = msgspec.json.Decoder(), msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a document, nothing, or text of another type."""

    status: int
    body: Json | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):  # noqa: N818 - it says what happened, as every failure here does
    """The partner refuses this request."""

    def __init__(self, answer: Answer) -> None:
        """Carry the answer that says so."""
        super().__init__(f"{answer.status}: {answer.body}")
        self.answer = answer


@dataclass
class Request:
    """What came in, its body already unpacked."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    params: Mapping[str, str] = field(default_factory=dict)
    account: str = ""
    """Whose data it is about, once that is known: for the books."""
    malformed: str | None = None
    """At what the operation broke, where the request had the wrong shape: for the books."""

    @cached_property
    def document(self) -> Json:
        """The body as a JSON object; ValueError where it is none. An empty body is an empty object."""
        found = _READ.decode(self.body) if self.body.strip() else {}
        if not isinstance(found, dict):
            raise ValueError("the body is no JSON object")  # noqa: TRY004 - what a partner refuses, not a wrong call
        return found

    @property
    def bearer(self) -> str:
        """The token of the Authorization header."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""


Handler = Callable[[Request], Answer | Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: `Route("GET", "/v2/orders/{order_id}", handler)`."""

    method: str
    path: str
    handler: Handler


class Router:
    """Finds the operation that a request asks for."""

    def __init__(self, routes: Iterable[Route]) -> None:
        """Prepare the table; earlier routes win."""
        self._routes = [(route, _pattern(route.path)) for route in routes]

    def find(self, request: Request) -> Handler | None:
        """Give the operation and set the request's parameters."""
        for route, pattern in self._routes:
            hit = pattern.fullmatch(request.path) if route.method == request.method else None
            if hit:
                request.params = {name: unquote(value) for name, value in hit.groupdict().items()}
                return route.handler
        return None


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", path)
    return re.compile(
        "".join(f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part) for part in parts)
    )


def encoded(value: object) -> bytes:
    """Write a value as JSON."""
    return _WRITE.encode(value)


async def read(scope: Scope, receive: Receive) -> Request:
    """Read a whole request from ASGI; ValueError where its body cannot be unpacked or is too large."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > bounds.DOCUMENT_BYTES_MAX:
            raise ValueError(f"the body has more than {bounds.DOCUMENT_BYTES_MAX:,} bytes")
        if not message.get("more_body"):
            break
    plain = _unpacked(bytes(body)) if headers.get("content-encoding") == "gzip" else bytes(body)
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    return Request(scope["method"], scope["path"], query, headers, plain)


def _unpacked(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpacker.decompress(body, bounds.DOCUMENT_BYTES_MAX)
    except zlib.error as why:
        raise ValueError(f"the body is not the gzip that its header says: {why}") from None
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("the packed body is cut off or too large")
    return plain


async def write(send: Send, answer: Answer, accepted: str) -> None:
    """Send a whole answer over ASGI, packed where the client takes that and it is worth it."""
    body, kind = _spelled(answer.body)
    headers = {"content-type": kind, **answer.headers} if body else dict(answer.headers)
    if "gzip" in accepted and len(body) >= bounds.PACKED_BYTES_MIN:
        body, headers["content-encoding"] = gzip.compress(body, compresslevel=1, mtime=0), "gzip"
    headers["content-length"] = str(len(body))
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})


def _spelled(body: Json | str | None) -> tuple[bytes, str]:
    if body is None:
        return b"", ""
    if isinstance(body, str):
        return body.encode(), "text/html; charset=utf-8"
    return encoded(body), "application/json"
