"""What happens to one order at the channel, on the tablet and before the screen, whatever we do; and the time."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime

from tests.orders.given import at
from tests.orders.judge import Judge
from tests.orders.world import ENDED, Chance, Channel, Flavour, PointOfSale

from tournant.canon.order_status import Message
from tournant.orders.decide import Settings, State, events, facts
from tournant.orders.decide.intents import Ask

FAULTS_END_S = 3_000.0
LIFE_S = 10_000.0


class Lives:
    """The order, the clock, and the people on both sides."""

    def __init__(self, seed: int, flavour: Flavour, settings: Settings) -> None:
        self.seed, self.flavour, self.settings = seed, flavour, settings
        self.chance = Chance(seed)
        self.channel = Channel()
        self.pos = PointOfSale(flavour, self.chance)
        self.judge = Judge(flavour, self.channel, self.pos)
        self.state = State()
        self.history: list[facts.Fact] = []
        self.log: list[str] = []
        self.now, self._count = 0.0, 0
        self._heap: list[tuple[float, int, str, Callable[[], None]]] = []
        self.open: dict[int, Ask] = {}
        self.claimed: dict[int, float] = {}
        self.alarms: set[str] = set()
        self.again = 0
        self.due: datetime | None = None
        self.outages: dict[str, tuple[float, float]] = {}

    # time

    def later(self, delay: float, what: str, do: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._heap, (self.now + max(0.0, delay), self._count, what, do))

    def run(self) -> None:
        self._begin()
        while self._heap and self.now < LIFE_S * 2:
            self.now, _, what, do = heapq.heappop(self._heap)
            self.log.append(f"{self.now:8.1f} {what}")
            do()
            self.judge.looks(self.now, self.state, self.again)
        self.judge.ends(self.state, self.history)

    @property
    def faulty(self) -> bool:
        return self.flavour.faults and self.now < FAULTS_END_S

    def _begin(self) -> None:
        chance, flavour = self.chance, self.flavour
        for side in ("order", "ticket"):
            begins = chance.between(0, 900)
            self.outages[side] = (begins, begins + chance.between(30, 900) if chance.hit(0.3) else begins)
        self._webhook()
        self.later(flavour.deadline_s, "channel: the deadline", self._expire)
        self.later(chance.between(20, 60), "listing", self._listing)
        if flavour.people:
            if chance.hit(0.3):
                status = "accepted" if chance.hit(0.6) else "denied"
                self.later(chance.between(0, 700), f"tablet: {status}", lambda: self._tablet(status))
            if chance.hit(0.35):
                self.later(chance.between(0, 1500), "customer cancels", self._customer)
            if chance.hit(0.3):
                self.later(chance.between(5, 1500), "staff voids at the point of sale", self._staff_voids)
        for second in (4.0, 41.0, 400.0) if self.seed % 3 else ():
            self.later(second, "till: webhook", lambda: self._hear(events.TicketHint(self.instant)))
        if chance.hit(0.3):
            self.later(chance.between(0, 2000), "hint again", lambda: self._hear(events.Hint(self.instant, "webhook")))

    @property
    def instant(self) -> datetime:
        return at(self.now)

    # the channel's life

    def _move(self, status: str, *, ours: bool = False) -> None:
        self.channel.move(status)
        if status == "accepted":
            self.later(self.chance.between(900, 2500), "channel: completed", self._complete)
        if not ours or self.flavour.readable:  # who cannot be read does not tell us either what we did
            self._webhook()

    def _webhook(self) -> None:
        lost = self.faulty and self.flavour.webhooks_lost and self.chance.hit(0.3)
        message, began = self.channel.status, self.instant
        for _ in range(0 if lost else 2 if self.faulty and self.chance.hit(0.2) else 1):
            delay = self.chance.between(0, 60) if self.faulty and self.chance.hit(0.3) else self.chance.between(0, 2)
            self.later(delay, f"webhook {message}", lambda: self._delivered(message, began))

    def _delivered(self, message: str, began: datetime) -> None:
        if self.flavour.readable:
            self._hear(events.Hint(self.instant, "webhook"))
        else:
            self._hear(events.Read(at=self.instant, began=began, message=message_of(message)))

    def _listing(self) -> None:
        if self.channel.status in self.flavour.lists and self.state.known is None:
            self._hear(events.Hint(self.instant, "listing"))
        if self.now < LIFE_S and self.state.known is None:
            self.later(self.chance.between(20, 60), "listing", self._listing)

    def _expire(self) -> None:
        if self.channel.status == "received":
            self.channel.given_up = True
            self._move(self.flavour.gives_up)

    def _tablet(self, status: str) -> None:
        if self.channel.status == "received":
            self._move(status)

    def _customer(self) -> None:
        if self.channel.status in ("received", "accepted"):
            self._move("cancelled")

    def _complete(self) -> None:
        if self.channel.status == "accepted":
            self._move("completed")

    def _staff_voids(self) -> None:
        shown = [ticket for ticket in self.pos.ours if ticket.shows_at <= self.now]
        if shown and self.channel.status not in ENDED:
            shown[0].open = False
            if self.seed % 2:
                self.later(1.0, "till: webhook", lambda: self._hear(events.TicketHint(self.instant)))

    # the people who see alarms

    def _person(self, reason: str) -> None:
        if self.flavour.people and reason in ("live", "late", "tablet"):
            self.later(self.chance.between(5, 500), f"a person sees {reason}", lambda: self._mends(reason))
        elif self.flavour.people and self.chance.hit(0.5):
            self.later(self.chance.between(5, 3000), f"a person has seen to {reason}", lambda: self._says("handled"))

    def _mends(self, reason: str) -> None:
        if reason not in self.state.alarms:
            return
        if reason == "tablet" and self.channel.status == "received":
            self._move("accepted")
        if self.channel.status != "accepted":
            self._says("handled")
        elif self.chance.hit(0.3):
            self.again += 1
            self._says("send_again")
        elif self.chance.hit(0.15):
            self._says("cancel")
        elif not any(ticket.shows_at <= self.now for ticket in self.pos.open):
            self.pos.create(self.now, "by hand", unwilling=False)
            self.pos.tickets[-1].by_hand = True
            self.pos.tickets[-1].shows_at = self.now
            self._says("entered_by_hand")

    def _says(self, word: events.Words) -> None:
        self.log.append(f"         a person says {word}")
        self._hear(events.Word(self.instant, word, "usr_1"))

    def _hear(self, event: events.Event) -> None:
        raise NotImplementedError


def message_of(status: str) -> Message:
    return "placed" if status == "received" else status  # type: ignore[return-value]  # the world's words are a part
