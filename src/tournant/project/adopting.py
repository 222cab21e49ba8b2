"""What a partner's user made gets rows here. The id that the partner gave it stays its id, through the crosswalk."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from msgspec import structs

from tournant.kernel.money import Price
from tournant.kernel.row import UNSET, Entity
from tournant.project.backmap import BackMap, Origin
from tournant.project.book import Book
from tournant.project.link import Key
from tournant.project.markup import nearest
from tournant.project.sight import Sight
from tournant.project.unprojecting import unproject

__all__ = ["Adopted", "adopt"]

_KINDS: Final = ("Menu", "Category", "Item", "Variation", "ModifierGroup", "Modifier")


class Adopted(NamedTuple):
    """What became of the things that are new at the partner."""

    back_map: BackMap
    """What its rows stand for, the new ones too."""
    made: frozenset[Key]
    """What was put in."""
    left: frozenset[str]
    """The ids of what is new there too, but was not made by a person."""


def adopt(book: Book, back_map: BackMap, sight: Sight) -> Adopted:
    """Put in what a person made there, with the prices that it is shown at."""
    found, _ = unproject(sight.seen, book.capability, book.link, back_map)
    grown: dict[tuple[str, str], Origin] = dict(back_map)
    externals = {
        row.id: row.external_id for of_kind in sight.seen.values() for row in of_kind if isinstance(row, Entity)
    }
    made: set[Key] = set()
    left: set[str] = set()
    for kind in _KINDS:
        for row in found.get(kind, ()):
            if (kind, row.id) in book or _stands_for_known(book, row, made):
                continue
            if not (sight.is_edit((kind, row.id, "name")) or ("Item", row.parent) in made):
                left.add(row.id)
                continue
            _adopt(book, row, externals)
            made.add((kind, row.id))
    _map(book, grown, sight.seen, made)
    return Adopted(grown, frozenset(made), frozenset(left))


def _stands_for_known(book: Book, row: Any, made: set[Key]) -> bool:  # noqa: ANN401 - an entity of any kind
    """Whether it is the Variation of an item that we know, whose sizes are gone there: a question, not a new size."""
    return (
        type(row).__name__ == "Variation"
        and row.external_id is None
        and ("Item", row.parent) in book
        and ("Item", row.parent) not in made
    )


def _adopt(book: Book, row: Any, externals: Mapping[str, str | None]) -> None:  # noqa: ANN401 - an entity of any kind
    shown: Price | None = getattr(row, "price", None)
    columns = {"price": None} if hasattr(row, "price") and type(row).__name__ != "Item" else {}
    book.put(structs.replace(row, **columns))
    external = externals.get(row.id)
    if external is not None:
        book.remember(row.id, external)
    key: Key = (type(row).__name__, row.id)
    if "price" in columns and isinstance(shown, Price):
        _first_price(book, key, shown)


def _first_price(book: Book, key: Key, shown: Price) -> None:
    """The own price that is shown so; where none is, what is shown, kept as a pin."""
    prices = book.prices()
    own = nearest(lambda price: prices.show(key, price), shown, shown)
    book.change(key, price=shown if own is None else own)
    if own is None:
        book.pin(key, shown)


def _map(book: Book, grown: dict[tuple[str, str], Origin], seen: Mapping[str, list[Any]], made: set[Key]) -> None:
    onlies = {book[key].parent: key[1] for key in made if key[0] == "Variation" and book[key].external_id is None}
    for kind, of_kind in seen.items():
        for row in of_kind:
            if not isinstance(row, Entity) or (kind, row.id) in grown:
                continue
            stands = next((key for key in made if key[1] == row.id), None)
            if stands is not None:
                grown[kind, row.id] = _origin(kind, stands, row, onlies)


def _origin(kind: str, stands: Key, row: Any, onlies: Mapping[Any, str]) -> Origin:  # noqa: ANN401 - an entity
    kinds: Any = stands[0]
    inside = row.parent if kind == "Modifier" and row.parent is not UNSET else None
    return Origin(kinds, stands[1], only=onlies.get(row.id), via=inside)
