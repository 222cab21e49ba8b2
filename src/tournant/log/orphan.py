"""What a killed owner left behind: a server that still runs, or a file that says so.

Called by whoever holds the lock of the state folder, and by nobody else. Under that lock no process that works in the
data folder belongs to anybody, so all of them are stopped: the server first and politely, then its children, because
one of them that is busy outlives a killed server and keeps its shared memory.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tournant.kernel import bounds
from tournant.log.errors import CannotStart

__all__ = ["stop_all", "workers"]

_PROC: Final = Path("/proc")


def stop_all(data: Path) -> None:
    """Stop every process of a data folder and remove its stale pid file; CannotStart where one will not go."""
    pidfile = data / "postmaster.pid"
    leader = _first_line(pidfile)
    if leader in workers(data):
        _signal(leader, signal.SIGINT)
        _wait_while(pidfile.exists)
    for one in workers(data):
        _signal(one, signal.SIGKILL)
    if not _wait_while(lambda: bool(workers(data))):
        raise CannotStart(f"processes of an earlier database still work in {data}: {sorted(workers(data))}")
    pidfile.unlink(missing_ok=True)


def workers(data: Path) -> set[int]:
    """The processes that work in a data folder: a server and all its children do so as their current folder."""
    if not _PROC.is_dir():
        return _workers_by_command(data)
    found = set()
    for link in _PROC.glob("[0-9]*/cwd"):
        # A process that ended meanwhile, or one of somebody else, is none of ours.
        with contextlib.suppress(OSError):
            if link.readlink() == data:
                found.add(int(link.parent.name))
    return found


def _workers_by_command(data: Path) -> set[int]:
    """Where no /proc is (macOS): the server by its command line; its children end with it."""
    ps = shutil.which("ps")
    if ps is None:
        return set()
    listed = subprocess.run([ps, "-axww", "-o", "pid=,command="], check=False, capture_output=True, text=True)  # noqa: S603 - our own fixed words
    lines = (line.strip().partition(" ") for line in listed.stdout.splitlines())
    return {int(pid) for pid, _, command in lines if f"-D {data}" in command and pid != str(os.getpid())}


def _first_line(pidfile: Path) -> int:
    try:
        return int(pidfile.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return 0


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _wait_while(holds: Callable[[], bool]) -> bool:
    """Whether it stopped holding in time."""
    for _ in range(bounds.DATABASE_STOP_POLLS_MAX):
        if not holds():
            return True
        time.sleep(bounds.DATABASE_POLL_S)
    return not holds()
