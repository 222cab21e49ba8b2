"""What outlives a governor: long windows in the ledger, short ones waited out after an unclean end."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest
from tests.pace.partner import FLIGHT_S, PAUSE_S, governor, limit, memory, rules, want
from tests.pace.virtual import START, VirtualClock, after, run
from tests.store.values import vault
from typing_extensions import override

from tournant.log import MemoryStore, PostgresStore
from tournant.log.errors import DatabaseAway
from tournant.pace import Ledger, StrictGovernor
from tournant.sdk import Limit, TooLate, Want

HOUR = limit("hour", 5, 3_600.0)
SECOND = limit("second", 2, 1.0)
CAP = limit("cap", 2, 0.0)


def seconds() -> float:
    return (VirtualClock().now() - after(0)).total_seconds()


async def wait_until(at_s: float) -> None:
    await VirtualClock().until(after(at_s))


def satisfied_by(store: PostgresStore) -> Ledger:
    """The real store has the form of the ledger: the type checker says so."""
    return store


async def first_call(of: Limit, store: MemoryStore) -> float:
    """When a governor that starts now makes its first call."""
    seller = await governor(of, store=store)
    (await seller.buy(want())).answered()
    return seconds()


def test_a_first_start_and_one_after_a_clean_end_wait_for_nothing() -> None:
    """The clean end itself waits until the short windows are over."""

    async def play() -> None:
        store = memory()
        seller = await governor(SECOND, store=store)
        (await seller.buy(want())).answered()
        assert seconds() == 0
        await seller.stop()
        assert 1 <= seconds() < 1.001
        assert await first_call(SECOND, store) < 1.001

    run(play())


@pytest.mark.parametrize(("of", "work_s"), [(SECOND, 0.0), (CAP, 2.0)])
def test_after_an_unclean_end_short_windows_are_waited_out(of: Limit, work_s: float) -> None:
    """A flight, what a process may stand still, the window, and of a cap what the partner may still work."""

    async def play() -> None:
        store = memory()
        await (await governor(of, store=store)).buy(want())
        await wait_until(10)
        expected = 10 + FLIGHT_S + PAUSE_S + of.window_s + work_s
        assert expected <= await first_call(of, store) < expected + 0.001

    run(play())


def test_an_end_with_calls_under_way_is_not_clean() -> None:
    """Nor is the one of a governor that was stopped while it still waited out an unclean end itself."""

    async def play() -> None:
        store = memory()
        seller = await governor(SECOND, store=store)
        await seller.buy(want())
        await seller.stop()
        assert await store.mark_open("governor")
        long_rest = StrictGovernor(rules(limit("half a minute", 1, 30.0)), VirtualClock(), store)
        await long_rest.start()
        await long_rest.stop()
        assert await store.mark_open("governor")

    run(play())


def test_long_windows_need_no_waiting_and_forget_nothing() -> None:
    """Three of five slots were used before the crash: two are left at once, and the rest when they were to be free."""

    async def play() -> None:
        store = memory()
        seller = await governor(HOUR, store=store)
        answered = [await seller.buy(want()) for _ in range(2)]
        await seller.buy(want())  # is never answered
        await wait_until(2)
        for one in answered:
            one.answered()
        seller = await governor(HOUR, store=store)
        for _ in range(2):
            await seller.buy(want())
        assert 2 <= seconds() < 2.001
        await seller.buy(want())
        assert 3_600 + FLIGHT_S + PAUSE_S <= seconds() <= 3_600 + FLIGHT_S + PAUSE_S + 3_600 / 5

    run(play())


def test_a_clean_end_says_when_slots_are_truly_free() -> None:
    """Answered slots are free a window after their answer, unsent ones at once."""

    async def play() -> None:
        store = memory()
        seller = await governor(HOUR, store=store)
        grants = [await seller.buy(want()) for _ in range(5)]
        grants[0].unsent()
        for one in grants[1:]:
            one.answered()
        await seller.stop()
        assert await store.hold_slots("square/hour/app_square", 5, 2, after(1), after(0)) is None
        assert await store.hold_slots("square/hour/app_square", 5, 1, after(1), after(0)) == [0]
        assert await store.hold_slots("square/hour/app_square", 5, 5, after(9_999), after(3_600)) == [0, 1, 2, 3, 4]

    run(play())


class Failing(MemoryStore):
    """A ledger that is away, or slow, when told to."""

    away = False
    gate: asyncio.Event | None = None

    @override
    async def hold_slots(
        self, budget: str, among: int, count: int, free_at: datetime, now: datetime
    ) -> list[int] | None:
        if self.gate:
            await self.gate.wait()
        if self.away:
            raise DatabaseAway
        return await super().hold_slots(budget, among, count, free_at, now)

    @override
    async def free_slots(self, budget: str, slots: Sequence[int], free_at: datetime) -> None:
        if self.away:
            raise DatabaseAway
        await super().free_slots(budget, slots, free_at)


def failing() -> Failing:
    return Failing(lambda: START, vault())


def test_a_ledger_that_is_away_is_raised_and_nothing_is_held() -> None:
    """Without the note nothing may be sent; with the ledger back all slots are there."""

    async def play() -> None:
        store = failing()
        seller = await governor(HOUR, SECOND, store=store)
        store.away = True
        with pytest.raises(DatabaseAway):
            await seller.buy(want())
        store.away = False
        for _ in range(2):
            await seller.buy(want())
        assert seconds() == 0

    run(play())


def test_who_is_cancelled_during_the_note_gets_its_slots_back() -> None:
    """The commit cannot be called back, so the slots are freed after it."""

    async def play() -> None:
        store = failing()
        seller = await governor(HOUR, store=store)
        store.gate = asyncio.Event()
        buying = asyncio.ensure_future(seller.buy(want()))
        await wait_until(1)
        buying.cancel()
        await wait_until(2)
        store.gate.set()
        for _ in range(5):
            (await seller.buy(want(deadline_s=10))).answered()
        with pytest.raises(TooLate):
            await seller.buy(want(deadline_s=10))

    run(play())


def test_a_deadline_that_passes_during_the_note_is_too_late() -> None:
    """The right came too late to be used: it is given back."""

    async def play() -> None:
        store = failing()
        seller = await governor(HOUR, store=store)
        store.gate = asyncio.Event()
        buying = asyncio.ensure_future(seller.buy(want(deadline_s=1)))
        await wait_until(2)
        store.gate.set()
        with pytest.raises(TooLate):
            await buying
        for _ in range(5):
            await seller.buy(want())
        assert seconds() < 2.001

    run(play())


def test_what_is_full_of_two_long_windows_holds_nothing_of_the_other() -> None:
    """Where the ledger has less of the second than we know, the first is given back while we wait."""

    async def play() -> None:
        store = memory()
        other = limit("two hours", 1, 7_200.0)
        assert await store.hold_slots("square/two hours/app_square", 1, 1, after(3_000), after(0))
        seller = await governor(HOUR, other, store=store)
        buying = asyncio.ensure_future(seller.buy(want()))
        await wait_until(1)
        assert not buying.done()
        buying.cancel()
        await seller.stop()
        assert await store.hold_slots("square/hour/app_square", 5, 5, after(1), after(1)) == [0, 1, 2, 3, 4]

    run(play())


def test_an_answer_that_comes_after_everything_frees_nobody_elses_slot() -> None:
    """The ledger's own time for a slot has passed and somebody else has it: nothing is said about it any more."""

    async def play() -> None:
        store = memory()
        quick = limit("minute", 1, 60.0)
        seller = await governor(quick, store=store)
        grant = await seller.buy(want())
        await wait_until(100)
        assert await store.hold_slots("square/minute/app_square", 1, 1, after(9_000), after(100)) == [0]
        grant.unsent()
        await seller.stop()
        assert await store.hold_slots("square/minute/app_square", 1, 1, after(9_000), after(200)) is None

    run(play())


def test_who_waits_at_the_end_is_sent_away() -> None:
    """Stopping answers everybody, and sells nothing more."""

    async def play() -> None:
        seller = await governor(HOUR)
        for _ in range(4):
            (await seller.buy(Want("square", "read", "app_square", "acc", None, "order", "ann"))).answered()
        dear = Want("square", "read", "app_square", "acc", None, "order", "ann", None, 5)
        waiting = asyncio.ensure_future(seller.buy(dear))
        await wait_until(1)
        await seller.stop()
        with pytest.raises(TooLate, match="the process stops"):
            await waiting

    run(play())


def test_forgetting_the_unclean_end_would_exceed() -> None:
    """Ablation: without the mark, the first call after a crash comes within the window of one before it."""

    async def play(*, forget: bool) -> float:
        store = memory()
        seller = await governor(SECOND, store=store)
        for _ in range(2):
            await seller.buy(want())
        if forget:
            await store.mark_closed("governor")
        return await first_call(SECOND, store)

    assert run(play(forget=False)) >= FLIGHT_S + SECOND.window_s
    assert run(play(forget=True)) < SECOND.window_s
