"""The rule in a storm of people and faults, and what each of its main clauses is there for.

Seeds are fixed, so that a run is the same everywhere; a finding names its seed, and `judge.run(seed, rule)` shows it
again. What no rule can know without versions is told apart by the oracle (`judge`).
"""

from collections import Counter

import pytest
from tests.sync.echo import judge
from tests.sync.echo.by_document import DocumentEngine
from tests.sync.echo.engine import Engine
from tests.sync.echo.rule import Cut, Rule, rule

SEEDS = range(24)
SEEDS_OF_AN_ABLATION = range(8)
PHANTOMS_MAX = 0.001
"""Of all edits. People who bring back a value of ours use up the copies that it may have; then a real one comes."""

_COMPLETED = "    _expect_what_was_completed(case)\n    _expect_what_ended(case)\n"
ABLATIONS: dict[str, tuple[str, int, tuple[Cut, ...]]] = {
    "open writes explain nothing": (
        "phantom",
        20,
        (Cut("case", "return [mine for mine in self.mine if mine.value == self.value]", "return []"),),
    ),
    "what was seen explains nothing more": (
        "phantom",
        3,
        (Cut("echo", "if mine.late < mine.write.n:", "if mine.late < 0:"),),
    ),
    "what ends by itself is an edit": (
        "phantom",
        3,
        (Cut("echo", _COMPLETED, "    _expect_what_was_completed(case)\n"),),
    ),
    "a read shows what is there now": (
        "phantom",
        20,
        (
            Cut("cell", "return cls(began - read_lag, ended)", "return cls(began, ended)"),
            Cut("echo", "if case.look.begin >= max(case.moved, case.shown):", "if case.look.begin >= case.look.begin:"),
        ),
    ),
    "a completion moves nothing": (
        "lost",
        5,
        (Cut("echo", _COMPLETED, "    _expect_what_ended(case)\n"),),
    ),
    "every link is live": (
        "travelled",
        5,
        (
            Cut("meeting", "if live_since is None or (not based and look.begin < live_since):", "if look is None:"),
            Cut("meeting", "return Stage.LIVE if based else Stage.BASELINE", "return Stage.LIVE"),
        ),
    ),
}
"""By what is taken out: what then happens, how often at least in these seeds, and how it is taken out."""


@pytest.fixture(scope="module")
def whole() -> Rule:
    return rule("whole")


def total(seeds: range, tried: Rule, kind: type[Engine] = Engine) -> Counter[str]:
    found: Counter[str] = Counter()
    for seed in seeds:
        found += judge.run(seed, tried, kind)
    return found


@pytest.mark.parametrize("kind", [Engine, DocumentEngine])
def test_nothing_is_lost_in_a_storm(whole: Rule, kind: type[Engine]) -> None:
    """No edit is undone without being counted, nothing loops, all agree at the end, nothing travels before its time."""
    found = total(SEEDS, whole, kind)
    assert [name for name in ("lost", "lost 86", "travelled", "loops", "diverged") if found[name]] == [], found
    assert found["phantom"] <= PHANTOMS_MAX * found["edits"], found
    assert min(found[name] for name in ("echo", "late", "hold", "overruled", "kept")) > 0, "the storm was too calm"


@pytest.mark.parametrize("clause", ABLATIONS)
def test_every_main_clause_is_needed(clause: str) -> None:
    """Taken out, a clause is missed: the oracle finds what it is there for, in seeds where the whole rule is clean."""
    kind, least, cuts = ABLATIONS[clause]
    found = total(SEEDS_OF_AN_ABLATION, rule(clause.replace(" ", "_"), cuts))
    assert found[kind] + found[f"{kind} 86"] >= least, found


def test_a_seed_is_the_same_every_time(whole: Rule) -> None:
    """Two runs of one seed come to the same."""
    assert judge.run(3, whole) == judge.run(3, rule("again"))
