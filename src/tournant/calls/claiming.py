"""Claims what is due, and says of each whether it is made now, later, or not at all: one transaction.

claimed ─► cannot be made, or too late ─► settled as unsent
        ─► its account does not answer ──► put back until the breaker lets one try
        ─► no place among those that are out ─► back as if it had not been claimed
        ─► otherwise ─► a job, to be begun when the transaction is committed
"""

from dataclasses import replace
from datetime import datetime, timedelta

from tournant.calls.attempt import Ended
from tournant.calls.booking import Entry, drop, write
from tournant.calls.breaker import Breakers
from tournant.calls.decide import Attempt, Ruling, Settled, Unfit, ruled
from tournant.calls.job import Job, call_of, understood
from tournant.calls.places import Places
from tournant.calls.ports import Ports
from tournant.facts.messages import Call
from tournant.kernel import bounds
from tournant.log import Transaction
from tournant.log.records import Account, Claim, Lease
from tournant.sdk import errors

__all__ = ["Claimer"]


class Claimer:
    """Claims for one process."""

    def __init__(self, ports: Ports, places: Places, breakers: Breakers) -> None:
        """With the places that calls take, and the breakers of their accounts."""
        self._ports = ports
        self._places = places
        self._breakers = breakers

    async def claim(self, lease: Lease, limit: int) -> tuple[list[Job], bool]:
        """The jobs to be begun, each with its place taken; and whether anything was claimed at all.

        Committed when this returns: nothing is sent before.
        """
        jobs: list[Job] = []
        try:
            async with self._ports.store.transaction(lease.tenant, lease) as tx:
                now = self._ports.clock.now()
                claims = await tx.claim(lease.owner, now, limit)
                accounts = {one.id: one for one in await tx.accounts()} if claims else {}
                for claim in claims:
                    job = await self._plan(tx, lease, claim, accounts)
                    if job:
                        jobs.append(job)
                degraded = {one.account for one in await tx.links() if one.health == "degraded"} if jobs else set()
        except BaseException:
            for job in jobs:
                self._places.give(job.seat)
                self._breakers.quiet((lease.tenant, job.account.id))
            raise
        return [replace(job, degraded=job.account.id in degraded) for job in jobs], bool(claims)

    async def _plan(self, tx: Transaction, lease: Lease, claim: Claim, accounts: dict[str, Account]) -> Job | None:
        try:
            call = call_of(claim)
        except Unfit:
            await drop(tx, claim)
            return None
        now = self._ports.clock.now()
        if call.deadline is not None and call.deadline <= now:
            late = Settled("unsent", "its deadline passed before it was sent")
            await self._end(tx, (lease, claim, call), late, now)
            return None
        try:
            job = understood(lease, claim, accounts, self._ports.connections)
        except Unfit as why:
            await self._end(tx, (lease, claim, call), Settled("unsent", str(why)), now)
            return None
        return job if await self._admitted(tx, job, now) else None

    async def _admitted(self, tx: Transaction, job: Job, now: datetime) -> bool:
        """Whether it may be begun now; its place is taken then."""
        claim, call = job.claim, job.call
        if not self._places.take(job.seat):
            wait = timedelta(seconds=bounds.CALL_PLACE_S * (1 + self._ports.chance()) / 2)
            await tx.unclaim(claim.intent.id, claim.attempt, now + wait)
            return False
        until = self._breakers.admits((job.lease.tenant, job.account.id), now)
        if until is None:
            return True
        self._places.give(job.seat)
        away = errors.Throttled(until, f"{job.account.id} does not answer at present")
        attempt = Attempt(away, claim.attempt, call.attempts_max, risky=False, deadline=call.deadline)
        await self._end(tx, (job.lease, claim, call), ruled(attempt, now, self._ports.chance()), now)
        return False

    async def _end(self, tx: Transaction, whose: tuple[Lease, Claim, Call], ruling: Ruling, now: datetime) -> None:
        await write(tx, Entry(*whose, Ended(None, now, now), ruling))
