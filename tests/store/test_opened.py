"""The installation's store: opened from settings alone, embedded or external, by one process or several."""

from pathlib import Path

import pytest
from tests.store.test_settings import settings
from tests.store.values import ANN, append

from tournant.app.database import opened
from tournant.app.settings import Settings
from tournant.log import running
from tournant.log.errors import DatabaseAway


async def test_the_embedded_store_is_opened_from_nothing(folder: Path) -> None:
    """A fresh state folder becomes a store that is ready; what it holds is there the next time."""
    async with opened(settings(folder)) as store, store.transaction(ANN) as tx:
        await tx.append(append("s", "a"))
    assert running(folder / "state") is None
    async with opened(settings(folder)) as store, store.transaction(ANN) as tx:
        assert len(await tx.tail()) == 1


async def test_a_second_process_attaches_to_the_first(folder: Path) -> None:
    """While somebody owns the embedded database, others use it and leave it running."""
    async with opened(settings(folder)) as store:
        async with opened(settings(folder)) as other, other.transaction(ANN) as tx:
            await tx.append(append("s", "a"))
        async with store.transaction(ANN) as tx:
            assert len(await tx.tail()) == 1


async def test_an_external_database_is_used_instead(folder: Path, fresh: str) -> None:
    """With a URL nothing is started, and only the key is in the state folder."""
    external = Settings(folder / "state", fresh, None, folder / "state" / "master.key")
    async with opened(external) as store, store.transaction(ANN) as tx:
        await tx.append(append("s", "a"))
    assert [one.name for one in (folder / "state").iterdir()] == ["master.key"]


async def test_an_external_database_that_is_away_is_said(folder: Path) -> None:
    """One sentence, and nothing is started in its place."""
    external = Settings(folder / "state", "postgresql://localhost:1/none", None, folder / "state" / "master.key")
    with pytest.raises(DatabaseAway, match="the database cannot be reached"):
        async with opened(external):
            pass
