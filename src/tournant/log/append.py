"""Append facts: several streams of one merchant at once, all or none.

Under the merchant's append lock the heads are read, compared with what the caller expected, and moved; so a sequence
number that is greater was committed later, and a reader by sequence misses nothing. The unique key (stream, position)
stands behind that, should the lock ever fail.
"""

from collections.abc import Mapping, Sequence

from tournant.kernel import bounds, check
from tournant.log.errors import Conflict
from tournant.log.personal import needed_keys, sealed
from tournant.log.records import Append, NewFact
from tournant.log.session import Session

__all__ = ["Appending", "moved_heads"]


class Appending(Session):
    """Appending to the log."""

    __slots__ = ()

    async def append(self, *appends: Append) -> dict[str, int]:
        """Append facts and give the new position of each stream; Conflict where one is not where it was expected."""
        streams = sorted({one.stream for one in appends})
        await self.lock()
        heads = {row["stream"]: row["position"] for row in await self.select("stream_heads", streams)}
        moved = moved_heads(appends, heads)
        await self._insert(appends, heads)
        await self.run("move_heads", streams, [moved[stream] for stream in streams])
        self.news = True
        return moved

    async def _insert(self, appends: Sequence[Append], heads: Mapping[str, int]) -> None:
        keys = await needed_keys(
            self, (fact.personal.subject for one in appends for fact in one.facts if fact.personal)
        )
        at = dict(heads)
        rows = []
        for one in appends:
            for fact in one.facts:
                at[one.stream] = at.get(one.stream, 0) + 1
                rows.append((one.stream, at[one.stream], *_columns(fact), *sealed(self, fact.personal, keys)))
        await self.run("append_facts", *map(list, zip(*rows, strict=True)))


def moved_heads(appends: Sequence[Append], heads: Mapping[str, int]) -> dict[str, int]:
    """Where the streams will be; Conflict where one is not where it was expected. Both twins decide with this."""
    count = sum(len(one.facts) for one in appends)
    check.require(0 < count <= bounds.FACTS_APPENDED_MAX, f"{count} facts are appended at once")
    moved: dict[str, int] = {}
    for one in appends:
        here = moved.get(one.stream, heads.get(one.stream, 0))
        if one.expected is not None and one.expected != here:
            raise Conflict(f"the stream {one.stream}", one.expected, here)
        moved[one.stream] = here + len(one.facts)
    return moved


def _columns(fact: NewFact) -> tuple[object, ...]:
    return fact.kind, fact.version, fact.body, fact.why.trace, fact.why.cause, fact.origin, fact.at
