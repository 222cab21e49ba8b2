"""The worker: its share of the merchants, their turns, and what failures it outlives."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from tests.app.clock import START, StandingClock, settled
from tests.store.values import WHY, append, vault

from tournant.app.merchant import Room, Work
from tournant.app.outlook import Outlook
from tournant.app.worker import Worker
from tournant.kernel import bounds
from tournant.log import MemoryStore
from tournant.log.errors import Conflict, DatabaseAway
from tournant.log.records import Intent, Lease, Tenant, Timer

ONE, TWO, THREE, FOUR = (Tenant("org", f"mer_{number}") for number in range(4))
LASTING = timedelta(seconds=bounds.LEASE_S)


@dataclass
class Seeing:
    """A room that writes down its turns, and takes the timers that are due."""

    store: MemoryStore
    clock: StandingClock
    seen: list[Tenant] = field(default_factory=list)
    leases: list[Lease] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    async def turn(self, lease: Lease) -> bool:
        self.seen.append(lease.tenant)
        self.leases.append(lease)
        async with self.store.transaction(lease.tenant, lease) as tx:
            timers = await tx.take_timers(self.clock.now(), room="seeing.")
        self.taken += [one.name for one in timers]
        return bool(timers)


@dataclass
class Failing:
    """A room that raises at one merchant while it is told to."""

    what: Exception | None
    at: Tenant = ONE
    tried: int = 0

    async def turn(self, lease: Lease) -> bool:
        if lease.tenant == self.at:
            self.tried += 1
            if self.what:
                raise self.what
        return False


@dataclass
class Slow:
    """A room whose turn at one merchant takes until the test lets it end."""

    at: Tenant
    began: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    ended: int = 0

    async def turn(self, lease: Lease) -> bool:
        if lease.tenant == self.at:
            self.began.set()
            await self.go.wait()
            self.ended += 1
        return False


class House:
    """A store, a clock, and workers that a test starts and stops."""

    def __init__(self) -> None:
        self.clock = StandingClock()
        self.store = MemoryStore(self.clock.now, vault())

    def seeing(self) -> Seeing:
        return Seeing(self.store, self.clock)

    @asynccontextmanager
    async def working(self, name: str, *rooms: Room) -> AsyncIterator["Running"]:
        work = Work(self.store, self.clock, lambda: 0.5, rooms, Outlook())
        running = Running(Worker(name, work), self.clock, asyncio.Event())
        running.task = asyncio.create_task(running.worker.run(running.stopping))
        await settled()
        try:
            yield running
        finally:
            if not running.task.done():
                await running.stop()

    async def new(self, *tenants: Tenant) -> None:
        for one in tenants:
            await self.store.register(one)


@dataclass
class Running:
    worker: Worker
    clock: StandingClock
    stopping: asyncio.Event
    task: asyncio.Task[None] = field(init=False)

    async def stop(self) -> None:
        self.stopping.set()
        await settled()
        if not self.task.done():
            await self.clock.move(bounds.DRAIN_S_MAX + 1)
        await self.task


@pytest.fixture
def house() -> House:
    return House()


async def test_a_worker_alone_works_on_everybody(house: House) -> None:
    """Each merchant gets a turn of each room, and rests when nothing was done."""
    await house.new(ONE, TWO)
    first, second = house.seeing(), house.seeing()
    async with house.working("a", first, second):
        assert sorted(first.seen) == sorted(second.seen) == [ONE, TWO]


async def test_two_workers_share(house: House) -> None:
    """The second gets its half, which the first gives back after the turn in hand; no merchant is ever held by both."""
    await house.new(ONE, TWO, THREE, FOUR)
    async with house.working("a", house.seeing()) as a:
        assert len(a.worker.held) == 4
        async with house.working("b", house.seeing()) as b:
            await house.clock.move(bounds.LEASE_S)
            assert len(a.worker.held) == len(b.worker.held) == 2
            assert not a.worker.held & b.worker.held
        await house.clock.move(bounds.LEASE_S)
        assert len(a.worker.held) == 4


async def test_leases_are_kept_while_a_worker_lives(house: House) -> None:
    """Nobody else can take a merchant however long its worker works."""
    await house.new(ONE)
    async with house.working("a", house.seeing()):
        await house.clock.move(10 * bounds.LEASE_S)
        assert await house.store.take("b", LASTING) == []
    assert [one.tenant for one in await house.store.take("b", LASTING)] == [ONE]


async def test_a_merchant_that_appears_is_taken_at_once_by_a_lone_worker(house: House) -> None:
    """A notice about somebody unknown makes a lone worker look without waiting for its next beat."""
    room = house.seeing()
    async with house.working("a", room) as a:
        await house.new(ONE)
        async with house.store.transaction(ONE) as tx:
            await tx.append(append("s", "x"))
        await settled()
        assert a.worker.held == {ONE}


async def test_news_wakes_its_merchant_alone(house: House) -> None:
    """What is committed for one merchant gives that one a turn, and no other."""
    await house.new(ONE, TWO)
    room = house.seeing()
    async with house.working("a", room):
        room.seen.clear()
        async with house.store.transaction(TWO) as tx:
            await tx.append(append("s", "x"))
        await settled()
        assert set(room.seen) == {TWO}


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


async def test_a_lost_lease_ends_the_work(house: House) -> None:
    """Who was silent for longer than its lease stops where it is, and commits nothing under the old one."""
    await house.new(ONE)
    slow = Slow(ONE)
    async with house.working("a", slow) as a:
        house.clock.time += LASTING  # As a machine that was asleep: nobody had a turn meanwhile.
        [stolen] = await house.store.take("b", 10 * LASTING)
        await house.clock.move(bounds.LEASE_S)
        assert (a.worker.held, slow.ended) == (frozenset(), 0)
        assert stolen.owner == "b"


async def test_a_fenced_turn_ends_the_work(house: House) -> None:
    """A room that finds its lease taken makes the worker drop the merchant before its next beat."""
    await house.new(ONE)
    room = house.seeing()
    async with house.working("a", room) as a:
        house.clock.time += LASTING
        await house.store.take("b", 10 * LASTING)
        async with house.store.transaction(ONE) as tx:
            await tx.append(append("s", "x"))
        await settled()
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


async def test_stopping_finishes_the_turn_in_hand(house: House) -> None:
    """Told to stop, a worker begins no turn, ends the one that it is in, and gives everything back."""
    await house.new(ONE, TWO)
    slow, room = Slow(ONE), house.seeing()
    async with house.working("a", slow, room) as a:
        await slow.began.wait()
        a.stopping.set()
        await settled()
        assert not a.task.done()
        slow.go.set()
        await a.task
        assert (slow.ended, ONE in room.seen) == (1, False)
    assert len(await house.store.take("b", LASTING)) == 2
    assert (await house.store.beat("b", LASTING)).members == 1


async def test_stopping_has_an_end(house: House) -> None:
    """A turn that does not end within the bound is cut short, and its merchant is given back all the same."""
    await house.new(ONE)
    slow = Slow(ONE)
    async with house.working("a", slow) as a:
        await slow.began.wait()
        a.stopping.set()
        await settled()
        await house.clock.move(bounds.DRAIN_S_MAX)
        await a.task
    assert slow.ended == 0
    assert [one.tenant for one in await house.store.take("b", LASTING)] == [ONE]


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


@dataclass
class Crowd:
    """A room that counts who is in it."""

    go: asyncio.Event = field(default_factory=asyncio.Event)
    inside: int = 0
    through: int = 0

    async def turn(self, lease: Lease) -> bool:
        assert lease.epoch
        self.inside += 1
        await self.go.wait()
        self.inside -= 1
        self.through += 1
        return False
