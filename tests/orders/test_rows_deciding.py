"""The table of decisions, rows 14 to 28: the ticket is found or not, the channel is answered. Given, when, then."""

import pytest
from tests.orders.given import (
    ACCEPT,
    AT_MARGIN_ACCEPT,
    BOUND,
    MARGIN,
    PERSON,
    UNREADABLE,
    Case,
    accepted,
    at,
    opened,
    received,
    resent,
    unknown,
)

from tournant.kernel import bounds
from tournant.orders.decide import events


def test_row_14_found_open_is_settled_at_once() -> None:
    """Row 14: a look-up that finds it settles it, however early it began."""
    case = received()
    case.claim(2)
    case.reply(12, "pos", "unknown")
    assert case.look(13, "open").commands == ["order.accept"]
    assert (case.state.pos.ticket, case.state.pos.id) == ("open", "T1")


def test_row_15_found_voided_is_a_cancellation_from_the_restaurant() -> None:
    """Row 15: a ticket voided at the point of sale denies, cancels, or calls a person."""
    case = received()
    case.claim(2)
    case.reply(12, "pos", "unknown")
    assert case.look(13, "voided").commands == ["order.deny"]
    assert unknown(ACCEPT).look(13, "voided").commands == ["order.cancel"]
    assert unknown(PERSON).look(13, "voided").raised == ["live"]
    known = opened()
    assert known.wake(400).commands == ["order.read", "ticket.read"]
    known.read(401, "accepted")
    assert known.look(402, "voided").commands == ["order.cancel"]


def test_row_16_nothing_found_before_the_bound_proves_nothing() -> None:
    """Row 16: a look-up that began before the bound may have missed it: look again, make nothing."""
    case = unknown()
    then = case.look(2 + BOUND + 5, "none", began=2 + BOUND - 1)
    assert case.state.pos.ticket == "unknown"
    assert "ticket.create" not in then.commands


def test_row_17_nothing_found_after_the_bound_is_absent() -> None:
    """Row 17: a look-up that began after the bound settles it, and the ticket is made again, with the same bytes."""
    case = unknown()
    case.look(20, "none")
    assert case.wake(2 + BOUND).commands[-1] == "ticket.find"
    then = case.look(3 + BOUND, "none", began=2 + BOUND)
    assert then.commands == ["ticket.create"]
    assert case.state.pos.ticket == "absent"


def test_row_17_refused_where_any_attempt_was() -> None:
    """Row 17: where an attempt was refused, nothing found after the bound means refused."""
    case = resent()
    case.reply(15, "pos", "refused")
    case.look(16, "none")
    case.wake(14 + BOUND)
    case.read(14 + BOUND, "accepted")
    assert case.look(15 + BOUND, "none").commands == ["order.cancel"]
    assert case.state.pos.ticket == "refused"


def test_row_18_an_open_ticket_that_is_not_found_lags() -> None:
    """Row 18: the answer said open; a look-up that does not show it yet is noted, and it is looked up again."""
    case = opened()
    case.wake(400)
    case.look(401, "none")
    assert case.state.pos.ticket == "open"
    assert case.timers["order.poll"] <= at(401 + 300)


def test_row_19_the_margin_denies_or_accepts_with_an_alarm() -> None:
    """Row 19: without a ticket at the margin, policy denies; or accepts, and a person has the order."""
    case = received()
    case.claim(2)
    assert case.wake(MARGIN).commands == ["order.deny"]
    risky = received(AT_MARGIN_ACCEPT)
    risky.claim(2)
    then = risky.wake(MARGIN)
    assert then.commands == ["order.accept"]
    assert set(then.raised) == {"live"}
    risky.reply(MARGIN + 1, "channel", "done")
    risky.reply(MARGIN + 2, "pos", "unsent")
    assert risky.read(MARGIN + 3, "accepted").commands == []  # no create without the person's word


def test_row_20_an_open_ticket_is_accepted_whenever() -> None:
    """Row 20: received with an open ticket: accept, past the margin as well."""
    case = received(AT_MARGIN_ACCEPT)
    case.claim(2)
    case.reply(MARGIN + 5, "pos", "done")
    assert case.out("channel").command == "order.accept"


def test_row_21_an_acknowledgement_is_told_not_seen() -> None:
    """Row 21: done or taken, the verdict is what a read shows; nothing else is written before it."""
    for stored in (True, False):
        case = received(ACCEPT)
        assert case.reply(3, "channel", "done", stored=stored).commands == ["order.read"]
        assert case.state.channel.order == "received"
        assert case.state.channel.told == "order.accept"
        assert case.wake(600).commands == []
        assert case.read(601, "accepted").commands == ["ticket.create"]


def test_row_22_a_conflict_is_a_question() -> None:
    """Row 22: a conflict is neither accepted nor denied: read."""
    case = received(ACCEPT)
    then = case.reply(3, "channel", "clash")
    assert then.commands == ["order.read"]
    assert case.state.channel.order == "received"


