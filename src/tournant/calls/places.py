"""Who may be out at once: bulkheads, so that whoever is slow or dead does not take the places of the others.

One rule in every pool: *another place goes to whoever holds fewer than are still free.* So one that takes all that it
gets stops at half of the pool, two at a third each, and a newcomer always finds a place. The pools, of which a call
needs a place in each:

    all calls of the process   shared by partners
    a merchant's calls         shared by partners
    a merchant's calls         shared by accounts, each with a bound of its own besides

Order commands have these pools, and everything else has them once more: a slow menu never holds up an order.
"""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass

from tournant.kernel import bounds
from tournant.log.records import Tenant

__all__ = ["Places", "Seat", "Sizes"]


@dataclass(frozen=True, slots=True)
class Seat:
    """Who wants a place."""

    tenant: Tenant
    partner: str
    account: str
    order: bool


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many places there are, for order commands and for the rest alike."""

    all: int = bounds.CALLS_OUT_MAX
    merchant: int = bounds.CALLS_OUT_MERCHANT_MAX
    account: int = bounds.CALLS_OUT_ACCOUNT_MAX


class Places:
    """The places of one process."""

    def __init__(self, sizes: Sizes) -> None:
        """All of them free."""
        self._sizes = sizes
        self._taken: Counter[Hashable] = Counter()

    def take(self, seat: Seat) -> bool:
        """Take a place in every pool; False, and none is taken, where one has none for this caller."""
        everywhere, merchant = self._left(seat.order, seat.tenant)
        partner, here, account = (self._taken[key] for key in _users(seat))
        fits = partner < everywhere and here < merchant and account < min(merchant, self._sizes.account)
        if fits:
            self._taken.update((*_pools(seat.order, seat.tenant), *_users(seat)))
        return fits

    def give(self, seat: Seat) -> None:
        """Give it back."""
        for key in (*_pools(seat.order, seat.tenant), *_users(seat)):
            self._taken[key] -= 1
            if not self._taken[key]:
                del self._taken[key]

    def free(self, tenant: Tenant) -> int:
        """How many more calls of this merchant may find a place."""
        return sum(max(0, min(self._left(order, tenant))) for order in (True, False))

    def _left(self, order: bool, tenant: Tenant) -> tuple[int, int]:  # noqa: FBT001 - it names the pools
        everywhere, merchant = (self._taken[key] for key in _pools(order, tenant))
        return self._sizes.all - everywhere, self._sizes.merchant - merchant


def _pools(order: bool, tenant: Tenant) -> tuple[Hashable, Hashable]:  # noqa: FBT001 - it names the pools
    return (order, "all"), (order, tenant)


def _users(seat: Seat) -> tuple[Hashable, Hashable, Hashable]:
    partner, account = seat.partner, seat.account
    return (seat.order, "all", partner), (seat.order, seat.tenant, "at", partner), (seat.order, seat.tenant, account)
