"""A demo as a process, whose lines are read as they come."""

import os
import queue
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

__all__ = ["Playing", "played"]

PATIENCE_S = 120


class Playing:
    """A demo that runs."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.said: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self._lines.put(line.strip())
        self._lines.put(None)

    def line(self, beginning: str) -> str:
        """Wait for a line that begins so; what follows there."""
        while (found := self._lines.get(timeout=PATIENCE_S)) is not None:
            self.said.append(found)
            if found.startswith(beginning):
                return found.removeprefix(beginning).strip()
        raise AssertionError(f"{beginning!r} did not come: {self.said}")

    def stop(self, by: signal.Signals) -> int:
        """Send a signal and wait until it and everything that holds its output has ended; its exit code."""
        self.process.send_signal(by)
        return self.ended()

    def ended(self) -> int:
        """Wait for the end; its exit code."""
        while (found := self._lines.get(timeout=PATIENCE_S)) is not None:
            self.said.append(found)
        self._reader.join()
        return self.process.wait(PATIENCE_S)


@contextmanager
def played(folder: Path, *arguments: str) -> Iterator[Playing]:
    """Start it; a demo that the test leaves behind is killed."""
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", "tournant.cli.main", "demo", *arguments],
        env={**os.environ, "TOURNANT_STATE_DIR": str(folder / "state")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Playing(process)
    finally:
        process.kill()
        process.wait()
        assert process.stderr
        process.stderr.close()


def get(url: str) -> str:
    """A page."""
    with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:  # noqa: S310 - our own
        found: str = answer.read().decode()
        return found


def press(url: str, origin: str, **fields: str) -> int:
    """Press a button of a page of this origin, as a browser does; the status in the end."""
    asked = urllib.request.Request(url, urlencode(fields).encode(), {"Origin": origin})  # noqa: S310 - the same
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:  # noqa: S310 - the same
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code
