"""One order driven through a hostile world by its seed: the shell and the wire, around what lives by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.orders.given import at
from tests.orders.lives import Lives, message_of
from typing_extensions import override

from tournant.facts.messages import Outcome
from tournant.orders.decide import decide, events, facts
from tournant.orders.decide.intents import Ask, Intent, Prepare, Withdraw

ANSWER_S = 15.0


class Drive(Lives):
    """One walk."""

    # the shell

    @override
    def _hear(self, event: events.Event) -> None:
        waiting: list[events.Event] = [event]
        due: datetime | None = None
        while waiting:
            before = self.state
            decision = decide(before, waiting.pop(0), self.settings)
            self.state = decision.state
            self.history += decision.facts
            self.judge.steps(before, self.state)
            for fact in decision.facts:
                if isinstance(fact, facts.Raised) and fact.reason not in self.alarms:
                    self.log.append(f"         alarm {fact.reason}")
                    self.alarms.add(fact.reason)
                    self._person(fact.reason)
            for intent in decision.intents:
                waiting += self._does(intent)
            due = min(decision.timers.values(), default=None)
        if due is not None and due != self.due:
            late = self.chance.between(0, 20) if self.faulty and self.chance.hit(0.1) else 0.01
            seconds = (due - self.instant).total_seconds()
            self.later(seconds + late, "timer", lambda: self._timer(due))
        self.due = due

    def _timer(self, due: datetime) -> None:
        if due == self.due:  # otherwise it was set anew meanwhile
            self.due = None
            self._hear(events.Wake(self.instant))

    def _does(self, intent: Intent) -> list[events.Event]:
        if isinstance(intent, Ask):
            self.open[intent.serial] = intent
            slow = self.faulty and self.chance.hit(0.1)
            delay = self.chance.between(0, 40) if slow else self.chance.between(0, 1)
            self.later(delay, f"claim {intent.command} #{intent.serial}", lambda: self._claims(intent))
        elif isinstance(intent, Prepare):
            return [events.Document(self.instant, "d0c5")]
        elif isinstance(intent, Withdraw):
            if intent.serial in self.claimed:
                return [events.Claim(self.instant, intent.serial, 1, at(self.claimed[intent.serial]))]
            self.log.append(f"         withdrawn #{intent.serial}")
            del self.open[intent.serial]
            return [events.Withdrawal(self.instant, intent.serial)]
        return []

    # the wire

    def _claims(self, ask: Ask) -> None:
        if ask.serial not in self.open:
            return
        self.claimed[ask.serial] = self.now
        if ask.deadline is not None and ask.deadline < self.instant:
            self._answers(ask, "unsent", 0)
            return
        self.judge.sends(self.state, ask)
        channel = ask.command.startswith("order.")
        faulty = self.faulty and (self.flavour.channel_faults or not channel)
        begins, ends = self.outages["order" if channel else "ticket"]
        out = faulty and begins <= self.now < ends
        paused = self.chance.between(0, self.flavour.pause_s) if faulty and self.chance.hit(0.05) else 0.0
        if not channel and self.flavour.pos_dead:
            self._answers(ask, "unsent", 1)
        elif out or (faulty and self.chance.hit(0.35)):
            self._goes_wrong(ask, paused)
        else:
            self.later(
                paused + self.chance.between(0.05, 2), f"{ask.command} arrives", lambda: self._arrives(ask, heard=True)
            )

    def _goes_wrong(self, ask: Ask, paused: float) -> None:
        sort = self.chance.number()
        if sort < 0.25:
            self._answers(ask, "unsent", 1)
            return
        if sort < 0.75:  # the answer is lost; it arrives soon, late, and always within its flight
            late = self.chance.between(0, self.flavour.flight_s if self.chance.hit(0.5) else 2)
            self.later(paused + late, f"{ask.command} arrives, unheard", lambda: self._arrives(ask, heard=False))
        crash = self.chance.hit(0.3)  # a new owner finds the claim; until then nobody knows
        self._answers(ask, "unknown", paused + ANSWER_S + (self.chance.between(15, 60) if crash else 0))

    def _arrives(self, ask: Ask, *, heard: bool) -> None:
        began, rand = at(self.claimed[ask.serial]), self.chance
        unwilling = self.faulty and rand.hit(0.1)
        if ask.command == "order.read":
            message = message_of(self.channel.status)
            if heard:
                placed = at(0) if self.seed % 2 else None
                self._back(
                    ask,
                    lambda: events.Read(
                        at=self.instant, began=began, message=message, serial=ask.serial, placed=placed
                    ),
                )
            return
        if ask.command in ("ticket.find", "ticket.read"):
            word, ticket = self.pos.look(self.now, ask.ticket, str(ask.generation))
            name, paid, found = (self.pos.name(ticket) if ticket else None), bool(ticket and ticket.paid), _found(word)
            if heard:
                self._back(
                    ask,
                    lambda: events.Look(
                        at=self.instant, began=began, serial=ask.serial, found=found, ticket=name, fired=paid
                    ),
                )
            return
        outcome, ticket_id = self._effect(ask, unwilling=unwilling)
        if heard:
            self._answers(ask, outcome, rand.between(0.05, 2), ticket_id)

    def _effect(self, ask: Ask, *, unwilling: bool) -> tuple[str, str | None]:
        reference = str(ask.generation)
        if ask.command == "ticket.create":
            return self.pos.create(self.now, reference, unwilling=unwilling)
        if ask.command == "ticket.void":
            return self.pos.void(ask.ticket, reference, unwilling=unwilling), None
        if ask.command == "ticket.pay":
            return self.pos.pay(ask.ticket, reference), None
        if self.flavour.only_taken:
            if not (self.faulty and self.chance.hit(0.2)):
                self.later(self.chance.between(0, 10), f"channel acts on {ask.command}", lambda: self._acts_later(ask))
            return "done", None
        return self._acts(ask, unwilling=unwilling), None

    def _acts_later(self, ask: Ask) -> None:
        self._acts(ask, unwilling=False)

    def _acts(self, ask: Ask, *, unwilling: bool) -> str:
        before = self.channel.status
        outcome = self.channel.act(ask.command, unwilling=unwilling)
        if self.channel.status != before:
            self.channel.history.pop()
            self._move(self.channel.status, ours=True)
        return outcome

    def _answers(self, ask: Ask, outcome: str, delay: float, ticket: str | None = None) -> None:
        claimed = at(self.claimed[ask.serial])
        stored = not (self.flavour.only_taken and ask.command.startswith("order."))
        self._back(
            ask,
            lambda: events.Reply(at=self.instant, serial=ask.serial, attempt=1, outcome=_outcome(outcome),
                                 ended=self.instant, claimed=claimed, ticket=ticket, stored=stored),
            delay, f" {outcome}",
        )  # fmt: skip

    def _back(self, ask: Ask, made: Callable[[], events.Event], delay: float | None = None, say: str = "") -> None:
        def deliver() -> None:
            self.open.pop(ask.serial, None)
            self._hear(made())

        wait = self.chance.between(0.05, 2) if delay is None else delay
        self.later(wait, f"answer to {ask.command} #{ask.serial}{say}", deliver)
        if self.faulty and self.chance.hit(0.1):  # delivered twice, the second time late
            self.later(wait + self.chance.between(0, 100), "the same answer again", lambda: self._hear(made()))


def _found(word: str) -> events.Found:
    return word  # type: ignore[return-value]  # open, voided or none


def _outcome(word: str) -> Outcome:
    return word  # type: ignore[return-value]  # the world's words are a part of ours
