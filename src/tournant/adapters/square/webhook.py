"""Webhooks: one envelope for every event. It says where to look; what is there is read afterwards."""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from typing import Annotated, Final, NoReturn

import msgspec
from msgspec import Meta, Raw

from tournant.canon import PartnerEvent
from tournant.lens import Conv, Doc, Each, F
from tournant.sdk import Delivery, Hint

_ORDER_EVENTS = ("order_created", "order_updated", "order_fulfillment_updated")


def _read_only(_value: object) -> NoReturn:
    raise ValueError("a webhook is read, never written")


def _first(*values: str | int | None) -> str | int | None:
    return next((value for value in values if value is not None), None)


def _of_order(member: str, wire: type, *others: str) -> F:
    """A member that events about orders have inside the object that is named after the event."""
    paths = (*others, *(f"data.object.{event}.{member}" for event in _ORDER_EVENTS))
    return F(paths, Conv((wire,) * len(paths), _first, _read_only))


def event(currency: str | None) -> Doc:  # noqa: ARG001 - every table is a function of the currency
    """The body of a webhook."""
    fields: dict[str, str | F] = {
        "type": "type",
        "resource_type": "data.type",
        "resource": "data.id",
        "account": "merchant_id",
        "store": _of_order("location_id", str, "location_id"),
        "status": _of_order("state", str),
        "version": _of_order("version", int),
        "happened_at": "created_at",
    }
    return Doc("square.webhook", (Each(PartnerEvent, "", key="event_id", fields=fields),))


_SIGNATURE: Final = "x-square-hmacsha256-signature"
_RESOURCES: Final = {
    "catalog.version.updated": "menu",
    "inventory.count.updated": "availability",
    "location.created": "hours",
    "location.updated": "hours",
}
_ORDERS: Final = frozenset({"order.updated", "order.fulfillment.updated"})
"""Of a ticket that was made (`order.created`) nothing is to be looked up: we made it, or it is none of ours."""
_REVOKED: Final = "oauth.authorization.revoked"
_Text = Annotated[str, Meta(min_length=1)]


class _Data(msgspec.Struct, frozen=True):
    id: str | None = None
    object: dict[str, Raw] | None = None


class _Event(msgspec.Struct, frozen=True):
    event_id: _Text
    type: _Text
    merchant_id: _Text
    location_id: str | None = None
    data: _Data = _Data()


class _Place(msgspec.Struct, frozen=True):
    location_id: str | None = None


def verify(headers: Mapping[str, str], body: bytes, url: str, key: str) -> bool:
    """Whether Square signed this: base64 of HMAC-SHA256 over the URL that it was sent to and the raw body."""
    signed = b64encode(hmac.digest(key.encode(), url.encode() + body, "sha256"))
    return bool(key) and hmac.compare_digest(signed, headers.get(_SIGNATURE, "").encode(errors="replace"))


def read(body: bytes) -> Delivery:
    """What a body says, as far as routing needs."""
    try:
        event = msgspec.json.decode(body, type=_Event)
        return Delivery(event.event_id, event.type, event.merchant_id, _hints(event))
    except (msgspec.DecodeError, RecursionError) as why:
        raise ValueError(f"no event of Square: {why}") from why


def _hints(event: _Event) -> tuple[Hint, ...]:
    if event.type == _REVOKED:
        return (Hint("menu", ended=True),)
    if event.type in _ORDERS:
        return (Hint("orders", _store(event), event.data.id),)
    if event.type in _RESOURCES:
        return (Hint(_RESOURCES[event.type], event.location_id),)
    return ()


def _store(event: _Event) -> str | None:
    """Where an order is, which stands inside the object that is named after the event."""
    said = (event.data.object or {}).get(event.type.replace(".", "_"))
    return msgspec.json.decode(said, type=_Place).location_id if said else event.location_id
