"""Orders at the point of sale.

    OPEN ──► COMPLETED (paid, and every fulfilment ended)      OPEN ──► CANCELED
    fulfilment: PROPOSED ─► RESERVED ─► PREPARED ─► COMPLETED, and from each of them CANCELED or FAILED

An order has a version that every update must name. Creating with the same idempotency key and the same body gives the
same order again.
"""

from decimal import Decimal
from functools import partial
from typing import Any, Final

from tournant.sandbox.http import Answer, Json, Request
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.square.errors import refuse
from tournant.sandbox.partners.square.events import Events
from tournant.sandbox.partners.square.inventory import Inventory
from tournant.sandbox.partners.square.pricing import priced
from tournant.sandbox.partners.square.seller import Seller, once

__all__ = ["ENDED", "Orders"]

ENDED: Final = frozenset({"COMPLETED", "CANCELED"})
"""States in which an order stays."""
_NEXT: Final = {
    "PROPOSED": {"RESERVED", "PREPARED", "COMPLETED", "CANCELED", "FAILED"},
    "RESERVED": {"PREPARED", "COMPLETED", "CANCELED", "FAILED"},
    "PREPARED": {"COMPLETED", "CANCELED", "FAILED"},
}
_ANSWERED: Final = frozenset(["COMPLETED", "CANCELED", "FAILED"])
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_SPARSE: Final = frozenset({"line_items", "fulfillments", "taxes", "discounts", "service_charges"})
_REFERENCE: Final = 40
"""Characters of a reference_id (specification, Order)."""


class Orders:
    """Creating, changing and paying."""

    def __init__(self, partner: Partner, events: Events, inventory: Inventory) -> None:
        """Take the partner, what tells subscribers, and what moves counts."""
        self._partner, self._events, self._inventory = partner, events, inventory

    def create(self, seller: Seller, request: Request) -> Answer:
        """POST /v2/orders."""
        asked = request.document
        order = asked["order"]
        seller.location(order.get("location_id"))
        if len(order.get("reference_id") or "") > _REFERENCE:
            raise refuse(400, "VALUE_TOO_LONG", f"At most {_REFERENCE} characters.", "order.reference_id")
        if len(order.get("fulfillments") or ()) > 1:
            raise refuse(400, "ARRAY_LENGTH_TOO_LONG", "At most one fulfillment.", "order.fulfillments")
        return Answer(200, once(seller, "order", asked, partial(self._create, seller, order, "api")))

    def retrieve(self, seller: Seller, request: Request) -> Answer:
        """GET /v2/orders/{order_id}."""
        return Answer(200, {"order": self.find(seller, request.params["order_id"])})

    def batch_retrieve(self, seller: Seller, request: Request) -> Answer:
        """POST /v2/orders/batch-retrieve: those that are there."""
        found = [seller.orders.get(one) for one in request.document["order_ids"]]
        return Answer(200, {"orders": [one for one in found if one]})

    def update(self, seller: Seller, request: Request) -> Answer:
        """PUT /v2/orders/{order_id}: a sparse order with the version that it changes."""
        asked = request.document
        change = partial(self._update, seller, request.params["order_id"], asked)
        return Answer(200, once(seller, f"update {request.params['order_id']}", asked, change))

    def find(self, seller: Seller, order: str) -> Json:
        """Give an order; refuses one that is not there."""
        found = seller.orders.get(order)
        if found is None:
            raise refuse(404, "NOT_FOUND", f"Order {order!r} was not found.", "order_id")
        return found

    def ring_up(self, seller: Seller, order: Json, by: str) -> Json:
        """Open an order that is entered at the till."""
        found: Json = self._create(seller, order, by)["order"]
        return found

    def change(self, seller: Seller, order: Json, changed: Json, by: str) -> Json:
        """Keep a changed order under the next version, and tell what moved."""
        at = self._partner.stamp()
        new = _concluded({**order, **changed, "version": order["version"] + 1, "updated_at": at}, at)
        seller.orders[order["id"]] = new
        before = {one["uid"]: one["state"] for one in order.get("fulfillments", ())}
        steps = [
            {"fulfillment_uid": one["uid"], "old_state": before[one["uid"]], "new_state": one["state"]}
            for one in new.get("fulfillments", ())
            if before.get(one["uid"], one["state"]) != one["state"]
        ]
        self._note(seller, new, by, ", ".join([step["new_state"].lower() for step in steps]) or "updated")
        if new["state"] != order["state"]:
            self._partner.books.order(new["id"], at, by, f"order {new['state'].lower()}")
        self._events.order(seller, new)
        if steps:
            self._events.order(seller, new, steps)
        return new

    def paid(self, seller: Seller, order: Json, tender: Json, by: str) -> Json:
        """Enter a payment; once all is paid, what was sold leaves the counts."""
        tenders = [*order.get("tenders", ()), tender]
        due = order["total_money"]["amount"] - sum(one["amount_money"]["amount"] for one in tenders)
        money = {"amount": max(due, 0), "currency": seller.currency}
        new = self.change(seller, order, {"tenders": tenders, "net_amount_due_money": money}, by)
        if due <= 0:
            self._partner.books.order(order["id"], self._partner.stamp(), by, "paid: shown at the till")
            for line in order["line_items"]:
                if line.get("catalog_object_id"):
                    sold = (line["catalog_object_id"], order["location_id"], Decimal(line["quantity"]))
                    self._inventory.sell(seller, *sold)
        return new

    def _create(self, seller: Seller, said: Json, by: str) -> Json:
        at = self._partner.stamp()
        found = priced(self._with_uids(said), seller.catalog, seller.currency)
        order_id = self._partner.ports.dice.token(_LETTERS, 29, "square", "order")
        found |= {"id": order_id, "state": said.get("state", "OPEN"), "version": 1, "created_at": at, "updated_at": at}
        found.setdefault("source", {"name": "Point of Sale" if by == "staff" else "Tournant"})
        found["net_amount_due_money"] = found["total_money"]
        if not found["line_items"]:
            found.pop("line_items")
        seller.orders[order_id] = {"line_items": [], **found}
        self._note(seller, found, by, "created")
        self._events.order(seller, found)
        return {"order": seller.orders[order_id]}

    def _update(self, seller: Seller, order_id: str, asked: Json) -> Json:
        order, said = self.find(seller, order_id), asked.get("order") or {}
        if order["state"] in ENDED:
            raise refuse(400, "BAD_REQUEST", f"Order {order_id} is {order['state']} and cannot be updated.")
        if said.get("version") != order["version"]:
            detail = f"The order is at version {order['version']}, not {said.get('version')}."
            raise refuse(409, "VERSION_MISMATCH", detail, "version")
        merged = _merged(order, said, asked.get("fields_to_clear") or ())
        _check_steps(order, merged)
        if said.get("state") == "CANCELED" and order.get("tenders"):
            raise refuse(400, "BAD_REQUEST", "An order with a completed payment cannot be canceled.", "state")
        changed = priced(self._with_uids(merged), seller.catalog, seller.currency)
        if said.get("state") == "CANCELED":
            changed["fulfillments"] = [one | {"state": "CANCELED"} for one in changed.get("fulfillments", ())]
        return {"order": self.change(seller, order, changed, "api")}

    def _with_uids(self, order: Json) -> Json:
        found = dict(order)
        for name in _SPARSE & order.keys():
            found[name] = [self._with_uid(one) for one in order[name] or ()]
        for one in found.get("fulfillments", ()):
            one.setdefault("state", "PROPOSED")
        return found

    def _with_uid(self, one: Json) -> Json:
        uid = one.get("uid") or self._partner.ports.dice.token(_LETTERS, 22, "square", "uid")
        nested = {"modifiers": [self._with_uid(inner) for inner in one["modifiers"]]} if one.get("modifiers") else {}
        return one | nested | {"uid": uid}

    def _note(self, seller: Seller, order: Json, by: str, what: str) -> None:
        self._partner.wrote(by, seller.id, f"order.{what}", order["id"], order)
        self._partner.books.order(order["id"], self._partner.stamp(), by, what)


