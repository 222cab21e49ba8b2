"""The store of a run: the twin in memory, as if it were another machine.

Every operation takes its time before it and after it, so that whoever asks can crash before the commit, or after it
without knowing; within a transaction nothing waits, so that it is wholly there or not at all. At times it is away:
before it began to commit, or just after it had.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Final

from tournant.kernel import bounds
from tournant.log import Listener, MemoryStore, Transaction
from tournant.log.errors import DatabaseAway
from tournant.log.records import Lease, NewObservation, Receipt, Share, Tenant
from tournant.sim.chance import Chance
from tournant.sim.clock import SimClock

__all__ = ["FarStore"]

_QUICK_S: Final = (0.0005, 0.006)


class FarStore:
    """A store that is some milliseconds away (`log.Store`)."""

    def __init__(self, store: MemoryStore, clock: SimClock, chance: Chance) -> None:
        """Before another one."""
        self.away = 0.0
        """The share of operations that find it away."""
        self._store, self._clock, self._chance = store, clock, chance

    async def _way(self, when: str) -> None:
        await self._clock.pause(self._chance.between(when, *_QUICK_S))
        if self._chance.strikes(f"away {when}", self.away):
            raise DatabaseAway(f"the store is away ({when})")

    @asynccontextmanager
    async def transaction(self, tenant: Tenant, lease: Lease | None = None) -> AsyncIterator[Transaction]:
        """A transaction of one merchant."""
        await self._way("before")
        async with self._store.transaction(tenant, lease) as transaction:
            yield transaction
        await self._way("after")

    async def receive(self, observations: Sequence[NewObservation]) -> list[Receipt]:
        """Append observations of any merchants in one transaction."""
        await self._way("before")
        found = await self._store.receive(observations)
        await self._way("after")
        return found

    async def tenant_of(self, partner: str, external_id: str) -> Tenant | None:
        """Whose account a partner speaks of."""
        await self._way("before")
        return await self._store.tenant_of(partner, external_id)

    async def register(self, tenant: Tenant) -> None:
        """Let a merchant be worked on."""
        await self._store.register(tenant)

    async def tenants(self) -> list[Tenant]:
        """All merchants that may be worked on."""
        await self._way("before")
        return await self._store.tenants()

    async def beat(self, owner: str, lasting: timedelta) -> Share:
        """Say that a worker is alive, and learn how the merchants are spread."""
        await self._way("before")
        return await self._store.beat(owner, lasting)

    async def leave(self, owner: str) -> None:
        """Say that a worker works no more."""
        await self._way("before")
        await self._store.leave(owner)

    async def take(self, owner: str, lasting: timedelta, limit: int = bounds.LEASES_TAKEN_MAX) -> list[Lease]:
        """Take free merchants."""
        await self._way("before")
        found = await self._store.take(owner, lasting, limit)
        await self._way("after")
        return found

    async def renew(self, leases: Sequence[Lease], lasting: timedelta) -> list[Lease]:
        """Keep leases; gives those that are still held."""
        await self._way("before")
        found = await self._store.renew(leases, lasting)
        await self._way("after")
        return found

    async def release(self, lease: Lease) -> None:
        """Give a lease back."""
        await self._way("before")
        await self._store.release(lease)

    async def hold_slots(
        self, budget: str, among: int, count: int, free_at: datetime, now: datetime
    ) -> list[int] | None:
        """Take so many of a budget's slots that are free now, until they shall be free; None where there are fewer."""
        await self._way("before")
        found = await self._store.hold_slots(budget, among, count, free_at, now)
        await self._way("after")
        return found

    async def free_slots(self, budget: str, slots: Sequence[int], free_at: datetime) -> None:
        """Say when some slots become free, earlier or later than was said before."""
        await self._way("before")
        await self._store.free_slots(budget, slots, free_at)

    async def mark_open(self, holder: str) -> bool:
        """Mark a holder of slots as being at work; True where it was marked: its last one did not end cleanly."""
        await self._way("before")
        return await self._store.mark_open(holder)

    async def mark_closed(self, holder: str) -> None:
        """Take the mark of a holder away."""
        await self._way("before")
        await self._store.mark_closed(holder)

    def listen(self) -> AbstractAsyncContextManager[Listener]:
        """Listen for what is new."""
        return self._store.listen()
