"""A small hostile world: one order at a channel, its tickets at a point of sale, with a truth of their own.

It knows nothing of how we decide. Both partners act on requests when they arrive, whatever became of the answers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ENDED = frozenset({"denied", "cancelled", "expired", "completed"})


class Chance:
    """Numbers from a seed (splitmix64): the same in every run and on every machine."""

    def __init__(self, seed: int) -> None:
        self._state = (seed + 1) * 0x9E3779B97F4A7C15

    def number(self) -> float:
        self._state = (self._state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return (mixed ^ (mixed >> 31)) / 2.0**64

    def hit(self, share: float) -> bool:
        return self.number() < share

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.number()


@dataclass(frozen=True)
class Flavour:
    """What kind of world it is."""

    keyed: bool = False
    refuses_twice: bool = False
    """A second create with one key is a duplicate; otherwise it gives the ticket that is there."""
    pays: bool = False
    only_taken: bool = False
    """The channel says 202 and acts later, or not at all."""
    readable: bool = True
    lists: frozenset[str] = frozenset({"received", "accepted", "completed", "denied", "cancelled", "expired"})
    webhooks_lost: bool = True
    faults: bool = True
    channel_faults: bool = True
    people: bool = True
    pos_dead: bool = False
    lag_s: float = 30.0
    flight_s: float = 60.0
    pause_s: float = 30.0
    deadline_s: float = 690.0
    gives_up: str = "expired"
    """What it calls an order that nobody answered in time."""


@dataclass
class Ticket:
    reference: str
    shows_at: float
    open: bool = True
    paid: bool = False
    by_hand: bool = False


@dataclass
class Channel:
    """The order at the channel."""

    status: str = "received"
    history: list[str] = field(default_factory=lambda: ["received"])
    given_up: bool = False

    def move(self, status: str) -> None:
        self.status = status
        self.history.append(status)

    def act(self, command: str, *, unwilling: bool) -> str:
        """An accept, deny or cancel arrives: what it comes to."""
        if command == "order.accept" and self.status == "received":
            self.move("accepted")
            return "done"
        if command == "order.deny" and self.status == "received":
            self.move("denied")
            return "done"
        if command == "order.cancel" and self.status in ("received", "accepted"):
            if unwilling:
                return "refused"
            self.move("cancelled")
            return "done"
        return "clash"


@dataclass
class PointOfSale:
    """The tickets."""

    flavour: Flavour
    chance: Chance
    tickets: list[Ticket] = field(default_factory=list)

    @property
    def ours(self) -> list[Ticket]:
        return [ticket for ticket in self.tickets if ticket.open and not ticket.by_hand]

    @property
    def open(self) -> list[Ticket]:
        return [ticket for ticket in self.tickets if ticket.open]

    def name(self, ticket: Ticket) -> str:
        return f"T{self.tickets.index(ticket)}"

    def create(self, now: float, reference: str, *, unwilling: bool) -> tuple[str, str | None]:
        """A ticket arrives."""
        same = [ticket for ticket in self.tickets if ticket.reference == reference] if self.flavour.keyed else []
        if same:
            return ("duplicate", None) if self.flavour.refuses_twice else ("done", self.name(same[0]))
        if unwilling:
            return "refused", None
        lags = self.flavour.faults and self.chance.hit(0.4)
        ticket = Ticket(reference, now + (self.chance.between(0, self.flavour.lag_s) if lags else 0))
        self.tickets.append(ticket)
        return "done", self.name(ticket)

    def _named(self, name: str | None, reference: str) -> list[Ticket]:
        if name is not None:
            return [self.tickets[int(name[1:])]]
        return [ticket for ticket in self.tickets if ticket.reference == reference]

    def void(self, name: str | None, reference: str, *, unwilling: bool) -> str:
        """A void arrives. What is voided already does not fit any more."""
        found = [ticket for ticket in self._named(name, reference) if ticket.open]
        if not found or found[0].paid:
            return "clash"
        if unwilling:
            return "refused"
        found[0].open = False
        return "done"

    def pay(self, name: str | None, reference: str) -> str:
        found = [ticket for ticket in self._named(name, reference) if ticket.open]
        if not found:
            return "clash"
        found[0].paid = True
        return "done"

    def look(self, now: float, name: str | None, reference: str) -> tuple[str, Ticket | None]:
        """What a look-up shows: nothing that has not come into the lists yet."""
        found = [ticket for ticket in self._named(name, reference) if ticket.shows_at <= now]
        for ticket in found:
            if ticket.open:
                return "open", ticket
        return ("voided", found[0]) if found else ("none", None)
