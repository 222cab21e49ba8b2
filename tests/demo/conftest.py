"""The demo's tests: parts of it on values, and the whole as a process."""

import pytest
from tests.store.conftest import folder

__all__ = ["folder"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
