"""An order as a channel shows it: its rows put together, and its amounts in minor units."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from tournant.canon import Adjustment, Customer, Fulfilment, Order, OrderLine
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET

__all__ = ["ADDRESS", "CannotMake", "Ordered", "minor", "said", "understood"]

_CONTENT: Final = ("OrderLine", "Adjustment")
"""The kinds that say what is cooked and what it costs, beside the order itself."""
_SAYS: Final = ("subtotal", "note", "delivery_by")
"""Of the order. Not when it is due, nor a tip: those move without anybody having ordered anything else."""
ADDRESS: Final = (
    "address_line_1",
    "address_line_2",
    "locality",
    "region",
    "postal_code",
    "country",
    "instructions",
    "contactless",
)
"""Of the hand-over: where an order goes that the restaurant brings itself, and how it is given there."""


class CannotMake(Exception):  # noqa: N818 - it says what happened
    """No ticket can be made of this; the reason is one sentence without personal data."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """One order, in the channel's ids."""

    order: Order
    lines: Sequence[OrderLine]
    """Those of the order itself."""
    choices: Mapping[str, Sequence[OrderLine]]
    """By line: what was chosen for it, and taken away from it."""
    adjustments: Sequence[Adjustment]
    fulfilment: Fulfilment | None
    customer: Customer | None
    edition: str
    """Another one where what is cooked, what it costs, or where the restaurant brings it, is different."""

    @property
    def total(self) -> Money | None:
        """What the guest pays in all, where that is said in a currency."""
        return self.order.total if isinstance(self.order.total, Money) else None


def understood(rows: Mapping[str, list[Any]]) -> Ordered:
    """Put an order's rows together; CannotMake where there is no order, or more than one."""
    orders: list[Order] = list(rows.get("Order", ()))
    if len(orders) != 1:
        raise CannotMake(f"the document shows {len(orders)} orders")
    (order,) = orders
    below: dict[str, list[OrderLine]] = {}
    for line in rows.get("OrderLine", ()):
        below.setdefault(str(line.parent), []).append(line)
    return Ordered(
        order=order,
        lines=below.pop(order.id, []),
        choices=below,
        adjustments=[one for one in rows.get("Adjustment", ()) if one.parent == order.id],
        fulfilment=next(iter(rows.get("Fulfilment", ())), None),
        customer=next(iter(rows.get("Customer", ())), None),
        edition=_edition(order, rows),
    )


def minor(price: object) -> int | None:
    """An amount in minor units; None where there is none, or nobody says its currency."""
    return price.amount if isinstance(price, Money) else None


def said(value: Any) -> Any:  # noqa: ANN401 - of any column
    """A column's value; None where the partner does not carry it."""
    return None if value is UNSET else value


def _edition(order: Order, rows: Mapping[str, Iterable[Any]]) -> str:
    parts = [[getattr(order, name) for name in _SAYS], *(list(rows.get(kind, ())) for kind in _CONTENT)]
    if order.delivery_by == "merchant":
        parts += [[getattr(one, name) for name in ADDRESS] for one in rows.get("Fulfilment", ())]
        parts += [[one.phone] for one in rows.get("Customer", ())]
    texts = [msgspec.json.encode([None if one is UNSET else one for one in part]) for part in parts]
    return hashlib.blake2b(b"\n".join(texts), digest_size=8).hexdigest()
