"""The ledger of orders: read from a judge's report, and computed so that its parts are its whole.

sent = in the point of sale once + denied in time + cancelled by the customer + with a person + lost + in hand
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tournant.console.parts import Books

__all__ = ["Ledger", "from_file", "ledger"]

_ENDS: Final = (
    ("orders_injected", "In the point of sale, once"),
    ("orders_denied_in_time", "Denied in time"),
    ("orders_cancelled_by_customer", "Cancelled by the customer"),
    ("orders_with_a_person", "With a person"),
    ("orders_lost", "Lost"),
)
_BAD: Final = (("orders_lost", "lost"), ("orders_doubled", "doubled"), ("orders_late", "past deadline"))


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of all orders."""

    bad: tuple[tuple[str, int], ...]
    """Lost, doubled, past their deadline."""
    sent: int
    lines: tuple[tuple[str, int], ...]
    """What they came to; together they are `sent`."""
    wrong: str | None = None
    """Why the books do not add up, if they do not."""
    at: str | None = None
    """When it was counted, in the world: a time of its day."""
    verdict: tuple[str, ...] | None = None
    """What the judge says against the whole run; None while it is not over."""


def ledger(report: Mapping[str, Any]) -> Ledger | None:
    """The ledger of a report; None for one that counts no orders (yet)."""
    counts: dict[str, int] = {}
    for key in ("orders_sent", *(key for key, _ in (*_ENDS, *_BAD))):
        count = report.get(key)
        if not isinstance(count, int):
            return None
        counts[key] = count
    sent = counts["orders_sent"]
    ends = [(label, counts[key]) for key, label in _ENDS if counts[key] or key == "orders_injected"]
    left = sent - sum(count for _, count in ends)
    if left > 0:
        ends.append(("In hand", left))
    wrong = f"{sent} were sent and {sent - left} are accounted for" if left < 0 else None
    bad = tuple((label, counts[key]) for key, label in _BAD)
    said = report.get("verdict")
    verdict = tuple(map(str, said)) if isinstance(said, list) else None
    return Ledger(bad, sent, tuple(ends), wrong, _time(report.get("at")), verdict)


def _time(said: object) -> str | None:
    try:
        return datetime.fromisoformat(said).strftime("%H:%M:%S") if isinstance(said, str) else None
    except ValueError:
        return None


def from_file(path: Path) -> Books:
    """The report that somebody writes to a file; None while there is none that can be read."""

    def read() -> Mapping[str, Any] | None:
        try:
            found = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return None  # Not there yet, or just being written.
        return found if isinstance(found, dict) else None

    async def books() -> Mapping[str, Any] | None:
        return await asyncio.to_thread(read)

    return books
