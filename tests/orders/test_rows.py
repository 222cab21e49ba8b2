"""The table of decisions, row by row: given where an order is, when this happens, then that is written and asked."""

import pytest
from tests.orders.given import (
    ACCEPT,
    AT_MARGIN_ACCEPT,
    BOUND,
    INJECT,
    KEYED,
    MARGIN,
    PERSON,
    UNREADABLE,
    Case,
    accepted,
    at,
    opened,
    received,
    unknown,
)

from tournant.canon.order_status import Message
from tournant.orders.decide import Policy, Settings, events, facts

DEAD: tuple[Message, ...] = ("denied", "cancelled", "expired", "failed")


def test_row_1_a_first_hint_is_read() -> None:
    """Row 1: of an unknown order, any hint makes it known, and it is read."""
    then = Case().hint(0)
    assert then.has(facts.Known)
    assert then.commands == ["order.read"]


def test_row_2_a_later_hint_is_read() -> None:
    """Row 2: a hint that comes later, repeated or late, means reading, and nothing else."""
    case = opened()
    then = case.hint(20)
    assert not then.has(facts.Known)
    assert then.commands == ["order.read"]
    case.hint(21)  # while the read is on its way: the next one will show it
    assert case.read(22, "accepted", began=20).commands == ["order.read"]
    assert case.read(23, "accepted").commands == []


def test_row_3_a_read_older_than_what_was_seen_is_ignored() -> None:
    """Row 3: what began before what was seen is recorded and never applied."""
    case = opened()
    case.read(20, "cancelled")
    then = case.read(21, "accepted", began=19)
    assert then.has(facts.Ignored)
    assert case.state.channel.order == "cancelled"


def test_row_4_a_received_order_is_brought_or_accepted() -> None:
    """Row 4: injecting first asks for a ticket, accepting first for the accept; margin and poll are set."""
    for settings, command in ((INJECT, "ticket.create"), (ACCEPT, "order.accept")):
        case = Case(settings)
        case.hint(0)
        assert case.read(1, "placed").commands == [command]
        assert case.timers["order.margin"] == at(MARGIN)
        if settings is INJECT:  # the other one waits for the answer to its accept, and reads after that
            assert case.timers["order.poll"] <= at(1 + 60)


def test_row_5_an_order_accepted_on_the_tablet_gets_its_ticket() -> None:
    """Row 5: seen accepted without us, a ticket is asked for under every policy; the kitchen timer runs."""
    for settings in (INJECT, ACCEPT):
        case = Case(settings)
        case.hint(0)
        assert case.read(1, "accepted").commands == ["ticket.create"]
        assert case.timers["order.kitchen"] == at(301)


def test_row_6_a_claim_means_unknown() -> None:
    """Row 6: a create that was claimed may be there, and the bound counts from this claim."""
    case = accepted()
    then = case.on(events.Claim(at(5), case.out("pos").serial, 1, at(4)))
    assert then.has(facts.Claimed)
    assert case.state.pos.ticket == "unknown"
    assert case.timers["order.bound"] == at(4 + BOUND)


@pytest.mark.parametrize("message", DEAD)
def test_row_7_an_unclaimed_create_is_withdrawn(message: Message) -> None:
    """Row 7: what nobody has claimed is dropped in the transaction that sees the order dead."""
    case = accepted()
    then = case.read(2, message)
    assert then.withdrawn == ["ticket.create"]
    assert then.commands == []
    assert case.state.closed == at(2)


def test_row_7_by_hand_and_at_the_margin_too() -> None:
    """Row 7: a person's entry, and the margin when injecting first, withdraw the create as well."""
    assert accepted().word(5, "entered_by_hand").withdrawn == ["ticket.create"]
    then = received().wake(MARGIN)
    assert then.withdrawn == ["ticket.create"]
    assert then.commands == ["order.deny"]


def test_row_7_too_late_to_withdraw() -> None:
    """Row 7: where it was claimed meanwhile, the ticket is unknown, and a person is told to stop the food."""
    case = accepted()
    case.claim(2)
    then = case.read(3, "cancelled")
    assert then.withdrawn == []
    assert case.state.pos.ticket == "unknown"
    assert then.raised == ["stop"]


