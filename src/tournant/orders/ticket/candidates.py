"""What a line that is not known may be: things of the catalog, the likeliest first, for a person to choose from."""

from collections.abc import Iterable
from typing import Final

from tournant.facts.orders import Candidate
from tournant.kernel import bounds
from tournant.orders.ticket.book import Book, Thing
from tournant.orders.ticket.ordered import minor

__all__ = ["Wanted", "candidates"]

_SAME_NUMBER: Final = 1.0
_WORDS: Final = 0.8
"""What equal names count; the rest is for the price."""


class Wanted:
    """A line that is not known."""

    def __init__(self, name: str, marks: Iterable[str | None], price: int | None) -> None:
        """With its name, the numbers and texts that it carries, and its price."""
        self.words = _words(name)
        self.marks = {mark for mark in marks if mark}
        self.price = price


def candidates(wanted: Wanted, book: Book, kinds: tuple[str, ...]) -> list[Candidate]:
    """The things that it may be; none that has nothing in common with it."""
    found = ((_score(wanted, thing, book), thing) for thing in book.sold(kinds))
    best = sorted((pair for pair in found if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].id))
    return [
        Candidate(thing.kind, thing.id, thing.name, round(score, 2))
        for score, thing in best[: bounds.ORDER_CANDIDATES_MAX]
    ]


def _score(wanted: Wanted, thing: Thing, book: Book) -> float:
    row = thing.row
    marks = {row.sku, row.gtin, row.external_ref, row.external_id, row.id}
    if wanted.marks & {mark for mark in marks if isinstance(mark, str)}:
        return _SAME_NUMBER
    words = _words(thing.name)
    if not words & wanted.words:
        return 0.0
    alike = len(words & wanted.words) / len(words | wanted.words)
    prices = {minor(row.price), *(minor(size.row.price) for size in book.sizes(thing.id))}
    return _WORDS * alike + (1 - _WORDS) * (wanted.price is not None and wanted.price in prices)


def _words(name: str) -> frozenset[str]:
    cleaned = "".join(one if one.isalnum() else " " for one in name.casefold())
    return frozenset(cleaned.split())
