"""Where the right to call is sold: all limits of a call at once or none, to whoever's turn it is.

The order of sale:
1. somebody overdue, before one in `OVERDUE_EVERY` orders that take of the same limits
2. orders
3. whoever else is overdue, the longest first
4. availability, 5. other: tenants in turns, of one tenant first come, first served

Whoever cannot have what it needs keeps those behind from what it lacks, and from nothing else: slots gather for it, and
it holds none while it waits.
"""

import heapq
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from tournant.kernel import bounds, check
from tournant.pace.policy.line import LANES, Buyer, Group, Line
from tournant.pace.policy.needs import Brake, Need, PoolName, Rules, brake_of, need_of
from tournant.pace.policy.pool import LONG_AGO, Pool
from tournant.sdk import Lane, Limit, TooLate, Want

__all__ = ["Counter", "TooMany", "is_durable"]


class TooMany(TooLate):
    """Too many wait for the right to call already: come back later."""


def is_durable(limit: Limit) -> bool:
    """Whether what was used of a limit is remembered across restarts; of the others a restart waits the window out."""
    return limit.window_s >= bounds.DURABLE_WINDOW_S_MIN


@dataclass(slots=True)
class _Sale:
    """One round of selling at one instant."""

    now: datetime
    groups: int
    """How many groups wait."""
    overdue: list[Group]
    turns: dict[Lane, deque[str]]
    closed: set[PoolName] = field(default_factory=set)
    """Pools that somebody waits for, so that those behind get nothing of them."""
    wakes: list[datetime] = field(default_factory=list)
    """When it is worth asking again."""
    heaps: dict[tuple[Lane, str], list[tuple[int, Group]]] = field(default_factory=dict)
    """Of each lane's tenant, the groups that may still have something, by their first buyer."""
    shut: dict[str, int] = field(default_factory=dict)
    """Of each partner, the groups that one closed pool keeps from everything."""

    @property
    def over(self) -> bool:
        """Whether nobody who waits can have anything any more: most sales end by the limit of a whole app."""
        return sum(self.shut.values()) >= self.groups


def _is_theirs(pool: Pool) -> bool:
    """Whether it is the turn of somebody overdue, after so many orders."""
    return pool.orders >= bounds.OVERDUE_EVERY - 1


