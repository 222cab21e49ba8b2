"""How long something takes: all contestants in turn, round after round, so that a busy moment meets all alike.

The clock is the processor time of this thread. On a quiet machine that is the time that passes, because nothing here
waits; on a busy one it leaves out what others took.
"""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Contestant:
    """One thing that is timed."""

    name: str
    work: Callable[[], object]
    prepare: Callable[[], object] | None = None
    """Done before each run, and not timed."""


@dataclass(frozen=True, slots=True)
class Times:
    """What the runs of one contestant took."""

    min_ms: float
    median_ms: float


def in_turn(contestants: Sequence[Contestant], rounds: int) -> dict[str, Times]:
    """Time each contestant once a round, after a round that does not count.

    The garbage collector is on for all of them, and has nothing left over from the one before.
    """
    taken: dict[str, list[float]] = {one.name: [] for one in contestants}
    was_on = gc.isenabled()
    gc.enable()
    try:
        for number in range(rounds + 1):
            for one in contestants:
                took = _once(one)
                if number:
                    taken[one.name].append(took)
    finally:
        if not was_on:
            gc.disable()
    return {name: Times(min(runs), median(runs)) for name, runs in taken.items()}


def _once(one: Contestant) -> float:
    """One run in milliseconds; what it made is thrown away after the clock was read."""
    if one.prepare is not None:
        one.prepare()
    gc.collect()
    begun = time.thread_time_ns()
    made = one.work()
    took = time.thread_time_ns() - begun
    del made
    return took / 1e6
