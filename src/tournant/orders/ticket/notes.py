"""What a guest says, wherever in an order it was said, as the notes of the lines of its ticket.

    Menu ─ Burger (allergy: sesame) ─ without Nuts   ──►   Menu, Burger
                                                           "Burger: ALLERGY: sesame; Burger: WITHOUT Nuts"

Allergies come first and are never cut: where they do not fit there is no ticket. They stand on every line that a dish
becomes, for whoever makes one part of it has to know what the others were told. What is taken away comes next, and then
the guest's own words; of these may be cut what the point of sale has no room for, and that is counted.
"""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from tournant.canon import OrderLine
from tournant.orders.ticket.ordered import CannotMake, Ordered, said

__all__ = ["NO_NOTE", "Note", "fitted", "notes_of"]

_BETWEEN: Final = "; "
_CUT: Final = "…"


class Note(NamedTuple):
    """What stands beside a line, or beside a whole order."""

    allergies: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


NO_NOTE: Final = Note()


def notes_of(ordered: Ordered, row: OrderLine, apart: Collection[str]) -> dict[str, Note]:
    """The notes of a line, and of those of its choices that are lines of their own (`apart`), by the id of the row."""
    found = sorted(_spoken(ordered, row, row.id, frozenset(apart)), key=lambda one: one.sort)
    return {home: _note(found, home) for home in (row.id, *apart)}


def fitted(note: Note, most: int) -> tuple[str, bool]:
    """A note as it is written, and whether it had to be cut. CannotMake where its allergies do not fit."""
    whole = _BETWEEN.join((*note.allergies, *note.others))
    if len(whole) <= most:
        return whole, False
    allergies = _BETWEEN.join(note.allergies)
    if len(allergies) > most:
        raise CannotMake("the allergies of a guest do not fit on a ticket")
    is_room = len(allergies) + len(_BETWEEN) + len(_CUT) <= most
    return (whole[: most - len(_CUT)] + _CUT if is_room else allergies), True


class _Spoken(NamedTuple):
    """Something that a guest says about one row."""

    sort: int
    """0: an allergy, 1: what is taken away, 2: other words."""
    row: OrderLine
    home: str
    """The row that is the line on which this row stands."""
    words: str

    def on(self, home: str) -> str:
        """How it reads on a line: with the name of what it is said of, where that is not the line itself."""
        return self.words if self.row.id == home else f"{said(self.row.name) or '?'}: {self.words}"


def _spoken(ordered: Ordered, row: OrderLine, home: str, apart: frozenset[str]) -> Iterator[_Spoken]:
    """All that is said about a row, and about what hangs below it."""
    home = row.id if row.id in apart else home
    below = ordered.choices.get(row.id, ())
    avoid = [word for word in said(row.allergens_to_avoid) or () if word.strip()]
    away = [said(one.name) or "?" for one in below if said(one.removed)]
    if avoid:
        yield _Spoken(0, row, home, f"ALLERGY: {', '.join(avoid)}")
    if words := _words(row.allergy_note):
        yield _Spoken(0, row, home, f"ALLERGY: {words}")
    if away:
        yield _Spoken(1, row, home, f"WITHOUT {', '.join(away)}")
    if words := _words(row.note):
        yield _Spoken(2, row, home, words)
    for one in below:
        yield from _spoken(ordered, one, home, apart)


def _words(value: object) -> str:
    """Words as they were said, where anything was."""
    text = said(value)
    return text if isinstance(text, str) and text.strip() else ""


def _note(spoken: list[_Spoken], home: str) -> Note:
    allergies = tuple(one.on(home) for one in spoken if not one.sort)
    return Note(allergies, tuple(one.on(home) for one in spoken if one.sort and one.home == home))
