"""The edge's tests: over real HTTP, on both stores, with what the simulated partners really send."""

from collections.abc import AsyncIterator

import pytest
from tests.edge import serving
from tests.edge.serving import House
from tests.store import values
from tests.store.conftest import _quick, database, folder, memory, postgres, server, store

from tournant.log import MemoryStore, Store

__all__ = ["_quick", "database", "folder", "memory", "postgres", "server", "store"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def house(store: Store) -> AsyncIterator[House]:
    """An edge on each of the two stores in turn, with apps set up and the merchants connected."""
    async with serving.opened(store) as made:
        yield made


@pytest.fixture
async def quick() -> AsyncIterator[House]:
    """An edge on the store in memory."""
    async with serving.opened(MemoryStore(values.Clock(), values.vault())) as made:
        yield made