def test_row_8_a_made_ticket_is_accepted() -> None:
    """Row 8: injecting first, the order is accepted as soon as its ticket is open."""
    case = received()
    case.claim(2)
    assert case.reply(3, "pos", "done").commands == ["order.accept"]
    assert case.state.pos.ticket == "open"


def test_row_9_a_refused_ticket_denies_or_cancels() -> None:
    """Row 9: refused, with no earlier attempt open: deny what was received, cancel (or tell) what was accepted."""
    case = received()
    assert case.reply(3, "pos", "refused").commands == ["order.deny"]
    assert accepted(ACCEPT).reply(3, "pos", "refused").commands == ["order.cancel"]
    assert accepted(PERSON).reply(3, "pos", "refused").raised == ["live"]


def resent() -> Case:
    """With a key: the first create was not answered, the same bytes are on their way again."""
    case = unknown(KEYED)
    assert case.look(13, "none").commands == []
    assert case.wake(14).commands == ["ticket.create"]
    case.claim(14)
    return case


def test_row_10_an_error_settles_only_its_own_attempt() -> None:
    """Row 10: refused or down, with an earlier attempt open: the ticket stays unknown, and is looked up."""
    for outcome in ("refused", "unsent"):
        case = resent()
        then = case.reply(15, "pos", outcome)  # type: ignore[arg-type]  # one of two outcomes
        assert case.state.pos.ticket == "unknown"
        assert then.commands == ["ticket.find"]


def test_row_11_nothing_was_done_so_it_is_sent_again() -> None:
    """Row 11: a first attempt that was certainly not sent leaves no ticket; the next one waits a little."""
    case = accepted()
    assert case.reply(3, "pos", "unsent").commands == []
    assert case.state.pos.ticket == "none"
    assert case.timers["order.poll"] == at(5)
    assert case.wake(5).commands == ["ticket.create"]


@pytest.mark.parametrize("outcome", ["duplicate", "clash"])
def test_row_12_a_duplicate_means_look(outcome: str) -> None:
    """Row 12: a duplicate is neither a ticket nor a refusal: look."""
    case = accepted()
    assert case.reply(3, "pos", outcome).commands == ["ticket.find"]  # type: ignore[arg-type]  # one of two
    assert case.state.pos.ticket == "unknown"


def test_row_13_no_answer_means_unknown() -> None:
    """Row 13: after a time-out or a crash it is looked up; only a key lets the same bytes go out again."""
    case = unknown()
    assert case.state.pos.ticket == "unknown"
    assert case.out("pos").command == "ticket.find"
    assert case.look(13, "none").commands == []
    assert case.wake(14).commands == []
    assert case.wake(15).commands == ["ticket.find"]
    again = resent()
    assert again.state.pos.document is not None
    assert again.timers["order.kitchen"] == at(301)


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


@pytest.mark.parametrize("message", DEAD)
def test_row_29_dead_without_a_ticket_is_closed(message: Message) -> None:
    """Row 29: ended on the channel, nothing at the point of sale: closed, and all timers are off."""
    case = accepted()
    case.read(2, message)
    assert case.state.closed == at(2)
    assert case.timers == {}


@pytest.mark.parametrize("message", DEAD)
def test_row_30_dead_with_a_ticket_is_voided(message: Message) -> None:
    """Row 30: ended on the channel, a ticket open: void it."""
    assert opened().read(20, message).commands == ["ticket.void"]


def test_row_31_dead_and_unknown_is_looked_up_until_the_bound() -> None:
    """Row 31: ended while unknown is not final: look until the bound, with a person told; void what is found."""
    case = unknown()
    then = case.read(13, "cancelled")
    assert then.raised == ["stop"]
    assert case.state.closed is None
    assert case.look(14, "open").commands == ["ticket.void"]
    nothing = unknown()
    nothing.read(13, "cancelled")
    nothing.look(14, "none")
    nothing.wake(2 + BOUND)
    then = nothing.look(3 + BOUND, "none")
    assert then.lowered == ["stop"]
    assert nothing.state.closed is not None


