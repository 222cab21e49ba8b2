"""The store on PostgreSQL: a pool of connections, each of which works as a role that owns nothing.

A transaction first says for which organisation it works, and row-level security shows it no other; then it shows its
lease, if it has one. When the database goes away, what was under way raises DatabaseAway; the next transaction connects
anew. An error at the very commit leaves open whether it happened: whoever tries again is protected by cursors, expected
positions and idempotency keys.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

import asyncpg

from tournant.kernel import bounds
from tournant.log import inbox, lease, wake
from tournant.log.append import Appending
from tournant.log.budget import Budget
from tournant.log.canon_row import CanonRows
from tournant.log.checkpoint import Checkpoints
from tournant.log.crosswalk import Crosswalk
from tournant.log.errors import Fenced
from tournant.log.inbox import Observing
from tournant.log.link import Links
from tournant.log.outbox import Outbox
from tournant.log.personal import Personals
from tournant.log.raw import Raws
from tournant.log.read import Reading
from tournant.log.records import PLATFORM, Lease, NewObservation, Receipt, Share, Tenant
from tournant.log.seal import Vault
from tournant.log.session import Connection, Session
from tournant.log.shadow import Shadows
from tournant.log.statements import SQL
from tournant.log.timer import Timers
from tournant.log.weather import DRIVER, Guarded, translated

__all__ = ["PostgresStore"]

_SETTINGS: Final = {
    "role": "tournant_app",
    "search_path": "tournant",
    "application_name": "tournant",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "lock_timeout": f"{bounds.LOCK_WAIT_MS_MAX}ms",
    "idle_in_transaction_session_timeout": f"{bounds.TRANSACTION_IDLE_MS_MAX}ms",
}


class _Transaction(
    Appending, Reading, Observing, Checkpoints, Outbox, Timers, Raws, Personals, Links, Shadows, CanonRows, Crosswalk
):
    """All operations on one session."""

    __slots__ = ()


class PostgresStore:
    """The store that everything durable is in."""

    def __init__(self, url: str, pool: Any, vault: Vault) -> None:  # noqa: ANN401 - the driver has no types
        """With a pool that is open: see `open`."""
        self._url = url
        self._pool = pool
        self._vault = vault

    @classmethod
    @asynccontextmanager
    async def open(
        cls, url: str, vault: Vault, connections: int = bounds.CONNECTIONS_MAX
    ) -> AsyncIterator["PostgresStore"]:
        """The store at a URL, migrated already; DatabaseAway where it cannot be reached."""
        with translated():
            # No connection is kept when none is needed: the driver's upkeep of such a minimum fails aloud in the
            # background while the database is away.
            pool = await asyncpg.create_pool(
                url,
                min_size=0,
                max_size=connections,
                server_settings=_SETTINGS,
                reset=_nothing_to_reset,
                timeout=bounds.CONNECTION_WAIT_S_MAX,
                command_timeout=bounds.STATEMENT_S_MAX,
            )
            async with pool.acquire():
                pass
        try:
            yield cls(url, pool, vault)
        finally:
            pool.terminate()

    @asynccontextmanager
    async def transaction(self, tenant: Tenant, lease: Lease | None = None) -> AsyncIterator[_Transaction]:
        """A transaction of one merchant."""
        async with self._begun() as connection:
            await _enter(connection, tenant, lease)
            session = _Transaction(connection, tenant, self._vault, lease.epoch if lease else 0)
            yield session
            if session.news:
                await connection.execute(SQL["wake"], wake.notice([tenant]))

    async def receive(self, observations: Sequence[NewObservation]) -> list[Receipt]:
        """Append observations of any merchants in one transaction."""
        if not observations:
            return []
        tenants = {one.tenant for one in observations}
        order = sorted(range(len(observations)), key=lambda nth: observations[nth].tenant.organisation)
        receipts: dict[int, Receipt] = {}
        async with self._begun() as connection:
            await connection.execute(SQL["lock_slots"], sorted({one.slot for one in tenants}))
            for organisation, group in groupby(order, key=lambda nth: observations[nth].tenant.organisation):
                await connection.execute(SQL["enter"], organisation)
                places = list(group)
                mine = [observations[nth] for nth in places]
                session = Session(connection, mine[0].tenant, self._vault)
                receipts.update(zip(places, await inbox.receive(session, mine), strict=True))
            await connection.execute(SQL["wake"], wake.notice(tenants))
        return [receipts[nth] for nth in range(len(observations))]

    async def tenant_of(self, partner: str, external_id: str) -> Tenant | None:
        """Whose account a partner speaks of."""
        async with self._platform() as connection:
            for row in await connection.fetch(SQL["tenant_of_account"], partner, external_id):
                return Tenant(row["organisation"], row["merchant"])
        return None

    async def register(self, tenant: Tenant) -> None:
        """Let a merchant be worked on."""
        async with self._platform() as connection:
            await lease.register(connection, tenant)

    async def tenants(self) -> list[Tenant]:
        """All merchants that may be worked on."""
        async with self._platform() as connection:
            return await lease.tenants(connection)

    async def beat(self, owner: str, lasting: timedelta) -> Share:
        """Say that a worker is alive, and learn how the merchants are spread."""
        async with self._platform() as connection:
            return await lease.beat(connection, owner, lasting)

    async def leave(self, owner: str) -> None:
        """Say that a worker works no more."""
        async with self._platform() as connection:
            await lease.leave(connection, owner)

    async def take(self, owner: str, lasting: timedelta, limit: int = bounds.LEASES_TAKEN_MAX) -> list[Lease]:
        """Take free merchants."""
        async with self._platform() as connection:
            return await lease.take(connection, owner, lasting, limit)

    async def renew(self, leases: Sequence[Lease], lasting: timedelta) -> list[Lease]:
        """Keep leases; gives those that are still held."""
        async with self._platform() as connection:
            return await lease.renew(connection, leases, lasting)

    async def release(self, held: Lease) -> None:
        """Give a lease back."""
        async with self._platform() as connection:
            await lease.release(connection, held)

    async def hold_slots(
        self, budget: str, among: int, count: int, free_at: datetime, now: datetime
    ) -> list[int] | None:
        """Take so many of a budget's slots that are free now, until they shall be free; None where there are fewer."""
        async with self._budget() as platform:
            return await platform.hold_slots(budget, among, count, free_at, now)

    async def free_slots(self, budget: str, slots: Sequence[int], free_at: datetime) -> None:
        """Say when some slots become free, earlier or later than was said before."""
        async with self._budget() as platform:
            await platform.free_slots(budget, slots, free_at)

    async def mark_open(self, holder: str) -> bool:
        """Mark a holder of slots as being at work; True where it was marked: its last one did not end cleanly."""
        async with self._budget() as platform:
            return await platform.mark_open(holder)

    async def mark_closed(self, holder: str) -> None:
        """Take the mark of a holder away."""
        async with self._budget() as platform:
            await platform.mark_closed(holder)

    @asynccontextmanager
    async def listen(self) -> AsyncIterator["PostgresListener"]:
        """Listen for what is new, on a connection of its own."""
        listener = PostgresListener(self._url)
        try:
            yield listener
        finally:
            await listener.close()

    @asynccontextmanager
    async def _platform(self) -> AsyncIterator[Connection]:
        async with self._begun() as connection:
            await connection.execute(SQL["become_platform"])
            yield connection

    @asynccontextmanager
    async def _budget(self) -> AsyncIterator[Budget]:
        async with self._begun() as connection:
            await connection.execute(SQL["enter"], PLATFORM.organisation)
            yield Budget(connection, PLATFORM, self._vault)

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[Connection]:
        with translated():
            connection = await self._pool.acquire(timeout=bounds.CONNECTION_WAIT_S_MAX)
        try:
            transaction = connection.transaction()
            with translated():
                await transaction.start()
            try:
                yield Guarded(connection)
            except BaseException:
                await _take_back(connection, transaction)
                raise
            with translated():
                await transaction.commit()
        finally:
            await self._pool.release(connection)


