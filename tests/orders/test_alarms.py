"""When a person is called, what they are told, and what becomes of what they say."""

import pytest
from tests.orders.given import (
    ACCEPT,
    BOUND,
    MARGIN,
    PERSON,
    UNREADABLE,
    Case,
    Then,
    accepted,
    at,
    opened,
    received,
    unknown,
)

from tournant.kernel import bounds
from tournant.orders.decide import Policy, Pos, Settings, events, ticket_shown
from tournant.orders.decide.alarms import ALARMS


def test_every_alarm_says_what_to_do() -> None:
    """Each reason has a sentence, an act and at least one answer."""
    assert all(sort.says and sort.do and sort.words for sort in ALARMS.values())


def test_a_person_is_called_while_there_is_time() -> None:
    """An order that is still not decided half a margin before its deadline is put before a person, until then."""
    case = received(ACCEPT)
    then = case.wake(MARGIN + 60)
    assert then.raised == ["undecided"]
    assert case.state.alarms["undecided"].until == at(690)
    case.reply(MARGIN + 61, "channel", "done")
    assert case.read(MARGIN + 62, "accepted").lowered == ["undecided"]


def test_an_order_that_cannot_be_read_is_put_before_a_person() -> None:
    """Reads that fail again and again are told, and one that works takes the alarm down."""
    case = Case()
    case.hint(0)
    second, then = 1.0, Then()
    for _ in range(bounds.ORDER_READS_FAILED_MAX):
        then = case.reply(second, "channel", "unknown")
        second += 60
        case.wake(second)
    assert then.raised == ["unread"]
    assert case.read(second, "placed").lowered == ["unread"]


def test_what_makes_no_sense_is_read_again_once_then_told() -> None:
    """A status that cannot be is not applied, read again at once, and then shown to a person; it is no busy loop."""
    case = accepted()
    case.read(2, "denied")
    case.hint(10)
    then = case.read(11, "accepted")
    assert (then.commands, then.raised) == (["order.read"], [])
    then = case.read(12, "accepted")
    assert (then.commands, then.raised) == ([], ["senseless"])
    assert case.state.channel.order == "denied"


def test_a_changed_order_with_a_ticket_is_told() -> None:
    """A guest's edit after the ticket was made is put before a person; before, the ticket is made of the newer one."""
    case = Case(ACCEPT)
    case.hint(0)
    case.read(1, "accepted", edition="1")
    case.claim(2)
    case.reply(3, "pos", "done")
    case.hint(10)
    assert case.read(11, "accepted", edition="2").raised == ["edited"]
    assert case.word(20, "handled").lowered == ["edited"]
    assert case.wake(30).raised == []


def test_two_open_tickets_are_told() -> None:
    """Whatever brought a second ticket, a person is told."""
    case = unknown()
    assert case.look(13, "open", many=True).raised == ["doubled"]


def test_an_order_that_nobody_ends_is_closed() -> None:
    """After its whole life an order is closed: silently where it is in the point of sale, with an alarm where not."""
    case = opened()
    then = case.wake(86_400)
    assert (then.raised, case.state.closed is not None) == ([], True)
    lost = unknown()
    lost.reply(20, "pos", "unsent")
    then = lost.wake(86_400)
    assert "endless" in then.raised


def test_send_again_brings_it_anew() -> None:
    """After a refusal a person's word begins a new ticket, with a key of its own; the kitchen time begins anew."""
    case = accepted(PERSON)
    assert case.reply(3, "pos", "refused").raised == ["live"]
    then = case.word(400, "send_again")
    assert then.lowered == ["live"]
    assert [(ask.command, ask.generation) for ask in then.asks] == [("order.read", 2), ("ticket.create", 2)]
    assert case.timers["order.kitchen"] == at(700)


def test_send_again_of_what_may_be_there_waits_for_proof() -> None:
    """While a first ticket may still appear, the word alone makes no second one; after the bound it does."""
    case = unknown(PERSON)
    case.look(13, "none")
    case.wake(20)
    case.look(21, "none")
    assert all(ask.command != "ticket.create" for ask in case.word(22, "send_again").asks)
    case.wake(2 + BOUND)
    assert [(ask.command, ask.generation) for ask in case.look(3 + BOUND, "none").asks] == [("ticket.create", 1)]


def test_where_nothing_can_be_proved_the_word_decides() -> None:
    """A point of sale whose lists hide tickets never proves that one is missing: after the bound, a person says so."""
    settings = Settings(pos=Pos(negatives=False), policy=Policy(injection="accept_first"))
    case = unknown(settings)
    case.look(3 + BOUND, "none")
    assert case.state.pos.ticket == "unknown"
    case.wake(301)
    case.look(302, "none")
    assert case.word(303, "send_again").commands[-1] == "ticket.create"


def test_a_cancel_by_a_person_denies_or_cancels() -> None:
    """A person's cancel is a deny before the order is accepted, a cancel after; the create is withdrawn."""
    then = received().word(5, "cancel")
    assert (then.withdrawn, then.commands) == (["ticket.create"], ["order.deny"])
    case = opened()
    assert case.word(10, "cancel").commands == ["order.cancel"]
    then = case.reply(11, "channel", "refused")
    assert then.raised == ["uncancelled"]


def test_entered_by_hand_keeps_what_policy_was_about_to_cancel() -> None:
    """The cancel of a late order is withdrawn where a person has entered it meanwhile."""
    case = accepted()
    case.claim(2)
    case.reply(299, "pos", "unsent")
    case.read(300, "accepted")
    assert case.wake(301).commands[0] == "order.cancel"
    assert case.word(302, "entered_by_hand").withdrawn == ["order.cancel"]
    assert ticket_shown(case.state) == "by_hand"


def test_what_a_person_read_off_the_tablet_counts() -> None:
    """Where the channel cannot be read: by hand means accepted there, handled that nothing is to be done."""
    case = received(UNREADABLE)
    case.reply(3, "channel", "unknown")
    case.word(10, "entered_by_hand")
    assert not case.state.alarms
    done = received(UNREADABLE)
    done.reply(3, "channel", "unknown")
    assert done.word(10, "handled").lowered == ["tablet"]
    assert all(done.wake(second).commands == [] for second in (100, 600, 700))


@pytest.mark.parametrize("word", ["entered_by_hand", "send_again", "cancel", "handled"])
def test_a_word_about_an_unknown_order_is_read(word: events.Words) -> None:
    """Whatever a person says of an order that we never heard of, it is read first."""
    assert Case().word(0, word).commands == ["order.read"]
