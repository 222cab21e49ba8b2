"""What a look is good for: first sightings, links that are not live, what may be written, what need not be kept."""

from datetime import timedelta

import msgspec
import pytest
from msgspec import structs
from tests.sync.echo.given import BOUND, OFF, ON, SALE, at, carried, write

from tournant.kernel import bounds
from tournant.kernel.check import Impossible
from tournant.sync.decide.cell import PLAIN, Cell, Look, Shown, is_quiet, quiet, rebased
from tournant.sync.decide.echo import Outcome, ingest
from tournant.sync.decide.meeting import Place, Stage, Takes, may_be_written, meet, stage
from tournant.sync.decide.own import Bound, Own, Write


def look(begin: float, end: float) -> Look:
    return Look(at(begin), at(end))


def place(step: Stage, canonical: object = ON, *, owns: bool = False, writes: dict[str, Write] | None = None) -> Place:
    return Place(step, owns, canonical, writes or {})


def shown(value: object) -> Shown:
    return Shown(value, SALE)


def test_a_first_sighting_is_adoption() -> None:
    """What was never seen and never written is the base; its owner's is the catalog's too."""
    for owns, takes in ((True, Takes.ADOPT), (False, Takes.FIRST)):
        met = meet(Cell(), shown(OFF), look(1, 2), place(Stage.LIVE, owns=owns))
        assert (met.takes, met.cell.base, met.cell.held) == (takes, OFF, False)


def test_what_we_only_took_away_is_a_first_sighting() -> None:
    """A menu of ours that lacks a thing is no write of it: what a person then makes is met for the first time."""
    lacking = {"w": write("w", 1, 1)}
    met = meet(Cell(own=(Own("w"),)), shown(OFF), look(2, 2.2), place(Stage.LIVE, writes=lacking))
    assert (met.takes, met.cell.own) == (Takes.FIRST, (Own("w"),))


def test_what_we_made_is_no_first_sighting() -> None:
    """A cell that we wrote is judged: what differs from our write is an edit of it."""
    made = carried(Cell(), Own("w", ON))
    met = meet(made, shown(OFF), look(2, 2.2), place(Stage.LIVE, writes={"w": write("w", 1, 1, ack=1.2)}))
    assert (met.takes, met.since) == (Takes.EDIT, at(1))


def test_the_first_look_of_a_live_link_is_the_baseline() -> None:
    """An edit between the last look and `live` does not travel; the one after the baseline does."""
    live = at(10)
    assert stage(None, look(5, 5.2), based=False) is Stage.OBSERVE
    assert stage(live, look(9.9, 10.1), based=False) is Stage.OBSERVE
    assert stage(live, look(10, 10.2), based=False) is Stage.BASELINE
    assert stage(live, look(11, 11.2), based=True) is Stage.LIVE
    cell = rebased(Cell(), shown(ON), look(5, 5.2))
    met = meet(cell, shown(OFF), look(10, 10.2), place(Stage.BASELINE))
    assert (met.takes, met.cell.base) == (Takes.OBSERVED, OFF)
    met = meet(met.cell, shown(ON), look(11, 11.2), place(Stage.LIVE))
    assert (met.takes, met.cell.base) == (Takes.EDIT, ON)


def test_only_owners_edits_travel_before_a_link_is_live() -> None:
    """On a link that is observed, a difference moves what we expect; of the field's owner it is an edit."""
    cell = rebased(Cell(), shown(ON), look(5, 5.2))
    for step in (Stage.OBSERVE, Stage.BASELINE):
        assert meet(cell, shown(OFF), look(6, 6.2), place(step)).takes is Takes.OBSERVED
        assert meet(cell, shown(OFF), look(6, 6.2), place(step, owns=True)).takes is Takes.EDIT


def test_what_may_be_written() -> None:
    """Not what is asked, not what waits, not what was answered after the look began, not over too many open writes."""
    quiet_cell, now = rebased(Cell(), shown(ON), look(5, 5.2)), look(10, 10.2)
    assert may_be_written(quiet_cell, Outcome.SAME, now, {})
    assert may_be_written(quiet_cell, None, now, {})
    assert not may_be_written(quiet_cell, Outcome.WAIT, now, {})
    assert not may_be_written(structs.replace(quiet_cell, held=True), Outcome.HOLD, now, {})
    written = carried(quiet_cell, Own("w", OFF))
    assert may_be_written(written, Outcome.SAME, now, {"w": write("w", 6)})
    assert may_be_written(written, Outcome.SAME, now, {"w": write("w", 6, 6, ack=10)})
    assert not may_be_written(written, Outcome.SAME, now, {"w": write("w", 6, 6, ack=10.1)})
    full = structs.replace(quiet_cell, own=tuple(Own("w", ON) for _ in range(bounds.OPEN_WRITES_OF_CELL_MAX)))
    assert not may_be_written(full, Outcome.SAME, now, {"w": write("w", 6)})


