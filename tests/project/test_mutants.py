"""Faults seeded into the room are found: each on a copy of it, by a part of its tests, in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.project.mutants import MUTANTS, Mutant

ROOT = Path(__file__).parents[2]
ROOM = Path("src/tournant/project")
RUN_S_MAX = 120
SLICE = 4
"""Every check runs one mutant of so many, the long campaign all."""
LONG = os.environ.get("TOURNANT_LAWS") == "long"
TAKEN = MUTANTS if LONG else MUTANTS[::SLICE]
KILLERS = sorted({mutant.killer for mutant in MUTANTS})


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and of the room's tests."""
    goal = tmp_path_factory.mktemp("house")
    skipped = shutil.ignore_patterns("__pycache__", "test_mutants.py")
    shutil.copytree(ROOT / "src/tournant", goal / "src/tournant", ignore=skipped)
    shutil.copytree(ROOT / "tests/project", goal / "tests/project", ignore=skipped)
    shutil.copy(ROOT / "pyproject.toml", goal)
    return goal


def run(copy: Path, test: str) -> int:
    """The verdict of one test on the copy: 0 is all well, 1 is a failure."""
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"tests/project/{test}"]
    known = {"PATH": os.environ["PATH"], "TOURNANT_LAWS": "mutants", "PYTHONHASHSEED": "0"}
    return subprocess.run(command, cwd=copy, env=known, timeout=RUN_S_MAX, capture_output=True, check=False).returncode  # noqa: S603 - our own words


@pytest.mark.parametrize("mutant", TAKEN, ids=[mutant.what for mutant in TAKEN])
def test_is_killed(mutant: Mutant, copy: Path) -> None:
    """The test that is named fails on the fault."""
    place = copy / ROOM / mutant.file
    text = place.read_text(encoding="utf-8")
    assert text.count(mutant.old) == 1, "the snippet is there once, or the list is out of date"
    place.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        assert run(copy, mutant.killer) == 1
    finally:
        place.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("killer", KILLERS if LONG else KILLERS[:1])
def test_is_quiet_without_a_fault(killer: str, copy: Path) -> None:
    """On the room as it is, the same test passes: what it finds is the fault."""
    assert run(copy, killer) == 0


def test_every_snippet_is_there() -> None:
    """Each mutant names a snippet that stands in its file exactly once."""
    texts = {mutant.file: (ROOT / ROOM / mutant.file).read_text(encoding="utf-8") for mutant in MUTANTS}
    assert [mutant.what for mutant in MUTANTS if texts[mutant.file].count(mutant.old) != 1] == []
