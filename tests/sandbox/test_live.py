"""The partners over real HTTP: a server on a free port, a client, an endpoint that takes webhooks, world time."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from tests.sandbox.memory import BEGUN
from tests.sandbox.square_world import item
from tests.sandbox.uber_world import SCOPES, SUSHI
from typing_extensions import override

from tournant.sandbox import PARTNERS, Mount, Ports, live
from tournant.sandbox.dice import Dice
from tournant.sandbox.partners.square.events import signature


class Gate(live.LoopTimers):
    """Timers at which whatever takes its time waits until a test lets it go on."""

    def __init__(self) -> None:
        super().__init__(1)
        self.waiting, self.opened = asyncio.Event(), asyncio.Event()

    @override
    async def wait(self, world_s: float) -> None:
        self.waiting.set()
        await self.opened.wait()


@dataclass
class House:
    """A running sandbox, a client, and what came in at the endpoint."""

    mount: Mount
    client: aiohttp.ClientSession
    endpoint: str
    told: asyncio.Queue[tuple[Mapping[str, str], bytes]]

    async def json(self, method: str, path: str, **more: Any) -> Any:  # noqa: ANN401 - what aiohttp takes, any JSON
        async with self.client.request(method, path, **more) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json() if answer.status != 204 else None

    async def status(self, method: str, path: str, **more: Any) -> int:  # noqa: ANN401 - what aiohttp takes
        async with self.client.request(method, path, **more) as answer:
            return answer.status


@asynccontextmanager
async def house(speed: float = 1, timers: live.LoopTimers | None = None, **faults: float) -> AsyncIterator[House]:
    told: asyncio.Queue[tuple[Mapping[str, str], bytes]] = asyncio.Queue()

    async def take(request: web.Request) -> web.Response:
        await told.put((request.headers.copy(), await request.read()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    here = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    async with live.wire() as wire:
        ports = Ports(live.SpeedClock(BEGUN, time.monotonic, speed), timers or live.LoopTimers(speed), wire, Dice(1))
        mount = Mount({name: partner(ports, faults=faults) for name, partner in PARTNERS.items()})
        socket = live.listen(0)
        base = f"http://127.0.0.1:{socket.getsockname()[1]}"
        async with live.serve(mount, socket), aiohttp.ClientSession(base) as client:
            yield House(mount, client, here, told)
    await runner.cleanup()


async def test_a_menu_goes_up_and_a_webhook_comes() -> None:
    """Square over HTTP: tokens, an upsert, the list, and a webhook whose signature covers the bytes that came."""
    async with house() as there:
        said = {"url": there.endpoint, "key": "secret"}
        await there.json("POST", "/square/_sandbox/webhooks", json=said)
        seller = await there.json("POST", "/square/_sandbox/merchants", json={"name": "The Copper Ladle"})
        auth = {"Authorization": f"Bearer {seller['access_token']}"}
        body = {"idempotency_key": "k", "batches": [{"objects": [item(1, "Latte")]}]}
        await there.json("POST", "/square/v2/catalog/batch-upsert", json=body, headers=auth)
        listed = await there.json("GET", "/square/v2/catalog/list", headers=auth)
        assert listed["objects"][0]["item_data"]["name"] == "Latte"
        headers, raw = await there.told.get()
        assert headers["x-square-hmacsha256-signature"] == signature("secret", there.endpoint, raw)


async def test_two_writes_at_once_over_http() -> None:
    """Of two upserts of one seller that run at the same time one is answered with 429."""
    gate = Gate()
    async with house(timers=gate) as there:
        seller = await there.json("POST", "/square/_sandbox/merchants", json={"name": "The Copper Ladle"})
        auth = {"Authorization": f"Bearer {seller['access_token']}"}
        bodies = [{"idempotency_key": f"{n}", "batches": [{"objects": [item(n, "Latte")]}]} for n in range(2)]
        path = "/square/v2/catalog/batch-upsert"
        first, second = [there.status("POST", path, json=body, headers=auth) for body in bodies]
        running = asyncio.create_task(first)
        await gate.waiting.wait()
        assert await second == 429
        gate.opened.set()
        assert await running == 200


async def test_a_deadline_is_met_at_speed() -> None:
    """At two thousand times the speed of the wall an order cancels itself after 11.5 minutes of the world."""
    async with house(2_000) as there:
        store = await there.json("POST", "/uber_eats/_sandbox/stores", json={"name": "The Tin Ladle"})
        form = {name: store[name] for name in ("client_id", "client_secret")}
        form |= {"grant_type": "client_credentials", "scope": SCOPES}
        token = await there.json("POST", "/uber_eats/oauth/v2/token", data=urlencode(form))
        auth = {"Authorization": f"Bearer {token['access_token']}"}
        stores = f"/uber_eats/v2/eats/stores/{store['store_id']}/menus"
        assert await there.json("PUT", stores, json=SUSHI, headers=auth) is None
        said = {"url": there.endpoint, "key": store["client_secret"]}
        await there.json("POST", "/uber_eats/_sandbox/webhooks", json=said)
        wanted = {"items": [{"id": "maki", "options": [{"group": "sauce", "id": "soy"}]}]}
        placed = await there.json("POST", f"/uber_eats/_sandbox/stores/{store['store_id']}/orders", json=wanted)
        kinds = [(await there.told.get())[1] for _ in range(2)]
        assert [b"orders.notification" in kinds[0], b"orders.cancel" in kinds[1]] == [True, True]
        state = await there.json("GET", f"/uber_eats/v2/eats/order/{placed['order']['id']}", headers=auth)
        assert state["current_state"] == "CANCELED"


async def test_a_lost_answer_is_a_lost_connection() -> None:
    """On a socket the connection ends before any byte of the answer, and the seller's order is there."""
    async with house(answer_lost=1) as there:
        seller = await there.json("POST", "/square/_sandbox/merchants", json={"name": "The Copper Ladle"})
        auth = {"Authorization": f"Bearer {seller['access_token']}"}
        order = {"order": {"location_id": seller["locations"][0]["id"], "line_items": []}}
        with pytest.raises(aiohttp.ClientError):
            await there.status("POST", "/square/v2/orders", json=order, headers=auth)
        held = await there.json("GET", f"/square/_sandbox/merchants/{seller['merchant_id']}")
        assert len(held["orders"]) == 1


