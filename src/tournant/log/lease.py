"""Leases: who works on which merchant, by the database's clock.

A lease is taken with a new epoch, renewed while it is held, and free again when it expires or is given back. Whoever
works under one shows it in every transaction (`fence`): if it is still held, it stays so until that transaction ends;
if not, nothing of that transaction happens. Those who work say that they are alive, so that each can tell its fair
share and give back what is more (`share`).
"""

from collections.abc import Sequence
from datetime import timedelta

from tournant.kernel import bounds
from tournant.log.records import Lease, Share, Tenant
from tournant.log.session import Connection, Row
from tournant.log.statements import SQL

__all__ = ["beat", "leave", "register", "release", "renew", "take", "tenants"]


async def register(connection: Connection, tenant: Tenant) -> None:
    """Let a merchant be worked on; one that is registered already stays as it is."""
    await connection.execute(SQL["register_tenant"], tenant.organisation, tenant.merchant)


async def tenants(connection: Connection) -> list[Tenant]:
    """All merchants that may be worked on."""
    return sorted(Tenant(row["organisation"], row["merchant"]) for row in await connection.fetch(SQL["tenants"]))


async def beat(connection: Connection, owner: str, lasting: timedelta) -> Share:
    """Say that a worker is alive for so long, and learn how the merchants are spread."""
    await connection.execute(SQL["beat"], owner, lasting)
    row = (await connection.fetch(SQL["share"], owner))[0]
    return Share(row["members"], row["tenants"], row["held"])


async def leave(connection: Connection, owner: str) -> None:
    """Say that a worker works no more."""
    await connection.execute(SQL["leave"], owner)


async def take(connection: Connection, owner: str, lasting: timedelta, limit: int) -> list[Lease]:
    """Take up to so many free merchants; one that a transaction of an earlier owner still holds is passed over."""
    return _leases(await connection.fetch(SQL["take_leases"], owner, lasting, min(limit, bounds.LEASES_TAKEN_MAX)))


async def renew(connection: Connection, leases: Sequence[Lease], lasting: timedelta) -> list[Lease]:
    """Keep leases of one owner for another while; those that are still held are given back, the others are lost."""
    kept: list[Lease] = []
    for owner in sorted({one.owner for one in leases}):
        mine = sorted((one for one in leases if one.owner == owner), key=lambda one: one.tenant)
        columns = zip(*((one.tenant.organisation, one.tenant.merchant, one.epoch) for one in mine), strict=True)
        kept += _leases(await connection.fetch(SQL["renew_leases"], owner, lasting, *map(list, columns)))
    return kept


async def release(connection: Connection, lease: Lease) -> None:
    """Give a lease back; one that is lost already is nothing to give."""
    tenant = lease.tenant
    await connection.execute(SQL["release_lease"], tenant.organisation, tenant.merchant, lease.owner, lease.epoch)


def _leases(rows: Sequence[Row]) -> list[Lease]:
    found = (Lease(Tenant(row["organisation"], row["merchant"]), row["owner"], row["epoch"]) for row in rows)
    return sorted(found, key=lambda one: one.tenant)
