"""Stores over HTTP: details, status, special days."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from tournant.sandbox.http import Answer, Json, Request
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.uber_eats.errors import refuse
from tournant.sandbox.partners.uber_eats.events import Events
from tournant.sandbox.partners.uber_eats.store import Store
from tournant.sandbox.times import parsed

__all__ = ["Places", "page_of_stores"]

_PAGE: Final = 50
_CLOCK: Final = 24 * 60


class Places:
    """What can be asked and set of a store."""

    def __init__(self, partner: Partner, events: Events) -> None:
        """Take the partner, and what tells the application."""
        self._partner, self._events = partner, events

    def details(self, store: Store, _: Request) -> Answer:
        """GET /v1/eats/stores/{store_id}."""
        return Answer(200, store.details)

    def status(self, store: Store, _: Request) -> Answer:
        """GET /v1/eats/store/{store_id}/status."""
        return Answer(200, store.shown_status(self._partner.now()))

    def set_status(self, store: Store, request: Request) -> Answer:
        """POST /v1/eats/store/{store_id}/status."""
        asked = request.document
        if not store.external_status:
            raise refuse(403, "The status of this store is not set by applications.", "resource_update_not_allowed")
        if asked.get("status") not in {"ONLINE", "PAUSED"}:
            raise refuse(400, "status is ONLINE or PAUSED.")
        until = asked.get("paused_until")
        store.status, store.paused_by = asked["status"], "PAUSED_BY_RESTAURANT"
        store.paused_until = parsed(until) if until and asked["status"] == "PAUSED" else None
        shown = store.shown_status(self._partner.now())
        self._partner.wrote("api", store.id, "store.status", store.id, asked)
        self._events.status(store.id, shown)
        return Answer(204)

    def holiday_hours(self, store: Store, _: Request) -> Answer:
        """GET /v1/eats/stores/{store_id}/holiday-hours."""
        return Answer(200, {"holiday_hours": store.holiday_hours})

    def set_holiday_hours(self, store: Store, request: Request) -> Answer:
        """POST /v1/eats/stores/{store_id}/holiday-hours: every special day that is not in it is gone."""
        days = request.document["holiday_hours"]
        for day, said in days.items():
            date.fromisoformat(day)
            _check(said)
        store.holiday_hours = days
        self._partner.wrote("api", store.id, "store.holiday_hours", store.id, days)
        return Answer(200, {})


def page_of_stores(stores: Sequence[Store], request: Request) -> Answer:
    """GET /v1/eats/stores: those of the application, a page at a time."""
    begin = int(request.query.get("start_key") or 0)
    size = int(request.query.get("limit") or _PAGE)
    found: Json = {"stores": [store.details for store in stores[begin : begin + size]]}
    return Answer(200, found | ({"next_key": str(begin + size)} if begin + size < len(stores) else {}))


def _check(said: Json) -> None:
    for period in said.get("open_time_periods") or ():
        for name in ("start_time", "end_time"):
            hours, _, minutes = period[name].partition(":")
            if not 0 <= int(hours) * 60 + int(minutes) < _CLOCK:
                raise refuse(400, f"{period[name]!r} is no time of a day.")
