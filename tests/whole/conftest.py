"""The whole: simulated partners and the platform as processes of their own, joined by HTTP and nothing else."""

import json
import os
import queue
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.cli.serving import PATIENCE_S, Serving, serving
from tests.store.conftest import folder

__all__ = ["Whole", "folder", "whole"]

SPEED = "10"
BEGAN = "2026-11-24T12:00:00Z"
Json = dict[str, Any]


def _environment(state: Path) -> Mapping[str, str]:
    return {"TOURNANT_STATE_DIR": str(state), "TOURNANT_WORLD_SPEED": SPEED, "TOURNANT_WORLD_BEGAN": BEGAN}


class Sandbox:
    """The simulated partners, and what their people do."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.url = self._lines.get(timeout=PATIENCE_S).split()[1].rstrip(",").rsplit("/", 1)[0]

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)

    def __call__(self, line: str, body: object = None) -> Json:
        """Do something: `sandbox("POST /square/_sandbox/merchants", {...})`."""
        method, _, path = line.partition(" ")
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(f"{self.url}{path}", data, {"content-type": "application/json"}, method=method)  # noqa: S310 - our own
        with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:  # noqa: S310 - our own
            found: Json = json.loads(answer.read() or b"{}")
            return found


@dataclass
class Whole:
    """Everything that runs."""

    sandbox: Sandbox
    platform: Serving
    environment: Mapping[str, str]

    def tournant(self, *arguments: str) -> Any:  # noqa: ANN401 - any JSON, or nothing
        """Run a command as an operator does; gives what it prints as JSON."""
        ran = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-m", "tournant.cli.main", *arguments],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S * 2,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout) if ran.stdout.startswith(("{", "[")) else None


@pytest.fixture
def whole(folder: Path) -> Iterator[Whole]:
    """Partners and platform on free ports, with an embedded database of their own."""
    environment = _environment(folder / "state")
    command = [sys.executable, "-m", "tournant.cli.main", "sandbox", "--port", "0", "--speed", SPEED, "--began", BEGAN]
    process = subprocess.Popen(  # noqa: S603 - our own words
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        with serving(environment) as platform:
            platform.up("edge", "core")
            yield Whole(Sandbox(process), platform, environment)
            assert platform.stop() == 0
    finally:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()
