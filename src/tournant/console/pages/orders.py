"""Orders: where is each order, and is any close to its deadline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from tournant.console import words
from tournant.console.asking import Asking, View
from tournant.console.http import Request
from tournant.console.render import Page
from tournant.control.fleet import Cell
from tournant.control.orders import Listed
from tournant.kernel import bounds
from tournant.kernel.money import Money

__all__ = ["Row", "orders", "row", "total"]

_STATES: Final = ("open", "person", "ended", "left")
_TICKETS: Final = {
    "open": "ticket is there",
    "by_hand": "entered by hand",
    "absent": "no ticket",
    "unknown": "not known: no answer",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An order with the words for it."""

    one: Listed
    number: str
    where: str
    channel: str
    state: str
    """What the channel says."""
    ticket: str
    """Where its ticket is."""
    total: str
    left_s: int | None
    """Seconds to the deadline, while nobody has answered it."""
    near: bool


async def orders(_: Asking, view: View, request: Request) -> Page:
    """The list."""
    cells = view.cells
    every = [row(one, cells, view.now) for one in view.orders]
    asked = request.query
    found = [one for one in every if _fits(one, asked)]
    start = next((place + 1 for place, one in enumerate(found) if one.one.order == asked.get("after")), 0)
    shown = found[start : start + bounds.ORDERS_SHOWN_MAX]
    more = shown[-1].one.order if start + len(shown) < len(found) else None
    hand = [one for one in every if one.one.open]
    values: dict[str, Any] = {
        "rows": shown,
        "every": len(every),
        "hand": len(hand),
        "near": sum(one.near for one in hand),
        "people": sum(bool(one.one.alarms) for one in every),
        "channels": sorted({one.channel for one in every}),
        "filters": {name: asked[name] for name in ("state", "channel", "q") if asked.get(name)},
        "states": _STATES,
        "next": more,
    }
    return Page("orders", "Orders", "/orders", values)


def _fits(one: Row, asked: Mapping[str, str]) -> bool:
    state, channel, said = asked.get("state"), asked.get("channel"), asked.get("q", "").strip().casefold()
    is_so = {
        "open": one.one.open,
        "person": bool(one.one.alarms),
        "ended": not one.one.open and not one.one.left,
        "left": one.one.left,
    }
    about = f"{one.number} {one.one.id} {one.where}".casefold()
    return is_so.get(state or "", True) and channel in (None, "", one.channel) and said in about


def row(one: Listed, cells: Mapping[str, tuple[Cell, str]], now: datetime) -> Row:
    """The words for an order."""
    cell, where = cells.get(one.link, (None, one.link))
    number = one.display_id or one.id[-6:]
    left_s = None
    if one.deadline is not None and one.open and one.state in (None, "received"):
        left_s = int((one.deadline - now) / timedelta(seconds=1))
    near = left_s is not None and left_s < bounds.ORDER_NEAR_S
    channel = cell.name if cell else one.partner
    pays = total(one.total, one.currency)
    return Row(one, number, where, channel, _state(one), _ticket(one), pays, left_s, near)


def _state(one: Listed) -> str:
    unread = "not read" if one.left else "not read yet"
    return one.state.replace("_", " ") if one.state else unread


def _ticket(one: Listed) -> str:
    if one.left:
        return "left to others"
    if one.ticket == "none":
        return "no ticket yet" if one.open else "no ticket"
    return _TICKETS.get(one.ticket, one.ticket.replace("_", " "))


def total(minor: int | None, currency: str | None) -> str:
    """An amount, or that it is not known."""
    return words.value(Money(minor, currency)) if minor is not None and currency else "not known"
