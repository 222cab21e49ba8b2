"""What a decision about an order goes by: what the channel and the point of sale can do, and the policies of the link.

All of it is declared (by the adapters' manifests) or chosen (by the operator for a link); nothing is found out here.
Times are seconds of the world.
"""

from datetime import timedelta
from typing import Literal

import msgspec

from tournant.canon.order_status import STATES, State
from tournant.kernel import bounds

__all__ = ["Channel", "Policy", "Pos", "Settings", "exemptions"]


class Channel(msgspec.Struct, frozen=True):
    """What the channel can do."""

    observable: bool = True
    """Whether one order can be read there. Where not, webhooks carry the status, and a command is told, not seen."""
    listable: frozenset[State] = frozenset(STATES)
    """The statuses that its lists show."""
    deadline_s: float = 690.0
    """From when we heard of an order to when the channel gives it up, where the order does not say it itself."""


class Pos(msgspec.Struct, frozen=True):
    """What the point of sale can do."""

    keyed: bool = False
    """It recognises a ticket that is sent twice with one key: the same bytes may be sent again at will."""
    negatives: bool = True
    """A look-up that finds nothing proves something. False where its lists hide tickets that are not finished."""
    pays: bool = False
    """A ticket reaches the kitchen only when it is marked as paid (`ticket.pay`); it cannot be voided after that."""
    flight_s: float = 60.0
    """The longest that a request is on its way, the client's patience included."""
    job_s: float = 0.0
    """The longest that it works on a request after it has answered."""
    pause_s: float = 30.0
    """The longest that one of our processes stands still between claiming and sending."""
    lag_s: float = 30.0
    """The longest until a ticket shows in look-ups."""

    @property
    def bound(self) -> timedelta:
        """How long after its claim a request can still bring a ticket that no look-up has shown."""
        return timedelta(seconds=self.flight_s + self.job_s + self.pause_s + self.lag_s)


class Policy(msgspec.Struct, frozen=True):
    """What the operator chose for a link."""

    injection: Literal["inject_first", "accept_first"] = "inject_first"
    """Whether the ticket is made before the order is accepted, or after."""
    at_margin: Literal["deny", "accept"] = "deny"
    """What happens to an order without a ticket shortly before the deadline; `accept` comes with an alarm."""
    kitchen: Literal["cancel", "person"] = "cancel"
    """What happens to an accepted order that cannot be brought to the point of sale."""
    question: Literal["agree", "refuse", "person"] = "person"
    """How a request to cancel is answered, where a channel makes any: Uber Eats does not."""
    margin_s: float = 120.0
    """How long before the deadline the order is decided without a ticket."""
    kitchen_s: float = 300.0
    """How long an accepted order may be without a ticket."""
    poll_s: float = 30.0
    """The longest between two reads of an order that is in doubt."""
    calm_s: float = 300.0
    """Between two reads of an order that is accepted and in the point of sale."""
    lead_s: float = 1_800.0
    """How long before a scheduled order is due its ticket is made. Of no effect with Uber Eats, which shows none."""
    life_s: float = 86_400.0
    """After how long an order that nobody ends is given to a person."""


class Settings(msgspec.Struct, frozen=True):
    """Everything together."""

    channel: Channel = Channel()
    pos: Pos = Pos()
    policy: Policy = Policy()

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        policy, channel = self.policy, self.channel
        if not 0 < policy.poll_s <= bounds.ORDER_POLL_S_MAX:
            raise ValueError(f"policy.poll_s: {policy.poll_s} is not within 0 and {bounds.ORDER_POLL_S_MAX}")
        if not 0 < policy.margin_s < channel.deadline_s:
            raise ValueError(f"policy.margin_s: {policy.margin_s} is not within the deadline of {channel.deadline_s} s")
        spans = {name: getattr(policy, name) for name in ("kitchen_s", "calm_s", "life_s")}
        for name, value in spans.items():
            if value <= 0:
                raise ValueError(f"policy.{name}: {value} is no span of time")


def exemptions(settings: Settings) -> tuple[str, ...]:
    """The guarantees that cannot be given with these partners, by name."""
    channel, found = settings.channel, []
    if not channel.observable:
        found.append("an order cannot be read at the channel: commands are told, and one without a clear answer waits")
    if "accepted" not in channel.listable:
        found.append("accepted on the tablet with the webhook lost: no list of the channel shows such an order")
    if "received" not in channel.listable:
        found.append("a lost webhook of a new order: no list of the channel shows it")
    if not settings.pos.negatives:
        found.append("a ticket that is not found may be there: without a key a person says whether to send again")
    return tuple(found)
