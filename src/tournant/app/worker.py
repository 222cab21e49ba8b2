"""The worker: holds its fair share of the merchants by leases, and works on each as a task of its own.

    every third of a lease: keep what is ours ─► say that we are alive ─► give back what is too much, or take more
    every notice: wake whom it concerns

A lease that is lost ends the work on that merchant at once; what was under way commits nothing, because every
transaction shows its lease. One that is given back is given back after the turn in hand.
"""

import asyncio
from datetime import timedelta

from tournant import telemetry
from tournant.app import resting
from tournant.app.merchant import WEATHER, Merchant, Work
from tournant.app.waiting import first
from tournant.kernel import bounds
from tournant.log import Listener
from tournant.log.records import Lease, Share, Tenant
from tournant.telemetry import metrics, names

__all__ = ["Worker"]

_log = telemetry.logger("app")


class Worker:
    """One process's work for merchants."""

    def __init__(self, name: str, work: Work, lease_s: float = bounds.LEASE_S) -> None:
        """With a name that no other worker has, now or earlier."""
        self._name = name
        self._work = work
        self._lease_s = lease_s
        self._lasting = timedelta(seconds=lease_s)
        self._merchants: dict[Tenant, Merchant] = {}
        self._tasks: dict[Tenant, asyncio.Task[None]] = {}
        self._news = asyncio.Event()
        self._alone = True
        self._stopping = False

    @property
    def held(self) -> frozenset[Tenant]:
        """The merchants that we work on."""
        return frozenset(self._merchants)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop; then finish what is in hand, within a bound, and give everything back."""
        hearing = asyncio.get_running_loop().create_task(self._hear())
        try:
            while not stopping.is_set():
                self._news.clear()
                await self._keep()
                await first(stopping.wait(), self._news.wait(), self._work.clock.pause(self._lease_s / 3))
        finally:
            hearing.cancel()
            await self._leave()

    async def _keep(self) -> None:
        """Renew, and come nearer to the fair share. While the database is away, what we hold runs out by itself."""
        try:
            await self._renew()
            share = await self._work.store.beat(self._name, self._lasting)
            await self._balance(share)
        except WEATHER as why:
            self._work.outlook.bad(why)
        else:
            self._work.outlook.good()
        metrics.MERCHANTS_HELD.set(len(self._merchants))

    async def _renew(self) -> None:
        held = [one.lease for one in self._merchants.values()]
        kept = set(await self._work.store.renew(held, self._lasting)) if held else set()
        for lost in set(held) - kept:
            _log.info(names.MERCHANT_LOST, tenant=lost.tenant.label, epoch=lost.epoch)
            # It may have ended by itself meanwhile.
            if task := self._tasks.get(lost.tenant):
                task.cancel()

    async def _balance(self, share: Share) -> None:
        self._alone = share.members == 1
        staying = sorted(tenant for tenant, one in self._merchants.items() if not one.leaving)
        for tenant in staying[share.fair :]:
            self._merchants[tenant].let_go()
        room_left = share.fair - len(self._merchants)
        if room_left > 0:
            for lease in await self._work.store.take(self._name, self._lasting, room_left):
                self._begin(lease)

    def _begin(self, lease: Lease) -> None:
        merchant = self._merchants[lease.tenant] = Merchant(lease, self._work)
        self._tasks[lease.tenant] = asyncio.get_running_loop().create_task(self._work_on(merchant))

    async def _work_on(self, merchant: Merchant) -> None:
        try:
            await merchant.run()
            if merchant.leaving and not self._stopping:
                for room in self._work.drains:
                    await room.drain(merchant.lease.tenant)
                await self._work.store.release(merchant.lease)
        except WEATHER as why:
            self._work.outlook.bad(why)
        except Exception:  # noqa: BLE001 - it is said, and its lease runs out: somebody will take it up anew
            _log.error(names.MERCHANT_BROKE, exc_info=True, tenant=merchant.lease.tenant.label)
        finally:
            # A lease that was lost and taken again has a successor of this one at work already.
            if self._merchants.get(merchant.lease.tenant) is merchant:
                del self._merchants[merchant.lease.tenant], self._tasks[merchant.lease.tenant]

    async def _hear(self) -> None:
        """Wake whom a notice concerns; after every gap, everybody."""
        failures = 0
        async with self._work.store.listen() as listener:
            while True:
                try:
                    await self._pass_on(listener)
                    failures = 0
                except WEATHER as why:
                    self._work.outlook.bad(why)
                    failures += 1
                    await self._work.clock.pause(resting.WEATHER.after(failures, self._work.chance))

    async def _pass_on(self, listener: Listener) -> None:
        heard = await listener.heard()
        for tenant in sorted(self._merchants.keys() if heard is None else heard & self._merchants.keys()):
            self._merchants[tenant].wake()
        # Somebody new: where we are alone, it can only be ours. Several workers each find their share at the next beat.
        if self._alone and (heard is None or heard - self._merchants.keys()):
            self._news.set()

    async def _leave(self) -> None:
        """Finish what is in hand, within a bound; leases are kept until then, as answers are written under them."""
        self._stopping = True
        leases = [one.lease for one in self._merchants.values()]
        for merchant in self._merchants.values():
            merchant.let_go()
        start = asyncio.get_running_loop().create_task
        tasks = [*self._tasks.values(), *(start(room.drain()) for room in self._work.drains)]
        renewing = start(self._renew_until_cancelled(leases))
        if tasks:
            await first(asyncio.wait(tasks), self._work.clock.pause(bounds.DRAIN_S_MAX))
        renewing.cancel()
        if unfinished := [one for one in tasks if not one.done()]:
            _log.warning(names.WORK_CUT_SHORT, unfinished=len(unfinished))
            for one in unfinished:
                one.cancel()
            await asyncio.wait(unfinished)
        for room in self._work.drains:
            await room.close()
        try:
            for lease in leases:
                await self._work.store.release(lease)
            await self._work.store.leave(self._name)
        except WEATHER as why:
            self._work.outlook.bad(why)

    async def _renew_until_cancelled(self, leases: list[Lease]) -> None:
        while leases:
            await self._work.clock.pause(self._lease_s / 3)
            try:
                await self._work.store.renew(leases, self._lasting)
            except WEATHER as why:
                self._work.outlook.bad(why)