async def _take_back(connection: Any, transaction: Any) -> None:  # noqa: ANN401 - the driver has no types
    """Roll back. Where that cannot be said to the database any more, it does so itself when the connection ends."""
    try:
        await transaction.rollback()
    except (*DRIVER, asyncio.CancelledError):
        # One that ended by itself was taken out of the pool already.
        with suppress(asyncpg.InterfaceError):
            connection.terminate()


class PostgresListener:
    """Hears notices; connects when first asked, and anew after a gap."""

    def __init__(self, url: str) -> None:
        """For the database at a URL."""
        self._url = url
        self._bell = wake.Bell()
        self._connection: Any = None

    async def heard(self) -> frozenset[Tenant] | None:
        """Wait for something new; DatabaseAway while the database cannot be reached: ask again later."""
        if self._connection is None or self._connection.is_closed():
            with translated():
                self._connection = await asyncpg.connect(self._url, server_settings=_SETTINGS)
                await self._connection.add_listener(wake.CHANNEL, self._on_notice)
            self._connection.add_termination_listener(self._on_end)
            self._bell.ring(None)
        return await self._bell.heard()

    async def close(self) -> None:
        """Listen no more."""
        if self._connection is not None:
            self._connection.remove_termination_listener(self._on_end)
            self._connection.terminate()

    def _on_notice(self, _connection: object, _pid: int, _channel: str, text: str) -> None:
        self._bell.ring(wake.tenants_in(text))

    def _on_end(self, _connection: object) -> None:
        # Whoever waits is told to look; that fails or connects anew, and either is right.
        self._bell.ring(None)


async def _enter(connection: Connection, tenant: Tenant, held: Lease | None) -> None:
    if held is None:
        await connection.execute(SQL["enter"], tenant.organisation)
        return
    shown = await connection.fetch(SQL["enter_under"], tenant.organisation, tenant.merchant, held.owner, held.epoch)
    if held.tenant != tenant or not shown[0]["held"]:
        raise Fenced(tenant.label, held.epoch)


async def _nothing_to_reset(_connection: object) -> None:
    """Every setting that a transaction makes ends with it, so a connection needs no cleaning before its next use."""
