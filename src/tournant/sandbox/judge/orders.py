"""What became of every order: in exactly one of five, and what is wrong besides."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tournant.sandbox.http import Json
from tournant.sandbox.judge.content import Contents
from tournant.sandbox.judge.evidence import Evidence
from tournant.sandbox.judge.tickets import Ordered, Owner, Ticket, shared_out, ticket
from tournant.sandbox.partners.uber_eats.limits import DEADLINE_S
from tournant.sandbox.times import parsed
from tournant.sandbox.world.truth import Truth
from tournant.sandbox.world.world import World

__all__ = ["OUTCOMES", "Ledger", "ledger"]

OUTCOMES: Final = ("injected", "denied_in_time", "cancelled_by_customer", "with_a_person", "lost")
_LIST: Final = "/created-orders"


@dataclass
class Ledger:
    """The orders of a day."""

    outcomes: dict[str, list[str]] = field(default_factory=lambda: {one: [] for one in OUTCOMES})
    doubled: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def ledger(
    world: World, truth: Truth, evidence: Evidence, contents: Contents, people: tuple[Collection[str], Owner | None]
) -> Ledger:
    """Judge all orders. `people` are the ids that were put before a person, and who can say whose a ticket is."""
    with_a_person, owner = people
    orders = _orders(world, truth, evidence)
    tickets = [
        ticket(one, evidence.square.orders.get(one["id"], ()))
        for seller in evidence.sellers.values()
        for one in seller["orders"]
    ]
    found = Ledger()
    for one in shared_out(orders, tickets, owner):
        if one.by == "api":
            found.wrong.append(f"ticket {one.id} at {one.location} belongs to no order")
    bench = _Bench(evidence, contents, frozenset(with_a_person), found)
    for order in orders.values():
        bench.judge(order)
    return found


def _orders(world: World, truth: Truth, evidence: Evidence) -> dict[str, Ordered]:
    bodies = {one["id"]: one for store in evidence.stores.values() for one in store["orders"]}
    where = {store.store_id: store.location_id for store in world.stores}
    return {
        one.order_id: Ordered(
            one.order_id,
            where[one.store_id],
            one.at,
            bodies[one.order_id],
            list(evidence.uber.orders.get(one.order_id, ())),
        )
        for one in truth.orders
    }


@dataclass
class _Bench:
    """Judges one order after the other."""

    evidence: Evidence
    contents: Contents
    with_a_person: frozenset[str]
    found: Ledger

    def judge(self, order: Ordered) -> None:
        standing = [one for one in order.tickets if one.stands]
        self.found.outcomes[self._outcome(order, standing)].append(order.order_id)
        if len(standing) > 1:
            self.found.doubled.append(f"{_name(order)} stands at the till {len(standing)} times")
        deadline = order.placed + timedelta(seconds=DEADLINE_S)
        if _end(order) == ("partner", "expired"):
            self.found.late.append(f"{_name(order)} expired: nobody answered it in time")
        elif any(one.shown and one.shown > deadline for one in standing[:1]):
            self.found.late.append(f"{_name(order)} came to the till after its deadline")
        for one in order.tickets:
            self._content(order, one)

    def _outcome(self, order: Ordered, standing: list[Ticket]) -> str:
        by, what = _end(order)
        if what in {"accepted", "finished"}:
            return self._alive(order, standing, what)
        if what in {"denied", "cancelled"}:
            self._no_ticket(order, standing)
        if what == "denied":
            return "denied_in_time"
        if (by, what) == ("guest", "cancelled"):
            return "cancelled_by_customer"
        if what == "cancelled" and (standing or _is_taken_back(order)):
            return "injected"
        return self._person_or("lost", order)

    def _alive(self, order: Ordered, standing: list[Ticket], what: str) -> str:
        """Accepted, and perhaps delivered: then the till has it, or had it until somebody there took it back."""
        if standing or (_is_taken_back(order) and what == "finished"):
            return "injected"
        if _is_taken_back(order):
            if order.order_id not in self.with_a_person:
                self.found.wrong.append(f"{_name(order)} was voided at the till and is alive at Uber Eats")
            return "injected"
        return self._person_or("with_a_person" if self._only_tablet_knew(order) else "lost", order)

    def _person_or(self, else_: str, order: Ordered) -> str:
        return "with_a_person" if order.order_id in self.with_a_person else else_

    def _no_ticket(self, order: Ordered, standing: list[Ticket]) -> None:
        """An order that is over has no ticket that somebody cooks from, unless a person was told."""
        ended = parsed(order.history[-1]["at"])
        for one in standing:
            cooked = one.state == "COMPLETED" and parsed(one.body.get("closed_at") or one.body["updated_at"]) <= ended
            if order.order_id not in self.with_a_person and not cooked:
                self.found.wrong.append(f"{_name(order)} is over at Uber Eats and stands at the till")

    def _content(self, order: Ordered, one: Ticket) -> None:
        if one.shown is None:
            if one.state == "OPEN" and order.order_id not in self.with_a_person:
                self.found.wrong.append(f"a ticket of {_name(order)} was left open and unpaid")
            return
        if one.location != order.location:
            self.found.wrong.append(f"{_name(order)} was entered at another location")
        for why in self.contents.faults(order.body, one.body) if one.by == "api" else ():
            self.found.wrong.append(f"the ticket of {_name(order)}: {why}")

    def _only_tablet_knew(self, order: Ordered) -> bool:
        """Accepted on the tablet before anything could tell the platform: Uber Eats lists no accepted orders."""
        accepted = next((one for one in order.history if one["what"] == "accepted"), None)
        if accepted is None or accepted["by"] != "tablet":
            return False
        at, store = parsed(accepted["at"]), order.body["store"]["id"]
        told = (one for one in self.evidence.uber.deliveries if one["about"] == order.order_id and _came(one, at))
        lists = (one for one in self.evidence.uber.calls if _lists(one, store))
        return not any(told) and not any(order.placed <= parsed(one["at"]) <= at for one in lists)


def _is_taken_back(order: Ordered) -> bool:
    return any(one.shown and one.ended_by == "staff" for one in order.tickets)


def _came(delivery: Json, before: datetime) -> bool:
    return any(200 <= status < 300 and parsed(at) <= before for at, status in delivery["attempts"])  # noqa: PLR2004 - what HTTP calls success


def _lists(call: Json, store: str) -> bool:
    return bool(call["status"] == 200 and call["account"] == store and call["path"].endswith(_LIST))  # noqa: PLR2004 - an answer


def _end(order: Ordered) -> tuple[str, str]:
    """Say who did the last thing to an order, and what."""
    return (order.history[-1]["by"], order.history[-1]["what"]) if order.history else ("", "")


def _name(order: Ordered) -> str:
    return f"order {order.order_id} ({order.body['display_id']})"
