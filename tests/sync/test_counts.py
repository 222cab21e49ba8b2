"""What has to be counted, and given back: the decision alone, and where looks come in another order than usual."""

from datetime import timedelta
from typing import Any

import pytest
from tests.sync.merchant import LINK, POS, Merchant, item
from tests.sync.till import FAR, Till

from tournant.canon import Availability, LocationOverlay, Variation
from tournant.kernel.row import UNSET
from tournant.sync.decide.state import Former
from tournant.sync.decide.stock import Shelf, carried, counts, formers, tracking, with_tracking

PAIR = ("v", "l")
CELL = ("Availability", "v", "l", "available")


def shelf(count: str | None, *, here: bool | None = None, always: bool = False, out: bool = False) -> Shelf:
    """What a point of sale shows of one size at one location."""
    overlay = LocationOverlay("o", "L1", "v", 0, at_location="l", sold_out=out, stock_tracked=here)
    rows: dict[str, list[Any]] = {
        "Variation": [Variation("v", "V1", "i", 0, stock_tracked=always)],
        "LocationOverlay": [overlay],
    }
    said = [] if count is None else [Availability("a", None, UNSET, 0, subject="v", at_location="l", count=count)]
    return Shelf(rows, {"Availability": said})


def test_what_is_there_is_noted_before_it_is_counted_away() -> None:
    """Whether it is counted, and how many there are; where it is sold out already there is nothing to give back."""
    assert formers({}, shelf("7", here=True), {PAIR}, settled=True) == {"v l": Former(tracked=True, count="7")}
    assert formers({}, shelf(None), {PAIR}, settled=True) == {"v l": Former(tracked=None, count=None)}
    assert formers({}, shelf("7", out=True), {PAIR}, settled=True) == {}


def test_what_was_given_back_is_kept_until_nothing_can_come() -> None:
    """A write of ours that is still under way may count it away once more."""
    kept = {"v l": Former(tracked=None, count="7", counted=True)}
    assert formers(kept, shelf("7"), set(), settled=False) == kept
    assert formers(kept, shelf("7"), set(), settled=True) == {}
    assert formers(kept, shelf("0"), set(), settled=True) == kept


def test_what_somebody_counted_since_is_theirs() -> None:
    """Another count than both of ours ends it at once; before ours was seen, it is only one that is sold from."""
    other = shelf("12")
    assert formers({"v l": Former(tracked=None, count="7", counted=True)}, other, set(), settled=False) == {}
    early = {"v l": Former(tracked=None, count="7")}
    assert formers(early, other, set(), settled=False) == early


def test_a_count_of_theirs_is_counted_away_only_if_it_was_no_edit() -> None:
    """A look at the catalog, begun since, has to leave it sold out here."""
    kept = {"v l": Former(tracked=True, count="7", counted=True)}
    now = shelf("12", here=True)
    assert counts(kept, now, {PAIR}, (), again=False) == {}
    assert counts(kept, now, {PAIR}, (), again=True) == {PAIR: "0"}
    assert counts({"v l": Former(tracked=True, count="7")}, now, {PAIR}, (), again=False) == {PAIR: "0"}


def test_nothing_is_written_where_a_person_is_asked() -> None:
    """Neither a count nor whether it is counted."""
    kept = {"v l": Former(tracked=None, count="7")}
    assert counts(kept, shelf("7", here=True), {PAIR}, {CELL}, again=True) == {}
    assert tracking(kept, shelf("7"), {PAIR}, {CELL}) == {}


@pytest.mark.parametrize("count", ["0", "-2", "0.00"])
def test_a_count_of_nothing_needs_no_other(count: str) -> None:
    """It is none however it is spelled, and what was none is given back as none."""
    kept = {"v l": Former(tracked=None, count=count)}
    assert counts(kept, shelf(count, here=True), {PAIR}, (), again=True) == {}
    assert counts(kept, shelf(count, here=True), set(), (), again=True) == {}


def test_a_size_that_is_counted_everywhere_stays_so() -> None:
    """Nothing has to be said of the location, neither before nor after."""
    kept = {"v l": Former(tracked=None, count="7")}
    now = shelf("7", always=True)
    assert (tracking(kept, now, {PAIR}, ()), tracking(kept, now, set(), ())) == ({}, {})


