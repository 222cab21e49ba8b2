"""From how an attempt ended to what becomes of its call.

                        reads, or nothing can have changed    something may have changed
    ended well          done                                  done
    Unsent, Unknown     again, up to the call's attempts      unknown: look, never send again
    NeedsReauth         again, likewise                       unknown
    Refused …           refused, clash, duplicate             unknown: a part of it may be done
    PartnerBroke        broke                                 broke
    too late, no longer possible: unsent                      unknown

"Again" that would be after the deadline is `unsent` at once: whoever waits for it can still do something else.
"""

from dataclasses import dataclass
from datetime import datetime

from tournant.calls.decide.rest import rested
from tournant.facts.messages import Outcome
from tournant.kernel import bounds, check
from tournant.sdk import errors
from tournant.sdk.grants import TooLate

__all__ = ["Again", "Attempt", "Failure", "Ruling", "Settled", "Unfit", "ruled"]


class Unfit(Exception):  # noqa: N818 - it says what it is
    """This call cannot be made by anybody."""


Failure = errors.Disposition | TooLate | Unfit
"""Why an attempt did not end well."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a call, and how it ended."""

    failure: Failure | None
    """None: it ended well."""
    number: int
    """From 1."""
    attempts_max: int
    risky: bool
    """It is a write, and something of it may have been done."""
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """That is what came of the call."""

    outcome: Outcome
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """The call shall be made again."""

    due: datetime
    why: str


Ruling = Settled | Again


def ruled(attempt: Attempt, now: datetime, chance: float) -> Ruling:
    """What becomes of the call, at this time and with a chance from 0 to 1 for the length of a rest."""
    failure = attempt.failure
    if failure is None:
        return Settled("done")
    said = str(failure)
    outcome = _outcome(failure, risky=attempt.risky)
    if outcome is not None:
        return Settled(outcome, said)
    due = now + rested(attempt.number, bounds.CALL_REST_S_MIN, bounds.CALL_REST_S_MAX, chance)
    if isinstance(failure, errors.Throttled) and failure.until is not None:
        due = max(due, failure.until)
    if attempt.deadline is not None and due >= attempt.deadline:
        return Settled(_given_up(failure), f"no time is left for another attempt: {said}")
    if attempt.number >= attempt.attempts_max:
        return Settled(_given_up(failure), f"given up after {attempt.number} attempts: {said}")
    return Again(due, said)


def _outcome(failure: Failure, *, risky: bool) -> Outcome | None:
    """The outcome; None where it shall be tried again."""
    found: Outcome | None
    match failure:
        case errors.PartnerBroke():
            found = "broke"
        case _ if risky:
            found = "unknown"
        case TooLate() | Unfit():
            found = "unsent"
        case errors.Unsent() | errors.Unknown() | errors.NeedsReauth():
            found = None
        case errors.Clash():
            found = "clash"
        case errors.Duplicate():
            found = "duplicate"
        case errors.Refused():
            found = "refused"
        case _:
            check.never(f"{type(failure).__name__} is no disposition that calls knows")
    return found


def _given_up(failure: Failure) -> Outcome:
    """Of something that changes nothing: it was not sent, or nobody heard the answer."""
    return "unknown" if isinstance(failure, errors.Unknown) else "unsent"
