"""The platform as a user runs it: `tournant serve` in processes of its own, whose log is read line by line."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import msgspec

from tournant.kernel import bounds

__all__ = ["Broken", "Platform", "started"]

_ROLES: Final = ("edge", "core")


class Broken(Exception):  # noqa: N818 - it says what happened
    """The platform did not start, or ended by itself."""


class Platform:
    """The processes, and what they say."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Of one `tournant serve`."""
        self._process = process
        self._up: dict[str, asyncio.Event] = {role: asyncio.Event() for role in _ROLES}
        self._reader = asyncio.get_running_loop().create_task(self._read())
        self.pids: dict[str, int] = {}
        self.urls: dict[str, str] = {}
        self.last: list[str] = []
        """The last lines that it said."""
        self.warnings: list[str] = []
        """What it said was not as it should be: the first of it."""

    async def up(self) -> None:
        """Wait until both roles work; Broken where that does not come."""
        waiting: asyncio.Future[Any] = asyncio.gather(*(one.wait() for one in self._up.values()))
        ended: asyncio.Future[Any] = asyncio.ensure_future(self._process.wait())
        try:
            async with asyncio.timeout(bounds.PLATFORM_START_S_MAX):
                await asyncio.wait({waiting, ended}, return_when=asyncio.FIRST_COMPLETED)
                if not waiting.done():
                    await self._reader
                    raise Broken(f"the platform did not start: {self._why()}")
        except TimeoutError:
            raise Broken("the platform did not start in time") from None
        finally:
            waiting.cancel()
            ended.cancel()
            await asyncio.gather(waiting, ended, return_exceptions=True)

    async def ended(self) -> None:
        """Come back never: Broken when it has ended by itself."""
        await self._process.wait()
        raise Broken(f"the platform has ended by itself: {self._why()}")

    async def kill(self, role: str) -> None:
        """End a process as a machine does that loses power; the platform starts it again."""
        self._up[role].clear()
        with suppress(ProcessLookupError):
            os.kill(self.pids[role], signal.SIGKILL)
        async with asyncio.timeout(bounds.PLATFORM_START_S_MAX):
            await self._up[role].wait()

    async def stop(self) -> None:
        """Tell it to finish, and wait for that."""
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(bounds.PLATFORM_START_S_MAX):
                await self._process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        await self._reader

    def _why(self) -> str:
        """What it said last, without its own name."""
        return self.last[-1].removeprefix("tournant: ") if self.last else "it said nothing"

    async def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        async for line in self._process.stdout:
            said = line.decode(errors="replace").strip()
            self.last = [*self.last[-bounds.LINES_REMEMBERED_MAX :], said]
            if said.startswith("{"):
                self._understand(said)

    def _understand(self, said: str) -> None:
        try:
            found: dict[str, Any] = msgspec.json.decode(said)
        except msgspec.DecodeError:
            return
        if found.get("event") == "process_up":
            role = found["role"]
            self.pids[role], self.urls[role] = found["pid"], found["url"]
            self._up[role].set()
        elif found.get("level") in ("error", "warning") and len(self.warnings) < bounds.LINES_REMEMBERED_MAX:
            self.warnings.append(said)


@asynccontextmanager
async def started(environment: Mapping[str, str], port: int) -> AsyncIterator[Platform]:
    """Start it, and stop it at the end. Broken where it does not start."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tournant.cli.main", "serve", "--lifeline", "--port", str(port)),
        env={**os.environ, **environment},
        # A terminal's Ctrl-C is for the demo, which stops what uses the database before the database.
        start_new_session=True,
        # Never written to: its end says that the demo is gone.
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    platform = Platform(process)
    try:
        await platform.up()
        yield platform
    finally:
        await platform.stop()
