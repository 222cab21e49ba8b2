"""Reading JSON the plain way: the last of several members counts, and what is missing is None."""

import json
from decimal import Decimal
from typing import Any

__all__ = ["Json", "dig", "listed", "loads", "millipercent", "minutes", "money", "only"]

Json = dict[str, Any]


def loads(text: bytes) -> Json:
    found = json.loads(text, object_pairs_hook=dict)
    assert isinstance(found, dict)
    return found


def dig(element: Json, *names: str) -> Any:  # noqa: ANN401 - whatever JSON has there
    value: Any = element
    for name in names:
        if value is None:
            return None
        value = value.get(name)
    return value


def listed(element: Json, *names: str) -> list[Any]:
    """A list, empty where there is none."""
    return dig(element, *names) or []


def only(element: Json, *names: str) -> Any:  # noqa: ANN401 - whatever JSON has there
    """The value of the only member of a map."""
    return next(iter((dig(element, *names) or {}).values()), None)


def minutes(text: str | None) -> int | None:
    if text is None:
        return None
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


def millipercent(text: str | None) -> int | None:
    return None if text is None else int(Decimal(text) * 1000)


def money(amount: int | None, currency: str | None) -> str | None:
    if amount is None and currency is None:
        return None
    return f"{'-' if amount is None else amount} {currency or '-'}"
