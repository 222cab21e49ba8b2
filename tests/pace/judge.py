"""An independent judge: it sees when each call arrived at the partner and counts, and knows nothing of slots."""

from collections.abc import Iterable
from datetime import datetime, timedelta


def exceeded(arrivals: Iterable[datetime], calls: int, window_s: float) -> list[datetime]:
    """Arrivals that were one too many for the window that ends with them, each window without its oldest instant."""
    seen = sorted(arrivals)
    window = timedelta(seconds=window_s)
    return [at for place, at in enumerate(seen) if place >= calls and at - seen[place - calls] < window]


def at_once(spans: Iterable[tuple[datetime, datetime]]) -> int:
    """How many of these spans, each without its end, are open at the same time at most."""
    edges = sorted([(began, 1) for began, _ in spans] + [(ended, -1) for _, ended in spans])
    most = now = 0
    for _, step in edges:
        now += step
        most = max(most, now)
    return most
