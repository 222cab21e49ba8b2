"""Interleavings that broke an earlier form of the rule: each once, with its instants, on one cell.

In every test: a cook, or a person at the partner, does something that we can only see by looking; our writes carry the
same cell. Instants are seconds of one evening; the bound on late effects is thirty.
"""

from tests.sync.echo.given import OFF, ON, Given, at, last_sent, plain, still_running, transmitted_again, write

from tournant.sync.decide.cell import Cell


def test_sold_out_again_before_our_verifying_look() -> None:
    """Our "on sale" was answered; a cook sells out again before we look: an edit later than our write, not our past."""
    given = Given(OFF).wrote(write("w", 10, 10, ack=10.2), ON)
    assert given.since(OFF, 10.5, 10.7, ON) == ("edit", 10)


def test_on_sale_again_before_our_verifying_look() -> None:
    """The mirror: our "sold out" was answered, a person puts it on sale again before we look."""
    given = Given(ON).wrote(write("w", 10, 10, ack=10.2), OFF)
    assert given.since(ON, 10.5, 10.7, OFF) == ("edit", 10)


def test_answer_lost_then_sold_out_by_hand() -> None:
    """Whether it is our "sold out" or a cook's cannot be told: held while the catalog says on sale, else ours."""
    assert Given(ON).wrote(write("w", 5, 5), OFF).look(OFF, 20, 20.2, ON) == "hold"
    assert Given(ON).wrote(write("w", 5, 5), OFF).look(OFF, 20, 20.2, OFF) == "echo"


def test_two_changes_of_mind_do_not_end_sold_out() -> None:
    """Our "sold out", still on its way when the catalog is on sale again, waits for its answer and was then ours."""
    given = Given(ON).wrote(write("w", 5), OFF)
    assert given.look(OFF, 6, 6.2, ON) == "wait"
    given.writes["w"] = last_sent(given.writes["w"], at(5)).completed(at(6.4))
    assert given.look(OFF, 6.6, 6.8, ON) == "same"
    assert not given.cell.held


def test_a_stale_replica_is_no_edit() -> None:
    """A replica six seconds behind shows the past: nothing is decided by a look that may be older than the last."""
    given = Given(ON, moved=-10)
    assert given.look(OFF, 10, 10.2, ON, lag=6) == "edit"
    assert given.look(ON, 11, 11.2, OFF, lag=6) == "wait"
    assert given.look(OFF, 15, 15.2, OFF, lag=6) == "same"
    assert given.look(ON, 18, 18.2, OFF, lag=6) == "wait"
    assert given.look(ON, 22, 22.2, OFF, lag=6) == "edit"


def test_a_link_that_could_not_be_read_for_longer_than_the_bound() -> None:
    """The first look after a long silence still finds the write, explains its landing, and only then ends it."""
    given = plain("one").wrote(write("w", 10, 10), "two")
    assert given.look("two", 95, 95.2, "three") == "late"
    assert given.open == []


def test_an_edit_of_what_we_made() -> None:
    """An item that we made is no first sighting: sold out before our first look is an edit."""
    given = Given(None, moved=None)
    given.cell = Cell()
    given.wrote(write("w", 10, 10, ack=10.2), ON)
    assert not given.cell.is_new()
    assert given.look(OFF, 11, 11.2, ON) == "edit"


def test_agreement_that_nothing_of_ours_explains_is_an_edit() -> None:
    """A cook sells out what the catalog has sold out already: the stamp is renewed, or an older edit would undo it."""
    assert Given(ON).look(OFF, 11, 11.2, OFF) == "edit"


def test_a_question_outlives_the_write() -> None:
    """A question stays while the write ages out, and ends when it is on sale there."""
    given = Given(ON).wrote(write("w", 5, 5, ack=5.2), OFF, seen=True)
    assert given.look(OFF, 20, 20.2, ON) == "hold"
    assert given.look(OFF, 40, 40.2, ON) == "hold"
    assert given.open == []
    assert given.look(OFF, 60, 60.2, ON) == "hold"
    assert given.look(ON, 61, 61.2, ON) == "same"
    assert not given.cell.held


