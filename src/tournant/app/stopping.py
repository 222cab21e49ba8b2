"""Being told to stop: by a signal, or by the end of whoever started us. The second signal ends the process at once."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

__all__ = ["StoppedAtOnce", "told_to_stop"]

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class StoppedAtOnce(Exception):  # noqa: N818 - it says what happened
    """Stopped at once: what was in hand is not finished, and goes on from the log at the next start."""


@contextmanager
def told_to_stop(lifeline: int | None = None) -> Iterator[asyncio.Event]:
    """An event for the first signal; the second raises StoppedAtOnce. A lifeline is a pipe: its end is a signal too."""
    loop, this = asyncio.get_running_loop(), asyncio.current_task()
    ear = _Ear(asyncio.Event(), lambda: this.cancel() if this else False)
    for one in _SIGNALS:
        loop.add_signal_handler(one, ear.told)
    if lifeline is not None:
        loop.add_reader(lifeline, ear.moved, lifeline)
    try:
        yield ear.stopping
    except asyncio.CancelledError:
        if ear.hurried:
            raise StoppedAtOnce(str(StoppedAtOnce.__doc__)) from None
        raise
    finally:
        for one in _SIGNALS:
            loop.remove_signal_handler(one)
        if lifeline is not None:
            loop.remove_reader(lifeline)


@dataclass(slots=True)
class _Ear:
    """Hears what a process is told, and how often."""

    stopping: asyncio.Event
    cancel: Callable[[], object]
    hurried: bool = False

    def told(self) -> None:
        """A signal came."""
        if not self.stopping.is_set():
            self.stopping.set()
        elif not self.hurried:
            self.hurried = True
            self.cancel()

    def moved(self, lifeline: int) -> None:
        """The lifeline can be read. Nothing is ever written to it, so this is its end."""
        if not os.read(lifeline, 1):
            asyncio.get_running_loop().remove_reader(lifeline)
            self.stopping.set()
