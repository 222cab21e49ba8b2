"""The governor's shell: deadlines, cancellation, grants, a clock that fails."""

import asyncio
from dataclasses import replace

import pytest
from tests.pace.partner import Partner, Trip, governor, limit, memory, rules, want
from tests.pace.virtual import START, VirtualClock, after, run
from typing_extensions import override

from tournant.kernel.check import Impossible
from tournant.pace import StrictGovernor, rules_of
from tournant.pace.policy.needs import need_of
from tournant.sdk import TooLate, manifest_of


def test_limits_belong_to_an_app_an_account_or_a_store() -> None:
    """And only to the operations that they name; a call about the whole account counts as a store of its own."""
    limits = [limit("a", 1, 1.0), limit("b", 1, 1.0, "account"), limit("c", 1, 1.0, "store")]
    limits += [replace(limit("d", 1, 1.0), operations=frozenset({"write"}))]
    found = [(one.limit, one.whose) for one in need_of(want(), limits).pools]
    assert found == [("a", "app_square"), ("b", "acc_ann"), ("c", "acc_ann/s1")]
    whole = replace(want(), store=None, operation="write")
    assert [one.whose for one in need_of(whole, limits).pools][2:] == ["acc_ann/", "app_square"]


def test_a_faster_world_makes_flights_longer() -> None:
    """Time-outs are the wall's, limits the world's."""
    connection = manifest_of("uber_eats").connection
    assert connection
    assert rules_of(connection, speed=10).flight_s == 10 * connection.timeout_s
    assert rules_of(connection).limits == connection.limits


def test_a_deadline_that_passes_is_too_late() -> None:
    """At the deadline itself, while waiting and when it had passed before."""

    async def play() -> tuple[float, int]:
        seller, partner = await governor(limit("slow", 1, 50.0)), Partner()
        await partner.call(seller, Trip(0, 0, 0))
        with pytest.raises(TooLate):
            await seller.buy(want(deadline_s=10))
        passed = (VirtualClock().now() - START).total_seconds()
        with pytest.raises(TooLate):
            await seller.buy(want(deadline_s=5))
        await asyncio.gather(*(partner.call(seller, Trip(0, 0, 0, want=want(deadline_s=60))) for _ in range(2)))
        return passed, partner.late

    passed, late = run(play())
    assert 10 <= passed < 10.001
    assert late == 1


def test_who_is_cancelled_leaves_nothing_behind() -> None:
    """While it waits, and at the very moment at which its turn comes."""

    async def play() -> None:
        seller = await governor(limit("slow", 1, 10.0))
        first = await seller.buy(want())
        waiting = [asyncio.ensure_future(seller.buy(want())) for _ in range(3)]
        await VirtualClock().until(after(1))
        waiting[0].cancel()
        await VirtualClock().until(after(2))
        first.unsent()
        # The slot has just been given to the second, which does not know it yet.
        waiting[1].cancel()
        grant = await waiting[2]
        waiting.append(asyncio.ensure_future(seller.buy(want())))
        await VirtualClock().until(after(2.0005))
        # And here the slot comes to one that was cancelled in the same moment.
        waiting[3].cancel()
        grant.unsent()
        grant = await seller.buy(want())
        assert VirtualClock().now() < after(2.001)
        grant.answered()
        for one in (*waiting[:2], waiting[3]):
            with pytest.raises(asyncio.CancelledError):
                await one
        await seller.buy(want())
        assert after(12) <= VirtualClock().now() < after(12.001)

    run(play())


def test_what_became_of_a_call_is_said_once() -> None:
    """A second word would free somebody else's slot: it is a bug."""

    async def play() -> None:
        grant = await (await governor(limit("slow", 1, 10.0))).buy(want())
        grant.answered()
        with pytest.raises(Impossible, match="said once"):
            grant.unsent()

    run(play())


def test_a_clock_that_fails_is_told_to_those_who_wait() -> None:
    """Nobody waits for an alarm that will never ring."""

    class Broken(VirtualClock):
        @override
        async def until(self, at: object) -> None:
            raise OSError("no clock")

    async def play() -> None:
        seller = StrictGovernor(rules(limit("slow", 1, 10.0)), Broken(), memory())
        await seller.start()
        (await seller.buy(want())).answered()
        with pytest.raises(OSError, match="no clock"):
            await seller.buy(want())

    run(play())
