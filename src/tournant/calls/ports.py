"""What calls takes from outside; the app passes real ones, a simulation passes its own."""

from collections.abc import Callable
from dataclasses import dataclass

from tournant.calls.job import Connections
from tournant.calls.port import Wire
from tournant.kernel.clock import Clock
from tournant.log import Store
from tournant.sdk.grants import Governor

__all__ = ["Ports"]


@dataclass(frozen=True, slots=True)
class Ports:
    """All of them."""

    store: Store
    wire: Wire
    governor: Governor
    clock: Clock
    chance: Callable[[], float]
    """A number from 0 to below 1 that nobody can foresee."""
    connections: Connections
    """How each partner is talked to; asked for every call, so from memory."""
