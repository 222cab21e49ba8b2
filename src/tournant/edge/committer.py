"""The group commit: whatever came in while the last commit ran goes into the next one, in one transaction.

    take ─► waiting (bounded) ─► one task: store.receive(batch) ─► each is told: fresh, or seen before

The task exists while something waits, so there is nothing to start, and nothing to forget to stop. When the store is
away everybody who waits is told at once: partners wait two seconds, and come again. When a batch fails for another
reason each of it is tried alone, so that one delivery that the store cannot take costs no other.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tournant.edge.http import later
from tournant.kernel import bounds
from tournant.log.errors import Busy, DatabaseAway
from tournant.log.records import NewObservation, Receipt
from tournant.telemetry import metrics

__all__ = ["Committer", "Inbox"]


class Inbox(Protocol):
    """As much of a store as is needed here."""

    async def receive(self, observations: Sequence[NewObservation]) -> list[Receipt]:
        """Append observations of any merchants in one transaction: durable when this returns."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    observation: NewObservation
    told: asyncio.Future[bool]


class Committer:
    """Makes observations durable, many at a time."""

    def __init__(self, inbox: Inbox, waiting_max: int = bounds.WEBHOOKS_WAITING_MAX) -> None:
        """With how many may wait."""
        self._inbox, self._waiting_max = inbox, waiting_max
        self._waiting: deque[_Waiting] = deque()
        self._task: asyncio.Task[None] | None = None

    async def take(self, observation: NewObservation) -> bool:
        """Come back when it is durable: True where it was new. Refused: the queue is full; and the store's weather."""
        if len(self._waiting) >= self._waiting_max:
            raise later("full", "too many deliveries wait here already, deliver again later")
        told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(observation, told))
        metrics.WEBHOOK_QUEUE.set(len(self._waiting))
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        return await told

    async def idle(self) -> None:
        """Come back when nothing waits any more."""
        while self._task is not None:
            await asyncio.wait([self._task])

    async def _work(self) -> None:
        try:
            while self._waiting:
                size = min(len(self._waiting), bounds.WEBHOOKS_COMMITTED_MAX)
                batch = [self._waiting.popleft() for _ in range(size)]
                metrics.WEBHOOK_QUEUE.set(len(self._waiting))
                await self._commit(batch)
        finally:
            # No await lies between the last look at the queue and here, so nobody comes too late for this task.
            self._task = None

    async def _commit(self, batch: list[_Waiting]) -> None:
        try:
            receipts = await self._received(batch)
        except (DatabaseAway, Busy, TimeoutError) as why:
            self._send_away(batch, why)
        except Exception as failure:  # noqa: BLE001 - whoever waits is told, and raises it
            if len(batch) == 1:
                _tell(batch[0], failure)
                return
            for one in batch:
                await self._commit([one])
        else:
            for one, receipt in zip(batch, receipts, strict=True):
                if not one.told.done():
                    one.told.set_result(receipt.fresh)

    async def _received(self, batch: list[_Waiting]) -> list[Receipt]:
        metrics.WEBHOOK_BATCH.observe(len(batch))
        async with asyncio.timeout(bounds.COMMIT_S_MAX):
            with metrics.COMMIT_DURATION.time():
                return await self._inbox.receive([one.observation for one in batch])

    def _send_away(self, batch: list[_Waiting], why: Exception) -> None:
        """Tell all who wait that it does not go on now."""
        everybody = [*batch, *self._waiting]
        self._waiting.clear()
        metrics.WEBHOOK_QUEUE.set(0)
        for one in everybody:
            _tell(one, why)


def _tell(one: _Waiting, failure: Exception) -> None:
    if not one.told.done():
        one.told.set_exception(failure)
