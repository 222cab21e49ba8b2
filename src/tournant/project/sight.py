"""What was seen at a partner, and which of its differences a person there made.

A difference that nobody there made (our own write, landing late; a look that may be old; a field whose owner is
somebody else) must not come home: it is read as if the partner still showed what it did before.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tournant.project.link import Key
from tournant.project.projecting import Projected
from tournant.project.view import Cell, View

__all__ = ["Sight"]


@dataclass(frozen=True, slots=True)
class Sight:
    """A partner's rows as they were and as they are seen now, and how the difference is attributed."""

    before: Projected
    """What the partner had: its rows, and what each of them stands for."""
    seen: Mapping[str, list[Any]]
    """What it has now."""
    edited: frozenset[Cell] | None = None
    """The cells, as the view of `seen` names them, whose changes a person made; None: all that differ.

    A new thing (a menu, category, item, size, group or choice that a person made there) goes by the cell of its name,
    (kind, id, "name"), and comes whole: with that cell come its only size, its prices, its lists. It stands where the
    list stands that names it, which is a cell of its own (("Category", id, "items") and the like); with the list come
    limits and prices that hold in a new place only. A list leaves out a new thing whose name is not among the cells.
    What was taken away goes by the list in which it stood. A thing that moved is in two lists: give both or neither,
    for with the first alone it is taken off this link.
    """
    was: View | None = None
    """What we attribute to the partner, to compare with; None: the view of `before`."""

    def is_edit(self, cell: Cell) -> bool:
        """Whether a change of this cell was made by a person."""
        return self.edited is None or cell in self.edited

    def attributed(self, shown: View, was: View, made: Collection[Key], left: Collection[str]) -> View:
        """The view, as if only people's changes were in it: those of the cells, and what is `made`, but nothing `left`.

        `made` are the keys of new things that come in, `left` the ids of those that do not.
        """
        if self.edited is None:
            return shown
        new = {key[-1] for key in made}
        places = self._places(shown, was)
        found = {cell: value for cell, value in was.items() if cell not in self.edited}
        for cell, value in shown.items():
            inside = cell[1:-1]
            theirs = cell in self.edited or inside in places or not new.isdisjoint(inside)
            if theirs and not any(id_ in left for id_ in inside):
                found[cell] = _without(value, left) if cell[-1] in _LISTS else value
        return found

    def _places(self, shown: View, was: View) -> set[tuple[str, ...]]:
        """Where people put something: the parent and what stands in it now, by the lists that they edited."""
        lists = [cell for cell in self.edited or () if cell[-1] in _LISTS and cell in shown]
        return {(cell[1], id_) for cell in lists for id_ in (shown[cell] or ()) if id_ not in (was.get(cell) or ())}


_LISTS = frozenset({"categories", "items", "sizes", "groups", "options"})


def _without(listed: tuple[str, ...] | None, left: Collection[str]) -> tuple[str, ...] | None:
    return None if listed is None else tuple(id_ for id_ in listed if id_ not in left)
