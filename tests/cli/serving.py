"""`tournant serve` as a real process: what it prints is waited for, and what it serves is asked."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

__all__ = ["Serving", "serving"]

PATIENCE_S = 30


class Serving:
    """A platform that runs."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.urls: dict[str, str] = {}
        self.pids: dict[str, int] = {}

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def close(self) -> None:
        """End it, however far it is; its children see the end of it by themselves, and what they say is read."""
        self.process.kill()
        self.process.wait()
        self._reader.join(PATIENCE_S)
        assert self.process.stdout
        assert self.process.stdin
        self.process.stdin.close()
        self.process.stdout.close()

    def line(self) -> str | None:
        """The next line of what it and its children say; None when all of them have ended."""
        found = self._lines.get(timeout=PATIENCE_S)
        if found is None:
            self._lines.put(None)  # For whoever asks again.
        return found

    def event(self, name: str, **fields: object) -> dict[str, Any]:
        """Wait for a line of the log with this event and these fields."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end and (line := self.line()) is not None:
            found: dict[str, Any] = json.loads(line) if line.startswith("{") else {}
            if found.get("event") == "process_up":
                self.pids[found["role"]], self.urls[found["role"]] = found["pid"], found["url"]
            if found.get("event") == name and fields.items() <= found.items():
                return found
        raise AssertionError(f"{name} did not come")

    def up(self, *roles: str) -> None:
        """Wait until these roles work."""
        for role in roles:
            self.event("process_up", role=role) if role not in self.pids else None

    def get(self, role: str, path: str) -> tuple[int, str]:
        """Ask a role by HTTP."""
        try:
            with urllib.request.urlopen(f"{self.urls[role]}{path}", timeout=PATIENCE_S) as answer:  # noqa: S310 - our own
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def ended(self) -> int:
        """Wait until it and all of its children have ended; its exit code."""
        while self.line() is not None:
            pass
        return self.process.wait(PATIENCE_S)

    def stop(self) -> int:
        """Tell it to stop, and wait for that."""
        self.process.send_signal(signal.SIGTERM)
        return self.ended()


@contextmanager
def serving(environment: Mapping[str, str], *arguments: str) -> Iterator[Serving]:
    """A platform on free ports, ended at the end of the block however that ends."""
    command = [sys.executable, "-m", "tournant.cli.main", "serve", "--port", "0", *arguments]
    settings = {**os.environ, "TOURNANT_CORE_PORT": "0", **environment}
    process = subprocess.Popen(  # noqa: S603 - our own words
        command, env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    found = Serving(process)
    try:
        yield found
    finally:
        found.close()
