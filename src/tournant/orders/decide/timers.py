"""When an order has to be looked at again, by name: what the console shows as "next", and what the shell sets.

A timer carries no meaning of its own: whatever is due is due by level. So one that fires late, twice, or for an order
that has moved on does no harm, and a shell that keeps only the earliest is right as well.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from tournant.canon import order_status
from tournant.orders.decide import channel, pos
from tournant.orders.decide.alarms import last_call, margin_at
from tournant.orders.decide.hear_pos import bound_at
from tournant.orders.decide.settings import Settings
from tournant.orders.decide.state import State, cooking, fires, verdict, waits

__all__ = ["NAMES", "due", "kitchen_at", "life_at"]

NAMES: Final = (
    "order.margin",
    "order.bound",
    "order.kitchen",
    "order.release",
    "order.life",
    "order.poll",
)
"""Every timer that an order can have."""


def kitchen_at(state: State, settings: Settings) -> datetime | None:
    """When an order that should be in the kitchen is late."""
    begun = [instant for instant in (state.channel.accepted, state.channel.released) if instant is not None]
    return max(begun) + timedelta(seconds=settings.policy.kitchen_s) if begun else None


def life_at(state: State, settings: Settings) -> datetime | None:
    """When an order has lasted so long that nobody will end it."""
    if state.known is None:
        return None
    return max(state.known, state.channel.release or state.known) + timedelta(seconds=settings.policy.life_s)


def due(state: State, settings: Settings, now: datetime) -> dict[str, datetime]:
    """The timers that should be set, all of them later than now; every other one is to be cancelled."""
    found: dict[str, datetime] = {}
    for name, instant in _all(state, settings, now):
        if instant is not None and instant > now:
            found[name] = min(instant, found.get(name, instant))
    return found


def _all(state: State, settings: Settings, now: datetime) -> Iterator[tuple[str, datetime | None]]:
    if state.channel.out is None:
        yield "order.poll", channel.read_due(state, settings)
        yield "order.poll", channel.write_due(state, settings, now)
    if state.closed is not None:
        return
    if state.pos.out is None:
        yield "order.poll", pos.look_due(state, settings)
        yield "order.poll", pos.write_due(state, settings, now)
    if state.pos.ticket == "unknown":
        yield "order.bound", bound_at(state.pos, settings)
    if not state.outlived:
        yield "order.life", life_at(state, settings)
    yield from _live(state, settings)


def _live(state: State, settings: Settings) -> Iterator[tuple[str, datetime | None]]:
    now_is = verdict(state)
    if now_is is None or waits(state):
        yield "order.margin", margin_at(state, settings)
        yield "order.margin", last_call(state, settings)
        yield "order.margin", state.channel.deadline
    if now_is not in order_status.ENDED and state.channel.released is None:
        yield "order.release", state.channel.release
    if cooking(state) and not (state.late or state.hand or fires(state, pays=settings.pos.pays)):
        yield "order.kitchen", kitchen_at(state, settings)
