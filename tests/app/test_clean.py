"""`make clean`: the database of the checkout's own state folder is stopped, whoever owns it, and the folder removed."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.serving import serving
from tests.house.tree import ROOT
from tests.store.conftest import folder

__all__ = ["folder"]


@pytest.mark.parametrize(("inside", "killed"), [("", False), ("", True), ("demo", False), ("demo", True)])
def test_it_stops_the_database_and_its_owner(folder: Path, inside: str, killed: bool) -> None:  # noqa: FBT001 - a case
    """A platform that runs is told to stop; a server that a killed one left behind is stopped; nothing stays.

    So is that of a demo, which is in a folder inside.
    """
    state = folder / ".state" / inside
    with serving({"TOURNANT_STATE_DIR": str(state)}) as found:
        found.up("edge", "core")
        server = int((state / "data" / "postmaster.pid").read_text().split("\n")[0])
        if killed:
            found.process.kill()
            found.ended()
        clean = [sys.executable, str(ROOT / "tools" / "clean.py")]
        done = subprocess.run(clean, cwd=folder, check=False, capture_output=True, text=True)  # noqa: S603 - our own words
        assert (done.returncode, done.stderr) == (0, "")
        assert found.ended() == (-9 if killed else 0)
    assert not (folder / ".state").exists()
    # A process that nobody has reaped yet runs no program any more.
    assert not Path(f"/proc/{server}/exe").exists()
