"""Upkeep: partitions ahead for observations, and old ones dropped once they were read."""

from dataclasses import replace
from datetime import timedelta

import asyncpg
from tests.store.values import ANN, START, observation

from tournant.log import PostgresStore, maintain

TODAY = START.date()
DAY = timedelta(days=1)


async def days(database: str) -> dict[str, int]:
    """How many observations are in which partition."""
    connection = await asyncpg.connect(database)
    rows = await connection.fetch("select tableoid::regclass::text, count(*) from tournant.observation group by 1")
    await connection.close()
    return {row[0].removeprefix("tournant."): row[1] for row in rows}


async def test_observations_go_into_the_partition_of_their_day(postgres: PostgresStore, database: str) -> None:
    """Upkeep may run again at any time; what no partition is ready for goes into the default one."""
    for _ in range(2):
        assert await maintain(database, TODAY, 30, ["fold"]) == []
    ahead = [replace(observation(str(number)), at=START + number * DAY) for number in (0, 0, 7, 8)]
    await postgres.receive([replace(one, event_id=None) for one in ahead])
    assert await days(database) == {"observation_20261124": 2, "observation_20261201": 1, "observation_rest": 1}
    assert await maintain(database, TODAY + DAY, 30, ["fold"]) == []
    async with postgres.transaction(ANN) as tx:
        assert len(await tx.observations()) == 4


async def test_an_old_day_is_dropped_once_it_was_read(postgres: PostgresStore, database: str) -> None:
    """Neither before its time nor before every reader has passed it."""
    await maintain(database, TODAY, 30, ["fold", "audit"])
    await postgres.receive([observation("1")])
    later = TODAY + 31 * DAY
    async with postgres.transaction(ANN) as tx:
        last = (await tx.observations())[-1].position
        await tx.move_cursor("fold", 0, last)
    dropped = await maintain(database, later, 30, ["fold", "audit"])
    assert TODAY not in dropped
    assert await days(database) == {"observation_20261124": 1}
    async with postgres.transaction(ANN) as tx:
        await tx.move_cursor("audit", 0, last)
    assert await maintain(database, TODAY + 30 * DAY, 30, ["fold", "audit"]) == []
    assert await maintain(database, later, 30, ["fold", "audit"]) == [TODAY]
    assert await days(database) == {}
