"""What the tests of processes share: the event loop that the store knows."""

import pytest


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
