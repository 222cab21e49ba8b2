"""Commands that work on the store: it is opened for them, and what goes wrong with it is one sentence."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from tournant.app import database
from tournant.app.settings import Settings, from_environment
from tournant.app.system import System
from tournant.control.connecting import Office
from tournant.log.errors import StoreError

__all__ = ["StoreFailed", "in_office"]

T = TypeVar("T")


class StoreFailed(Exception):  # noqa: N818 - it says what happened
    """The store cannot be used now; the message is one sentence. A command line exits with 1."""


def in_office(environment: Mapping[str, str], work: Callable[[Office], Awaitable[T]]) -> T:
    """Open the store of this installation and work in it; StoreFailed where that cannot be."""
    try:
        return asyncio.run(_work(from_environment(environment), work))
    except (StoreError, OSError) as why:
        raise StoreFailed(" ".join(str(why).split())) from why


async def _work(settings: Settings, work: Callable[[Office], Awaitable[T]]) -> T:
    system = System.real(settings)
    async with database.opened(settings) as store:
        return await work(Office(store, system.clock, system.ids, settings.public_url))
