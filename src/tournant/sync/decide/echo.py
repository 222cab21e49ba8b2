"""Whose change is this? One cell, one look: a person's edit, our own write coming back, or a question.

Each clause is asked in turn, on what the look shows against what we expected (`base`):

    1  a write of ours was done for certain before the look began,
       or upon a version that the look shows is over                → base is what it wrote; then:
    2  base was sold out until an instant that has passed           → base is on sale; seen so: EXPIRY, no edit
    3  sold out, on sale in the catalog; asked already, or the
       order of what put it on sale is unknown                      → HOLD
    4  base                                                         → SAME; AMBIGUOUS, if ours was in unknown order,
                                                                      if what was not decided yet has given way to it,
                                                                      or if ours may have been done and taken back
                                                                      (WAIT, while its answer may still tell)
    5  something else, by a look that may be older than base        → WAIT: look again
    6  sold out, on sale in the catalog, and we wrote "sold out"    → WAIT for its answer, then HOLD: a question
    7  what an open write of ours carries and was not seen yet      → ECHO; LATE, where the catalog has moved on
    8  what one carries that was seen, no more often than sent      → LATE: a copy
    9  anything else                                                → EDIT, agreement too: it renews the stamp

Base moves with 7, 8 and 9. A write ends with the first look that decides (not WAIT) and began after its bound, or after
the version that it needs. What is not certain is counted (`COUNTED`), never silently dropped. Simulated with people,
faults and an oracle in `tests/sync/echo`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from tournant.kernel.check import require
from tournant.sync.decide.case import Case, Mine
from tournant.sync.decide.cell import LONG_AGO, Cell, Look, Shown
from tournant.sync.decide.own import Write

__all__ = ["COUNTED", "Outcome", "Ruling", "ingest"]


class Outcome(StrEnum):
    """What a look means for a cell."""

    SAME = "same"
    WAIT = "wait"
    HOLD = "hold"
    ECHO = "echo"
    LATE = "late"
    EDIT = "edit"
    EXPIRY = "expiry"
    AMBIGUOUS = "ambiguous"


COUNTED: Final = frozenset({Outcome.HOLD, Outcome.LATE, Outcome.AMBIGUOUS})
"""The outcomes behind which a person's edit may hide: each is counted and shown."""


class Ruling(NamedTuple):
    """What was decided."""

    cell: Cell
    """The cell from now on."""
    outcome: Outcome
    since: datetime
    """If somebody changed it, it was after this instant, and before the look ended."""


def ingest(cell: Cell, shown: Shown, look: Look, canonical: object, writes: Mapping[str, Write]) -> Ruling:
    """Decide whose change a look shows; `canonical` is what this link should show, `writes` are those of the cell."""
    require(all(own.write in writes for own in cell.own), "a cell names a write that nobody has kept")
    mine = [Mine(writes[own.write], own.value, own.until, own.seen, own.late) for own in cell.own]
    case = Case(cell, shown.at(look), look, canonical, mine)
    _expect_what_was_completed(case)
    _expect_what_ended(case)
    outcome = next(found for clause in _CLAUSES if (found := clause(case)) is not None)
    return Ruling(_concluded(case, outcome), outcome, case.since)


# ---------------------------------------------------------------------- what the look must show


def _expect_what_was_completed(case: Case) -> None:
    """Clause 1: move what is expected to what a write left that was completed before what the look shows."""
    landed = [mine for mine in case.mine if not mine.seen and mine.write.ack is not None and _is_past(mine, case)]
    standing = [mine for mine in landed if not _is_overwritten(mine, landed)]
    sure = [mine for mine in standing if case.cell.moved <= mine.write.first]
    case.in_doubt = tuple(mine.value for mine in standing if mine not in sure or len(sure) > 1)
    for mine in landed:
        mine.seen = True
    if sure:
        _expect(case, next((mine for mine in sure if mine.value == case.value), max(sure, key=_completed)))


def _completed(mine: Mine) -> datetime:
    return mine.write.ack or LONG_AGO


def _is_past(mine: Mine, case: Case) -> bool:
    if _completed(mine) <= case.look.begin:
        return True
    # Taken upon one version alone, and done: a later version shows what became of it, however early the look began.
    return mine.value != case.value and mine.write.is_closed(case.seen.version)


def _is_overwritten(mine: Mine, landed: list[Mine]) -> bool:
    """Whether another of ours was certainly written later."""
    return any(other.write.first > _completed(mine) for other in landed)


def _expect(case: Case, last: Mine) -> None:
    is_there = last.value == case.value
    case.is_explained = is_there and last.write.first <= case.pend
    case.since = max(case.since, last.write.first)
    if last.value != case.base:
        case.base, case.base_until = last.value, case.seen.until if is_there else last.until
        case.moved, case.shown = _completed(last), LONG_AGO