def test_what_a_location_said_besides_stays() -> None:
    """Whether it is counted there is one member of what the location says; alone, it goes with it."""
    rows = {
        "LocationOverlay": [LocationOverlay("o", "L1", "v", 0, at_location="l", pricing="open", stock_tracked=True)]
    }
    (row,) = with_tracking(rows, {PAIR: None})["LocationOverlay"]
    assert (row.pricing, row.stock_tracked) == ("open", None)
    (bare,) = with_tracking({}, {PAIR: True})["LocationOverlay"]
    assert with_tracking({"LocationOverlay": [bare]}, {PAIR: None})["LocationOverlay"] == []


def test_what_a_catalog_of_ours_does() -> None:
    """Not counted any more, it is on sale; counted from now on, it is sold out where nothing was left."""
    assert carried({"v l": Former(tracked=None, count="7")}, shelf(None)) == {CELL: ("available",)}
    assert carried({"v l": Former(tracked=None, count="7")}, shelf(None, here=True)) == {}
    assert carried({"v l": Former(tracked=None, count="0")}, shelf(None, here=True)) == {CELL: ("indefinitely",)}


@pytest.mark.anyio
async def test_only_the_catalog_ends_a_count() -> None:
    """Counts are looked at for minutes, and the catalog is not: what it shows then is still known as ours."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400)])
    await till.open()
    await till.on_channel("Soup", FAR)
    for _ in range(2):
        (claim,) = await till.merchant.claimed()
        await till.take(claim)
        if not till.out():
            await till.looked()
    assert (await till.merchant.timers())[POS, "look.menu"].due >= till.merchant.time.at - timedelta(seconds=1)
    for _ in range(3):
        till.merchant.time.at += timedelta(minutes=2)
        await till.merchant.looked(POS, till.counted(), "availability")
    await till.looked()
    assert [one.target for one in await till.merchant.facts("cells_folded")] == [LINK]


@pytest.mark.anyio
async def test_a_count_that_is_seen_before_its_answer() -> None:
    """Sold out until an hour, which the till cannot say: what it shows is ours, and nothing is doubted."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400)])
    till.objects[0]["item_data"]["variations"][0]["item_variation_data"]["track_inventory"] = True
    till.counts["V1"] = "7"
    await till.open()
    await till.on_channel("Soup", FAR - 3600)
    (claim,) = await till.merchant.claimed()
    till.counts["V1"] = "0"
    await till.looked()
    await till.merchant.write_answered(claim)
    await till.settle()
    assert await till.merchant.facts("unsure") == []
    assert await till.merchant.facts("asked") == []


@pytest.mark.anyio
async def test_both_sides_know_a_size_by_one_name() -> None:
    """Put on sale at the till while the channel sells it out until an hour: sold out wins, and that is noted."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400)])
    await till.open()
    till.by_hand["V1"] = None
    await till.looked()
    await till.settle()
    await till.rest()
    del till.by_hand["V1"]
    await till.looked()
    await till.on_channel("Soup", FAR - 3600)
    await till.settle()
    assert [one.ruling for one in await till.merchant.facts("unsure")][:1] == ["overruled"]
    assert till.out() == ["V1"]


@pytest.mark.anyio
async def test_a_till_that_only_observes_is_given_back_nothing() -> None:
    """Its only location observes: what was counted away stays so, and is given back once it is live again."""
    till = Till(await Merchant.open(), [item(1, "Soup", 650), item(2, "Cake", 400)])
    till.objects[0]["item_data"]["variations"][0]["item_variation_data"]["track_inventory"] = True
    till.counts["V1"] = "7"
    await till.open()
    await till.on_channel("Soup", FAR)
    await till.settle()
    await till.rest()
    await till.merchant.command("observe", "lnk_square")
    for _ in range(2):
        await till.rest()
        assert await till.settle() == []
    assert till.counts == {"V1": "0"}
    await till.live("lnk_square")
    await till.on_channel("Soup", None)
    assert await till.settle() == [(POS, "availability")]
    assert till.counts == {"V1": "7"}
