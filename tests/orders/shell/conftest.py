"""The room orders, with real partners in memory."""

import pytest
from tests.orders.shell.house import House
from tests.orders.shell.town import opened


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def house() -> House:
    """Everybody, with a live link that brings the ticket first and accepts then."""
    return await opened()
