"""Changes of rows, as somebody would make them: names and prices, one thing removed, an order reversed."""

from typing import Any

from msgspec import structs

from tournant.bench.case import Edited, Rows
from tournant.kernel.money import Money
from tournant.kernel.row import Link

CURRENCY = "USD"


def name(number: int) -> str:
    """The name that the number-th changed row gets."""
    return f"Changed {number}"


def price(number: int) -> int:
    """The price that the number-th changed row gets, in cents."""
    return 1_000_000 + number


def changed(rows: Rows, edited: Edited, every: int) -> Rows:
    """Every so many-th row with another name, and with another price."""
    new = dict(rows)
    new[edited.named] = found = list(new[edited.named])
    for number, at in enumerate(range(0, len(found), every)):
        found[at] = structs.replace(found[at], name=name(number))
    new[edited.priced] = found = list(new[edited.priced])
    for number, at in enumerate(range(0, len(found), every)):
        found[at] = structs.replace(found[at], price=_price(found[at].price, number))
    return new


def _price(before: object, number: int) -> object:
    return Money(price(number), CURRENCY) if isinstance(before, Money) else price(number)


def removed(rows: Rows, edited: Edited) -> Rows:
    """Without the first row of this kind, what hangs on it, and what names it."""
    new, gone, before = dict(rows), {rows[edited.removed][0].id}, 0
    while before != len(gone):
        before = len(gone)
        for kind, mine in new.items():
            kept = [row for row in mine if not _falls(row, gone)]
            if len(kept) != len(mine):
                gone.update(own(row) for row in mine if _falls(row, gone))
                new[kind] = kept
    return new


def _falls(row: Any, gone: set[str]) -> bool:  # noqa: ANN401 - rows of any kind
    return row.parent in gone or (row.target if isinstance(row, Link) else row.id) in gone


def own(row: Any) -> str:  # noqa: ANN401 - rows of any kind
    """What rows that hang on this one call it."""
    return f"{row.parent}/{row.target}" if isinstance(row, Link) else str(row.id)


def reordered(rows: Rows, edited: Edited) -> Rows:
    """The rows of the kind that have the first one's parent, reversed."""
    new = dict(rows)
    new[edited.reordered] = mine = list(new[edited.reordered])
    places = [at for at, row in enumerate(mine) if row.parent == mine[0].parent]
    for at, row in zip(places, [mine[at] for at in reversed(places)], strict=True):
        mine[at] = row
    return new
