"""A case: an order brought to where a test begins, then one event, then what came of it.

It plays the smallest shell there can be: it withdraws what nobody claimed, makes a document when asked for one, and
checks with every decision that state is the fold of the facts' bytes, and that each side has one call at most.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tournant.canon.order_status import Message
from tournant.facts.messages import Outcome
from tournant.orders.decide import Channel, Policy, Pos, Settings, State, decide, events, facts, folded
from tournant.orders.decide.intents import Ask, Prepare, Withdraw
from tournant.orders.decide.state import Out

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
INJECT = Settings()
ACCEPT = Settings(policy=Policy(injection="accept_first"))
PERSON = Settings(policy=Policy(injection="accept_first", kitchen="person"))
AT_MARGIN_ACCEPT = Settings(policy=Policy(at_margin="accept"))
KEYED = Settings(pos=Pos(keyed=True), policy=Policy(injection="accept_first"))
UNREADABLE = Settings(channel=Channel(observable=False, listable=frozenset()), policy=Policy(injection="accept_first"))
MARGIN = 570  # seconds after the first hint: the deadline of 690 less the margin of 120
BOUND = 120  # flight 60, pause 30, lag 30
DOCUMENT = "d0c5"


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@dataclass
class Then:
    """What came of one event."""

    told: list[facts.Fact] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    lowered: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    @property
    def commands(self) -> list[str]:
        return [ask.command for ask in self.asks]

    def has(self, kind: type[facts.Fact]) -> bool:
        return any(isinstance(fact, kind) for fact in self.told)


class Case:
    """One order under given settings."""

    def __init__(self, settings: Settings = INJECT) -> None:
        self.settings, self.state, self.timers = settings, State(), dict[str, datetime]()
        self.history: list[facts.Fact] = []
        self.claimed: dict[int, datetime] = {}
        self.no_document: str | None = None

    # what happens

    def hint(self, seconds: float) -> Then:
        return self.on(events.Hint(at(seconds), "webhook"))

    def read(self, seconds: float, message: Message, *, began: float | None = None, **more: Any) -> Then:  # noqa: ANN401 - what else an event says
        """The outstanding read is answered; where none is out, it is a webhook that carries the order."""
        out = self.state.channel.out
        serial = out.serial if out is not None and out.command == "order.read" else None
        start = at(seconds if began is None else began)
        return self.on(events.Read(at=at(seconds), began=start, message=message, serial=serial, **more))

    def look(self, seconds: float, found: events.Found, *, began: float | None = None, **more: Any) -> Then:  # noqa: ANN401 - what else an event says
        out = self.out("pos")
        assert out.command in ("ticket.read", "ticket.find"), out
        start = at(seconds if began is None else began)
        ticket = more.pop("ticket", "T1" if found in ("open", "voided") else None)
        return self.on(events.Look(at=at(seconds), began=start, serial=out.serial, found=found, ticket=ticket, **more))

    def claim(self, seconds: float, side: str = "pos") -> int:
        """Somebody claims and sends it; the process does not hear of that before it is answered."""
        out = self.out(side)
        self.claimed[out.serial] = at(seconds)
        return out.serial

    def reply(self, seconds: float, side: str, outcome: Outcome, **more: Any) -> Then:  # noqa: ANN401 - what else an event says
        out = self.out(side)
        claimed = self.claimed.setdefault(out.serial, at(seconds))
        if out.command == "ticket.create" and outcome == "done":
            more.setdefault("ticket", "T1")
        event = events.Reply(
            at=at(seconds), serial=out.serial, attempt=1, outcome=outcome, ended=at(seconds), claimed=claimed, **more
        )
        return self.on(event)

    def wake(self, seconds: float) -> Then:
        return self.on(events.Wake(at(seconds)))

    def word(self, seconds: float, word: events.Words) -> Then:
        return self.on(events.Word(at(seconds), word, "usr_1"))

    def out(self, side: str) -> Out:
        out = self.state.channel.out if side == "channel" else self.state.pos.out
        assert out is not None, f"nothing is asked of the {side}"
        return out

    # the shell

    def on(self, event: events.Event) -> Then:
        then, waiting = Then(), [event]
        while waiting:
            decision = decide(self.state, waiting.pop(0), self.settings)
            self._check(decision.state, decision.facts)
            self.state, self.timers = decision.state, dict(decision.timers)
            self.history += decision.facts
            then.told += decision.facts
            then.raised += [fact.reason for fact in decision.facts if isinstance(fact, facts.Raised)]
            then.lowered += [fact.reason for fact in decision.facts if isinstance(fact, facts.Lowered)]
            for intent in decision.intents:
                match intent:
                    case Ask():
                        then.asks.append(intent)
                    case Prepare():
                        waiting.append(self._document(event.at))
                    case Withdraw():
                        waiting.append(self._withdraw(intent.serial, event.at, then))
        return then

    def _document(self, now: datetime) -> events.Event:
        if self.no_document is not None:
            return events.NoDocument(now, self.no_document)
        return events.Document(now, DOCUMENT)

    def _withdraw(self, serial: int, now: datetime, then: Then) -> events.Event:
        if serial in self.claimed:
            return events.Claim(now, serial, 1, self.claimed[serial])
        outs = (self.state.channel.out, self.state.pos.out)
        then.withdrawn += [out.command for out in outs if out is not None and out.serial == serial]
        return events.Withdrawal(now, serial)

    def _check(self, state: State, new: tuple[facts.Fact, ...]) -> None:
        stored = [(*facts.kind_of(fact), facts.to_bytes(fact)) for fact in new]
        assert folded([facts.from_bytes(*one) for one in stored], self.state) == state


# where tests begin


def received(settings: Settings = INJECT) -> Case:
    """Known and read: in front of us, not answered. The first write is asked for."""
    case = Case(settings)
    case.hint(0)
    case.read(1, "placed")
    return case


def accepted(settings: Settings = ACCEPT) -> Case:
    """Seen accepted on the tablet, before we did anything; a create is asked for."""
    case = Case(settings)
    case.hint(0)
    case.read(1, "accepted")
    return case


def unknown(settings: Settings = ACCEPT) -> Case:
    """Seen accepted; a create was claimed at 2 s and not answered in time; a look-up is asked for."""
    case = accepted(settings)
    case.claim(2)
    case.reply(12, "pos", "unknown")
    return case


def opened(settings: Settings = ACCEPT) -> Case:
    """Seen accepted, and its ticket is open."""
    case = accepted(settings)
    case.claim(2)
    case.reply(3, "pos", "done")
    return case


def resent() -> Case:
    """With a key: the first create was not answered, the same bytes are on their way again."""
    case = unknown(KEYED)
    assert case.look(13, "none").commands == []
    assert case.wake(14).commands == ["ticket.create"]
    case.claim(14)
    return case
