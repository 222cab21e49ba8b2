"""What a person's word makes of an order. The last one counts: it takes back what an earlier one wanted.

| word | what it does |
|---|---|
| entered_by_hand | the ticket is a person's: none of ours is made, and nothing is cancelled |
| send_again | it is brought anew, with nothing of what was tried before, be it a ticket or a cancel |
| cancel | nobody is to get it |
| handled | the alarms that are up come down |
"""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from tournant.canon import order_status
from tournant.orders.decide import facts
from tournant.orders.decide.state import State

__all__ = ["WORDS", "said"]


def said(state: State, fact: facts.Said) -> State:
    """Apply it."""
    channel = state.channel
    if fact.word == "handled":
        return replace(state, handled=state.handled | (state.alarms.keys() - {"live"}))
    if channel.blind:  # the person has looked at the tablet, where we cannot
        live = fact.word != "cancel"
        told = "order.accept" if live else channel.told
        channel = replace(channel, blind=False, told=told, counts=live, taken=channel.taken or live)
    state = replace(state, channel=channel, handled=frozenset[str]())
    return WORDS[fact.word](state, fact)


def _by_hand(state: State, fact: facts.Said) -> State:
    accepted = state.channel.accepted or (fact.at if state.channel.counts else None)
    return replace(state, hand=True, unwanted=False, channel=replace(state.channel, accepted=accepted))


def _cancel(state: State, _: facts.Said) -> State:
    cancel: order_status.CancelState = "none" if state.channel.cancel == "refused" else state.channel.cancel
    return replace(state, unwanted=True, channel=replace(state.channel, cancel=cancel, tries=0))


def _again(state: State, fact: facts.Said) -> State:
    pos = replace(state.pos, tries=0, rejected=False)
    if fact.afresh:
        pos = replace(pos, ticket="none", id=None, generation=pos.generation + 1, document=None, fired=False)
    channel = state.channel
    accepted = fact.at if channel.accepted is not None or channel.counts else None
    # Whoever wants it in the kitchen does not want it cancelled: what was tried to that end is over.
    cancel = channel.cancel if channel.cancel == "asked_by_channel" else "none"
    channel = replace(channel, accepted=accepted, cancel=cancel, tries=0)
    return replace(state, pos=pos, late=False, unwanted=False, again=fact.at, channel=channel)


WORDS: Final[dict[str, Callable[[State, facts.Said], State]]] = {
    "entered_by_hand": _by_hand,
    "send_again": _again,
    "cancel": _cancel,
}
"""By word; `handled` is about alarms only."""
