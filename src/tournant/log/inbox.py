"""Observations: what came in, appended once.

An event that its source names is a duplicate the second time and is not stored again. That is an economy and not a
safeguard: whoever reads observations bears a second one.
"""

from collections.abc import Sequence

from tournant.kernel import bounds, check
from tournant.log.raw import keep_all
from tournant.log.records import NewObservation, Receipt
from tournant.log.session import Session
from tournant.log.statements import SQL

__all__ = ["Observing", "receive"]


class Observing(Session):
    """Observations of one merchant, beside whatever else this transaction does."""

    __slots__ = ()

    async def observe(self, *observations: NewObservation) -> list[Receipt]:
        """Append what came in and keep its payload; a Receipt for each says whether it was new."""
        check.require(all(one.tenant == self.tenant for one in observations), "an observation of another merchant")
        await self.lock()
        self.news = True
        return await receive(self, observations)


async def receive(session: Session, observations: Sequence[NewObservation]) -> list[Receipt]:
    """Append observations of an organisation's merchants; their append locks are held already."""
    check.require(len(observations) <= bounds.OBSERVATIONS_RECEIVED_MAX, "too many observations at once")
    fresh = await _fresh(session, observations)
    # A duplicate's payload is kept too: the same event with other bytes is worth seeing, and equal bytes cost nothing.
    addresses = await keep_all(session, [(one.tenant, one.payload) for one in observations])
    rows = [
        (one.tenant.merchant, one.at, one.source, one.kind, one.envelope, where, one.why.trace, one.why.cause)
        for one, where, new in zip(observations, addresses, fresh, strict=True)
        if new
    ]
    if rows:
        columns = map(list, zip(*rows, strict=True))
        await session.connection.execute(SQL["observe"], session.tenant.organisation, *columns)
    return [Receipt(new, where) for new, where in zip(fresh, addresses, strict=True)]


async def _fresh(session: Session, observations: Sequence[NewObservation]) -> list[bool]:
    """Which of them were not seen before; one that its source does not name is always new."""
    named = [nth for nth, one in enumerate(observations) if one.event_id is not None]
    fresh = [one.event_id is None for one in observations]
    if named:
        rows = [(one.tenant.merchant, one.source, one.event_id, one.at) for one in (observations[nth] for nth in named)]
        columns = map(list, zip(*rows, strict=True))
        for row in await session.connection.fetch(SQL["mark_seen"], session.tenant.organisation, *columns):
            fresh[named[row["nth"] - 1]] = True
    return fresh
