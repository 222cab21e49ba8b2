"""A store: what Uber Eats shows to guests."""

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from tournant.sandbox.http import Json
from tournant.sandbox.times import stamp

__all__ = ["Store"]

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass
class Store:
    """One storefront with its menu, its status and its special days."""

    id: str
    details: Json
    currency: str
    manager: str
    """The client id of the application that is nominated to answer its orders."""
    menu: Json = field(default_factory=dict)
    uploaded: bool = False
    """Whether an application ever put a menu: before that an item cannot be updated."""
    status: str = "ONLINE"
    paused_until: datetime | None = None
    paused_by: str = ""
    external_status: bool = True
    """Whether its status may be set by an application at all."""
    holiday_hours: Json = field(default_factory=dict)

    def shown_status(self, now: datetime) -> Json:
        """Give the status as GET /status does: a pause that is over has ended by itself."""
        if self.status == "PAUSED" and (self.paused_until is None or self.paused_until > now):
            return {"status": "OFFLINE", "offlineReason": self.paused_by}
        if not self.open_at(now):
            return {"status": "OFFLINE", "offlineReason": "OUT_OF_MENU_HOURS"}
        return {"status": "ONLINE"}

    def open_at(self, now: datetime) -> bool:
        """Say whether some menu is served at this instant: special days first, else the menus' own hours."""
        local = now.astimezone(ZoneInfo(self.details.get("timezone", "UTC")))
        special = self.holiday_hours.get(local.date().isoformat())
        if special is not None:
            return any(_within(local.time(), period) for period in special.get("open_time_periods") or ())
        day = _DAYS[local.weekday()]
        return any(
            _within(local.time(), period)
            for menu in self.menu.get("menus", ())
            for hours in menu.get("service_availability") or ()
            if hours["day_of_week"] == day
            for period in hours["time_periods"]
        )

    def summary(self) -> Json:
        """Give what the inspection page shows."""
        found = {"id": self.id, "name": self.details["name"], "status": self.status, "currency": self.currency}
        found["paused_until"] = stamp(self.paused_until) if self.paused_until else ""
        return found | {"items": str(len(self.menu.get("items", ()))), "special_days": str(len(self.holiday_hours))}


def _within(at: time, period: Json) -> bool:
    start, end = _time(period["start_time"]), _time(period["end_time"])
    # The last minute that is named belongs to it: that is how a day ends at 23:59.
    return start != end and start <= at.replace(second=0, microsecond=0) <= end


def _time(text: str) -> time:
    hours, _, minutes = text.partition(":")
    return time(int(hours), int(minutes))
