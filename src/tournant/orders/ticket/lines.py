"""The lines of a ticket: each line of an order found in the catalog, with its size and its choices.

    Latte 3.00 ─ Size: Large +1.00 ─ Milk: Oat +0.60      ──►   Latte (Large) 4.00 ─ Oat 0.60

A size is a choice of the item on a channel, and a record of the point of sale. A choice of a choice moves up beside it:
there are as many of it as of both together. A choice that is sold on its own is a line of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from tournant.canon import OrderLine
from tournant.facts.orders import Unmapped
from tournant.orders.ticket.book import Book, Thing, Till
from tournant.orders.ticket.candidates import Wanted, candidates
from tournant.orders.ticket.notes import NO_NOTE, Note, notes_of
from tournant.orders.ticket.ordered import CannotMake, Ordered, minor, said

__all__ = ["Choice", "Finder", "Line", "lines_of"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something chosen for a line."""

    name: str
    quantity: Decimal
    """For each one of the line."""
    price: int
    """Of one, as the guest pays it."""
    till: str | None = None
    """The point of sale's id; None: it goes by its name."""
    own: int | None = None
    """What one costs at the point of sale."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a ticket."""

    name: str
    quantity: Decimal
    price: int
    """Of one without its choices, as the guest pays it."""
    till: str | None = None
    own: int | None = None
    choices: tuple[Choice, ...] = ()
    note: Note = NO_NOTE
    unmapped: tuple[Unmapped, ...] = ()

    def total(self, *, own: bool = False) -> int:
        """What the line comes to: as the guest pays it, or as the point of sale charges where it has a price."""
        sums = self.quantity * _price(self, own=own)
        return _whole(sums) + sum(_whole(self.quantity * one.quantity * _price(one, own=own)) for one in self.choices)


@dataclass(frozen=True, slots=True)
class Finder:
    """What finds things: the catalog, the channel's names and the point of sale's."""

    book: Book
    names: dict[str, str]
    """From the channel's ids to ours."""
    till: Till

    def thing(self, external_id: object) -> Thing | None:
        """What an id of the channel stands for."""
        if not isinstance(external_id, str):
            return None
        return self.book.thing(self.names.get(external_id, external_id))

    def candidates(self, line: OrderLine, kinds: tuple[str, ...]) -> Unmapped:
        """A line that is not known, with what it may be."""
        marks = (said(line.item), said(line.modifier), said(line.sku), said(line.external_ref))
        wanted = Wanted(said(line.name) or "", marks, minor(line.price))
        what = "item" if "Item" in kinds else "choice"
        named = said(line.item) or said(line.modifier) or ""
        return Unmapped(named, said(line.name) or "", what, candidates(wanted, self.book, kinds))


def lines_of(ordered: Ordered, finder: Finder) -> list[Line]:
    """All lines of a ticket, in the order's order."""
    return [line for row in ordered.lines for line in _lines(ordered, row, finder)]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A choice, wherever it stands below its line."""

    row: OrderLine
    quantity: Decimal
    thing: Thing | None
    direct: bool


def _lines(ordered: Ordered, row: OrderLine, finder: Finder) -> Iterator[Line]:
    """A line, and the lines that its choices are."""
    thing, quantity = finder.thing(said(row.item)), _quantity(row)
    chosen = list(_chosen(ordered, row, finder, Decimal(1)))
    sized, size = _size(thing, chosen, finder)
    rest = [one for one in chosen if one is not size]
    extra = [one for one in rest if _is_sold(one, finder)]
    name = said(row.name) or "?"
    price = _minor(row) + (_minor(size.row) if size else 0)
    till = finder.till.name_of(sized) if sized else None
    unmapped = [] if till else [finder.candidates(row, ("Item", "Variation"))]
    choices, unknown = _choices([one for one in rest if one not in extra], finder)
    if till is None and size is not None:
        name = f"{name} ({said(size.row.name) or '?'})"
    if till is None:
        # An open line takes no records of the catalog; its choices go by their names too.
        choices = [replace(one, till=None, own=None) for one in choices]
    own = finder.book.price(sized, finder.till.location) if sized and till else None
    notes = notes_of(ordered, row, [one.row.id for one in extra])
    yield Line(name, quantity, price, till, minor(own), tuple(choices), notes[row.id], (*unmapped, *unknown))
    for one in extra:
        found = _only(one.thing, finder)
        if found is not None:
            own = finder.book.price(found, finder.till.location)
            sold = said(one.row.name) or found.name
            amount = quantity * one.quantity
            note = Note(notes[one.row.id].allergies, (f"with {name}", *notes[one.row.id].others))
            yield Line(sold, amount, _minor(one.row), finder.till.name_of(found), minor(own), note=note)


def _chosen(ordered: Ordered, row: OrderLine, finder: Finder, times: Decimal, depth: int = 1) -> Iterator[_Chosen]:
    for below in ordered.choices.get(row.id, ()):
        if said(below.removed):
            continue
        quantity = times * _quantity(below)
        thing = finder.thing(said(below.modifier) or said(below.item))
        yield _Chosen(below, quantity, thing, direct=depth == 1)
        yield from _chosen(ordered, below, finder, quantity, depth + 1)


def _size(thing: Thing | None, chosen: list[_Chosen], finder: Finder) -> tuple[Thing | None, _Chosen | None]:
    """What is sold, and the choice that said so."""
    if thing is None or thing.kind == "Variation":
        return thing, None
    for one in chosen:
        is_size = one.thing is not None and one.thing.kind == "Variation"
        if is_size and one.direct and one.thing is not None and finder.book.owner(one.thing) == thing.id:
            return one.thing, one
    return _only(thing, finder), None


def _only(thing: Thing | None, finder: Finder) -> Thing | None:
    """The one size of an item; None where there are several, or none."""
    if thing is None or thing.kind != "Item":
        return thing
    sizes = finder.book.sizes(thing.id)
    return sizes[0] if len(sizes) == 1 else None


def _is_sold(one: _Chosen, finder: Finder) -> bool:
    """Whether a choice is something that the point of sale sells on its own."""
    if one.thing is None or one.thing.kind == "Modifier":
        return False
    found = _only(one.thing, finder)
    return found is not None and finder.till.name_of(found) is not None


def _choices(chosen: list[_Chosen], finder: Finder) -> tuple[list[Choice], list[Unmapped]]:
    made, unknown = [], []
    for one in chosen:
        thing = one.thing if one.thing is not None and one.thing.kind == "Modifier" else None
        till = finder.till.name_of(thing) if thing else None
        own = finder.book.price(thing, finder.till.location) if thing and till else None
        made.append(Choice(said(one.row.name) or "?", one.quantity, _minor(one.row), till, minor(own)))
        if till is None:
            unknown.append(finder.candidates(one.row, ("Modifier",)))
    return made, unknown


def _quantity(row: OrderLine) -> Decimal:
    try:
        return Decimal(said(row.quantity) or "1")
    except InvalidOperation:
        raise CannotMake("a line has no number for its quantity") from None


def _minor(row: OrderLine) -> int:
    """What one costs; a line without a price is no line that anybody may give away."""
    found = minor(row.price)
    if found is None:
        raise CannotMake("a line has no price in a currency")
    return found


def _price(one: Line | Choice, *, own: bool) -> int:
    return one.own if own and one.own is not None else one.price


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
