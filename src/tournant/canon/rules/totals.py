"""What an order costs is what its parts cost, to the minor unit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from tournant.canon.rules.violation import Rows, Violation, every, known, path
from tournant.kernel.money import Money, Price, decimal_of, exponent, to_decimal
from tournant.kernel.row import Row

__all__ = ["add_up"]


def add_up(rows: Rows) -> Iterator[Violation]:
    """Check lines against price and quantity, orders against their lines and sums; where a part is unknown, not."""
    below: dict[str | None, list[Any]] = defaultdict(list)
    for row in every(rows, "OrderLine", "Adjustment"):
        below[known(row, "parent")].append(row)
    for line in every(rows, "OrderLine"):
        has_modifiers = any(type(row).__name__ == "OrderLine" for row in below[line.id])
        yield from _line(line, has_modifiers=has_modifiers)
    for order in every(rows, "Order"):
        yield from _lines_of(order, [row for row in below[order.id] if type(row).__name__ == "OrderLine"])
        yield from _total(order, [row for row in below[order.id] if type(row).__name__ == "Adjustment"])


def _line(line: Row, *, has_modifiers: bool) -> Iterator[Violation]:
    try:
        quantity = decimal_of(known(line, "quantity") or "1")
    except ValueError as why:
        yield Violation(path(line, "quantity"), str(why))
        return
    price = known(line, "price_with_modifiers")
    if price is None and not has_modifiers:
        price = known(line, "price")
    one, all_in_all = _decimal(price), _decimal(known(line, "subtotal"))
    if one is None or all_in_all is None or known(line, "quantity") is None:
        return
    # A quarter of a pound is seldom a whole number of cents: whoever sold it rounded, one way or the other.
    slack = Decimal(0) if quantity == int(quantity) else _minor_unit(price)
    if abs(one * quantity - all_in_all) > slack:
        yield Violation(path(line, "subtotal"), f"is {all_in_all}, and {quantity} at {one} each are {one * quantity}")


def _lines_of(order: Row, lines: list[Row]) -> Iterator[Violation]:
    parts = _sum(known(line, "subtotal") for line in lines if known(line, "removed") is not True)
    subtotal = _decimal(known(order, "subtotal"))
    if lines and parts is not None and subtotal is not None and parts != subtotal:
        yield Violation(path(order, "subtotal"), f"is {subtotal}, and its lines come to {parts}")


def _total(order: Row, adjustments: list[Row]) -> Iterator[Violation]:
    total, tax = _decimal(known(order, "total")), _decimal(known(order, "tax_total"))
    paid = _sum(known(order, column) for column in ("subtotal", "fee_total", "tip_total"))
    discounts = _decimal(known(order, "discount_total"))
    others = _sum(known(row, "amount") for row in adjustments if known(row, "sort") in ("deposit", "rounding"))
    if total is None or tax is None or paid is None or discounts is None or others is None:
        return
    # Taxes may be in the prices already, and not every source says whether they are.
    untaxed = paid - discounts + others
    if total not in (untaxed, untaxed + tax):
        yield Violation(path(order, "total"), f"is {total}, and its parts come to {untaxed} and {tax} of taxes")


def _sum(prices: Iterable[Price | None]) -> Decimal | None:
    total = Decimal(0)
    for price in prices:
        part = _decimal(price)
        if part is None:
            return None
        total += part
    return total


def _decimal(price: Price | None) -> Decimal | None:
    try:
        return None if price is None else to_decimal(price)
    except ValueError:
        return None  # An unknown currency is another rule's finding.


def _minor_unit(price: Price) -> Decimal:
    return Decimal(1).scaleb(-exponent(price.currency)) if isinstance(price, Money) else Decimal("0.01")
