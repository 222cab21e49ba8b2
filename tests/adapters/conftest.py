"""The adapters' tests against simulated partners: in memory, on a clock that only moves when a test says so."""

import pytest
from tests.sandbox.memory import World


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def world() -> World:
    return World()
