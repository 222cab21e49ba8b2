"""What a driver raises, as what the caller does about it: weather is tried again, everything else is a bug of ours."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import asyncpg

from tournant.log.errors import Busy, DatabaseAway
from tournant.log.session import Connection, Row

__all__ = ["DRIVER", "Guarded", "translated"]

_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    OSError,
)
DRIVER = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
"""Whatever a driver raises on its own."""
_BUSY = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)


@contextmanager
def translated() -> Iterator[None]:
    """Raise DatabaseAway and Busy for what passes by itself; let everything else through."""
    try:
        yield
    except TimeoutError as why:
        raise Busy("the database did not answer in time, or no connection to it became free") from why
    except _AWAY as why:
        raise DatabaseAway(f"the database cannot be reached: {_reason(why)}") from why
    except _BUSY as why:
        raise Busy(f"another transaction held what was needed: {_reason(why)}") from why
    except asyncpg.InternalClientError as why:
        # So the driver fails when the server's last words arrive while it is about to send.
        if "cannot switch to state" in str(why):
            raise DatabaseAway("the database went away: its connection ended in the middle") from why
        raise
    except asyncpg.InterfaceError as why:
        # The driver says the same of a connection that went away and of a mistake in using one; the words tell.
        if "closed" in str(why) or "released" in str(why):
            raise DatabaseAway(f"the database went away: {_reason(why)}") from why
        raise


class Guarded:
    """A connection whose errors are translated; only its own, never those of whoever uses it."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        """Of a driver."""
        self._connection = connection

    async def execute(self, query: str, *args: object) -> str:
        """Run a statement."""
        with translated():
            return await self._connection.execute(query, *args)

    async def fetch(self, query: str, *args: object) -> Sequence[Row]:
        """Run a statement and give its rows."""
        with translated():
            return await self._connection.fetch(query, *args)

    async def fetchval(self, query: str, *args: object) -> Any:  # noqa: ANN401 - a value of the type that the statement says
        """Run a statement and give the first value of its first row."""
        with translated():
            return await self._connection.fetchval(query, *args)


def _reason(why: BaseException) -> str:
    return " ".join(str(why).split()) or type(why).__name__
