"""Edits seen on a partner, brought home: from what was there and what is there now to canonical rows and the link.

    lists and what sizes are sold out  →  words and availability  →  what holds everywhere  →  what holds in one place

Broad edits come before narrow ones, and the catalog is projected anew between the stages. What a broad edit of the same
round moved in a place where the partner still shows the old value is put back there. What has no single meaning here is
a question, what the partner's form forbids a refusal; both are restored by the next write.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from tournant.kernel.money import Price
from tournant.project.adopting import adopt
from tournant.project.backmap import BackMap
from tournant.project.book import Book
from tournant.project.capability import Capability
from tournant.project.catalog import Rows
from tournant.project.homes import offer
from tournant.project.link import Key, Link
from tournant.project.projecting import Projected, project
from tournant.project.settle import canonical
from tournant.project.sight import Sight
from tournant.project.stages import STAGES
from tournant.project.view import Cell, View, view

__all__ = ["Home", "Offer", "Question", "back"]


@dataclass(frozen=True, slots=True)
class Question:
    """An edit that was not brought home: what was edited, and why not."""

    cell: Cell
    why: str
    kind: Literal["question", "refused"]
    """A question is for a person; a refusal is what the partner's form cannot mean."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A price that was pinned on the link, and the own price that a person may set instead."""

    key: Key
    shown: Price
    own: Price


@dataclass(frozen=True, slots=True)
class Home:
    """What the edits come to."""

    rows: Rows
    """The canonical rows."""
    link: Link
    """The settings of the link."""
    questions: tuple[Question, ...]
    offers: tuple[Offer, ...]
    """By pin that was made: the nearest exact inverse, where there is one."""
    back_map: BackMap
    """What the rows that were seen stand for, those that the partner's user made too."""


def back(rows: Mapping[str, list[Any]], capability: Capability, link: Link, sight: Sight) -> Home:
    """Bring home what people changed between the rows that a partner had and those that it has now."""
    book = Book(canonical(rows), capability, link)
    mirror = _Mirror(book)
    start = mirror.view()
    was = sight.was
    if was is None:
        was = start if mirror.shows(sight.before) else _shown(sight.before, book)
    new = adopt(book, _known(book, sight.before), sight)
    shown = view(sight.seen, capability, book.link, new.back_map)
    edits = _Edits(mirror, _Views(start, was, shown, sight.attributed(shown, was, new.made, new.left)))
    for stage in range(len(STAGES)):
        edits.stage(stage)
    offers = [_offer(book, key) for key in sorted(book.link.pins) if key not in link.pins]
    found = tuple(one for one in offers if one is not None)
    return Home(book.rows(), book.link, tuple(edits.questions), found, new.back_map)


def _known(book: Book, before: Projected) -> BackMap:
    """The back-map of all that could be there: what this link hid, a partner's user may have put back."""
    if not book.link.hidden:
        return before.back_map
    everything = project(book.rows(), book.capability, replace(book.link, hidden=frozenset()))
    return {**everything.back_map, **before.back_map}


def _shown(made: Projected, book: Book) -> View:
    return view(made.rows, book.capability, book.link, made.back_map)


class _Mirror:
    """What the partner would show of the book as it is now; projected anew only where something has changed."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._of: tuple[int, Link] | None = None
        self._made: Projected | None = None
        self._view: View = {}

    def view(self) -> View:
        now = (self.book.turns, self.book.link)
        if now != self._of:
            made = project(self.book.rows(), self.book.capability, self.book.link)
            self._of, self._made, self._view = now, made, _shown(made, self.book)
        return self._view

    def shows(self, before: Projected) -> bool:
        """Whether the view that was read last is of just these rows."""
        made = self._made
        return made is not None and (made.rows, made.back_map) == (before.rows, before.back_map)


def _offer(book: Book, key: Key) -> Offer | None:
    shown = book.link.pins[key]
    book_without = Book(book.rows(), book.capability, book.link)
    book_without.pin(key, None)
    own = offer(book_without, key, shown)
    return None if own is None else Offer(key, shown, own)


@dataclass(frozen=True, slots=True)
class _Views:
    start: View
    """What the partner would show of the catalog as it was when we began."""
    was: View
    shown: View
    seen: View
    """What it shows, as far as people changed it."""


class _Edits:
    def __init__(self, mirror: _Mirror, views: _Views) -> None:
        self.mirror, self.book, self.views = mirror, mirror.book, views
        self.questions: list[Question] = []
        self.moved = _moved(views.was, views.seen)

    def stage(self, number: int) -> None:
        now, does = self.mirror.view(), STAGES[number]
        for cell in sorted(self._differing(now, does)):
            value = self.views.seen[cell]
            if not self._has_a_place(cell):
                continue
            if value == self.views.was.get(cell, _NOTHING) and not self._is_put_back(number, cell, now):
                continue
            why = does[cell[0], cell[-1]](self, cell, value)
            if why is not None:
                kind: Literal["question", "refused"] = "refused" if why.startswith("refused") else "question"
                self.questions.append(Question(cell, why, kind))

    def _differing(self, now: View, does: Mapping[tuple[str, str], object]) -> Iterator[Cell]:
        """The cells of a stage that do not show what was seen."""
        for cell, value in self.views.seen.items():
            if now.get(cell, _NOTHING) != value and (cell[0], cell[-1]) in does:
                yield cell

    def _has_a_place(self, cell: Cell) -> bool:
        """Whether what the cell is about is here: what holds in one place only needs the link that makes the place."""
        return len(cell) < _IN_A_PLACE or cell[:-1] in self.book

    def _is_put_back(self, number: int, cell: Cell, now: View) -> bool:
        """Whether a broad edit moved what nobody edited, so that the old value is now said here.

        It is not where ours was newer anyway, and not where the partner shows just what the broad edit gives.
        """
        views = self.views
        ours_is_newer = views.start.get(cell, _NOTHING) != views.was[cell]
        agrees = cell not in now or views.shown.get(cell, _NOTHING) == now[cell]
        return number == len(STAGES) - 1 and not ours_is_newer and not agrees


_NOTHING: Final = object()
_IN_A_PLACE: Final = len(("kind", "parent", "target", "field"))


def _moved(was: View, seen: View) -> frozenset[str]:
    """The items that came to stand in a category in which they were not."""
    came: set[str] = set()
    for cell, items in seen.items():
        if cell[-1] == "items":
            came.update(set(items) - set(was.get(cell, ())))
    return frozenset(came)
