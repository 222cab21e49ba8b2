"""The doctor: a fine installation is fine; each thing that is wrong is found, with what to do, and exits with 1."""

import json
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from tests.store.conftest import run as run_statement

from tournant.app import checkup
from tournant.app.database import opened
from tournant.app.settings import Settings
from tournant.cli.doctor import doctor
from tournant.log.migrate import known

Run = Callable[..., dict[str, dict[str, str | bool | None]]]


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """The doctor's findings by their name; its exit code agrees with them."""

    def run_it(**environment: str) -> dict[str, dict[str, str | bool | None]]:
        for name, value in {"TOURNANT_STATE_DIR": str(folder / "state"), **environment}.items():
            monkeypatch.setenv(name, value)
        code = doctor(json=True)
        said = json.loads(capsysbinary.readouterr().out)
        assert said["ok"] is all(one["ok"] for one in said["checks"])
        assert code == (0 if said["ok"] else 1)
        assert all((one["mend"] is None) is one["ok"] for one in said["checks"])
        return {one["name"]: one for one in said["checks"]}

    return run_it


def test_a_fresh_installation_is_fine(run: Run) -> None:
    """Everything is checked, the database was started, and migrations wait for the first start."""
    found = run()
    assert list(found) == ["python", "packages", "state folder", "master key", "database", "migrations"]
    assert all(one["ok"] for one in found.values())
    assert found["database"]["found"] == "PostgreSQL 18.4, embedded"
    assert found["migrations"]["found"] == f"{len(known())} will be applied at the next start"


def test_findings_are_a_table_for_a_person(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --json each check is a line, with what to do where something is wrong."""
    monkeypatch.setenv("TOURNANT_STATE_DIR", str(folder / "state"))
    monkeypatch.setenv("TOURNANT_DATABASE_URL", "postgresql://localhost:1/none")
    assert doctor() == 1
    assert "start that database, or unset TOURNANT_DATABASE_URL" in capsys.readouterr().out


async def test_a_running_installation_is_looked_at_as_it_runs(folder: Path) -> None:
    """While the platform runs, the doctor attaches to its database and finds it migrated."""
    state = folder / "state"
    async with opened(Settings(state, None, None, state / "master.key")):
        found = {one.name: one for one in await checkup.checkup({"TOURNANT_STATE_DIR": str(state)})}
    assert found["database"].found == "PostgreSQL 18.4, embedded, running already"
    assert found["migrations"].found == "all applied"


@pytest.mark.parametrize(
    ("environment", "check", "sentence"),
    [
        ({"TOURNANT_STATE_DIR": "here"}, "settings", "not an absolute path"),
        ({"TOURNANT_STATE_DIR": "/proc/nowhere"}, "state folder", "/proc/nowhere cannot be written"),
        ({"TOURNANT_MASTER_KEY": "short"}, "master key", "a master key"),
        ({"TOURNANT_DATABASE_URL": "postgresql://localhost:1/none"}, "database", "cannot be reached"),
        ({"TOURNANT_DATABASE_URL": "postgresql://localhost:port/none"}, "settings", "is no URL"),
    ],
)
def test_what_is_wrong_is_found(run: Run, environment: dict[str, str], check: str, sentence: str) -> None:
    """The finding says what is wrong, in one sentence."""
    found = run(**environment)
    assert found[check]["ok"] is False
    assert sentence in str(found[check]["found"])


async def test_a_database_of_a_newer_tournant_is_found(fresh: str) -> None:
    """A migration that we do not know is wrong, and nothing is changed."""
    await run_statement(fresh, "insert into tournant.migration values ('9999-new', 'x')")
    found = {one.name: one for one in await checkup.checkup({"TOURNANT_DATABASE_URL": fresh, "HOME": "/nowhere"})}
    assert not found["migrations"].ok
    assert "9999-new" in found["migrations"].found


def test_a_missing_package_is_found(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the distribution needs and is not there is named; what is for another Python is not missed."""
    needed = ["nowhere>=1", "not-for-us; python_version < '3.1'", "anyio>=4"]
    monkeypatch.setattr(metadata, "requires", lambda _name: needed)
    found = run()["packages"]
    assert found["found"] == "not installed: nowhere"
    assert found["mend"] == "run `make setup`"


def test_an_old_python_is_found() -> None:
    """A Python below 3.11 is said, with what to install."""
    found = checkup._python((3, 10))  # noqa: SLF001 - no test runs on an old one
    assert (found.ok, found.mend) == (False, "install Python 3.11 or newer, and run `make setup`")