def _expect_what_ended(case: Case) -> None:
    """Clause 2: what the partner declared to end has ended, though we may not have seen it yet."""
    ends = case.base_until
    if ends is None or ends > case.look.end or not case.nature.is_off(case.base):
        return
    if case.nature.is_on(case.value) or case.seen.until != ends:
        case.base, case.base_until = case.nature.on_sale, None
        case.since, case.moved = max(case.since, ends), max(case.moved, min(ends, case.look.begin))
        case.has_ended = True


# ---------------------------------------------------------------------- what it shows: the first clause that applies


def _ended(case: Case) -> Outcome | None:
    return Outcome.EXPIRY if case.has_ended and case.nature.is_on(case.value) else None


def _asked_or_in_doubt(case: Case) -> Outcome | None:
    is_in_doubt = any(case.nature.is_on(value) for value in case.in_doubt)
    is_still_asked = case.cell.held and not case.is_explained
    return Outcome.HOLD if case.sells_out_what_is_on_sale and (is_in_doubt or is_still_asked) else None


def _taken_back(case: Case) -> Outcome | None:
    """Whether what was there before, in a later version than ours is taken upon, may be what somebody made of ours.

    An answer would tell. Without one it was so, or ours came too late for the version: nobody can know.
    """
    unanswered = [
        mine
        for mine in case.mine
        if mine.write.ack is None and not mine.seen and mine.value != case.value
        if mine.write.is_closed(case.seen.version)
    ]
    if case.value != case.base or not unanswered:
        return None
    return Outcome.WAIT if any(mine.write.sent is None for mine in unanswered) else Outcome.AMBIGUOUS


def _unchanged(case: Case) -> Outcome | None:
    if case.value != case.base:
        return None
    is_in_doubt = any(value != case.value for value in case.in_doubt)
    return Outcome.AMBIGUOUS if is_in_doubt or _is_back(case) else Outcome.SAME


def _is_back(case: Case) -> bool:
    """Whether something else was there, seen before it could be decided, and somebody or a write of ours ended it."""
    pend = case.cell.pend
    if pend is None or case.cell.base != case.value:
        return False
    return case.cell.passed or any(mine.write.first <= pend <= _completed(mine) for mine in case.carrying)


def _too_old(case: Case) -> Outcome | None:
    """A look that may be older than base; or than the last that showed it, and base is back perhaps."""
    if case.look.begin >= max(case.moved, case.shown):
        return None
    case.passed = case.passed or case.look.begin >= case.moved
    return Outcome.WAIT


def _ours_or_sold_out_again(case: Case) -> Outcome | None:
    if not (case.sells_out_what_is_on_sale and case.carrying):
        return None
    is_under_way = any(mine.write.sent is None and mine.write.first <= case.pend for mine in case.arriving)
    return Outcome.WAIT if is_under_way else Outcome.HOLD


def _arrived(case: Case) -> Outcome | None:
    found = case.arriving
    for mine in found:
        mine.seen = mine.write.sent is not None and case.look.begin >= mine.write.sent
    if not found:
        return None
    return Outcome.ECHO if case.value == case.canonical else Outcome.LATE


def _copied(case: Case) -> Outcome | None:
    """A further arrival; of "sold out" only where the catalog is sold out too, but otherwise: until another instant."""
    if case.nature.is_off(case.value) and case.value == case.canonical:
        return None
    for mine in case.carrying:
        if mine.late < mine.write.n:
            mine.late += 1
            return Outcome.LATE
    return None


def _edited(_: Case) -> Outcome:
    return Outcome.EDIT


_CLAUSES: Final[tuple[Callable[[Case], Outcome | None], ...]] = (
    _ended,
    _asked_or_in_doubt,
    _taken_back,
    _unchanged,
    _too_old,
    _ours_or_sold_out_again,
    _arrived,
    _copied,
    _edited,
)


# ---------------------------------------------------------------------- what it comes to


def _concluded(case: Case, outcome: Outcome) -> Cell:
    moves = outcome in (Outcome.ECHO, Outcome.LATE, Outcome.EDIT)
    confirms = outcome in (Outcome.SAME, Outcome.AMBIGUOUS, Outcome.EXPIRY)
    waits = outcome is Outcome.WAIT
    undecided = waits or outcome is Outcome.HOLD
    return Cell(
        base=case.value if moves else case.base,
        until=case.seen.until if moves or confirms else case.base_until,
        since=case.look.begin if moves else max(case.since, case.look.begin) if confirms else case.since,
        moved=case.look.end if moves else case.moved,
        shown=case.look.end if confirms and outcome is not Outcome.EXPIRY else case.shown,
        held=outcome is Outcome.HOLD or (waits and case.cell.held),
        pend=case.pend if undecided else None,
        passed=case.passed and undecided,
        echoed=case.look.end if outcome is Outcome.ECHO else None if moves else case.cell.echoed,
        own=tuple(mine.own() for mine in case.mine if waits or not _is_done(mine.write, case)),
    )


def _is_done(write: Write, case: Case) -> bool:
    return write.is_over(case.look.begin) or write.is_closed(case.seen.version)
