"""How contestants are timed."""

import gc

from tournant.bench.measure import Contestant, in_turn


def test_contestants_run_in_turn() -> None:
    """Each runs once a round after one round that does not count, and is prepared before each run."""
    seen: list[str] = []
    contestants = [
        Contestant("a", lambda: seen.append("a")),
        Contestant("b", lambda: seen.append("b"), lambda: seen.append("prepare")),
    ]
    times = in_turn(contestants, 2)
    assert seen == ["a", "prepare", "b"] * 3
    assert list(times) == ["a", "b"]
    assert all(0 <= one.min_ms <= one.median_ms for one in times.values())


def test_the_garbage_collector_is_on_for_all() -> None:
    """It is on while contestants run, and afterwards as it was before."""
    seen: list[bool] = []
    gc.disable()
    try:
        in_turn([Contestant("a", lambda: seen.append(gc.isenabled()))], 1)
        assert not gc.isenabled()
    finally:
        gc.enable()
    assert seen == [True, True]
