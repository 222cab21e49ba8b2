"""The worker of one merchant: reads what is new, lets it be decided, and commits what it comes to."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.kernel.ids import IdSource, mint
from tournant.log.agenda import Wakes
from tournant.log.port import Store, Transaction
from tournant.log.records import Lease, Observation, Tenant
from tournant.sync import again, expiring
from tournant.sync.desk import Desk, read_desk, refresh
from tournant.sync.handling import Handler
from tournant.sync.library import Library
from tournant.sync.partners import Partners
from tournant.sync.planning import dirty, plan
from tournant.sync.turn import Turn

__all__ = ["Syncer"]

_READER: Final = "sync"


class Syncer:
    """Keeps merchants' partners in agreement, one turn at a time."""

    wakes: Final = Wakes(reader=_READER, timers=expiring.ROOM)

    def __init__(self, store: Store, clock: Clock, ids: IdSource, partners: Partners) -> None:
        """With a store, the world's clock, where ids come from, and the manifests."""
        self._store, self._clock, self._partners = store, clock, partners
        self._mint: Callable[[str], str] = lambda kind: mint(kind, ids)
        self._desks: OrderedDict[Tenant, tuple[int, Desk]] = OrderedDict()

    async def turn(self, lease: Lease) -> bool:
        """Do what there is to do for a merchant; False where there was nothing. Fenced where the lease is lost."""
        known = self._desks.pop(lease.tenant, None)
        async with self._store.transaction(lease.tenant) as tx:
            here = await tx.cursor(_READER)
            found = await tx.observations(here, bounds.OBSERVATIONS_A_TURN_MAX)
            now = self._clock.now()
            due = [timer for timer in await tx.timers(expiring.ROOM) if timer.due <= now]
            if not found and not due:
                if known:
                    self._keep(lease, known[1])
                return False
            desk = await _desk(tx, lease, known)
        turn, library = Turn(desk, now, self._mint), Library(self._store, lease.tenant)
        expiring.end(turn, due)
        for place, why in again.over(due):
            turn.look(place, now, why)
        await self._decide(turn, library, found)
        async with self._store.transaction(lease.tenant, lease) as tx:
            if due:
                await tx.take_timers(now, room=expiring.ROOM)
            if found:
                await tx.move_cursor(_READER, here, found[-1].position)
            await turn.commit(tx)
        desk.made.clear()
        # Only now: a desk whose changes were not committed must not be used again.
        self._keep(lease, desk)
        return True

    async def _decide(self, turn: Turn, library: Library, found: list[Observation]) -> None:
        handler = Handler(turn, self._partners, library)
        for one in found:
            await handler.handle(one)
            expiring.set_timer(turn, one.why)
            await self._let_others_work()
        for planned in dirty(turn, self._partners):
            await plan(turn, planned, library)
            await self._let_others_work()

    async def _let_others_work(self) -> None:
        """Between two long pieces of work: the orders of other merchants must not wait for our menus."""
        await self._clock.pause(0)

    def _keep(self, lease: Lease, desk: Desk) -> None:
        self._desks[lease.tenant] = (lease.epoch, desk)
        while len(self._desks) > bounds.MERCHANTS_REMEMBERED_MAX:
            self._desks.popitem(last=False)


async def _desk(tx: Transaction, lease: Lease, known: tuple[int, Desk] | None) -> Desk:
    """The merchant's desk: the one that was kept under this very lease, or read anew."""
    if known is None or known[0] != lease.epoch:
        return await read_desk(tx)
    await refresh(known[1], tx)
    return known[1]
