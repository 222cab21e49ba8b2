"""How long to stay away from what failed: twice as long each time, up to a bound, and never all for the same time."""

from datetime import timedelta
from typing import Final

__all__ = ["rested"]

_DOUBLINGS: Final = 32
"""After so many every rest has reached its bound."""


def rested(failures: int, first_s: float, longest_s: float, chance: float) -> timedelta:
    """The rest after so many failures in a row: half to all of it, by a chance from 0 to 1."""
    whole = min(longest_s, first_s * 2.0 ** min(max(failures, 1) - 1, _DOUBLINGS))
    return timedelta(seconds=whole * (1 + chance) / 2)
