"""An order as we know it: the fold of its facts, its two sides kept apart.

Order, ticket, kitchen, courier, delivery, money and cancel are dimensions of their own (`canon.order_status`).
`verdict` is what plans go by: what was seen at the channel, or, where nothing can be seen there, what it was told.
"""

from datetime import datetime
from typing import Final

import msgspec

from tournant.canon import order_status
from tournant.canon.order_status import CancelState, CourierState, DeliveryBy, Kitchen, MoneyState, Ticket

__all__ = ["COOKING", "DEAD", "READS", "Alarm", "Channel", "Out", "Pos", "State", "at_pos", "cooking", "fires", "held",
           "side_of", "ticket_shown", "verdict", "waits"]  # fmt: skip

COOKING: Final[frozenset[order_status.State]] = frozenset({"accepted", "preparing", "ready"})
"""The kitchen should have it, and a ticket still makes sense."""
DEAD: Final[frozenset[order_status.State]] = order_status.ENDED - {"completed"}
"""Nobody wants the food any more."""
READS: Final = frozenset({"order.read", "ticket.read", "ticket.find"})
"""Calls that change nothing."""
HOLDS: Final = frozenset({"live", "tablet"})
"""Alarms that put the order into a person's hands: nothing is sent to the point of sale without a word."""


class Out(msgspec.Struct, frozen=True):
    """A call that was asked for and is not answered."""

    serial: int
    command: str
    at: datetime
    generation: int
    prior: bool = False
    """When it was asked for, an earlier create was unknown: an error of this one settles nothing about that one."""
    attempt: int = 0
    """The attempt that is known to be claimed; 0: none is."""


class Channel(msgspec.Struct, frozen=True):
    """The channel's side."""

    order: order_status.State | None = None
    """What was last seen; None: it was never read."""
    since: datetime | None = None
    """Since when that is seen."""
    began: datetime | None = None
    """When the youngest read that counted began."""
    deadline: datetime | None = None
    release: datetime | None = None
    """When a scheduled order's ticket is to be made."""
    released: datetime | None = None
    """When that had come."""
    accepted: datetime | None = None
    """When it was first seen, or counts as, accepted; or sent again by a person."""
    taken: bool = False
    """An accept of ours was done, or it was seen accepted."""
    cancel: CancelState = "none"
    question: datetime | None = None
    edition: str | None = None
    total_minor: int | None = None
    currency: str | None = None
    told: str | None = None
    """The command that the channel took, as long as nothing new was seen."""
    counts: bool = False
    """What was told stands for what cannot be seen."""
    blind: bool = False
    """An unclear answer from a channel that cannot be read: the verdict is unknown."""
    hinted: datetime | None = None
    """A hint that no read has followed."""
    unread: datetime | None = None
    """When it was written, as long as no read has followed: nothing else is written before."""
    tried: datetime | None = None
    """When the last read was answered, or given up."""
    failed: int = 0
    """Reads that failed, one after the other."""
    puzzles: int = 0
    """Reads that made no sense, one after the other."""
    tells: bool = False
    """The status table wants a person to know what was last seen."""
    missed: bool = False
    """Its deadline passed without an answer, and that ended it."""
    out: Out | None = None
    last: str | None = None
    """The last write that was answered, how often one after the other, and when."""
    tries: int = 0
    ended: datetime | None = None


class Pos(msgspec.Struct, frozen=True):
    """The point of sale's side."""

    ticket: Ticket = "none"
    id: str | None = None
    generation: int = 1
    """Which ticket of this order it is. Only a person's word begins a new one."""
    document: str | None = None
    """Where this generation's document is kept: whatever is sent again is the same bytes."""
    edition: str | None = None
    """The order's edition that it was made of."""
    claimed: datetime | None = None
    """When the last create was claimed: the bound on late effects counts from here."""
    rejected: bool = False
    """An attempt was refused."""
    fired: bool = False
    """Marked as paid, where that is what brings it to the kitchen."""
    unclear: bool = False
    """What became of a void or a payment is unknown: look before anything else is sent."""
    clashed: bool = False
    """The last void did not fit what is there."""
    many: bool = False
    hinted: datetime | None = None
    """A hint that no look-up has followed."""
    tried: datetime | None = None
    """When the last look-up was answered, or given up."""
    looks: int = 0
    """Look-ups since the last write."""
    failed: int = 0
    """Look-ups that failed, one after the other."""
    final: bool = False
    """It was looked up once more after the order was completed."""
    out: Out | None = None
    last: str | None = None
    tries: int = 0
    ended: datetime | None = None


class Alarm(msgspec.Struct, frozen=True):
    """Something that waits for a person."""

    since: datetime
    until: datetime | None = None
    """Until when it can be mended, or a late ticket may appear."""


class State(msgspec.Struct, frozen=True):
    """One order."""

    known: datetime | None = None
    serial: int = 0
    """Of the last call."""
    channel: Channel = Channel()
    pos: Pos = Pos()
    kitchen: Kitchen = "none"
    courier: CourierState = "none"
    delivery_by: DeliveryBy | None = None
    money: MoneyState = "open"
    hand: bool = False
    """A person entered it by hand."""
    unwanted: bool = False
    """A person wants it cancelled."""
    again: datetime | None = None
    """When a person last said that it shall be sent again."""
    late: bool = False
    """The kitchen time passed without a ticket."""
    outlived: bool = False
    """Nobody ended it in its whole life."""
    alarms: dict[str, Alarm] = {}
    handled: frozenset[str] = frozenset()
    """Alarms that a person has seen to, and that stay down."""
    closed: datetime | None = None


def verdict(state: State) -> order_status.State | None:
    """What the channel says of the order: as seen, or as told where that has to do."""
    channel = state.channel
    if not channel.counts or channel.order in order_status.ENDED:
        return channel.order
    if channel.told == "order.cancel":
        return "cancelled"
    if channel.order not in (None, "received", "scheduled"):
        return channel.order
    return "denied" if channel.told == "order.deny" else "accepted"


def waits(state: State) -> bool:
    """Whether the channel waits for an answer, as far as was seen; of a scheduled order, as far as it took one."""
    now_is = verdict(state)
    return now_is == "received" or (now_is == "scheduled" and not state.channel.taken)


def side_of(command: str) -> str:
    """`channel` or `pos`."""
    return "channel" if command.startswith("order.") else "pos"


def at_pos(state: State) -> bool:
    """Whether somebody's ticket is there."""
    return state.hand or state.pos.ticket in ("open", "void_refused")


def fires(state: State, *, pays: bool) -> bool:
    """Whether our ticket is there and reaches the kitchen."""
    return state.pos.ticket == "open" and (state.pos.fired or not pays)


def cooking(state: State) -> bool:
    """Whether the channel expects the kitchen to be at it, or to begin: a scheduled order, once its time has come."""
    channel, now_is = state.channel, verdict(state)
    if now_is == "scheduled":
        return channel.taken and channel.released is not None
    return now_is in COOKING and (channel.release is None or channel.released is not None)


def held(state: State) -> bool:
    """Whether it is in a person's hands, so that no ticket is sent without a word."""
    return bool(HOLDS & (state.alarms.keys() | state.handled))


def ticket_shown(state: State) -> Ticket:
    """The ticket as one word of the status table: a person's entry counts where none of ours is there or in doubt."""
    return "by_hand" if state.hand and state.pos.ticket not in ("open", "unknown", "void_refused") else state.pos.ticket
