"""Everything that can be sold has a price, no price is negative, and one catalog has one currency."""

from collections.abc import Iterable, Iterator

from tournant.canon.rules.violation import Rows, Violation, every, known, path
from tournant.kernel.money import BareAmount, Money, Price, exponent
from tournant.kernel.row import Row

__all__ = ["all_set", "currencies", "one_currency"]

_PRICED_IN_PLACE = ("CategoryItem", "GroupModifier", "BundlePartItem")
_CATALOG = (
    "Item", "Variation", "Bundle", "BundlePartItem", "Modifier", "CategoryItem", "GroupModifier", "PriceRule",
    "LocationOverlay",
)  # fmt: skip
_MONEY_OF_ORDERS = ("OrderLine", "Adjustment", "Payment")


def all_set(rows: Rows) -> Iterator[Violation]:
    """An Item or Variation has a price of its own, or one in each place, or is open; and no price is below 0."""
    elsewhere = _priced_elsewhere(rows)
    for row in every(rows, "Item", "Variation", "Bundle"):
        # A partner that prices elsewhere leaves the column out; one that carries it and left it empty forgot it.
        if row.price is None and known(row, "pricing") != "open" and row.id not in elsewhere:
            yield Violation(path(row, "price"), "is not set, and the price is not open")
    for row in every(rows, *_CATALOG):
        for column, price in _amounts(row):
            if column in ("price", "price_before", "deposit") and _below_zero(price):
                yield Violation(path(row, column), "is below 0")


def _priced_elsewhere(rows: Rows) -> set[str]:
    found = {link.target for link in every(rows, *_PRICED_IN_PLACE) if known(link, "price") is not None}
    for row in every(rows, "Variation", "PriceRule", "LocationOverlay"):
        above = known(row, "parent")
        if above is not None and (known(row, "price") is not None or known(row, "pricing") == "open"):
            found.add(above)
    return found


def currencies(rows: Rows) -> Iterator[Violation]:
    """Every currency is one of ISO 4217."""
    first: dict[str, str] = {}
    for row in every(rows, *rows):
        for column, price in _amounts(row):
            if price.currency is not None:
                first.setdefault(price.currency, path(row, column))
    for row in every(rows, "Merchant", "Location"):
        if known(row, "currency") is not None:
            first.setdefault(row.currency, path(row, "currency"))
    for currency, place in first.items():
        try:
            exponent(currency)
        except ValueError as why:
            yield Violation(place, str(why))


def one_currency(rows: Rows) -> Iterator[Violation]:
    """All prices of a catalog are in one currency, those at a Location in its own, those of an order in the order's."""
    charged = {row.id: known(row, "currency") for row in every(rows, "Location")}
    yield from _uniform((row for row in every(rows, *_CATALOG) if known(row, "at_location") is None), None)
    for row in every(rows, "PriceRule", "LocationOverlay"):
        currency = charged.get(known(row, "at_location"))
        if currency is not None:
            yield from _uniform([row], currency)
    for order in _orders(rows):
        yield from _uniform(order, None)


def _orders(rows: Rows) -> Iterator[list[Row]]:
    found: dict[str, list[Row]] = {order.id: [order] for order in every(rows, "Order")}
    above = {line.id: known(line, "parent") for line in every(rows, "OrderLine")}
    for row in every(rows, *_MONEY_OF_ORDERS):
        top, steps = known(row, "parent"), 0
        while top in above and steps < len(above):  # A loop of lines is another rule's business.
            top, steps = above[top], steps + 1
        if top in found:
            found[top].append(row)
    yield from found.values()


def _uniform(some: Iterable[Row], currency: str | None) -> Iterator[Violation]:
    for row in some:
        for column, price in _amounts(row):
            if isinstance(price, Money):
                currency = currency or price.currency
                if price.currency != currency:
                    yield Violation(path(row, column), f"is in {price.currency}, and the others are in {currency}")


def _amounts(row: Row) -> Iterator[tuple[str, Price]]:
    for column in row.__struct_fields__:
        value = getattr(row, column)
        if isinstance(value, Money | BareAmount):
            yield column, value


def _below_zero(price: Price) -> bool:
    return price.amount < 0 if isinstance(price, Money) else price.decimal.startswith("-")
