"""Migrations: plain SQL files in `migrations/`, applied in their order, each in its own transaction, exactly once.

What was applied is remembered with a checksum. A file that changed afterwards, or one that the database has had and we
do not know (a newer Tournant was here), is refused before anything is done. Several processes may begin at once: one
migrates, the others wait. A statement that would wait long for a lock gives up instead of stopping all others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files
from typing import Any, Final

import asyncpg

from tournant.kernel import bounds
from tournant.log.errors import MigrationRefused
from tournant.log.weather import translated

__all__ = ["Migration", "applied", "known", "migrate", "pending"]

_LOCK: Final = "select pg_advisory_lock(1953460083, -1)"
_UNLOCK: Final = "select pg_advisory_unlock(1953460083, -1)"
_PREPARE: Final = """
create schema if not exists tournant;
create table if not exists tournant.migration (
  name text primary key, checksum text not null, applied_at timestamptz not null default clock_timestamp()
);
"""
_EXISTS: Final = "select to_regclass('tournant.migration') is not null"
_APPLIED: Final = "select name, checksum from tournant.migration order by name"
_REMEMBER: Final = "insert into tournant.migration (name, checksum) values ($1, $2)"


@dataclass(frozen=True, slots=True)
class Migration:
    """One file."""

    name: str
    text: str

    @property
    def checksum(self) -> str:
        """What its text is recognised by."""
        return blake2b(self.text.encode(), digest_size=16).hexdigest()


def known() -> list[Migration]:
    """The migrations of this Tournant, in their order."""
    folder = files("tournant.log").joinpath("migrations")
    found = [
        Migration(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    ]
    return sorted(found, key=lambda one: one.name)


def pending(migrations: Sequence[Migration], done: dict[str, str]) -> list[Migration]:
    """Those that the database has not had; MigrationRefused where the two histories are not one."""
    names = {one.name for one in migrations}
    for name in done:
        if name not in names:
            raise MigrationRefused(f"the database has had the migration {name}, which this Tournant does not know")
    for one in migrations:
        if one.name in done and done[one.name] != one.checksum:
            raise MigrationRefused(f"the migration {one.name} is not what was applied: add a new one instead")
    left = [one for one in migrations if one.name not in done]
    if left and done and left[0].name < max(done):
        raise MigrationRefused(f"the migration {left[0].name} comes before what was applied: give it the next number")
    return left


async def migrate(url: str, migrations: Sequence[Migration] | None = None) -> list[str]:
    """Bring a database up to date, as its owner; the names of what was applied now."""
    with translated():
        connection = await asyncpg.connect(url, server_settings={"application_name": "tournant migrate"})
        try:
            return await _migrate(connection, known() if migrations is None else migrations)
        finally:
            connection.terminate()


async def applied(url: str) -> dict[str, str]:
    """What a database has had: each migration with its checksum."""
    with translated():
        connection = await asyncpg.connect(url)
        try:
            return await _applied(connection) if await connection.fetchval(_EXISTS) else {}
        finally:
            connection.terminate()


async def _migrate(connection: Any, migrations: Sequence[Migration]) -> list[str]:  # noqa: ANN401 - the driver has no types
    await connection.execute(f"set lock_timeout = '{bounds.MIGRATION_TURN_MS_MAX}ms'")
    await connection.execute(_LOCK)
    await connection.execute(f"set lock_timeout = '{bounds.LOCK_WAIT_MS_MAX}ms'")
    await connection.execute(_PREPARE)
    left = pending(migrations, await _applied(connection))
    for one in left:
        async with connection.transaction():
            await connection.execute("set local search_path = tournant")
            await connection.execute(one.text)
            await connection.execute(_REMEMBER, one.name, one.checksum)
    await connection.execute(_UNLOCK)
    return [one.name for one in left]


async def _applied(connection: Any) -> dict[str, str]:  # noqa: ANN401 - the driver has no types
    return {row["name"]: row["checksum"] for row in await connection.fetch(_APPLIED)}
