"""Cursors: a reader moves on only from where it is, and only with the work that it read for."""

import pytest
from tests.store.values import ANN, BOB, append, failing

from tournant.log import Store
from tournant.log.errors import Conflict


async def test_a_reader_begins_at_nothing_and_moves_on(store: Store) -> None:
    """A reader that never moved is at 0; each has a place of its own."""
    async with store.transaction(ANN) as tx:
        assert await tx.cursor("fold") == 0
        await tx.move_cursor("fold", 0, 7)
        await tx.move_cursor("fold", 7, 9)
    async with store.transaction(ANN) as tx:
        assert (await tx.cursor("fold"), await tx.cursor("audit")) == (9, 0)
    async with store.transaction(BOB) as tx:
        assert await tx.cursor("fold") == 0


@pytest.mark.parametrize("here", [0, 3, 8])
async def test_a_reader_that_is_elsewhere_is_a_conflict(store: Store, here: int) -> None:
    """Whoever believes a reader somewhere else has worked on what was done already."""
    async with store.transaction(ANN) as tx:
        await tx.move_cursor("fold", 0, 7)
        with pytest.raises(Conflict, match=f"the reader fold was expected at {here} and is at 7"):
            await tx.move_cursor("fold", here, 9)


async def test_a_reader_that_never_moved_is_nowhere_else(store: Store) -> None:
    """A first move has to begin at 0."""
    async with store.transaction(ANN) as tx:
        with pytest.raises(Conflict):
            await tx.move_cursor("fold", 5, 6)


async def test_cursor_and_facts_stand_or_fall_together(store: Store) -> None:
    """When the transaction fails after both, neither happened: the work is done again, once."""
    async with failing(store, ANN) as tx:
        await tx.append(append("s", "a"))
        await tx.move_cursor("fold", 0, 1)
    async with store.transaction(ANN) as tx:
        assert (await tx.cursor("fold"), await tx.tail()) == (0, [])
