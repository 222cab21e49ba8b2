"""The joint order status table: what happens when, in a state, a message arrives. Twelve states, fifteen messages.

An order has seven dimensions, kept apart because each has its own source and its own pace: what the channel says
(`State`), the ticket at the point of sale, the kitchen, the courier, who delivers, the money, and requests to cancel.
Refunded and self-delivered are not states. The table is about the first dimension:

    received ─► accepted ─► preparing ─► ready ─► picked_up ─► delivered ─► completed
       │  ▲         │ ▲         a step may be skipped: a later word implies the earlier ones
       │  └ scheduled ┘
       └──────► denied   cancelled   failed   expired       (ended: nothing follows but money)

Source: the project's study of orders, section 1 (twelve partners' statuses, model-checked).
"""

from enum import Enum
from typing import Final, Literal, NamedTuple, get_args

from tournant.kernel import check

__all__ = [
    "ENDED",
    "MESSAGES",
    "STATES",
    "TABLE",
    "CancelState",
    "CourierState",
    "DeliveryBy",
    "Effect",
    "Kitchen",
    "Message",
    "MoneyState",
    "Outcome",
    "State",
    "Ticket",
    "outcome",
]

State = Literal[
    "received", "scheduled", "accepted", "preparing", "ready", "picked_up",
    "delivered", "completed", "denied", "cancelled", "failed", "expired",
]  # fmt: skip
"""The channel's verdict and progress, as last seen there."""
Ticket = Literal["none", "unknown", "open", "refused", "absent", "voided", "void_refused", "by_hand"]
"""The ticket at the point of sale. Unknown: sent, no answer. Absent: looked up after the bound and not found."""
Kitchen = Literal["none", "queued", "preparing", "ready"]
"""What kitchen display or tablet say; an older message never takes it back."""
CourierState = Literal["none", "assigned", "at_store", "picked_up", "at_customer", "delivered", "failed"]
"""How far the courier is."""
DeliveryBy = Literal["channel", "merchant", "customer_collects", "dine_in"]
"""Who brings the food. Self-delivery (`merchant`) is a matter of who, not of state."""
MoneyState = Literal["open", "paid", "part_refunded", "refunded", "credited"]
"""Whether it is paid or paid back."""
CancelState = Literal["none", "asked_by_us", "asked_by_channel", "refused"]
"""A request to cancel, which is not yet a verdict."""

Message = Literal[
    "placed", "scheduled", "accepted", "preparing", "ready", "picked_up", "delivered", "completed",
    "denied", "cancel_requested", "cancelled", "failed", "expired", "edited", "refunded",
]  # fmt: skip
"""What a partner may tell, in our words."""

STATES: Final[tuple[State, ...]] = get_args(State)
MESSAGES: Final[tuple[Message, ...]] = get_args(Message)
ENDED: Final[frozenset[State]] = frozenset({"completed", "denied", "cancelled", "failed", "expired"})
"""The states after which the channel expects nothing more."""


class Effect(Enum):
    """What a message does to an order; the value is its sign in the table."""

    MOVE = ">"
    """The order moves to the state that the message names; skipped steps are implied."""
    MOVE_AND_TELL = ">p"
    """It moves, and a person is told: food may be in the making, or a deadline was missed."""
    IGNORE = "="
    """Nothing but a record: a duplicate, or older than what was seen."""
    ASK = "?"
    """No move: a question with a deadline, which policy or a person answers."""
    ELSEWHERE = "~"
    """No move: another dimension changes (lines, money)."""
    REFUSE = "!"
    """It makes no sense: recorded, shown, never applied, and the order is read again."""
    TELL = "p"
    """No move, and a person is told."""


class Outcome(NamedTuple):
    """What is to be done about one message."""

    state: State
    """The state afterwards."""
    effect: Effect
    """What the message does."""

    @property
    def tells_a_person(self) -> bool:
        """Whether it goes on the attention list; a question does, until policy answers it."""
        return self.effect in (Effect.MOVE_AND_TELL, Effect.TELL, Effect.ASK)

    @property
    def reads_again(self) -> bool:
        """Whether the order must be read, because what was told cannot be true."""
        return self.effect is Effect.REFUSE


# Columns: the messages in their order, from placed to refunded.
_GRID: Final = """
            plcd schd accp prep redy pick delv comp deny canq canc fail expi edit refd
received    =    >    >    >    >    >    >    >    >    ?    >    >    >p   ~    ~
scheduled   =    =    >    >    >    >    >    >    >p   ?    >    >p   >p   ~    ~
accepted    =    >    =    >    >    >    >    >    >p   ?    >    >p   >p   ~    ~
preparing   =    !    =    =    >    >    >    >    >p   ?    >p   >p   >p   p    ~
ready       =    !    =    =    =    >    >    >    >p   ?    >p   >p   >p   p    ~
picked_up   =    !    =    =    =    =    >    >    !    p    >p   >p   !    p    ~
delivered   =    !    =    =    =    =    =    >    !    p    >p   p    !    p    ~
completed   =    !    =    =    =    =    =    =    !    p    p    p    !    p    ~
denied      =    =    !    !    !    !    !    !    =    =    =    =    =    =    ~
cancelled   =    =    =    =    =    !    !    !    =    =    =    =    =    =    ~
failed      =    =    =    =    =    =    p    p    !    =    =    =    !    =    ~
expired     =    =    !    !    !    !    !    !    =    =    =    =    =    =    ~
"""

_NAMES: Final[dict[Message, State]] = {
    "placed": "received",
    "scheduled": "scheduled",
    "accepted": "accepted",
    "preparing": "preparing",
    "ready": "ready",
    "picked_up": "picked_up",
    "delivered": "delivered",
    "completed": "completed",
    "denied": "denied",
    "cancelled": "cancelled",
    "failed": "failed",
    "expired": "expired",
}
"""The state that a message names; a request, an edit and a refund name none."""


def _read(grid: str) -> dict[tuple[State, Message], Outcome]:
    rows = [line.split() for line in grid.strip().splitlines()[1:]]
    check.ensure(tuple(row[0] for row in rows) == STATES, "the status table has other states than it should")
    table: dict[tuple[State, Message], Outcome] = {}
    for state, (_, *signs) in zip(STATES, rows, strict=True):
        for message, sign in zip(MESSAGES, signs, strict=True):
            effect = Effect(sign)
            moves = effect in (Effect.MOVE, Effect.MOVE_AND_TELL)
            table[state, message] = Outcome(_NAMES[message] if moves else state, effect)
    return table


TABLE: Final = _read(_GRID)
"""Every state and message, and what happens."""


def outcome(state: State, message: Message) -> Outcome:
    """Say what happens when this message arrives for an order in this state."""
    return TABLE[state, message]
