"""The store of this installation: the embedded database started, or the external one found; migrated; with its key.

    async with database.opened(settings) as store: ...

The process that opens it first owns the embedded database and stops it at the end. Another process on the same machine
attaches to it while it runs.
"""

import base64
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from tournant.app.settings import Settings
from tournant.log import Embedded, Keyring, PostgresStore, Vault, migrate, running
from tournant.log.errors import WrongKey
from tournant.log.seal import KEY_BYTES

__all__ = ["keyring", "located", "opened"]


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
