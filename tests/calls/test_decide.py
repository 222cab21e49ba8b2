"""What becomes of a call: every disposition has its outcome, and a rest grows up to its bound."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.store.values import MINUTE, START

from tournant.calls.decide import Again, Attempt, Failure, Settled, Unfit, rested, ruled
from tournant.kernel import bounds
from tournant.sdk import errors
from tournant.sdk.grants import TooLate

SECOND = timedelta(seconds=1)


def attempt(failure: Failure | None, number: int = 1, *, risky: bool = False, left_s: float | None = None) -> Attempt:
    deadline = None if left_s is None else START + timedelta(seconds=left_s)
    return Attempt(failure, number, 5, risky, deadline)


def every(kind: type[errors.Disposition]) -> Iterator[type[errors.Disposition]]:
    for one in kind.__subclasses__():
        if one.__module__ == errors.__name__:
            yield one
        yield from every(one)


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (None, "done"),
        (errors.Rejected(), "refused"),
        (errors.Refused(), "refused"),
        (errors.Unsupported(), "refused"),
        (errors.Clash(), "clash"),
        (errors.Duplicate(), "duplicate"),
        (errors.PartnerBroke(), "broke"),
        (TooLate(), "unsent"),
        (Unfit(), "unsent"),
    ],
)
def test_an_end_is_an_outcome(failure: Failure | None, outcome: str) -> None:
    """What cannot be better by another attempt is settled at once."""
    ruling = ruled(attempt(failure), START, 1)
    assert isinstance(ruling, Settled)
    assert ruling.outcome == outcome


@pytest.mark.parametrize(
    "failure", [errors.Unsent, errors.Unreachable, errors.Throttled, errors.Unknown, errors.Transient]
)
def test_what_was_not_done_is_made_again(failure: type[errors.Disposition]) -> None:
    """Nothing changed: again, after a rest."""
    assert isinstance(ruled(attempt(failure()), START, 1), Again)
    assert isinstance(ruled(attempt(errors.NeedsReauth()), START, 1), Again)


@pytest.mark.parametrize("failure", [*every(errors.Disposition)])
def test_a_write_that_may_be_done_is_never_made_again(failure: type[errors.Disposition]) -> None:
    """Whatever the partner said last: something of it may be done, so it is unknown, or not understood."""
    ruling = ruled(attempt(failure(), risky=True), START, 1)
    assert isinstance(ruling, Settled)
    assert ruling.outcome == ("broke" if failure is errors.PartnerBroke else "unknown")


@pytest.mark.parametrize("failure", [*every(errors.Disposition)])
def test_every_disposition_has_an_end(failure: type[errors.Disposition]) -> None:
    """After its last attempt every call is settled, whatever came."""
    assert isinstance(ruled(attempt(failure(), 5), START, 1), Settled)


def test_a_call_is_given_up_after_its_attempts() -> None:
    """What was certainly not done is unsent; what nobody heard of is unknown, reads too."""
    assert ruled(attempt(errors.Unreachable("x"), 5), START, 1) == Settled("unsent", "given up after 5 attempts: x")
    assert ruled(attempt(errors.Unanswered("x"), 5), START, 1) == Settled("unknown", "given up after 5 attempts: x")


def test_the_partner_says_when() -> None:
    """A partner that names a time is believed, where it is later than our own rest."""
    assert ruled(attempt(errors.Throttled(START + MINUTE)), START, 1) == Again(START + MINUTE, errors.Throttled().why)
    assert ruled(attempt(errors.Throttled(START)), START, 1) == Again(START + SECOND, errors.Throttled().why)


def test_another_attempt_after_the_deadline_is_none() -> None:
    """Who waits for an answer is told at once that there will be no other attempt."""
    ruling = ruled(attempt(errors.Throttled(START + MINUTE), left_s=60), START, 1)
    assert isinstance(ruling, Settled)
    assert ruling.outcome == "unsent"
    assert isinstance(ruled(attempt(errors.Throttled(START + MINUTE), left_s=61), START, 1), Again)


def test_a_rest_doubles_up_to_its_bound() -> None:
    """Half to all of 1, 2, 4 … seconds, by chance, and never more than the bound."""
    assert [rested(n, 1, 10, 1).total_seconds() for n in (1, 2, 3, 4, 5, 5_000)] == [1, 2, 4, 8, 10, 10]
    assert rested(3, 1, 10, 0).total_seconds() == 2
    assert ruled(attempt(errors.Unsent("x"), 3), START, 0) == Again(START + 2 * SECOND * bounds.CALL_REST_S_MIN, "x")
