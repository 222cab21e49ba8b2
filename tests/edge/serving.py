"""An edge behind a real socket, a client, and a partner of our own beside the two that are installed."""

import asyncio
import hmac
import io
import itertools
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import aiohttp
import uvicorn
from tests.store.values import ANN, START
from typing_extensions import override

from tournant.edge import Edge, Parts, Probes
from tournant.edge.whose import Owner
from tournant.facts import messages
from tournant.kernel import bounds
from tournant.log import Store
from tournant.log.records import PLATFORM, Account, Observation, Tenant
from tournant.sandbox import live
from tournant.sdk import Connection, Delivery, Hint, HostedAnswer, HostedEndpoint, HostedRequest, Webhooks, manifest_of

KEY = "webhook-key"
SQUARE_URL = "https://edge.example/webhooks/square"
TIN_ACCOUNT = "T-1"


class Clock:
    """A clock that stands."""

    def now(self) -> datetime:
        return START

    async def until(self, at: datetime) -> None:
        raise AssertionError(at)

    async def pause(self, wall_s: float) -> None:
        raise AssertionError(wall_s)


class Ids:
    """Ids that count."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def draw(self) -> int:
        return next(self._numbers)


def sign(key: str, body: bytes) -> str:
    return hmac.digest(key.encode(), body, "sha256").hex()


def tin_verify(headers: Mapping[str, str], body: bytes, _: str, key: str) -> bool:
    # A signature that is no ASCII makes this raise, as a careless adapter would.
    return hmac.compare_digest(headers.get("x-tin", ""), sign(key, body))


def tin_read(body: bytes) -> Delivery:
    """As careless: what is no object at all raises something else than ValueError."""
    said = json.loads(body)
    return Delivery(said["id"], said["type"], said["account"], (Hint("menu", said.get("store")),))


def tin_asked(request: HostedRequest, key: str) -> bool:
    return hmac.compare_digest(request.headers.get("x-tin", "").encode(), sign(key, request.path.encode()).encode())


def tin_whose(request: HostedRequest) -> tuple[str, str | None]:
    if "account" not in request.query:
        raise ValueError("the query names no account")
    return request.query["account"], request.params["store"]


def tin_menu(request: HostedRequest, document: bytes | None) -> HostedAnswer:
    if request.params["store"] == "broken":
        raise ZeroDivisionError
    return HostedAnswer(200 if document else 204, document or b"", {"content-type": "application/json"})


def connection_of(partner: str) -> Connection:
    found = manifest_of(partner).connection
    assert found
    return found


def partners() -> dict[str, Connection]:
    found = {name: connection_of(name) for name in ("square", "uber_eats")}
    menu = HostedEndpoint("GET", "/stores/{store}/menu", tin_asked, tin_whose, tin_menu, "menu")
    there = HostedEndpoint("POST", "/stores/{store}/open", tin_asked, tin_whose, tin_menu)
    found["tin"] = replace(found["square"], webhooks=Webhooks(tin_verify, tin_read, 202), hosted=(menu, there))
    # Nobody has set up an app of this one.
    return found | {"copper": found["tin"]}


@dataclass
class House:
    """A running edge and a client of it."""

    edge: Edge
    store: Store
    client: aiohttp.ClientSession

    async def post(self, partner: str, body: bytes, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        async with self.client.post(f"/webhooks/{partner}", data=io.BytesIO(body), headers=headers) as answer:
            return answer.status, await answer.text()

    async def tin(self, event: str, account: str = TIN_ACCOUNT, **more: object) -> tuple[int, str]:
        """A delivery of our own partner."""
        body = json.dumps({"id": event, "type": "t", "account": account, **more}).encode()
        return await self.post("tin", body, {"x-tin": sign(KEY, body)})

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.client.get(path, headers=headers) as answer:
            return answer.status, await answer.text()

    async def kept(self, tenant: Tenant = ANN) -> list[tuple[Observation, messages.Received, bytes | None]]:
        """What a merchant got: observation, what it says, the bytes."""
        async with self.store.transaction(tenant) as tx:
            found = await tx.observations()
            return [
                (one, messages.decoded(messages.Received, one.envelope), await tx.raw(one.address)) for one in found
            ]


def app_account(partner: str, key: str = KEY, url: str = SQUARE_URL) -> Account:
    settings = json.dumps({"base_url": "https://partner.example", "webhook_url": url}).encode()
    secrets = json.dumps({"client_id": "c", "client_secret": "s", "webhook_key": key}).encode()
    return Account(f"app_{partner}", partner, "app", "connected", settings, secrets)


async def set_up(store: Store) -> None:
    """Our apps at the partners, and a merchant at our own."""
    async with store.transaction(PLATFORM) as tx:
        for partner in ("square", "uber_eats", "tin"):
            await tx.put_account(app_account(partner))
    await connect(store, "tin", TIN_ACCOUNT)


async def connect(store: Store, partner: str, external_id: str, tenant: Tenant = ANN) -> None:
    async with store.transaction(tenant) as tx:
        await tx.put_account(Account(f"acc_{partner}", partner, external_id, "connected", b"{}"))


@asynccontextmanager
async def opened(
    store: Store, waiting_max: int = bounds.WEBHOOKS_WAITING_MAX, *, ready: Callable[[Store], Any] = set_up
) -> AsyncIterator[House]:
    """An edge on a store that was made ready."""

    async def held(owner: Owner, place: str | None, resource: str) -> bytes | None:
        async with store.transaction(owner.tenant) as tx:
            return await tx.shadow(f"{owner.account}/{place}", resource)

    await ready(store)
    edge = Edge(Parts(store, partners(), Clock(), Ids(), held), waiting_max)
    async with serving(edge) as base, aiohttp.ClientSession(base) as client:
        yield House(edge, store, client)


@asynccontextmanager
async def serving(app: Edge | Probes) -> AsyncIterator[str]:
    """Serve an application on a free port, and say where."""
    socket = live.listen(0)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, ws="none")
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[socket]))
    await server.up.wait()
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """A server that says when it is up, and leaves signals to the tests."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    @override
    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
