"""The store of this installation: the embedded database started, or the external one found; migrated; with its key.

    async with database.opened(settings) as store: ...

The process that opens it first owns the embedded database and stops it at the end. Another process on the same machine
attaches to it while it runs. What runs for long watches it (`kept`): a server that died is started again.
"""

import asyncio
import base64
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from tournant import telemetry
from tournant.app.settings import Settings
from tournant.app.waiting import first
from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.log import Embedded, Keyring, PostgresStore, Vault, migrate, running
from tournant.log.errors import AlreadyRunning, CannotStart, WrongKey
from tournant.log.seal import KEY_BYTES
from tournant.telemetry import names

__all__ = ["kept", "keyring", "located", "opened", "owned"]

_log = telemetry.logger("app")


@contextmanager
def located(settings: Settings) -> Iterator[str]:
    """The URL of the database, while it runs: external, somebody's who owns it, or ours from here on."""
    url = settings.database_url or running(settings.state)
    if url:
        yield url
        return
    embedded = Embedded(settings.state)
    try:
        yield embedded.start()
    finally:
        embedded.stop()


@asynccontextmanager
async def owned(settings: Settings, clock: Clock) -> AsyncIterator[str]:
    """The URL of the database while it runs: external, or ours; AlreadyRunning where another process owns it."""
    async with _watched(settings, clock, running_at=None) as url:
        yield url


@asynccontextmanager
async def kept(settings: Settings, clock: Clock) -> AsyncIterator[str]:
    """The same, but that of whoever owns it already is used; when its owner goes, it is ours."""
    async with _watched(settings, clock, running_at=running(settings.state)) as url:
        yield url


@asynccontextmanager
async def _watched(settings: Settings, clock: Clock, running_at: str | None) -> AsyncIterator[str]:
    if settings.database_url:
        yield settings.database_url
        return
    embedded, over = Embedded(settings.state), asyncio.Event()
    try:
        url = await asyncio.to_thread(embedded.start) if running_at is None else running_at
        watching = asyncio.get_running_loop().create_task(_watch(embedded, clock, over))
        try:
            yield url
        finally:
            # A start that is under way is not called off: it would go on in its thread.
            over.set()
            await watching
    finally:
        embedded.stop()


async def _watch(embedded: Embedded, clock: Clock, over: asyncio.Event) -> None:
    """Start the server again whenever it has ended, or its owner has."""
    failing = False
    while not over.is_set():
        await first(over.wait(), clock.pause(bounds.DATABASE_WATCH_S))
        if over.is_set() or embedded.pid is not None:
            continue
        try:
            await asyncio.to_thread(embedded.start)
        except AlreadyRunning:
            continue  # Somebody else's, as it was.
        except CannotStart as why:
            if not failing:
                _log.error(names.DATABASE_LOST, why=str(why))
            failing = True
        else:
            _log.warning(names.DATABASE_RESTARTED)
            failing = False


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[PostgresStore]:
    """The store, up to date and ready."""
    keys = keyring(settings)
    with located(settings) as url:
        await migrate(url)
        async with PostgresStore.open(url, Vault(keys, os.urandom)) as store:
            yield store


def keyring(settings: Settings) -> Keyring:
    """The master keys; the embedded default's is made when there is none yet. WrongKey where it is no key."""
    if settings.master_key:
        return Keyring.parse(settings.master_key)
    file = settings.master_key_file
    try:
        text = file.read_text(encoding="ascii")
    except FileNotFoundError:
        text = _make_key(file)
    except (OSError, UnicodeDecodeError) as why:
        raise WrongKey(f"the master key in {file} cannot be read: {why}") from why
    return Keyring.parse(text)


def _make_key(file: Path) -> str:
    """A new master key that only we can read; where another process was quicker, its key is the key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = base64.b64encode(os.urandom(KEY_BYTES)).decode() + "\n"
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as out:
            out.write(text)
        # The finished file appears under its name in one step, and never replaces one that is there.
        os.link(aside, file)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    finally:
        aside.unlink()
    return text
