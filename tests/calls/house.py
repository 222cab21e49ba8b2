"""What the tests of calls stand on: real partners of the sandbox, a wire and a governor that remember, one clock."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from tests.store.values import ANN, LONG, START, WHY

from tournant.calls import Caller, Ports, Wire, http
from tournant.calls.places import Sizes
from tournant.facts.messages import ANSWER, Answer, Call, decoded, encoded
from tournant.log import Store
from tournant.log.records import PLATFORM, Account, Intent, Lease, Link, Payload, State
from tournant.sandbox import PARTNERS, Mount, live
from tournant.sandbox import Ports as SandboxPorts
from tournant.sandbox.dice import Dice
from tournant.sdk import Connection, manifest_of
from tournant.sdk.exchange import Request, Response
from tournant.sdk.grants import Want

SQUARE, UBER = "acc_square", "acc_uber"


class Clock:
    """World time that stands until it is moved, and pauses that end when a test says so."""

    def __init__(self) -> None:
        self.time = START
        self.over = asyncio.Event()
        self.pausing = asyncio.Event()
        self.pauses: list[float] = []

    def now(self) -> datetime:
        return self.time

    def pass_(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    async def until(self, at: datetime) -> None:
        self.time = max(self.time, at)

    async def pause(self, wall_s: float) -> None:
        self.pauses.append(wall_s)
        self.pausing.set()
        await self.over.wait()


@dataclass
class Grant:
    """A grant that remembers what it was told."""

    want: Want
    told: list[str] = field(default_factory=list)

    def answered(self) -> None:
        self.told.append("answered")

    def cut_off(self) -> None:
        self.told.append("cut_off")

    def timed_out(self) -> None:
        self.told.append("timed_out")

    def unsent(self) -> None:
        self.told.append("unsent")


class Governor:
    """Grants everything at once, or when a test opens the gate."""

    def __init__(self) -> None:
        self.grants: list[Grant] = []
        self.slowed: list[tuple[Want, datetime]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.asked = asyncio.Event()

    async def buy(self, want: Want) -> Grant:
        self.asked.set()
        await self.open.wait()
        self.grants.append(Grant(want))
        return self.grants[-1]

    def slow_down(self, want: Want, until: datetime) -> None:
        self.slowed.append((want, until))


Hook = Callable[[Request], Awaitable[None]]


class Watched:
    """A wire at which a test can stop, or break, what is about to leave and what has just come back."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.sent: list[Request] = []
        self.before: Hook | None = None
        self.after: Hook | None = None

    async def send(self, base_url: str, request: Request, headers: Mapping[str, str], timeout_s: float) -> Response:
        if self.before:
            await self.before(request)
        self.sent.append(request)
        answer = await self.wire.send(base_url, request, headers, timeout_s)
        if self.after:
            await self.after(request)
        return answer

    @property
    def operations(self) -> list[str]:
        return [one.operation for one in self.sent]


@dataclass
class House:
    """Everything, put together."""

    store: Store
    clock: Clock
    wire: Watched
    governor: Governor
    client: aiohttp.ClientSession
    mount: Mount
    lease: Lease
    seller: dict[str, Any]
    shop: dict[str, Any]
    caller: Caller
    sizes: Sizes = field(default_factory=Sizes)
    names: Any = field(default_factory=lambda: itertools.count(1))

    def ports(self) -> Ports:
        return Ports(self.store, self.wire, self.governor, self.clock, lambda: 1.0, connection)

    def reborn(self) -> Caller:
        """Another process in the place of the first."""
        self.caller = Caller(self.ports(), self.sizes)
        return self.caller

    async def ask(self, command: str, account: str = SQUARE, *, document: object = None, **more: Any) -> str:  # noqa: ANN401 - what a Call takes
        """Enqueue a call."""
        name = more.pop("name", None) or f"int_{next(self.names)}"
        async with self.store.transaction(ANN) as tx:
            if document is not None:
                more["document"] = await tx.keep(Payload(json.dumps(document).encode()))
            call = Call(about="test", account=account, command=command, **more)
            await tx.enqueue(Intent(name, f"key-{name}", "call", encoded(call), WHY, self.clock.now()))
        return name

    async def order(self, **more: Any) -> str:  # noqa: ANN401 - what a Call takes
        """Enqueue a write of which the partner's books can tell how often it arrived."""
        location = self.seller["locations"][0]["id"]
        document = {"order": {"location_id": location, "line_items": []}}
        return await self.ask("ticket.create", document=document, args={"order": "ord_1"}, **more)

    async def begin(self) -> None:
        """Take turns until there is nothing to begin."""
        while await self.caller.turn(self.lease):
            pass

    async def finish(self) -> None:
        """Wait until nothing is under way."""
        while running := [one.task for one in self.caller._running.values()]:  # noqa: SLF001 - the signal to wait for
            await asyncio.wait(running)
            await asyncio.sleep(0)  # noqa: TID251 - callbacks of what has ended run in the next turn of the loop

    async def work(self) -> None:
        """Begin what is due, and wait until it is over."""
        await self.begin()
        await self.finish()

    async def answers(self) -> list[Answer]:
        async with self.store.transaction(ANN) as tx:
            return [decoded(Answer, one.envelope) for one in await tx.observations() if one.kind == ANSWER]

    async def documents(self) -> list[bytes | None]:
        async with self.store.transaction(ANN) as tx:
            return [await tx.raw(one.address) for one in await tx.observations() if one.kind == ANSWER]

    async def state(self, intent: str) -> State | None:
        async with self.store.transaction(ANN) as tx:
            found = await tx.intent_state(intent)
        return found[0] if found else None

    async def account(self, account: str = SQUARE) -> Account:
        async with self.store.transaction(PLATFORM if account.startswith("app_") else ANN) as tx:
            found = await tx.account(account)
        assert found
        return found

    async def health(self) -> list[str]:
        async with self.store.transaction(ANN) as tx:
            return [one.health for one in await tx.links()]

    async def faults(self, partner: str = "square", **rates: float) -> None:
        await self.post("PUT", f"/{partner}/_sandbox/faults", rates)

    async def post(self, method: str, path: str, body: object) -> dict[str, Any]:
        async with self.client.request(method, path, json=body) as answer:
            assert answer.status < 300, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found

    async def orders(self) -> int:
        """How many orders the seller has, in Square's own books."""
        async with self.client.get(f"/square/_sandbox/merchants/{self.seller['merchant_id']}") as answer:
            return len((await answer.json())["orders"])


