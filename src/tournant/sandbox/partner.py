"""One simulated partner as a plain ASGI application: what all of them share.

    call ─► dead? throttled? broken? ─► handler ─► answer (lost?) ─► books
    /_sandbox/… ─► control: never struck by a fault, never counted

An application that returns without an answer has dropped the connection: `live` makes that true on a socket, and a
simulation sees it as it is.
"""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import ClassVar

import msgspec

from tournant.sandbox import http, page
from tournant.sandbox.books import Books, Call
from tournant.sandbox.faults import FAULTS, Faults
from tournant.sandbox.http import Answer, Json, Receive, Refusal, Request, Route, Router, Scope, Send
from tournant.sandbox.limits import Limits
from tournant.sandbox.ports import Ports
from tournant.sandbox.times import parsed, stamp
from tournant.sandbox.webhooks import Event, Manner, Subscription, Webhooks

__all__ = ["CONTROL", "Partner", "actor", "refuse_control"]

_MALFORMED = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    msgspec.DecodeError,
)
CONTROL = "/_sandbox/"
"""Under this path a world acts and a judge reads."""


def refuse_control(status: int, why: str) -> Refusal:
    """Say to whoever drives the world why something cannot be done."""
    return Refusal(Answer(status, {"error": why}))


def actor(request: Request) -> str:
    """Say in whose name a world acts: staff, or with `?as=api` the application, which is how a lie is told."""
    return "api" if request.query.get("as") == "api" else "staff"


