"""What a driver raises, as what the caller does about it: weather is tried again, everything else is a bug of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from tournant.log.errors import Busy, DatabaseAway

__all__ = ["translated"]

_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    OSError,
)
_BUSY = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)


@contextmanager
def translated() -> Iterator[None]:
    """Raise DatabaseAway and Busy for what passes by itself; let everything else through."""
    try:
        yield
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


def _reason(why: BaseException) -> str:
    return " ".join(str(why).split()) or type(why).__name__
