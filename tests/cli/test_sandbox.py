"""`tournant sandbox`: what it refuses, and that it serves until it is stopped."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from tournant.sandbox import live

SRC = str(Path(__file__).resolve().parents[2] / "src")


def test_a_taken_port_is_one_sentence(run: Run) -> None:
    """A port on which another program listens ends the command with 2."""
    taken = live.listen(0)
    try:
        ran = run("sandbox", "--port", str(taken.getsockname()[1]))
    finally:
        taken.close()
    assert ran.code == 2
    assert ran.sentence.startswith(f"port {ran.sentence.split()[1]} cannot be used")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fault", "bad_luck=1"], "'bad_luck' is no fault"),
        (["--fault", "webhook_loss=2"], "not a number from 0 to 1"),
        (["--fault", "webhook_loss"], "name=rate"),
        (["--speed", "0"], "not above 0"),
        (["--began", "noon"], "--began is noon, which is no instant"),
    ],
)
def test_wrong_arguments_are_one_sentence(run: Run, arguments: list[str], said: str) -> None:
    """A fault that does not exist, a rate that is none, no speed and no beginning of the world end it with 2."""
    ran = run("sandbox", "--port", "0", *arguments)
    assert ran.code == 2
    assert said in ran.sentence


def test_it_serves_until_it_is_stopped() -> None:
    """It says where it listens, answers there, and ends with 0 on SIGTERM."""
    command = [sys.executable, "-m", "tournant.cli.main", "sandbox", "--port", "0", "--fault", "webhook_loss=0.5"]
    environment = {**os.environ, "PYTHONPATH": SRC}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603 - our own words
        assert running.stdout
        found = re.search(r"http://\S+/square/_sandbox/", running.stdout.readline())
        assert found
        with urllib.request.urlopen(f"{found[0]}faults") as answer:  # noqa: S310 - an address of our own
            assert b'"webhook_loss":0.5' in answer.read()
        running.send_signal(signal.SIGTERM)
        assert running.wait() == 0
