"""The laws themselves: an engine with a mistake in it does not pass them."""

from pathlib import Path

import pytest
from tests.laws.mutants import MUTANTS, Mutant, verdict


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_is_killed(mutant: Mutant, tmp_path: Path) -> None:
    """The laws fail, and by what they say, not by a run that never began."""
    passed, said = verdict(mutant, mutant.killed_by, tmp_path)
    assert not passed, f"survived {mutant.killed_by}"
    assert " failed" in said, said


def test_the_engine_as_it_is_survives_the_same_judgement(tmp_path: Path) -> None:
    """The copy without a mistake passes, so that it is the mistake that kills."""
    passed, said = verdict(None, "test_spelling.py", tmp_path)
    assert passed, said
