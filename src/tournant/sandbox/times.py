"""Instants as partners write them."""

from datetime import UTC, datetime

__all__ = ["parsed", "stamp", "unix_ms", "unix_s"]


def stamp(at: datetime) -> str:
    """Write an instant as RFC 3339 in UTC with milliseconds: `2026-11-24T12:00:00.000Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parsed(text: str) -> datetime:
    """Read an instant; ValueError where it is none, or has no offset."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} does not say its offset from UTC")
    return at.astimezone(UTC)


def unix_ms(at: datetime) -> int:
    """Count the milliseconds since 1970."""
    return round(at.timestamp() * 1000)


def unix_s(at: datetime) -> int:
    """Count the whole seconds since 1970."""
    return int(at.timestamp())
