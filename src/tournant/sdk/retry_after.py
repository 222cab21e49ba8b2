"""When a partner that said "too much" takes calls again: the header `Retry-After`, as all of HTTP writes it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from tournant.kernel import bounds

__all__ = ["retry_after"]


def retry_after(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The instant after so many seconds from now, or the one of a date; None where neither is said. At most a day."""
    text = headers.get("retry-after", "")
    try:
        wait = timedelta(seconds=int(text)) if text.isdecimal() else parsedate_to_datetime(text) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return now + min(max(wait, timedelta()), timedelta(seconds=bounds.RETRY_AFTER_S_MAX))
