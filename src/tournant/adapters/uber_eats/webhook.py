"""Webhooks: one envelope for events about orders, another for events about stores. They say where to look."""

from tournant.adapters.uber_eats import spelling
from tournant.canon import PartnerEvent
from tournant.lens import Doc, Each, F


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
