"""What is refused, with which status and in which sentence; and that nothing of it is kept."""

import asyncio
import io
import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from tests.edge import serving
from tests.edge.serving import KEY, House
from tests.store.values import START

from tournant import telemetry
from tournant.kernel import bounds
from tournant.log.records import PLATFORM
from tournant.telemetry import metrics, names

GOOD = b'{"id": "e1", "type": "t", "account": "T-1"}'
SIGNED = {"x-tin": serving.sign(KEY, GOOD)}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    telemetry.configure("info", json=True, now=lambda: START, stream=stream)
    yield stream
    telemetry.configure("warning", json=True, now=lambda: START)


def events(lines: io.StringIO) -> list[str]:
    return [json.loads(line)["event"] for line in lines.getvalue().splitlines()]


async def raw(house: House, request: bytes, *, end: bool = False) -> bytes:
    """Send bytes as no client would, and give the answer's head and body."""
    url = urlsplit(str(house.client._base_url))  # noqa: SLF001 - where the edge is
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    writer.write(request)
    if end:
        writer.write_eof()
    try:
        return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("partner", ["nobody", "copper", "tin/more", "..%2F"])
async def test_an_unknown_partner_is_not_found(quick: House, partner: str) -> None:
    """A partner that is not installed, one without an app of ours, and a longer path are answered alike."""
    assert await quick.post(partner, GOOD, SIGNED) == (404, "there is no such partner here\n")


async def test_a_webhook_is_posted(quick: House) -> None:
    """Another method is answered with the one that there is."""
    async with quick.client.get("/webhooks/tin") as answer:
        assert (answer.status, answer.headers["allow"]) == (405, "POST")


async def test_a_careless_adapter_verifies_nothing(quick: House, lines: io.StringIO) -> None:
    """A forged header at which an adapter raises is a wrong signature; the log says that the adapter broke."""
    assert (await quick.post("tin", GOOD, {"x-tin": "ü"}))[0] == 401
    assert events(lines) == ["adapter_broke", "signatures_wrong"]


async def test_wrong_signatures_are_said_once(quick: House, lines: io.StringIO) -> None:
    """However many forged deliveries come, one line says so, and one that they fit again."""
    for _ in range(5):
        assert (await quick.post("tin", GOOD, {"x-tin": "0"}))[0] == 401
    assert (await quick.post("tin", GOOD, SIGNED))[0] == 202
    assert events(lines) == ["signatures_wrong", "signatures_right"]


async def test_a_large_body_is_refused(quick: House) -> None:
    """2 MB are refused by their length alone, and in pieces as soon as they are too many."""
    body = b" " * (2 * bounds.WEBHOOK_BYTES_MAX)
    status, said = await quick.post("tin", body, {"x-tin": serving.sign(KEY, body)})
    assert (status, said) == (413, "the body has more than 1,048,576 bytes\n")
    head = b"POST /webhooks/tin HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n"
    piece = b"80000\r\n" + b" " * 0x80000 + b"\r\n"
    assert (await raw(quick, head + piece * 4 + b"0\r\n\r\n")).startswith(b"HTTP/1.1 413 ")
    declared = b"POST /webhooks/tin HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999999\r\n\r\n"
    assert b" 413 " in (await raw(quick, declared)).partition(b"\r\n")[0]
    assert await quick.kept() + await quick.kept(PLATFORM) == []


async def test_a_body_of_the_largest_size_is_taken(quick: House) -> None:
    """The bound itself is within the bound."""
    body = GOOD + b" " * (bounds.WEBHOOK_BYTES_MAX - len(GOOD))
    assert (await quick.post("tin", body, {"x-tin": serving.sign(KEY, body)}))[0] == 202


async def test_a_body_that_stays_away_is_given_up(quick: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that does not come in time is answered 408, and its connection closed."""
    monkeypatch.setattr(bounds, "BODY_WAIT_S_MAX", 0.01)
    answer = await raw(quick, b"POST /webhooks/tin HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nab")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in answer.lower()


async def test_a_body_that_is_cut_off_is_not_taken(quick: House) -> None:
    """A client that goes away in the middle leaves nothing behind, and no bytes that count as held."""
    outcome = {"partner": "tin", "outcome": "wrong"}
    before = metrics.REGISTRY.get_sample_value(names.WEBHOOKS, outcome) or 0
    head = b"POST /webhooks/tin HTTP/1.1\r\nhost: a\r\ncontent-length: 900\r\n\r\n"
    await raw(quick, head + GOOD, end=True)
    await quick.edge.drained()
    assert metrics.REGISTRY.get_sample_value(names.WEBHOOKS, outcome) == before + 1
    assert quick.edge._bodies.held == 0  # noqa: SLF001 - what a test of a bound looks at
    assert await quick.kept() + await quick.kept(PLATFORM) == []


async def test_bodies_are_bounded_together(quick: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """When all bodies in memory are too much, the next is sent away for a while."""
    monkeypatch.setattr(bounds, "BODIES_BYTES_MAX", len(GOOD) - 1)
    async with quick.client.post("/webhooks/tin", data=GOOD, headers=SIGNED) as answer:
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    monkeypatch.setattr(bounds, "BODIES_BYTES_MAX", len(GOOD))
    assert (await quick.post("tin", GOOD, SIGNED))[0] == 202


async def test_labels_are_bounded(quick: House) -> None:
    """However many partners are invented, they are one series."""
    for number in range(20):
        await quick.post(f"invented-{number}", GOOD)
    _, text = metrics.exposition()
    assert b'partner="other"' in text
    assert b"invented" not in text


async def test_there_are_no_websockets(quick: House) -> None:
    """Whoever opens one is told at once that it is closed."""
    said: list[object] = []

    async def send(message: object) -> None:
        said.append(message)

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    await quick.edge({"type": "websocket", "path": "/webhooks/tin"}, receive, send)
    assert said == [{"type": "websocket.close"}]
