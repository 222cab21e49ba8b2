"""A store: what is known of it, whether it takes orders, and the days on which it keeps other hours."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from tournant.adapters.uber_eats import spelling
from tournant.adapters.uber_eats.spelling import read_only, words
from tournant.canon import Location, Pause, PrepTime, SpecialHours
from tournant.lens import Conv, Doc, Each, F

_STATUS = words({"active": "active", "deleted": "inactive", "pending_review": "inactive", "rejected": "inactive"})
_PAUSED = words({"ONLINE": False, "PAUSED": True})
_PAUSED_BY = ("PAUSED_BY_UBER", "PAUSED_BY_RESTAURANT")
_STORE = Each(
    Location,
    "",
    key="store_id",
    fields={
        "name": "name",
        "status": F("status", _STATUS),
        "external_ref": "merchant_store_id",
        "timezone": "timezone",
        "website_url": "web_url",
        "email": F("contact_emails", Conv(list[str], lambda emails: next(iter(emails), None), read_only)),
        "address_line_1": "location.address",
        "address_line_2": "location.address_2",
        "locality": "location.city",
        "region": "location.state",
        "postal_code": "location.postal_code",
        "country": "location.country",
        "latitude": "location.latitude",
        "longitude": "location.longitude",
    },
    inside=(
        Each(
            PrepTime,
            "",
            key=None,
            fields={"duration_s": F("avg_prep_time", Conv(int, lambda minutes: minutes * 60, lambda s: s // 60))},
        ),
    ),
)


def store(currency: str | None) -> Doc:  # noqa: ARG001 - every table is a function of the currency
    """One store."""
    return Doc("uber_eats.store", (_STORE,))


def stores(currency: str | None) -> Doc:  # noqa: ARG001 - as above
    """A page of stores."""
    return Doc("uber_eats.stores", (replace(_STORE, at="stores[]"),))


def _is_paused(status: str | None, reason: str | None) -> bool | None:
    """Offline outside of the menu's hours is closed, not paused."""
    known: bool | None = _PAUSED.dec(status)
    return reason in _PAUSED_BY if status == "OFFLINE" else known


def status(currency: str | None) -> Doc:  # noqa: ARG001 - as above
    """Whether a store takes orders, as it is read."""
    paused = F(("status", "offlineReason"), Conv((str, str), _is_paused, read_only))
    return Doc("uber_eats.status", (Each(Pause, "", key=None, fields={"paused": paused, "reason": "offlineReason"}),))


def set_status(currency: str | None) -> Doc:  # noqa: ARG001 - as above
    """A request to pause a store, or to take it online again."""
    fields: dict[str, str | F] = {
        "paused": F("status", _PAUSED),
        "until": F("paused_until", none="drop"),
        "reason": F("reason", none="drop"),
    }
    return Doc("uber_eats.status-set", (Each(Pause, "", key=None, fields=fields),))


_MIDNIGHT = "00:00"
_WHOLE_DAY = (_MIDNIGHT, _MIDNIGHT)


def _is_closed(opens: str | None, closes: str | None) -> bool:
    return (opens, closes) == _WHOLE_DAY


def _opens(opens: str | None, closes: str | None) -> str | None:
    return None if opens is None or _is_closed(opens, closes) else spelling.OPENS.dec(opens)


def _closes(opens: str | None, closes: str | None) -> str | None:
    return None if closes is None or _is_closed(opens, closes) else spelling.CLOSES.dec(closes)


def _ends(dec: Callable[..., Any], enc: Callable[[Any], Any]) -> F:
    return F(("start_time", "end_time"), Conv((str, str), dec, enc), none="drop")


def holiday_hours(currency: str | None) -> Doc:  # noqa: ARG001 - as above
    """All days with other hours than usual; every call replaces them all. Closed is from midnight to midnight."""
    fields: dict[str, str | F] = {
        "day": F("^.{name}", Conv(str, date.fromisoformat, date.isoformat)),
        "closed": _ends(_is_closed, lambda closed: _WHOLE_DAY if closed else (None, None)),
        "opens": _ends(_opens, lambda time: (spelling.OPENS.enc(time), None)),
        "closes": _ends(_closes, lambda time: (None, spelling.CLOSES.enc(time))),
    }
    at = "holiday_hours{}.open_time_periods[]"
    days = Each(SpecialHours, at, key=("^.{name}", "start_time"), scoped=True, fields=fields)
    return Doc("uber_eats.holiday-hours", (days,))
