"""Webhooks: one envelope for events about orders, another for events about stores. They say where to look."""

import hmac
from collections.abc import Mapping
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from tournant.adapters.uber_eats import spelling
from tournant.canon import PartnerEvent
from tournant.lens import Doc, Each, F
from tournant.sdk import Delivery, Hint


def of_order(currency: str | None) -> Doc:  # noqa: ARG001 - every table is a function of the currency
    """Something happened to an order."""
    fields: dict[str, str | F] = {
        "type": "event_type",
        "resource": "meta.resource_id",
        "store": "meta.user_id",
        "status": "meta.status",
        "href": "resource_href",
        "happened_at": F("event_time", spelling.UNIX_S),
    }
    return Doc("uber_eats.webhook", (Each(PartnerEvent, "", key="event_id", fields=fields),))


def of_store(currency: str | None) -> Doc:  # noqa: ARG001 - as above
    """Something happened to a store, or to the integration with it."""
    meta = "webhook_meta.webhook_msg_"
    fields: dict[str, str | F] = {
        "type": "event_type",
        "store": "store_id",
        "href": "resource_href",
        "happened_at": F(f"{meta}timestamp", spelling.UNIX_S),
    }
    return Doc("uber_eats.webhook-store", (Each(PartnerEvent, "", key=f"{meta}uuid", fields=fields),))


_SIGNATURE: Final = "x-uber-signature"
_ORDERS: Final = frozenset(
    [
        "orders.notification",
        "orders.scheduled.notification",
        "orders.cancel",
        "orders.failure",
        "orders.release",
        "order.fulfillment_issues.resolved",
    ]
)
_Text = Annotated[str, Meta(min_length=1)]


class _Meta(msgspec.Struct, frozen=True):
    user_id: _Text
    resource_id: _Text | None = None


class _OfStore(msgspec.Struct, frozen=True):
    webhook_msg_uuid: _Text


class _Event(msgspec.Struct, frozen=True):
    """Either envelope."""

    event_type: _Text
    event_id: _Text | None = None
    meta: _Meta | None = None
    store_id: _Text | None = None
    webhook_meta: _OfStore | None = None


def verify(headers: Mapping[str, str], body: bytes, _: str, key: str) -> bool:
    """Whether Uber signed this: lower-case hex of HMAC-SHA256 over the raw body."""
    signed = hmac.digest(key.encode(), body, "sha256").hex().encode()
    return bool(key) and hmac.compare_digest(signed, headers.get(_SIGNATURE, "").encode(errors="replace"))


def read(body: bytes) -> Delivery:
    """What a body says, as far as routing needs."""
    try:
        event = msgspec.json.decode(body, type=_Event)
    except (msgspec.DecodeError, RecursionError) as why:
        raise ValueError(f"no event of Uber Eats: {why}") from why
    named = event.webhook_meta.webhook_msg_uuid if event.webhook_meta else event.event_id
    store = event.meta.user_id if event.meta else event.store_id
    if named is None or store is None:
        raise ValueError("no event of Uber Eats: it names neither itself nor its store")
    return Delivery(named, event.event_type, store, _hints(event, store))


def _hints(event: _Event, store: str) -> tuple[Hint, ...]:
    match event.event_type:
        case kind if kind in _ORDERS:
            return (Hint("orders", store, event.meta.resource_id if event.meta else None),)
        case "store.status.changed":
            return (Hint("status", store),)
        case "store.provisioned":
            return (Hint("menu", store),)
        case "store.deprovisioned":
            return (Hint("menu", store, ended=True),)
        case _:
            return ()
