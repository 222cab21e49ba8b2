"""`tournant serve` as real processes: what it serves, what it outlives, and how it ends."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.installation import Installation, folder, installation, server
from tests.cli.serving import Serving, serving

from tournant.app.serving import listen
from tournant.log import running as running_at

__all__ = ["folder", "installation", "server"]


@pytest.fixture
def running(installation: Installation) -> Iterator[Serving]:
    """Both roles on a database that is there, and both up; the settings are in the environment already."""
    assert installation.settings.database_url
    with serving({}) as found:
        found.up("edge", "core")
        yield found


def test_both_roles_answer_and_drain(running: Serving) -> None:
    """Each says that it lives, can work, and what it counts; told to stop, both do, and it ends with 0."""
    for role in ("edge", "core"):
        assert running.get(role, "/healthz") == (200, "ok\n")
        assert running.get(role, "/readyz") == (200, "ok\n")
        assert "tournant_merchants_held" in running.get(role, "/metrics")[1]
    assert running.get("core", "/webhooks/square")[0] == 404
    assert running.stop() == 0


def test_a_killed_child_is_started_again(running: Serving) -> None:
    """The parent says so once, starts it on the same port, and the other goes on."""
    before = dict(running.pids)
    for role in ("core", "edge"):
        os.kill(before[role], signal.SIGKILL)
        assert running.event("child_ended", role=role)["ended_with"] == -signal.SIGKILL
        running.event("process_up", role=role)
        assert running.get(role, "/readyz") == (200, "ok\n")
    assert all(running.pids[role] != before[role] for role in before)
    assert running.stop() == 0


def test_children_do_not_outlive_their_parent(running: Serving) -> None:
    """When the parent is killed they see it, finish what is in hand, and end."""
    running.process.kill()
    running.event("process_stopping", role="edge")
    running.ended()


def test_a_lifeline_is_heard(installation: Installation) -> None:
    """Told so, it ends by itself when whoever started it is gone; and with 0."""
    assert installation.settings.database_url
    with serving({}, "--lifeline") as running:
        running.up("edge", "core")
        assert running.process.stdin
        running.process.stdin.close()
        running.event("process_stopping", role="edge")
        assert running.ended() == 0


def test_the_second_signal_ends_it_at_once(running: Serving) -> None:
    """While a delivery that was begun holds up the end, another signal ends everything, with 1."""
    host, port = running.urls["edge"].removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as half:
        half.sendall(b"POST /webhooks/square HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
        # An answer to a later request on another connection: by then the first one was read.
        assert running.get("edge", "/healthz")[0] == 200
        running.process.send_signal(signal.SIGTERM)
        running.event("process_stopping", role="edge")
        running.process.send_signal(signal.SIGTERM)
        assert running.ended() == 1


def test_the_embedded_database_comes_back(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed server is started again and work goes on; a second platform is refused; the end stops the server."""
    state = folder / "state"
    monkeypatch.setenv("TOURNANT_STATE_DIR", str(state))
    with serving({}) as found:
        found.up("edge", "core")
        first = int((state / "data" / "postmaster.pid").read_text().split("\n")[0])
        os.kill(first, signal.SIGKILL)
        found.event("database_restarted")
        assert found.get("edge", "/readyz") == (200, "ok\n")
        assert found.get("core", "/readyz") == (200, "ok\n")
        monkeypatch.setenv("TOURNANT_CORE_PORT", "0")
        second = run("serve", "--port", "0")
        assert second.code == 1
        assert f"is already running under process {found.process.pid}" in second.sentence
        assert found.stop() == 0
    assert running_at(state) is None
    assert not (state / "data" / "postmaster.pid").exists()


def test_one_role_runs_alone(installation: Installation) -> None:
    """In the foreground, without a parent; it drains as well."""
    assert installation.settings.database_url
    with serving({}, "--roles", "core") as found:
        found.up("core")
        assert found.get("core", "/readyz") == (200, "ok\n")
        assert found.stop() == 0


def test_a_taken_port_is_one_sentence(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with 2 before any database is started."""
    monkeypatch.setenv("TOURNANT_STATE_DIR", str(folder / "state"))
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        ran = run("serve", "--port", str(port))
        assert (ran.code, ran.sentence) == (2, f"port {port} of 127.0.0.1 cannot be used: Address already in use")
        monkeypatch.setenv("TOURNANT_CORE_PORT", str(port))
        assert run("serve", "--roles", "core").code == 2
    assert not (folder / "state").exists()


@pytest.mark.parametrize("roles", ["edge,core", "core"])
def test_no_database_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch, roles: str) -> None:
    """A database that is away at the start ends it with 1."""
    monkeypatch.setenv("TOURNANT_CORE_PORT", "0")
    monkeypatch.setenv("TOURNANT_DATABASE_URL", "postgresql://localhost:1/none")
    ran = run("serve", "--port", "0", "--roles", roles)
    assert ran.code == 1
    assert "the database cannot be reached" in ran.sentence


def test_an_unknown_role_is_one_sentence(run: Run) -> None:
    """It names those that there are."""
    ran = run("serve", "--roles", "edge,kitchen")
    assert (ran.code, ran.sentence) == (2, "--roles: 'kitchen' is no role; there are edge and core")
