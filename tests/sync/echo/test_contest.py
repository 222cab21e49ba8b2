"""An edit against the catalog: owners, pins, questions, and two people at once."""

import pytest
from tests.sync.echo.given import OFF, ON, SALE, at

from tournant.sync.decide.cell import PLAIN, Cell
from tournant.sync.decide.contest import Policy, Register, Verdict, contest, is_masked

LATEST = Policy("latest")


def said(value: object, source: str, since: float, seen: float) -> Register:
    return Register(value, source, at(since), at(seen))


def test_what_is_not_there_yet_is_folded() -> None:
    """Whatever the policy: a value where there was none."""
    for policy in (LATEST, Policy("owner", "pos"), Policy("pinned"), Policy("ask")):
        assert contest(None, said("a", "uber", 0, 1), policy, PLAIN).verdict is Verdict.FOLD


@pytest.mark.parametrize(
    ("policy", "verdict"),
    [
        (LATEST, Verdict.FOLD),
        (Policy("owner", "uber"), Verdict.FOLD),
        (Policy("owner", "pos"), Verdict.DRIFT),
        (Policy("pinned"), Verdict.DRIFT),
        (Policy("ask"), Verdict.ASK),
    ],
)
def test_who_decides(policy: Policy, verdict: Verdict) -> None:
    """A later edit by policy: the last one wins, or its owner's, or nobody's, or a person is asked."""
    held, edit = said("a", "pos", 0, 1), said("b", "uber", 2, 3)
    assert contest(held, edit, policy, PLAIN) == (verdict, None)


def test_agreement_is_never_asked() -> None:
    """An edit to what the catalog holds renews the stamp, and is no question."""
    assert contest(said("a", "pos", 0, 1), said("a", "uber", 2, 3), Policy("ask"), PLAIN).verdict is Verdict.FOLD


def test_sold_out_wins_over_on_sale_at_once() -> None:
    """Two people at once: "sold out" holds, in either order, and who lost is named."""
    off, on = said(OFF, "pos", 0, 5), said(ON, "uber", 3, 8)
    assert contest(off, on, LATEST, SALE) == (Verdict.OVERRULED, on)
    off_later, on_before = said(OFF, "pos", 3, 8), said(ON, "uber", 0, 5)
    assert contest(on_before, off_later, LATEST, SALE) == (Verdict.FOLD, on_before)


def test_of_two_plain_values_at_once_the_later_wins() -> None:
    """The one that is seen later, and the other is named."""
    first, second = said(5, "pos", 0, 5), said(6, "uber", 3, 8)
    assert contest(first, second, LATEST, PLAIN) == (Verdict.FOLD, first)


def test_one_after_the_other_is_no_contest() -> None:
    """An edit that was made after the other was seen, or by the same source, or to the same value, overrules nobody."""
    held = said(OFF, "pos", 0, 5)
    for edit in (said(ON, "uber", 5, 8), said(ON, "pos", 3, 8), said(OFF, "uber", 3, 8)):
        assert contest(held, edit, LATEST, SALE) == (Verdict.FOLD, None)


def test_sold_out_again_keeps_an_older_on_sale_away() -> None:
    """Agreement renewed the stamp at the one link; an older "on sale" that another link shows now does not undo it."""
    first = said(OFF, "pos", 0, 2)
    again = contest(first, said(OFF, "uber", 10, 12), LATEST, SALE)
    assert again.verdict is Verdict.FOLD
    older = said(ON, "square", 4, 13)
    assert contest(said(OFF, "uber", 10, 12), older, LATEST, SALE) == (Verdict.OVERRULED, older)
    assert contest(first, older, LATEST, SALE).verdict is Verdict.FOLD


def test_an_edit_hides_what_was_explained_elsewhere() -> None:
    """What was explained as ours at another link, while the edit may have been made, is counted."""
    echoed = Cell(OFF, echoed=at(5))
    assert is_masked(echoed, ON, at(4))
    assert not is_masked(echoed, OFF, at(4))
    assert not is_masked(echoed, ON, at(5))
    assert not is_masked(Cell(OFF), ON, at(4))
