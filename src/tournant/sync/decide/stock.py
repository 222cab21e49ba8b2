"""Sold out at a point of sale that takes it only as a count of nothing: what to count, and what to give back after.

    sold out in the catalog ──► note what it says of the stock ──► have it counted there ──► count 0 ──► sold out there
    on sale again           ──► give back the count, and whether it is counted at all ──► forget what was noted

Each step is planned from what the last looks showed, so that whoever takes over goes on where the last one was.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from msgspec import structs

from tournant.canon import LocationOverlay
from tournant.kernel import ids
from tournant.kernel.row import UNSET
from tournant.project.availability import AVAILABLE, State
from tournant.sync.decide.judge import FIELD, Address, Cells
from tournant.sync.decide.state import Former

__all__ = [
    "NO_CHOICES",
    "Formers",
    "Pair",
    "Shelf",
    "as_shown",
    "at_places",
    "carried",
    "counts",
    "formers",
    "is_left",
    "name",
    "pair_of",
    "sold_out",
    "standing_of",
    "tracking",
    "why_not",
    "with_tracking",
]

Pair = tuple[str, str]
"""A size, and a location."""
Formers = Mapping[str, Former]
Rows = Mapping[str, list[Any]]
NONE_LEFT: Final = "0"
NO_CHOICES: Final = "the point of sale cannot mark a choice as sold out from here: somebody has to do it there"
_OUT: Final = ("indefinitely",)


@dataclass(frozen=True, slots=True)
class Stock:
    """What the point of sale says of one size at one location."""

    out: bool
    """It is sold out there."""
    here: bool | None
    """Whether the location says that it is counted; None where it says nothing."""
    tracked: bool
    """Whether it is counted there, whoever says so."""
    count: str | None

    @property
    def is_none_left(self) -> bool:
        """Whether a count says that nothing is left."""
        return is_nothing(self.count)


class Shelf:
    """What the point of sale showed last: its catalog, and its counts."""

    def __init__(self, catalog: Rows, counted: Rows) -> None:
        """Take the rows as they were read."""
        self.sizes = {row.id: row for row in catalog.get("Variation", ())}
        self._here = {(row.parent, row.at_location): row for row in catalog.get("LocationOverlay", ())}
        self._counts = {(row.subject, row.at_location): row.count for row in counted.get("Availability", ())}

    def at(self, pair: Pair) -> Stock:
        """What it says of one size at one location."""
        size, overlay = self.sizes[pair[0]], self._here.get(pair)
        said = None if overlay is None or overlay.stock_tracked is UNSET else overlay.stock_tracked
        tracked = size.stock_tracked is True if said is None else bool(said)
        count = self._counts.get(pair)
        out = overlay is not None and overlay.sold_out is True
        return Stock(out, said, tracked, None if count is UNSET else count)

    def out(self, things: Collection[str], locations: Collection[str]) -> set[Pair]:
        """What is sold out at these locations, of these things or of sizes."""
        return {
            pair
            for pair, row in self._here.items()
            if row.sold_out is True and pair[1] in locations and (pair[0] in things or pair[0] in self.sizes)
        }


def is_nothing(count: str | None) -> bool:
    """Whether a count says that nothing is left; where nobody counted, nothing is said."""
    try:
        return count is not None and Decimal(count) <= 0
    except InvalidOperation:
        return False


def standing_of(count: str | None) -> State:
    """What a count says of whether something can be sold, where it is counted."""
    return _OUT if is_nothing(count) else AVAILABLE


def as_shown(cells: Cells, kept: Formers) -> Cells:
    """What is sold out, as the point of sale shows it where we made it so: it knows no end of that."""
    ours = {("Availability", *pair_of(one), FIELD) for one in kept}
    return {cell: _OUT if cell in ours and value != AVAILABLE else value for cell, value in cells.items()}


def name(pair: Pair) -> str:
    """The name of a pair, as it is kept."""
    return " ".join(pair)


def pair_of(kept: str) -> Pair:
    """A pair by its name."""
    size, _, location = kept.partition(" ")
    return size, location


def sold_out(cells: Cells, locations: Collection[str]) -> set[Pair]:
    """The sizes and choices that the catalog says are sold out at one of these locations."""
    return {
        (cell[1], cell[2])
        for cell, value in cells.items()
        if cell[-1] == FIELD and cell[2] in locations and value != AVAILABLE
    }


def formers(before: Formers, shelf: Shelf, out: Collection[Pair], *, settled: bool) -> dict[str, Former]:
    """What has to be given back some day.

    Nothing is forgotten before it was given back, and no write of ours can come any more (`settled`); but where
    somebody counted since, it is in their hands.
    """
    kept: dict[str, Former] = {}
    for one, former in before.items():
        pair = pair_of(one)
        if pair[0] in shelf.sizes:
            stock = shelf.at(pair)
            over = _is_anothers(former, stock) or (settled and _is_given_back(former, stock))
            if pair in out or not over:
                kept[one] = _seen(former, stock)
    for pair in out:
        if name(pair) not in kept and pair[0] in shelf.sizes and not shelf.at(pair).out:
            stock = shelf.at(pair)
            kept[name(pair)] = _seen(Former(stock.here, stock.count), stock)
    return dict(sorted(kept.items()))


def _seen(former: Former, stock: Stock) -> Former:
    return structs.replace(former, counted=True) if stock.is_none_left and not former.counted else former


def _is_anothers(former: Former, stock: Stock) -> bool:
    """Whether somebody counted, after we had counted nothing."""
    is_other = stock.count is not None and not stock.is_none_left and stock.count != former.count
    return former.counted and is_other


def _is_given_back(former: Former, stock: Stock) -> bool:
    nothing_to_count = former.count is None or is_nothing(former.count)
    return stock.here == former.tracked and (nothing_to_count or stock.count == former.count)


def at_places(kept: Formers, locations: Collection[str]) -> Formers:
    """What has to be given back at these locations: only where an account may be written anything is."""
    return {one: former for one, former in kept.items() if pair_of(one)[1] in locations}


def is_left(former: Former, stock: Stock) -> bool:
    """Whether something is still as we made it: our count keeps it sold out, or it is not yet as it was before us."""
    return stock.out or not _is_given_back(former, stock)


def tracking(
    kept: Formers, shelf: Shelf, out: Collection[Pair], closed: Collection[Address]
) -> dict[Pair, bool | None]:
    """Where it has to be said whether something is counted, and what: to sell it out, or to give back what was."""
    found: dict[Pair, bool | None] = {}
    for pair, former, stock in _open(kept, shelf, closed):
        if pair in out:
            if not stock.out and not stock.tracked:
                found[pair] = True
        elif stock.here != former.tracked:
            found[pair] = former.tracked
    return found


def counts(
    kept: Formers, shelf: Shelf, out: Collection[Pair], closed: Collection[Address], *, again: bool
) -> dict[Pair, str]:
    """What has to be counted.

    What somebody counted after us is counted away `again` only if it is known to be no edit of theirs: if a look at the
    catalog, begun since, left it sold out here.
    """
    found: dict[Pair, str] = {}
    for pair, former, stock in _open(kept, shelf, closed):
        if pair in out:
            may = again or not former.counted
            if stock.tracked and not stock.out and not stock.is_none_left and may:
                found[pair] = NONE_LEFT
        elif stock.is_none_left and former.count is not None and not is_nothing(former.count):
            found[pair] = former.count
    return found


def _open(kept: Formers, shelf: Shelf, closed: Collection[Address]) -> list[tuple[Pair, Former, Stock]]:
    pairs = ((pair_of(one), former) for one, former in kept.items())
    return [
        (pair, former, shelf.at(pair))
        for pair, former in pairs
        if pair[0] in shelf.sizes and ("Availability", *pair, FIELD) not in closed
    ]


def why_not(stock: Stock) -> str:
    """Why something that is sold out there cannot be put on sale again from here."""
    if stock.tracked and stock.is_none_left:
        return "the point of sale counts none of it: it is on sale again once somebody counts it there"
    return "it was marked as sold out at the point of sale by hand, and only there it can be put on sale again"


def with_tracking(rows: Rows, wanted: Mapping[Pair, bool | None]) -> dict[str, list[Any]]:
    """A catalog's rows, saying of some sizes at some locations whether they are counted there."""
    there = {(row.parent, row.at_location): row for row in rows.get("LocationOverlay", ())}
    changed: dict[Pair, LocationOverlay | None] = {
        pair: _overlay(there.get(pair), pair, said) for pair, said in wanted.items()
    }
    kept = [changed.get((row.parent, row.at_location), row) for row in rows.get("LocationOverlay", ())]
    new = [row for pair, row in sorted(changed.items()) if pair not in there]
    overlays = [row for row in (*kept, *new) if row is not None]
    return {**rows, "LocationOverlay": overlays}


def _overlay(row: LocationOverlay | None, pair: Pair, said: bool | None) -> LocationOverlay | None:  # noqa: FBT001 - a value
    """What is said of one place; nothing is left of it where it said only that."""
    if row is None:
        own = ids.derived("tournant", "LocationOverlay", name(pair))
        row = LocationOverlay(own, None, pair[0], UNSET, at_location=pair[1])
    elif said is None and row.price in (None, UNSET) and row.pricing in (None, UNSET):
        return None
    return structs.replace(row, stock_tracked=said)


def carried(kept: Formers, shelf: Shelf) -> dict[Address, Any]:
    """What a catalog that we write does to what is sold out: by saying whether something is counted."""
    found: dict[Address, Any] = {}
    for one, former in kept.items():
        pair = pair_of(one)
        if pair[0] not in shelf.sizes:
            continue
        if not shelf.at(pair).tracked:
            found["Availability", *pair, FIELD] = AVAILABLE
        elif is_nothing(former.count):
            found["Availability", *pair, FIELD] = _OUT
    return found
