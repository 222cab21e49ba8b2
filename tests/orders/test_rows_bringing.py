"""The table of decisions, rows 1 to 13: an order comes, and its ticket is sent. Given, when, then."""

import pytest
from tests.orders.given import (
    ACCEPT,
    BOUND,
    INJECT,
    MARGIN,
    PERSON,
    Case,
    accepted,
    at,
    opened,
    received,
    resent,
    unknown,
)

from tournant.canon.order_status import Message
from tournant.orders.decide import events, facts

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


def test_row_10_an_error_settles_only_its_own_attempt() -> None:
    """Row 10: refused or down, with an earlier attempt open: the ticket stays unknown, and is looked up."""
    for outcome in ("refused", "unsent"):
        case = resent()
        then = case.reply(15, "pos", outcome)
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
