"""The event loop of a simulation: no time passes but by timers, and a host that is gone does nothing more."""

import asyncio

import pytest

from tournant.sim.clock import SimClock
from tournant.sim.loop import Livelock, SimLoop, Standstill


def test_time_is_what_timers_say() -> None:
    """A thousand seconds pass at once where nothing happens before."""
    loop = SimLoop()
    loop.run_until_complete(SimClock(loop).pause(1_000))
    assert loop.time() == 1_000
    loop.bury()


def test_what_is_due_first_comes_first() -> None:
    """Timers ring in their order, and those of one instant in a fixed one."""
    loop, seen = SimLoop(), list[str]()
    clock = SimClock(loop)

    async def wait(name: str, seconds: float) -> None:
        await clock.pause(seconds)
        seen.append(name)

    async def all_of_them() -> None:
        await asyncio.gather(wait("third", 3), wait("first", 1), wait("second", 2))

    loop.run_until_complete(all_of_them())
    assert seen == ["first", "second", "third"]
    loop.bury()


def test_who_waits_for_ever_is_found() -> None:
    """Where nothing can ever run again, the loop says so instead of waiting."""
    loop = SimLoop()

    async def wait() -> None:
        await loop.create_future()

    with pytest.raises(Standstill):
        loop.run_until_complete(wait())
    loop.bury()


def test_there_is_no_second_thread() -> None:
    """Work in a thread cannot be simulated, and is refused."""
    loop = SimLoop()
    with pytest.raises(Livelock):
        _ = loop.run_in_executor(None, lambda: None)
    loop.bury()


def test_who_crashes_tidies_nothing_up() -> None:
    """A host that crashes runs nothing any more, not even what stands in a finally; others go on."""
    loop, seen = SimLoop(), list[str]()
    clock = SimClock(loop)

    async def work(name: str) -> None:
        try:
            await clock.pause(10)
            seen.append(f"{name} is done")
        finally:
            seen.append(f"{name} tidied up")

    async def story() -> None:
        tasks = [loop.on(name, work(name)) for name in ("one", "two")]
        await clock.pause(5)
        loop.crash("one")
        await tasks[1]
        await clock.pause(100)

    loop.run_until_complete(story())
    assert seen == ["two is done", "two tidied up"]
    loop.bury()


def test_who_stands_still_goes_on_later() -> None:
    """A host that stands still misses nothing: what came to it meanwhile happens after it."""
    loop, seen = SimLoop(), list[float]()
    clock = SimClock(loop)

    async def work() -> None:
        while len(seen) < 3:
            await clock.pause(1)
            seen.append(loop.time())

    async def story() -> None:
        task = loop.on("one", work())
        await clock.pause(1.5)
        loop.stand_still("one", 10)
        await task

    loop.run_until_complete(story())
    assert seen == [1, 11.5, 12.5]
    loop.bury()


def test_what_breaks_on_a_host_is_remembered() -> None:
    """Work that ends by a mistake of ours is not forgotten with its task."""
    loop = SimLoop()

    async def work() -> None:
        raise ZeroDivisionError

    async def story() -> None:
        await asyncio.wait([loop.on("one", work())])

    loop.run_until_complete(story())
    assert [type(one) for one in loop.broken] == [ZeroDivisionError]
    loop.bury()
