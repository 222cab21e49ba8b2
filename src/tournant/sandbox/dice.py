"""Chance from a seed: every question has its own stream, so that who asks first does not change what others draw."""

from hashlib import blake2b
from typing import Final

__all__ = ["Dice"]

_BYTES: Final = 8
_SIDES: Final = 1 << (8 * _BYTES)


class Dice:
    """Numbers that look random and are the same in every run with the same seed.

    A stream is named by texts, for example ("answer_lost", "POST", "/v2/orders"); its n-th number is a hash of the
    seed, the name and n. Two calls that race for different streams therefore cannot disturb each other.
    """

    def __init__(self, seed: int) -> None:
        """Begin at the first number of every stream."""
        self.seed = seed
        self._drawn: dict[tuple[str, ...], int] = {}

    def fraction(self, *stream: str) -> float:
        """Draw the stream's next number from 0 to below 1."""
        return self._next(stream) / _SIDES

    def token(self, alphabet: str, length: int, *stream: str) -> str:
        """Draw a text of so many letters."""
        return "".join(alphabet[self._next(stream) % len(alphabet)] for _ in range(length))

    def uuid(self, *stream: str) -> str:
        """Draw an id in the form of a random UUID."""
        figures = f"{self._next(stream):016x}{self._next(stream):016x}"
        return f"{figures[:8]}-{figures[8:12]}-4{figures[13:16]}-a{figures[17:20]}-{figures[20:]}"

    def _next(self, stream: tuple[str, ...]) -> int:
        number = self._drawn.get(stream, 0)
        self._drawn[stream] = number + 1
        text = "\0".join((str(self.seed), *stream, str(number)))
        return int.from_bytes(blake2b(text.encode(), digest_size=_BYTES).digest(), "big")
