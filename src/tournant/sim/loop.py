"""An event loop without time, threads or sockets: where nothing can run it goes on to the next timer at once.

What runs is in the order in which it became ready, and every step goes into a digest: the same seed gives the same
digest on every machine, or something crept in that cannot be simulated.

A *host* is one incarnation of a machine's process; its tasks carry its name. One that crashes runs nothing any more,
not even what would tidy up, as with a power cut; one that stands still runs everything later.
"""

import asyncio
import heapq
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from contextvars import Context, ContextVar, copy_context
from hashlib import blake2b
from operator import attrgetter
from typing import Any, Final, TypeVar

from typing_extensions import TypeVarTuple, override

from tournant.kernel import bounds

__all__ = ["Livelock", "SimLoop", "Standstill"]

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
_NOBODY: Final = "world"
_HOST: ContextVar[str] = ContextVar("host", default=_NOBODY)
# What a loop needs of its own handles; the oldest Python here has no public way to the first, and none has one to both.
_context_of: Final[Callable[[asyncio.Handle], Context]] = attrgetter("_context")
_run_of: Final[Callable[[asyncio.Handle], Callable[[], None]]] = attrgetter("_run")


class Standstill(Exception):  # noqa: N818 - it says what happened
    """Nothing can ever run again."""


class Livelock(Exception):  # noqa: N818 - it says what happened
    """It goes round in circles."""


class SimLoop(asyncio.BaseEventLoop):
    """The loop of one run."""

    _ready: deque[asyncio.Handle]
    _scheduled: list[asyncio.TimerHandle]

    def __init__(self) -> None:
        """At the instant 0, with nothing to do."""
        super().__init__()
        self.steps = 0
        self._now = 0.0
        self._trace = blake2b(digest_size=8)
        self._down: set[str] = set()
        self._standing: dict[str, list[asyncio.Handle]] = {}
        self._graves: list[asyncio.Task[Any]] = []
        """What is left of those who crashed: forgotten now, it would tidy up after itself."""
        self.broken: list[BaseException] = []
        """What ended work on a host that should not have ended so."""

    @override
    def time(self) -> float:
        return self._now

    @property
    def digest(self) -> str:
        """Everything that ran so far, in its order."""
        return self._trace.hexdigest()

    def note(self, text: str) -> None:
        """Let something else count for the digest."""
        self._trace.update(text.encode())

    # ------------------------------------------------------------------ hosts

    def on(self, host: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin work on a host."""
        context = copy_context()
        context.run(_HOST.set, host)
        task = self.create_task(work, context=context)
        task.add_done_callback(self._over, context=Context())
        return task

    def _over(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (why := task.exception()):
            self.broken.append(why)

    def crash(self, host: str) -> None:
        """Run nothing of this host any more."""
        self._graves += asyncio.all_tasks(self)
        self._down.add(host)

    def stand_still(self, host: str, seconds: float) -> None:
        """Run nothing of this host for so long; then everything that came to it meanwhile."""
        if host not in self._standing:
            self._standing[host] = []
            self.call_later(seconds, self._go_on, host, context=Context())

    def _go_on(self, host: str) -> None:
        self._ready.extend(self._standing.pop(host))

    def bury(self) -> None:
        """End everything that is still there, when nobody looks any more: whoever crashed may tidy up now."""
        self._down.clear()
        self.set_exception_handler(lambda _, __: None)
        for host in list(self._standing):
            self._go_on(host)
        for _ in range(bounds.SIM_BURIALS_MAX):
            left = [one for one in asyncio.all_tasks(self) if not one.done()]
            if not left:
                break
            for one in left:
                one.cancel()
            self.run_until_complete(asyncio.wait(left, timeout=1))
        self._graves.clear()
        self.close()

    # ------------------------------------------------------------------ what asyncio wants

    def _run_once(self) -> None:
        if not self._ready:
            self._pass_time()
        while self._scheduled and self._scheduled[0].when() <= self._now:
            self._ready.append(heapq.heappop(self._scheduled))
        for _ in range(len(self._ready)):
            self._step(self._ready.popleft())

    def _pass_time(self) -> None:
        while self._scheduled and self._scheduled[0].cancelled():
            heapq.heappop(self._scheduled)
        if not self._scheduled:
            raise Standstill(f"after {self._now:.3f} s nothing can run any more")
        self._now = max(self._now, self._scheduled[0].when())

    def _step(self, handle: asyncio.Handle) -> None:
        if handle.cancelled():
            return
        host = _context_of(handle).get(_HOST, _NOBODY)
        if host in self._down:
            return
        if host in self._standing:
            self._standing[host].append(handle)
            return
        self.steps += 1
        if self.steps > bounds.SIM_STEPS_MAX:
            raise Livelock(f"{self.steps:,} steps, and it is only {self._now:.3f} s")
        self.note(f"{self._now:.9f} {host}\n")
        _run_of(handle)()

    @override
    def run_in_executor(self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts) -> "asyncio.Future[T]":
        raise Livelock("a second thread cannot be simulated")
