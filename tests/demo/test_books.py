"""The count of orders while a demo runs, and the file that it is kept in."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.demo.clock import Time
from tests.sandbox.books import WORLD, Books, at
from tests.sandbox.ordered import ACCEPTED, DENIED, EXPIRED, FIRST, GUEST, OURS, SECOND, order, ticket

from tournant.console import from_file
from tournant.console.ledger import ledger
from tournant.console.parts import Books as Reports
from tournant.demo.books import Books as Kept
from tournant.demo.books import count
from tournant.demo.stage import staged
from tournant.sandbox.judge import Evidence
from tournant.sandbox.judge.orders import OUTCOMES
from tournant.sandbox.times import stamp
from tournant.sandbox.world import Day, Pace, Recipe, plan


def known(books: Books, after_s: float) -> Evidence:
    return replace(books.evidence(), time=stamp(at(after_s)))


def counted(books: Books, after_s: float, *people: str) -> dict[str, Any]:
    """The count so many seconds after the order was placed; only what is not 0."""
    found = count(WORLD, books.truth, known(books, after_s), people)
    return {name.removeprefix("orders_"): number for name, number in found.items() if number and name != "at"}


@pytest.mark.parametrize(
    ("steps", "after_s", "found"),
    [
        ((), 600, {"sent": 1}),
        ((), 691, {"sent": 1, "lost": 1}),
        ((ACCEPTED,), 60, {"sent": 1}),
        ((ACCEPTED,), 691, {"sent": 1, "late": 1}),
        ((ACCEPTED, OURS), 691, {"sent": 1, "lost": 1}),
        ((ACCEPTED, OURS), 60, {"sent": 1}),
        ((DENIED,), 60, {"sent": 1, "denied_in_time": 1}),
        ((GUEST,), 60, {"sent": 1, "cancelled_by_customer": 1}),
        ((EXPIRED,), 691, {"sent": 1, "lost": 1, "late": 1}),
    ],
)
def test_an_order_that_is_under_way_is_not_lost(steps: Any, after_s: float, found: dict[str, int]) -> None:  # noqa: ANN401 - a table
    """Until its deadline an order that came to nothing is counted nowhere; then it is late if it lives, or lost."""
    books = Books()
    order(books, *steps)
    assert counted(books, after_s) == found


def test_an_order_with_a_person_is_said_at_once() -> None:
    """What was put before a person is in their hands, however long its deadline is off."""
    books = Books()
    order(books)
    assert counted(books, 60, FIRST) == {"sent": 1, "with_a_person": 1}


def test_two_tickets_are_doubled_at_once() -> None:
    """That does not get better by waiting."""
    books = Books()
    order(books, ACCEPTED)
    ticket(books)
    ticket(books)
    assert counted(books, 60) == {"sent": 1, "injected": 1, "doubled": 1}


def test_the_ledger_of_a_count_adds_up() -> None:
    """What is under way is what is left: the parts are the whole, and nothing is shouted."""
    books = Books()
    order(books, ACCEPTED)
    ticket(books)
    order(books, order_id=SECOND)
    found = ledger(count(WORLD, books.truth, known(books, 60), ()))
    assert found is not None
    assert dict(found.lines) == {"In the point of sale, once": 1, "In hand": 1}
    assert [number for _, number in found.bad] == [0, 0, 0]


async def test_the_file_is_kept_current_until_the_judge_has_spoken(tmp_path: Path) -> None:
    """Every count replaces the one before; what the judge says stays beside what is counted after."""
    file, time = tmp_path / "books.json", Time()
    async with staged(time, 1, 4) as stage:
        world = await stage.build(Recipe(begun=time.now(), seed=4, locations=1))
        day = Day(world, plan(world, Pace(rush_s=60, faults=False)), stage.doors, time, time.wait)
        books, read = Kept(file, stage), from_file(file)
        keeping = asyncio.create_task(books.keep(world, day.truth, ()))
        playing = asyncio.create_task(day.run())
        await time.pass_(120)
        await playing
        await _until(read, lambda found: found["orders_sent"] == len(day.truth.orders) > 0, time)
        assert (await read() or {})["verdict"] is None
        await books.close({**(await read() or {}), "edits": 3}, ["1 orders were lost"])
        said = (await read() or {})["at"]
        await _until(read, lambda found: found["at"] not in (None, said), time)
        found = await read() or {}
        assert (found["verdict"], found["edits"]) == (["1 orders were lost"], 3)
        assert {f"orders_{name}" for name in OUTCOMES} <= found.keys()
        keeping.cancel()


async def _until(read: Reports, holds: Callable[[Any], bool], time: Time) -> None:
    async with asyncio.timeout(20):
        while not holds(await read() or {"orders_sent": -1, "at": None}):
            await time.pass_(5)
