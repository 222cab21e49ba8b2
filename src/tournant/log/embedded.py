"""The embedded database: a PostgreSQL server of our own on a socket, with its data in the state folder.

    state/            0711, so that the account of the database can pass
      lock            held by the one process that owns the database (its pid is written there, for a person)
      data/           0700, the account's: the data folder; `.whole` in it says that it was made to the end
      run/            0700, the account's: the socket. Whoever can look into this folder may connect, nobody else
      postgres.log    what the server says

It takes one owner: the lock is taken first, and a second start is refused in one sentence. Ready is said by the server
itself (line 8 of postmaster.pid) and counts only beside *our* process (line 1), since a stale file says ready too.
Nothing listens on a port. When the owner dies, its server goes on until the next owner stops it and starts its own.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

from tournant.kernel import bounds
from tournant.log import binaries, orphan, run_as
from tournant.log.errors import AlreadyRunning, CannotStart

__all__ = ["SUPERUSER", "Embedded", "running"]

SUPERUSER: Final = "postgres"
_WHOLE: Final = ".whole"
_SOCKET: Final = ".s.PGSQL.5432"
_READY_LINE: Final = 7
_SETTINGS: Final = {"synchronous_commit": "on", "listen_addresses": "", "log_min_messages": "warning"}
_INITDB: Final = ("-U", SUPERUSER, "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
_TELLING: Final = ("WARNING:", "FATAL:", "PANIC:", "DETAIL:", "HINT:", "error:")


class Embedded:
    """The database of one state folder, as its owner has it."""

    def __init__(self, state: Path, found: binaries.Binaries | None = None) -> None:
        """For a state folder, which is made when it is started; with the first binaries that are found."""
        self._state = state.resolve()
        self._data = self._state / "data"
        self._run = _run_folder(self._state)
        self._account = run_as.current()
        self._binaries = found
        self._lock: IO[str] | None = None
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process of the server, while we own one that runs."""
        return self._server.pid if self._server and self._server.poll() is None else None

    def url(self, database: str = "postgres") -> str:
        """Where the database is, as drivers of PostgreSQL want it."""
        return _url(self._run, database)

    def start(self, **settings: str) -> str:
        """Start the server and wait until it is ready; give its URL. CannotStart says why not, in one sentence."""
        if not self._answers():
            self._reap()
            try:
                self._prepare()
                self._launch({**_SETTINGS, **settings})
            except BaseException:
                self.stop()
                raise
        return self.url()

    def stop(self) -> None:
        """Stop the server, politely first, and give the state folder back."""
        server, self._server = self._server, None
        if server and server.poll() is None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(bounds.DATABASE_STOP_S_MAX)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait(bounds.DATABASE_STOP_S_MAX)
        if self._lock:
            if not self._run.is_relative_to(self._state):
                # Nothing stays outside the state folder.
                with contextlib.suppress(OSError):
                    self._run.rmdir()
            self._lock.close()
            self._lock = None

    def _answers(self) -> bool:
        """Whether our server takes connections. A process that is being killed is there for a moment longer."""
        if self.pid is None:
            return False
        with socket.socket(socket.AF_UNIX) as trial, contextlib.suppress(OSError):
            trial.connect(str(self._run / _SOCKET))
            return True
        return False

    def _reap(self) -> None:
        """See the end of a server that takes no connections any more."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()

    def _prepare(self) -> None:
        try:
            self._state.mkdir(parents=True, exist_ok=True)
            if self._account.changes:
                self._state.chmod(0o711)
            self._take_lock()
            orphan.stop_all(self._data)
            for folder in (self._data, self._run):
                self._account.own(folder)
        except OSError as why:
            raise CannotStart(f"the state folder {self._state} cannot be used: {why.strerror or why}") from why

    def _take_lock(self) -> None:
        if self._lock:
            return
        lock = (self._state / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            owner = lock.read().strip() or "unknown"
            lock.close()
            raise AlreadyRunning(
                f"the database in {self._state} is already running under process {owner}:"
                " stop that one, or set TOURNANT_STATE_DIR to another folder"
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        self._lock = lock

    def _launch(self, settings: dict[str, str]) -> None:
        found = self._binaries = self._account.reachable(self._binaries or binaries.find(), self._state)
        if not (self._data / _WHOLE).exists():
            self._make(found)
        said = self._state / "postgres.log"
        if said.exists() and said.stat().st_size > bounds.DATABASE_LOG_BYTES_MAX:
            said.replace(said.with_suffix(".log.before"))
        before = said.stat().st_size if said.exists() else 0
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with said.open("ab") as out:
            self._server = self._popen(
                [found.postgres, "-D", self._data, "-k", self._run, *options], stdout=out, stderr=out
            )
        for _ in range(bounds.DATABASE_START_POLLS_MAX):
            if self._server.poll() is not None:
                with said.open("rb") as log:
                    log.seek(before)
                    raise CannotStart(f"PostgreSQL did not start: {_telling(log.read().decode(errors='replace'))}")
            if self._is_ready(self._server.pid):
                return
            time.sleep(bounds.DATABASE_POLL_S)
        raise CannotStart(f"PostgreSQL did not become ready in time; its own words are in {said}")

    def _make(self, found: binaries.Binaries) -> None:
        """Make the data folder; one that was made only half is made again."""
        shutil.rmtree(self._data, ignore_errors=True)
        self._account.own(self._data)
        made = self._popen(
            [found.initdb, "-D", self._data, *_INITDB], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        _, said = made.communicate()
        if made.returncode:
            raise CannotStart(f"the data folder {self._data} cannot be made: {_telling(said.decode(errors='replace'))}")
        (self._data / _WHOLE).touch()

    def _popen(self, command: list[Any], **streams: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401 - as Popen takes them
        try:
            return subprocess.Popen(command, **streams, **self._account.popen_settings())  # noqa: S603 - our own binaries
        except OSError as why:
            raise CannotStart(f"{command[0]} cannot be run: {why.strerror or why}") from why

    def _is_ready(self, pid: int) -> bool:
        with contextlib.suppress(OSError, IndexError):
            lines = (self._data / "postmaster.pid").read_text().split("\n")
            return lines[0] == str(pid) and lines[_READY_LINE].strip() == "ready"
        return False


def running(state: Path) -> str | None:
    """The URL of the database that another process owns in this state folder; None where nobody does."""
    state = state.resolve()
    with contextlib.suppress(OSError), (state / "lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _url(_run_folder(state), "postgres") if (_run_folder(state) / _SOCKET).exists() else None
    return None


def _url(run: Path, database: str) -> str:
    return f"postgresql://{SUPERUSER}@/{quote(database)}?host={quote(str(run), safe='/')}"


def _run_folder(state: Path) -> Path:
    """The folder of the socket: in the state folder, or in a short place where that path would be too long for one."""
    inside = state / "run"
    if len(bytes(inside / _SOCKET)) <= bounds.SOCKET_PATH_BYTES_MAX:
        return inside
    name = hashlib.blake2b(bytes(state), digest_size=8).hexdigest()
    return Path(tempfile.gettempdir()) / f"tournant-{name}"


def _telling(said: str) -> str:
    """The lines in which PostgreSQL says why, without its time stamps, as one sentence."""
    lines = [line.split("] ", 1)[-1].strip() for line in said.splitlines()]
    chosen = [line for line in lines if any(word in line for word in _TELLING)] or lines[-1:]
    return " ".join(chosen) or "it said nothing"
