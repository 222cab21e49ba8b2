"""One fact more: the order after it. No settings, no status table, no opinion; a table of small handlers.

facts ──fold──► state ──plan──► what should be outstanding now
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final, TypeVar, get_args

from msgspec.structs import replace

from tournant.canon import order_status
from tournant.orders.decide import facts, words
from tournant.orders.decide.state import COOKING, HOLDS, READS, Alarm, Out, State, side_of

__all__ = ["fold", "folded"]

_T = TypeVar("_T")


def fold(state: State, fact: facts.Fact) -> State:
    """Apply one fact."""
    return _HANDLERS[type(fact)](state, fact)


def folded(history: Iterable[facts.Fact], state: State | None = None) -> State:
    """Apply a history, to nothing or to what is there."""
    after = state or State()
    for fact in history:
        after = fold(after, fact)
    return after


def _known(state: State, fact: facts.Known) -> State:
    return replace(state, known=fact.at)


def _hinted(state: State, fact: facts.Hinted) -> State:
    failed = 0 if state.closed is not None else state.channel.failed  # whoever has given up begins anew
    return replace(state, channel=replace(state.channel, hinted=fact.at, failed=failed))


def _further(words: tuple[_T, ...], was: _T, new: _T | None) -> _T:
    """The later of two steps: an older message takes nothing back."""
    return was if new is None or words.index(new) < words.index(was) else new


def _read(state: State, began: datetime) -> State:
    """A read that counts: hints and writes before it began are read."""
    channel = state.channel
    return replace(
        state,
        channel=replace(
            channel,
            began=began,
            failed=0,
            hinted=None if channel.hinted is not None and channel.hinted <= began else channel.hinted,
            unread=None if channel.unread is not None and channel.unread <= began else channel.unread,
        ),
    )


def _seen(state: State, fact: facts.Seen) -> State:
    state = _read(state, fact.began)
    channel = state.channel
    moved = fact.order != channel.order
    kept = {
        name: value
        for name in ("deadline", "release", "question", "edition", "total_minor", "currency")
        if (value := getattr(fact, name)) is not None
    }
    if moved:
        kept |= {"since": fact.at, "told": None, "counts": False, "blind": False, "tries": 0}
    if fact.order in COOKING and channel.accepted is None:
        kept |= {"accepted": fact.at}
    if fact.release is not None and fact.release > fact.at:
        kept |= {"released": None}
    channel = replace(
        channel,
        order=fact.order,
        puzzles=0,
        taken=channel.taken or fact.order in COOKING,
        tells=fact.tells or (channel.tells and not moved),
        missed=channel.missed or fact.missed,
        cancel="asked_by_channel" if fact.asks and channel.cancel == "none" else channel.cancel,
        **kept,
    )
    return replace(
        state,
        channel=channel,
        handled=state.handled & HOLDS if moved or fact.tells else state.handled,
        delivery_by=fact.delivery_by or state.delivery_by,
        courier=_further(get_args(order_status.CourierState), state.courier, fact.courier),
        money=fact.money or state.money,
    )


def _ignored(state: State, fact: facts.Ignored) -> State:
    return state if fact.older else _read(state, fact.began)


def _puzzled(state: State, fact: facts.Puzzled) -> State:
    state = _read(state, fact.began)
    return replace(state, channel=replace(state.channel, puzzles=state.channel.puzzles + 1))


def _asked(state: State, fact: facts.Asked) -> State:
    prior = fact.command == "ticket.create" and state.pos.ticket == "unknown"
    out = Out(fact.serial, fact.command, fact.at, fact.generation, prior)
    state = replace(state, serial=fact.serial)
    if side_of(fact.command) == "pos":
        return replace(state, pos=replace(state.pos, out=out))
    cancel = state.channel.cancel
    if fact.command == "order.cancel" and cancel == "none":  # what the channel asked for stays asked
        cancel = "asked_by_us"
    return replace(state, channel=replace(state.channel, out=out, cancel=cancel))


def _claimed(state: State, fact: facts.Claimed) -> State:
    pos, channel = state.pos, state.channel
    if channel.out is not None and channel.out.serial == fact.serial:
        return replace(state, channel=replace(channel, out=replace(channel.out, attempt=fact.attempt)))
    if pos.out is None or pos.out.serial != fact.serial:
        return state
    command, pos = pos.out.command, replace(pos, out=replace(pos.out, attempt=fact.attempt))
    if command == "ticket.create":
        pos = replace(pos, ticket="unknown", claimed=fact.claimed)
    return replace(state, pos=pos)


def _withdrawn(state: State, fact: facts.Withdrawn) -> State:
    channel = state.channel
    if channel.out is None or channel.out.serial != fact.serial:
        return replace(state, pos=replace(state.pos, out=None))
    if channel.out.command == "order.cancel" and channel.cancel == "asked_by_us":
        channel = replace(channel, cancel="none")
    return replace(state, channel=replace(channel, out=None))


def _replied(state: State, fact: facts.Replied) -> State:
    if side_of(fact.command) == "channel":
        return _channel_replied(state, fact)
    pos = replace(state.pos, out=None)
    if fact.command in READS:
        failed = 0 if fact.outcome == "done" else pos.failed + 1
        return replace(state, pos=replace(pos, tried=fact.ended, looks=pos.looks + 1, failed=failed))
    tries = pos.tries + 1 if pos.last == fact.command else 1
    pos = replace(pos, last=fact.command, tries=tries, ended=fact.ended, looks=0)
    if fact.command == "ticket.create":
        return replace(state, pos=pos if fact.outcome == "unsent" else replace(pos, claimed=fact.claimed or fact.ended))
    unclear = fact.outcome in ("unknown", "broke", "duplicate", "clash") or not fact.stored
    clashed = fact.command == "ticket.void" and fact.outcome == "clash"
    return replace(state, pos=replace(pos, unclear=pos.unclear or unclear, clashed=clashed))


def _channel_replied(state: State, fact: facts.Replied) -> State:
    channel, done = replace(state.channel, out=None), fact.outcome == "done"
    if fact.command in READS:
        failed = channel.failed if done else channel.failed + 1
        return replace(state, channel=replace(channel, tried=fact.ended, failed=failed))
    tries = channel.tries + 1 if channel.last == fact.command else 1
    channel = replace(channel, last=fact.command, tries=tries, ended=fact.ended, blind=channel.blind or fact.blind)
    if fact.outcome != "unsent":
        channel = replace(channel, unread=fact.ended)
    if done:
        channel = replace(channel, told=fact.command, counts=fact.counts)
    if done and fact.command == "order.accept":
        channel = replace(channel, taken=True, accepted=channel.accepted or (fact.ended if fact.counts else None))
    if fact.command == "order.cancel" and fact.outcome == "refused":
        channel = replace(channel, cancel="refused")
    return replace(state, channel=channel)


def _ticket_hinted(state: State, fact: facts.TicketHinted) -> State:
    return replace(state, pos=replace(state.pos, hinted=fact.at))


def _prepared(state: State, fact: facts.Prepared) -> State:
    return replace(state, pos=replace(state.pos, document=fact.document, edition=state.channel.edition))


def _ticket_moved(state: State, fact: facts.TicketMoved) -> State:
    pos = state.pos
    pos = replace(
        pos,
        ticket=fact.ticket,
        id=fact.id or pos.id,
        rejected=pos.rejected or fact.rejected,
        tries=0 if fact.ticket in ("open", "absent", "voided") else pos.tries,
        final=False,
        unclear=False,
    )
    return replace(state, pos=pos, handled=state.handled & HOLDS if fact.ticket != state.pos.ticket else state.handled)


def _looked(state: State, fact: facts.Looked) -> State:
    channel = state.channel
    final = channel.order == "completed" and channel.since is not None and fact.began >= channel.since
    pos = replace(state.pos, unclear=False, clashed=False, many=fact.many, final=final and fact.found != "none")
    if pos.hinted is not None and pos.hinted <= fact.began:
        pos = replace(pos, hinted=None)
    kitchen = _further(get_args(order_status.Kitchen), state.kitchen, fact.kitchen)
    return replace(state, pos=pos, kitchen=kitchen, money=fact.money or state.money)


def _fired(state: State, _: facts.Fired) -> State:
    return replace(state, pos=replace(state.pos, fired=True, unclear=False))


def _released(state: State, fact: facts.Released) -> State:
    return replace(state, channel=replace(state.channel, released=fact.at))


def _late(state: State, _: facts.Late) -> State:
    return replace(state, late=True)


def _outlived(state: State, _: facts.Outlived) -> State:
    return replace(state, outlived=True)


def _raised(state: State, fact: facts.Raised) -> State:
    was = state.alarms.get(fact.reason)  # where only `until` is another one, it is up since then
    return replace(state, alarms={**state.alarms, fact.reason: Alarm(was.since if was else fact.at, fact.until)})


def _lowered(state: State, fact: facts.Lowered) -> State:
    return replace(state, alarms={reason: alarm for reason, alarm in state.alarms.items() if reason != fact.reason})


def _closed(state: State, fact: facts.Closed) -> State:
    return replace(state, closed=fact.at)


def _reopened(state: State, _: facts.Reopened) -> State:
    return replace(state, closed=None)


def _noted(state: State, _: facts.Noted) -> State:
    return state


_HANDLERS: Final[dict[type[facts.Fact], Callable[[State, Any], State]]] = {
    facts.Known: _known,
    facts.Hinted: _hinted,
    facts.Seen: _seen,
    facts.Ignored: _ignored,
    facts.Puzzled: _puzzled,
    facts.Asked: _asked,
    facts.Claimed: _claimed,
    facts.Withdrawn: _withdrawn,
    facts.Replied: _replied,
    facts.TicketHinted: _ticket_hinted,
    facts.Prepared: _prepared,
    facts.TicketMoved: _ticket_moved,
    facts.Looked: _looked,
    facts.Fired: _fired,
    facts.Said: words.said,
    facts.Released: _released,
    facts.Late: _late,
    facts.Outlived: _outlived,
    facts.Raised: _raised,
    facts.Lowered: _lowered,
    facts.Closed: _closed,
    facts.Reopened: _reopened,
    facts.Noted: _noted,
}
