"""The worker of one merchant's orders: reads what is new and what is due, and commits what it comes to, at once."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from tournant import telemetry
from tournant.facts.orders import AlarmEnded, AlarmRaised
from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.log.agenda import Wakes
from tournant.log.port import Store
from tournant.log.records import Lease, Tenant
from tournant.orders.aside import Piece
from tournant.orders.books import Books
from tournant.orders.decide.facts import Lowered, Raised
from tournant.orders.doing import Doer
from tournant.orders.handling import Handler
from tournant.orders.sides import Partners, read_sides
from tournant.orders.stumbling import Cut, Stumbled, stumbling
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
        self._books = Books()

    async def turn(self, lease: Lease) -> bool:
        """Do what there is to do for a merchant; False where there was nothing. Fenced where the lease is lost."""
        cut = Cut()
        while True:
            try:
                done = await self._turn(lease, self._memory(lease), cut)
            except Stumbled as why:
                cut = cut.after(why)
            else:
                if done is not None:
                    _say(lease.tenant, *done)
                return done is not None

    def _memory(self, lease: Lease) -> Memory:
        """What is remembered of a merchant; it is taken away until a turn has committed what it does to it."""
        memory = self._memories.pop(lease.tenant, None)
        return memory if memory is not None and memory.epoch == lease.epoch else Memory(lease.epoch)

    async def _turn(self, lease: Lease, memory: Memory, cut: Cut) -> tuple[Turn, Doer] | None:
        """Do so much of a turn, in one transaction; Stumbled where one order is in the way."""
        async with self._store.transaction(lease.tenant, lease) as tx:
            now, here = self._clock.now(), await tx.cursor(_READER)
            found = await tx.observations(here, min(cut.pieces, bounds.OBSERVATIONS_A_TURN_MAX))
            left = min(cut.pieces - len(found), bounds.TIMERS_TAKEN_MAX)
            due = await tx.take_timers(now, left, _TIMERS) if left else []
            if not (found or due):
                self._keep(lease, memory)
                return None
            turn = Turn(tx, now, await read_sides(tx, self._partners), memory, self._books, cut)
            doer = Doer(turn)
            await _work(turn, Handler(turn, doer), (*found, *due))
            if found:
                await tx.move_cursor(_READER, here, found[-1].position)
        self._keep(lease, memory)
        return turn, doer

    def _keep(self, lease: Lease, memory: Memory) -> None:
        self._memories[lease.tenant] = memory
        while len(self._memories) > bounds.MERCHANTS_REMEMBERED_MAX:
            self._memories.popitem(last=False)


async def _work(turn: Turn, handler: Handler, pieces: Sequence[Piece]) -> None:
    for number, piece in enumerate(pieces):
        turn.about = None
        with stumbling(turn, number, len(pieces)):
            await handler.take(piece)
    turn.about = None
    with stumbling(turn, None, len(pieces)):
        await turn.commit()


def _say(tenant: Tenant, turn: Turn, doer: Doer) -> None:
    """Say what people should hear of."""
    for about, stream, trouble in turn.troubles:
        told = {"order": stream, "error": trouble.error, "place": trouble.place, "way": trouble.trace}
        _log.about(about, tenant.label).error(names.ORDER_ASIDE, **told)
    for link, why in doer.bad.items():
        _log.warning(names.ORDERS_SETTINGS_BAD, tenant=tenant.label, link=link, reason=why)
    for stream, file in turn.files.items():
        log = _log.about(file.why, tenant.label)
        for fact in file.told:
            if isinstance(fact, Raised | AlarmRaised):
                log.warning(names.ORDER_ALARM, order=stream, reason=fact.reason)
            elif isinstance(fact, Lowered | AlarmEnded):
                log.info(names.ORDER_ALARM_OVER, order=stream, reason=fact.reason)
