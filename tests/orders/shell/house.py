"""A merchant with a till at the simulated Square and a store at the simulated Uber Eats, in memory, on virtual time.

The real rooms work for it (poller, sync, orders, calls) with the real adapters; what is taken away is the network: a
request is handed to the partner's application, and a test can lose it on its way there, or its answer on its way back.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from tests.calls.house import Governor
from tests.sandbox import square_world, uber_world
from tests.sandbox.memory import Dropped, World

from tournant.calls import Caller, Ports
from tournant.facts import Pointer, Received, encoded, register
from tournant.facts.commands import Command, answer_stream
from tournant.facts.messages import COMMAND, WEBHOOK
from tournant.facts.orders import ORDER
from tournant.log import Store
from tournant.log.records import Lease, NewObservation, Payload, Tenant, Why
from tournant.orders import Orders, Standing, standing
from tournant.pace import Poller
from tournant.sandbox import Partner
from tournant.sdk import Connection, errors, manifest_of
from tournant.sdk.exchange import Request, Response
from tournant.sync import Syncer

TENANT: Final = Tenant("org_ann", "mer_one")
SQUARE, UBER = "acc_square", "acc_uber"
TILL, LINK = "lnk_square", "lnk_uber"
STEP_S: Final = 5
Json = dict[str, Any]
Hook = Callable[[Request], Awaitable[None]]


@dataclass
class Clock:
    """The world's clock, as rooms see it."""

    world: World

    def now(self) -> datetime:
        return self.world.time.now()

    async def until(self, at: datetime) -> None:
        await self.pause((at - self.now()).total_seconds())

    async def pause(self, wall_s: float) -> None:
        if wall_s > 0:
            await self.world.time.wait(wall_s)


class Numbers:
    """Ids that grow."""

    def __init__(self) -> None:
        self._next = itertools.count(1)

    def draw(self) -> int:
        return next(self._next)


@dataclass
class Wire:
    """Hands requests to the partners' applications; a test may lose some."""

    world: World
    lost: dict[str, int] = field(default_factory=dict)
    """By operation: how many requests do not arrive."""
    unanswered: dict[str, int] = field(default_factory=dict)
    """By operation: how many arrive, and their answer does not."""
    dead: set[str] = field(default_factory=set)
    """Partners that cannot be reached."""
    sent: list[str] = field(default_factory=list)
    before: Hook | None = None
    """What happens before a request leaves."""
    after: Hook | None = None
    """What happens when it has arrived, before its answer is back."""

    async def send(self, base_url: str, request: Request, headers: Mapping[str, str], timeout_s: float) -> Response:  # noqa: ARG002 - a wire's form
        partner = base_url.removeprefix("http://")
        if self.before is not None:
            await self.before(request)
        self.sent.append(request.operation)
        if partner in self.dead:
            raise errors.Unreachable("nobody is there")
        if self._strikes(self.lost, request.operation):
            raise errors.Unanswered("lost on its way")
        app: Partner = self.world.square if partner == "square" else self.world.uber
        spelled = {**({"content-type": "application/json"} if request.body else {}), **request.headers, **headers}
        try:
            got = await self.world.call(app, f"{request.method} {request.path}", request.body or None, spelled)
        except Dropped as why:
            raise errors.Unanswered(str(why)) from why
        if self.after is not None:
            await self.after(request)
        if self._strikes(self.unanswered, request.operation):
            raise errors.Unanswered("the answer was lost")
        return Response(got.status, {name.lower(): value for name, value in got.headers.items()}, got.body)

    def _strikes(self, what: dict[str, int], operation: str) -> bool:
        left = what.get(operation, 0)
        what[operation] = left - 1
        return left > 0


def connection(partner: str) -> Connection | None:
    return manifest_of(partner).connection


