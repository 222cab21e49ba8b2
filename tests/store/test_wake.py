"""Waking: who listens hears of what was committed, for whom, and is told to look everywhere after a gap."""

import asyncio

from tests.store.values import ANN, BOB, append, failing, observation, timer

from tournant.log import Store
from tournant.log.records import Tenant
from tournant.log.wake import Bell, notice, tenants_in


async def test_a_listener_first_looks_everywhere(store: Store) -> None:
    """What happened before it listened is not known, so it looks."""
    async with store.listen() as listener:
        assert await listener.heard() is None


async def test_a_commit_wakes_for_its_merchant(store: Store) -> None:
    """Facts, timers and observations wake; each notice says whom it concerns."""
    async with store.listen() as listener:
        await listener.heard()
        async with store.transaction(ANN) as tx:
            await tx.append(append("s", "a"))
        assert await listener.heard() == frozenset({ANN})
        async with store.transaction(BOB) as tx:
            await tx.set_timer(timer("margin"))
        assert await listener.heard() == frozenset({BOB})
        await store.receive([observation("1", ANN), observation("2", BOB)])
        heard = await listener.heard() or frozenset()
        assert heard <= {ANN, BOB}
        assert heard


async def test_reading_and_failing_wake_nobody(store: Store) -> None:
    """A transaction that wrote nothing, or was taken back, is no news: the next that is heard is the one after."""
    async with store.listen() as listener:
        await listener.heard()
        async with store.transaction(ANN) as tx:
            await tx.tail()
        async with failing(store, ANN) as tx:
            await tx.append(append("s", "a"))
        waiting = asyncio.create_task(listener.heard())
        async with store.transaction(BOB) as tx:
            await tx.append(append("s", "a"))
        assert await waiting == frozenset({BOB})


def test_a_notice_names_merchants_while_there_is_room() -> None:
    """A notice that would be too long says everywhere."""
    assert tenants_in(notice([BOB, ANN, ANN])) == {ANN, BOB}
    assert tenants_in(notice(Tenant("org", f"merchant-{number}") for number in range(1_000))) is None


async def test_a_bell_collects_until_somebody_has_time() -> None:
    """Rings between two hearings are one; everywhere swallows the rest."""
    bell = Bell()
    assert await bell.heard() is None
    bell.ring([ANN])
    bell.ring([BOB, ANN])
    assert await bell.heard() == frozenset({ANN, BOB})
    bell.ring([ANN])
    bell.ring(None)
    assert await bell.heard() is None
