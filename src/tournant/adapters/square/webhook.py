"""Webhooks: one envelope for every event. It says where to look; what is there is read afterwards."""

from typing import NoReturn

from tournant.canon import PartnerEvent
from tournant.lens import Conv, Doc, Each, F

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
