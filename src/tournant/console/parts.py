"""What a console is made from."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from tournant.kernel.clock import Clock
from tournant.kernel.ids import IdSource
from tournant.log.port import Store

__all__ = ["Books", "Breaking", "Broken", "Demo", "NotBroken", "Parts"]

Books = Callable[[], Awaitable[Mapping[str, Any] | None]]
"""Gives the judge's report as it stands; None while there is none."""


@dataclass(frozen=True, slots=True)
class Broken:
    """What was broken on purpose."""

    says: str
    """What, until when and what to watch, in one sentence."""
    until: datetime
    """When it has mended itself, in the world."""


class NotBroken(Exception):  # noqa: N818 - it says what happened
    """Nothing was broken; the message says why, in one sentence."""


class Breaking(Protocol):
    """What a demo lets people break, each until it mends by itself. NotBroken where it does not now."""

    async def lose_webhooks(self) -> Broken:
        """Let a partner's webhooks be lost."""

    async def kill_pos(self) -> Broken:
        """Let a point of sale answer nothing."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What only a demo has."""

    name: str
    """As the rail says it: simulated world, seed 41."""
    books: Books | None = None
    breaking: Breaking | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """What a console is made from."""

    store: Store
    clock: Clock
    ids: IdSource
    by: str = "console"
    """In whose name commands are given: whoever is at this machine."""
    speed: float = 1.0
    """Of the world's clock, so that ages can be counted on in the page."""
    demo: Demo | None = None
