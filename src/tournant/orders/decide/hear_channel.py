"""What events of the channel's side come to: reads through the status table, answers through what can be seen there."""

from datetime import datetime, timedelta
from typing import Final

from tournant.canon import order_status
from tournant.canon.order_status import Effect
from tournant.kernel import bounds
from tournant.orders.decide import events, facts
from tournant.orders.decide.settings import Settings
from tournant.orders.decide.state import READS, State

__all__ = ["hear_hint", "hear_read", "hear_reply"]

_UNCLEAR: Final = frozenset({"clash", "duplicate", "unknown", "broke", "refused"})
"""Answers of a channel that cannot be read that do not say whether the order is accepted: DoorDash's 400 is "already
processed or expired", Just Eat's 409 says not which."""


def hear_hint(state: State, event: events.Hint, _: Settings) -> list[facts.Fact]:
    """Existence, and nothing more: truth comes from reading."""
    found: list[facts.Fact] = [] if state.known else [facts.Known(event.at, event.by)]
    return [*found, facts.Hinted(event.at, event.by)]


def hear_read(state: State, event: events.Read, settings: Settings) -> list[facts.Fact]:
    """Say what a read changes; one that is older than what was seen changes nothing."""
    found: list[facts.Fact] = [] if state.known else [facts.Known(event.at, "webhook")]
    out = state.channel.out
    if event.serial is not None:
        if out is None or out.serial != event.serial:
            return [*found, facts.Noted(event.at, "a read that was answered before")]
        found.append(
            facts.Replied(
                at=event.at, serial=event.serial, attempt=0, command=out.command, outcome="done", ended=event.at
            )
        )
    if is_older(state, event):
        return [*found, facts.Ignored(event.at, event.began, event.message, older=True)]
    return [*found, _by_table(state, event, settings)]


def is_older(state: State, event: events.Read) -> bool:
    """Whether it began before what was seen."""
    return state.channel.began is not None and event.began < state.channel.began


def _by_table(state: State, event: events.Read, settings: Settings) -> facts.Fact:
    was = state.channel.order or "received"
    now, effect = order_status.outcome(was, event.message)
    if effect is Effect.REFUSE:
        return facts.Puzzled(event.at, event.began, event.message)
    if effect is Effect.IGNORE and was != ("received" if event.message == "placed" else event.message):
        return facts.Ignored(event.at, event.began, event.message, older=False)
    deadline = _deadline(state, event, settings)
    return facts.Seen(
        at=event.at,
        began=event.began,
        message=event.message,
        order=now,
        tells=effect in (Effect.MOVE_AND_TELL, Effect.TELL),
        asks=effect is Effect.ASK,
        missed=is_given_up(state, event, deadline or state.channel.deadline),
        deadline=deadline,
        release=_release(event, settings),
        question=event.question,
        edition=event.edition,
        total_minor=event.total_minor,
        currency=event.currency,
        delivery_by=event.delivery_by,
        courier=event.courier,
        money=event.money,
    )


def _deadline(state: State, event: events.Read, settings: Settings) -> datetime | None:
    """The channel's own; without one, counted from the placing, or from when we heard of it, and then it stays."""
    if event.deadline is not None or state.channel.deadline is not None:
        return event.deadline
    return (event.placed or state.known or event.at) + timedelta(seconds=settings.channel.deadline_s)


def is_given_up(state: State, event: events.Read, deadline: datetime | None) -> bool:
    """Whether it is gone because nobody answered: a channel may call what it gave up cancelled, as Uber Eats does."""
    channel = state.channel
    waited = channel.order in (None, "received", "scheduled") and not channel.taken and channel.told != "order.deny"
    if event.message != "cancelled" or not waited or deadline is None:
        return False
    return event.began >= deadline - timedelta(seconds=bounds.ORDER_CLOCKS_APART_S)


def _release(event: events.Read, settings: Settings) -> datetime | None:
    if event.release is not None or event.due is None or event.message != "scheduled":
        return event.release
    return event.due - timedelta(seconds=settings.policy.lead_s)


def hear_reply(state: State, event: events.Reply, settings: Settings) -> list[facts.Fact]:
    """An answer to what was asked of the channel: the verdict itself is what is seen."""
    out = state.channel.out
    if out is None:
        return []
    writes, seen = out.command not in READS, settings.channel.observable
    return [
        facts.Replied(
            at=event.at,
            serial=event.serial,
            attempt=event.attempt,
            command=out.command,
            outcome=event.outcome,
            ended=event.ended,
            claimed=event.claimed,
            stored=event.stored,
            counts=writes and counts_as_seen(event, observable=seen),
            blind=writes and is_blind(event, observable=seen),
        )
    ]


def counts_as_seen(event: events.Reply, *, observable: bool) -> bool:
    """Whether an acknowledgement has to stand for what cannot be seen; where it can be seen, it never does."""
    return not observable and event.outcome == "done"


def is_blind(event: events.Reply, *, observable: bool) -> bool:
    """Whether nobody but a person can find out what became of a command."""
    return not observable and event.outcome in _UNCLEAR
