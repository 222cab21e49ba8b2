"""How an order is called in the log: its stream, its slots, its intents' keys, its tickets' references."""

from tournant.kernel import ids
from tournant.orders.decide.state import side_of

__all__ = ["intent_key", "pos_key", "reference", "slot", "stream"]


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


def pos_key(stream_name: str, command: str, generation: int) -> str | None:
    """The key by which the point of sale knows a call again, however often it is asked; None: each call has its own.

    A create or a payment that is asked again is the same one. A void is asked again only where a look-up has shown the
    ticket open after it: then the answer to the earlier one must not be given once more.
    """
    if command not in ("ticket.create", "ticket.pay"):
        return None
    return ids.derived("tournant", "Order", f"{stream_name}#{generation}#{command}")
