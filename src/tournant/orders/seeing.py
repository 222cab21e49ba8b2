"""Answers of partners as events: the channel's order, the point of sale's ticket, and everything else as a reply.

A document that cannot be read, or not any more because its person was erased, is an answer that says nothing: `broke`.
So is one over which an adapter fails: it may be anybody's, and must not stop the orders of others.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tournant.canon.order_status import Kitchen, Message, MoneyState, State
from tournant.facts import Answer
from tournant.kernel.money import BareAmount
from tournant.lens import ExternalIds, Refused
from tournant.orders.decide import events
from tournant.orders.sides import Side
from tournant.orders.stumbling import Trouble, trouble_of
from tournant.orders.ticket import CannotMake, Ordered, understood
from tournant.orders.ticket.ordered import minor, said

__all__ = ["Seen", "decoded", "listed", "ordered_of", "seen", "unreadable"]

_LOOKS: Final = frozenset({"ticket.read", "ticket.find"})
_FOUND: Final[dict[str, events.Found]] = {
    "open": "open",
    "voided": "voided",
    "refused": "refused",
    "none": "none",
    "absent": "none",
}
_MESSAGES: Final[dict[State, Message]] = {"received": "placed"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What an answer comes to."""

    event: events.Event
    ordered: Ordered | None = None
    """What the channel's order says, where it was read."""
    total_minor: int | None = None
    """What the point of sale says that the ticket comes to."""
    currency: str | None = None
    trouble: Trouble | None = None
    """What the adapter failed with."""


def seen(answer: Answer, text: bytes | None, side: Side, now: datetime) -> Seen:
    """An answer about an order; `text` is None where it is not readable any more."""
    if answer.outcome != "done":
        return Seen(_reply(answer, now))
    try:
        if answer.command == "order.read":
            return _read(answer, text or b"", side, now)
        if answer.command in _LOOKS:
            return _look(answer, text or b"", side, now)
        return _written(answer, text, side, now)
    except (Refused, CannotMake):
        return Seen(unreadable(answer, now))
    except Exception as why:  # noqa: BLE001 - whatever an adapter raises, it concerns this one document
        return Seen(unreadable(answer, now), trouble=trouble_of(why))


def unreadable(answer: Answer, now: datetime) -> events.Reply:
    """An answer that says nothing."""
    return _reply(answer, now, outcome="broke")


def ordered_of(text: bytes, side: Side) -> Ordered:
    """The channel's order, from the answer to a read of it. Refused or CannotMake where it is none."""
    rows = decoded(text, side, "order.read")
    if any(isinstance(getattr(one, "amount", None), BareAmount) for one in rows.get("Adjustment", ())):
        total = next((one.total for one in rows.get("Order", ())), None)
        rows = decoded(text, side, "order.read", getattr(total, "currency", None))
    return understood(rows)


def decoded(text: bytes, side: Side, command: str, currency: str | None = None) -> dict[str, list[Any]]:
    """The rows of a document that a command gave, in the partner's own ids. Refused where it cannot be read."""
    name = side.connection.commands[command].answers
    document = side.manifest.document(name) if name else None
    if document is None:
        raise Refused(f"what {side.manifest.name} answers to {command} is not mapped")
    return document.lens(currency).decode(text, ExternalIds()).rows


def listed(text: bytes, side: Side, command: str) -> list[tuple[str, State | None]]:
    """The orders of a list, each with its status there. Refused where it cannot be read."""
    rows = decoded(text, side, command).get("Order", ())
    return [(row.external_id, said(row.state)) for row in rows if row.external_id]


def _reply(answer: Answer, now: datetime, **more: Any) -> events.Reply:  # noqa: ANN401 - what else a reply says
    said_of = {"outcome": answer.outcome, "stored": answer.stored, **more}
    return events.Reply(
        at=now,
        serial=int(answer.args.get("serial", "0")),
        attempt=answer.attempt,
        ended=answer.ended,
        claimed=answer.claimed,
        **said_of,
    )


def _read(answer: Answer, text: bytes, side: Side, now: datetime) -> Seen:
    ordered = ordered_of(text, side)
    order = ordered.order
    state = said(order.state)
    if state is None:
        raise CannotMake("the order has a status that nobody knows")
    message: Message = "scheduled" if state == "received" and said(order.scheduled) else _MESSAGES.get(state, state)
    event = events.Read(
        at=now,
        began=answer.began,
        message=message,
        serial=int(answer.args.get("serial", "0")),
        placed=said(order.placed_at),
        deadline=said(order.accept_by),
        due=said(order.due_at),
        edition=ordered.edition,
        total_minor=minor(order.total),
        currency=ordered.total.currency if ordered.total else None,
        delivery_by=said(order.delivery_by),
        courier=said(order.courier),
        money=said(order.money),
    )
    return Seen(event, ordered)


def _look(answer: Answer, text: bytes, side: Side, now: datetime) -> Seen:
    rows = decoded(text, side, answer.command)
    wanted = answer.args.get("reference")
    mine = [one for one in rows.get("Order", ()) if wanted is None or said(one.reference) == wanted]
    found = {one.id: _FOUND.get(said(one.ticket) or "", "unknown") for one in mine}
    open_ones = [one for one in mine if found[one.id] == "open"]
    # An open ticket counts before one that was taken back, and the younger before the older.
    best = next(iter([*open_ones[::-1], *mine[::-1]]), None)
    if best is None:
        return Seen(_looked(answer, now, found="none"))
    fired = any(one.parent == best.id for one in rows.get("Payment", ()))
    event = _looked(
        answer,
        now,
        found=found[best.id],
        ticket=best.external_id,
        fired=fired,
        many=len(open_ones) > 1,
        kitchen=_kitchen(rows, best.id),
        money=_money(best, fired=fired),
        total_minor=minor(best.total),
    )
    return Seen(event, None, minor(best.total), getattr(best.total, "currency", None))


def _looked(answer: Answer, now: datetime, **more: Any) -> events.Look:  # noqa: ANN401 - what else a look says
    return events.Look(at=now, began=answer.began, serial=int(answer.args.get("serial", "0")), **more)


def _kitchen(rows: dict[str, list[Any]], ticket: str) -> Kitchen | None:
    return next((said(one.state) for one in rows.get("Fulfilment", ()) if one.parent == ticket), None)


def _money(row: Any, *, fired: bool) -> MoneyState:  # noqa: ANN401 - an Order
    return "paid" if fired and not minor(row.due) else "open"


def _written(answer: Answer, text: bytes | None, side: Side, now: datetime) -> Seen:
    if answer.command != "ticket.create":
        return Seen(_reply(answer, now))
    found = decoded(text, side, answer.command).get("Order", ()) if text else ()
    if not found:
        # It was made, and its answer does not say what: a look-up will.
        return Seen(_reply(answer, now, stored=False))
    ticket = found[0]
    reply = _reply(answer, now, ticket=ticket.external_id)
    return Seen(reply, None, minor(ticket.total), getattr(ticket.total, "currency", None))
