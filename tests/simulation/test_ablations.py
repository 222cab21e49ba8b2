"""Safeguards taken away, one at a time: the judge finds what each of them is for, within a few seeds."""

from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tournant.app.rooms import Outside
from tournant.calls.orphans import Orphans
from tournant.log.records import Lease
from tournant.pace import Look
from tournant.sdk import Governor, Want
from tournant.sim import Built, Outcome, Plan, run
from tournant.sync import looking
from tournant.sync.decide.judge import Judged, Scene, judge

SEEDS = range(4)


def found(kind: str, by: Callable[[int], Outcome]) -> bool:
    """Whether one of some seeds leads to a finding of a kind."""
    return any(one.startswith(kind) for seed in SEEDS for one in by(seed).findings)


class Never:
    """A policy that never looks again."""

    def next_look(self, look: Look, now: datetime) -> datetime:
        assert look.resource
        return now + timedelta(days=1)


def test_without_looks_what_a_lost_webhook_told_is_missing() -> None:
    """Where nothing is looked at again, the two sides stay apart."""

    def without(outside: Outside) -> Outside:
        return replace(outside, policy=Never())

    assert found("apart:", lambda seed: run(seed, built=Built(changed=without)))


class _Free:
    """A right to call that nobody counts."""

    def answered(self) -> None:
        """Nothing was counted."""

    cut_off = timed_out = unsent = answered


class Generous:
    """Sells every right at once."""

    def __init__(self, governor: Governor) -> None:
        self.instead_of = governor

    async def buy(self, want: Want) -> _Free:
        assert want.partner
        return _Free()

    def slow_down(self, want: Want, until: datetime) -> None:
        """It is not slowed down."""


def test_without_the_governor_limits_are_exceeded() -> None:
    """Ten merchants that are connected at once: where every call is sold at once, a partner's books show it."""
    many = Plan(merchants=((1, 1),) * 10, storm_s=20, quiet_s=30)
    assert not [one for one in run(0, many).findings if one.startswith("limit:")]
    assert [one for one in run(0, many, Built(governor=Generous)).findings if one.startswith("limit:")]


def test_without_a_look_for_orphans_claims_stay_unanswered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a crashed process had claimed is never answered where nobody looks for it."""

    async def nothing(self: Orphans, lease: Lease, ours: Container[tuple[str, int]]) -> bool:
        assert isinstance(self, Orphans)
        assert lease.epoch > 0
        assert ours is not None
        return False

    monkeypatch.setattr(Orphans, "sweep", nothing)
    assert found("unanswered:", run)


def test_without_open_writes_our_own_come_back_as_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a look is judged without our open writes, what we wrote is taken for what people did."""

    def without(scene: Scene) -> Judged:
        return judge(replace(scene, open={}))

    before = sum(len(run(seed).echoes) for seed in SEEDS)
    monkeypatch.setattr(looking, "judge", without)
    assert sum(len(run(seed).echoes) for seed in SEEDS) > before + 10
