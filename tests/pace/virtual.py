"""Virtual time: an event loop that never waits, because its clock jumps to the next thing that is due."""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from typing_extensions import override

T = TypeVar("T")
START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


class _Jumping(selectors.DefaultSelector):
    """Instead of waiting, say that the time has passed."""

    passed = 0.0

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits, and nothing will ever happen")
        self.passed += timeout
        return super().select(0)


class Loop(asyncio.SelectorEventLoop):
    """A loop in virtual time."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    @override
    def time(self) -> float:
        return self._jumping.passed


def _wake(come: "asyncio.Future[None]") -> None:
    if not come.done():
        come.set_result(None)


class VirtualClock:
    """The world's clock by such a loop."""

    def __init__(self, begin: datetime = START) -> None:
        self.begin = begin

    def now(self) -> datetime:
        return self.begin + timedelta(seconds=asyncio.get_running_loop().time())

    async def until(self, at: datetime) -> None:
        loop = asyncio.get_running_loop()
        while self.now() < at:
            come = loop.create_future()
            # A microsecond more than rounding may take away.
            loop.call_later((at - self.now()).total_seconds() + 1e-6, _wake, come)
            await come

    async def pause(self, wall_s: float) -> None:
        await self.until(self.now() + timedelta(seconds=wall_s))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run something to its end in no time."""
    with asyncio.Runner(loop_factory=Loop) as runner:
        return runner.run(work)
