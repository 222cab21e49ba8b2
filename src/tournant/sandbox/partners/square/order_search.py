"""Searching orders: by location, state, time and fulfilment. There is no filter for the application's own reference."""

from datetime import datetime
from typing import Final

from tournant.sandbox.http import Answer, Json, Request
from tournant.sandbox.partners.square import limits
from tournant.sandbox.partners.square.errors import refuse
from tournant.sandbox.partners.square.paging import page
from tournant.sandbox.partners.square.seller import Seller
from tournant.sandbox.times import parsed, unix_ms

__all__ = ["search"]

_FAR: Final = 10**14
_PLACES: Final = 10**6


def search(seller: Seller, request: Request) -> Answer:
    """POST /v2/orders/search."""
    asked = request.document
    places = asked.get("location_ids") or []
    if not places or len(places) > limits.SEARCH_LOCATIONS:
        raise refuse(400, "BAD_REQUEST", f"Name 1 to {limits.SEARCH_LOCATIONS} locations.", "location_ids")
    query = asked.get("query") or {}
    wanted, field, newest = query.get("filter") or {}, *_sorting(query)
    found = [one for one in seller.orders.values() if one["location_id"] in places and _passes(one, wanted, field)]
    numbers = {order_id: number for number, order_id in enumerate(seller.orders)}

    def place(one: Json) -> int:
        at = unix_ms(parsed(one.get(field) or one["updated_at"]))
        return ((_FAR - at) if newest else at) * _PLACES + numbers[one["id"]]

    size = min(asked.get("limit") or limits.ORDERS_PAGE_DEFAULT, limits.ORDERS_PAGE)
    shown, cursor = page(found, place, asked, size)
    more: Json = {"cursor": cursor} if cursor else {}
    if asked.get("return_entries"):
        kept = ("order_id", "version", "location_id")
        entries = [{"order_id": one["id"], **{name: one[name] for name in kept[1:]}} for one in shown]
        return Answer(200, {"order_entries": entries} | more)
    return Answer(200, {"orders": list(shown)} | more)


def _sorting(query: Json) -> tuple[str, bool]:
    sort = query.get("sort") or {}
    field = sort.get("sort_field", "CREATED_AT").lower()
    filtered = (query.get("filter") or {}).get("date_time_filter") or {}
    if any(name != field for name in filtered):
        raise refuse(400, "BAD_REQUEST", "sort_field must be the field that date_time_filter filters by.", "sort_field")
    return field, sort.get("sort_order", "DESC") == "DESC"


def _passes(order: Json, wanted: Json, field: str) -> bool:
    states = (wanted.get("state_filter") or {}).get("states")
    if states and order["state"] not in states:
        return False
    span = (wanted.get("date_time_filter") or {}).get(field) or {}
    at = parsed(order[field]) if order.get(field) else None
    if span and not _within(at, span):
        return False
    steps = wanted.get("fulfillment_filter") or {}
    return all(
        any(one.get(name) in values for one in order.get("fulfillments", ()))
        for name, values in (("state", steps.get("fulfillment_states")), ("type", steps.get("fulfillment_types")))
        if values
    )


def _within(at: datetime | None, span: Json) -> bool:
    if at is None:
        return False
    after = parsed(span["start_at"]) <= at if span.get("start_at") else True
    return after and (at < parsed(span["end_at"]) if span.get("end_at") else True)
