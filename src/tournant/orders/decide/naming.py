"""How an order is called in the log: its stream, its slots, its intents' keys, its tickets' references."""

from tournant.kernel import ids
from tournant.orders.decide.state import side_of

__all__ = ["intent_key", "reference", "slot", "stream"]


def stream(link: str, external_id: str) -> str:
    """The stream of one order: its link, and the channel's id of it."""
    return f"order:{link}:{external_id}"


def slot(stream_name: str, command: str) -> str:
    """Where its calls queue: one outstanding call for each side."""
    return f"{stream_name}:{side_of(command)}"


def intent_key(stream_name: str, serial: int) -> str:
    """The outbox's key of its call with this number."""
    return f"{stream_name}#{serial}"


def reference(stream_name: str, generation: int) -> str:
    """What its ticket is known by at the point of sale: the text that is left there to find it by."""
    return ids.derived("tournant", "Order", f"{stream_name}#{generation}")
