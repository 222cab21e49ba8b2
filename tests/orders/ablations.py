"""Rules taken away, one at a time: what stands in for a rule's function when it is gone. Only tests know of these."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from tournant.canon.order_status import Ticket
from tournant.kernel import bounds
from tournant.orders.decide import Settings, State, alarms, channel, events, facts, hear_channel, hear_pos, words
from tournant.orders.decide import plan as planning
from tournant.orders.decide import pos as pos_side
from tournant.orders.decide.state import DEAD, Channel, Pos, verdict

Patch = tuple[object, str, Any]


def _no(*_: object, **__: object) -> bool:
    return False


def _one_write_per_order(state: State, _: str) -> bool:
    return state.channel.out is None and state.pos.out is None and state.pos.ticket != "unknown"


def _not_sent(_: events.Reply) -> Ticket:
    return "none"


def _duplicate_is_refused(event: events.Reply) -> Ticket:
    return "refused" if event.outcome == "duplicate" else "unknown"


def _look_only_in_doubt(state: State, settings: Settings) -> datetime | None:
    return _LOOK_DUE(state, settings) if state.pos.ticket == "unknown" or verdict(state) == "completed" else None


def _look_never_at_the_end(state: State, settings: Settings) -> datetime | None:
    return None if verdict(state) == "completed" and state.pos.ticket == "open" else _LOOK_DUE(state, settings)


def _completed_is_over(state: State) -> bool:
    return _OVER(state) or (verdict(state) == "completed" and state.pos.ticket != "unknown")


def _dead_is_over(state: State) -> bool:
    return _OVER(state) or verdict(state) in DEAD


def _voids_only_the_dead(state: State) -> bool:
    return state.pos.ticket == "open" and verdict(state) in DEAD


def _conflict_is_accepted(state: State, event: events.Reply, settings: Settings) -> list[facts.Fact]:
    assert state.channel.out is not None
    if event.outcome != "clash" or state.channel.out.command != "order.accept":
        return _CHANNEL_REPLY(state, event, settings)
    [replied] = _CHANNEL_REPLY(state, replace(event, outcome="done"), settings)
    assert isinstance(replied, facts.Replied)
    return [replace(replied, counts=True)]


def _creates_again(state: State, _: Settings) -> bool:
    return state.pos.ticket in ("none", "absent", "unknown")


def _negative_at_once(*_: object) -> bool:
    return True


def _answered_after_the_bound(pos: Pos, event: events.Look, settings: Settings) -> bool:
    bound = hear_pos.bound_at(pos, settings)
    return bound is not None and event.at >= bound


def _told_counts(event: events.Reply, *, observable: bool) -> bool:  # noqa: ARG001 - it stands in for another one
    return event.outcome == "done"


def _reads_until_accepted(state: State, settings: Settings) -> datetime | None:
    return None if state.channel.order == "accepted" else _READ_DUE(state, settings)


def _unheard(state: State, _: facts.Said) -> State:
    return state


def _gives_up(command: str, side: Channel | Pos, state: State, settings: Settings, now: datetime) -> datetime | None:
    spent = side.last == command and side.tries >= bounds.ORDER_WRITES_MAX
    return None if spent else _AGAIN_AT(command, side, state, settings, now)


def _keeps_the_cancel(state: State, fact: facts.Said) -> State:
    after = _AGAIN(state, fact)
    kept = replace(after.channel, cancel=state.channel.cancel, tries=state.channel.tries)
    return replace(after, unwanted=state.unwanted, channel=kept)


def _silent(reason: str) -> Patch:
    return alarms.ALARMS, reason, alarms.ALARMS[reason]._replace(test=_no)


_LOOK_DUE: Callable[[State, Settings], datetime | None] = pos_side.look_due
_READ_DUE: Callable[[State, Settings], datetime | None] = channel.read_due
_OVER: Callable[[State], bool] = pos_side.over
_CHANNEL_REPLY = hear_channel.hear_reply
_AGAIN_AT = channel.again_at
_AGAIN = words.WORDS["send_again"]

ABLATIONS: dict[str, list[Patch]] = {
    "one write per order and side": [(planning, "is_idle", _one_write_per_order)],
    "a claim means unknown": [(hear_pos, "after_unclear", _not_sent)],
    "an error settles only its own attempt": [(hear_pos, "has_prior", _no)],
    "tickets are read until the order ends": [(pos_side, "look_due", _look_only_in_doubt)],
    "one last look after completion": [
        (pos_side, "over", _completed_is_over),
        (pos_side, "look_due", _look_never_at_the_end),
    ],
    "entered by hand is an event": [(words.WORDS, "entered_by_hand", _unheard)],
    "after it our own ticket is voided": [(pos_side, "wants_void", _voids_only_the_dead)],
    "what nobody claimed is withdrawn": [(planning, "withdrawable", lambda *_: [])],
    "a conflict is a question": [(hear_channel, "hear_reply", _conflict_is_accepted)],
    "the kitchen timer": [(planning, "is_late", _no)],
    "completed without a ticket is a person's": [_silent("books")],
    "expired is an alarm": [_silent("missed")],
    "given up is expired, whatever it is called": [(hear_channel, "is_given_up", _no)],
    "a refused void is a person's": [_silent("stop")],
    "an unreadable channel needs eyes": [(hear_channel, "is_blind", _no)],
    "no second create on a time-out": [(pos_side, "may_create", _creates_again)],
    "nothing found proves nothing before the bound": [(hear_pos, "negative_counts", _negative_at_once)],
    "nor where the look-up began before it": [(hear_pos, "negative_counts", _answered_after_the_bound)],
    "dead while unknown is not final": [(pos_side, "over", _dead_is_over)],
    "what is found of a dead order is voided": [(pos_side, "wants_void", _no)],
    "seen, not acknowledged": [(hear_channel, "counts_as_seen", _told_counts)],
    "a duplicate means look": [(hear_pos, "after_unclear", _duplicate_is_refused)],
    "the margin": [(channel, "margin_passed", _no), (pos_side, "margin_passed", _no)],
    "both sides are read on": [(channel, "read_due", _reads_until_accepted)],
    "the last word counts": [(words.WORDS, "send_again", _keeps_the_cancel)],
    "what may have ended it is read first": [(pos_side, "may_be_ended", _no)],
    "what there is time for is tried": [(channel, "again_at", _gives_up), (pos_side, "again_at", _gives_up)],
    "older messages are never applied": [(hear_channel, "is_older", _no)],
}


def take_away(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a rule away, for the rest of the test."""
    for where, name, instead in ABLATIONS[rule]:
        if isinstance(where, dict):
            monkeypatch.setitem(where, name, instead)
        else:
            monkeypatch.setattr(where, name, instead)
