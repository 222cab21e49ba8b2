"""The parent of the processes: owns the embedded database and the ports, starts the roles, and starts them again.

    serve ─┬─ the embedded database, started again when its server dies
           ├─ serve --roles edge     on a port that the parent has taken: who connects while it is started again waits
           └─ serve --roles core

Told to stop, it tells its children and waits for them; the second time it ends them at once. When it is killed itself,
its children see the end of their standard input and stop by themselves.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping
from typing import Final

from tournant import telemetry
from tournant.app import database, resting
from tournant.app.serving import SOCKET
from tournant.app.settings import Settings
from tournant.app.stopping import told_to_stop
from tournant.app.system import System
from tournant.app.waiting import first
from tournant.kernel import bounds
from tournant.log import PostgresStore, Vault, migrate
from tournant.telemetry import names

__all__ = ["supervise"]

_BAD_INPUT: Final = 2
_log = telemetry.logger("app")


async def supervise(settings: Settings, ports: Mapping[str, socket.socket], lifeline: int | None) -> int:
    """Run a child for each role on its port until told to stop, or until the lifeline ends; the exit code.

    StoreError where the database cannot be had at the start.
    """
    system = System.real(settings)
    with told_to_stop(lifeline) as stopping:
        async with database.owned(settings, system.clock) as url:
            await migrate(url)
            # One look with the key that the children will use: what is wrong with it is said once, and here.
            async with PostgresStore.open(url, Vault(database.keyring(settings), system.entropy)):
                pass
            children = [Child(role, at, url, system) for role, at in ports.items()]
            tasks = [asyncio.get_running_loop().create_task(one.keep(stopping)) for one in children]
            try:
                # A child that cannot run at all ends the whole.
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                stopping.set()
                await asyncio.wait(tasks)
            finally:
                for one in children:
                    one.kill()
            return max(task.result() for task in tasks)


class Child:
    """One role's process, again and again."""

    def __init__(self, role: str, at: socket.socket, url: str, system: System) -> None:
        """On a port that is taken, with the database at a URL."""
        self._role, self._at, self._url, self._system = role, at, url, system
        self._process: asyncio.subprocess.Process | None = None
        self._failures = 0

    async def keep(self, stopping: asyncio.Event) -> int:
        """Keep the process running until told to stop; its last exit code, if that means that it cannot run."""
        while True:
            code = await self._once(stopping)
            if stopping.is_set():
                return 0
            if code == _BAD_INPUT:
                return code
            self._failures += 1
            if self._failures == 1:
                _log.warning(names.CHILD_ENDED, role=self._role, ended_with=code)
            rest_s = resting.CHILD.after(self._failures, self._system.chance)
            await first(stopping.wait(), self._system.clock.pause(rest_s))
            if stopping.is_set():
                return 0

    def kill(self) -> None:
        """End it at once, if it still runs."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def _once(self, stopping: asyncio.Event) -> int:
        """Run it once, until it ends or has been told to; how it ended."""
        process = self._process = await self._start()
        ended = asyncio.get_running_loop().create_task(process.wait())
        steady = asyncio.get_running_loop().create_task(self._steady())
        try:
            await first(asyncio.shield(ended), stopping.wait())
            if not ended.done():
                process.send_signal(signal.SIGTERM)
                # It has a bound of its own for what is in hand, and needs a moment more for the rest.
                await first(asyncio.shield(ended), self._system.clock.pause(2 * bounds.DRAIN_S_MAX))
                self.kill()
            return await ended
        finally:
            steady.cancel()

    async def _start(self) -> asyncio.subprocess.Process:
        handle = self._at.fileno()
        environment = {**os.environ, SOCKET: str(handle), "TOURNANT_DATABASE_URL": self._url}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tournant.cli.main", "serve", "--roles", self._role),
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            pass_fds=[handle],
            # A terminal's Ctrl-C is for the parent, which passes it on.
            start_new_session=True,
        )

    async def _steady(self) -> None:
        """After a while without an end, earlier ones count no more."""
        await self._system.clock.pause(bounds.CHILD_STEADY_S)
        if self._failures:
            _log.warning(names.CHILD_STEADY, role=self._role)
        self._failures = 0
