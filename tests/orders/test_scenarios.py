"""The ways in which an order was lost, doubled or silently late when a rule was missing: with the rule, and without.

They come from a model check over eight million interleavings: the shortest story that a missing rule lets happen. Every
story holds with all rules, and fails with its own rule taken away, so that a rule that nothing needs is a finding.
"""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from tests.orders.ablations import ABLATIONS, take_away
from tests.orders.given import (
    ACCEPT,
    BOUND,
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

from tournant.kernel import bounds
from tournant.orders.decide import Pos, Settings, events, exemptions
from tournant.orders.decide.state import verdict
from tournant.orders.settings import Chosen, settings_of
from tournant.sdk import manifest_of

Story = Callable[[], None]


def slow_pos_does_not_miss_the_deadline() -> None:
    case = received()
    case.claim(2)  # and no answer
    assert "order.deny" in case.wake(MARGIN).commands


def crash_after_the_claim() -> None:
    case = accepted()
    case.claim(2)
    case.reply(60, "pos", "unknown")  # the new owner finds the claim
    for second in (61, 70, 100):
        assert all(command != "ticket.create" for command in case.wake(second).commands)


def down_says_nothing_about_the_earlier_attempt() -> None:
    case = unknown(KEYED)
    case.look(13, "none")
    case.wake(14)
    case.reply(15, "pos", "unsent")
    assert case.state.pos.ticket == "unknown"
    case.read(16, "cancelled")
    assert case.state.closed is None


def staff_void_the_ticket() -> None:
    case = opened()
    assert "ticket.read" in case.wake(400).commands
    case.read(401, "accepted")
    assert case.look(402, "voided").commands == ["order.cancel"]


def staff_void_before_it_is_completed() -> None:
    case = opened()
    case.read(20, "completed")
    assert case.state.closed is None
    assert case.look(21, "voided").raised == ["books"]


def entered_by_hand_then_cancelled() -> None:
    case = accepted(PERSON)
    case.reply(3, "pos", "refused")
    case.word(60, "entered_by_hand")
    assert "stop" in case.read(90, "cancelled").raised


def entered_by_hand_while_ours_was_late() -> None:
    case = unknown()
    case.wake(301)
    case.word(310, "entered_by_hand")
    assert case.look(311, "open").commands == ["ticket.void"]


def cancelled_before_the_claim() -> None:
    assert accepted().read(2, "cancelled").withdrawn == ["ticket.create"]


def staff_deny_on_the_tablet() -> None:
    case = received(ACCEPT)
    case.reply(3, "channel", "clash")
    assert verdict(case.state) == "received"


def pos_down_for_good() -> None:
    case = accepted(PERSON)
    case.reply(299, "pos", "unsent")
    assert case.wake(301).raised == ["live"]


def completed_before_we_saw_it() -> None:
    case = Case(ACCEPT)
    case.hint(0)
    assert case.read(1, "completed").raised == ["books"]


def deadline_missed() -> None:
    assert received().read(700, "expired").raised == ["missed"]


def deadline_missed_and_called_cancelled() -> None:
    assert received().read(700, "cancelled").raised == ["missed"]


def void_refused() -> None:
    case = opened()
    case.read(20, "cancelled")
    assert case.reply(21, "pos", "refused").raised == ["stop"]


def unreadable_and_unanswered() -> None:
    case = received(UNREADABLE)
    assert case.reply(20, "channel", "unknown").raised == ["tablet"]


def no_create_on_a_time_out() -> None:
    case = unknown()
    case.look(13, "none")
    assert "ticket.create" not in case.wake(14).commands


def nothing_found_at_once() -> None:
    case = unknown()
    assert case.look(13, "none").commands == []


def nothing_found_by_a_look_that_began_too_early() -> None:
    case = unknown()
    case.look(3 + BOUND, "none", began=1 + BOUND)
    assert case.state.pos.ticket == "unknown"


def cancelled_while_unknown() -> None:
    case = unknown()
    case.read(13, "cancelled")
    assert case.state.closed is None
    case.look(14, "none")
    assert case.state.closed is None


def found_after_it_was_cancelled() -> None:
    case = unknown()
    case.read(13, "cancelled")
    assert case.look(14, "open").commands == ["ticket.void"]


def accept_is_only_taken() -> None:
    case = received(ACCEPT)
    case.reply(3, "channel", "done", stored=False)
    assert verdict(case.state) == "received"


def duplicate_then_cancelled() -> None:
    case = accepted()
    case.reply(3, "pos", "duplicate")
    assert case.state.pos.ticket == "unknown"


def margin_passes() -> None:
    case = received()
    case.reply(3, "pos", "unsent")
    assert "order.deny" in case.wake(MARGIN).commands


def cancelled_and_the_webhook_lost() -> None:
    assert "order.read" in opened().wake(400).commands


def an_older_message_comes_late() -> None:
    case = opened()
    case.read(20, "scheduled", began=0)
    assert case.state.channel.order == "accepted"


def sent_again_after_a_cancel() -> None:
    case = accepted()
    case.reply(4, "pos", "unsent")
    case.word(5, "cancel")
    case.reply(6, "channel", "refused")
    case.read(7, "accepted")
    assert "ticket.create" in case.word(20, "send_again").commands


def sent_again_while_it_is_being_cancelled() -> None:
    case = accepted()
    case.reply(4, "pos", "unsent")
    case.word(5, "cancel")
    case.claim(6, "channel")
    assert "ticket.create" not in case.word(7, "send_again").commands


def channel_away_for_minutes() -> None:
    case = received(ACCEPT)
    for tries in range(bounds.ORDER_WRITES_MAX):
        case.reply(3 + 32 * tries, "channel", "unsent")
        if case.state.channel.out is not None:  # it is read between two tries
            case.read(4 + 32 * tries, "placed")
        case.wake(34 + 32 * tries)
    assert case.out("channel").command == "order.accept"


STORIES: dict[str, Story] = {
    "one write per order and side": slow_pos_does_not_miss_the_deadline,
    "a claim means unknown": crash_after_the_claim,
    "an error settles only its own attempt": down_says_nothing_about_the_earlier_attempt,
    "tickets are read until the order ends": staff_void_the_ticket,
    "one last look after completion": staff_void_before_it_is_completed,
    "entered by hand is an event": entered_by_hand_then_cancelled,
    "after it our own ticket is voided": entered_by_hand_while_ours_was_late,
    "what nobody claimed is withdrawn": cancelled_before_the_claim,
    "a conflict is a question": staff_deny_on_the_tablet,
    "the kitchen timer": pos_down_for_good,
    "completed without a ticket is a person's": completed_before_we_saw_it,
    "expired is an alarm": deadline_missed,
    "given up is expired, whatever it is called": deadline_missed_and_called_cancelled,
    "a refused void is a person's": void_refused,
    "an unreadable channel needs eyes": unreadable_and_unanswered,
    "no second create on a time-out": no_create_on_a_time_out,
    "nothing found proves nothing before the bound": nothing_found_at_once,
    "nor where the look-up began before it": nothing_found_by_a_look_that_began_too_early,
    "dead while unknown is not final": cancelled_while_unknown,
    "what is found of a dead order is voided": found_after_it_was_cancelled,
    "seen, not acknowledged": accept_is_only_taken,
    "a duplicate means look": duplicate_then_cancelled,
    "the margin": margin_passes,
    "both sides are read on": cancelled_and_the_webhook_lost,
    "the last word counts": sent_again_after_a_cancel,
    "what may have ended it is read first": sent_again_while_it_is_being_cancelled,
    "what there is time for is tried": channel_away_for_minutes,
    "older messages are never applied": an_older_message_comes_late,
}


@pytest.mark.parametrize("rule", ABLATIONS)
def test_every_story_ends_well(rule: str) -> None:
    """With all rules, the story that a rule was made for ends well."""
    STORIES[rule]()


@pytest.mark.parametrize("rule", ABLATIONS)
def test_every_rule_is_needed(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its rule, the same story does not."""
    take_away(rule, monkeypatch)
    with pytest.raises(AssertionError):
        STORIES[rule]()


def test_the_lag_belongs_to_the_bound() -> None:
    """A bound without the time that look-ups lag finds nothing too early, and a second ticket is made."""
    for lag_s, ticket in ((30.0, "unknown"), (0.0, "absent")):
        case = unknown(replace(ACCEPT, pos=Pos(lag_s=lag_s)))
        case.look(2 + 95, "none", began=2 + 95)
        assert case.state.pos.ticket == ticket


def test_a_list_finds_what_a_webhook_lost() -> None:
    """An order that is only in a list is brought; where lists do not show its status, that is exempt by name."""
    case = Case(ACCEPT)
    case.on(events.Hint(at(0), "listing"))
    assert case.read(1, "accepted").commands == ["ticket.create"]
    assert exemptions(Settings()) == ()
    uber = Settings(channel=replace(ACCEPT.channel, listable=frozenset({"received", "cancelled"})))
    assert [name.split(":")[0] for name in exemptions(uber)] == ["accepted on the tablet with the webhook lost"]
    assert len(exemptions(replace(UNREADABLE, pos=Pos(negatives=False)))) == 4
    square, channel = manifest_of("square").connection, manifest_of("uber_eats").connection
    assert channel is not None
    assert exemptions(settings_of(Chosen(), channel, square)) == exemptions(uber)
