"""Limits: so many calls in so many seconds of the world, counted over a window that slides."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from tournant.sandbox.books import Books, Violation
from tournant.sandbox.times import stamp

__all__ = ["Limit", "Limits"]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `calls` in any `window_s` world seconds, for each key (an application, a seller)."""

    name: str
    calls: int
    window_s: float
    source: str
    """Where the vendor publishes it; or `assumed` with the reason."""


class Limits:
    """What was called when, and whether one more is too many."""

    def __init__(self, books: Books) -> None:
        """Note violations in these books."""
        self._books = books
        self._seen: dict[tuple[str, str], deque[datetime]] = {}

    def admits(self, limit: Limit, key: str, now: datetime, path: str) -> bool:
        """Count a call; where it is too many, note the violation and say no. A refused call is not counted."""
        seen = self._seen.setdefault((limit.name, key), deque())
        while seen and seen[0] <= now - timedelta(seconds=limit.window_s):
            seen.popleft()
        if len(seen) >= limit.calls:
            self.violated(limit.name, key, now, path)
            return False
        seen.append(now)
        return True

    def violated(self, limit: str, key: str, now: datetime, path: str) -> None:
        """Note that a limit was exceeded that is no window."""
        self._books.violations.append(Violation(stamp(now), limit, key, path))
