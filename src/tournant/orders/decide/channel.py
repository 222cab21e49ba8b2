"""What should be asked of the channel now: by level, from the order as it is."""

from datetime import datetime, timedelta
from typing import Final

from tournant.canon import order_status
from tournant.canon.order_status import Ticket
from tournant.kernel import bounds
from tournant.orders.decide.alarms import margin_at
from tournant.orders.decide.intents import Why
from tournant.orders.decide.settings import Settings
from tournant.orders.decide.state import COOKING, READS, Channel, Pos, State, at_pos, cooking, fires, held, verdict

__all__ = ["again_at", "backoff", "may_be_ended", "next_ask", "read_due", "wanted_write", "write_due"]

Wish = tuple[str, Why | None]
"""A command, and why."""
_ENDINGS: Final = frozenset({"order.deny", "order.cancel"})
"""What ends an order."""
_PATIENT: Final = frozenset({"order.cancel", "ticket.void"})
"""What there is no last instant for: once a person is told, it goes on in the intervals of what is calm."""


def backoff(tries: int, settings: Settings) -> timedelta:
    """How long to wait after so many tries: 2, 4, 8 s, up to the poll interval."""
    return timedelta(seconds=min(settings.policy.poll_s, 2.0 ** min(max(tries, 1), bounds.ORDER_WRITES_MAX)))


def next_ask(state: State, settings: Settings, now: datetime) -> Wish | None:
    """What to ask now. Only for an idle side; a write goes first, where what was written before has been read."""
    if _due(write_due(state, settings, now), now):
        return wanted_write(state, settings, now)
    return ("order.read", None) if _due(read_due(state, settings), now) else None


def _due(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and now >= instant


def write_due(state: State, settings: Settings, now: datetime) -> datetime | None:
    """When the next write may go out; None: none is wanted, or what was written before has not been read."""
    channel, wish = state.channel, wanted_write(state, settings, now)
    if wish is None or must_read_first(state, settings):
        return None
    return again_at(wish[0], channel, state, settings, now)


def again_at(command: str, side: Channel | Pos, state: State, settings: Settings, now: datetime) -> datetime | None:
    """When a command may go out, tried before or not; None: never again by itself.

    A partner that is away for some minutes must not cost what there is still time for. So nothing is given up while it
    is wanted, which ends with the deadline, the margin, the kitchen time, and at last with the order's life.
    """
    if side.last != command or side.ended is None or not side.tries:
        return now
    if command not in _PATIENT or side.tries < bounds.ORDER_WRITES_MAX:
        return side.ended + backoff(side.tries, settings)
    return None if state.outlived else side.ended + timedelta(seconds=settings.policy.calm_s)


def may_be_ended(state: State, settings: Settings) -> bool:
    """Whether a denial or a cancel of ours is on its way, or was, and what came of it has not been read."""
    channel = state.channel
    if channel.out is not None and channel.out.command in _ENDINGS:
        return True
    return channel.last in _ENDINGS and must_read_first(state, settings)


def must_read_first(state: State, settings: Settings) -> bool:
    """Whether a write is out there whose effect was not read yet."""
    return settings.channel.observable and state.channel.unread is not None


def wanted_write(state: State, settings: Settings, now: datetime) -> Wish | None:
    """What the channel should be told, whether or not it can be told now."""
    now_is = verdict(state)
    if state.channel.blind or now_is in order_status.ENDED:
        return None
    if now_is == "received":
        return _answer(state, settings, now)
    if now_is == "scheduled" and not state.channel.taken:
        return ("order.deny", "person") if state.unwanted else ("order.accept", None)
    return _early_end(state, settings) if now_is == "scheduled" or now_is in COOKING else None


def _answer(state: State, settings: Settings, now: datetime) -> Wish | None:
    deadline = state.channel.deadline
    if deadline is not None and now >= deadline:
        return None  # the channel has given it up, or will say what it is
    if state.unwanted:
        return "order.deny", "person"
    if settings.policy.injection == "accept_first" or at_pos(state):
        return "order.accept", None
    if state.pos.ticket in ("refused", "voided"):
        return "order.deny", _why(state.pos.ticket)
    if margin_passed(state, settings, now):
        return ("order.deny", "pos_down") if settings.policy.at_margin == "deny" else ("order.accept", None)
    return None


def margin_passed(state: State, settings: Settings, now: datetime) -> bool:
    """Whether the order has to be decided now, ticket or not."""
    return _due(margin_at(state, settings), now)


def _why(ticket: Ticket) -> Why:
    return "voided" if ticket == "voided" else "pos_refused"


def _early_end(state: State, settings: Settings) -> Wish | None:
    if state.channel.cancel == "refused":
        return None
    if state.unwanted:
        return "order.cancel", "person"
    if state.channel.cancel == "asked_by_channel" and settings.policy.question == "agree":
        return "order.cancel", "guest"
    # While the point of sale is being written, or a person has the order, policy ends nothing under their hands.
    busy = state.pos.out is not None and state.pos.out.command not in READS
    if state.hand or held(state) or busy or settings.policy.kitchen != "cancel":
        return None
    if state.pos.ticket in ("refused", "voided"):
        return "order.cancel", _why(state.pos.ticket)
    return ("order.cancel", "pos_down") if state.late and state.pos.ticket in ("none", "absent") else None


def read_due(state: State, settings: Settings) -> datetime | None:
    """When to read the order next; None: not before something is heard of it."""
    channel = state.channel
    over = channel.order in order_status.ENDED or state.outlived
    if not settings.channel.observable or state.known is None:
        return None
    if over and channel.failed >= bounds.ORDER_READS_FAILED_MAX:
        return None
    new = [instant for instant in (channel.hinted, channel.unread) if instant is not None]
    if channel.order is None:
        new.append(state.known)
    if new or channel.puzzles == 1:
        retry = channel.tried + backoff(channel.failed, settings) if channel.failed and channel.tried else None
        return retry or max(new, default=channel.tried or state.known)
    if over or channel.tried is None:
        return None
    if channel.failed:
        return channel.tried + backoff(channel.failed, settings)
    settled = cooking(state) and (state.hand or fires(state, pays=settings.pos.pays)) and not state.alarms
    return channel.tried + timedelta(seconds=settings.policy.calm_s if settled else settings.policy.poll_s)
