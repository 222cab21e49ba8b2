"""From the order as it is to what should be outstanding now. By level: asked twice, it asks for nothing more.

Each step gives facts (which are folded before the next step) and intents, in this order: what time has brought, what a
person has to know, what is withdrawn, what is asked for, whether the order is over.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from tournant.canon import order_status
from tournant.orders.decide import alarms, channel, pos, timers
from tournant.orders.decide.facts import Asked, Closed, Fact, Late, Lowered, Outlived, Raised, Released, Reopened
from tournant.orders.decide.folding import folded
from tournant.orders.decide.intents import Ask, Intent, Prepare, Why, Withdraw
from tournant.orders.decide.settings import Settings
from tournant.orders.decide.state import READS, State, cooking, fires, side_of, verdict

__all__ = ["plan"]

Step = tuple[list[Fact], list[Intent]]


def plan(state: State, settings: Settings, now: datetime) -> Step:
    """Say what should be outstanding."""
    found: Step = ([], [])
    if state.known is None:
        return found
    for step in _STEPS:
        told, wants = step(state, settings, now)
        state = folded(told, state)
        found[0].extend(told)
        found[1].extend(wants)
    return found


def _time(state: State, settings: Settings, now: datetime) -> Step:
    found: list[Fact] = []
    if is_released(state, now):
        found.append(Released(now))
        state = folded(found, state)
    if not state.late and is_late(state, settings, now):
        found.append(Late(now))
    life = timers.life_at(state, settings)
    if not state.outlived and state.closed is None and life is not None and now >= life:
        found.append(Outlived(now))
    return found, []


def is_released(state: State, now: datetime) -> bool:
    """Whether a scheduled order's time comes now; one that names no time is brought at once."""
    channel_side = state.channel
    if channel_side.released is not None or verdict(state) in order_status.ENDED:
        return False
    release = channel_side.release
    return now >= release if release is not None else channel_side.order == "scheduled" and channel_side.taken


def is_late(state: State, settings: Settings, now: datetime) -> bool:
    """Whether an accepted order has been without a ticket for the kitchen time."""
    instant = timers.kitchen_at(state, settings)
    waits = cooking(state) and not state.hand and not fires(state, pays=settings.pos.pays)
    return waits and instant is not None and now >= instant


def _people(state: State, settings: Settings, now: datetime) -> Step:
    up = alarms.wanted(state, settings, now)
    raised = (
        Raised(now, reason, until)
        for reason, until in up.items()
        if reason not in state.alarms or state.alarms[reason].until != until
    )
    return [*raised, *(Lowered(now, reason) for reason in state.alarms if reason not in up)], []


def _withdrawn(state: State, settings: Settings, now: datetime) -> Step:
    return [], [Withdraw(serial) for serial in withdrawable(state, settings, now)]


def withdrawable(state: State, settings: Settings, now: datetime) -> list[int]:
    """Writes that nobody has claimed, as far as we know, and that are not wanted any more."""
    outs = [out for out in (state.channel.out, state.pos.out) if out is not None]
    waiting = [out for out in outs if not out.attempt and out.command not in READS]
    return [out.serial for out in waiting if not is_still_wanted(out.command, state, settings, now)]


def is_still_wanted(command: str, state: State, settings: Settings, now: datetime) -> bool:
    """Whether the order as it is now still wants this write."""
    if side_of(command) == "pos":
        return pos.still_wanted(command, state, settings, now)
    wish = channel.wanted_write(state, settings, now)
    return wish is not None and wish[0] == command


def _channel(state: State, settings: Settings, now: datetime) -> Step:
    wish = channel.next_ask(state, settings, now) if is_idle(state, "channel") else None
    if wish is None:
        return [], []
    command, why = wish
    late = command in ("order.accept", "order.deny")
    return _ask(state, now, command, why=why, deadline=state.channel.deadline if late else None)


def is_idle(state: State, side: str) -> bool:
    """Whether nothing is outstanding on this side; the other side does not matter."""
    return (state.channel.out if side == "channel" else state.pos.out) is None


def _pos(state: State, settings: Settings, now: datetime) -> Step:
    command = pos.next_ask(state, settings, now) if is_idle(state, "pos") else None
    if command is None:
        return [], []
    if command == "ticket.create":
        if state.pos.document is None:
            return [], [Prepare(state.pos.generation)]
        return _ask(state, now, command, deadline=_last_instant(state, settings))
    return _ask(state, now, command)


def _last_instant(state: State, settings: Settings) -> datetime | None:
    """After which a create would only make a ticket that nobody waits for."""
    if verdict(state) == "received":
        return alarms.margin_at(state, settings)
    return timers.kitchen_at(state, settings)


def _ask(
    state: State, now: datetime, command: str, *, why: Why | None = None, deadline: datetime | None = None
) -> Step:
    of_ticket = command.startswith("ticket.") and command != "ticket.create"
    ask = Ask(
        serial=state.serial + 1,
        command=command,
        generation=state.pos.generation,
        deadline=deadline,
        why=why,
        ticket=state.pos.id if of_ticket else None,
        document=state.pos.document if command == "ticket.create" else None,
        since=state.known if command == "ticket.find" else None,
    )
    return [Asked(now, ask.serial, command, ask.generation)], [ask]


def _end(state: State, settings: Settings, now: datetime) -> Step:
    over = is_over(state, settings)
    if over == (state.closed is not None):
        return [], []
    return [Closed(now) if over else Reopened(now)], []


def is_over(state: State, settings: Settings) -> bool:
    """Whether it has ended on both sides, with nothing outstanding."""
    channel_side, quiet = state.channel, state.channel.out is None and state.pos.out is None
    if not quiet or state.known is None:
        return False
    seen = verdict(state) in order_status.ENDED and (channel_side.unread is None or not settings.channel.observable)
    return state.outlived or (seen and pos.over(state))


_STEPS: Final[tuple[Callable[[State, Settings, datetime], Step], ...]] = (
    _time,
    _people,
    _withdrawn,
    _channel,
    _pos,
    _end,
)
