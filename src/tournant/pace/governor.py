"""The governor: sells the right to call, by the clock, one process for all. What it decides is in `policy`."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from tournant.kernel import bounds, check
from tournant.kernel.clock import Clock
from tournant.pace.durable import Held, LongWindows
from tournant.pace.ledger import Ledger
from tournant.pace.policy import Buyer, Counter, PoolName, Rules, is_durable
from tournant.sdk import Grant, TooLate, Want
from tournant.telemetry import metrics

__all__ = ["StrictGovernor"]

_Said = Callable[[Buyer, datetime], dict[PoolName, datetime]]


@dataclass(slots=True)
class _Waiter:
    """Somebody in the line."""

    buyer: Buyer
    turn: "asyncio.Future[None]"
    sold: bool = False


class StrictGovernor:
    """Keeps every limit of every partner, with all of their slots in this one process (`sdk.Governor`)."""

    def __init__(self, rules: Mapping[str, Rules], clock: Clock, ledger: Ledger, holder: str = "governor") -> None:
        """With the rules of every partner; the holder's name is the same after a restart."""
        self._rules = rules
        self._clock = clock
        self._ledger = ledger
        self._holder = holder
        self._counter = Counter(rules)
        self._windows = LongWindows(ledger, clock)
        self._is_open = False
        self._waiting: dict[int, _Waiter] = {}
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at: datetime | None = None
        self._abandoned: set[asyncio.Task[list[Held] | PoolName]] = set()

    async def start(self) -> None:
        """Begin to sell; after an unclean end short windows stay shut until nothing of before can matter any more."""
        was_open = await self._ledger.mark_open(self._holder)
        self._counter.begin(self._clock.now(), clean=not was_open)
        self._is_open = True

    async def stop(self) -> None:
        """Sell nothing more, send those who wait away, and leave word that the end was clean where it is."""
        self._is_open = False
        if self._alarm is not None:
            self._alarm.cancel()
        self._dismiss(TooLate("no more calls are made: the process stops"))
        if self._abandoned:
            await asyncio.wait(self._abandoned)
        await self._windows.flush()
        rests_at = self._counter.rests_at()
        patience = timedelta(seconds=bounds.GOVERNOR_CLOSING_S_MAX)
        # A window that is longer than anybody waits for at the end is waited for at the next start.
        if rests_at is not None and rests_at - self._clock.now() <= patience:
            await self._clock.until(rests_at)
            await self._ledger.mark_closed(self._holder)

    async def buy(self, want: Want) -> Grant:
        """Wait for the right to call. TooLate where the deadline passes first, TooMany where too many wait."""
        check.require(self._is_open, "the right to call is bought from a governor that was started")
        buyer = self._counter.ask(want, self._clock.now())
        held = None
        while held is None:
            await self._turn_of(buyer)
            held = await self._record(buyer)
        grant = _Grant(self._counter, partial(self._say, buyer, held))
        if want.deadline is not None and want.deadline <= self._clock.now():
            grant.unsent()
            raise TooLate
        waited = self._clock.now() - buyer.since
        metrics.PACE_WAIT.labels(want.partner, want.lane).observe(waited.total_seconds())
        return grant

    def slow_down(self, want: Want, until: datetime) -> None:
        """The partner said that it was too much: nothing more of the same app, account and operation before this."""
        self._counter.slow_down(want, until, self._clock.now())

    async def _turn_of(self, buyer: Buyer) -> None:
        """Wait until all slots are this buyer's; who is cancelled while it waits, or just then, keeps none."""
        waiter = self._waiting[buyer.number] = _Waiter(buyer, asyncio.get_running_loop().create_future())
        self._sell()
        try:
            await waiter.turn
        except asyncio.CancelledError:
            if waiter.sold:
                self._counter.unsent(buyer, self._clock.now())
            else:
                self._leave(waiter)
            self._sell()
            raise

    def _leave(self, waiter: _Waiter, why: BaseException | None = None) -> None:
        self._waiting.pop(waiter.buyer.number, None)
        self._counter.leave(waiter.buyer)
        if why is not None and not waiter.turn.done():
            waiter.turn.set_exception(why)

    async def _record(self, buyer: Buyer) -> list[Held] | None:
        """Write long windows down before anything is sent; None where the ledger says no, and then it waits again."""
        rules = self._rules[buyer.want.partner]
        pools = [(name, limit) for name in buyer.need.pools if is_durable(limit := rules.limit(name.limit))]
        if not pools:
            return []
        # A commit cannot be called back: whoever is cancelled leaves it to end, and then its slots are given back.
        holding = asyncio.create_task(self._windows.hold(pools, buyer.need.cost, rules.silence))
        try:
            found = await asyncio.shield(holding)
        except BaseException:
            self._abandon(holding)
            self._say(buyer, (), self._counter.unsent)
            raise
        if isinstance(found, PoolName):
            self._counter.refused(buyer, found, self._clock.now())
            return None
        return found

    def _abandon(self, holding: "asyncio.Task[list[Held] | PoolName]") -> None:
        self._abandoned.add(holding)

        def undo(ended: "asyncio.Task[list[Held] | PoolName]") -> None:
            self._abandoned.discard(ended)
            if not ended.cancelled() and ended.exception() is None and isinstance(held := ended.result(), list):
                self._windows.give_back(held)

        holding.add_done_callback(undo)

    def _say(self, buyer: Buyer, held: Iterable[Held], what: _Said) -> None:
        free_from = what(buyer, self._clock.now())
        for one in held:
            self._windows.settle(one, free_from[one.pool])
        self._sell()

    def _sell(self) -> None:
        now = self._clock.now()
        for late in self._counter.expire(now):
            self._leave(self._waiting[late.number], TooLate())
        for buyer in self._counter.sell(now):
            waiter = self._waiting.pop(buyer.number)
            waiter.sold = True
            if not waiter.turn.done():  # who was cancelled a moment ago gives its slots back itself
                waiter.turn.set_result(None)
        self._set_alarm(self._counter.next_at)

    def _set_alarm(self, at: datetime | None) -> None:
        """Wake at this instant or before; one that rings too early does no harm."""
        if at is None or not self._is_open or (self._alarm_at is not None and self._alarm_at <= at):
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = at
        self._alarm = asyncio.create_task(self._ring(at))
        self._alarm.add_done_callback(self._rang)

    async def _ring(self, at: datetime) -> None:
        await self._clock.until(at)
        self._alarm = self._alarm_at = None
        self._sell()

    def _rang(self, ended: "asyncio.Task[None]") -> None:
        """A clock that fails is a bug: those who wait are told, instead of waiting for ever."""
        if not ended.cancelled() and (broken := ended.exception()):
            self._dismiss(broken)

    def _dismiss(self, why: BaseException) -> None:
        for waiter in list(self._waiting.values()):
            self._leave(waiter, why)


class _Grant:
    """The right to make one call."""

    __slots__ = ("_counter", "_said", "_say")

    def __init__(self, counter: Counter, say: Callable[[_Said], None]) -> None:
        self._counter = counter
        self._say = say
        self._said = False

    def answered(self) -> None:
        """An answer came, whichever."""
        self._once(self._counter.answered)

    def cut_off(self) -> None:
        """The connection ended without a whole answer."""
        self._once(self._counter.cut_off)

    def timed_out(self) -> None:
        """No answer came in time; the request may still arrive."""
        self._once(self._counter.timed_out)

    def unsent(self) -> None:
        """Nothing was sent."""
        self._once(self._counter.unsent)

    def _once(self, what: _Said) -> None:
        check.require(not self._said, "what became of a call is said once")
        self._said = True
        self._say(what)