def _concluded(order: Json, at: str) -> Json:
    """Complete an order that is paid and whose fulfilments have ended."""
    due = order["net_amount_due_money"]["amount"]
    states = [one["state"] for one in order.get("fulfillments", ())]
    if order["state"] == "OPEN" and due == 0 and order.get("tenders") and all(state in _ANSWERED for state in states):
        order = order | {"state": "COMPLETED"}
    return order | {"closed_at": at} if order["state"] in ENDED else order


def _merged(order: Json, said: Json, cleared: Any) -> Json:  # noqa: ANN401 - a list of paths
    found = dict(order)
    for name, value in said.items():
        found[name] = _by_uid(order.get(name, []), value) if name in _SPARSE else value
    for path in cleared:
        name, _, rest = path.partition("[")
        uid = rest.partition("]")[0]
        if not uid:
            found.pop(name, None)
        else:
            found[name] = [one for one in found.get(name, ()) if one.get("uid") != uid]
    return found


def _by_uid(there: list[Json], said: list[Json]) -> list[Json]:
    found = {one["uid"]: one for one in there}
    for number, one in enumerate(said):
        uid = one.get("uid") or f"new {number}"
        found[uid] = found.get(uid, {}) | one
    return list(found.values())


def _check_steps(order: Json, merged: Json) -> None:
    before = {one["uid"]: one["state"] for one in order.get("fulfillments", ())}
    for one in merged.get("fulfillments", ()):
        old, new = before.get(one.get("uid", "")), one.get("state", "PROPOSED")
        if old not in {None, new} and new not in _NEXT.get(old or "", ()):
            raise refuse(400, "BAD_REQUEST", f"A fulfillment does not go from {old} to {new}.", "fulfillments")