def test_a_quiet_cell_need_not_be_kept() -> None:
    """A cell that says no more than its last look is judged the same when it is made anew from its value."""
    last = look(6, 6.2)
    cell = ingest(rebased(Cell(), shown(ON), look(5, 5.2)), shown(ON), last, ON, {}).cell
    assert is_quiet(cell, last, {})
    assert not is_quiet(cell, look(7, 7.2), {})
    for value in (ON, OFF):
        known = (quiet(ON, None, last), cell)
        one, other = (ingest(cell, shown(value), look(8, 8.2), ON, {}) for cell in known)
        assert (one.outcome, one.since) == (other.outcome, other.since)
        assert is_quiet(one.cell, look(8, 8.2), {})
        assert is_quiet(other.cell, look(8, 8.2), {})
    late = structs.replace(cell, echoed=at(6.2))
    assert not is_quiet(late, last, {})
    for loud in ({"held": True}, {"pend": at(6)}):
        assert not is_quiet(structs.replace(cell, **loud), last, {})


def test_a_cell_that_we_write_is_quiet_until_something_of_it_is_seen() -> None:
    """What open writes carry is kept with them, unless it was seen or copied, or the cell moved since."""
    last, writes = look(6, 6.2), {"w": write("w", 5.5)}
    cell = structs.replace(rebased(Cell(), shown(ON), look(5, 5.2)), since=at(6), shown=at(6.2), own=(Own("w", OFF),))
    assert is_quiet(cell, last, writes)
    assert not is_quiet(structs.replace(cell, moved=at(6.2)), last, writes)
    for touched in (Own("w", OFF, seen=True), Own("w", OFF, late=1)):
        assert not is_quiet(structs.replace(cell, own=(touched,)), last, writes)
    answered = {"w": write("w", 5.5, 5.6, ack=5.9)}
    rulings = [ingest(one, shown(ON), look(7, 7.2), OFF, answered) for one in (cell, quiet(ON, None, last, cell.own))]
    assert [(one.outcome, one.since) for one in rulings] == [(Outcome.EDIT, at(6))] * 2


def test_what_is_kept_is_read_back_equal() -> None:
    """Cells and writes of texts are the same after JSON, nothing at all included; a plain cell is short."""
    full = structs.replace(quiet('["sold out"]', at(90), look(6, 6.2)), held=True, pend=at(6), echoed=at(5))
    full = carried(full, Own("w", '["on sale"]', at(95)))
    for cell in (Cell(), full, carried(Cell(), Own("w", None))):
        assert msgspec.json.decode(msgspec.json.encode(cell), type=Cell) == cell
    sent = write("w", 7, 8, ack=9, n=3, cas=7)
    assert msgspec.json.decode(msgspec.json.encode(sent), type=Write) == sent
    assert msgspec.json.encode(Cell()) == b"{}"


def test_a_write_ends_after_its_bound() -> None:
    """A write that may still be sent never ends; one that will not, when everything of it has come."""
    assert not write("w", 0).is_over(at(1_000))
    sent = write("w", 0, 10)
    assert (sent.sent, sent.bound.total) == (at(10), timedelta(seconds=30))
    assert not sent.is_over(at(40))
    assert sent.is_over(at(40.1))
    assert Bound(timedelta(seconds=3)).total == timedelta(seconds=3)


def test_the_first_certain_answer_counts() -> None:
    """What is known to be done is not done later because that is found out once more."""
    assert write("w", 0, 1).completed(at(4)).completed(at(9)).ack == at(4)


def test_a_write_that_is_not_kept_is_a_bug() -> None:
    """A cell that names an unknown write is refused loudly."""
    with pytest.raises(Impossible):
        ingest(carried(Cell(), Own("w", ON)), Shown(ON, PLAIN), look(2, 2.2), ON, {})


def test_what_has_ended_is_on_sale() -> None:
    """A partner that still shows a "sold out" whose end has passed shows what is on sale."""
    cell = rebased(Cell(), Shown(OFF, SALE, at(50)), look(5, 5.2))
    assert (cell.base, cell.until) == (OFF, at(50))
    ruling = ingest(cell, Shown(OFF, SALE, at(50)), look(49, 51), OFF, {})
    assert (ruling.outcome, ruling.cell.base) == (Outcome.SAME, OFF)
    ruling = ingest(cell, Shown(OFF, SALE, at(50)), look(51, 52), OFF, {})
    assert (ruling.outcome, ruling.cell.base) == (Outcome.EXPIRY, ON)


def test_sold_out_until_another_instant_is_an_edit() -> None:
    """It ended, and was sold out again until later: that is somebody's."""
    cell = rebased(Cell(), Shown(OFF, SALE, at(50)), look(5, 5.2))
    ruling = ingest(cell, Shown(OFF, SALE, at(90)), look(60, 60.2), ON, {})
    assert (ruling.outcome, ruling.since, ruling.cell.until) == (Outcome.EDIT, at(50), at(90))


def test_another_end_of_sold_out_that_we_wrote_before_is_a_copy() -> None:
    """Sold out until six, then for good, both ours: "until six" once more is a late copy, not a person's."""
    cell = carried(rebased(Cell(), shown("for good"), look(20, 20.2)), Own("w", "until six", seen=True))
    ruling = ingest(cell, shown("until six"), look(21, 21.2), "for good", {"w": write("w", 5, 5, ack=5.2)})
    assert ruling.outcome is Outcome.LATE
    assert BOUND.total > timedelta(seconds=16)
