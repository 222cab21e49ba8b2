"""Chance from a seed: what the documents are made of, the same in every run."""

from collections.abc import Sequence
from random import Random  # noqa: TID251 - a document that is made from a seed is the same in every run
from typing import TypeVar

T = TypeVar("T")

_WORDS = (
    *("amber", "ancho", "apple", "barley", "basil", "bean", "beet", "black", "braised", "brown", "butter", "cashew"),
    *("charred", "chilli", "clay", "coconut", "corn", "cumin", "dark", "dill", "dumpling", "fennel", "fig", "fried"),
    *("ginger", "green", "harbour", "herb", "honey", "kale", "leek", "lentil", "lime", "long", "maple", "mint"),
    *("miso", "mushroom", "oat", "olive", "onion", "orange", "pepper", "pickled", "plum", "potato", "pulled", "red"),
    *("rye", "sage", "salted", "seared", "sesame", "short", "slow", "sour", "squash", "stew", "sweet", "thyme"),
)


class Chance:
    """Draws from one seed; two of the same seed draw the same."""

    def __init__(self, seed: int) -> None:
        """Begin at the seed."""
        self._random = Random(seed)  # noqa: S311 - nothing secret is drawn

    def below(self, end: int, start: int = 0) -> int:
        """A whole number from `start`, below `end`."""
        return self._random.randrange(start, end)

    def pick(self, some: Sequence[T]) -> T:
        """One of these."""
        return self._random.choice(some)

    def several(self, some: Sequence[T], count: int) -> list[T]:
        """Different ones of these, in any order; all of them where there are not so many."""
        return self._random.sample(some, min(count, len(some)))

    def once_in(self, times: int) -> bool:
        """True once in so many times, in the long run."""
        return self._random.randrange(times) == 0

    def words(self, count: int) -> str:
        """A name or a sentence of so many words."""
        return " ".join(self._random.choice(_WORDS) for _ in range(count)).capitalize()

    def name(self, digits: int = 24) -> str:
        """A partner's id: hexadecimal digits without a meaning."""
        return f"{self._random.getrandbits(4 * digits):0{digits}X}"
