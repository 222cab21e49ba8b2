"""Timers at which a write that rests is tried again: what it is planned from is looked at then.

They are not the timers of looks, of which there is one a resource: a long rest would put off the ordinary looks.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from tournant.log.records import Timer, Why
from tournant.sync.desk import Place

__all__ = ["over", "timer"]

_AGAIN: Final = "sync.again."


def timer(place: Place, due: datetime, why: Why) -> Timer:
    """One that is due when the rest of a place is over."""
    return Timer(place[0], f"{_AGAIN}{place[1]}", due, b"", why)


def over(due: Iterable[Timer]) -> Iterator[tuple[Place, Why]]:
    """The places whose rest is over, of timers that are due, and why."""
    for one in due:
        if one.name.startswith(_AGAIN):
            yield (one.stream, one.name.removeprefix(_AGAIN)), Why(one.why.trace, one.name)
