"""What a decision asks for, as the call that the partners' adapters understand."""

from datetime import datetime, timedelta
from typing import Final

from tournant.facts import Call
from tournant.kernel import bounds
from tournant.log.records import Link
from tournant.orders.decide.intents import Ask, Why
from tournant.orders.decide.naming import reference as derived_reference
from tournant.orders.decide.state import READS, side_of
from tournant.orders.standing import Standing

__all__ = ["call_of", "reference_of"]

_DENIED: Final[dict[Why, tuple[str, str]]] = {
    "pos_refused": ("OTHER", "The restaurant's point of sale did not take the order."),
    "pos_down": ("POS_OFFLINE", "The restaurant's point of sale cannot be reached."),
    "voided": ("OTHER", "The restaurant cancelled the order."),
    "person": ("OTHER", "The restaurant cannot take the order."),
    "guest": ("OTHER", "The guest asked for it."),
}
"""Code and explanation of a denial."""
_CANCELLED: Final[dict[Why, str]] = {
    "pos_refused": "OTHER",
    "pos_down": "OTHER",
    "voided": "OTHER",
    "person": "OTHER",
    "guest": "CUSTOMER_CALLED_TO_CANCEL",
}
_ONCE: Final = 1
"""The state machine tries again by itself: a call that was put back could not be withdrawn any more."""


def reference_of(standing: Standing, generation: int) -> str:
    """What a ticket is found by at the point of sale: the channel's own id, as people there look for it.

    A further ticket of the same order has its number behind that; an id that is too long is replaced by one of ours.
    """
    name = standing.id if generation == 1 else f"{standing.id}-{generation}"
    return name if len(name) <= bounds.ORDER_REFERENCE_CHARS_MAX else derived_reference(standing.stream, generation)


def call_of(ask: Ask, standing: Standing, link: Link, channel: str, now: datetime) -> Call:
    """The call; `link` is that of the side that it goes to, `channel` the channel as it writes itself."""
    name = derived_reference(standing.stream, ask.generation)
    args = {"serial": str(ask.serial), **_args(ask, standing, channel)}
    if ask.command not in READS:
        args["key"] = _key(ask, name)
    waits = now + timedelta(seconds=bounds.ORDER_READ_WAITS_S) if ask.command in READS else None
    return Call(
        about=standing.stream,
        account=link.account,
        command=ask.command,
        store=link.store,
        args=args,
        document=bytes.fromhex(ask.document) if ask.document else None,
        deadline=ask.deadline or waits,
        attempts_max=_ONCE,
    )


def _key(ask: Ask, name: str) -> str:
    """By what a partner knows a call again: what it did once, it says again, however often it is asked.

    A void is asked again only where a look-up has shown the ticket open after it. What became of the earlier one must
    not be said once more then, so each has a key of its own.
    """
    if ask.command == "ticket.create":
        return name
    return f"{name}:{ask.command}" + (f":{ask.serial}" if ask.command == "ticket.void" else "")


def _args(ask: Ask, standing: Standing, channel: str) -> dict[str, str]:
    if side_of(ask.command) == "channel":
        return {"order": standing.id, **_of_channel(ask, standing)}
    if ask.command == "ticket.create":
        return {}
    if ask.command == "ticket.find":
        since = {"since": ask.since.isoformat()} if ask.since else {}
        return {"reference": reference_of(standing, ask.generation), **since}
    paid = {"source": channel} if ask.command == "ticket.pay" else {}
    return {"order": ask.ticket or "", **paid}


def _of_channel(ask: Ask, standing: Standing) -> dict[str, str]:
    why: Why = ask.why or "person"
    match ask.command:
        case "order.accept":
            return {"reason": "accepted", "external_reference": reference_of(standing, ask.generation)}
        case "order.deny":
            code, explanation = _DENIED[why]
            return {"code": code, "explanation": explanation}
        case "order.cancel":
            return {"reason": _CANCELLED[why]}
        case _:
            return {}
