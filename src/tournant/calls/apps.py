"""Our apps at partners: accounts of the platform, read now and then."""

from datetime import datetime, timedelta

from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.log import Store
from tournant.log.records import PLATFORM, Account

__all__ = ["Apps"]


class Apps:
    """What this process knows of its apps."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """With where accounts are, and the world's clock."""
        self._store = store
        self._clock = clock
        self._read: dict[str, tuple[Account, datetime]] = {}

    async def at(self, partner: str) -> Account | None:
        """Our app at a partner; None where it was never set up."""
        known = self._read.get(partner)
        now = self._clock.now()
        if known and now - known[1] < timedelta(seconds=bounds.APP_REMEMBERED_S):
            return known[0]
        async with self._store.transaction(PLATFORM) as tx:
            found = await tx.account(f"app_{partner}")
        if found:
            self._read[partner] = (found, now)
        return found

    def forget(self, partner: str) -> None:
        """Something about it changed."""
        self._read.pop(partner, None)