def test_row_23_a_command_without_an_answer_is_read() -> None:
    """Row 23: after a time-out it is read, then it goes by what was seen."""
    case = received(ACCEPT)
    assert case.reply(3, "channel", "unknown").commands == ["order.read"]
    assert case.read(4, "placed").commands == []
    assert case.wake(5).commands == ["order.accept"]


@pytest.mark.parametrize("outcome", ["clash", "unknown", "refused"])
def test_row_24_an_unreadable_channel_needs_eyes(outcome: str) -> None:
    """Row 24: where nothing can be read, an unclear answer goes to a person, and nothing is sent before a word."""
    case = received(UNREADABLE)
    then = case.reply(3, "channel", outcome)  # type: ignore[arg-type]  # one of three
    assert then.raised == ["tablet"]
    assert then.commands == []
    assert case.word(10, "send_again").commands == ["ticket.create"]


def test_row_24_what_it_took_has_to_do() -> None:
    """Row 24: where nothing can be read, an accept that was taken counts, and the ticket is made."""
    assert received(UNREADABLE).reply(3, "channel", "done").commands == ["ticket.create"]


def test_row_25_a_refused_cancel_goes_to_a_person() -> None:
    """Row 25: the channel does not let us cancel: the order is live."""
    case = accepted()
    case.reply(3, "pos", "refused")
    then = case.reply(4, "channel", "refused")
    assert then.raised == ["live"]
    assert case.state.channel.cancel == "refused"


def test_row_26_the_kitchen_time_cancels_looks_or_calls() -> None:
    """Row 26: accepted and no ticket in time: cancelled by policy where there is none, a person where it is unknown."""
    case = accepted()
    case.claim(2)
    case.reply(299, "pos", "unsent")
    case.read(300, "accepted")
    then = case.wake(301)
    assert (then.commands[0], then.raised) == ("order.cancel", ["late"])
    doubtful = unknown()
    then = doubtful.wake(301)
    assert then.raised == ["live"]
    assert "order.cancel" not in then.commands
    assert doubtful.state.alarms["live"].until == at(2 + BOUND)


def test_row_27_denied_after_accepted_tells() -> None:
    """Row 27: the status table moves it and tells a person; the ticket goes."""
    case = opened()
    then = case.read(20, "denied")
    assert then.raised == ["changed"]
    assert then.commands == ["ticket.void"]


def test_row_28_expired_always_has_an_alarm() -> None:
    """Row 28: what the channel gave up was missed."""
    case = received()
    then = case.read(700, "expired")
    assert then.raised == ["missed"]
    assert case.state.closed is not None


def test_row_28_given_up_is_missed_whatever_the_channel_calls_it() -> None:
    """Row 28: a channel that shows what it gave up as cancelled does not lose it silently: nobody had answered it."""
    case = received()
    case.wake(MARGIN + 60)
    then = case.read(691, "cancelled")
    assert (then.raised, then.lowered) == (["missed"], ["undecided"])
    assert case.state.channel.order == "cancelled"  # as it was seen
    assert case.word(800, "handled").lowered == ["missed"]
    early = received()  # its clock is a little ahead of ours
    assert early.read(690 - bounds.ORDER_CLOCKS_APART_S, "cancelled").raised == ["missed"]


def test_row_28_seen_for_the_first_time_when_it_was_given_up() -> None:
    """Row 28: while we were away it came and was given up: whoever hears of it then is told."""
    case = Case()
    case.on(events.Hint(at(900), "listing"))
    assert case.read(901, "cancelled", placed=at(0)).raised == ["missed"]
    young = Case()
    young.on(events.Hint(at(60), "listing"))
    assert young.read(61, "cancelled", placed=at(0)).raised == []


def test_row_28_what_was_answered_or_in_time_is_not_missed() -> None:
    """Row 28: not after an accept or a denial that was taken, and not where the guest cancels in time."""
    for answer in ("done", "unknown"):
        told = received(ACCEPT)
        told.reply(3, "channel", answer)
        assert ("missed" in told.read(700, "cancelled").raised) == (answer == "unknown")
    denied = received()
    denied.reply(3, "pos", "refused")
    denied.reply(4, "channel", "done")
    assert "missed" not in denied.read(700, "cancelled").raised
    assert "missed" not in received().read(500, "cancelled").raised
    assert "missed" not in opened().read(900, "cancelled").raised


def test_a_scheduled_order_that_nobody_accepts_is_undecided_and_missed() -> None:
    """Row 39 with row 28: a scheduled order has a deadline as well, before which a person is called."""
    case = Case(ACCEPT)
    case.hint(0)
    case.read(1, "scheduled", release=at(7200))
    then = case.wake(MARGIN + 60)
    assert then.raised == ["undecided"]
    assert case.read(691, "cancelled").raised == ["missed"]
    done = Case(ACCEPT)
    done.hint(0)
    done.read(1, "scheduled", release=at(7200))
    done.reply(2, "channel", "done")
    assert "order.margin" not in done.timers
    done.read(3, "scheduled", release=at(7200))
    assert done.wake(MARGIN + 60).raised == []
