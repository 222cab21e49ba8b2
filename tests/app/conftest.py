"""What the tests of processes share: the event loop that the store knows, and a house to work in."""

import pytest
from tests.app.house import House


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def house() -> House:
    return House()
