"""Telemetry's tests: each leaves the way out as quiet as it found it."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tournant import telemetry
from tournant.telemetry import trace

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is written, at every level, as JSON."""
    stream = io.StringIO()
    telemetry.configure("debug", json=True, now=lambda: NOW, stream=stream)
    yield stream
    telemetry.configure("warning", json=True, now=lambda: NOW)


@pytest.fixture(autouse=True)
def _untraced() -> Iterator[None]:
    yield
    trace.install(None)
