"""The group commit: many deliveries in one transaction, bounded, and each told the truth."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Iterator

import pytest
from tests.edge import serving
from tests.edge.gates import Choosy, Gate
from tests.edge.serving import House
from tests.store import values
from tests.store.values import ANN, START

from tournant import telemetry
from tournant.kernel import bounds
from tournant.log.errors import Busy, DatabaseAway
from tournant.telemetry import metrics, names

AWAY = (503, "the store is away, deliver again later\n")


@pytest.fixture
async def gate() -> Gate:
    return Gate()


@pytest.fixture
async def small(gate: Gate) -> AsyncIterator[House]:
    """An edge at which three deliveries may wait."""
    async with serving.opened(gate, 3) as made:
        yield made


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    telemetry.configure("warning", json=True, now=lambda: START, stream=stream)
    yield stream
    telemetry.configure("warning", json=True, now=lambda: START)


async def waiting(house: House, count: int) -> list["asyncio.Task[tuple[int, str]]"]:
    """One delivery in the store's hands and so many that wait behind it."""
    tasks = [asyncio.create_task(house.tin("first"))]
    assert isinstance(house.store, Gate)
    await house.store.entered.wait()
    tasks += [asyncio.create_task(house.tin(f"e{number}")) for number in range(count)]
    while metrics.REGISTRY.get_sample_value(names.WEBHOOK_QUEUE) != count:
        # Each request to the edge itself lets those before it come in.
        await house.get("/healthz")
    return tasks


async def test_what_waits_is_committed_together(gate: Gate, small: House) -> None:
    """What comes in during a commit goes into one, the next; nobody is answered before his own."""
    tasks = await waiting(small, 3)
    assert not any(task.done() for task in tasks)
    gate.open.set()
    assert {await task for task in tasks} == {(202, "")}
    assert gate.sizes == [1, 3]
    assert len(await small.kept()) == 4


async def test_a_full_queue_sends_away(gate: Gate, small: House) -> None:
    """What does not fit any more is told to come again, and what was accepted is all there."""
    tasks = await waiting(small, 3)
    status, said = await small.tin("too many")
    assert (status, said) == (503, "too many deliveries wait here already, deliver again later\n")
    gate.open.set()
    assert {await task for task in tasks} == {(202, "")}
    assert sorted(said.event for _, said, _ in await small.kept()) == ["e0", "e1", "e2", "first"]
    assert await small.tin("too many") == (202, "")


async def test_the_same_event_twice_in_one_commit_is_kept_once(gate: Gate) -> None:
    """Two deliveries of one event in the same batch are both answered well, and stored once."""
    async with serving.opened(gate) as house:
        tasks = await waiting(house, 0)
        tasks += [asyncio.create_task(house.tin("same")) for _ in range(2)]
        while metrics.REGISTRY.get_sample_value(names.WEBHOOK_QUEUE) != 2:
            await house.get("/healthz")
        gate.open.set()
        assert {await task for task in tasks} == {(202, "")}
        assert gate.sizes == [1, 2]
        assert [said.event for _, said, _ in await house.kept()] == ["first", "same"]


async def test_a_commit_is_bounded(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than fits into one commit goes into several."""
    monkeypatch.setattr(bounds, "WEBHOOKS_COMMITTED_MAX", 2)
    async with serving.opened(gate) as house:
        tasks = await waiting(house, 5)
        gate.open.set()
        assert {await task for task in tasks} == {(202, "")}
    assert gate.sizes == [1, 2, 2, 1]


@pytest.mark.parametrize("weather", [DatabaseAway("gone"), Busy("held")])
async def test_weather_sends_everybody_away(gate: Gate, small: House, weather: Exception, lines: io.StringIO) -> None:
    """When the store goes away, all who wait are told at once; one line says so, and one that it is back."""
    tasks = await waiting(small, 3)
    gate.failure = weather
    gate.open.set()
    assert {await task for task in tasks} == {AWAY}
    assert gate.sizes == [1]
    assert await small.tin("again") == AWAY
    gate.failure = None
    assert await small.tin("first") == (202, "")
    said = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [line["event"] for line in said] == ["receiving_stopped", "receiving_resumed"]
    assert said[0]["why"] == str(weather)
    assert [one.event for _, one, _ in await small.kept()] == ["first"]


async def test_a_slow_store_is_not_waited_for(gate: Gate, small: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit that takes too long is given up, and those who wait are sent away; the next one tries anew."""
    monkeypatch.setattr(bounds, "COMMIT_S_MAX", 0.01)
    assert await small.tin("e1") == AWAY
    gate.open.set()
    monkeypatch.undo()
    assert await small.tin("e1") == (202, "")


async def test_one_delivery_that_cannot_be_stored_costs_no_other() -> None:
    """A batch that fails by a mistake is tried one by one: only the delivery at fault is answered 500."""
    async with serving.opened(Choosy(values.Clock(), values.vault())) as house:
        events = ["e1", "poison", "e2", "e3"]
        answers = await asyncio.gather(*(house.tin(event) for event in events))
        assert [status for status, _ in answers] == [202, 500, 202, 202]
        assert sorted(said.event for _, said, _ in await house.kept()) == ["e1", "e2", "e3"]


async def test_a_client_that_goes_away_does_not_stop_a_commit(gate: Gate, small: House) -> None:
    """A delivery whose sender did not wait for the answer is stored like the others."""
    impatient = asyncio.create_task(small.tin("impatient"))
    await gate.entered.wait()
    impatient.cancel()
    gate.open.set()
    await small.edge.drained()
    assert [said.event for _, said, _ in await small.kept(ANN)] == ["impatient"]


async def test_draining_finishes_what_came_in(gate: Gate, small: House) -> None:
    """/readyz says no from then on; what came in, before or after, is committed and answered, then it is drained."""
    tasks = await waiting(small, 2)
    small.edge.begin_draining()
    small.edge.begin_draining()
    assert await small.get("/readyz") == (503, "this process is draining\n")
    assert (await small.get("/healthz"))[0] == 200
    drained = asyncio.create_task(small.edge.drained())
    tasks.append(asyncio.create_task(small.tin("late")))
    while metrics.REGISTRY.get_sample_value(names.WEBHOOK_QUEUE) != 3:
        await small.get("/healthz")
    assert not drained.done()
    gate.open.set()
    await drained
    assert {await task for task in tasks} == {(202, "")}
    assert len(await small.kept()) == 4
