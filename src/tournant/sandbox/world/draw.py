"""Draws for whoever makes things up: whole numbers, choices, several of many; each draw from a stream with a name."""

from collections.abc import Sequence
from typing import TypeVar

from tournant.sandbox.dice import Dice

__all__ = ["Draw"]

T = TypeVar("T")


class Draw:
    """Numbers of one stream of chance."""

    def __init__(self, dice: Dice, *stream: str) -> None:
        """Draw from the stream of this name."""
        self.dice, self._stream = dice, stream

    def within(self, *name: str) -> "Draw":
        """Give a stream below this one."""
        return Draw(self.dice, *self._stream, *name)

    def fraction(self) -> float:
        """Draw a number from 0 to below 1."""
        return self.dice.fraction(*self._stream)

    def chance(self, share: float) -> bool:
        """Say yes in this share of all cases."""
        return self.fraction() < share

    def whole(self, least: int, most: int) -> int:
        """Draw a whole number, both ends among them."""
        return least + int(self.fraction() * (most - least + 1))

    def one(self, of: Sequence[T]) -> T:
        """Draw one of many."""
        return of[self.whole(0, len(of) - 1)]

    def some(self, of: Sequence[T], count: int) -> list[T]:
        """Draw several of many, each at most once, in an order of chance."""
        left = list(of)
        return [left.pop(self.whole(0, len(left) - 1)) for _ in range(min(count, len(left)))]
