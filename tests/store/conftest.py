"""One server for all tests, and a database cloned from a template that was migrated once, emptied after each."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from tests.store import values

from tournant.log import Embedded, MemoryStore, PostgresStore, Store, embedded, migrate

TEMPLATE = "template_tournant"
WORKING = "working"
EMPTY = """
delete from tournant.observation; delete from tournant.inbox; delete from tournant.stream_head;
delete from tournant.log;
delete from tournant.raw; delete from tournant.personal_key; delete from tournant.cursor; delete from tournant.outbox;
delete from tournant.timer; delete from tournant.account; delete from tournant.link; delete from tournant.lease;
delete from tournant.worker; delete from tournant.shadow; delete from tournant.canon_row;
delete from tournant.crosswalk; delete from tournant.budget; delete from tournant.holder;
"""
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


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that a test starts do not wait for the disk: a killed process loses nothing by that, a machine would."""
    monkeypatch.setitem(embedded._SETTINGS, "fsync", "off")  # noqa: SLF001 - no user may set this


@dataclass(frozen=True)
class Server:
    """The server of the session."""

    owner: Embedded
    template: str

    def url(self, database: str) -> str:
        """Where one of its databases is."""
        return self.owner.url(database)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server that forgets on a power cut, and so is quick; with the template in it."""
    made = Path(tempfile.mkdtemp(prefix="tnt-"))
    made.chmod(0o711)
    owner = Embedded(made / "state")
    try:
        owner.start(fsync="off")
        asyncio.run(make_template(owner))
        yield Server(owner, TEMPLATE)
    finally:
        owner.stop()
        shutil.rmtree(made, ignore_errors=True)


async def make_template(owner: Embedded) -> None:
    """Migrate a database once, to be cloned."""
    await run(owner.url(), f"create database {TEMPLATE}")
    await migrate(owner.url(TEMPLATE))
    await run(owner.url(), f"create database {WORKING} template {TEMPLATE}")


async def run(url: str, statement: str) -> None:
    """Run one statement as the owner of everything."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
async def fresh(server: Server) -> AsyncIterator[str]:
    """The URL of a database of this test's own, for what changes more than rows."""
    name = f"{next(NUMBERS)}"
    await run(server.url("postgres"), f"create database {name} template {server.template}")
    yield server.url(name)
    await run(server.url("postgres"), f"drop database {name} with (force)")


@pytest.fixture
async def database(server: Server) -> AsyncIterator[str]:
    """The URL of a database without a row in it. It is emptied after the test, which is quicker than a new one."""
    yield server.url(WORKING)
    await run(server.url(WORKING), EMPTY)


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
