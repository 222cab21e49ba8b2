"""What there is to do for a merchant, asked of the store in one question; and what a room has to be asked for."""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Agenda", "Wakes"]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What there is to do for a merchant at a moment, so that nobody need be asked who has nothing to do."""

    readers: frozenset[str]
    """Readers that have observations to read."""
    rooms: frozenset[str]
    """Beginnings of names of timers of which one is due."""
    intents: bool
    """Whether an intent that waits is due."""
    next: datetime | None
    """When a timer or a waiting intent is due next, or was already; None where there is neither."""


@dataclass(frozen=True, slots=True)
class Wakes:
    """What a room has to be asked for."""

    reader: str | None = None
    """Observations that this reader has not read."""
    timers: str | None = None
    """A timer that is due and whose name begins so."""
    intents: bool = False
    """An intent that is due."""

    def by(self, agenda: Agenda) -> bool:
        """Whether there is any."""
        return self.reader in agenda.readers or self.timers in agenda.rooms or (self.intents and agenda.intents)
