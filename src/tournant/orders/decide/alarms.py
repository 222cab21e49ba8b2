"""What a person has to know, by level: from the order as it is to the alarms that are up now.

An alarm goes up when its sentence becomes true and comes down when it is not any more, or when a person has seen to it.
`live` and `tablet` put the order into the person's hands: nothing more is sent to the point of sale without a word.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from tournant.canon import order_status
from tournant.kernel import bounds
from tournant.orders.decide.hear_pos import bound_at
from tournant.orders.decide.settings import Settings
from tournant.orders.decide.state import DEAD, State, at_pos, cooking, fires, verdict, waits

__all__ = ["ALARMS", "Sort", "last_call", "margin_at", "wanted"]

_Test = Callable[[State, Settings, datetime], bool]


class Sort(NamedTuple):
    """One reason for which a person is needed."""

    says: str
    """What is wrong."""
    do: str
    """What to do."""
    words: tuple[str, ...]
    """What the person can answer."""
    test: _Test


def margin_at(state: State, settings: Settings) -> datetime | None:
    """When the order is decided without a ticket."""
    deadline = state.channel.deadline
    if deadline is None and state.known is not None:
        deadline = state.known + timedelta(seconds=settings.channel.deadline_s)
    return None if deadline is None else deadline - timedelta(seconds=settings.policy.margin_s)


def last_call(state: State, settings: Settings) -> datetime | None:
    """When a person is called, because the order is still not decided."""
    margin = margin_at(state, settings)
    return None if margin is None else margin + timedelta(seconds=settings.policy.margin_s / 2)


def _past(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and now >= instant


def _uncancellable(state: State) -> bool:
    channel = state.channel
    spent = channel.last == "order.cancel" and channel.tries >= bounds.ORDER_WRITES_MAX
    return channel.cancel == "refused" or spent


def _live(state: State, settings: Settings, now: datetime) -> bool:
    if fires(state, pays=settings.pos.pays) or state.hand or verdict(state) in order_status.ENDED:
        return False
    if "live" in state.alarms and (state.again is None or state.alarms["live"].since > state.again):
        return True  # only a word, a ticket or the order's end takes it out of the person's hands
    if verdict(state) == "received":
        policy = settings.policy
        given_up = policy.injection == "inject_first" and policy.at_margin == "accept"
        return given_up and not at_pos(state) and _past(margin_at(state, settings), now)
    return cooking(state) and _not_to_be_brought(state, settings)


def _not_to_be_brought(state: State, settings: Settings) -> bool:
    ours = settings.policy.kitchen == "person" or _uncancellable(state)
    if state.pos.ticket in ("refused", "voided"):
        return ours
    return _uncancellable(state) or (state.late and (ours or state.pos.ticket in ("unknown", "open", "void_refused")))


def _late(state: State, settings: Settings, _: datetime) -> bool:
    by_policy = settings.policy.kitchen == "cancel" and not _uncancellable(state)
    return by_policy and state.late and cooking(state) and not at_pos(state) and state.pos.ticket in ("none", "absent")


def _stop(state: State, _: Settings, __: datetime) -> bool:
    pos = state.pos
    spent = pos.last == "ticket.void" and pos.tries >= bounds.ORDER_WRITES_MAX
    ours = pos.ticket == "void_refused" or (pos.ticket == "open" and spent)
    if verdict(state) in DEAD:
        return ours or pos.ticket == "unknown" or state.hand
    return ours and state.hand


def _missed(state: State, _: Settings, __: datetime) -> bool:
    return state.channel.missed or verdict(state) == "expired"


def _books(state: State, settings: Settings, _: datetime) -> bool:
    over = verdict(state) in ("picked_up", "delivered", "completed")
    return over and not state.hand and not fires(state, pays=settings.pos.pays)


def _tablet(state: State, _: Settings, __: datetime) -> bool:
    return state.channel.blind and verdict(state) not in order_status.ENDED


def _undecided(state: State, settings: Settings, now: datetime) -> bool:
    return waits(state) and _past(last_call(state, settings), now)


def _unread(state: State, settings: Settings, now: datetime) -> bool:
    if not settings.channel.observable or state.known is None:
        return False
    failing = state.channel.failed >= bounds.ORDER_READS_FAILED_MAX and verdict(state) not in order_status.ENDED
    return failing or (state.channel.order is None and _past(margin_at(state, settings), now))


def _senseless(state: State, _: Settings, __: datetime) -> bool:
    return state.channel.puzzles > 1


def _changed(state: State, _: Settings, __: datetime) -> bool:
    return state.channel.tells and state.channel.order != "expired"


def _edited(state: State, _: Settings, __: datetime) -> bool:
    mine, theirs = state.pos.edition, state.channel.edition
    there = state.pos.ticket in ("open", "unknown") and verdict(state) not in order_status.ENDED
    return there and None not in (mine, theirs) and mine != theirs


def _question(state: State, settings: Settings, _: datetime) -> bool:
    asked = state.channel.cancel == "asked_by_channel" and not state.unwanted
    return asked and settings.policy.question == "person" and verdict(state) not in order_status.ENDED


def _uncancelled(state: State, _: Settings, __: datetime) -> bool:
    return _uncancellable(state) and cooking(state) and at_pos(state)


def _doubled(state: State, _: Settings, __: datetime) -> bool:
    return state.pos.many


def _endless(state: State, settings: Settings, _: datetime) -> bool:
    return state.outlived and not (cooking(state) and (state.hand or fires(state, pays=settings.pos.pays)))


_SEEN: Final = ("handled",)
_BRING: Final = ("entered_by_hand", "send_again", "cancel")
ALARMS: Final[dict[str, Sort]] = {
    "live": Sort("an order is live and may not reach the kitchen", "enter it by hand, or send it again", _BRING, _live),
    "late": Sort(
        "an accepted order has no ticket and is being cancelled", "enter it by hand to keep it", _BRING, _late
    ),
    "stop": Sort("nobody wants this order any more, and a ticket may be there", "stop the food", _SEEN, _stop),
    "missed": Sort("its deadline passed without an answer", "find out why nobody answered", _SEEN, _missed),
    "books": Sort("food went out without a ticket", "enter it for the books", ("entered_by_hand", "handled"), _books),
    "tablet": Sort("it cannot be read whether it is accepted", "look at the tablet", (*_BRING, "handled"), _tablet),
    "undecided": Sort("the deadline is near", "accept or deny it on the tablet", _SEEN, _undecided),
    "unread": Sort("the channel does not let us read the order", "look at the tablet", _SEEN, _unread),
    "senseless": Sort("what the channel shows makes no sense", "compare it with the tablet", _SEEN, _senseless),
    "changed": Sort("the channel ended or changed it with food in the making", "stop or mend it", _SEEN, _changed),
    "edited": Sort("the guest changed the order after its ticket was made", "change the ticket", _SEEN, _edited),
    "question": Sort("a cancellation is asked for", "agree, or let it be", ("cancel", "handled"), _question),
    "uncancelled": Sort("the channel refuses to cancel it", "cancel it on the tablet", _SEEN, _uncancelled),
    "doubled": Sort("two tickets of this order are open", "void one of them", _SEEN, _doubled),
    "endless": Sort("nobody ever ended the order", "compare it with the tablet", _SEEN, _endless),
}
"""Every reason, with what it says, what to do, what can be answered, and when it is so."""


def wanted(state: State, settings: Settings, now: datetime) -> dict[str, datetime | None]:
    """The alarms that should be up, with until when each can be mended."""
    return {
        reason: _until(reason, state, settings)
        for reason, sort in ALARMS.items()
        if reason not in state.handled and sort.test(state, settings, now)
    }


def _until(reason: str, state: State, settings: Settings) -> datetime | None:
    if reason in ("undecided", "unread", "tablet"):
        return state.channel.deadline
    if reason == "question":
        return state.channel.question
    late_ticket = reason in ("live", "stop") and state.pos.ticket == "unknown"
    return bound_at(state.pos, settings) if late_ticket else None
