"""One merchant in the hands of this worker: its rooms take turns until none has anything to do, then it waits.

    wake, timer, due intent ──► agenda ──► round: a turn of each room that it concerns ──something was done──► agenda
                                                    └──nothing──► wait

The agenda is one question to the store. Now and then, and first of all, every room gets a turn, whatever it says: what
was left by a worker that died is found so.

A room that fails rests, and only that room at only this merchant: briefly for weather, longer each time for a bug of
ours, which is said once with its trace and once more when it is over. So a mistake in one room does not hold up orders.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from tournant import telemetry
from tournant.app import resting
from tournant.app.outlook import Outlook
from tournant.app.waiting import first
from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.log import Store
from tournant.log.agenda import Agenda, Wakes
from tournant.log.errors import Busy, Conflict, DatabaseAway, Fenced
from tournant.log.records import Lease, Tenant
from tournant.telemetry import names

__all__ = ["WEATHER", "Drains", "Merchant", "Room", "Work"]

WEATHER: Final = (DatabaseAway, Busy, Conflict)
"""What passes by itself."""
_log = telemetry.logger("app")


class Room(Protocol):
    """A working room, as the worker sees it."""

    @property
    def wakes(self) -> Wakes:
        """What it has to be asked for."""

    async def turn(self, lease: Lease) -> bool:
        """Do some of what there is to do for this merchant; whether anything was done."""


class Drains(Protocol):
    """A room that has work under way outside of its turns."""

    async def drain(self, tenant: Tenant | None = None) -> None:
        """Begin nothing more for this merchant, or for anybody; come back when what is under way has ended."""

    async def close(self) -> None:
        """End what is under way at once."""


@dataclass(frozen=True, slots=True)
class Work:
    """What all merchants of a worker share."""

    store: Store
    clock: Clock
    chance: Callable[[], float]
    rooms: Sequence[Room]
    outlook: Outlook
    drains: Sequence[Drains] = ()
    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(bounds.MERCHANTS_AT_WORK_MAX))
    """How many merchants may be at work at once; those that wait are let in in their order."""


class Merchant:
    """The work for one merchant, while its lease is ours."""

    def __init__(self, lease: Lease, work: Work) -> None:
        """Under a lease."""
        self.lease = lease
        self.leaving = False
        """Told to come to an end."""
        self._work = work
        self._news = asyncio.Event()
        self._failures: dict[int, int] = {}
        self._resting: dict[int, asyncio.Task[None]] = {}
        self._idle = 0
        """How often in a row something was due and no room did anything."""
        self._asked: datetime | None = None
        """When every room was asked last, whatever the agenda said."""

    def wake(self) -> None:
        """There may be something to do."""
        self._news.set()

    def let_go(self) -> None:
        """Come to an end after the turn in hand."""
        self.leaving = True
        self._news.set()

    async def run(self) -> None:
        """Work until let go, or until the lease is somebody else's."""
        try:
            while not self.leaving:
                self._news.clear()
                done, due = await self._round()
                if done:
                    self._idle = 0
                elif not self.leaving:
                    await self._wait(due)
        except Fenced:
            _log.info(names.MERCHANT_LOST, tenant=self.lease.tenant.label, epoch=self.lease.epoch)
        finally:
            for task in self._resting.values():
                task.cancel()

    async def _round(self) -> tuple[bool, datetime | None]:
        """A turn of each room that has something to do: whether anything was done, and what was due next before."""
        done = False
        async with self._work.at_once:
            agenda = await self._agenda()
            if agenda is None:
                return False, self._work.clock.now()
            everybody = self._is_time_for_everybody()
            for number, room in enumerate(self._work.rooms):
                # Who failed is asked again after its rest, whatever the agenda says.
                asked = everybody or number in self._failures or room.wakes.by(agenda)
                if asked and not self.leaving and number not in self._resting:
                    done |= await self._turn(number, room)
        return done, agenda.next

    async def _agenda(self) -> Agenda | None:
        """What there is to do; None while the database cannot say."""
        wakes = [room.wakes for room in self._work.rooms]
        readers = [one.reader for one in wakes if one.reader is not None]
        timers = [one.timers for one in wakes if one.timers is not None]
        try:
            async with self._work.store.transaction(self.lease.tenant) as tx:
                agenda = await tx.agenda(self._work.clock.now(), readers, timers)
        except WEATHER as why:
            self._work.outlook.bad(why)
            return None
        self._work.outlook.good()
        return agenda

    def _is_time_for_everybody(self) -> bool:
        now = self._work.clock.now()
        if self._asked is not None and (now - self._asked).total_seconds() < bounds.MERCHANT_IDLE_S_MAX:
            return False
        self._asked = now
        return True

    async def _turn(self, number: int, room: Room) -> bool:
        try:
            done = await room.turn(self.lease)
        except Fenced:
            raise
        except WEATHER as why:
            self._work.outlook.bad(why)
            self._rest(number, resting.WEATHER)
            return False
        except Exception:  # noqa: BLE001 - a bug in one room, at one merchant, is no reason to stop the others
            if number not in self._failures:
                _log.error(names.ROOM_BROKE, exc_info=True, tenant=self.lease.tenant.label, broken=_name(room))
            self._rest(number, resting.BUG)
            return False
        if self._failures.pop(number, 0):
            _log.info(names.ROOM_MENDED, tenant=self.lease.tenant.label, mended=_name(room))
        return done

    def _rest(self, number: int, rest: resting.Rest) -> None:
        """Let a room be for a while, and look again after it."""
        self._failures[number] = self._failures.get(number, 0) + 1
        rest_s = rest.after(self._failures[number], self._work.chance)

        async def over() -> None:
            await self._work.clock.pause(rest_s)
            del self._resting[number]
            self._news.set()

        self._resting[number] = asyncio.get_running_loop().create_task(over())

    async def _wait(self, due: datetime | None) -> None:
        """Wait for news, for what is due next, or a bounded while."""
        clock = self._work.clock
        waits: list[Awaitable[object]] = [self._news.wait(), clock.pause(bounds.MERCHANT_IDLE_S_MAX)]
        if due is not None and due > clock.now():
            self._idle = 0
            waits.append(clock.until(due))
        elif due is not None:
            # It is due and nobody did it: a call waits for its right, or its room rests. Not to be asked in a circle.
            self._idle += 1
            waits.append(clock.pause(resting.NOTHING_DONE.after(self._idle, self._work.chance)))
        await first(*waits)


def _name(room: Room) -> str:
    return f"{type(room).__module__}.{type(room).__qualname__}"
