"""What Square tells its subscribers, in the form of its specification's example events."""

import base64
import hashlib
import hmac
from collections.abc import Mapping

from tournant.sandbox.http import Json
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.square import limits
from tournant.sandbox.partners.square.seller import Seller
from tournant.sandbox.webhooks import Event, Manner, Subscription

__all__ = ["MANNER", "Events", "signature"]


def signature(key: str, url: str, body: bytes) -> str:
    """Sign a webhook: base64 of HMAC-SHA256 over the subscription's URL and the raw body."""
    return base64.b64encode(hmac.digest(key.encode(), url.encode() + body, hashlib.sha256)).decode()


def _headers(to: Subscription, event: Event, attempt: int) -> Mapping[str, str]:
    found = {"x-square-hmacsha256-signature": signature(to.key, to.url, event.body), "square-environment": "Production"}
    return found | ({"square-retry-number": str(attempt), "square-retry-reason": "http_error"} if attempt else {})


MANNER = Manner(_headers, limits.RETRIES_S, again=lambda _: True)
"""Square tries again whatever went wrong."""


class Events:
    """The events of one partner."""

    def __init__(self, partner: Partner) -> None:
        """Send through this partner's webhooks."""
        self._partner = partner

    def catalog_changed(self, seller: Seller) -> None:
        """catalog.version.updated: that something changed, not what."""
        self._tell(seller, "catalog.version.updated", "catalog_version", {"updated_at": self._partner.stamp()})

    def counted(self, seller: Seller, count: Json) -> None:
        """inventory.count.updated: the counts themselves."""
        self._tell(seller, "inventory.count.updated", "inventory_counts", [count])

    def order(self, seller: Seller, order: Json, moved: list[Json] | None = None) -> None:
        """order.created, order.updated, or order.fulfillment.updated with the steps that were taken."""
        first = order["version"] == 1
        kind = "fulfillment.updated" if moved else "created" if first else "updated"
        said = {
            "order_id": order["id"],
            "version": order["version"],
            "location_id": order["location_id"],
            "state": order["state"],
            "created_at": order["created_at"],
        }
        said |= {} if first else {"updated_at": order["updated_at"]}
        said |= {"fulfillment_update": moved} if moved else {}
        self._tell(seller, f"order.{kind}", f"order_{kind.replace('.', '_')}", said, order["id"])

    def location_changed(self, seller: Seller, location: str) -> None:
        """location.updated: which one, not what."""
        body = self._body(seller, "location.updated", {"type": "location", "id": location})
        self._partner.tell("location.updated", seller.id, body | {"location_id": location})

    def _tell(self, seller: Seller, kind: str, name: str, said: object, about: str | None = None) -> None:
        about = about or self._partner.ports.dice.uuid("square", "subject")
        self._partner.tell(
            kind, seller.id, self._body(seller, kind, {"type": name, "id": about, "object": {name: said}})
        )

    def _body(self, seller: Seller, kind: str, data: Json) -> Json:
        return {
            "merchant_id": seller.id,
            "type": kind,
            "event_id": self._partner.ports.dice.uuid("square", "event"),
            "created_at": self._partner.stamp(),
            "data": data,
        }
