"""The console's tests: on prepared merchants, without a network, and in a browser."""

from collections.abc import AsyncIterator

import pytest
from tests.console.asking import console_of
from tests.console.town import Town
from tests.store.conftest import _quick, database, folder, memory, postgres, server, store

from tournant.console import Console

__all__ = ["_quick", "database", "folder", "memory", "postgres", "server", "store"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """Thirteen restaurants in all sorts of states, and somebody who works for them."""
    made = await Town.whole()
    async with made.working():
        yield made


@pytest.fixture
def console(town: Town) -> Console:
    """What a person has in front of him."""
    return console_of(town)
