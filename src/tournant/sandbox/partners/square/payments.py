"""Payments that the seller received outside of Square: what makes an order appear at the till."""

from functools import partial
from typing import Final

from tournant.sandbox.http import Answer, Json, Request
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.square.errors import refuse
from tournant.sandbox.partners.square.orders import ENDED, Orders
from tournant.sandbox.partners.square.seller import Seller, once

__all__ = ["Payments"]

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Payments:
    """Paying an order."""

    def __init__(self, partner: Partner, orders: Orders) -> None:
        """Take the partner and its orders."""
        self._partner, self._orders = partner, orders

    def create(self, seller: Seller, request: Request) -> Answer:
        """POST /v2/payments with `source_id` EXTERNAL or CASH."""
        asked = request.document
        if not isinstance(asked.get("idempotency_key"), str):
            raise refuse(400, "MISSING_REQUIRED_PARAMETER", "The idempotency key is missing.", "idempotency_key")
        if asked.get("source_id") not in {"EXTERNAL", "CASH"}:
            raise refuse(400, "UNSUPPORTED_SOURCE_TYPE", "This sandbox takes EXTERNAL and CASH.", "source_id")
        if asked["source_id"] == "EXTERNAL" and not {"type", "source"} <= (asked.get("external_details") or {}).keys():
            raise refuse(
                400, "MISSING_REQUIRED_PARAMETER", "external_details lacks type or source.", "external_details"
            )
        return Answer(200, once(seller, "payment", asked, partial(self._create, seller, asked)))

    def pay(self, seller: Seller, request: Request) -> Answer:
        """POST /v2/orders/{order_id}/pay: settles an order that costs nothing."""
        order = self._orders.find(seller, request.params["order_id"])
        asked = request.document
        if not isinstance(asked.get("idempotency_key"), str):
            raise refuse(400, "MISSING_REQUIRED_PARAMETER", "The idempotency key is missing.", "idempotency_key")
        if asked.get("payment_ids") or order["total_money"]["amount"]:
            raise refuse(400, "BAD_REQUEST", "This sandbox settles orders of 0 without payments.", "payment_ids")
        tender = self._tender(order, {"amount": 0, "currency": seller.currency}, "NO_SALE")
        settle = lambda: {"order": self._orders.paid(seller, order, tender, "api")}  # noqa: E731 - one use, in place
        return Answer(200, once(seller, f"pay {order['id']}", asked, settle))

    def take(self, seller: Seller, order: Json, kind: str, by: str) -> Json:
        """Take what is open of an order at the till: `CASH`, or `OTHER` for what was paid elsewhere."""
        return self._orders.paid(seller, order, self._tender(order, order["net_amount_due_money"], kind), by)

    def _create(self, seller: Seller, asked: Json) -> Json:
        money, at = asked["amount_money"], self._partner.stamp()
        payment: Json = {
            "id": self._partner.ports.dice.token(_LETTERS, 32, "square", "payment"),
            "created_at": at,
            "updated_at": at,
            "amount_money": money,
            "total_money": money,
            "status": "COMPLETED",
            "source_type": asked["source_id"],
        }
        kept = ("external_details", "cash_details", "location_id", "reference_id", "note", "order_id")
        payment |= {name: asked[name] for name in kept if name in asked}
        if asked.get("order_id"):
            order = self._orders.find(seller, asked["order_id"])
            self._check(seller, order, money)
            kind = "CASH" if asked["source_id"] == "CASH" else "OTHER"
            tender = self._tender(order, money, kind) | {"id": payment["id"], "payment_id": payment["id"]}
            self._orders.paid(seller, order, tender, "api")
            payment["location_id"] = order["location_id"]
        seller.payments[payment["id"]] = payment
        self._partner.wrote("api", seller.id, "payment.create", payment["id"], payment)
        return {"payment": payment}

    def _check(self, seller: Seller, order: Json, money: Json) -> None:
        if order["state"] in ENDED:
            raise refuse(400, "BAD_REQUEST", f"Order {order['id']} is {order['state']}.", "order_id")
        if money.get("currency") != seller.currency:
            raise refuse(400, "CURRENCY_MISMATCH", f"The order is in {seller.currency}.", "amount_money.currency")
        if money["amount"] != order["net_amount_due_money"]["amount"]:
            said = f"The order's open amount is {order['net_amount_due_money']['amount']}."
            raise refuse(400, "PAYMENT_AMOUNT_MISMATCH", said, "amount_money.amount")

    def _tender(self, order: Json, money: Json, kind: str) -> Json:
        tender_id = self._partner.ports.dice.token(_LETTERS, 32, "square", "tender")
        place = {"location_id": order["location_id"], "transaction_id": order["id"]}
        return {"id": tender_id, "created_at": self._partner.stamp(), "amount_money": money, "type": kind, **place}
