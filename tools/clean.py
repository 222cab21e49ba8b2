"""Stops the databases of `.state` and removes the folder, with nothing but Python: the environment may be gone.

The platform has its database in the folder itself, a demo in a folder of its own inside.

Whoever owns the database is told to stop first, because it would start it again; then a server that a killed owner left
behind. What is removed is this checkout's own folder; a state folder elsewhere stays as it is.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

STATE = Path(".state")
INSTALLATIONS = (STATE / "demo", STATE)
PATIENCE_S = 60.0
POLL_S = 0.1


def main() -> str | None:
    """Stop and remove; a sentence where somebody does not stop."""
    with contextlib.ExitStack() as locks:
        for folder in INSTALLATIONS:
            if folder.is_dir():
                why = _stop(folder, locks.enter_context((folder / "lock").open("a+")))
                if why is not None:
                    return why
        shutil.rmtree(STATE, ignore_errors=not STATE.is_dir())
    return None


def _stop(folder: Path, lock: IO[str]) -> str | None:
    if not _locked(lock):
        lock.seek(0)
        owner = lock.read().strip()
        if owner.isdigit():
            _tell(int(owner), signal.SIGTERM)
        if not _in_time(lambda: _locked(lock)):
            return f"clean: process {owner} uses {folder.resolve()} and does not stop"
    # From here on the folder is ours, so a server that works in it is nobody's.
    server = _server(folder)
    if server:
        _tell(server, signal.SIGINT)
    if not _in_time(lambda: _server(folder) is None):
        return f"clean: the database server {server} does not stop"
    return None


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _server(folder: Path) -> int | None:
    """The process of a server that works in the folder, where there is one."""
    data = (folder / "data").resolve()
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, 0)
        cwd = Path(f"/proc/{pid}/cwd")
        # Without /proc (macOS) the server's own file has to do.
        if not Path("/proc").is_dir() or cwd.readlink() == data:
            return pid
    return None


def _tell(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _in_time(holds: Callable[[], bool]) -> bool:
    for _ in range(int(PATIENCE_S / POLL_S)):
        if holds():
            return True
        time.sleep(POLL_S)
    return False


if __name__ == "__main__":
    sys.exit(main())
