"""All facts of a merchant, from the first, a page at a time."""

from collections.abc import AsyncIterator, Collection
from typing import Any

from tournant.facts import register
from tournant.kernel import bounds
from tournant.log.port import Transaction
from tournant.log.records import Fact

__all__ = ["Told", "all_facts", "read"]

Told = tuple[Fact, Any]
"""A fact with what it says."""


async def all_facts(tx: Transaction, kinds: Collection[str]) -> AsyncIterator[Fact]:
    """Those of these kinds, in the order in which they were decided."""
    after, more = 0, True
    while more:
        page = await tx.tail(after)
        for one in page:
            if one.fact.kind in kinds:
                yield one
        more = len(page) == bounds.ROWS_READ_MAX
        after = page[-1].sequence if page else after


def read(one: Fact) -> Any:  # noqa: ANN401 - of the form that is registered
    """What a fact of the room sync says."""
    return register.read(one.fact.kind, one.fact.version, one.fact.body)
