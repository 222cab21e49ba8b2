"""One event of one order, decided and done: facts, calls asked for and withdrawn, documents, timers.

event ──decide──► facts, intents, timers      a withdrawal or a document is an event again, decided in the same turn
  ▲                          │
  └──────────────────────────┘
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

import msgspec

from tournant.facts import Answer, encoded
from tournant.facts.messages import CALL
from tournant.facts.orders import AlarmEnded
from tournant.kernel import bounds, check
from tournant.log.records import Intent, State
from tournant.orders.asking import call_of
from tournant.orders.decide import Settings, decide, events, verdict
from tournant.orders.decide.intents import Ask, Prepare, Withdraw
from tournant.orders.decide.naming import intent_id, intent_key, slot
from tournant.orders.decide.state import DEAD, side_of
from tournant.orders.preparing import prepare
from tournant.orders.settings import BadSettings, Chosen, Taken, chosen_of, settings_of
from tournant.orders.sides import Side
from tournant.orders.turn import File, Turn

__all__ = ["Doer"]

_FIRST: Final = 1


class _Settlement(msgspec.Struct):
    """What this room reads of the outcome with which a call was settled."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is decided by, for one link."""

    channel: Side
    till: Side | None
    taken: Taken
    settings: Settings


@dataclass(slots=True)
class Doer:
    """Lets things happen to orders."""

    turn: Turn
    bad: dict[str, str] = field(default_factory=dict)
    """By link: why its settings are not followed."""

    async def happen(self, file: File, event: events.Event) -> bool:
        """Decide an event and do what follows; False where nobody can work on the order, as its link is gone."""
        desk = self._desk(file)
        if desk is None:
            return False
        waiting = deque([event])
        steps = 0
        while waiting:
            steps += 1
            check.require(steps <= bounds.ORDER_STEPS_MAX, f"one event of {file.standing.stream} never comes to rest")
            decision = decide(file.standing.order, waiting.popleft(), desk.settings)
            for fact in decision.facts:
                file.note(fact, self.turn.now)
            for intent in decision.intents:
                if isinstance(intent, Ask):
                    waiting.extend(await self._ask(file, desk, intent))
                elif isinstance(intent, Withdraw):
                    waiting.append(await self._withdraw(file, intent.serial))
                elif isinstance(intent, Prepare):
                    waiting.append(await prepare(self.turn, file, desk.channel, desk.taken, intent.generation))
            file.wanted = decision.timers
        self._rest(file, event)
        return True

    def _desk(self, file: File) -> _Desk | None:
        sides = self.turn.sides
        channel = sides.channel(file.standing.link)
        if channel is None:
            return None
        try:
            taken = chosen_of(channel.link)
        except BadSettings as why:
            self.bad[channel.link.id] = str(why)
            taken = Taken(Chosen(), {})
        tills = sides.tills(channel.link.location)
        till = sides.side(file.standing.till) if file.standing.till else None
        till = till or (tills[0] if len(tills) == 1 else None)
        settings = settings_of(taken.chosen, channel.connection, till.connection if till else None)
        return _Desk(channel, till, taken, settings)

    async def _ask(self, file: File, desk: _Desk, ask: Ask) -> list[events.Event]:
        """Enqueue a call; what cannot be asked of anybody is answered at once."""
        now, standing = self.turn.now, file.standing
        side = desk.channel if side_of(ask.command) == "channel" else desk.till
        if side is None:
            return [events.Reply(at=now, serial=ask.serial, attempt=_FIRST, outcome="unsent", ended=now)]
        call = call_of(ask, standing, side.link, desk.channel.manifest.name, now)
        intent = Intent(
            id=intent_id(self.turn.tx.tenant.label, standing.stream, ask.serial),
            key=intent_key(standing.stream, ask.serial),
            kind=CALL,
            body=encoded(call),
            why=file.why,
            due=now,
            slot=slot(standing.stream, ask.command),
        )
        check.require(await self.turn.tx.enqueue(intent), f"{intent.key} was asked for before")
        return []

    async def _withdraw(self, file: File, serial: int) -> events.Event:
        """Withdraw a call; one that somebody has claimed may have been sent."""
        now = self.turn.now
        name = intent_id(self.turn.tx.tenant.label, file.standing.stream, serial)
        if await self.turn.tx.withdraw(name):
            return events.Withdrawal(now, serial)
        found = await self.turn.tx.intent_state(name)
        if found is not None and found[0] is State.SETTLED and found[1]:
            answer = msgspec.json.decode(found[1], type=_Settlement).answer
            return events.Claim(now, serial, answer.attempt, answer.claimed or answer.began)
        for claim in await self.turn.tx.unanswered(now):
            if claim.intent.id == name:
                return events.Claim(now, serial, claim.attempt, claim.at)
        return events.Claim(now, serial, _FIRST, now)

    def _rest(self, file: File, event: events.Event) -> None:
        """End the alarms of the ticket that a person has seen to, or whose order nobody wants any more."""
        seen_to = isinstance(event, events.Word) and event.word == "handled"
        over = verdict(file.standing.order) in DEAD
        for reason in list(file.standing.alarms) if seen_to or over else ():
            file.note(AlarmEnded(reason), self.turn.now)
