"""A house for calls: a store, the simulated partners over HTTP, an app and an account at each, and a worker's lease."""

from collections.abc import AsyncIterator

import pytest
from tests.calls.house import House, opened
from tests.store import values
from tests.store.conftest import _quick, database, folder, postgres, server

from tournant.log import MemoryStore, Store

__all__ = ["_quick", "database", "folder", "postgres", "server"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The event loop that asyncpg knows."""
    return "asyncio"


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    """Each of the twins in turn."""
    if request.param == "memory":
        return MemoryStore(values.Clock(), values.vault())
    found: Store = request.getfixturevalue("postgres")
    return found


@pytest.fixture
async def both(store: Store) -> AsyncIterator[House]:
    """The house over each of the twins."""
    async with opened(store) as house:
        yield house


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """The house in memory."""
    async with opened(MemoryStore(values.Clock(), values.vault())) as made:
        yield made