async def test_the_pages_can_be_read() -> None:
    """The inspection pages and the books are served for one partner and for all."""
    async with house() as there:
        await there.json("POST", "/square/_sandbox/merchants", json={"name": "<b>Ladle</b>"})
        async with there.client.get("/square/_sandbox/") as answer:
            text = await answer.text()
        assert answer.content_type == "text/html"
        assert "&lt;b&gt;Ladle&lt;/b&gt;" in text
        assert "No limit was exceeded." in text
        async with there.client.get("/") as answer:
            assert "/uber_eats/_sandbox/" in await answer.text()
        books = await there.json("GET", "/_sandbox/state")
        assert books.keys() == PARTNERS.keys()
        assert await there.status("GET", "/toast/v2/orders") == 404
        assert await there.status("GET", "/square/_sandbox/nothing") == 404


async def test_an_endpoint_that_is_not_there_is_no_answer() -> None:
    """A webhook to a port where nobody listens counts as no answer and breaks nothing."""
    free = live.listen(0)
    url = f"http://127.0.0.1:{free.getsockname()[1]}/hook"
    free.close()
    async with live.wire() as wire:
        assert await wire.post(url, {}, b"{}") == 0


def test_a_taken_port_is_said() -> None:
    """Who asks for a port that is taken is told so at once."""
    taken = live.listen(0)
    try:
        with pytest.raises(live.PortTaken, match="cannot be used"):
            live.listen(taken.getsockname()[1])
    finally:
        taken.close()
