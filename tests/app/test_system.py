"""What is taken from the machine: world time that all processes agree on, and ids that sort."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tournant.app.settings import Settings, from_environment
from tournant.app.system import System, SystemIds, WorldClock
from tournant.control import BadInput

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Wall:
    """A clock on the wall that a test sets."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


def test_world_time_is_the_walls_unless_it_is_faster() -> None:
    """From where both showed the same, the world's runs so many times faster, whenever its process began."""
    wall = Wall()
    early = WorldClock(NOON, 10, wall)
    wall.time += 6 * SECOND
    late, plain = WorldClock(NOON, 10, wall), WorldClock(None, 1, wall)
    assert early.now() == late.now() == NOON + 60 * SECOND
    assert plain.now() == wall.time


def test_world_time_never_goes_back() -> None:
    """When the wall's clock is set back, the world's stands until that has caught up."""
    wall = Wall()
    clock = WorldClock(None, 1, wall)
    wall.time += 10 * SECOND
    before = clock.now()
    wall.time -= 5 * SECOND
    assert clock.now() == before
    wall.time += 6 * SECOND
    assert clock.now() == before + SECOND


async def test_waiting_goes_by_the_world() -> None:
    """An instant that is past is there at once; an hour of a fast world passes in a moment of the wall."""
    clock = System.real(settings(TOURNANT_WORLD_SPEED="1e6", TOURNANT_WORLD_BEGAN="2026-11-24T12:00:00Z")).clock
    await clock.until(clock.now() - SECOND)
    at = clock.now() + 3600 * SECOND
    async with asyncio.timeout(5):
        await clock.until(at)
    assert clock.now() >= at


def test_ids_sort_by_time_and_are_never_equal() -> None:
    """A later millisecond gives a greater number whatever chance says, and within one each is greater than the last."""
    wall = Wall()
    chances = iter([b"\xff" * 10, b"\x00" * 10, b"\x00" * 10, b"\x01" * 10])
    ids = SystemIds(wall, lambda _: next(chances))
    same = [ids.draw(), ids.draw()]
    wall.time += timedelta(milliseconds=1)
    later = [ids.draw(), ids.draw()]
    drawn = same + later
    assert drawn == sorted(set(drawn))
    assert all(0 < one < 1 << 128 for one in drawn)


def settings(**environment: str) -> Settings:
    return from_environment({"HOME": "/h", **environment}, root=False)


def test_a_world_needs_a_beginning() -> None:
    """At the wall's speed none is needed; otherwise each process would have a time of its own."""
    assert (settings().speed, settings().began) == (1, None)
    told = settings(TOURNANT_WORLD_SPEED="10", TOURNANT_WORLD_BEGAN="2026-11-24T13:00:00+01:00")
    assert (told.speed, told.began) == (10, NOON)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"TOURNANT_WORLD_SPEED": "10"}, "TOURNANT_WORLD_BEGAN has to say since when"),
        ({"TOURNANT_WORLD_SPEED": "0"}, "TOURNANT_WORLD_SPEED is 0, which is no number above 0"),
        ({"TOURNANT_WORLD_SPEED": "nan"}, "which is no number above 0"),
        ({"TOURNANT_WORLD_BEGAN": "noon"}, "TOURNANT_WORLD_BEGAN is noon, which is no instant"),
        ({"TOURNANT_WORLD_BEGAN": "2026-11-24T12:00:00"}, "has no time zone"),
        ({"TOURNANT_CORE_PORT": "many"}, "TOURNANT_CORE_PORT is many, which is no port"),
        ({"TOURNANT_CORE_PORT": "65536"}, "which is no port"),
        ({"TOURNANT_PUBLIC_URL": "tournant.example"}, "does not begin with https://"),
        ({"TOURNANT_LOG_LEVEL": "loud"}, "TOURNANT_LOG_LEVEL is loud, which is none of debug, info"),
    ],
)
def test_what_a_process_cannot_be_told_is_refused(environment: dict[str, str], sentence: str) -> None:
    """Each says which setting is meant."""
    with pytest.raises(BadInput, match=sentence):
        settings(**environment)
