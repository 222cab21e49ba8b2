"""Who waits: by lane, in a lane by tenant in turns, of a tenant in the order in which they came.

lane ── tenant ── group (all with the same need) ── buyers, the first to come first
         in turns   by its first buyer               stand in for each other: if the first cannot, none can
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, get_args

from tournant.kernel import bounds
from tournant.pace.policy.needs import Need, PoolName
from tournant.sdk import Lane, Want

__all__ = ["Buyer", "Group", "Line"]

LANES: Final[tuple[Lane, ...]] = get_args(Lane)
"""In their order."""
# How long without a single call; orders are first anyway.
_PATIENCE: Final[dict[Lane, timedelta]] = {
    "availability": timedelta(seconds=bounds.WAIT_AVAILABILITY_S_MAX),
    "other": timedelta(seconds=bounds.WAIT_OTHER_S_MAX),
}


@dataclass(frozen=True, slots=True, eq=False)
class Buyer:
    """Somebody who wants to call."""

    want: Want
    need: Need
    since: datetime
    number: int
    """In the order of coming."""


@dataclass(slots=True, eq=False)
class Group:
    """One tenant's buyers in one lane with the same need."""

    lane: Lane
    tenant: str
    need: Need
    buyers: dict[int, Buyer] = field(default_factory=dict)
    served: datetime | None = None
    """When one of them could last call."""

    @property
    def first(self) -> Buyer:
        """Whose turn it is."""
        return next(iter(self.buyers.values()))

    @property
    def overdue_at(self) -> datetime:
        """From when it has waited too long without a single call."""
        since = self.first.since
        return (since if self.served is None else max(since, self.served)) + _PATIENCE[self.lane]


class Line:
    """Everybody who waits."""

    __slots__ = ("_lanes", "_needing", "_patient_until", "_waiting", "groups_waiting")

    def __init__(self) -> None:
        """Nobody yet."""
        self._lanes: dict[Lane, dict[str, dict[Need, Group]]] = {lane: {} for lane in LANES}
        self._waiting = dict.fromkeys(LANES, 0)
        self.groups_waiting = 0
        # How many groups need which pool.
        self._needing: Counter[PoolName] = Counter()
        # Before this instant nobody can be overdue: so that nobody is looked at.
        self._patient_until: datetime | None = None

    def waiting(self, lane: Lane) -> int:
        """How many wait in a lane."""
        return self._waiting[lane]

    def __contains__(self, buyer: Buyer) -> bool:
        """Whether this one waits."""
        group = self._lanes[buyer.want.lane].get(buyer.want.tenant, {}).get(buyer.need)
        return group is not None and buyer.number in group.buyers

    def join(self, buyer: Buyer) -> None:
        """Wait; one who comes back stands where it stood."""
        lane, tenant = buyer.want.lane, buyer.want.tenant
        groups = self._lanes[lane].setdefault(tenant, {})
        if buyer.need not in groups:
            groups[buyer.need] = Group(lane, tenant, buyer.need)
            self._needing.update(buyer.need.pools)
            self.groups_waiting += 1
        group = groups[buyer.need]
        comes_back = bool(group.buyers) and next(reversed(group.buyers)) > buyer.number
        group.buyers[buyer.number] = buyer
        if comes_back:
            group.buyers = dict(sorted(group.buyers.items()))
        self._waiting[lane] += 1
        if lane in _PATIENCE:
            until = buyer.since + _PATIENCE[lane]
            self._patient_until = until if self._patient_until is None else min(until, self._patient_until)

    def leave(self, buyer: Buyer) -> None:
        """Wait no more."""
        tenants = self._lanes[buyer.want.lane]
        groups = tenants[buyer.want.tenant]
        group = groups[buyer.need]
        del group.buyers[buyer.number]
        self._waiting[buyer.want.lane] -= 1
        if not group.buyers:
            del groups[buyer.need]
            for name in buyer.need.pools:
                self._needing[name] -= 1
                if not self._needing[name]:
                    del self._needing[name]
            self.groups_waiting -= 1
        if not groups:
            del tenants[buyer.want.tenant]

    def served(self, buyer: Buyer, now: datetime) -> None:
        """One may call: it waits no more, and its tenant goes to the end of the turns."""
        tenants = self._lanes[buyer.want.lane]
        tenants[buyer.want.tenant][buyer.need].served = now
        self.leave(buyer)
        groups = tenants.pop(buyer.want.tenant, None)
        if groups:
            tenants[buyer.want.tenant] = groups

    def tenants(self, lane: Lane) -> list[str]:
        """Who waits in a lane, in turns."""
        return list(self._lanes[lane])

    def groups(self, lane: Lane, tenant: str) -> list[Group]:
        """A tenant's groups in a lane."""
        return list(self._lanes[lane].get(tenant, {}).values())

    def overdue(self, now: datetime) -> tuple[list[Group], datetime | None]:
        """Groups that have waited too long, the longest first; and when the next one will have."""
        if self._patient_until is None or now < self._patient_until:
            return [], self._patient_until
        found: list[tuple[datetime, int, Group]] = []
        following: datetime | None = None
        for group in self._patient():
            at = group.overdue_at
            if at <= now:
                found.append((at, group.first.number, group))
            elif following is None or at < following:
                following = at
        self._patient_until = min((at for at, _, _ in found), default=following)
        return [one for _, _, one in sorted(found, key=lambda entry: entry[:2])], following

    def needing(self, name: PoolName) -> int:
        """How many groups need this pool."""
        return self._needing[name]

    def needs(self) -> Iterator[Need]:
        """What those who wait need."""
        for tenants in self._lanes.values():
            for groups in tenants.values():
                yield from groups

    def _patient(self) -> Iterator[Group]:
        for lane in _PATIENCE:
            for groups in self._lanes[lane].values():
                yield from groups.values()
