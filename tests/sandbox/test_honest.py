"""The judge over a platform that is honest: it finds nothing. Over each lie: it finds that, and nothing else."""

from collections.abc import Collection
from dataclasses import dataclass

import pytest
from tests.sandbox.honest import Honest
from tests.sandbox.worlds import Town, town

from tournant.sandbox import judge
from tournant.sandbox.http import Json
from tournant.sandbox.sabotage import SABOTAGES
from tournant.sandbox.world import Day, Pace, Refused

PACE = Pace(orders_per_minute=3, edits_per_minute=4, rush_s=900, faults=False)
SHORT = Pace(orders_per_minute=2, edits_per_minute=4, rush_s=400, faults=False)


@dataclass
class Run:
    """A day that somebody kept in agreement."""

    there: Town
    honest: Honest
    day: Day

    async def settle(self) -> None:
        await self.there.passing(self.honest.turn)(60)

    async def report(self, with_a_person: Collection[str] = ()) -> Json:
        told = {*with_a_person, *self.honest.orders.with_a_person}
        return judge.judge(self.there.world, self.day.truth, await judge.read(self.there.doors), (told, None))


async def run(seed: int, locations: int, pace: Pace = PACE) -> Run:
    there = await town(locations, seed)
    honest = Honest(there.partners, there.world)
    await honest.connect()
    day = there.day(pace, honest.turn)
    await day.run()
    found = Run(there, honest, day)
    await found.settle()
    return found


@pytest.mark.parametrize(("seed", "locations"), [(2, 6), (3, 3)])
async def test_an_honest_platform_passes(seed: int, locations: int) -> None:
    """What was copied properly is in agreement, every order is accounted for, and the verdict has nothing to say."""
    report = await (await run(seed, locations)).report()
    assert judge.verdict(report) == []
    assert report["links"] == report["links_in_agreement"] == locations + 1
    assert report["edits"] > 30
    assert report["orders_sent"] > 30
    assert report["orders_injected"] / report["orders_sent"] > 0.9
    assert report["calls"] > 500
    assert 0 < report["time_to_visible_s"]["p50"] <= report["time_to_visible_s"]["p99"] < 60


@pytest.mark.parametrize(
    ("lie", "key"),
    [("lost_update", "edits_lost"), ("doubled_order", "orders_doubled"), ("erased_field", "fields_erased")],
)
async def test_each_lie_is_found(lie: str, key: str) -> None:
    """A lie that is told after the day turns the verdict, at once and after the platform has looked again."""
    found = await run(1, 1, SHORT)
    said = await SABOTAGES[lie](found.day.scene)
    assert said
    others = {"edits_lost", "orders_doubled", "fields_erased", "orders_lost", "orders_late", "limit_violations"} - {key}
    for _ in range(2):
        report = await found.report()
        assert report[key] > 0, report
        assert any(str(report[key]) in one for one in judge.verdict(report))
        assert not any(report[one] for one in others)
        await found.settle()


async def test_a_lie_needs_something_to_lie_about() -> None:
    """Where nothing was edited and nothing ordered, nothing can be lost or doubled, and that is said."""
    there = await town(1)
    day = there.day(Pace(orders_per_minute=0.1, edits_per_minute=0, rush_s=60, faults=False))
    for lie, why in (("lost_update", "there is nothing to lose"), ("doubled_order", "there is nothing to double")):
        with pytest.raises(Refused, match=why):
            await SABOTAGES[lie](day.scene)


async def test_a_platform_that_stops_is_found() -> None:
    """Of a platform that does nothing any more the judge says what it no longer did: edits, orders, deadlines."""
    there = await town(2, 1)
    honest = Honest(there.partners, there.world)
    await honest.connect()
    day = there.day(PACE)
    await day.run()
    await there.partners.time.pass_(700)
    report = judge.judge(there.world, day.truth, await judge.read(there.doors))
    assert report["links_in_agreement"] < report["links"]
    assert report["edits_lost"] > 0
    assert report["orders_lost"] == report["orders_late"] > 0
    assert report["orders_injected"] == 0
    wrong = " ".join(judge.verdict(report))
    assert "links are not in agreement" in wrong
    assert "orders were lost" in wrong
    assert "orders were late" in wrong