class Counter:
    """All pools and everybody who waits for a slot of them."""

    def __init__(self, rules: Mapping[str, Rules]) -> None:
        """With the rules of every partner."""
        self._rules = rules
        self._pools: dict[PoolName, Pool] = {}
        self._brakes: dict[Brake, datetime] = {}
        self._line = Line()
        self._deadlines: list[tuple[datetime, int, Buyer]] = []
        self._numbers = count(1)
        self._unclean: datetime | None = None
        self.next_at: datetime | None = None
        """When `sell` is worth asking again, if nothing happens before."""

    def begin(self, now: datetime, *, clean: bool) -> None:
        """Start selling; where the last process did not end cleanly, its calls may still be on their way."""
        self._unclean = None if clean else now

    def ask(self, want: Want, now: datetime) -> Buyer:
        """Stand in line; TooLate where the deadline has passed, TooMany where the line is full."""
        if want.deadline is not None and want.deadline <= now:
            raise TooLate
        if self._line.waiting(want.lane) >= bounds.BUYERS_WAITING_MAX:
            raise TooMany(TooMany.__doc__)
        check.require(want.partner in self._rules, f"nobody said what {want.partner} allows")
        need = need_of(want, self._rules[want.partner].limits)
        self._open_pools(need, now)
        buyer = Buyer(want, need, now, next(self._numbers))
        self._join(buyer)
        return buyer

    def leave(self, buyer: Buyer) -> None:
        """Stand in line no more."""
        if buyer in self._line:
            self._line.leave(buyer)

    def expire(self, now: datetime) -> list[Buyer]:
        """Send those away whose deadline has passed."""
        late = []
        while self._deadlines and self._deadlines[0][0] <= now:
            buyer = heapq.heappop(self._deadlines)[2]
            if buyer in self._line:
                self._line.leave(buyer)
                late.append(buyer)
        return late

    def sell(self, now: datetime) -> list[Buyer]:
        """Give slots to those who can have all that they need."""
        overdue, later = self._line.overdue(now)
        sale = _Sale(now, self._line.groups_waiting, overdue, {lane: deque(self._line.tenants(lane)) for lane in LANES})
        sold = list(self._sold(sale))
        wakes = [at for at in (*sale.wakes, later, self._deadline()) if at is not None and at > now]
        self.next_at = min(wakes, default=None)
        return sold

    def slow_down(self, want: Want, until: datetime, now: datetime) -> None:
        """Sell nothing of the same app, account and operation before this; never earlier than was said before."""
        until = min(until, now + timedelta(seconds=bounds.BRAKE_S_MAX))
        self._brakes = {brake: at for brake, at in self._brakes.items() if at > now}
        brake = brake_of(want)
        self._brakes[brake] = max(until, self._brakes.get(brake, until))

    def answered(self, buyer: Buyer, now: datetime) -> dict[PoolName, datetime]:
        """An answer came; gives from when the slots are free."""
        return self._back(buyer, lambda pool: pool.answered(buyer.need.cost, now))

    def cut_off(self, buyer: Buyer, now: datetime) -> dict[PoolName, datetime]:
        """The connection ended: no request of it arrives any more, but for its last bytes."""
        arrived = now + self._rules[buyer.want.partner].last_bytes
        return self._back(buyer, lambda pool: pool.timed_out(buyer.need.cost, arrived))

    def timed_out(self, buyer: Buyer, now: datetime) -> dict[PoolName, datetime]:
        """No answer came in time; the request may arrive within the bound of a flight."""
        arrived = now + self._rules[buyer.want.partner].flight
        return self._back(buyer, lambda pool: pool.timed_out(buyer.need.cost, arrived))

    def unsent(self, buyer: Buyer, now: datetime) -> dict[PoolName, datetime]:
        """Nothing was sent: the slots are as if they had never been taken."""
        return self._back(buyer, lambda pool: pool.put(buyer.need.cost, now))

    def refused(self, buyer: Buyer, name: PoolName, now: datetime) -> None:
        """The ledger knows that a pool is fuller than we do: wait for about one slot's time, where one stood."""
        limit = self._pools[name].limit
        again = now + timedelta(seconds=max(bounds.LEDGER_AGAIN_S_MIN, limit.window_s / limit.calls))
        self._back(buyer, lambda pool: pool.put(buyer.need.cost, again if pool is self._pools[name] else now))
        self._join(buyer)

    def rests_at(self) -> datetime | None:
        """When all slots are free that the ledger does not remember; None while a call is out."""
        if any(pool.in_hand for pool in self._pools.values()):
            return None
        short = [pool.last for pool in self._pools.values() if not is_durable(pool.limit)]
        # Pools that nobody has asked for yet stay shut as well after an unclean end.
        shut = [self._free_from(limit, rules) for rules in self._rules.values() for limit in rules.limits]
        return max([*short, *shut], default=LONG_AGO)

    def _join(self, buyer: Buyer) -> None:
        self._line.join(buyer)
        if buyer.want.deadline is not None:
            heapq.heappush(self._deadlines, (buyer.want.deadline, buyer.number, buyer))

    def _deadline(self) -> datetime | None:
        while self._deadlines and self._deadlines[0][2] not in self._line:
            heapq.heappop(self._deadlines)
        if len(self._deadlines) > 2 * bounds.BUYERS_WAITING_MAX:  # most of them wait no more
            self._deadlines = [one for one in self._deadlines if one[2] in self._line]
            heapq.heapify(self._deadlines)
        return self._deadlines[0][0] if self._deadlines else None

    def _sold(self, sale: _Sale) -> Iterator[Buyer]:
        while not sale.over and (
            group := self._overdue(sale, ahead_of_orders=True)
            or self._in_turn(sale, "order")
            or self._overdue(sale, ahead_of_orders=False)
            or self._in_turn(sale, "availability")
            or self._in_turn(sale, "other")
        ):
            yield self._hand_over(group, sale)

    def _overdue(self, sale: _Sale, *, ahead_of_orders: bool) -> Group | None:
        if not sale.overdue:
            return None
        wanted = self._wanted_by_orders() if ahead_of_orders else set()
        for group in sale.overdue:
            contended = [self._pools[name] for name in group.need.pools if name in wanted]
            if all(_is_theirs(pool) for pool in contended) and self._fits(group, sale):
                return group
            if not ahead_of_orders and self._is_near(group, sale):
                self._close(group.need.pools, sale)
        return None

    def _is_near(self, group: Group, sale: _Sale) -> bool:
        """Whether all that somebody overdue needs is free soon: then nobody behind takes any of it any more.

        Without this, others that need one of two limits each could take them in turns for ever. Not earlier, because a
        store that rests for a day must not keep the whole app waiting.
        """
        near = sale.now + timedelta(seconds=bounds.OVERDUE_HOLD_S_MAX)
        times = [self._earliest(name, group, sale) for name in group.need.pools]
        return self._brakes.get(group.need.brake, sale.now) <= near and all(at and at <= near for at in times)

    def _wanted_by_orders(self) -> set[PoolName]:
        groups = (one for tenant in self._line.tenants("order") for one in self._line.groups("order", tenant))
        return {name for group in groups for name in group.need.pools}

    def _in_turn(self, sale: _Sale, lane: Lane) -> Group | None:
        turns = sale.turns[lane]
        while turns and not sale.over:
            tenant = turns.popleft()
            group = self._next_of(sale, lane, tenant)
            if group is not None:
                turns.append(tenant)
                return group
        return None

    def _next_of(self, sale: _Sale, lane: Lane, tenant: str) -> Group | None:
        """Of a tenant's groups the one whose turn it is; slots only get fewer: who cannot now, cannot in this sale."""
        heap = sale.heaps.get((lane, tenant))
        if heap is None:
            heap = sale.heaps[lane, tenant] = [(one.first.number, one) for one in self._line.groups(lane, tenant)]
            heapq.heapify(heap)
        while heap and not sale.over:
            number, group = heapq.heappop(heap)
            if group.buyers and group.first.number != number:  # some of it were sold since: it stands further back
                heapq.heappush(heap, (group.first.number, group))
            elif group.buyers and self._fits(group, sale):
                heapq.heappush(heap, (number, group))
                return group
        return None

    def _fits(self, group: Group, sale: _Sale) -> bool:
        braked = self._brakes.get(group.need.brake, sale.now)
        if braked > sale.now:
            sale.wakes.append(braked)
            return False
        if not sale.closed.isdisjoint(group.need.pools):
            return False
        times = {name: self._earliest(name, group, sale) for name in group.need.pools}
        lacking = {name: at for name, at in times.items() if at is None or at > sale.now}
        known = [at for at in lacking.values() if at is not None]
        if lacking and len(known) == len(lacking):
            sale.wakes.append(max(known))
        self._close(lacking, sale)
        return not lacking

    def _close(self, names: Iterable[PoolName], sale: _Sale) -> None:
        for name in names:
            sale.closed.add(name)
            sale.shut[name.partner] = max(sale.shut.get(name.partner, 0), self._line.needing(name))

    def _earliest(self, name: PoolName, group: Group, sale: _Sale) -> datetime | None:
        pool = self._pools[name]
        pool.ripen(sale.now)
        is_theirs = group.lane == "order" or (group in sale.overdue and _is_theirs(pool))
        return pool.earliest(group.need.cost, keep=not is_theirs)

    def _hand_over(self, group: Group, sale: _Sale) -> Buyer:
        buyer = group.first
        was_overdue = group in sale.overdue
        for name in group.need.pools:
            pool = self._pools[name]
            pool.take(group.need.cost)
            pool.orders = 0 if was_overdue else pool.orders + (group.lane == "order")
        if was_overdue:
            sale.overdue.remove(group)
        self._line.served(buyer, sale.now)
        return buyer

    def _back(self, buyer: Buyer, put: Callable[[Pool], datetime]) -> dict[PoolName, datetime]:
        return {name: put(self._pools[name]) for name in buyer.need.pools}

    def _open_pools(self, need: Need, now: datetime) -> None:
        """Make the pools that a buyer needs; those of which all slots are free are as good as none, and make room."""
        missing = [name for name in need.pools if name not in self._pools]
        if len(self._pools) + len(missing) > bounds.POOLS_MAX:
            for pool in self._pools.values():
                pool.ripen(now)
            needed = {*need.pools, *(name for one in self._line.needs() for name in one.pools)}
            self._pools = {name: pool for name, pool in self._pools.items() if not pool.is_whole or name in needed}
        if len(self._pools) + len(missing) > bounds.POOLS_MAX:
            raise TooMany(TooMany.__doc__)
        for name in missing:
            rules = self._rules[name.partner]
            limit = rules.limit(name.limit)
            check.require(need.cost <= limit.calls, f"{limit.name} has no {need.cost} slots at all")
            self._pools[name] = Pool(limit, self._free_from(limit, rules))

    def _free_from(self, limit: Limit, rules: Rules) -> datetime:
        if self._unclean is None or is_durable(limit):
            return LONG_AGO
        return self._unclean + rules.silence + timedelta(seconds=limit.window_s + limit.work_bound_s)
