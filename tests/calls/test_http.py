"""The real wire: what was not sent and what may have been are never confused, and nothing leaves the partner's host."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from tournant.calls import http
from tournant.kernel import bounds
from tournant.kernel.check import Impossible
from tournant.sandbox import live
from tournant.sdk import errors
from tournant.sdk.exchange import Request, Response

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Raw = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def partner(handler: Handler) -> AsyncIterator[str]:
    """A server that answers everything in one way."""
    app = web.Application()
    app.router.add_route("*", "/{any:.*}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/base"
    await runner.cleanup()


@asynccontextmanager
async def raw(handler: Raw) -> AsyncIterator[str]:
    """A server that does with a connection what a test wants."""
    server = await asyncio.start_server(handler, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def send(base: str, request: Request, timeout_s: float = 5) -> Response:
    async with http.opened() as wire:
        return await wire.send(base, request, {"authorization": "Bearer t"}, timeout_s)


async def test_an_answer_comes_whole() -> None:
    """Status, headers in lower case, and the body unpacked; ours arrive with a token and a type."""
    asked: list[web.Request] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request)
        packed = gzip.compress(await request.read())
        return web.Response(status=201, body=packed, headers={"Content-Encoding": "gzip", "X-Limit": "3"})

    async with partner(answer) as base:
        got = await send(base, Request("menu.write", "PUT", "/menu?a=%20b", b'{"a":1}'))
    assert (got.status, got.body, got.headers["x-limit"]) == (201, b'{"a":1}', "3")
    assert asked[0].raw_path == "/base/menu?a=%20b"
    assert (asked[0].headers["authorization"], asked[0].content_type) == ("Bearer t", "application/json")


async def test_a_port_where_nobody_listens_is_unreachable() -> None:
    """No connection: nothing was sent."""
    free = live.listen(0)
    base = f"http://127.0.0.1:{free.getsockname()[1]}"
    free.close()
    with pytest.raises(errors.Unreachable):
        await send(base, Request("menu.read", "GET", "/menu"))


async def test_a_connection_that_ends_without_an_answer_is_cut_off() -> None:
    """The request had left; whether it was read nobody knows."""

    async def end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.close()

    async with raw(end) as base:
        with pytest.raises(errors.CutOff):
            await send(base, Request("menu.write", "POST", "/menu", b"{}"))


async def test_an_answer_that_is_too_slow_is_unanswered() -> None:
    """The connection was made and the answer did not come in time."""
    over = asyncio.Event()

    async def wait(_: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    async with partner(wait) as base:
        with pytest.raises(errors.Unanswered) as seen:
            await send(base, Request("menu.read", "GET", "/menu"), timeout_s=0.05)
        assert not isinstance(seen.value, errors.CutOff)
        over.set()


@pytest.mark.parametrize("method", ["PUT", "GET", "DELETE"])
async def test_nothing_is_sent_twice(method: str) -> None:
    """A kept connection breaks under the second request: it is unanswered, and no third one ever arrives."""
    arrived: list[bytes] = []

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            arrived.append(line)
            size = 0
            while (header := await reader.readline()) not in {b"\r\n", b""}:
                if header.lower().startswith(b"content-length"):
                    size = int(header.split(b":")[1])
            await reader.readexactly(size)
            if len(arrived) > 1:
                break
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        writer.close()

    async with raw(once) as base, http.opened() as wire:
        await wire.send(base, Request("menu.write", "POST", "/menu", b"{}"), {}, 5)
        with pytest.raises(errors.CutOff):
            await wire.send(base, Request("menu.write", method, "/menu", b"{}"), {}, 5)
    assert len(arrived) == 2


async def test_a_redirection_is_an_answer() -> None:
    """Nobody is followed elsewhere: a redirection comes back as it is."""

    async def elsewhere(_: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": "http://evil.example/"})

    async with partner(elsewhere) as base:
        assert (await send(base, Request("menu.read", "GET", "/menu"))).status == 307


async def test_no_cookie_is_kept() -> None:
    """What one answer sets is not sent with the next request, which may be another merchant's."""
    seen: list[str | None] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(request.headers.get("cookie"))
        return web.Response(headers={"Set-Cookie": "merchant=1"})

    async with partner(answer) as base, http.opened() as wire:
        for _ in range(2):
            await wire.send(base, Request("menu.read", "GET", "/menu"), {}, 5)
    assert seen == [None, None]


async def test_an_answer_larger_than_any_document_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading stops at the bound, unpacked bytes counted."""
    monkeypatch.setattr(bounds, "DOCUMENT_BYTES_MAX", 100_000)

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b" " * 1_000_000), headers={"Content-Encoding": "gzip"})

    async with partner(answer) as base:
        with pytest.raises(errors.PartnerBroke, match="more than 100,000 bytes"):
            await send(base, Request("menu.read", "GET", "/menu"))


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/menu",
        "http://evil.example/menu",
        "@evil.example/menu",
        "menu",
        "",
        "/../other/menu",
        "/menu/%2e%2e/%2E%2e/other",
        "/menu/..",
        "/menu\\..\\x",
        "/menu\r\nHost: evil.example",
        "/menu with space",
        "/menu#part",
        ".evil.example/",
        ":1/",
    ],
)
def test_a_path_that_leads_elsewhere_is_not_sent(path: str) -> None:
    """Another host, another port, a place above the partner's address: each is a bug, found before anything leaves."""
    with pytest.raises(Impossible):
        http.address("https://api.partner.example/base", path)


@pytest.mark.parametrize("path", ["/v2/menu", "/v2/menu?next=..%2F..&url=http://x/", "/v2/a%2Fb/..c", "/v2/a:b@c"])
def test_a_path_below_the_address_is_sent_as_it_is(path: str) -> None:
    """Escapes stay what they are, and a query may say anything."""
    assert str(http.address("https://api.partner.example/base/", path)) == f"https://api.partner.example/base{path}"
