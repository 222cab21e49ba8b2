"""Orders and their deadline.

    CREATED ──accept──► ACCEPTED ──► FINISHED        CREATED ──deny──► DENIED
       │                    └──cancel──► CANCELED
       └── 11.5 minutes without an answer, cancelled by guest or support ──► CANCELED

Who answers, an application or somebody at the tablet, answers once: a second answer is a conflict.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tournant.sandbox.http import Answer, Json, Request
from tournant.sandbox.partner import Partner, refuse_control
from tournant.sandbox.partners.uber_eats import limits
from tournant.sandbox.partners.uber_eats.cart import Cart, money
from tournant.sandbox.partners.uber_eats.errors import refuse
from tournant.sandbox.partners.uber_eats.events import Events
from tournant.sandbox.partners.uber_eats.store import Store
from tournant.sandbox.times import stamp

__all__ = ["Orders"]

_REASONS: Final = frozenset(
    [
        "OUT_OF_ITEMS",
        "KITCHEN_CLOSED",
        "CUSTOMER_CALLED_TO_CANCEL",
        "RESTAURANT_TOO_BUSY",
        "CANNOT_COMPLETE_CUSTOMER_NOTE",
        "OTHER",
    ]
)
_DENIALS: Final = frozenset(
    [
        "STORE_CLOSED",
        "POS_NOT_READY",
        "POS_OFFLINE",
        "ITEM_AVAILABILITY",
        "MISSING_ITEM",
        "MISSING_INFO",
        "PRICING",
        "CAPACITY",
        "ADDRESS",
        "SPECIAL_INSTRUCTIONS",
        "OTHER",
    ]
)
_LIVE: Final = frozenset({"CREATED", "ACCEPTED"})


@dataclass
class _Ticket:
    """One order with what guests do not see of it."""

    order: Json
    store: Store
    ended: datetime | None = None


@dataclass
class Orders:
    """Every order of every store."""

    partner: Partner
    events: Events
    client_id: str
    """The application that answers, where the store nominated it as its order manager."""
    tickets: dict[str, _Ticket] = field(default_factory=dict)

    def place(self, store: Store, wanted: Json) -> Json:
        """Place a guest's order, as far as the store shows that it can be had."""
        shown = store.shown_status(self.partner.now())
        if shown["status"] != "ONLINE":
            raise refuse_control(409, f"the store is offline: {shown['offlineReason']}")
        order_id = self.partner.ports.dice.uuid("uber_eats", "order")
        items = Cart(store.menu, store.currency, self.partner.shown()).items(wanted["items"], order_id[:8])
        order = self._order(store, order_id, items, wanted)
        self.tickets[order_id] = _Ticket(order, store)
        self._note(order, "guest", "placed")
        self.events.order("orders.notification", order, "pos")

        async def overdue() -> None:
            if self.tickets[order_id].order["current_state"] == "CREATED":
                self.move(order_id, "CANCELED", "partner", "expired")

        self.partner.ports.timers.after(limits.DEADLINE_S, overdue)
        return order

    def read(self, request: Request) -> Answer:
        """GET /v2/eats/order/{order_id}."""
        return Answer(200, self._find(request).order)

    def accept(self, request: Request) -> Answer:
        """POST /v1/eats/orders/{order_id}/accept_pos_order."""
        ticket, said = self._find(request), request.document
        if not said.get("reason"):
            raise refuse(400, "reason is missing.")
        self._answer(ticket, "ACCEPTED", "accepted")
        if said.get("external_reference_id"):
            self._change(ticket, {"external_reference_id": said["external_reference_id"]})
        return Answer(204)

    def deny(self, request: Request) -> Answer:
        """POST /v1/eats/orders/{order_id}/deny_pos_order."""
        ticket, reason = self._find(request), request.document.get("reason") or {}
        if not reason.get("explanation") or reason.get("code", "OTHER") not in _DENIALS:
            raise refuse(400, "reason.explanation is missing, or reason.code is unknown.")
        self._answer(ticket, "DENIED", "denied")
        return Answer(204)

    def cancel(self, request: Request) -> Answer:
        """POST /v1/eats/orders/{order_id}/cancel: only what is live."""
        ticket = self._find(request)
        if request.document.get("reason") not in _REASONS:
            raise refuse(400, f"reason is one of {', '.join(sorted(_REASONS))}.")
        if ticket.order["current_state"] not in _LIVE:
            raise refuse(404, "The order is in a terminal state.")
        self.move(ticket.order["id"], "CANCELED", "api", "cancelled")
        return Answer(200, {})

    def created(self, store: Store, request: Request) -> Answer:
        """GET /v1/eats/stores/{store_id}/created-orders: not yet answered, the oldest first."""
        found = self._listed(store, lambda ticket: ticket.order["current_state"] == "CREATED")
        limit = int(request.query.get("limit") or len(found))
        return Answer(200, {"orders": found[:limit]})

    def canceled(self, store: Store, _: Request) -> Answer:
        """GET /v1/eats/stores/{store_id}/canceled-orders: of the last two hours, the youngest first."""
        since = self.partner.now() - timedelta(seconds=limits.CANCELED_SHOWN_S)

        def recent(ticket: _Ticket) -> bool:
            return ticket.order["current_state"] == "CANCELED" and ticket.ended is not None and ticket.ended >= since

        return Answer(200, {"orders": self._listed(store, recent)[::-1]})

    def move(self, order_id: str, state: str, by: str, what: str) -> Json:
        """Move an order on, whoever does it; who cancels it is told to the application."""
        ticket = self.tickets[order_id]
        if state not in _LIVE:
            ticket.ended = self.partner.now()
        self._change(ticket, {"current_state": state})
        self._note(ticket.order, by, what)
        if state == "CANCELED":
            self.events.order("orders.cancel", ticket.order, "canceled")
        return ticket.order

    def _answer(self, ticket: _Ticket, state: str, what: str) -> None:
        if ticket.store.manager != self.client_id:
            raise refuse(403, "This application is not the order manager of the store.")
        if ticket.order["current_state"] != "CREATED":
            said = f"The order is already {ticket.order['current_state']}."
            raise refuse(409, said, "resource_status_conflict")
        self.move(ticket.order["id"], state, "api", what)

    def _find(self, request: Request) -> _Ticket:
        found = self.tickets.get(request.params["order_id"])
        if found is None:
            raise refuse(404, "There is no such order.")
        request.account = found.store.id
        return found

    def _change(self, ticket: _Ticket, changed: Json) -> None:
        ticket.order = ticket.order | changed

    def _note(self, order: Json, by: str, what: str) -> None:
        self.partner.wrote(by, order["store"]["id"], f"order.{what}", order["id"], order)
        self.partner.books.order(order["id"], stamp(self.partner.now()), by, what)

    def _listed(self, store: Store, wanted: Callable[[_Ticket], bool]) -> list[Json]:
        kept = ("id", "current_state", "placed_at")
        mine = [ticket for ticket in self.tickets.values() if ticket.store is store and wanted(ticket)]
        return [{name: ticket.order[name] for name in kept} for ticket in mine]

    def _order(self, store: Store, order_id: str, items: list[Json], wanted: Json) -> Json:
        subtotal = sum(one["price"]["total_price"]["amount"] for one in items)
        tax = int(wanted.get("tax", 0))
        charges = {"total": subtotal + tax, "sub_total": subtotal, "tax": tax, "total_fee": 0}
        eater = wanted.get("eater") or {"first_name": "Guest", "phone": "+1 555-555-0100", "phone_code": "555 01 00"}
        placed = self.partner.shown()
        return {
            "id": order_id,
            "display_id": order_id[-5:].upper(),
            "current_state": "CREATED",
            "store": {
                "id": store.id,
                "name": store.details["name"],
                "merchant_store_id": store.details.get("merchant_store_id", ""),
            },
            "eater": eater,
            "cart": {"items": items, "special_instructions": wanted.get("special_instructions", "")},
            "payment": {"charges": {name: money(amount, store.currency) for name, amount in charges.items()}},
            "placed_at": stamp(placed),
            "estimated_ready_for_pickup_at": stamp(placed + timedelta(minutes=20)),
            "type": wanted.get("type", "DELIVERY_BY_UBER"),
            "brand": "UBER_EATS",
        }
