"""How times, values and addresses are said: short, exact, and the same everywhere."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Final

from tournant.kernel import money
from tournant.kernel.money import BareAmount, Money

__all__ = ["MARKS", "age", "field", "group_of", "thing", "value"]

MARKS: Final = {
    "bad": "needs repair",
    "you": "waits for you",
    "late": "late",
    "unknown": "not known",
    "way": "on its way",
    "seen": "agrees",
}
"""The six states, each with its word."""
_SIGNS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400
_FIELDS: Final = {
    "available": "availability",
    "card": "price on the card",
    "limits": "how many may be chosen",
    "groups": "choices",
    "options": "answers",
    "items": "what is in it",
    "categories": "what is in it",
}
_GROUPS: Final = {
    "price": "Prices",
    "card": "Prices",
    "name": "Names and texts",
    "description": "Names and texts",
    "available": "Availability",
    "hours": "Hours",
}
_STATES: Final = {"available": "on sale", "indefinitely": "out", "hidden": "hidden", "end_of_day": "out until closing"}


def age(at: datetime, now: datetime) -> str:
    """How long ago, in coarse steps; from an hour on, when."""
    past_s = max(0, int((now - at).total_seconds()))
    if past_s < _MINUTE_S:
        return f"{max(1, past_s)} s"
    if past_s < _HOUR_S:
        return f"{past_s // _MINUTE_S} min"
    return f"{at:%H:%M}" if past_s < _DAY_S else f"{at.day} {at:%b}"


def group_of(address: tuple[str, ...]) -> str:
    """What sort of value it is, for counting."""
    return _GROUPS.get(address[-1], "Structure")


def field(address: tuple[str, ...]) -> str:
    """What of a thing it is."""
    return _FIELDS.get(address[-1], address[-1])


def thing(address: tuple[str, ...], names: Mapping[str, str]) -> str:
    """Of what it is a value."""
    return ", ".join(names.get(one, one) for one in address[1:-1])


def value(said: Any, names: Mapping[str, str] | None = None) -> str:  # noqa: ANN401 - what a value is
    """A value as people read it: money with its sign and all digits, never a bare None."""
    if said is None or said == ():
        return "none"
    if isinstance(said, Money | BareAmount):
        return _price(said)
    if isinstance(said, datetime | time):
        return f"{said:%H:%M}"
    if isinstance(said, tuple | list | frozenset):
        return _several(said, names or {})
    return (names or {}).get(str(said), str(said))


def _several(said: Any, names: Mapping[str, str]) -> str:  # noqa: ANN401 - what a value is
    first = next(iter(said))
    if first in _STATES:
        return _STATES[first]
    if first == "until":
        return f"out until {value(said[1])}"
    return ", ".join(value(one, names) for one in said)


def _price(said: Money | BareAmount) -> str:
    amount = f"{money.to_decimal(said):f}"
    if said.currency is None:
        return amount
    sign = _SIGNS.get(said.currency)
    return f"{sign}{amount}" if sign else f"{amount} {said.currency}"