def test_a_job_that_still_runs_explains_nothing_that_was_there_before() -> None:
    """Sold out at 20, our job still running at 25: it was not ours, even when the job then lands the same value."""
    given = Given(ON).wrote(write("w", 5), OFF)
    assert given.look(OFF, 20, 20.2, ON) == "wait"
    given.writes["w"] = still_running(given.writes["w"], at(25))
    assert given.look(OFF, 26, 26.2, ON) == "hold"
    given.writes["w"] = last_sent(given.writes["w"], at(5)).completed(at(30))
    assert given.look(OFF, 31, 31.2, ON) == "hold"


def test_our_sold_out_ends_before_we_looked() -> None:
    """Written at 69, ended by the partner's own clock at 70, seen on sale at 70.2: nobody's edit."""
    given = Given(ON).wrote(write("w", 69, 69, ack=69.3), OFF, until=70)
    assert given.look(ON, 70.2, 70.4, OFF) == "expiry"


def test_two_resources_wrote_in_unknown_order() -> None:
    """A job with "sold out" and a write of "on sale" were both answered: what is sold out now is asked about."""
    given = Given(OFF).wrote(write("job", 10, 10, ack=20), OFF).wrote(write("item", 12, 12, ack=12.2), ON)
    assert given.look(OFF, 21, 21.2, ON) == "hold"


def test_an_undecided_look_ends_no_write() -> None:
    """A look that decides nothing leaves the write open, however old it is."""
    given = Given(ON, moved=50).wrote(write("w", 5, 5), "other")
    assert given.look(OFF, 45, 51, ON) == "wait"
    assert given.open == ["w"]


def test_an_answer_after_a_later_edit() -> None:
    """Seen, then edited over, then answered: the answer moves nothing back."""
    given = plain("one").wrote(write("w", 5, 5), "two")
    assert given.look("two", 6, 6.2, "two") == "echo"
    assert given.look("three", 8, 8.2, "two") == "edit"
    given.writes["w"] = given.writes["w"].completed(at(9))
    assert given.look("three", 10, 10.2, "four") == "same"


def test_a_value_that_stood_there_already_was_not_seen_to_arrive() -> None:
    """A menu job carries "sold out" as it stands: that it stands is no sign that the job has landed."""
    given = Given(OFF).wrote(write("w", 5), OFF)
    assert given.look(OFF, 6, 6.2, OFF) == "same"
    given.writes["w"] = last_sent(given.writes["w"], at(5))
    assert given.look(OFF, 7, 7.2, OFF) == "same"
    assert not given.cell.own[0].seen


def test_late_copies_are_counted() -> None:
    """Sent once, seen once: one further arrival is a late copy, the next is an edit."""
    given = plain("two", moved=6).wrote(write("w", 5, 5, ack=5.2), "one", seen=True)
    assert given.look("one", 8, 8.2, "two") == "late"
    assert given.look("two", 9, 9.2, "two") == "edit"
    assert given.look("one", 12, 12.2, "two") == "edit"


def test_a_write_sent_twice_explains_two_copies() -> None:
    """What was transmitted again can arrive again."""
    again = last_sent(transmitted_again(write("w", 5)), at(7))
    given = plain("two", moved=8).wrote(again, "one", seen=True)
    for begin in (9, 11):
        assert given.look("one", begin, begin + 0.2, "two") == "late"
        given.look("two", begin + 1, begin + 1.2, "two")
    assert given.look("one", 13, 13.2, "two") == "edit"


