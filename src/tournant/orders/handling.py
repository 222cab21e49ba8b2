"""What each kind of observation means for orders: who is told of, what a partner answered, what a person said.

Everything that only says that there is an order is a hint; what is so, is read. A link that is not live has its orders
noted and left alone: whoever serves that store now accepts them and rings them up, and we would do both once more.
"""

from dataclasses import dataclass
from typing import Final

import msgspec

from tournant.canon import order_status
from tournant.canon.order_status import State
from tournant.facts import Answer, Pointer, Received, decoded
from tournant.facts.messages import ANSWER, COMMAND, WEBHOOK
from tournant.facts.orders import OrderLeft, OrderShown
from tournant.lens import Refused
from tournant.log.errors import Erased
from tournant.log.records import Observation, Timer, Why
from tournant.orders.commanding import obey
from tournant.orders.decide import events
from tournant.orders.decide.facts import Known
from tournant.orders.decide.state import side_of
from tournant.orders.doing import Doer
from tournant.orders.preparing import compare_total
from tournant.orders.seeing import Seen, listed, seen
from tournant.orders.sides import Side
from tournant.orders.standing import Standing
from tournant.orders.ticket.ordered import Ordered, said
from tournant.orders.turn import FORGET, File, Turn, split

__all__ = ["Handler"]

_LISTS: Final = "orders:"
"""With what the subject of a look at a list of orders begins; its target follows."""


@dataclass(slots=True)
class Handler:
    """Takes observations and timers in, one by one."""

    turn: Turn
    doer: Doer

    async def handle(self, one: Observation) -> None:
        """Take in one observation."""
        match one.kind:
            case str(kind) if kind == WEBHOOK:
                await self._on_webhook(one)
            case str(kind) if kind == ANSWER:
                await self._on_answer(one)
            case str(kind) if kind == COMMAND:
                await obey(self.turn, self.doer, one.why, await self._text(one.address))
            case _:
                pass

    async def wake(self, timer: Timer) -> None:
        """Take in a timer. What is due is due by level, whatever it is called."""
        whose = split(timer.stream)
        if whose is None:
            return
        file = await self.turn.file(*whose, Why(timer.why.trace, timer.name))
        if file.timers is not None:
            file.timers.pop(timer.name, None)
        if timer.name != FORGET:
            await self.doer.happen(file, events.Wake(self.turn.now))
        elif file.standing.left or file.standing.order.closed is not None:
            self.turn.gone.append(timer.stream)

    # ------------------------------------------------------------------ who is told of

    async def _on_webhook(self, one: Observation) -> None:
        received = decoded(Received, one.envelope)
        for point in received.points:
            if point.resource == "orders" and point.thing:
                await self._pointed(one, point, point.thing)

    async def _pointed(self, one: Observation, point: Pointer, thing: str) -> None:
        for side in self.turn.sides.channels(one.source, point.store):
            await self._hinted(side, thing, events.Hint(self.turn.now, "webhook"), one.why)

    async def _hinted(self, side: Side, thing: str, hint: events.Hint, why: Why) -> None:
        file = await self.turn.file(side.link.id, thing, why)
        if file.standing.left:
            return
        if file.standing.order.known is None and side.link.mode != "live":
            file.note(Known(hint.at, hint.by), self.turn.now)
            file.note(OrderLeft(side.link.mode), self.turn.now)
            file.wanted = {}
            return
        await self.doer.happen(file, hint)

    async def _on_list(self, one: Observation, answer: Answer, target: str) -> None:
        side = self.turn.sides.channel(target)
        text = await self._text(one.address) if answer.outcome == "done" else None
        if side is None or text is None:
            return
        try:
            found = listed(text, side, answer.command)
        except Refused:
            return
        why = Why(one.why.trace, answer.intent)
        for thing, state in found:
            file = await self.turn.file(side.link.id, thing, why)
            if is_news(file.standing, state):
                await self._hinted(side, thing, events.Hint(self.turn.now, "listing"), why)

    # ------------------------------------------------------------------ what a partner answered

    async def _on_answer(self, one: Observation) -> None:
        answer = decoded(Answer, one.envelope)
        if answer.about.startswith(_LISTS):
            await self._on_list(one, answer, answer.about.removeprefix(_LISTS))
            return
        whose = split(answer.about)
        if whose is None:
            return
        file = await self.turn.file(*whose, Why(one.why.trace, answer.intent))
        side = self._side(file, answer)
        if side is None:
            return
        found = seen(answer, await self._text(one.address), side, self.turn.now)
        self._show(file, one.address, found)
        await self.doer.happen(file, found.event)
        if side_of(answer.command) == "pos":
            compare_total(self.turn, file, found.total_minor, found.currency)

    def _side(self, file: File, answer: Answer) -> Side | None:
        """The side that answered."""
        if side_of(answer.command) == "channel":
            return self.turn.sides.channel(file.standing.link)
        channel = self.turn.sides.channel(file.standing.link)
        there = self.turn.sides.tills(channel.link.location) if channel else []
        made = self.turn.sides.side(file.standing.till) if file.standing.till else None
        return made or next((one for one in there if one.account.id == answer.account), None)

    def _show(self, file: File, address: bytes, found: Seen) -> None:
        """Keep in mind which document shows what was ordered, where it is another than before."""
        ordered, event = found.ordered, found.event
        if ordered is None or not isinstance(event, events.Read) or ordered.edition == file.standing.edition:
            return
        if file.standing.order.channel.began is None or event.began >= file.standing.order.channel.began:
            file.note(_shown(address, ordered), self.turn.now)

    async def _text(self, address: bytes) -> bytes | None:
        """A document; None where it is not kept any more, or its person was erased."""
        try:
            return await self.turn.tx.raw(address)
        except Erased:
            return None


def is_news(standing: Standing, state: State | None) -> bool:
    """Whether a list says of an order what we do not know; a list is looked at often, and mostly says nothing new."""
    known = standing.order.channel.order
    if standing.order.known is None:
        return True
    if standing.left or known is None or known in order_status.ENDED:
        return False
    return state != known


def _shown(address: bytes, ordered: Ordered) -> msgspec.Struct:
    order = ordered.order
    return OrderShown(address, ordered.edition, said(order.display_id), said(order.placed_at), len(ordered.lines))