def connection(partner: str) -> Connection | None:
    """How the partners of this test are talked to: as their manifests say."""
    return manifest_of(partner).connection if partner in PARTNERS else None


@asynccontextmanager
async def opened(store: Store) -> AsyncIterator[House]:
    """The house, with a seller at Square and a store at Uber Eats."""
    clock = Clock()
    async with live.wire() as out, http.opened() as wire:
        ports = SandboxPorts(clock, live.LoopTimers(1_000), out, Dice(1))
        mount = Mount({name: partner(ports) for name, partner in PARTNERS.items()})
        socket = live.listen(0)
        base = f"http://127.0.0.1:{socket.getsockname()[1]}"
        async with live.serve(mount, socket), aiohttp.ClientSession(base) as client:
            watched, governor = Watched(wire), Governor()
            await store.register(ANN)
            (lease,) = await store.take("one", LONG)
            caller = Caller(Ports(store, watched, governor, clock, lambda: 1.0, connection))
            made = House(store, clock, watched, governor, client, mount, lease, {}, {}, caller)
            made.seller = await made.post("POST", "/square/_sandbox/merchants", {"name": "The Copper Ladle"})
            made.shop = await made.post("POST", "/uber_eats/_sandbox/stores", {"name": "The Tin Ladle"})
            await _connect(made, base)
            yield made
            clock.over.set()
            await made.caller.close()


async def _connect(house: House, base: str) -> None:
    square = house.mount.partners["square"].oauth  # type: ignore[attr-defined]  # the mount knows only what all have
    uber = house.mount.partners["uber_eats"].oauth  # type: ignore[attr-defined]  # the same
    async with house.store.transaction(PLATFORM) as tx:
        for partner, oauth in (("square", square), ("uber_eats", uber)):
            told = {"client_id": oauth.client_id, "client_secret": oauth.client_secret}
            settings = {"base_url": f"{base}/{partner}"}
            await tx.put_account(_account(f"app_{partner}", partner, ("app", settings, told)))
    seller, shop = house.seller, house.shop
    async with house.store.transaction(ANN) as tx:
        told = {"refresh": seller["refresh_token"]}
        await tx.put_account(_account(SQUARE, "square", (seller["merchant_id"], {}, told)))
        await tx.put_account(_account(UBER, "uber_eats", (shop["store_id"], {}, {})))
        location = seller["locations"][0]["id"]
        await tx.put_link(Link("lnk_square", "loc_1", SQUARE, location, "live", "ok", b"{}"))
        await tx.put_link(Link("lnk_uber", "loc_1", UBER, shop["store_id"], "live", "ok", b"{}"))


def _account(name: str, partner: str, what: tuple[str, dict[str, Any], dict[str, str]]) -> Account:
    outside, settings, told = what
    return Account(name, partner, outside, "connected", json.dumps(settings).encode(), json.dumps(told).encode())


async def warmed(house: House) -> House:
    """With a token at both partners, so that what follows is only what a test asks for."""
    await house.ask("menu.read", name="warm_square")
    await house.ask("status.read", UBER, name="warm_uber")
    await house.work()
    return house


async def outcomes(house: House) -> list[str]:
    return [one.outcome for one in await house.answers() if not one.intent.startswith("warm")]
