"""`tournant sim`: a line or an object a seed, and an exit code that says whether all passed."""

import json

from tests.cli.conftest import Run


def test_a_seed_as_json(run: Run) -> None:
    """The outcome of a seed has the keys that are documented; the exit code says whether it passed."""
    ran = run("sim", "--seeds", "1", "--from", "2", "--json")
    said = json.loads(ran.out)
    keys = "seed passed edits writes faults unseen counted echoes findings digest steps"
    assert sorted(said) == sorted(keys.split())
    assert said["seed"] == 2
    assert said["passed"] is (ran.code == 0)


def test_no_seed_is_no_run(run: Run) -> None:
    """Less than one seed is bad input, said in one sentence."""
    assert run("sim", "--seeds", "0").code == 2
