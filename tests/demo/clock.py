"""A virtual clock that is one of the platform's too."""

from datetime import datetime

from tests.sandbox.memory import VirtualTime

__all__ = ["Time"]


class Time(VirtualTime):
    """Moves only by `pass_`."""

    async def until(self, at: datetime) -> None:
        await self.wait((at - self.at).total_seconds())
