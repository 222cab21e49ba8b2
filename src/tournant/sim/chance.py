"""Chance of one run: every question has a stream of its own, so that one who asks more does not move the others."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

from tournant.sandbox.dice import Dice

__all__ = ["Chance"]

T = TypeVar("T")


class Chance:
    """Draws from a seed."""

    def __init__(self, seed: int, name: str) -> None:
        """For one part of the run."""
        self._dice, self._name = Dice(seed), name

    def fraction(self, what: str) -> float:
        """From 0 to below 1."""
        return self._dice.fraction(self._name, what)

    def between(self, what: str, least: float, most: float) -> float:
        """A number between two."""
        return least + (most - least) * self.fraction(what)

    def strikes(self, what: str, share: float) -> bool:
        """Yes, in this share of all cases."""
        return share > 0 and self.fraction(what) < share

    def one(self, what: str, of: Sequence[T]) -> T:
        """One of many."""
        return of[int(self.fraction(what) * len(of))]

    def entropy(self, count: int) -> bytes:
        """So many bytes that look as if nobody could guess them."""
        drawn = self._dice.uuid(self._name, "entropy").encode()
        found = b"".join(
            blake2b(drawn + bytes([part]), digest_size=blake2b.MAX_DIGEST_SIZE).digest()
            for part in range(-(-count // blake2b.MAX_DIGEST_SIZE))
        )
        return found[:count]
