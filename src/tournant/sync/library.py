"""Documents by their address, for one turn: each is fetched once."""

from tournant.log.port import Store
from tournant.log.records import Tenant

__all__ = ["Library"]


class Library:
    """The payloads of one merchant."""

    def __init__(self, store: Store, tenant: Tenant) -> None:
        """Nothing is fetched yet."""
        self._store, self._tenant = store, tenant
        self._held: dict[bytes, bytes] = {}

    async def text(self, address: bytes) -> bytes:
        """The document at an address; empty where it is not kept any more."""
        if address not in self._held:
            async with self._store.transaction(self._tenant) as tx:
                self._held[address] = await tx.raw(address) or b""
        return self._held[address]
