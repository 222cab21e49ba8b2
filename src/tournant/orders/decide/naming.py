"""How an order is called in the log: its stream, its slots, its intents' keys, its tickets' references."""

from typing import Final

from tournant.kernel import ids
from tournant.orders.decide.state import side_of

__all__ = ["LISTS", "intent_id", "intent_key", "reference", "slot", "split", "stream", "whose"]

LISTS: Final = "orders:"
"""With what a stream begins that is about orders of an account or a target, and about no single one."""
_ORDER: Final = "order"


def stream(link: str, external_id: str) -> str:
    """The stream of one order: its link, and the channel's id of it."""
    return f"{_ORDER}:{link}:{external_id}"


def split(name: str) -> tuple[str, str] | None:
    """The link and the channel's id of an order, from its stream; None for another stream."""
    kind, *rest = name.split(":", 2)
    return (rest[0], rest[1]) if kind == _ORDER and rest[1:] else None


def whose(name: str) -> str | None:
    """The link of an order, or the account or target of what is about no single one, from its stream; else None."""
    order = split(name)
    return order[0] if order else name.removeprefix(LISTS) if name.startswith(LISTS) else None


def slot(stream_name: str, command: str) -> str:
    """Where its calls queue: one outstanding call for each side."""
    return f"{stream_name}:{side_of(command)}"


def intent_key(stream_name: str, serial: int) -> str:
    """The outbox's key of its call with this number."""
    return f"{stream_name}#{serial}"


def intent_id(merchant: str, stream_name: str, serial: int) -> str:
    """The id of that call, of a merchant by its label: the same in every run, so that nothing has to remember it."""
    return ids.derived("orders", "Intent", f"{merchant}\0{intent_key(stream_name, serial)}")


def reference(stream_name: str, generation: int) -> str:
    """What its ticket is known by at the point of sale: the text that is left there to find it by."""
    return ids.derived("tournant", "Order", f"{stream_name}#{generation}")
