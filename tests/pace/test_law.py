"""The law: whatever the network does, no limit is ever exceeded; and nearly all of it can be used."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pace.judge import at_once, exceeded
from tests.pace.partner import FLIGHT_S, TIMEOUT_S, Ends, Partner, Trip, governor, limit, memory, rules, want
from tests.pace.virtual import START, VirtualClock, after, run

from tournant.kernel import bounds
from tournant.pace import StrictGovernor
from tournant.sdk import Lane, Limit

LIMITS = (
    st.builds(limit, st.just("second"), st.integers(1, 6), st.sampled_from([1.0, 2.5]), st.just("app")),
    st.builds(limit, st.just("minute"), st.integers(2, 12), st.just(60.0), st.sampled_from(["app", "account"])),
    st.builds(
        limit, st.just("spacing"), st.just(1), st.sampled_from([0.5, 5.0]), st.sampled_from(["account", "store"])
    ),
    st.builds(limit, st.just("cap"), st.integers(1, 3), st.just(0.0), st.sampled_from(["app", "account", "store"])),
)
LANES: list[Lane] = ["order", "availability", "other"]


@st.composite
def trips(draw: st.DrawFn) -> Trip:
    """A call anywhere within its bounds: an answer in time, or none and an arrival as late as a flight allows."""
    ends: Ends = draw(st.sampled_from(["answered", "answered", "answered", "cut_off", "timed_out", "unsent"]))
    seconds = st.floats(0, 1).map(lambda part: round(part, 3))
    if ends == "timed_out":
        out, work = draw(seconds) * FLIGHT_S, draw(seconds) * 2.0
    elif ends == "cut_off":
        out, work = draw(seconds) * bounds.LAST_BYTES_S_MAX, draw(seconds) * 2.0
    else:
        out, work = draw(seconds) * TIMEOUT_S / 2, draw(seconds) * TIMEOUT_S / 2
    wanted = want(
        draw(st.sampled_from(LANES)), draw(st.sampled_from(["ann", "bob"])), store=draw(st.sampled_from("ab"))
    )
    return Trip(draw(seconds) * 90, out, work, ends, replace(wanted, cost=draw(st.sampled_from([1, 1, 1, 2]))))


def affordable(limits: tuple[Limit, ...], calls: list[Trip]) -> list[Trip]:
    """The same calls, none dearer than a limit can ever give."""
    most = min(one.calls for one in limits)
    return [replace(one, want=replace(one.want, cost=min(one.want.cost, most))) for one in calls]


async def play(limits: tuple[Limit, ...], calls: list[Trip]) -> Partner:
    seller, partner = await governor(*limits), Partner()
    await asyncio.gather(*(partner.call(seller, one) for one in calls))
    await seller.stop()
    return partner


@settings(max_examples=150, deadline=None)
@given(limits=st.tuples(*LIMITS), calls=st.lists(trips(), min_size=1, max_size=60))
def test_no_limit_is_ever_exceeded(limits: tuple[Limit, ...], calls: list[Trip]) -> None:
    """Windows, spacing and caps of app, account and store hold together, with answers anywhere within a flight."""
    calls = affordable(limits, calls)
    partner = run(play(limits, calls))
    assert partner.violations(*limits) == []
    assert len(partner.made) == sum(one.ends != "unsent" for one in calls)


@settings(max_examples=100, deadline=None)
@given(
    limits=st.tuples(*LIMITS),
    calls=st.lists(trips(), min_size=1, max_size=40),
    dies_s=st.floats(0, 60).map(lambda at: round(at, 3)),
    clean=st.booleans(),
)
def test_no_limit_is_exceeded_across_a_restart(
    limits: tuple[Limit, ...],
    calls: list[Trip],
    dies_s: float,
    clean: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """A governor that died, or stopped, and the next one keep the law together."""
    calls = affordable(limits, calls)
    partner, store = Partner(), memory()

    async def first() -> None:
        seller = StrictGovernor(rules(*limits), VirtualClock(), store)
        await seller.start()
        work = [asyncio.ensure_future(partner.call(seller, one)) for one in calls]
        await VirtualClock().until(after(dies_s))
        if clean:
            await seller.stop()
        for one in work:
            one.cancel()
        await asyncio.gather(*work, return_exceptions=True)

    async def second() -> None:
        seller = StrictGovernor(rules(*limits), VirtualClock(), store)
        await seller.start()
        again = [replace(one, begins_s=0.0) for one in calls]
        await asyncio.gather(*(partner.call(seller, one) for one in again))

    async def both() -> None:
        await first()
        await second()

    run(both())
    assert partner.violations(*limits) == []


async def use(one: Limit, answer_s: float, seconds: float) -> float:
    """Which part of a limit is used, after a first window, where more is wanted than it gives."""
    seller, partner = await governor(one), Partner()
    trip = Trip(0, answer_s / 2, answer_s / 2)

    async def ask() -> None:
        while True:
            await partner.call(seller, trip)

    work = [asyncio.ensure_future(ask()) for _ in range(one.calls + 20)]
    clock_end = after(seconds)
    await VirtualClock().until(clock_end)
    for each in work:
        each.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    assert partner.violations(one) == []
    made = sum(at >= START + timedelta(seconds=one.window_s) for at, _ in partner.made)
    return made / (one.calls * (seconds - one.window_s) / one.window_s)


def test_nearly_all_of_a_limit_is_used() -> None:
    """What the law costs is the time of the answers, and the reserve for orders: less than a tenth each here."""
    assert run(use(limit("minute", 300, 60.0), 0.2, 600)) > 0.98
    assert run(use(limit("store", 95, 60.0), 0.2, 600)) > 0.97
    assert run(use(limit("second", 20, 1.0), 0.04, 60)) > 0.93


def test_freeing_at_sending_exceeds() -> None:
    """Ablation: a slot that is free a window after *sending* lets too many arrive, and the judge sees it."""

    async def play(*, said_early: bool) -> list[str]:
        one = limit("second", 5, 1.0)
        seller, partner = await governor(one), Partner()

        async def ask(number: int) -> None:
            for turn in range(20):
                slow = Trip(0, 0.9 if (number + turn) % 2 else 0.0, 0.0)
                await partner.send(await seller.buy(want()), slow, said_early=said_early)

        await asyncio.gather(*(ask(number) for number in range(8)))
        return partner.violations(one)

    assert run(play(said_early=False)) == []
    assert run(play(said_early=True)) != []


def test_a_timed_out_call_holds_its_slots_for_a_flight_more() -> None:
    """From noticing on: the flight, then the window; of a cap, what the partner may still work."""

    async def play(of: Limit) -> float:
        seller = await governor(of)
        (await seller.buy(want())).timed_out()
        (await seller.buy(want())).answered()
        return (VirtualClock().now() - START).total_seconds()

    assert FLIGHT_S + 10 <= run(play(limit("ten seconds", 1, 10.0))) < FLIGHT_S + 10.001
    assert FLIGHT_S + 2 <= run(play(limit("cap", 1, 0.0))) < FLIGHT_S + 2.001


def test_a_call_that_was_cut_off_holds_its_slots_for_its_last_bytes_more() -> None:
    """Nothing of it travels for a flight any more: a partner that drops connections does not stop all calls."""

    async def play(of: Limit) -> float:
        seller = await governor(of)
        (await seller.buy(want())).cut_off()
        (await seller.buy(want())).answered()
        return (VirtualClock().now() - START).total_seconds()

    last = bounds.LAST_BYTES_S_MAX
    assert last + 10 <= run(play(limit("ten seconds", 1, 10.0))) < last + 10.001
    assert last + 2 <= run(play(limit("cap", 1, 0.0))) < last + 2.001


def test_the_judge_counts_windows_without_their_oldest_instant() -> None:
    """Three within a second are one too many for two; the third exactly a second after the first is not."""
    assert exceeded([after(0), after(0.5), after(0.9)], 2, 1.0) == [after(0.9)]
    assert exceeded([after(0), after(0.5), after(1.0)], 2, 1.0) == []
    assert at_once([(after(0), after(2)), (after(1), after(3)), (after(2), after(4))]) == 2
