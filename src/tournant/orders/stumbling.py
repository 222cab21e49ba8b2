"""One order that cannot be processed must not hold up the others: which piece of a turn failed, and what is done then.

    a turn of many pieces ──one fails──► those before it ──► next turn: it is the first ──► it alone, put aside
                          ──the commit fails──► half of them

A piece is an observation or a timer. Each failure costs the work of the turn once more, however many fail. Weather, and
what concerns every order (a lease, a key), are not this room's to mend: they end the turn as ever.
"""

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol

from tournant.kernel import bounds
from tournant.log.errors import Erased, SlotTaken, StoreError

__all__ = ["Cut", "Stumbled", "Trouble", "stumbling", "trouble_of"]

_ALL: Final = bounds.OBSERVATIONS_A_TURN_MAX + bounds.TIMERS_TAKEN_MAX
_OF_ONE_ORDER: Final = (Erased, SlotTaken)
"""What the store says of one order; everything else that it says is of all."""
_OURS: Final = "/tournant/"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, without its words: they may quote what a guest wrote."""

    error: str
    place: str
    """The last place in this program, `orders/ticket/lines.py:120`."""
    trace: str
    """The way there."""


class Stumbled(Exception):  # noqa: N818 - it says what happened
    """A turn failed, and its transaction with it."""

    def __init__(self, where: tuple[int | None, int], about: str | None, trouble: Trouble) -> None:
        """With the number of the piece, None for the commit, of how many; and the stream of its order, if any."""
        super().__init__(f"{trouble.error} at {trouble.place}")
        self.piece, self.pieces = where
        self.about, self.trouble = about, trouble


@dataclass(frozen=True, slots=True)
class Cut:
    """How much of a turn is done, and what of its first piece is put aside."""

    pieces: int = _ALL
    aside: Mapping[str, Trouble] = field(default_factory=dict)
    """By stream: orders for which the piece is put aside."""
    shut: Mapping[str, Trouble] = field(default_factory=dict)
    """The same, for orders that could not be put aside either: their facts cannot be read."""
    whole: Trouble | None = None
    """The piece is put aside as a whole: nobody can tell which order it is about."""

    @property
    def trouble(self) -> Trouble | None:
        """Why the piece is put aside."""
        return self.whole or next(iter((*self.aside.values(), *self.shut.values())), None)

    def after(self, why: Stumbled) -> "Cut":
        """What to do instead. What it stumbled over where there is nothing left to try."""
        if why.piece is None and why.pieces > 1:
            return Cut(why.pieces // 2)
        if why.piece:
            return Cut(why.piece)
        if self.whole is not None:
            raise why.__cause__ or why
        many = len(self.aside) + len(self.shut) >= bounds.ORDER_ASIDE_MAX
        if why.about is None or why.about in self.shut or many:
            return Cut(1, whole=why.trouble)
        if why.about in self.aside:
            left = {stream: trouble for stream, trouble in self.aside.items() if stream != why.about}
            return Cut(1, left, {**self.shut, why.about: why.trouble})
        return Cut(1, {**self.aside, why.about: why.trouble}, self.shut)


class _About(Protocol):
    about: str | None


@contextmanager
def stumbling(turn: _About, piece: int | None, pieces: int) -> Iterator[None]:
    """Raise Stumbled for what is about one order alone."""
    try:
        yield
    except Exception as why:
        if isinstance(why, StoreError) and not isinstance(why, _OF_ONE_ORDER):
            raise
        raise Stumbled((piece, pieces), turn.about, trouble_of(why)) from why


def trouble_of(why: Exception) -> Trouble:
    """What is told of an error."""
    frames = traceback.extract_tb(why.__traceback__)
    inside = [one for one in frames if _OURS in one.filename] or list(frames)
    place = f"{inside[-1].filename.rpartition(_OURS)[2]}:{inside[-1].lineno}" if inside else "nowhere"
    return Trouble(type(why).__name__, place, "".join(traceback.format_list(frames)))
