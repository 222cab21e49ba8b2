"""The worker of one merchant's orders: reads what is new and what is due, and commits what it comes to, at once."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from tournant import telemetry
from tournant.facts.orders import AlarmEnded, AlarmRaised
from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.log.port import Store, Transaction
from tournant.log.records import Lease, Observation, Tenant, Timer, Wakes
from tournant.orders.decide.facts import Lowered, Raised
from tournant.orders.doing import Doer
from tournant.orders.handling import Handler
from tournant.orders.sides import Partners, read_sides
from tournant.orders.turn import Memory, Turn
from tournant.telemetry import names

__all__ = ["Orders"]

_READER: Final = "orders"
_TIMERS: Final = "order."
_log = telemetry.logger("orders")


class Orders:
    """Brings orders from channels to points of sale, one turn at a time."""

    wakes: Final = Wakes(reader=_READER, timers=_TIMERS)

    def __init__(self, store: Store, clock: Clock, partners: Partners) -> None:
        """With a store, the world's clock, and the manifests of the partners."""
        self._store, self._clock, self._partners = store, clock, partners
        self._memories: OrderedDict[Tenant, Memory] = OrderedDict()

    async def turn(self, lease: Lease) -> bool:
        """Do what there is to do for a merchant; False where there was nothing. Fenced where the lease is lost."""
        memory = self._memories.pop(lease.tenant, None)
        if memory is None or memory.epoch != lease.epoch:
            memory = Memory(lease.epoch)
        async with self._store.transaction(lease.tenant, lease) as tx:
            here = await tx.cursor(_READER)
            found = await tx.observations(here, bounds.OBSERVATIONS_A_TURN_MAX)
            due = await tx.take_timers(self._clock.now(), room=_TIMERS)
            done = await self._work(tx, memory, found, due) if found or due else None
            if found:
                await tx.move_cursor(_READER, here, found[-1].position)
        # Only now: what was not committed must not be remembered.
        self._memories[lease.tenant] = memory
        while len(self._memories) > bounds.MERCHANTS_REMEMBERED_MAX:
            self._memories.popitem(last=False)
        if done is not None:
            _say(lease.tenant, *done)
        return done is not None

    async def _work(
        self, tx: Transaction, memory: Memory, found: Iterable[Observation], due: Iterable[Timer]
    ) -> tuple[Turn, Doer]:
        turn = Turn(tx, self._clock.now(), await read_sides(tx, self._partners), memory)
        doer = Doer(turn)
        handler = Handler(turn, doer)
        for one in found:
            await handler.handle(one)
        for timer in due:
            await handler.wake(timer)
        await turn.commit()
        return turn, doer


def _say(tenant: Tenant, turn: Turn, doer: Doer) -> None:
    """Say what people should hear of."""
    for link, why in doer.bad.items():
        _log.warning(names.ORDERS_SETTINGS_BAD, tenant=tenant.label, link=link, reason=why)
    for stream, file in turn.files.items():
        log = _log.about(file.why, tenant.label)
        for fact in file.told:
            if isinstance(fact, Raised | AlarmRaised):
                log.warning(names.ORDER_ALARM, order=stream, reason=fact.reason)
            elif isinstance(fact, Lowered | AlarmEnded):
                log.info(names.ORDER_ALARM_OVER, order=stream, reason=fact.reason)
