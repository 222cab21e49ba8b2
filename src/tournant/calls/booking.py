"""Writes what came of an attempt, all of it in one transaction under the lease, or none of it.

    done, refused … ─► the intent settled, the Answer observed
    again           ─► the intent put back
    and beside that: the account needs a person, its links are out of order, or in order again

An answer that comes a second time, or to an attempt that somebody else has settled meanwhile, changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from tournant.calls.attempt import Ended
from tournant.calls.decide import Ruling, Settled
from tournant.calls.job import NEEDS_REAUTH
from tournant.facts.messages import ANSWER, Answer, Call, encoded
from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.log import Store, Transaction
from tournant.log.errors import Busy, DatabaseAway, Erased
from tournant.log.records import Account, Claim, Lease, NewObservation, Payload, Tenant, Why

__all__ = ["Booker", "Entry", "Health", "Settlement", "Superseded", "drop", "write"]

Health = Literal["ok", "degraded"]


class Superseded(Exception):  # noqa: N818 - it says what happened
    """This attempt was settled or taken up by somebody else: its answer decides nothing."""


class Settlement(msgspec.Struct, frozen=True):
    """What an intent is settled with."""

    answer: Answer
    document: str
    """The address of the partner's document, in hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written of one attempt."""

    lease: Lease
    claim: Claim
    call: Call
    ended: Ended
    ruling: Ruling
    subject: str | None = None
    """Whose personal data the document may hold."""
    stored: bool = True
    health: Health | None = None
    """What the links of the account shall show from now on; None: as before."""


class Booker:
    """Writes entries."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Into this store."""
        self._store = store
        self._clock = clock

    async def book(self, entry: Entry) -> bool:
        """Write an entry; False where it decides nothing any more. Fenced where the lease is lost.

        While the database is away it is tried again, for about as long as a lease lasts; then its error is raised, and
        the claim is found unanswered later.
        """
        for nth in range(bounds.SETTLING_TRIES_MAX):
            try:
                return await self._write(entry)
            except Erased:
                # The person was erased while the partner was being asked: what it said about them is not kept.
                entry = replace(entry, subject=None, ended=replace(entry.ended, document=b""))
            except (DatabaseAway, Busy):
                await self._clock.pause(bounds.SETTLING_REST_S * 2**nth)
        return await self._write(entry)

    async def disown(self, tenant: Tenant, account: str, tried: Callable[[Account], bool]) -> bool:
        """Mark an account as one that a person has to connect again; whether that is news.

        Not where somebody just has: `tried` says whether its credentials are those that did not do.
        """
        async with self._store.transaction(tenant) as tx:
            now = await tx.account(account)
            if now is None or now.state == NEEDS_REAUTH or not tried(now):
                return False
            return await tx.set_account(account, state=NEEDS_REAUTH)

    async def _write(self, entry: Entry) -> bool:
        try:
            async with self._store.transaction(entry.lease.tenant, entry.lease) as tx:
                await write(tx, entry)
        except Superseded:
            return False
        return True


async def write(tx: Transaction, entry: Entry) -> None:
    """Write an entry; Superseded, and the transaction has to go, where the attempt is not out any more."""
    if isinstance(entry.ruling, Settled):
        await _settle(tx, entry, entry.ruling)
    elif not await tx.put_back(entry.claim.intent.id, entry.claim.attempt, entry.ruling.due):
        raise Superseded
    if entry.health:
        await _mark(tx, entry.call.account, entry.health)


async def drop(tx: Transaction, claim: Claim) -> None:
    """Settle an intent that nobody can read: there is nobody to tell."""
    await tx.settle(claim.intent.id, claim.attempt, b"{}")


async def _settle(tx: Transaction, entry: Entry, ruling: Settled) -> None:
    intent, ended = entry.claim.intent, entry.ended
    answer = _answer(entry, ruling)
    (receipt,) = await tx.observe(
        NewObservation(
            tenant=tx.tenant,
            source=answer.account,
            event_id=f"{intent.id}:{entry.claim.attempt}",
            kind=ANSWER,
            envelope=encoded(answer),
            payload=Payload(ended.document, entry.subject if ended.document else None),
            why=Why(intent.why.trace, intent.id),
            at=ended.ended,
        )
    )
    settlement = Settlement(answer, receipt.address.hex())
    if not await tx.settle(intent.id, entry.claim.attempt, encoded(settlement)):
        raise Superseded


def _answer(entry: Entry, ruling: Settled) -> Answer:
    claim, call = entry.claim, entry.call
    return Answer(
        about=call.about,
        intent=claim.intent.id,
        attempt=claim.attempt,
        account=call.account,
        command=call.command,
        outcome=ruling.outcome,
        began=entry.ended.began,
        ended=entry.ended.ended,
        store=call.store,
        args=call.args,
        why=ruling.why,
        stored=entry.stored,
        claimed=claim.at,
    )


async def _mark(tx: Transaction, account: str, health: Health) -> None:
    """Let the links of an account show how it is; one that a person has suspended stays so."""
    before: Health = "degraded" if health == "ok" else "ok"
    for link in await tx.links():
        if link.account == account and link.health == before:
            await tx.set_health(link.id, health)
