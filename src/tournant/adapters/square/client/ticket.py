"""Tickets at the till: orders that are made, paid elsewhere, read, found again and voided.

create ─► OPEN, unpaid: nobody at the till sees it ─┬─ pay ─► OPEN, at the till ─► COMPLETED once it is fulfilled
                                                    └─ void ─► CANCELED; of a paid one no longer possible
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import quote

import msgspec
from msgspec import Raw

from tournant.adapters.square.catalog import digest
from tournant.adapters.square.client import place
from tournant.adapters.square.client.asking import Page, ask, given, listed, needed, pages, understood
from tournant.sdk import Exchange, Request, Response, Task, errors

__all__ = ["create", "find", "pay", "read", "void"]

_PLACES: Final = 10
"""Locations of one search (SearchOrdersRequest)."""
_PAGE: Final = 1_000
"""Orders of a page (SearchOrdersRequest)."""
_LOOK_BACK: Final = timedelta(days=1)
"""How far a search reaches back where nobody says."""
_SKEW: Final = timedelta(minutes=5)
"""How much earlier than asked a search begins: the times are of Square's clock, what is asked of ours."""
_ENDED: Final = frozenset({"COMPLETED", "CANCELED", "FAILED"})


class _Money(msgspec.Struct, frozen=True):
    amount: int
    currency: str


class _Fulfilment(msgspec.Struct, frozen=True):
    uid: str
    state: str


class _Order(msgspec.Struct, frozen=True):
    id: str
    location_id: str
    state: str
    version: int | None = None
    net_amount_due_money: _Money | None = None
    fulfillments: list[_Fulfilment] = []
    tenders: list[Raw] = []


class _One(msgspec.Struct, frozen=True):
    order: _Order


class _Orders(Page, frozen=True):
    orders: list[Raw] = msgspec.field(default_factory=list)


class _Reference(msgspec.Struct, frozen=True):
    reference_id: str | None = None


class _New(msgspec.Struct, frozen=True):
    order: Raw


class _Payment(msgspec.Struct, frozen=True):
    payment: Raw


def create(task: Task) -> Exchange[bytes]:
    """Open an order; the same key gives the same order."""
    order = given(_New, task.document, "order").order
    answer = yield ask("order.create", "POST /v2/orders", {"idempotency_key": task.key, "order": order})
    return _document(answer)


def read(task: Task) -> Exchange[bytes]:
    """One order."""
    answer = yield _retrieve(task)
    return _document(answer)


def pay(task: Task) -> Exchange[bytes]:
    """Note that the guest paid elsewhere: from now on the till shows the order. Nothing is charged."""
    answer = yield _retrieve(task)
    order = understood(_One, answer).order
    if order.state == "CANCELED":
        raise errors.Clash("the order is CANCELED")
    due = order.net_amount_due_money
    if order.tenders and not (due and due.amount):
        return answer.body
    asked = {"idempotency_key": digest(task.key.encode())}  # a payment's key has at most 45 characters
    if due and due.amount:
        source = task.args.get("source", "Delivery channel")
        details = {"type": "FOOD_DELIVERY_SERVICE", "source": source}
        body = {"source_id": "EXTERNAL", "order_id": order.id, "amount_money": due, "external_details": details}
        paid = yield ask("payment.create", "POST /v2/payments", asked | body)
        understood(_Payment, paid)
    else:
        yield ask("order.pay", f"POST {_path(order.id)}/pay", asked | {"payment_ids": []})
    answer = yield _retrieve(task)
    return _document(answer)


def void(task: Task) -> Exchange[bytes]:
    """Cancel an order that is not paid; one that is cancelled already stays so."""
    answer = yield _retrieve(task)
    order = understood(_One, answer).order
    if order.state == "CANCELED":
        return answer.body
    if order.state == "COMPLETED" or order.tenders:
        raise errors.Clash(f"the order is {order.state}, {'paid' if order.tenders else 'and closed'}")
    if order.version is None:
        raise errors.Unsupported("an order that was not made through the API cannot be changed through it")
    open_ = [{"uid": one.uid, "state": "CANCELED"} for one in order.fulfillments if one.state not in _ENDED]
    sparse = {"location_id": order.location_id, "version": order.version, "state": "CANCELED", "fulfillments": open_}
    body = {"idempotency_key": f"{task.key}-{order.version}", "order": sparse}
    answer = yield ask("order.update", f"PUT {_path(order.id)}", body)
    return _document(answer)


def find(task: Task) -> Exchange[bytes]:
    """Orders by the time at which they were made, the oldest first; by our own reference, where one is asked for."""
    since = _since(task)
    places = [task.store] if task.store else (yield from place.ids(task))
    found: list[Raw] = []
    for first in range(0, len(places), _PLACES):
        asked = {
            "location_ids": places[first : first + _PLACES],
            "query": {
                "filter": {"date_time_filter": {"created_at": {"start_at": since}}},
                "sort": {"sort_field": "CREATED_AT", "sort_order": "ASC"},
            },
            "limit": _PAGE,
        }
        of_these = yield from pages(partial(_search, asked), _Orders)
        found += [order for page in of_these for order in page.orders]
    wanted = task.args.get("reference")
    return listed(orders=(one for one in found if wanted is None or _reference(one) == wanted))


def _since(task: Task) -> datetime:
    text = task.args.get("since")
    try:
        since = datetime.fromisoformat(text) if text else task.now - _LOOK_BACK
        return since.astimezone(task.now.tzinfo) - _SKEW
    except (ValueError, OverflowError) as why:
        raise errors.Rejected(f"'since' is no instant: {text!r}") from why


def _search(asked: Mapping[str, Any], cursor: str | None) -> Request:
    return ask("orders.search", "POST /v2/orders/search", {**asked, "cursor": cursor} if cursor else asked)


def _reference(order: Raw) -> str | None:
    try:
        return msgspec.json.decode(order, type=_Reference).reference_id
    except msgspec.DecodeError as why:
        raise errors.PartnerBroke(f"an order is not as documented: {why}") from why


def _retrieve(task: Task) -> Request:
    return ask("order.read", f"GET {_path(needed(task, 'order'))}")


def _document(answer: Response) -> bytes:
    understood(_One, answer)
    return answer.body


def _path(order: str) -> str:
    return f"/v2/orders/{quote(order, safe='')}"
