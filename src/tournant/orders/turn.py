"""One turn: which orders something happened to, what that came to, and how it is written down.

Everything of a turn stands in one transaction: cursor, facts, shadows, intents, withdrawals, documents, timers. What is
remembered of orders between turns (`Memory`) is thrown away where that transaction fails.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import msgspec

from tournant.facts import register
from tournant.facts.commands import answer_stream
from tournant.facts.orders import ORDER
from tournant.facts.sync import CommandDone, CommandRefused
from tournant.kernel import bounds
from tournant.log.port import Transaction
from tournant.log.records import Append, NewFact, Timer, Why
from tournant.orders import standing as standings
from tournant.orders.books import Books
from tournant.orders.decide import facts as decided
from tournant.orders.decide.naming import stream
from tournant.orders.decide.timers import NAMES
from tournant.orders.sides import Sides
from tournant.orders.standing import Standing
from tournant.orders.stumbling import Cut, Trouble

__all__ = ["FORGET", "ORIGIN", "File", "Memory", "Turn"]

ORIGIN: Final = "orders"
FORGET: Final = "order.forget"
"""The timer by which an order that is over leaves the lists."""


@dataclass(slots=True)
class File:
    """One order, while something happens to it."""

    standing: Standing
    timers: dict[str, datetime] | None
    """Those that are set, as far as that is known; None: any may be."""
    why: Why
    new: list[NewFact] = field(default_factory=list)
    wanted: dict[str, datetime] | None = None
    """The timers that should be set; None: nothing was decided."""
    told: list[msgspec.Struct] = field(default_factory=list)
    """The facts themselves, for the log of this process."""

    def note(self, fact: msgspec.Struct, now: datetime, origin: str = ORIGIN) -> None:
        """Write something down about the order."""
        form = decided.kind_of(fact) if isinstance(fact, decided.Fact) else register.form_of(fact)
        self.new.append(NewFact(*form, msgspec.json.encode(fact), self.why, origin, now))
        self.told.append(fact)
        self.standing = standings.after(self.standing, fact, now)


@dataclass(slots=True)
class Memory:
    """What a worker remembers of one merchant's orders while it holds the lease."""

    epoch: int
    orders: OrderedDict[str, tuple[Standing, dict[str, datetime] | None]] = field(default_factory=OrderedDict)
    tickets: OrderedDict[tuple[str, str], str] | None = None
    """By account and id of a ticket: whose it is, of orders that are not over; None: it was not needed yet."""
    troubled: dict[str, bool] = field(default_factory=dict)
    """By stream that is about no single order: whether a person is called there; what is not in it was not read."""

    def keep(self, name: str, standing: Standing, timers: dict[str, datetime] | None) -> None:
        """Remember an order; those that were not touched for longest are forgotten."""
        self.orders[name] = (standing, timers)
        self.orders.move_to_end(name)
        while len(self.orders) > bounds.ORDERS_REMEMBERED_MAX:
            self.orders.popitem(last=False)

    def keep_ticket(self, account: str, standing: Standing) -> None:
        """Remember whose a ticket is, until its order is over."""
        ticket = standing.order.pos.id
        if self.tickets is None or ticket is None:
            return
        if standing.order.closed is not None:
            self.tickets.pop((account, ticket), None)
            return
        self.tickets[account, ticket] = standing.stream
        while len(self.tickets) > bounds.ORDERS_REMEMBERED_MAX:
            self.tickets.popitem(last=False)


@dataclass(slots=True)
class Turn:
    """What comes together in one turn."""

    tx: Transaction
    now: datetime
    sides: Sides
    memory: Memory
    books: Books
    cut: Cut = field(default_factory=Cut)
    about: str | None = None
    """The order that is in hand, by its stream."""
    files: dict[str, File] = field(default_factory=dict)
    others: dict[str, list[NewFact]] = field(default_factory=dict)
    """Facts in other streams than those of orders in hand."""
    gone: list[str] = field(default_factory=list)
    """Orders that leave the lists."""
    troubles: list[tuple[Why, str, Trouble]] = field(default_factory=list)
    """What was put aside or could not be read, with its stream, for the log of this process."""

    async def file(self, link: str, external_id: str, why: Why) -> File:
        """The file of an order, with all that is known of it."""
        name = self.about = stream(link, external_id)
        if name not in self.files:
            known = self.memory.orders.get(name) or await self._read(link, external_id)
            self.files[name] = File(*known, why)
        self.files[name].why = why
        return self.files[name]

    async def _read(self, link: str, external_id: str) -> tuple[Standing, dict[str, datetime] | None]:
        """What the order's facts amount to."""
        standing = Standing(link, external_id)
        while facts := await self.tx.read(standing.stream, standing.position):
            standing = standings.folded(standing, facts)
        return standing, None if standing.position else {}

    async def order_of(self, account: str, ticket: str) -> str | None:
        """The order of a ticket, by its stream; None where it is none of ours, or its order is over."""
        if self.memory.tickets is None:
            self.memory.tickets = OrderedDict()
            for one in await self.tx.shadows(ORDER):
                self._keep_ticket(standings.decoded(one.body))
        return self.memory.tickets.get((account, ticket))

    def _keep_ticket(self, standing: Standing) -> None:
        till = self.sides.links.get(standing.till) if standing.till else None
        if till is not None:
            self.memory.keep_ticket(till.account, standing)

    def answer(self, why: Why, *, refused: str | None = None, said: str | None = None) -> None:
        """Tell a person what came of a command."""
        fact = CommandRefused(why.cause, refused) if refused else CommandDone(why.cause, said)
        self.beside(answer_stream(why.cause), fact, why)

    def beside(self, stream: str, fact: msgspec.Struct, why: Why) -> None:
        """Write something down in a stream that is not that of an order in hand."""
        new = NewFact(*register.form_of(fact), msgspec.json.encode(fact), why, ORIGIN, self.now)
        self.others.setdefault(stream, []).append(new)

    async def commit(self) -> None:
        """Write everything down."""
        appends = [
            Append(name, tuple(file.new), file.standing.position) for name, file in self.files.items() if file.new
        ]
        appends += [Append(name, tuple(facts)) for name, facts in self.others.items()]
        if appends:
            await self.tx.append(*appends)
        for name, file in self.files.items():
            await self._commit(name, file)
        for name in self.gone:
            await self.tx.drop_shadow(name, ORDER)
            self.memory.orders.pop(name, None)

    async def _commit(self, name: str, file: File) -> None:
        if file.new:
            file.standing = msgspec.structs.replace(file.standing, position=file.standing.position + len(file.new))
            await self.tx.put_shadow(name, ORDER, standings.encoded(file.standing))
        if file.wanted is not None:
            file.timers = await self._set(name, file, self._with_forgetting(file))
        self.memory.keep(name, file.standing, file.timers)
        self._keep_ticket(file.standing)

    def _with_forgetting(self, file: File) -> dict[str, datetime]:
        state, wanted = file.standing.order, dict(file.wanted or {})
        over = state.known if file.standing.left else state.closed
        if over is not None:
            wanted[FORGET] = over + timedelta(seconds=bounds.ORDER_SHOWN_S)
        return wanted

    async def _set(self, name: str, file: File, wanted: dict[str, datetime]) -> dict[str, datetime]:
        known = file.timers
        for timer, due in wanted.items():
            if known is None or known.get(timer) != due:
                await self.tx.set_timer(Timer(name, timer, due, b"", file.why))
        over = (*NAMES, FORGET) if known is None else tuple(known)
        for timer in over:
            if timer not in wanted:
                await self.tx.cancel_timer(name, timer)
        return wanted
