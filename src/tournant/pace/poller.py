"""The poller: turns timers that say "look at this" into calls that look, and sets them again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final, NamedTuple

from tournant import telemetry
from tournant.facts import Call, encoded
from tournant.facts.messages import CALL
from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.kernel.ids import IdSource, mint
from tournant.log import Store, Transaction
from tournant.log.agenda import Wakes
from tournant.log.errors import SlotTaken
from tournant.log.records import Account, Intent, Lease, Timer, Why
from tournant.pace.policy import Look, Policy
from tournant.sdk import Manifest, Resource
from tournant.telemetry import names

__all__ = ["Poller"]

_ROOM: Final = "look."
_OVER: Final = frozenset({"ended", "suspended"})
"""States of an account, or a health of a link, in which nothing is looked at any more."""
_NEEDS_REAUTH: Final = "needs_reauth"
"""The state of an account at which nothing can be looked at now; it is looked at again when that is mended."""
_LOG: Final = telemetry.logger("pace")


class _Target(NamedTuple):
    """What a timer of a look is about."""

    id: str
    account: Account
    store: str | None
    manifest: Manifest
    resource: Resource


class Poller:
    """Makes looks of timers, for one merchant at a time."""

    wakes: Final = Wakes(timers=_ROOM)

    def __init__(
        self, store: Store, clock: Clock, ids: IdSource, partners: Callable[[str], Manifest], policy: Policy
    ) -> None:
        """With the manifest of each partner by its name, and the policy that says when to look again."""
        self._store = store
        self._clock = clock
        self._ids = ids
        self._partners = partners
        self._policy = policy

    async def turn(self, lease: Lease) -> bool:
        """Take the looks that are due; True where there were any."""
        async with self._store.transaction(lease.tenant, lease) as tx:
            timers = await tx.take_timers(self._clock.now(), room=_ROOM)
            for timer in timers:
                await self._take(tx, timer)
        return bool(timers)

    async def _take(self, tx: Transaction, timer: Timer) -> None:
        target = await self._target(tx, timer)
        if target is None:
            _LOG.about(timer.why, tx.tenant.label).info(names.LOOK_DROPPED, target=timer.stream, timer=timer.name)
            return
        now = self._clock.now()
        rest = () if target.account.state == _NEEDS_REAUTH else await self._ask(tx, timer, target)
        if rest:
            # The timer goes on being the same look: with the same trace, and only what could not be asked yet.
            due, body, why = now + timedelta(seconds=bounds.LOOK_AGAIN_S), " ".join(rest).encode(), timer.why
        else:
            look = Look(target.id, target.resource.name, target.manifest.role)
            due, body = self._policy.next_look(look, now), b""
            why = Why(telemetry.new_trace(self._ids.draw()), timer.name)
        await tx.set_timer(Timer(timer.stream, timer.name, due, body, why))

    async def _ask(self, tx: Transaction, timer: Timer, target: _Target) -> tuple[str, ...]:
        """Enqueue the calls of a look; gives the commands whose last call is still open."""
        taken = []
        for command in _commands(target.resource, timer.body):
            try:
                await tx.enqueue(self._intent(timer, target, command))
            except SlotTaken:
                taken.append(command)
        return tuple(taken)

    def _intent(self, timer: Timer, target: _Target, command: str) -> Intent:
        name = target.resource.name
        about = f"orders:{target.id}" if name == "orders" else f"sync:{target.id}:{name}"
        call = Call(about=about, account=target.account.id, command=command, store=target.store)
        return Intent(
            id=mint("Intent", self._ids),
            key=f"look:{target.id}:{name}:{command}:{timer.due.isoformat()}",
            kind=CALL,
            body=encoded(call),
            why=Why(timer.why.trace, timer.name),
            due=self._clock.now(),
            slot=f"read:{target.id}:{name if command == target.resource.read else command}",
        )

    async def _target(self, tx: Transaction, timer: Timer) -> _Target | None:
        """What a timer is about; None where that is gone, or over."""
        link = await tx.link(timer.stream)
        account = await tx.account(link.account if link else timer.stream)
        if account is None or account.state in _OVER or (link and link.health in _OVER):
            return None
        manifest = self._partners(account.partner)
        connection = manifest.connection
        resource = connection.resource(timer.name.removeprefix(_ROOM)) if connection else None
        if resource is None or (resource.scope == "store") != (link is not None):
            return None
        return _Target(timer.stream, account, link.store if link else None, manifest, resource)


def _commands(resource: Resource, body: bytes) -> tuple[str, ...]:
    """The commands of a look: all of the resource's, or those that an earlier try could not ask for."""
    every = (resource.read, *resource.also)
    left = body.decode(errors="replace").split()
    return tuple(command for command in every if command in left) or every