class Partner(ABC):
    """A partner: its operations, its books, its faults."""

    name: ClassVar[str]
    title: ClassVar[str]
    manner: ClassVar[Manner]

    def __init__(self, ports: Ports, *, faults: Mapping[str, float] | None = None) -> None:
        """Begin with an empty world."""
        self.ports = ports
        self.books = Books()
        self.faults = Faults(ports.dice, faults)
        self.limits = Limits(self.books)
        self.webhooks = Webhooks(ports, self.faults, self.books, self.manner)
        self._api = Router(self.operations())
        controls = [*self._shared_controls(), *self.controls()]
        self._control = Router(controls)
        self.actions = [(one.method, one.path) for one in controls]
        """What a world may do: method and path of every control operation."""

    @abstractmethod
    def operations(self) -> Iterable[Route]:
        """Give the partner's own operations."""

    @abstractmethod
    def controls(self) -> Iterable[Route]:
        """Give what a world may do, below `/_sandbox/`."""

    @abstractmethod
    def failure(self, status: int, why: str) -> Answer:
        """Spell an error as this partner does: 400, 404, 429, 500 or 503."""

    @abstractmethod
    def whose(self, request: Request) -> str:
        """Say whose data a request is about, before it is checked; empty where that cannot be seen."""

    @abstractmethod
    def rotate(self, request: Request) -> None:
        """Make the access tokens of this request's account invalid."""

    @abstractmethod
    def state(self) -> Json:
        """Give what the partner holds."""

    def now(self) -> datetime:
        """Say what time it is in the world: for deadlines and windows."""
        return self.ports.clock.now()

    def shown(self) -> datetime:
        """Say what time the partner's own clock shows: for all that it stamps."""
        return self.now() + self.faults.skew()

    def stamp(self) -> str:
        """Write what the partner's clock shows."""
        return stamp(self.shown())

    def wrote(self, by: str, account: str, what: str, ref: str, value: object) -> None:
        """Enter a change into the books."""
        self.books.wrote(stamp(self.now()), by, account, (what, ref, value))

    def tell(self, kind: str, account: str, body: Json) -> None:
        """Send a webhook; its id is the `event_id` of the body."""
        named = body.get("meta") or body.get("data") or {}
        about = str(named.get("resource_id") or named.get("id") or "")
        self.webhooks.post(Event(body["event_id"], kind, account, http.encoded(body), about))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, as ASGI asks."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            try:
                request = await http.read(scope, receive)
            except ValueError as why:
                answer: Answer | None = self.failure(400, str(why))
            else:
                request.path = request.path.removeprefix(scope.get("root_path", ""))
                answer = await self.answer(request)
            if answer is not None:
                accepted = dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1")
                await http.write(send, answer, accepted)

    async def answer(self, request: Request) -> Answer | None:
        """Answer a request; None where the connection is dropped instead."""
        if request.path.startswith(CONTROL):
            return await self._run(self._control, request)
        request.account = self.whose(request)
        struck = self.faults.of_call(request.account, request.method, request.path)
        call = self.books.received(stamp(self.now()), request.method, request.path, struck)
        call.further = _asks_further(request)
        over = len(self.books.violations)
        found = await self._struck(request, struck, call)
        call.account = request.account
        call.status = found.status if found else 0
        call.ended = stamp(self.now())
        call.malformed = request.malformed
        call.violation = self.books.violations[over].limit if len(self.books.violations) > over else None
        return found

    async def _struck(self, request: Request, struck: frozenset[str], call: Call) -> Answer | None:
        if "dead_partner" in struck:
            return None
        if "too_many_requests" in struck:
            return self.failure(429, "too many requests")
        if "server_error" in struck:
            return self.failure((500, 502, 503)[call.number % 3], "something went wrong on our side")
        if "slow_answer" in struck:
            await self.ports.timers.stall(self.faults.slowness_s(request.path))
        if "token_rotation" in struck:
            self.rotate(request)
        found = await self._run(self._api, request)
        return None if "answer_lost" in struck else found

    async def _run(self, router: Router, request: Request) -> Answer:
        handler = router.find(request)
        control = router is self._control
        if handler is None:
            return _unknown(request) if control else self.failure(404, f"there is no {request.method} {request.path}")
        try:
            found = handler(request)
            return await found if inspect.isawaitable(found) else found
        except Refusal as refusal:
            return refusal.answer
        except _MALFORMED as why:
            # A body of the wrong shape is the caller's doing; where exactly it broke does not matter to a partner. What
            # it was stands in the books, so that a mistake of ours does not hide behind a 400.
            request.malformed = f"{type(why).__name__}: {why}"
            said = f"missing {why}" if isinstance(why, KeyError) else str(why)
            return Answer(400, {"error": said}) if control else self.failure(400, said)

    def _shared_controls(self) -> list[Route]:
        return [
            Route("GET", CONTROL, lambda _: Answer(200, page.of_partner(self.title, self.report()))),
            Route("GET", f"{CONTROL}state", lambda _: Answer(200, self.report())),
            Route("GET", f"{CONTROL}writes", self._writes),
            Route("GET", f"{CONTROL}faults", lambda _: Answer(200, self._rates() | {"known": FAULTS})),
            Route("PUT", f"{CONTROL}faults", self._set_faults),
            Route("POST", f"{CONTROL}webhooks", self._subscribe),
        ]

    def report(self) -> Json:
        """Give the books and what the partner holds."""
        head = {"partner": self.name, "time": stamp(self.now()), "seed": self.ports.dice.seed}
        return {**head, **self._rates(), **self.books.summary(), **self.state()}

    def _writes(self, request: Request) -> Answer:
        after, limit = int(request.query.get("after", "0")), int(request.query.get("limit", len(self.books.writes)))
        found = islice((one for one in self.books.writes if one.number > after), limit)
        return Answer(200, {"writes": list(found)})

    def _set_faults(self, request: Request) -> Answer:
        self.faults.set(request.document, request.query.get("account"))
        return Answer(200, self._rates())

    def _rates(self) -> Json:
        return {"rates": self.faults.rates, "accounts": self.faults.accounts}

    def _subscribe(self, request: Request) -> Answer:
        asked = request.document
        one = Subscription(asked["url"], asked["key"], frozenset(asked.get("kinds", ())))
        self.webhooks.subscriptions = [old for old in self.webhooks.subscriptions if old.url != one.url] + [one]
        return Answer(201, {"subscriptions": len(self.webhooks.subscriptions)})

    def until(self, text: str | None) -> datetime | None:
        """Read an instant that a request may leave out."""
        return None if text is None else parsed(text)


def _asks_further(request: Request) -> bool:
    return bool(request.query.get("cursor")) or b'"cursor"' in request.body


def _unknown(request: Request) -> Answer:
    return Answer(404, {"error": f"the sandbox has no {request.method} {request.path}"})


async def _live(receive: Receive, send: Send) -> None:
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
