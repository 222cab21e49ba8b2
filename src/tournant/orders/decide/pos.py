"""What should be asked of the point of sale now: by level, from the order as it is."""

from datetime import datetime, timedelta

from tournant.canon import order_status
from tournant.kernel import bounds
from tournant.orders.decide.channel import again_at, backoff, margin_passed, may_be_ended
from tournant.orders.decide.hear_pos import bound_at
from tournant.orders.decide.settings import Settings
from tournant.orders.decide.state import DEAD, State, cooking, held, verdict

__all__ = [
    "look_due",
    "next_ask",
    "still_wanted",
    "wants_create",
    "wants_payment",
    "wants_void",
    "write_due",
]


def next_ask(state: State, settings: Settings, now: datetime) -> str | None:
    """What to ask now. Only for an idle side: so a look-up and a write never overtake each other."""
    write = wanted_write(state, settings, now)
    looks = look_due(state, settings)
    looks_now = looks is not None and now >= looks
    if write is None or (looks_now and write == "ticket.create"):
        return look_command(state) if looks_now else None
    if state.pos.unclear:
        return look_command(state) if looks_now else None
    due = write_due(state, settings, now)
    if due is not None and now >= due:
        return write
    return look_command(state) if looks_now else None


def look_command(state: State) -> str:
    """How a ticket is looked up: by its id where we have it, else by our reference."""
    return "ticket.read" if state.pos.id is not None else "ticket.find"


def wanted_write(state: State, settings: Settings, now: datetime) -> str | None:
    """What should be changed there, whether or not it can be asked now."""
    if wants_void(state):
        return "ticket.void"
    if wants_payment(state, settings):
        return "ticket.pay"
    return "ticket.create" if wants_create(state, settings, now) else None


def write_due(state: State, settings: Settings, now: datetime) -> datetime | None:
    """When the next write may go out; None: never again by itself."""
    pos, write = state.pos, wanted_write(state, settings, now)
    if write is None:
        return None
    return again_at(write, pos, state, settings, now)


def still_wanted(command: str, state: State, settings: Settings, now: datetime) -> bool:
    """Whether a write that nobody has claimed yet is still to be sent."""
    if command == "ticket.create":
        return wants_create(state, settings, now)
    return command != "ticket.pay" or wants_payment(state, settings)


def wants_void(state: State) -> bool:
    """An open ticket of an order that nobody wants any more, or that a person entered by hand."""
    return state.pos.ticket == "open" and (verdict(state) in DEAD or state.hand)


def _ours(state: State, settings: Settings) -> bool:
    """Whether the order is to be brought to the kitchen, and by us."""
    agreed = state.channel.cancel == "asked_by_channel" and settings.policy.question == "agree"
    return cooking(state) and not (agreed or state.hand or state.unwanted or held(state))


def wants_create(state: State, settings: Settings, now: datetime) -> bool:
    """Whether a ticket should be made, or the same bytes sent again."""
    pos = state.pos
    if state.late or pos.rejected or not may_create(state, settings) or may_be_ended(state, settings):
        return False
    if verdict(state) == "received":
        early = settings.policy.injection == "inject_first" and not margin_passed(state, settings, now)
        return early and not (state.hand or state.unwanted or held(state))
    return _ours(state, settings)


def may_create(state: State, settings: Settings) -> bool:
    """No second create while a first one may still act, unless the point of sale knows it by its key."""
    return state.pos.ticket in ("none", "absent") or (state.pos.ticket == "unknown" and settings.pos.keyed)


def wants_payment(state: State, settings: Settings) -> bool:
    """Whether the ticket should be brought to the kitchen, where that takes a payment."""
    idle = settings.pos.pays and state.pos.ticket == "open" and not state.pos.fired
    return idle and not state.late and _ours(state, settings) and not may_be_ended(state, settings)


def look_due(state: State, settings: Settings) -> datetime | None:
    """When to look the ticket up next; None: there is nothing to find out."""
    pos = state.pos
    if pos.ticket == "unknown" or pos.unclear:
        return _doubtful_look(state, settings)
    if pos.ticket != "open" or verdict(state) in DEAD or state.outlived:
        return None
    base = max((at for at in (pos.tried, pos.ended) if at is not None), default=None)
    if verdict(state) == "completed":
        since = state.channel.since
        if pos.final or since is None:
            return None
        return since if base is None or base < since else base + backoff(pos.looks, settings)
    if base is None or pos.failed:
        return base and base + backoff(pos.failed, settings)
    calm = base + timedelta(seconds=settings.policy.calm_s)
    # Several things happen at once at a till: one look, a moment later, shows them all.
    return calm if pos.hinted is None else min(calm, pos.hinted + timedelta(seconds=bounds.TICKET_HINT_WAITS_S))


def _doubtful_look(state: State, settings: Settings) -> datetime | None:
    pos = state.pos
    asked = pos.ended or pos.claimed
    if pos.tried is None or (asked is not None and pos.tried < asked):
        return asked
    due, bound = pos.tried + backoff(pos.looks, settings), bound_at(pos, settings)
    # The one look-up that can prove that there is nothing is the first one after the bound.
    return bound if pos.ticket == "unknown" and bound is not None and pos.tried < bound < due else due


def over(state: State) -> bool:
    """Whether the ticket has come to an end, for an order that has ended on the channel."""
    pos = state.pos
    if pos.unclear or pos.ticket == "unknown":
        return False
    if verdict(state) == "completed":
        return pos.ticket != "open" or (pos.final and not state.hand)
    return verdict(state) in order_status.ENDED and pos.ticket != "open"
