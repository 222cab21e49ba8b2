"""Webhooks: signed, sent again where the receiver did not take them, and struck by faults on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from tournant.sandbox.books import Books, Delivery
from tournant.sandbox.faults import Faults
from tournant.sandbox.ports import Ports
from tournant.sandbox.times import stamp

__all__ = ["Event", "Manner", "Subscription", "Webhooks"]

_HELD_S: Final = 30.0
"""How long a webhook that is to be overtaken waits for one that overtakes it, in world seconds."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, as the partner tells it."""

    id: str
    kind: str
    account: str
    """Whose data it is about: a seller, a store."""
    body: bytes
    about: str = ""
    """The id of what it is about, where it names one: for the books."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who is told."""

    url: str
    key: str
    """With which it is signed."""
    kinds: frozenset[str] = frozenset()
    """Only of these; empty for all."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a partner delivers."""

    headers: Callable[[Subscription, Event, int], Mapping[str, str]]
    """The headers of an attempt (0 for the first), the signature among them."""
    retries_s: tuple[float, ...]
    """How long it waits before each further attempt, in world seconds."""
    again: Callable[[int], bool]
    """Whether an answer (0: none came) makes it try again."""


class Webhooks:
    """The way of events to those who subscribed."""

    def __init__(self, ports: Ports, faults: Faults, books: Books, manner: Manner) -> None:
        """Nobody has subscribed yet."""
        self._ports, self._faults, self._books, self._manner = ports, faults, books, manner
        self.subscriptions: list[Subscription] = []
        self._held: list[Callable[[], None]] = []

    def post(self, event: Event) -> None:
        """Send an event on its way."""
        for to in self.subscriptions:
            if not to.kinds or event.kind in to.kinds:
                self._post(to, event)

    def _post(self, to: Subscription, event: Event) -> None:
        delivery = Delivery(event.id, event.kind, event.about, to.url, stamp(self._ports.clock.now()))
        self._books.deliveries.append(delivery)
        if self._struck("webhook_loss", event):
            delivery.fate = "lost"
            return
        copies = 2 if self._struck("webhook_duplication", event) else 1
        late_s = self._faults.webhook_delay_s(event.account, event.id)
        self._books.faults["webhook_delay"] += bool(late_s)

        def start() -> None:
            for _ in range(copies):
                self._ports.timers.after(late_s, partial(self._attempt, to, event, delivery, 0))

        if self._struck("webhook_reordering", event):
            self._hold(start)
            return
        start()
        self._let_go()

    def _struck(self, name: str, event: Event) -> bool:
        struck = self._faults.strike(name, event.account, event.id)
        self._books.faults[name] += struck
        return struck

    def _hold(self, start: Callable[[], None]) -> None:
        self._held.append(start)

        async def enough() -> None:
            if start in self._held:
                self._held.remove(start)
                start()

        self._ports.timers.after(_HELD_S, enough)

    def _let_go(self) -> None:
        held, self._held = self._held, []
        for start in held:
            start()

    async def _attempt(self, to: Subscription, event: Event, delivery: Delivery, number: int) -> None:
        headers = {"content-type": "application/json", **self._manner.headers(to, event, number)}
        status = await self._ports.wire.post(to.url, headers, event.body)
        delivery.attempts.append((stamp(self._ports.clock.now()), status))
        if 200 <= status < 300:  # noqa: PLR2004 - what HTTP calls success
            delivery.fate = "delivered"
        elif self._manner.again(status) and number < len(self._manner.retries_s):
            again = partial(self._attempt, to, event, delivery, number + 1)
            self._ports.timers.after(self._manner.retries_s[number], again)
        elif delivery.fate != "delivered":
            delivery.fate = "given up"
