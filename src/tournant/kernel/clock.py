"""The clock, as a port: only the app and a simulation have one; everybody else is given it.

World time is what partners, deadlines, limits and schedules go by. In a demonstration it runs faster than the wall's:
ten seconds of the world then pass in one of the wall. Time-outs of HTTP and leases are wall time, because the machines
that they wait for do not run any faster.
"""

from datetime import datetime
from typing import Protocol

__all__ = ["Clock"]


class Clock(Protocol):
    """What time it is, and how to wait."""

    def now(self) -> datetime:
        """Say the instant in the world, in UTC; it never goes back within a process."""

    async def until(self, at: datetime) -> None:
        """Come back when this instant of the world has come; at once where it is past."""

    async def pause(self, wall_s: float) -> None:
        """Come back when so many seconds of the wall have passed."""
