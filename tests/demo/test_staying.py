"""A demo that stays: its console, what can be broken there, and how it ends, whenever that is."""

import signal
import socket
import time
from pathlib import Path

import pytest
from tests.demo.playing import Playing, get, played, press

from tournant.log import running

SMALL = ("--port", "0", "--locations", "2", "--no-faults", "--seed", "2")


def is_gone(folder: Path, address: str | None = None) -> bool:
    """Whether nothing runs any more: no database, nobody at the port."""
    if address is not None:
        host, port = address.removeprefix("http://").split(":")
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                return False
    return running(folder / "state" / "demo") is None


def test_a_demo_stays_until_it_is_stopped(folder: Path) -> None:
    """Its console is said first; the ledger counts, something can be broken, and after the report everything stays."""
    with played(folder, *SMALL, "--rush-s", "120", "--speed", "20") as demo:
        url = demo.line("the console:")
        assert len(demo.said) == 1
        demo.line("every menu is on its channel")
        assert press(f"{url}/demo/break", "http://evil.example", what="webhooks") == 403
        assert press(f"{url}/demo/break", url, what="webhooks") == 200
        page = get(url)
        assert "Every webhook of Uber Eats is lost until" in page
        assert "Demo: simulated world, seed 2" in page
        demo.line("everything goes on until you stop it")
        page = _counted(url)
        assert "Sent by customers" in page
        assert "The rush is over" in page or "The judge says" in page
        assert demo.process.poll() is None
        code = demo.stop(signal.SIGTERM)
        assert code == int(any(line.startswith("wrong:") for line in demo.said))
        assert is_gone(folder, url)


def _counted(url: str) -> str:
    end = time.monotonic() + 30
    while "data-sum" not in (page := get(url)):
        assert time.monotonic() < end, page
    return page


def test_a_demo_can_be_stopped_at_any_time(folder: Path) -> None:
    """Ctrl-C while restaurants are still being connected ends everything that was started, and says so."""
    with played(folder, *SMALL) as demo:
        url = demo.line("the console:")
        assert demo.stop(signal.SIGINT) == 0
        assert demo.said[-1] == "it was stopped before the judge had spoken"
        assert not [line for line in demo.said if "Traceback" in line or "Exception" in line]
        assert is_gone(folder, url)


def failed(demo: Playing) -> tuple[int, list[str]]:
    return demo.ended(), demo.said


def test_a_port_that_is_taken_is_one_sentence(folder: Path) -> None:
    """It ends before anything is made, with 2, and says what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        with played(folder, "--exit", "--port", port) as demo:
            code, said = failed(demo)
    assert (code, len(said)) == (2, 1)
    assert (
        said[0] == f"tournant: port {port} of 127.0.0.1 cannot be used: Address already in use; say another with --port"
    )
    assert not (folder / "state").exists()


@pytest.mark.parametrize("port", ["65536", "-1"])
def test_no_port_is_one_sentence(folder: Path, port: str) -> None:
    """A number that is no port is refused like other bad input."""
    with played(folder, f"--port={port}") as demo:
        assert failed(demo) == (2, [f"tournant: --port: {port} is no port"])


def test_a_database_that_cannot_start_is_one_sentence(folder: Path) -> None:
    """Where its folder cannot be made, the sentence says which, and nothing runs on."""
    (folder / "state").write_text("a file")
    with played(folder, "--exit", "--port", "0") as demo:
        code, said = failed(demo)
    assert (code, len(said)) == (1, 1)
    assert said[0].startswith("tournant: the platform did not start: the state folder")
    assert is_gone(folder)


def test_a_second_demo_leaves_the_first_alone(folder: Path) -> None:
    """In the same folder it is refused before it touches anything of the first."""
    with played(folder, *SMALL) as first:
        first.line("the console:")
        with played(folder, *SMALL) as second:
            code, said = failed(second)
        assert (code, len(said)) == (2, 1)
        assert "another demo runs in" in said[0]
        assert first.stop(signal.SIGINT) == 0
