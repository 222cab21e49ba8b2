"""What the twin keeps for one merchant, and how a change to it is taken back."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from tournant.log.records import Account, Fact, Intent, Link, Observation, State, Timer
from tournant.log.seal import Wrapped

__all__ = ["Entry", "Journal", "Kept", "Shelf", "Stored"]

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Stored:
    """A fact as it lies there."""

    fact: Fact
    """Without its personal data."""
    subject: str | None
    sealed: bytes | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A payload as it lies there."""

    subject: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """An intent as it stands in the outbox."""

    intent: Intent
    """Without its personal data."""
    epoch: int
    subject: str | None = None
    sealed: bytes | None = None
    state: State = State.WAITING
    attempt: int = 0
    by: str = ""
    at: datetime | None = None
    outcome: bytes | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still takes its slot."""
        return self.state in (State.WAITING, State.CLAIMED)


@dataclass(slots=True)
class Shelf:
    """All of one merchant."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    shown: bool = False
    """Whether a transaction that has shown its lease is open."""
    streams: dict[str, list[Stored]] = field(default_factory=dict)
    facts: list[Stored] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    events: dict[tuple[str, str], bool] = field(default_factory=dict)
    raw: dict[bytes, Kept] = field(default_factory=dict)
    keys: dict[str, Wrapped | None] = field(default_factory=dict)
    cursors: dict[str, int] = field(default_factory=dict)
    outbox: dict[str, Entry] = field(default_factory=dict)
    intent_keys: dict[str, str] = field(default_factory=dict)
    slots: dict[str, str] = field(default_factory=dict)
    timers: dict[tuple[str, str], Timer] = field(default_factory=dict)
    accounts: dict[str, tuple[Account, bytes | None]] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    shadows: dict[tuple[str, str], bytes] = field(default_factory=dict)
    rows: dict[tuple[str, str], bytes] = field(default_factory=dict)
    names: dict[tuple[str, str, str], str] = field(default_factory=dict)


class Journal:
    """How to take back what a transaction did, newest first."""

    def __init__(self) -> None:
        """Of a transaction that has done nothing yet."""
        self._undo: list[Callable[[], object]] = []

    def put(self, kept: dict[K, V], key: K, value: V) -> None:
        """Set a value."""
        if key in kept:
            old = kept[key]
            self._undo.append(lambda: kept.__setitem__(key, old))
        else:
            self._undo.append(lambda: kept.pop(key))
        kept[key] = value

    def drop(self, kept: dict[K, V], key: K) -> None:
        """Remove a value."""
        old = kept.pop(key)
        self._undo.append(lambda: kept.__setitem__(key, old))

    def add(self, kept: list[V], value: V) -> None:
        """Add to the end."""
        kept.append(value)
        self._undo.append(kept.pop)

    def take_back(self) -> None:
        """Undo everything."""
        while self._undo:
            self._undo.pop()()
