"""Stores in memory that do as a test says: wait until they are let go on, or fail as a real one does."""

import asyncio
from collections.abc import Sequence

from tests.store import values
from typing_extensions import override

from tournant.log import MemoryStore
from tournant.log.records import NewObservation, Receipt


class Gate(MemoryStore):
    """Receives only while it is open, and remembers how many came at once."""

    def __init__(self) -> None:
        super().__init__(values.Clock(), values.vault())
        self.open = asyncio.Event()
        self.entered = asyncio.Event()
        self.sizes: list[int] = []
        self.failure: Exception | None = None

    @override
    async def receive(self, observations: Sequence[NewObservation]) -> list[Receipt]:
        self.sizes.append(len(observations))
        self.entered.set()
        await self.open.wait()
        if self.failure:
            raise self.failure
        return await super().receive(observations)


class Choosy(MemoryStore):
    """Cannot take one event, whatever it comes with."""

    @override
    async def receive(self, observations: Sequence[NewObservation]) -> list[Receipt]:
        if any(one.event_id == "poison" for one in observations):
            raise ValueError("poison")
        return await super().receive(observations)
