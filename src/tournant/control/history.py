"""The facts of a merchant, from the first, a page at a time."""

from collections.abc import AsyncIterator, Collection
from typing import Any

from tournant.facts import register
from tournant.kernel import bounds
from tournant.log.port import Transaction
from tournant.log.records import Fact

__all__ = ["all_facts", "read"]


async def all_facts(tx: Transaction, kinds: Collection[str], after: int = 0) -> AsyncIterator[Fact]:
    """Those of these kinds, after a sequence number, in the order in which they were decided."""
    more = True
    while more:
        page = await tx.tail(after, kinds=kinds)
        for one in page:
            yield one
        more = len(page) == bounds.ROWS_READ_MAX
        after = page[-1].sequence if page else after


def read(one: Fact) -> Any:  # noqa: ANN401 - of the form that is registered
    """What a fact of the room sync says."""
    return register.read(one.fact.kind, one.fact.version, one.fact.body)
