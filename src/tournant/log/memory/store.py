"""The twin as a whole: shelves, leases by a clock that is passed in, and bells."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from tournant.kernel import bounds, check
from tournant.log.errors import Fenced
from tournant.log.memory.budget import Budget
from tournant.log.memory.shelf import Shelf
from tournant.log.memory.transaction import MemoryTransaction
from tournant.log.records import Lease, NewObservation, Receipt, Share, Tenant
from tournant.log.seal import Vault
from tournant.log.wake import Bell

__all__ = ["MemoryStore"]


@dataclass(frozen=True, slots=True)
class _Held:
    """How a merchant is held; nobody's where it is over."""

    lease: Lease
    until: datetime | None


class MemoryStore:
    """A store that is gone with its process."""

    def __init__(self, now: Callable[[], datetime], vault: Vault) -> None:
        """With the clock by which leases run."""
        self._now = now
        self._vault = vault
        self._shelves: dict[Tenant, Shelf] = {}
        self._leases: dict[Tenant, _Held] = {}
        self._alive: dict[str, datetime] = {}
        self._bells: list[Bell] = []
        self._budget = Budget()

    @asynccontextmanager
    async def transaction(self, tenant: Tenant, lease: Lease | None = None) -> AsyncIterator[MemoryTransaction]:
        """A transaction of one merchant."""
        shelf = self._shelf(tenant)
        async with shelf.turn:
            if lease and not (lease.tenant == tenant and self._is_held(lease)):
                raise Fenced(tenant.label, lease.epoch)
            transaction = MemoryTransaction(shelf, tenant, self._vault, lease.epoch if lease else 0)
            shelf.shown = lease is not None
            try:
                yield transaction
            except BaseException:
                transaction.journal.take_back()
                raise
            finally:
                shelf.shown = False
        if transaction.news:
            self._ring([tenant])

    async def receive(self, observations: Sequence[NewObservation]) -> list[Receipt]:
        """Append observations of any merchants in one transaction."""
        check.require(len(observations) <= bounds.OBSERVATIONS_RECEIVED_MAX, "too many observations at once")
        tenants = sorted({one.tenant for one in observations})
        async with AsyncExitStack() as stack:
            opened = {one: await stack.enter_async_context(self.transaction(one)) for one in tenants}
            return [(await opened[one.tenant].observe(one))[0] for one in observations]

    async def tenant_of(self, partner: str, external_id: str) -> Tenant | None:
        """Whose account a partner speaks of."""
        for tenant, shelf in sorted(self._shelves.items()):
            for account, _ in shelf.accounts.values():
                if (account.partner, account.external_id) == (partner, external_id):
                    return tenant
        return None

    async def register(self, tenant: Tenant) -> None:
        """Let a merchant be worked on."""
        self._leases.setdefault(tenant, _Held(Lease(tenant, "", 0), None))

    async def tenants(self) -> list[Tenant]:
        """All merchants that may be worked on."""
        return sorted(self._leases)

    async def beat(self, owner: str, lasting: timedelta) -> Share:
        """Say that a worker is alive, and learn how the merchants are spread."""
        now = self._now()
        self._alive = {name: until for name, until in self._alive.items() if until > now}
        self._alive[owner] = now + lasting
        alive = sum(until > now for until in self._alive.values())
        held = sum(one.lease.owner == owner and self._is_held(one.lease) for one in self._leases.values())
        return Share(alive, len(self._leases), held)

    async def leave(self, owner: str) -> None:
        """Say that a worker works no more."""
        self._alive.pop(owner, None)

    async def take(self, owner: str, lasting: timedelta, limit: int = bounds.LEASES_TAKEN_MAX) -> list[Lease]:
        """Take free merchants."""
        free = [
            (held.until is not None, held.until or self._now(), tenant)
            for tenant, held in self._leases.items()
            if not self._is_held(held.lease) and not self._shelf(tenant).shown
        ]
        taken = []
        for _, _, tenant in sorted(free)[: min(limit, bounds.LEASES_TAKEN_MAX)]:
            lease = Lease(tenant, owner, self._leases[tenant].lease.epoch + 1)
            self._leases[tenant] = _Held(lease, self._now() + lasting)
            taken.append(lease)
        return sorted(taken, key=lambda one: one.tenant)

    async def renew(self, leases: Sequence[Lease], lasting: timedelta) -> list[Lease]:
        """Keep leases; gives those that are still held."""
        kept = [one for one in leases if self._is_held(one)]
        for one in kept:
            self._leases[one.tenant] = _Held(one, self._now() + lasting)
        return sorted(kept, key=lambda one: (one.owner, one.tenant))

    async def release(self, lease: Lease) -> None:
        """Give a lease back."""
        if self._leases[lease.tenant].lease == lease:
            self._leases[lease.tenant] = _Held(Lease(lease.tenant, "", lease.epoch), None)

    async def hold_slots(
        self, budget: str, among: int, count: int, free_at: datetime, now: datetime
    ) -> list[int] | None:
        """Take so many of a budget's slots that are free now, until they shall be free; None where there are fewer."""
        return self._budget.hold(budget, among, count, free_at, now)

    async def free_slots(self, budget: str, slots: Sequence[int], free_at: datetime) -> None:
        """Say when some slots become free, earlier or later than was said before."""
        self._budget.free(budget, slots, free_at)

    async def mark_open(self, holder: str) -> bool:
        """Mark a holder of slots as being at work; True where it was marked: its last one did not end cleanly."""
        return self._budget.opened(holder)

    async def mark_closed(self, holder: str) -> None:
        """Take the mark of a holder away."""
        self._budget.open.discard(holder)

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[Bell]:
        """Listen for what is new."""
        bell = Bell()
        self._bells.append(bell)
        try:
            yield bell
        finally:
            self._bells.remove(bell)

    def _shelf(self, tenant: Tenant) -> Shelf:
        return self._shelves.setdefault(tenant, Shelf())

    def _is_held(self, lease: Lease) -> bool:
        held = self._leases.get(lease.tenant)
        return held is not None and held.lease == lease and held.until is not None and held.until > self._now()

    def _ring(self, tenants: Iterable[Tenant]) -> None:
        for bell in self._bells:
            bell.ring(tenants)
