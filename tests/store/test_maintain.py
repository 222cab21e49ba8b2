"""Upkeep: partitions ahead for observations, and old ones dropped once they were read."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest
from tests.store.values import ANN, START, observation, vault

from tournant.log import PostgresStore, maintain
from tournant.log.records import PLATFORM

TODAY = START.date()
DAY = timedelta(days=1)


@pytest.fixture
async def store(fresh: str) -> AsyncIterator[PostgresStore]:
    """A store whose tables may be changed."""
    async with PostgresStore.open(fresh, vault()) as opened:
        yield opened


async def days(database: str) -> dict[str, int]:
    """How many observations are in which partition."""
    connection = await asyncpg.connect(database)
    rows = await connection.fetch("select tableoid::regclass::text, count(*) from tournant.observation group by 1")
    await connection.close()
    return {row[0].removeprefix("tournant."): row[1] for row in rows}


async def test_observations_go_into_the_partition_of_their_day(store: PostgresStore, fresh: str) -> None:
    """Upkeep may run again at any time; what no partition is ready for goes into the default one."""
    for _ in range(2):
        assert await maintain(fresh, TODAY, 30, ["fold"]) == []
    await store.receive([replace(observation(None), at=START + number * DAY) for number in (0, 0, 7, 8)])
    assert await days(fresh) == {"observation_20261124": 2, "observation_20261201": 1, "observation_rest": 1}
    assert await maintain(fresh, TODAY + DAY, 30, ["fold"]) == []
    async with store.transaction(ANN) as tx:
        assert len(await tx.observations()) == 4


async def test_an_old_day_is_dropped_once_it_was_read(store: PostgresStore, fresh: str) -> None:
    """Neither before its time nor before every reader has passed it; strays, which nobody reads, hold nothing up."""
    await maintain(fresh, TODAY, 30, ["fold", "audit"])
    await store.receive([observation("1")])
    later = TODAY + 31 * DAY
    await store.receive([observation("1", PLATFORM)])
    async with store.transaction(ANN) as tx:
        last = (await tx.observations())[-1].position
        await tx.move_cursor("fold", 0, last)
    assert await maintain(fresh, later, 30, ["fold", "audit"]) == []
    assert await days(fresh) == {"observation_20261124": 2}
    async with store.transaction(ANN) as tx:
        await tx.move_cursor("audit", 0, last)
    assert await maintain(fresh, TODAY + 30 * DAY, 30, ["fold", "audit"]) == []
    assert await maintain(fresh, later, 30, ["fold", "audit"]) == [TODAY]
    assert await days(fresh) == {}
