"""Read what is in the log: a stream, or everything of a merchant after a place."""

from collections.abc import Collection, Sequence

from tournant.kernel import bounds
from tournant.log.personal import known_keys, opened
from tournant.log.records import Fact, NewFact, Observation, Why
from tournant.log.session import Row, Session

__all__ = ["Reading"]


class Reading(Session):
    """Reading facts and observations, in pages."""

    __slots__ = ()

    async def read(self, stream: str, after: int = 0, limit: int = bounds.ROWS_READ_MAX) -> list[Fact]:
        """The facts of a stream after a position."""
        return await self._facts(await self.select("read_stream", stream, after, min(limit, bounds.ROWS_READ_MAX)))

    async def tail(
        self, after: int = 0, limit: int = bounds.ROWS_READ_MAX, kinds: Collection[str] | None = None
    ) -> list[Fact]:
        """The merchant's facts after a sequence number: none is ever skipped, however slowly it was committed.

        Of all kinds, or of some: then the database looks at the others, and this process does not.
        """
        wanted = None if kinds is None else sorted(kinds)
        return await self._facts(await self.select("tail_facts", after, min(limit, bounds.ROWS_READ_MAX), wanted))

    async def observations(self, after: int = 0, limit: int = bounds.ROWS_READ_MAX) -> list[Observation]:
        """The merchant's observations after a position; none is ever skipped."""
        found = await self.select("tail_observations", after, min(limit, bounds.ROWS_READ_MAX))
        return [
            Observation(
                position=row["position"],
                tenant=self.tenant,
                source=row["source"],
                kind=row["kind"],
                envelope=row["envelope"],
                address=row["address"],
                why=Why(row["trace"], row["cause"]),
                at=row["received_at"],
            )
            for row in found
        ]

    async def _facts(self, rows: Sequence[Row]) -> list[Fact]:
        keys = await known_keys(self, (row["subject"] for row in rows if row["subject"]))
        return [self._fact(row, keys) for row in rows]

    def _fact(self, row: Row, keys: dict[str, bytes | None]) -> Fact:
        fact = NewFact(
            kind=row["kind"],
            version=row["version"],
            body=row["body"],
            why=Why(row["trace"], row["cause"]),
            origin=row["origin"],
            at=row["decided_at"],
            personal=opened(self, row, keys),
        )
        return Fact(row["stream"], row["position"], row["sequence"], fact)
