"""How long to stay away from what failed: longer each time, up to a bound, and never exactly as long as others do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tournant.kernel import bounds

__all__ = ["BUG", "CHILD", "NOTHING_DONE", "UPKEEP", "WEATHER", "Rest"]

_DOUBLINGS: Final = 32
"""After so many doublings every rest has reached its bound."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A rest that doubles with each failure, in seconds of the wall."""

    first_s: float
    longest_s: float

    def after(self, failures: int, chance: Callable[[], float]) -> float:
        """How long after so many failures in a row: half to all of it, as who failed together shall not return so."""
        whole = min(self.longest_s, self.first_s * 2.0 ** min(failures - 1, _DOUBLINGS))
        return whole * (1 + chance()) / 2


WEATHER: Final = Rest(0.1, bounds.WEATHER_REST_S_MAX)
BUG: Final = Rest(1.0, bounds.BUG_REST_S_MAX)
NOTHING_DONE: Final = Rest(0.05, bounds.DUE_REST_S_MAX)
CHILD: Final = Rest(0.5, bounds.CHILD_REST_S_MAX)
UPKEEP: Final = Rest(60.0, bounds.UPKEEP_REST_S_MAX)
