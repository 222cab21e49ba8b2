"""What each kind of observation means for orders: who is told of, what a partner answered, what a person said.

Everything that only says that there is an order is a hint; what is so, is read. A link that is not live has its orders
noted and left alone: whoever serves that store now accepts them and rings them up, and we would do both once more.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

import msgspec

from tournant.canon import order_status
from tournant.canon.order_status import State
from tournant.facts import Answer, Pointer, Received, decoded
from tournant.facts.messages import ANSWER, COMMAND, WEBHOOK
from tournant.facts.orders import OrderLeft, OrderShown
from tournant.kernel import bounds
from tournant.lens import Refused
from tournant.log.errors import Erased
from tournant.log.records import Observation, Timer, Why
from tournant.orders.aside import (
    Piece,
    again_later,
    end_alarm,
    list_was_read,
    position_of,
    put_aside,
    put_whole_aside,
    resume,
)
from tournant.orders.commanding import obey
from tournant.orders.decide import events
from tournant.orders.decide.facts import Known
from tournant.orders.decide.naming import LISTS, split, stream
from tournant.orders.decide.state import READS, side_of
from tournant.orders.doing import Doer
from tournant.orders.preparing import compare_total
from tournant.orders.seeing import Seen, listed, seen, unreadable
from tournant.orders.sides import Side
from tournant.orders.standing import Standing
from tournant.orders.stumbling import Trouble
from tournant.orders.ticket.ordered import Ordered, said
from tournant.orders.turn import FORGET, File, Turn

__all__ = ["Handler"]


@dataclass(slots=True)
class Handler:
    """Takes observations and timers in, one by one."""

    turn: Turn
    doer: Doer

    async def take(self, piece: Piece) -> None:
        """Take in an observation or a timer, or put it aside where it is known to be in the way of all others."""
        trouble, whole = self.turn.cut.trouble, self.turn.cut.whole
        if isinstance(piece, Timer):
            await self._on_timer(piece, trouble)
        elif trouble is not None and piece.kind == COMMAND:
            self.turn.answer(piece.why, refused=f"a mistake of ours stood in its way ({trouble.error})")
        elif whole is not None:
            await put_whole_aside(self.turn, piece, whole)
        else:
            await self._on_observation(piece)

    async def _on_observation(self, one: Observation) -> None:
        match one.kind:
            case str(kind) if kind == WEBHOOK:
                await self._on_webhook(one)
            case str(kind) if kind == ANSWER:
                await self._on_answer(one)
            case str(kind) if kind == COMMAND:
                await obey(self.turn, self.doer, one.why, await self._text(one.address))
            case _:
                pass

    # ------------------------------------------------------------------ what is due

    async def _on_timer(self, timer: Timer, trouble: Trouble | None) -> None:
        is_retry = position_of(timer) is not None
        if trouble is not None and is_retry:
            await again_later(self.turn, timer, trouble)
        elif self.turn.cut.whole is not None:
            await put_whole_aside(self.turn, timer, self.turn.cut.whole)
        elif is_retry:
            await self._try_again(timer)
        else:
            await self._wake(timer, trouble)

    async def _wake(self, timer: Timer, trouble: Trouble | None) -> None:
        """What is due is due by level, whatever it is called."""
        whose = split(timer.stream)
        if whose is None or await self._is_shut(timer.stream, timer):
            return
        file = await self.turn.file(*whose, Why(timer.why.trace, timer.name))
        if trouble is not None:
            await put_aside(self.turn, file, timer, trouble)
            return
        if file.timers is not None:
            file.timers.pop(timer.name, None)
        if timer.name != FORGET:
            await self.doer.happen(file, events.Wake(self.turn.now))
            if timer.body:  # It had failed before.
                end_alarm(self.turn, file)
        elif file.standing.alarms or file.standing.order.alarms:
            # What a person is called for stays in the lists until they have seen to it: it could not be named any more.
            await self.turn.tx.set_timer(replace(timer, due=self.turn.now + timedelta(seconds=bounds.ORDER_SHOWN_S)))
        elif file.standing.left or file.standing.order.closed is not None:
            self.turn.gone.append(timer.stream)

    async def _try_again(self, timer: Timer) -> None:
        """Once more what was put aside; where it is not kept any more, that is over too."""
        position = position_of(timer) or 0
        for one in await self.turn.tx.observations(position - 1, 1):
            if one.position == position:
                await self._on_observation(one)
        await resume(self.turn, timer)

    # ------------------------------------------------------------------ who is told of

    async def _on_webhook(self, one: Observation) -> None:
        received = decoded(Received, one.envelope)
        for point in received.points:
            if point.resource != "orders" or not point.thing:
                continue
            if self.turn.sides.is_pos(one.source):
                await self._told_of_ticket(one, point.thing)
            else:
                await self._pointed(one, point, point.thing)

    async def _pointed(self, one: Observation, point: Pointer, thing: str) -> None:
        for side in self.turn.sides.channels(one.source, point.store):
            await self._hinted(one, side, thing, "webhook")

    async def _told_of_ticket(self, one: Observation, ticket: str) -> None:
        """A hint about a ticket; what staff ring up themselves is none of ours."""
        name = await self.turn.order_of(one.source, ticket)
        whose = split(name) if name else None
        if whose is None or await self._is_shut(name or "", one):
            return
        file = await self.turn.file(*whose, one.why)
        if trouble := self.turn.cut.aside.get(file.standing.stream):
            await put_aside(self.turn, file, one, trouble)
        else:
            await self.doer.happen(file, events.TicketHint(self.turn.now))

    async def _hinted(self, one: Observation, side: Side, thing: str, by: Literal["webhook", "listing"]) -> None:
        if await self._is_shut(stream(side.link.id, thing), one):
            return
        file = await self.turn.file(side.link.id, thing, one.why)
        if trouble := self.turn.cut.aside.get(file.standing.stream):
            await put_aside(self.turn, file, one, trouble)
            return
        if file.standing.left:
            return
        if file.standing.order.known is None and side.link.mode != "live":
            file.note(Known(self.turn.now, by), self.turn.now)
            file.note(OrderLeft(side.link.mode), self.turn.now)
            file.wanted = {}
            return
        await self.doer.happen(file, events.Hint(self.turn.now, by))

    async def _is_shut(self, name: str, piece: Piece) -> bool:
        """Whether the facts of an order cannot be read; then that is all that can be said of it."""
        trouble = self.turn.cut.shut.get(name)
        if trouble is not None:
            await put_whole_aside(self.turn, piece, trouble, name)
        return trouble is not None

    async def _on_list(self, one: Observation, answer: Answer, target: str) -> None:
        side = self.turn.sides.channel(target)
        text = await self._text(one.address) if answer.outcome == "done" else None
        if side is None or text is None:
            return
        try:
            found = listed(text, side, answer.command)
        except Refused:
            return
        asked = replace(one, why=Why(one.why.trace, answer.intent))
        for thing, state in found:
            if await self._is_shut(stream(side.link.id, thing), asked):
                continue
            file = await self.turn.file(side.link.id, thing, asked.why)
            if is_news(file.standing, state):
                await self._hinted(asked, side, thing, "listing")
        self.turn.about = None
        await list_was_read(self.turn, answer.about, asked.why)

    # ------------------------------------------------------------------ what a partner answered

    async def _on_answer(self, one: Observation) -> None:
        answer = decoded(Answer, one.envelope)
        if answer.about.startswith(LISTS):
            await self._on_list(one, answer, answer.about.removeprefix(LISTS))
            return
        whose = split(answer.about)
        if whose is None or await self._is_shut(answer.about, one):
            return
        file = await self.turn.file(*whose, Why(one.why.trace, answer.intent))
        side = self._side(file, answer)
        if side is None:
            return
        if trouble := self.turn.cut.aside.get(file.standing.stream):
            # It says nothing to us; so the side that answered is not waited for any longer.
            await put_aside(self.turn, file, one, trouble)
            await self.doer.happen(file, unreadable(answer, self.turn.now))
            return
        found = seen(answer, await self._text(one.address), side, self.turn.now)
        if found.trouble is not None:
            self.turn.troubles.append((file.why, file.standing.stream, found.trouble))
        self._show(file, one.address, found)
        await self.doer.happen(file, found.event)
        if side_of(answer.command) == "pos":
            compare_total(self.turn, file, found.total_minor, found.currency)
        if answer.command in READS and answer.outcome == "done":
            end_alarm(self.turn, file)

    def _side(self, file: File, answer: Answer) -> Side | None:
        """The side that answered."""
        if side_of(answer.command) == "channel":
            return self.turn.sides.channel(file.standing.link)
        channel = self.turn.sides.channel(file.standing.link)
        there = self.turn.sides.tills(channel.link.location) if channel else []
        made = self.turn.sides.side(file.standing.till) if file.standing.till else None
        return made or next((one for one in there if one.account.id == answer.account), None)

    def _show(self, file: File, address: bytes, found: Seen) -> None:
        """Keep in mind which document shows the order as it is now.

        Any that is another than before, not only where something else was ordered: when it is ready, where it goes and
        whom to call stand on the ticket too.
        """
        ordered, event = found.ordered, found.event
        if ordered is None or not isinstance(event, events.Read) or address == file.standing.shown:
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
