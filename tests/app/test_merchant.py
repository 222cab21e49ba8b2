"""One merchant in the hands of a worker: when its rooms have their turns, and what failures it outlives."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.app.clock import START, settled
from tests.app.house import LASTING, ONE, TWO, Crowd, Failing, House, Slow
from tests.store.values import WHY, observation

from tournant.kernel import bounds
from tournant.log.agenda import Wakes
from tournant.log.errors import Conflict, DatabaseAway
from tournant.log.records import Intent, Tenant, Timer


async def test_news_wakes_its_merchant_alone(house: House) -> None:
    """What is committed for one merchant gives that one a turn, and no other."""
    await house.new(ONE, TWO)
    room = house.seeing()
    async with house.working("a", room):
        room.seen.clear()
        await _due(house, TWO, "seeing.it")
        assert set(room.seen) == {TWO}


async def test_a_room_that_has_nothing_to_do_is_not_asked(house: House) -> None:
    """All rooms have the first turn; after that, whoever the agenda names."""
    await house.new(ONE)
    room, other = house.seeing(), replace(house.seeing(), wakes=Wakes(reader="others"))
    async with house.working("a", room, other):
        assert (room.seen, other.seen) == ([ONE], [ONE])
        await _due(house, ONE, "seeing.it")
        assert room.taken == ["seeing.it"]
        assert other.seen == [ONE]
        async with house.store.transaction(ONE) as tx:
            await tx.observe(observation("evt-1", ONE))
        await settled()
        assert other.seen == [ONE, ONE]


async def _due(house: House, tenant: Tenant, name: str) -> None:
    """Let a timer be due, and whoever hears of it have had a turn."""
    async with house.store.transaction(tenant) as tx:
        await tx.set_timer(Timer("s", name, START, b"", WHY))
    await settled()


async def test_a_timer_is_taken_when_it_is_due(house: House) -> None:
    """Nobody has to say anything: the merchant's turn comes when its next timer does."""
    await house.new(ONE)
    async with house.store.transaction(ONE) as tx:
        await tx.set_timer(Timer("s", "seeing.it", START + timedelta(seconds=30), b"", WHY))
    room = house.seeing()
    async with house.working("a", room):
        await house.clock.move(29)
        assert room.taken == []
        await house.clock.move(1)
        assert room.taken == ["seeing.it"]


async def test_what_is_due_and_nobody_does_is_not_asked_for_in_a_circle(house: House) -> None:
    """An intent that waits for a right to call gives few turns, at growing distances."""
    await house.new(ONE)
    async with house.store.transaction(ONE) as tx:
        await tx.enqueue(Intent("int_1", "key", "call", b"", WHY, START))
    room = house.seeing()
    async with house.working("a", room):
        room.seen.clear()
        await house.clock.move(60)
        assert 5 <= len(room.seen) <= 60


async def test_a_merchant_of_which_nothing_is_heard_is_looked_at(house: House) -> None:
    """A notice that was lost costs a bounded while, and nothing else."""
    await house.new(ONE)
    room = house.seeing()
    async with house.working("a", room):
        room.seen.clear()
        await house.clock.move(bounds.MERCHANT_IDLE_S_MAX)
        assert room.seen == [ONE]


async def test_a_slow_turn_delays_nobody_else(house: House) -> None:
    """While one merchant's turn takes its time, the others have theirs."""
    await house.new(ONE, TWO)
    slow, room = Slow(ONE), house.seeing()
    async with house.working("a", slow, room):
        await slow.began.wait()
        await settled()
        assert room.seen == [TWO]
        slow.go.set()
        await settled()
        assert ONE in room.seen


async def test_a_fenced_turn_ends_the_work(house: House) -> None:
    """A room that finds its lease taken makes the worker drop the merchant before its next beat."""
    await house.new(ONE)
    room = house.seeing()
    async with house.working("a", room) as a:
        house.clock.time += LASTING
        await house.store.take("b", 10 * LASTING)
        await _due(house, ONE, "seeing.it")
        assert a.worker.held == frozenset()


@pytest.mark.parametrize("weather", [DatabaseAway("away"), Conflict("s", 1, 2)])
async def test_weather_is_waited_out(house: House, weather: Exception) -> None:
    """A room that meets weather is asked again shortly, and works on when it is over."""
    await house.new(ONE)
    failing = Failing(weather)
    async with house.working("a", failing):
        await house.clock.move(10)
        assert failing.tried > 2
        failing.what = None
        tried = failing.tried
        await house.clock.move(bounds.WEATHER_REST_S_MAX + 1)
        assert failing.tried > tried


async def test_a_bug_at_one_merchant_stops_nobody(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """The room rests there and is said once with its trace; other rooms and merchants go on; then it comes back."""
    await house.new(ONE, TWO)
    failing, room = Failing(ZeroDivisionError("a bug")), house.seeing()
    async with house.working("a", failing, room):
        assert sorted(room.seen) == [ONE, TWO]
        await house.clock.move(60)
        assert 4 <= failing.tried <= 8
        said = [line for line in capsys.readouterr().err.splitlines() if "room_broke" in line]
        assert len(said) == 1
        assert "ZeroDivisionError: a bug" in said[0]
        failing.what = None
        tried = failing.tried
        await house.clock.move(bounds.BUG_REST_S_MAX)
        assert failing.tried > tried


async def test_few_merchants_are_at_work_at_once(house: House) -> None:
    """No more than the bound have a turn at the same time; all of them have theirs."""
    many = [Tenant("org", f"mer_{number:03}") for number in range(bounds.MERCHANTS_AT_WORK_MAX + 10)]
    await house.new(*many)
    crowd = Crowd()
    async with house.working("a", crowd):
        assert crowd.inside == bounds.MERCHANTS_AT_WORK_MAX
        crowd.go.set()
        await settled()
        assert crowd.through == len(many)
