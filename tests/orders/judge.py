"""The judge of a walk: knows the partners' truth and what the process wrote down.

It asks at every step what must never be, from time to time whether an order is silently without food, and when an order
closes, whether it is where it should be (I5): in the point of sale once and live; seen dead with nothing open; or in
front of a person.
"""

from __future__ import annotations

from tests.orders.world import ENDED, Channel, Flavour, PointOfSale

from tournant.orders.decide import State, facts, folded, verdict
from tournant.orders.decide.intents import Ask

DEAD = ENDED - {"completed"}
SILENT_S = 1_300.0  # kitchen time, calm interval, some back-off, and a look-up that failed


class Broken(AssertionError):  # noqa: N818 - it says what happened, as every failure here does
    """A promise was broken."""


class Judge:
    """Of one order."""

    def __init__(self, flavour: Flavour, channel: Channel, pos: PointOfSale) -> None:
        self.flavour, self.channel, self.pos = flavour, channel, pos
        self.hungry_since: float | None = None

    def sends(self, state: State, ask: Ask) -> None:
        """A call is claimed and sent now."""
        seen = state.channel.order
        if ask.command == "ticket.create" and (seen in DEAD or state.hand):
            raise Broken("a create is sent for an order that was seen dead, or entered by hand")
        if ask.command == "order.accept" and seen in ENDED:
            raise Broken("an accept is sent after the order was seen ended")

    def steps(self, before: State, after: State) -> None:
        """A decision was made."""
        was, now = before.channel.order, after.channel.order
        if was in DEAD and now != was:
            raise Broken(f"reopened: {was} became {now}")
        claimed = verdict(after) if self.flavour.readable else now
        if claimed is not None and claimed not in self.channel.history:
            raise Broken(f"a wrong claim: {claimed} was never so")
        if after.closed is not None and before.closed is None:
            self._i5(after, "closed")

    def looks(self, now: float, state: State, again: int) -> None:
        """Something happened in the world."""
        if len(self.pos.ours) > 1 + again:
            raise Broken("two tickets of ours without a person's word")
        hungry = self.channel.status == "accepted" and not self.pos.open and state.known and not _up(state)
        if not hungry:
            self.hungry_since = None
        elif self.hungry_since is None:
            self.hungry_since = now
        elif now - self.hungry_since > SILENT_S:
            raise Broken("accepted, no food, and nobody knows")

    def ends(self, state: State, history: list[facts.Fact]) -> None:
        """Nothing happens any more."""
        if state.known is None:
            if self.channel.status in self.flavour.lists:
                raise Broken("never heard of")
            return
        if state.closed is None:
            raise Broken("the order never ended")
        self._i5(state, "at the end")
        if folded(facts.from_bytes(*facts.kind_of(one), facts.to_bytes(one)) for one in history) != state:
            raise Broken("the state is not the fold of its facts")

    def _i5(self, state: State, when: str) -> None:
        up, status, tickets = _up(state), self.channel.status, self.pos.open
        if status in DEAD:
            right = verdict(state) == status or "tablet" in up
            right &= not tickets or bool(up & {"stop", "tablet"})
            right &= not self.channel.given_up or bool(up & {"missed", "tablet"})
        elif status in ("accepted", "completed"):
            fed = len(tickets) == 1 and (tickets[0].by_hand or tickets[0].paid or not self.flavour.pays)
            right = fed or (bool(up) if len(tickets) < 2 else "stop" in up)
        else:
            right = bool(up)
        if not right:
            raise Broken(f"{when}: {status} with {len(tickets)} open, seen {state.channel.order}, alarms {sorted(up)}")


def _up(state: State) -> set[str]:
    """The alarms that are up, or that a person has seen to."""
    return set(state.alarms) | set(state.handled)
