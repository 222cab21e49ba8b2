"""The real way out, over HTTP: one session for everybody, nothing kept between two requests but connections.

connecting ──failed──► Unreachable: nothing was sent
    │
connected ──failed, too slow──► Unanswered: it may have arrived, or may still arrive
    └─ended by the other side─► CutOff: it may have arrived, and does not any more
    │
answered ─► Response
"""

import errno
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Final
from urllib.parse import unquote

import aiohttp
from yarl import URL

from tournant.kernel import bounds, check
from tournant.sdk import errors
from tournant.sdk.exchange import Request, Response

__all__ = ["HttpWire", "address", "opened"]

_CHUNK_BYTES: Final = 64 * 1024
_BROKEN: Final = frozenset({errno.ECONNRESET, errno.EPIPE})
"""What a connection says that the other side has ended."""


@dataclass(slots=True)
class _Line:
    """How far a request has come."""

    connected: bool = False


class HttpWire:
    """A wire over a session of aiohttp."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        """Send through this session, which is one that `opened` made."""
        self._session = session

    async def send(self, base_url: str, request: Request, headers: Mapping[str, str], timeout_s: float) -> Response:
        """Send a request and wait for the whole answer."""
        where, line = address(base_url, request.path), _Line()
        try:
            async with self._session.request(
                request.method,
                where,
                data=request.body or None,
                headers=_spelled(request, headers),
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=timeout_s),
                trace_request_ctx=line,
            ) as answer:
                return Response(answer.status, _lowered(answer), await _body(answer))
        except (aiohttp.ClientError, TimeoutError, OSError) as why:
            raise _failure(why, line) from why


def _failure(why: Exception, line: _Line) -> errors.Disposition:
    # The class alone: the text of an exception of aiohttp may quote headers.
    said = type(why).__name__
    if not line.connected:
        return errors.Unreachable(said)
    is_end = isinstance(why, aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError)
    is_broken = isinstance(why, OSError) and why.errno in _BROKEN
    return errors.CutOff(said) if is_end or is_broken else errors.Unanswered(said)


@asynccontextmanager
async def opened() -> AsyncIterator[HttpWire]:
    """Open the way out, and close it."""
    # How many requests are out at once is decided by those who call, not by a pool that would make them wait unseen.
    connector = aiohttp.TCPConnector(limit=0)
    watching = aiohttp.TraceConfig()
    watching.on_connection_create_end.append(_connected)
    watching.on_connection_reuseconn.append(_connected)
    # Cookies of one merchant's calls have no business in those of another.
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(connector=connector, cookie_jar=jar, trace_configs=[watching]) as session:
        # By itself aiohttp sends a PUT or a DELETE again where a kept connection breaks. Nothing is sent twice here.
        session._retry_connection = False  # noqa: SLF001 - there is no public switch; a test holds it
        yield HttpWire(session)


def address(base_url: str, path: str) -> URL:
    """Where a request goes; Impossible for a path that leads anywhere but below the base URL."""
    bare = path.partition("?")[0]
    inside = bare.startswith("/") and not bare.startswith("//") and not {".", ".."} & set(unquote(bare).split("/"))
    plain = path.isascii() and path.isprintable() and not set(' \\#"<>') & set(path)
    check.require(inside and plain, f"the path {path!r} does not lead to a place below the partner's address")
    base = URL(base_url)
    where = URL(base_url.rstrip("/") + path, encoded=True)
    check.require(where.origin() == base.origin(), f"the path {path!r} leads to another host")
    return where


async def _connected(_: aiohttp.ClientSession, context: SimpleNamespace, __: object) -> None:
    context.trace_request_ctx.connected = True


def _spelled(request: Request, headers: Mapping[str, str]) -> dict[str, str]:
    kind = {"Content-Type": "application/json"} if request.body else {}
    return {"User-Agent": "tournant", "Accept-Encoding": "gzip", **kind, **request.headers, **headers}


def _lowered(answer: aiohttp.ClientResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    """The whole body, unpacked; as soon as it is larger than any document may be it is no answer."""
    body = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
        body += chunk
        if len(body) > bounds.DOCUMENT_BYTES_MAX:
            answer.close()
            raise errors.PartnerBroke(f"the answer has more than {bounds.DOCUMENT_BYTES_MAX:,} bytes")
    return bytes(body)