@dataclass
class House:
    """Everything, put together."""

    world: World
    store: Store
    wire: Wire
    square: square_world.Client
    uber: uber_world.Client
    lease: Lease
    ids: Numbers
    orders: Orders
    caller: Caller
    poller: Poller
    syncer: Syncer
    told: int = 0
    """Webhooks that were passed on."""
    losing: bool = False
    """Webhooks are lost."""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # ------------------------------------------------------------------ time and work

    async def work(self) -> None:
        """Let everybody work until there is nothing to do."""
        while await self._round():
            pass

    async def _round(self) -> bool:
        done = await self.pass_on()
        for room in (self.poller, self.syncer, self.orders, self.caller):
            done = await room.turn(self.lease) or done
        return await self.answered() or done

    async def answered(self) -> bool:
        """Wait until nothing is on its way to a partner; whether anything was."""
        was = False
        while running := [one.task for one in self.caller._running.values()]:  # noqa: SLF001 - the signal to wait for
            was = True
            await asyncio.wait(running)
            await asyncio.sleep(0)  # noqa: TID251 - callbacks of what has ended run in the next turn of the loop
        return was

    async def pass_(self, seconds: float) -> None:
        """Let time pass, with everybody at work."""
        end = self.world.time.now() + timedelta(seconds=seconds)
        await self.work()
        while (left := (end - self.world.time.now()).total_seconds()) > 0:
            await self.world.time.pass_(min(STEP_S, left))
            await self.work()

    async def until(self, true: Callable[[], bool | Awaitable[bool]], within_s: float = 900) -> None:
        """Let time pass until something is so."""
        end = self.world.time.now() + timedelta(seconds=within_s)
        await self.work()
        while True:
            found = true()
            if found if isinstance(found, bool) else await found:
                return
            assert self.world.time.now() < end, "it never came to be so"
            await self.pass_(STEP_S)

    async def pass_on(self) -> bool:
        """Hand in the webhooks that have arrived, as the edge does."""
        new, self.told = self.world.endpoint.sent[self.told :], len(self.world.endpoint.sent)
        taken = [] if self.losing else new
        await self.deliver(*(one.body for one in taken))
        return bool(taken)

    async def deliver(self, *bodies: bytes, again: bool = False) -> None:
        """Hand in webhooks; `again`: with event ids that nobody has seen."""
        found = []
        for body in bodies:
            partner = "square" if b"merchant_id" in body else "uber_eats"
            spoken = connection(partner)
            assert spoken is not None
            said = spoken.webhooks.read(body)
            points = [Pointer(hint.resource, hint.store, hint.thing, hint.ended) for hint in said.hints]
            event = f"{said.event}-again-{next(self.numbers)}" if again else said.event
            received = Received(partner, event, said.type, said.account, points)
            source = SQUARE if partner == "square" else UBER
            why = Why(f"trace-{event}", event)
            found.append(
                NewObservation(
                    TENANT, source, event, WEBHOOK, encoded(received), Payload(body), why, self.world.time.now()
                )
            )
        if found:
            await self.store.receive(found)

    async def handed_over(self) -> None:
        """Another process takes over, with nothing in its memory."""
        await self.caller.close()
        await self.store.release(self.lease)
        (self.lease,) = await self.store.take(f"worker-{next(self.numbers)}", timedelta(days=30))
        clock = Clock(self.world)
        self.caller = Caller(Ports(self.store, self.wire, Governor(), clock, lambda: 0.5, connection))
        self.orders = Orders(self.store, clock, manifest_of)
        self.syncer = Syncer(self.store, clock, self.ids, manifest_of)

    # ------------------------------------------------------------------ what people do

    async def guest(self, *items: Json, **more: object) -> Json:
        """A guest orders."""
        where = f"POST /_sandbox/stores/{self.uber.store}/orders"
        got = await self.world.call(self.world.uber, where, {"items": list(items), **more})
        assert got.status == 200, got.document
        found: Json = got.document["order"]
        return found

    async def step(self, order: Json, to: str, by: str = "staff") -> None:
        """Somebody at the tablet, or the guest, does something."""
        got = await self.world.call(self.world.uber, f"POST /_sandbox/orders/{order['id']}", {"to": to, "by": by})
        assert got.status == 200, got.document

    async def say(self, do: str, target: str, reason: str | None = None) -> msgspec.Struct:
        """A person commands, and is answered."""
        name = f"command-{next(self.numbers)}"
        body = msgspec.json.encode(Command(do, target, "ann", {}, reason))  # type: ignore[arg-type]  # one of the words
        seen = NewObservation(
            TENANT, "ann", name, COMMAND, b"{}", Payload(body), Why(name, name), self.world.time.now()
        )
        await self.store.receive([seen])
        await self.work()
        async with self.store.transaction(TENANT) as tx:
            (fact,) = await tx.read(answer_stream(name))
        found: msgspec.Struct = register.read(fact.fact.kind, fact.fact.version, fact.fact.body)
        return found

    # ------------------------------------------------------------------ what is so

    def menu_id(self, name: str) -> str:
        """How the channel's menu calls something."""
        items = self.world.uber.stores[self.uber.store].menu["items"]
        return str(next(one["id"] for one in items if name in one["title"]["translations"].values()))

    def group_id(self, name: str) -> str:
        groups = self.world.uber.stores[self.uber.store].menu["modifier_groups"]
        return str(next(one["id"] for one in groups if name in one["title"]["translations"].values()))

    @property
    def tickets(self) -> list[Json]:
        """The orders in Square's own books."""
        return list(self.world.square.sellers[self.square.merchant].orders.values())

    @property
    def at_till(self) -> list[Json]:
        """Those that the till shows: paid."""
        return [one for one in self.tickets if one.get("tenders")]

    def state(self, order: Json) -> str:
        """What the channel says of an order."""
        return str(self.world.uber.orders.tickets[order["id"]].order["current_state"])

    async def standing(self, order: Json) -> Standing:
        async with self.store.transaction(TENANT) as tx:
            body = await tx.shadow(f"order:{LINK}:{order['id']}", ORDER)
        assert body is not None, "the order is not known"
        return standing.decoded(body)

    async def replayed(self, order: Json) -> Standing:
        """What the facts amount to."""
        found = Standing(LINK, order["id"])
        async with self.store.transaction(TENANT) as tx:
            while facts := await tx.read(found.stream, found.position):
                found = standing.folded(found, facts)
        return found

    async def kinds(self, order: Json) -> list[str]:
        async with self.store.transaction(TENANT) as tx:
            return [one.fact.kind for one in await tx.read(f"order:{LINK}:{order['id']}")]

    async def noted(self, order: Json, kind: str) -> list[Any]:
        async with self.store.transaction(TENANT) as tx:
            found = [one.fact for one in await tx.read(f"order:{LINK}:{order['id']}")]
        return [register.read(one.kind, one.version, one.body) for one in found if one.kind == kind]
