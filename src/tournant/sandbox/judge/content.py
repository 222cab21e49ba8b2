"""Whether a ticket says what the guest ordered: dishes, sizes, choices, numbers, prices, sum, and what was asked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from tournant.sandbox.http import Json, encoded
from tournant.sandbox.judge.names import Names
from tournant.sandbox.judge.tickets import Line, lines_of_order, lines_of_ticket

__all__ = ["Contents"]


class Contents:
    """Compares tickets with orders, and knows what dishes were called."""

    def __init__(self, names: Names) -> None:
        """A dish may stand on a ticket under any name that it ever had: it may be renamed between order and entry."""
        self._names = names
        self._items: Mapping[str, str] = {
            size.variation_id: course.item_id for course in names.courses.values() for size in course.sizes
        }

    def faults(self, order: Json, ticket: Json) -> Iterator[str]:
        """Say what is wrong on a ticket."""
        left = lines_of_ticket(ticket)
        for line in lines_of_order(order):
            same = next((one for one in left if self._is_same(line, one)), None)
            if same is None:
                yield f"{line.quantity} x {line.name} at {line.each} with {_said(line)} is not on it"
            else:
                left.remove(same)
        for one in left:
            yield f"{one.quantity} x {one.name} at {one.each} with {_said(one)} was not ordered"
        charges = order["payment"]["charges"]
        sums = {charges["sub_total"]["amount"], charges["total"]["amount"]}
        if ticket["total_money"]["amount"] not in sums:
            yield f"it costs {ticket['total_money']['amount']} and not {charges['sub_total']['amount']}"
        whole = encoded(ticket)
        for one in (order["cart"].get("special_instructions"), *_asked(order["cart"]["items"])):
            if one and encoded(one)[1:-1] not in whole:
                yield f"it does not say {one!r}"

    def _is_same(self, ordered: Line, entered: Line) -> bool:
        if (ordered.quantity, ordered.each) != (entered.quantity, entered.each):
            return False
        item = self._items.get(entered.variation or "")
        names = self._names.ever(item) if item else frozenset({entered.name})
        if ordered.name not in names:
            return False
        wanted, there = Counter(dict(ordered.choices)), Counter(dict(entered.choices))
        if entered.size and wanted[entered.size] > there[entered.size]:
            # The size is a choice to a guest, and a variation to the till.
            wanted[entered.size] -= 1
        return +wanted == +there


def _asked(items: Iterable[Json]) -> Iterator[str | None]:
    """Give what a guest wrote about dishes and about what was chosen in them, at every level."""
    for one in items:
        yield one.get("special_instructions")
        yield ((one.get("special_requests") or {}).get("allergy") or {}).get("allergy_instructions")
        for group in one.get("selected_modifier_groups") or ():
            yield from _asked(group["selected_items"])


def _said(line: Line) -> str:
    return ", ".join(f"{count} {name}" for name, count in line.choices) or "nothing"
