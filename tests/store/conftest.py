"""One server for all tests, a database of its own for each, cloned from a template that was migrated once."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from tests.store import values

from tournant.log import Embedded, MemoryStore, PostgresStore, Store, migrate

TEMPLATE = "template_tournant"
NUMBERS = values.names("test_")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The event loop that asyncpg knows."""
    return "asyncio"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short folder that every account can pass: pytest's own is closed to others when root runs the tests."""
    made = Path(tempfile.mkdtemp(prefix="tnt-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@dataclass(frozen=True)
class Server:
    """The server of the session."""

    embedded: Embedded
    template: str

    def url(self, database: str) -> str:
        """Where one of its databases is."""
        return self.embedded.url(database)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server that forgets on a power cut, and so is quick; with the template in it."""
    made = Path(tempfile.mkdtemp(prefix="tnt-"))
    made.chmod(0o711)
    embedded = Embedded(made / "state")
    try:
        embedded.start(fsync="off")
        asyncio.run(make_template(embedded))
        yield Server(embedded, TEMPLATE)
    finally:
        embedded.stop()
        shutil.rmtree(made, ignore_errors=True)


async def make_template(embedded: Embedded) -> None:
    """Migrate a database once, to be cloned."""
    await run(embedded.url(), f"create database {TEMPLATE}")
    await migrate(embedded.url(TEMPLATE))


async def run(url: str, statement: str) -> None:
    """Run one statement as the owner of everything."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
async def database(server: Server) -> AsyncIterator[str]:
    """The URL of a fresh database."""
    name = f"{next(NUMBERS)}_{os.getpid()}"
    await run(server.url("postgres"), f"create database {name} template {server.template}")
    yield server.url(name)
    await run(server.url("postgres"), f"drop database {name} with (force)")


@pytest.fixture
async def postgres(database: str) -> AsyncIterator[PostgresStore]:
    """The store on a fresh database."""
    async with PostgresStore.open(database, values.vault(), connections=6) as opened:
        yield opened


@pytest.fixture
def memory() -> MemoryStore:
    """The twin."""
    return MemoryStore(values.Clock(), values.vault())


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    """Each of the twins in turn."""
    found: Store = request.getfixturevalue(request.param)
    return found
