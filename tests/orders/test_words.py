"""What a person says counts until they, or the order, say something else: the last word is what is done."""

from tests.orders.given import ACCEPT, AT_MARGIN_ACCEPT, MARGIN, Case, accepted, at, opened, received

from tournant.kernel import bounds
from tournant.orders.decide import Policy, Settings


def late_and_not_to_be_cancelled() -> Case:
    """The till was away for the kitchen time, and the channel does not let us cancel: a person has the order."""
    case = accepted()
    case.claim(2)
    case.reply(299, "pos", "unsent")
    case.read(300, "accepted")
    assert case.wake(301).commands[0] == "order.cancel"
    assert "live" in case.reply(302, "channel", "refused").raised
    case.read(303, "accepted")
    return case


def test_send_again_after_a_refused_cancel_makes_the_ticket() -> None:
    """The channel did not let us cancel, and a person sends it again: it leaves their hands, and the ticket is made."""
    case = late_and_not_to_be_cancelled()
    then = case.word(400, "send_again")
    assert then.lowered == ["live"]
    assert "ticket.create" in then.commands
    assert case.timers["order.kitchen"] == at(700)
    case.reply(401, "pos", "done")
    assert (case.state.pos.ticket, case.state.alarms) == ("open", {})


def test_send_again_after_a_cancel_that_was_never_taken_makes_the_ticket() -> None:
    """The channel was away for every cancel: a word begins anew, and does not stay with the tries of before."""
    case = accepted()
    case.reply(3, "pos", "refused")
    second = 4.0
    for _ in range(bounds.ORDER_WRITES_MAX):
        if case.state.channel.out is not None and case.state.channel.out.command == "order.read":
            case.read(second, "accepted")
        second += 31
        case.wake(second)
        case.reply(second, "channel", "unsent")
    assert "live" in case.state.alarms
    then = case.word(second + 1, "send_again")
    assert "live" in then.lowered
    assert "ticket.create" in then.commands


def test_send_again_takes_a_cancel_back() -> None:
    """A person cancels, the channel refuses, and they send it again: the ticket is made, and nothing is cancelled."""
    case = received(ACCEPT)
    case.reply(2, "channel", "done")
    case.read(3, "accepted")
    case.reply(4, "pos", "unsent")
    assert "order.cancel" in case.word(5, "cancel").commands
    case.reply(6, "channel", "refused")
    case.read(7, "accepted")
    assert "ticket.create" not in case.wake(8).commands
    assert "ticket.create" in case.word(20, "send_again").commands
    assert "order.cancel" not in case.wake(60).commands


def test_send_again_withdraws_the_cancel_that_nobody_has_sent() -> None:
    """A cancel that still waits is withdrawn by the word, and then the ticket is made."""
    case = accepted()
    case.reply(4, "pos", "unsent")
    assert case.word(5, "cancel").commands == ["order.cancel"]
    then = case.word(6, "send_again")
    assert (then.withdrawn, then.commands[-1:]) == (["order.cancel"], ["ticket.create"])
    assert case.state.channel.cancel == "none"


def test_send_again_waits_for_the_cancel_that_is_on_its_way() -> None:
    """What may have cancelled the order is read before a ticket is made: it may be dead already."""
    for message, commands in (("cancelled", []), ("accepted", ["ticket.create"])):
        case = accepted()
        case.reply(4, "pos", "unsent")
        case.word(5, "cancel")
        case.claim(6, "channel")
        assert "ticket.create" not in case.word(7, "send_again").commands
        assert "ticket.create" not in case.reply(8, "channel", "unknown").commands
        assert case.read(9, message).commands == commands  # type: ignore[arg-type]  # two of its words


def test_send_again_waits_for_the_denial_that_is_on_its_way() -> None:
    """The same before the order is accepted: a denial that may have worked is read first."""
    case = received()
    case.reply(3, "pos", "refused")
    case.claim(4, "channel")
    assert "ticket.create" not in case.word(5, "send_again").commands
    case.reply(6, "channel", "unknown")
    assert "ticket.create" in case.read(7, "placed").commands


def test_entered_by_hand_takes_a_cancel_back() -> None:
    """A person cancels and then enters it by hand after all: it is not cancelled under their food."""
    case = accepted()
    case.reply(4, "pos", "unsent")
    case.word(5, "cancel")
    assert case.word(6, "entered_by_hand").withdrawn == ["order.cancel"]
    assert "order.cancel" not in case.wake(60).commands


def test_cancel_after_send_again_cancels() -> None:
    """The last word counts the other way round as well."""
    case = late_and_not_to_be_cancelled()
    case.word(400, "send_again")
    case.read(401, "accepted")
    then = case.word(402, "cancel")
    assert "ticket.create" in then.withdrawn
    assert "order.cancel" in then.commands


def test_send_again_holds_while_the_alarm_moves() -> None:
    """An alarm whose `until` changes is still the same one: a word that was said since it is up stays said."""
    case = received(AT_MARGIN_ACCEPT)
    case.claim(2)
    case.wake(MARGIN)
    since = case.state.alarms["live"].since
    case.word(MARGIN + 1, "send_again")
    case.reply(MARGIN + 2, "pos", "unknown")
    assert case.state.alarms["live"].until is not None
    assert case.state.alarms["live"].since == since
    case.reply(MARGIN + 3, "channel", "done")
    assert "live" in case.read(MARGIN + 4, "accepted").lowered


def test_a_cancel_that_was_withdrawn_was_not_asked() -> None:
    """A request of the channel's that comes after a cancel of ours that nobody sent is a question as ever."""
    case = opened()
    case.word(10, "cancel")
    case.word(11, "entered_by_hand")
    assert case.state.channel.cancel == "none"
    case.hint(20)
    assert "question" in case.read(21, "cancel_requested").raised


def test_what_policy_agrees_to_is_not_withdrawn() -> None:
    """The channel asks for a cancellation and policy agrees: our cancel does not make us forget that it asked."""
    case = opened(Settings(policy=Policy(injection="accept_first", question="agree")))
    case.hint(10)
    assert case.read(11, "cancel_requested").commands == ["order.cancel"]
    assert case.wake(12).withdrawn == []