def test_row_32_a_void_is_answered_or_looked_up() -> None:
    """Row 32: voided closes it; without an answer it is looked up, and voided again where it is still there."""
    case = opened()
    case.read(20, "cancelled")
    case.reply(21, "pos", "done")
    assert (case.state.pos.ticket, case.state.closed) == ("voided", at(21))
    slow = opened()
    slow.read(20, "cancelled")
    assert slow.reply(30, "pos", "unknown").commands == ["ticket.read"]
    slow.look(31, "open")
    assert slow.wake(32).commands == ["ticket.void"]


def test_row_33_a_refused_void_is_stopped_by_hand() -> None:
    """Row 33: the point of sale keeps the ticket: a person stops the food, and the alarm stays."""
    case = opened()
    case.read(20, "cancelled")
    then = case.reply(21, "pos", "refused")
    assert then.raised == ["stop"]
    assert case.state.pos.ticket == "void_refused"
    assert case.state.closed is not None
    assert "stop" in case.state.alarms


def test_row_34_completed_is_looked_up_once_more() -> None:
    """Row 34: after completion, one look-up that began after it."""
    assert opened().read(20, "completed").commands == ["ticket.read"]


def test_row_35_completed_and_open_is_closed() -> None:
    """Row 35: the last look-up shows it open: closed, and all timers are off."""
    case = opened()
    case.read(20, "completed")
    then = case.look(21, "open")
    assert then.has(facts.Closed)
    assert case.timers == {}
    assert not case.state.alarms


def test_row_36_completed_without_a_ticket_is_for_the_books() -> None:
    """Row 36: completed and not in the point of sale: a person, never a create; looked up where it is unknown."""
    case = accepted()
    then = case.read(2, "completed")
    assert (then.withdrawn, then.raised, then.commands) == (["ticket.create"], ["books"], [])
    doubtful = unknown()
    doubtful.read(13, "completed")
    assert doubtful.state.closed is None
    doubtful.look(14, "none")
    doubtful.wake(2 + BOUND)
    assert doubtful.look(3 + BOUND, "none").commands == []
    assert doubtful.state.closed is not None


def test_row_37_after_an_entry_by_hand_nothing_is_made() -> None:
    """Row 37: no create ever again; our own ticket is voided, a late one is looked for until the bound."""
    case = unknown()
    case.wake(301)
    assert case.word(302, "entered_by_hand").lowered == ["live"]
    assert case.look(303, "open").commands == ["ticket.void"]
    case.reply(304, "pos", "done")
    for second in (320, 700, 1400):
        assert "ticket.create" not in case.wake(second).commands
    assert "ticket.create" not in case.word(1500, "send_again").commands


def test_row_38_dead_and_by_hand_is_stopped_by_hand() -> None:
    """Row 38: ended on the channel with a ticket of a person's: closed when our own is settled, with an alarm."""
    case = accepted()
    case.word(5, "entered_by_hand")
    then = case.read(20, "cancelled")
    assert then.raised == ["stop"]
    assert case.state.closed == at(20)


def test_row_39_a_scheduled_order_is_accepted_now_and_brought_later() -> None:
    """Row 39: accept at once; the ticket is made at the release, or a lead time before it is due."""
    case = Case(ACCEPT)
    case.hint(0)
    assert case.read(1, "scheduled", due=at(7200)).commands == ["order.accept"]
    case.reply(2, "channel", "done")
    assert case.read(3, "scheduled", due=at(7200)).commands == []
    assert case.timers["order.release"] == at(7200 - 1800)
    assert "ticket.create" in case.wake(7200 - 1800).commands


def test_row_40_a_question_is_answered_by_policy_or_a_person() -> None:
    """Row 40: a request to cancel: a person is asked until its deadline; or policy agrees, or lets it be."""
    case = opened()
    then = case.read(20, "cancel_requested", question=at(80))
    assert (then.raised, then.commands) == (["question"], [])
    assert case.state.alarms["question"].until == at(80)
    assert case.word(30, "cancel").commands == ["order.cancel"]
    for policy, commands in (("agree", ["order.cancel"]), ("refuse", [])):
        settings = Settings(policy=Policy(injection="accept_first", question=policy))  # type: ignore[arg-type]
        asked = opened(settings)
        then = asked.read(20, "cancel_requested", question=at(80))
        assert (then.raised, then.commands) == ([], commands)
