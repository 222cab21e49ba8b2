"""Which ticket at the till is which order, and whether it says what the guest ordered.

A ticket is known, in this order, by what the demo says (`owner`), by the order's id anywhere in it, by the display id
as a word of its reference, name or notes, and last by content and time: the same lines for the same sum, entered
at the same location after the order was placed. Two tickets of one content are then the tickets of two orders where
there are two such orders, else both of one.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tournant.sandbox.http import Json, encoded
from tournant.sandbox.judge.uber_menu import spoken
from tournant.sandbox.times import parsed

__all__ = ["Line", "Ordered", "Owner", "Ticket", "lines_of_order", "lines_of_ticket", "shared_out", "ticket"]

Owner = Callable[[Json], str | None]
"""Which order a ticket was made for, by whoever knows; None where that is not known."""
_SHOWN: Final = "paid: shown at the till"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, as it was ordered or entered."""

    name: str
    variation: str | None
    """The variation at Square that it names; None at Uber and where it names none."""
    size: str | None
    quantity: int
    each: int
    """What one of it costs with its choices, in minor units."""
    choices: tuple[tuple[str, int], ...]
    """Names of choices with how many of each, sorted."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """An order at Square."""

    id: str
    location: str
    by: str
    """Who entered it: `api` or `staff`."""
    entered: datetime
    shown: datetime | None
    """When it was paid, and so came to the till."""
    state: str
    ended_by: str | None
    """Who cancelled it."""
    body: Json

    @property
    def stands(self) -> bool:
        """Whether the kitchen has it: it was shown, and nobody took it back."""
        return self.shown is not None and self.state != "CANCELED"


@dataclass
class Ordered:
    """An order at Uber Eats, with its tickets."""

    order_id: str
    location: str
    placed: datetime
    body: Json
    history: list[Json]
    tickets: list[Ticket] = field(default_factory=list)


def ticket(body: Json, history: Iterable[Json]) -> Ticket:
    """Read an order at Square with what the books say of it."""
    steps = list(history)
    shown = next((parsed(one["at"]) for one in steps if one["what"] == _SHOWN), None)
    ended = next((one for one in steps if one["what"] == "order canceled"), None)
    entered = parsed(steps[0]["at"] if steps else body["created_at"])
    by = steps[0]["by"] if steps else "staff"
    ended_by = ended["by"] if ended else None
    return Ticket(body["id"], body["location_id"], by, entered, shown, body["state"], ended_by, body)


def shared_out(orders: Mapping[str, Ordered], tickets: Iterable[Ticket], owner: Owner | None) -> list[Ticket]:
    """Give every ticket to its order; what is left belongs to none."""
    left = []
    by_display: dict[str, list[Ordered]] = {}
    for order in orders.values():
        by_display.setdefault(order.body["display_id"], []).append(order)
    for one in sorted(tickets, key=lambda one: one.entered):
        named = owner(one.body) if owner else None
        found = orders.get(named or "") or _named(one, orders, by_display)
        if found:
            found.tickets.append(one)
        else:
            left.append(one)
    return [one for one in left if not _by_content(one, orders)]


def _named(one: Ticket, orders: Mapping[str, Ordered], by_display: Mapping[str, Sequence[Ordered]]) -> Ordered | None:
    whole = encoded(one.body).decode()
    for word in re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", whole):
        if word in orders:
            return orders[word]
    for word in _words(one.body):
        for found in by_display.get(word, ()):
            if found.location == one.location and found.placed <= one.entered:
                return found
    return None


def _words(body: Json) -> Iterator[str]:
    said = [body.get("reference_id"), body.get("ticket_name"), body.get("note")]
    for fulfilment in body.get("fulfillments") or ():
        details = [value for name, value in fulfilment.items() if name.endswith("_details")]
        said += [one.get("note") for one in details]
    for one in said:
        yield from re.findall(r"\w+", one or "")


def _by_content(one: Ticket, orders: Mapping[str, Ordered]) -> bool:
    """Give a ticket to the first order of its content that has none, else to the last that it could be for."""
    content = Counter((line.quantity, line.each) for line in lines_of_ticket(one.body))
    fit = [
        order
        for order in orders.values()
        if order.location == one.location and order.placed <= one.entered
        if Counter((line.quantity, line.each) for line in lines_of_order(order.body)) == content
    ]
    for order in (*(order for order in fit if not order.tickets), *fit[-1:]):
        order.tickets.append(one)
        return True
    return False


def lines_of_order(order: Json) -> list[Line]:
    """Read a guest's cart; what hangs below a choice is a choice like any other."""
    return [
        Line(
            spoken(one["title"]),
            None,
            None,
            one["quantity"],
            one["price"]["unit_price"]["amount"],
            _choices(_chosen(one, 1)),
        )
        for one in order["cart"]["items"]
    ]


def lines_of_ticket(order: Json) -> list[Line]:
    """Read the lines of an order at Square."""
    found = []
    for one in order.get("line_items") or ():
        quantity = int(float(one["quantity"]))
        chosen = [
            (spoken(each.get("name") or ""), int(float(each.get("quantity", "1"))))
            for each in one.get("modifiers") or ()
        ]
        size = spoken(one["variation_name"]) if one.get("variation_name") else None
        gross = one["gross_sales_money"]["amount"]
        each_costs = gross // quantity if quantity and gross % quantity == 0 else gross
        name, variation = spoken(one.get("name") or ""), one.get("catalog_object_id")
        found.append(Line(name, variation, size, quantity, each_costs, _choices(chosen)))
    return found


def _chosen(one: Json, times: int) -> Iterator[tuple[str, int]]:
    for group in one.get("selected_modifier_groups") or ():
        for option in group["selected_items"]:
            count = option["quantity"] * times
            yield spoken(option["title"]), count
            yield from _chosen(option, count)


def _choices(chosen: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    for name, count in chosen:
        found[name] += count
    return tuple(sorted(found.items()))