def test_a_version_closes_compare_and_set() -> None:
    """Past the version that the write needs, its value is an edit."""
    given = plain("two", moved=6).wrote(write("w", 5, 5, cas=7), "one", seen=True)
    assert given.look("two", 7, 7.2, "two", version=8) == "same"
    assert given.open == []
    assert given.look("one", 8, 8.2, "two", version=9) == "edit"


def test_a_later_version_shows_what_became_of_a_write() -> None:
    """Our "one" was done upon version 7; a person took it back before the look that, by its age, need not show ours.

    What the look shows has a later version, so it is later than our write: the person's, and not what was there before.
    """
    given = plain("two", moved=2).wrote(write("w", 5, 9, ack=9, cas=7), "one")
    assert given.look("two", 8, 9.5, "one", version=9) == "wait"
    assert given.look("two", 10, 10.2, "one", version=9) == "edit"
    of_no_later = plain("two", moved=2).wrote(write("w", 5, 9, ack=9, cas=7), "one")
    assert of_no_later.look("two", 8, 9.5, "one", version=7) == "same"
    assert of_no_later.look("one", 10, 10.2, "one", version=8) == "same"


def test_what_could_not_be_decided_and_was_written_over_is_counted() -> None:
    """A look that may be old shows "sold out"; our write, on its way since before, puts it on sale: that is counted."""
    given = Given(ON, moved=5).wrote(write("w", 6), ON)
    assert given.look(OFF, 4, 8, ON) == "wait"
    given.writes["w"] = last_sent(given.writes["w"], at(9)).completed(at(9))
    assert given.look(ON, 10, 10.2, ON) == "ambiguous"


def test_taken_back_before_anybody_knew_that_it_was_there() -> None:
    """What was there before, in a later version than an unanswered write needs: it waits for the answer."""
    given = plain("two", moved=2).wrote(write("w", 5, cas=7), "one")
    assert given.look("two", 8, 8.2, "one", version=9) == "wait"
    given.writes["w"] = last_sent(given.writes["w"], at(9)).completed(at(9))
    assert given.since("two", 10, 10.2, "one", version=9) == ("edit", 5)
    clashed = plain("two", moved=2)
    assert clashed.look("two", 10, 10.2, "one", version=9) == "same"


def test_taken_back_and_never_answered() -> None:
    """Where no answer comes, it is counted: somebody may have undone our write, or have come before it."""
    given = plain("two", moved=2).wrote(write("w", 5, 9, cas=7), "one")
    assert given.look("two", 10, 10.2, "one", version=9) == "ambiguous"
    assert given.open == []
    for value, outcome in (("one", "echo"), ("three", "edit")):
        other = plain("two", moved=2).wrote(write("w", 5, 9, cas=7), "one")
        assert other.look(value, 10, 10.2, "one", version=9) == outcome
    of_no_later = plain("two", moved=2).wrote(write("w", 5, 9, cas=7), "one")
    assert of_no_later.look("two", 10, 10.2, "one", version=7) == "same"
    assert of_no_later.open == ["w"]


def test_seen_too_early_and_gone_again_is_counted() -> None:
    """A look that may be older than the last shows what certainly came after base did; the next shows base again.

    Whoever changed it has gone back, and said so: what the catalog holds from elsewhere may be older than that.
    """
    given = plain("one", moved=2)
    assert given.look("one", 10, 10.2, "one", lag=2) == "same"
    assert given.look("two", 10.6, 10.8, "three", lag=2) == "wait"
    assert given.look("one", 14, 14.2, "three", lag=2) == "ambiguous"
    assert given.look("one", 16, 16.2, "three", lag=2) == "same"


def test_what_may_have_been_there_before_base_is_not_counted() -> None:
    """A replica that is behind shows what base has replaced: it is gone with the next look, and nobody did that."""
    given = plain("one", moved=2)
    assert given.look("two", 10, 10.2, "one", lag=2) == "edit"
    assert given.look("one", 10.6, 10.8, "two", lag=2) == "wait"
    assert given.look("two", 14, 14.2, "two", lag=2) == "same"
