"""What an edit of a cell does here, by kind and field, in the order in which edits come home: broad before narrow."""

from collections.abc import Callable
from typing import Any, Final, Protocol

from tournant.project.availability import AVAILABLE
from tournant.project.book import Book
from tournant.project.copies import SeveralNames
from tournant.project.graph import Node
from tournant.project.homes import (
    put_state,
    set_available,
    set_hours,
    set_limits,
    set_limits_here,
    set_opening,
    set_price,
)
from tournant.project.lists import relist_categories, relist_groups, relist_items, relist_options, relist_sizes
from tournant.project.view import Cell

__all__ = ["STAGES", "Do", "Edits"]


class Edits(Protocol):
    """What is being brought home."""

    book: Book
    moved: frozenset[str]
    """The items that came to stand in a category in which they were not."""


def _items(edits: Edits, cell: Cell, shown: Any) -> None:  # noqa: ANN401 - as the cell has it
    relist_items(edits.book, cell[1], shown, edits.moved)


def _categories(edits: Edits, cell: Cell, shown: Any) -> None:  # noqa: ANN401 - as the cell has it
    relist_categories(edits.book, cell[1], shown)


def _groups(edits: Edits, cell: Cell, shown: Any) -> None:  # noqa: ANN401 - as the cell has it
    relist_groups(edits.book, Node(cell[0], cell[1]), shown)


def _options(edits: Edits, cell: Cell, shown: Any) -> None:  # noqa: ANN401 - as the cell has it
    relist_options(edits.book, cell[1], shown)


def _sizes(edits: Edits, cell: Cell, shown: Any) -> str | None:  # noqa: ANN401 - as the cell has it
    if not shown:
        return "which size is meant? the sizes are restored"
    relist_sizes(edits.book, cell[1], shown)
    return None


def _state(edits: Edits, cell: Cell, shown: Any) -> None:  # noqa: ANN401 - as the cell has it
    put_state(edits.book, cell[1], shown)


def _item_state(edits: Edits, cell: Cell, shown: Any) -> str | None:  # noqa: ANN401 - as the cell has it
    return set_available(edits.book, cell[1], shown or AVAILABLE)


def _text(edits: Edits, cell: Cell, shown: Any) -> str | None:  # noqa: ANN401 - as the cell has it
    if isinstance(shown, SeveralNames):
        return f"which name is meant? it is called {' and '.join(shown)}"
    edits.book.change((cell[0], cell[1]), **{cell[2]: shown})
    return None


def _title(edits: Edits, cell: Cell, shown: Any) -> None:  # noqa: ANN401 - as the cell has it
    edits.book.name_sizes(cell[1], shown or "")


def _hours(edits: Edits, cell: Cell, shown: Any) -> None:  # noqa: ANN401 - as the cell has it
    set_hours(edits.book, cell[1], shown)


def _opening(edits: Edits, cell: Cell, shown: Any) -> str | None:  # noqa: ANN401 - as the cell has it
    return set_opening(edits.book, cell[1], shown)


def _price(edits: Edits, cell: Cell, shown: Any) -> str | None:  # noqa: ANN401 - as the cell has it
    if shown is None:
        return "which price is meant? it is restored"
    set_price(edits.book, cell[:-1], shown)
    return None


def _limits(edits: Edits, cell: Cell, shown: Any) -> None:  # noqa: ANN401 - as the cell has it
    set_limits(edits.book, cell[1], shown)


def _limits_here(edits: Edits, cell: Cell, shown: Any) -> None:  # noqa: ANN401 - as the cell has it
    set_limits_here(edits.book, cell[:-1], shown)


def _size_limits(edits: Edits, cell: Cell, shown: Any) -> str:  # noqa: ANN401, ARG001 - as the others
    return "refused: an item with sizes is sold in exactly one of them"


def _list(edits: Edits, cell: Cell, shown: Any) -> str:  # noqa: ANN401, ARG001 - as the others
    return "refused: this list stands for a place of a group; it is the group that is changed"


Do = Callable[[Edits, Cell, Any], str | None]
_TEXTS: Final[dict[tuple[str, str], Do]] = {
    (kind, column): _text
    for kind in ("Menu", "Category", "Item", "Variation", "Modifier", "ModifierGroup")
    for column in ("name", "description")
}
STAGES: Final[tuple[dict[tuple[str, str], Do], ...]] = (
    {
        ("Menu", "categories"): _categories,
        ("Category", "items"): _items,
        ("Item", "sizes"): _sizes,
        ("Item", "groups"): _groups,
        ("Variation", "groups"): _groups,
        ("Modifier", "groups"): _groups,
        ("ModifierGroup", "options"): _options,
        ("Variation", "available"): _state,
    },
    {
        **_TEXTS,
        ("Sizes", "name"): _title,
        ("Item", "available"): _item_state,
        ("Modifier", "available"): _state,
        ("Menu", "hours"): _hours,
        ("Category", "hours"): _hours,
        ("Location", "hours"): _opening,
    },
    {
        ("Variation", "price"): _price,
        ("Modifier", "price"): _price,
        ("ModifierGroup", "limits"): _limits,
        ("Sizes", "limits"): _size_limits,
        ("List", "name"): _list,
        ("List", "options"): _list,
        ("List", "limits"): _list,
        ("List", "owners"): _list,
    },
    {
        ("GroupModifier", "price"): _price,
        ("ItemGroup", "limits"): _limits_here,
        ("VariationGroup", "limits"): _limits_here,
        ("ModifierGroupLink", "limits"): _limits_here,
    },
)
