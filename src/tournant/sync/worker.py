"""The worker of one merchant: reads what is new, lets it be decided, and commits what it comes to."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from tournant.facts.sync import ModeChanged
from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.kernel.ids import IdSource, mint
from tournant.log.port import Store, Transaction
from tournant.log.records import Lease, Observation, Tenant
from tournant.sync.channel import CannotPlan, planned, settle_plan
from tournant.sync.decide.plan import fingerprint
from tournant.sync.desk import Desk, read_desk, refresh
from tournant.sync.handling import Partners, handle, wants_payload
from tournant.sync.looking import Look, take_in
from tournant.sync.turn import Turn, Wanted

__all__ = ["Syncer"]

_READER: Final = "sync"


class Syncer:
    """Keeps merchants' partners in agreement, one turn at a time."""

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
            if not found:
                if known:
                    self._keep(lease, known[1])
                return False
            desk = await _desk(tx, lease, known)
            payloads = {one.position: await tx.raw(one.address) for one in found if wants_payload(one)}
        turn = await self._decided(desk, lease.tenant, found, payloads)
        async with self._store.transaction(lease.tenant, lease) as tx:
            await tx.move_cursor(_READER, here, found[-1].position)
            await turn.commit(tx)
        # Only now: a desk whose changes were not committed must not be used again.
        self._keep(lease, desk)
        return True

    async def _decided(
        self, desk: Desk, tenant: Tenant, found: list[Observation], payloads: dict[int, bytes | None]
    ) -> Turn:
        turn = Turn(desk, self._clock.now(), self._mint)
        wanted = [handle(turn, self._partners, one, payloads.get(one.position)) for one in found]
        for one in wanted:
            if one is not None:
                await self._answer(turn, tenant, one)
        await self._plan(turn, tenant)
        return turn

    async def _plan(self, turn: Turn, tenant: Tenant) -> None:
        """Plan what concerns links whose partner or whose catalog was seen to be different."""
        for link_id, why in turn.dirty.items():
            link = turn.desk.links.get(link_id)
            account = turn.desk.accounts.get(link.account) if link else None
            manifest = self._partners(account.partner) if account else None
            shadow = turn.desk.shadow((link_id, "menu"))
            if link and manifest and manifest.role == "channel" and shadow.seen and shadow.write is None:
                text = await self._raw(tenant, shadow.seen.address)
                settle_plan(turn, link, manifest, text, why)

    async def _answer(self, turn: Turn, tenant: Tenant, wanted: Wanted) -> None:
        if wanted.command.do == "live":
            await self._go_live(turn, tenant, wanted)
        else:
            await self._release(turn, tenant, wanted)

    async def _go_live(self, turn: Turn, tenant: Tenant, wanted: Wanted) -> None:
        """Let a link be written, if what would be written is what the person read."""
        command = wanted.command
        link = turn.desk.links.get(command.target)
        account = turn.desk.accounts.get(link.account) if link else None
        seen = turn.desk.shadow((command.target, "menu")).seen
        if link is None or account is None or seen is None:
            turn.answer(wanted, refused="this link was not looked at yet")
            return
        text = await self._raw(tenant, seen.address)
        try:
            found = planned(turn.desk, link, self._partners(account.partner), text)
        except CannotPlan as why:
            turn.answer(wanted, refused=str(why))
            return
        if command.args.get("preview") != fingerprint(text, found.document):
            turn.answer(wanted, refused="what would be written is not what was previewed any more: preview again")
            return
        turn.change_link(replace(link, mode="live"))
        fact = ModeChanged(link.id, "live", command.by, command.reason, command.args["preview"])
        turn.note(link.id, fact, wanted.why, command.by)
        turn.dirty[link.id] = wanted.why
        turn.answer(wanted)

    async def _release(self, turn: Turn, tenant: Tenant, wanted: Wanted) -> None:
        """Follow what was held back."""
        command = wanted.command
        place = (command.target, command.args.get("resource", "menu"))
        shadow, account = turn.desk.shadow(place), turn.desk.account_of(command.target)
        if shadow.held is None or shadow.seen is None or account is None or shadow.held != shadow.seen.address:
            turn.answer(wanted, refused="nothing is held back here")
            return
        text = await self._raw(tenant, shadow.seen.address)
        take_in(turn, self._partners(account.partner), Look(place, shadow.seen, text, wanted.why, released=True))
        turn.answer(wanted)

    async def _raw(self, tenant: Tenant, address: bytes) -> bytes:
        async with self._store.transaction(tenant) as tx:
            return await tx.raw(address) or b""

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
