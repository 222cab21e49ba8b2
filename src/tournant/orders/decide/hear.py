"""From an event to the facts that it comes to, before anything is planned. A table of small handlers."""

from collections.abc import Callable
from typing import Any, Final

from tournant.orders.decide import events, facts, hear_channel, hear_pos
from tournant.orders.decide.settings import Settings
from tournant.orders.decide.state import Out, State

__all__ = ["hear"]


def hear(state: State, event: events.Event, settings: Settings) -> list[facts.Fact]:
    """Say what is so because of this event."""
    return _HANDLERS[type(event)](state, event, settings)


def _out(state: State, serial: int) -> Out | None:
    return next((out for out in (state.channel.out, state.pos.out) if out is not None and out.serial == serial), None)


def _reply(state: State, event: events.Reply, settings: Settings) -> list[facts.Fact]:
    out = _out(state, event.serial)
    if out is None or event.attempt < out.attempt:
        return [facts.Noted(event.at, "an answer to an earlier attempt")]
    heard = hear_channel.hear_reply if out == state.channel.out else hear_pos.hear_reply
    return heard(state, event, settings)


def _claim(state: State, event: events.Claim, _: Settings) -> list[facts.Fact]:
    out = _out(state, event.serial)
    if out is None or event.attempt <= out.attempt:
        return [facts.Noted(event.at, "a claim that was known")]
    return [facts.Claimed(event.at, event.serial, event.attempt, event.claimed)]


def _withdrawal(state: State, event: events.Withdrawal, _: Settings) -> list[facts.Fact]:
    out = _out(state, event.serial)
    if out is None or out.attempt:
        return [facts.Noted(event.at, "a withdrawal of what is not there, or was sent")]
    return [facts.Withdrawn(event.at, event.serial)]


def _wake(_: State, __: events.Wake, ___: Settings) -> list[facts.Fact]:
    return []


def _word(state: State, event: events.Word, settings: Settings) -> list[facts.Fact]:
    known: list[facts.Fact] = [] if state.known else [facts.Known(event.at, "person")]
    if event.word != "send_again":
        return [*known, facts.Said(at=event.at, word=event.word, by=event.by)]
    if state.hand:
        return [*known, facts.Noted(event.at, "send again, of what was entered by hand")]
    pos, found = state.pos, [*known]
    bound = hear_pos.bound_at(pos, settings)
    if pos.ticket == "unknown" and not settings.pos.negatives and bound is not None and event.at >= bound:
        # Nothing that this point of sale shows can prove it, so the person's word does.
        found.append(facts.TicketMoved(at=event.at, ticket="absent", why="by a person's word"))
    afresh = pos.ticket in ("refused", "voided")
    return [*found, facts.Said(at=event.at, word=event.word, by=event.by, afresh=afresh)]


_HANDLERS: Final[dict[type, Callable[[State, Any, Settings], list[facts.Fact]]]] = {
    events.Hint: hear_channel.hear_hint,
    events.TicketHint: hear_pos.hear_hint,
    events.Read: hear_channel.hear_read,
    events.Look: hear_pos.hear_look,
    events.Reply: _reply,
    events.Claim: _claim,
    events.Withdrawal: _withdrawal,
    events.Document: hear_pos.hear_document,
    events.NoDocument: hear_pos.hear_no_document,
    events.Wake: _wake,
    events.Word: _word,
}
