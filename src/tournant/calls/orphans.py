"""Claims that nobody is at: their process died, or lost its lease, or could not write what came of them.

    reads  ─► put back: asking again changes nothing
    writes ─► unknown: the request may still be on its way; whoever wanted it looks before anything else

Looked for once for each lease that was gained, and then every so often. A claim is committed under the lease before its
call begins, and one merchant's turns are one after the other: what is claimed and not among those that we are at under
this very lease is an orphan, however young.
"""

from collections.abc import Container
from datetime import datetime, timedelta

from tournant import telemetry
from tournant.calls.attempt import Ended
from tournant.calls.booking import Entry, drop, write
from tournant.calls.decide import Attempt, Unfit, ruled
from tournant.calls.job import call_of
from tournant.calls.ports import Ports
from tournant.facts.messages import Call
from tournant.kernel import bounds
from tournant.log import Transaction
from tournant.log.records import Claim, Lease, Tenant
from tournant.sdk import errors
from tournant.telemetry import names

__all__ = ["Orphans"]

_log = telemetry.logger("calls")


class Orphans:
    """Finds them and says what becomes of them."""

    def __init__(self, ports: Ports) -> None:
        """For this process."""
        self._ports = ports
        self._looked: dict[Tenant, tuple[int, datetime]] = {}

    async def sweep(self, lease: Lease, ours: Container[tuple[str, int]]) -> bool:
        """Look, if it is time to; whether there were any."""
        now = self._ports.clock.now()
        epoch, looked = self._looked.get(lease.tenant, (0, now))
        if epoch == lease.epoch and now - looked < timedelta(seconds=bounds.CALLS_SWEPT_S):
            return False
        async with self._ports.store.transaction(lease.tenant, lease) as tx:
            claims = [one for one in await tx.unanswered(now) if (one.intent.id, one.attempt) not in ours]
            for claim in claims:
                await self._adopt(tx, lease, claim, now)
        self._looked[lease.tenant] = (lease.epoch, now)
        return bool(claims)

    async def _adopt(self, tx: Transaction, lease: Lease, claim: Claim, now: datetime) -> None:
        try:
            call = call_of(claim)
        except Unfit:
            await drop(tx, claim)
            return
        gone = errors.Unanswered("nobody knows what came of it: whoever made it is gone")
        risky = not await self._reads(tx, call)
        attempt = Attempt(gone, claim.attempt, call.attempts_max, risky, call.deadline)
        ruling = ruled(attempt, now, self._ports.chance())
        ended = Ended(gone, claim.at, now, risky=risky)
        await write(tx, Entry(lease, claim, call, ended, ruling))
        _log.about(claim.intent.why, lease.tenant.label).info(names.CALL_ORPHANED, intent=claim.intent.id, write=risky)

    async def _reads(self, tx: Transaction, call: Call) -> bool:
        """Whether a call changes nothing; what cannot be told any more counts as a write."""
        account = await tx.account(call.account)
        connection = self._ports.connections(account.partner) if account else None
        command = connection.commands.get(call.command) if connection else None
        return command is not None and command.reads
