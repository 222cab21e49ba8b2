"""Checks raise `Impossible` whatever Python is told to optimise away."""

import subprocess
import sys

import pytest

from tournant.kernel import check


def test_what_holds_passes() -> None:
    """A kept promise costs nothing."""
    check.require(holds=True, what="one is one")
    check.ensure(holds=True, what="one is one")


def test_what_does_not_hold_is_a_bug_with_its_sentence() -> None:
    """The message says what was found, and that it is ours to mend."""
    with pytest.raises(check.Impossible, match=r"two heads .*bug"):
        check.require(holds=False, what="two heads")
    with pytest.raises(check.Impossible) as caught:
        check.ensure(holds=False, what="two heads")
    assert caught.value.what == "two heads"
    with pytest.raises(check.Impossible, match="unreachable"):
        check.never("unreachable")


def test_checks_survive_optimisation() -> None:
    """`python -O` strips `assert` and leaves these."""
    code = "from tournant.kernel import check; check.require(False, 'gone')"
    done = subprocess.run([sys.executable, "-O", "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter and text
    assert done.returncode == 1
    assert "Impossible: gone" in done.stderr
