"""The table of decisions, rows 29 to 40: an order ends, by itself or by a person's word. Given, when, then."""

import pytest
from tests.orders.given import ACCEPT, BOUND, Case, accepted, at, opened, unknown

from tournant.canon.order_status import Message
from tournant.kernel import bounds
from tournant.orders.decide import Policy, Settings, facts

DEAD: tuple[Message, ...] = ("denied", "cancelled", "expired", "failed")


@pytest.mark.parametrize("message", DEAD)
def test_row_29_dead_without_a_ticket_is_closed(message: Message) -> None:
    """Row 29: ended on the channel, nothing at the point of sale: closed, and all timers are off."""
    case = accepted()
    case.read(2, message)
    assert case.state.closed == at(2)
    assert case.timers == {}


def test_after_its_end_a_hint_is_still_read() -> None:
    """A closed order is read again when something is heard of it; what cannot be read any more is given up."""
    case = opened()
    case.read(20, "completed")
    case.look(21, "open")
    assert case.hint(100).commands == ["order.read"]
    assert case.read(101, "cancelled").raised == ["changed"]
    assert case.state.closed is not None
    case.hint(200)
    for second in range(1, bounds.ORDER_READS_FAILED_MAX + 1):
        case.reply(200 + 60 * second, "channel", "refused")
        case.wake(230 + 60 * second)
    assert (case.state.channel.out, case.timers) == (None, {})
    assert case.hint(900).commands == ["order.read"]


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
        settings = Settings(policy=Policy(injection="accept_first", question=policy))  # type: ignore[arg-type]  # two of its words
        asked = opened(settings)
        then = asked.read(20, "cancel_requested", question=at(80))
        assert (then.raised, then.commands) == ([], commands)
