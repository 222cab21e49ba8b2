"""Upkeep, once a day and at each start: of observations, and of what is sealed.

Observations have a partition for each day, made ahead, dropped when it is old and has been read. That runs as the owner
of the tables. Where it did not run for long, observations go into the default partition and nothing
is lost; days that already have observations there get no partition of their own any more.
"""

import contextlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import asyncpg

from tournant.kernel import bounds
from tournant.log.port import Store
from tournant.log.records import PLATFORM
from tournant.log.statements import SQL
from tournant.log.weather import translated

__all__ = ["maintain", "rewrap"]

_DAY: Final = timedelta(days=1)


async def maintain(url: str, today: date, kept_days: int, readers: Sequence[str]) -> list[date]:
    """Make the partitions of the coming days and drop old ones; the days that were dropped.

    Old is what is older than so many days, if all these readers have passed every observation of that day.
    """
    with translated():
        connection = await asyncpg.connect(url, command_timeout=bounds.STATEMENT_S_MAX)
        try:
            await connection.execute(f"set lock_timeout = '{bounds.LOCK_WAIT_MS_MAX}ms'")
            for ahead in range(bounds.PARTITION_DAYS_AHEAD + 1):
                await _make(connection, today + ahead * _DAY)
            oldest = today - timedelta(days=kept_days)
            await connection.execute(SQL["forget_events"], _midnight(oldest))
            days = [date.fromisoformat(row["day"]) for row in await connection.fetch(SQL["observation_days"])]
            return [day for day in days if day < oldest and await _dropped(connection, day, readers)]
        finally:
            connection.terminate()


async def rewrap(store: Store) -> int:
    """Wrap with the current master key all that an older one wraps, of every merchant; how much there was.

    When this has ended once after a new master key was put first, the older one is needed no more.
    """
    total = 0
    for tenant in dict.fromkeys([PLATFORM, *await store.tenants()]):
        done = 1
        while done:
            async with store.transaction(tenant) as tx:
                done = await tx.rewrap()
            total += done
    return total


async def _make(connection: Any, day: date) -> None:  # noqa: ANN401 - the driver has no types
    # The default partition may hold observations of that day already; then they stay there.
    with contextlib.suppress(asyncpg.CheckViolationError):
        await connection.execute(
            f"create table if not exists {_name(day)} partition of tournant.observation"
            f" for values from ('{_midnight(day)}') to ('{_midnight(day + _DAY)}')"
        )


async def _dropped(connection: Any, day: date, readers: Sequence[str]) -> bool:  # noqa: ANN401 - the driver has no types
    for reader in readers:
        what = (_midnight(day), _midnight(day + _DAY), reader, PLATFORM.organisation)
        if await connection.fetchval(SQL["unread_on_day"], *what):
            return False
    await connection.execute(f"drop table {_name(day)}")
    return True


def _name(day: date) -> str:
    return f"tournant.observation_{day:%Y%m%d}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
