"""What Uber tells the application, signed with the application's secret."""

import hashlib
import hmac
from collections.abc import Mapping

from tournant.sandbox.http import Json
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.uber_eats import limits
from tournant.sandbox.times import unix_s
from tournant.sandbox.webhooks import Event, Manner, Subscription

__all__ = ["MANNER", "Events", "signature"]


def signature(key: str, body: bytes) -> str:
    """Sign a webhook: lower-case hex of HMAC-SHA256 over the raw body."""
    return hmac.digest(key.encode(), body, hashlib.sha256).hex()


def _headers(to: Subscription, event: Event, _: int) -> Mapping[str, str]:
    return {"X-Uber-Signature": signature(to.key, event.body), "X-Environment": "production"}


MANNER = Manner(_headers, limits.RETRIES_S, again=limits.RETRIED.__contains__)
"""Uber tries again after some answers only."""


class Events:
    """The events of one application."""

    def __init__(self, partner: Partner, base_url: str) -> None:
        """Send through this partner's webhooks; links begin with this address."""
        self._partner, self._base_url = partner, base_url

    def order(self, kind: str, order: Json, status: str) -> None:
        """orders.notification and orders.cancel: that something happened; what, is to be read."""
        body = {
            "event_type": kind,
            "event_id": self._partner.ports.dice.uuid("uber_eats", "event"),
            "event_time": unix_s(self._partner.shown()),
            "meta": {"resource_id": order["id"], "status": status, "user_id": order["store"]["id"]},
            "resource_href": f"{self._base_url}/v2/eats/order/{order['id']}",
        }
        self._partner.tell(kind, order["store"]["id"], body)

    def status(self, store: str, said: Json) -> None:
        """store.status.changed: the status itself."""
        body = {
            "event_type": "store.status.changed",
            "event_id": self._partner.ports.dice.uuid("uber_eats", "event"),
            "event_time": unix_s(self._partner.shown()),
            "meta": {"resource_id": store, "status": said["status"], "user_id": store},
            "resource_href": f"{self._base_url}/v1/eats/store/{store}/status",
        }
        self._partner.tell("store.status.changed", store, body)
