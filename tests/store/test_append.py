"""Appending: all or none, at the position that was expected, in order."""

import pytest
from tests.store.values import ANN, ANN_TWO, BOB, append, fact, failing

from tournant.kernel.check import Impossible
from tournant.log import Store
from tournant.log.errors import Conflict
from tournant.log.records import Append


async def test_facts_come_back_as_they_were_appended(store: Store) -> None:
    """A fact keeps everything it was given, and gets its position."""
    async with store.transaction(ANN) as tx:
        assert await tx.append(append("catalog", "a", "b")) == {"catalog": 2}
    async with store.transaction(ANN) as tx:
        found = await tx.read("catalog")
    assert [(one.position, one.fact) for one in found] == [(1, fact("a")), (2, fact("b"))]


async def test_a_stream_moves_on_from_where_it_is_expected(store: Store) -> None:
    """The right position is taken, a wrong one is a conflict that says both."""
    async with store.transaction(ANN) as tx:
        await tx.append(append("s", "a", expected=0))
        await tx.append(append("s", "b", expected=1))
    async with store.transaction(ANN) as tx:
        with pytest.raises(Conflict, match="the stream s was expected at 1 and is at 2") as caught:
            await tx.append(append("s", "c", expected=1))
    assert (caught.value.expected, caught.value.found) == (1, 2)


async def test_several_streams_stand_or_fall_together(store: Store) -> None:
    """Where one stream of several is elsewhere, nothing is appended to any."""
    async with store.transaction(ANN) as tx:
        with pytest.raises(Conflict):
            await tx.append(append("one", "a"), append("two", "b", expected=5))
        assert await tx.read("one") == []
        assert await tx.append(append("one", "a"), append("two", "b"), append("one", "c", expected=1)) == {
            "one": 2,
            "two": 1,
        }


async def test_a_failed_transaction_appends_nothing(store: Store) -> None:
    """What was appended in a block that raised is gone, and the stream is where it was."""
    async with failing(store, ANN) as tx:
        await tx.append(append("s", "a"))
    async with store.transaction(ANN) as tx:
        assert await tx.read("s") == []
        assert await tx.append(append("s", "b", expected=0)) == {"s": 1}


async def test_merchants_have_streams_of_their_own(store: Store) -> None:
    """The same stream name of another merchant or organisation is another stream."""
    for tenant in (ANN, ANN_TWO, BOB):
        async with store.transaction(tenant) as tx:
            assert await tx.append(append("s", "a", expected=0)) == {"s": 1}


async def test_appending_nothing_is_a_mistake(store: Store) -> None:
    """An append without a fact is a bug of the caller."""
    async with store.transaction(ANN) as tx:
        with pytest.raises(Impossible, match="0 facts"):
            await tx.append(Append("s", ()))
