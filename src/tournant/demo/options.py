"""What a demo can be told."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Options", "Sabotage"]

Sabotage = Literal["lost_update", "doubled_order", "erased_field"]
"""A lie of a partner's door that the judge must find."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a demo can be told."""

    locations: int = 20
    """How many restaurants, over at most twelve merchants."""
    orders_per_minute: float = 8.0
    """Of the world, over all stores."""
    faults: bool = True
    """Webhooks get lost and doubled, partners fail, processes are killed."""
    seed: int = 1
    """Where chance begins."""
    speed: float = 10.0
    """How many times faster than the wall's the world's clock runs."""
    port: int = 8321
    """Where the platform is."""
    rush_s: float = 1_200.0
    """How long the lunch rush lasts, in seconds of the world."""
    sabotage: Sabotage | None = None
    """Tell a lie at a partner after the last order: the judge must find it."""
