"""Slots of partners' limits: taken all or none, by one at a time, and free when they are said to be."""

import asyncio

import pytest
from tests.store.values import MINUTE, START

from tournant.kernel.check import Impossible
from tournant.log import Store

TOKEN, MENU = "uber_eats/token/app", "uber_eats/menu/app"
LATER = START + MINUTE


async def test_slots_are_taken_all_or_none(store: Store) -> None:
    """The smallest free numbers; where fewer are free than are wanted, not one is taken."""
    assert await store.hold_slots(TOKEN, 3, 2, LATER, START) == [0, 1]
    assert await store.hold_slots(TOKEN, 3, 2, LATER, START) is None
    assert await store.hold_slots(MENU, 3, 2, LATER, START) == [0, 1]
    assert await store.hold_slots(TOKEN, 3, 1, LATER, START) == [2]
    assert await store.hold_slots(TOKEN, 3, 1, LATER, START) is None
    assert await store.hold_slots(TOKEN, 3, 4, LATER, LATER) is None
    assert await store.hold_slots(TOKEN, 3, 3, LATER, LATER) == [0, 1, 2]


async def test_a_slot_is_free_when_it_is_said_to_be(store: Store) -> None:
    """Earlier or later than was said when it was taken; one that was never taken is free anyway."""
    assert await store.hold_slots(TOKEN, 4, 3, LATER, START) == [0, 1, 2]
    await store.free_slots(TOKEN, [1, 3], START)
    await store.free_slots(TOKEN, [2], LATER + MINUTE)
    await store.free_slots(MENU, [0], LATER)
    assert await store.hold_slots(TOKEN, 4, 2, LATER + MINUTE, START) == [1, 3]
    assert await store.hold_slots(TOKEN, 4, 2, LATER, LATER) is None
    assert await store.hold_slots(TOKEN, 4, 1, LATER, LATER) == [0]
    assert await store.hold_slots(MENU, 1, 1, LATER, START) == [0]


async def test_a_limit_that_grows_or_shrinks_keeps_what_is_taken(store: Store) -> None:
    """Slots above a smaller size are not given out; new ones of a greater size are free."""
    assert await store.hold_slots(TOKEN, 3, 3, LATER, START) == [0, 1, 2]
    await store.free_slots(TOKEN, [2], START)
    assert await store.hold_slots(TOKEN, 2, 1, LATER, START) is None
    assert await store.hold_slots(TOKEN, 5, 3, LATER, START) == [2, 3, 4]


async def test_no_slot_is_held_twice(store: Store) -> None:
    """Of many who ask at once each gets other slots, and those who come too late get none at all."""
    asked = (store.hold_slots(TOKEN, 20, 3, LATER, START) for _ in range(12))
    got = await asyncio.gather(*asked)
    taken = [slot for slots in got for slot in slots or []]
    assert sorted(taken) == list(range(18))
    assert got.count(None) == 6


async def test_an_absurd_budget_is_a_bug(store: Store) -> None:
    """A size that no limit has is refused, before anything is done."""
    with pytest.raises(Impossible, match="more slots"):
        await store.hold_slots(TOKEN, 1_000_000, 1, LATER, START)


async def test_a_mark_that_is_still_there_says_that_somebody_did_not_end(store: Store) -> None:
    """Not on a first start and not after a clean end; marks of others do not count."""
    assert not await store.mark_open("core")
    assert await store.mark_open("core")
    assert not await store.mark_open("edge")
    await store.mark_closed("core")
    await store.mark_closed("core")
    assert not await store.mark_open("core")
    assert await store.mark_open("edge")
