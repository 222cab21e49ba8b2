"""Several locations of one account: what is live at one says nothing of another."""

import pytest
from tests.sync.merchant import POS
from tests.sync.till import FAR, sold
from tests.sync.two_places import PLACE_B, SQUARE_A, SQUARE_B, UBER_A, UBER_B, TwoPlaces

from tournant.facts.sync import CommandDone
from tournant.kernel.ids import derived

pytestmark = pytest.mark.anyio
ALL = (SQUARE_A, SQUARE_B, UBER_A, UBER_B)
CATALOG, COUNTS = (POS, "menu"), (POS, "availability")
SOUP = derived(POS, "Item", "I1")
CAKE_SIZE = derived(POS, "Variation", "V2")


async def observed(there: TwoPlaces, link: str) -> str:
    """What the person is told who lets a link observe."""
    said = await there.merchant.command("observe", link)
    assert isinstance(said, CommandDone), said
    return said.said or ""


async def test_what_is_counted_at_a_location_that_observes_is_left_there() -> None:
    """A write for another location does not take back there that a size is counted: it stays sold out."""
    there = await TwoPlaces.open(*ALL)
    await there.on_channel(UBER_B, "Soup", FAR)
    assert await there.settle() == [CATALOG, COUNTS]
    assert there.out() == [("V1", "L2")]
    await there.rest()
    await observed(there, SQUARE_B)
    await there.merchant.command("set", CAKE_SIZE, field="price", value="4.50")
    assert CATALOG in await there.settle()
    assert there.out() == [("V1", "L2")]


async def test_nothing_is_counted_at_a_location_that_observes() -> None:
    """Neither there alone, however often it is looked at, nor along with what is counted elsewhere."""
    there = await TwoPlaces.open(*ALL, counts={("V1", "L1"): "7", ("V1", "L2"): "9"})
    await there.on_channel(UBER_B, "Soup", FAR)
    assert await there.settle() == [COUNTS]
    await there.rest()
    await observed(there, SQUARE_B)
    await there.rest()
    assert await there.settle() == []
    await there.on_channel(UBER_A, "Soup", FAR)
    assert await there.settle() == [COUNTS]
    assert there.counts == {("V1", "L1"): "0", ("V1", "L2"): "0"}


@pytest.mark.parametrize("counts", [{}, {("V1", "L1"): "7", ("V1", "L2"): "9"}])
async def test_what_was_left_is_given_back_once_it_is_live_again(counts: dict[tuple[str, str], str]) -> None:
    """On sale again while the location observed: it says so in the preview, and gets back what was there before."""
    there = await TwoPlaces.open(*ALL, counts=counts)
    before = [there.tracked(size, "L2") for size in there.sizes()]
    await there.on_channel(UBER_B, "Soup", FAR)
    await there.settle()
    await there.rest()
    await observed(there, SQUARE_B)
    await there.merchant.command("un86", SOUP, location=PLACE_B)
    await there.rest()
    assert [one for one in await there.settle() if one[0] == POS] == []
    assert there.out() == [("V1", "L2")]
    await there.live(SQUARE_B)
    await there.settle()
    assert there.out() == []
    if counts:
        assert there.counts == counts
    assert [there.tracked(size, "L2") for size in there.sizes()] == before


async def test_what_is_still_sold_out_when_it_is_live_again() -> None:
    """Nothing is written then, and what was there before is given back once it is on sale."""
    counts = {("V1", "L1"): "7", ("V1", "L2"): "9"}
    there = await TwoPlaces.open(*ALL, counts=counts)
    await there.on_channel(UBER_B, "Soup", FAR)
    await there.settle()
    await there.rest()
    await observed(there, SQUARE_B)
    await there.rest()
    await there.live(SQUARE_B)
    assert await there.settle() == []
    await there.on_channel(UBER_B, "Soup", None)
    assert await there.settle() == [COUNTS]
    assert (there.out(), there.counts) == ([], counts)


async def test_what_staff_counted_meanwhile_is_theirs() -> None:
    """A delivery, counted at a location that only observes, is on sale everywhere, and stays as it was counted."""
    counts = {("V1", "L1"): "7", ("V1", "L2"): "9"}
    there = await TwoPlaces.open(*ALL, counts=counts)
    await there.on_channel(UBER_B, "Soup", FAR)
    await there.settle()
    await there.rest()
    await observed(there, SQUARE_B)
    await there.rest()
    there.counts["V1", "L2"] = "12"
    await there.look()
    assert await there.settle() == [(UBER_B, "menu")]
    assert sold(there.menus[UBER_B]) == {}
    await there.rest()
    await there.live(SQUARE_B)
    assert await there.settle() == []
    assert there.counts == counts | {("V1", "L2"): "12"}


async def test_who_lets_a_till_observe_is_told_what_is_left_there() -> None:
    """What our count keeps sold out at this location, and how many there were; of another location nothing."""
    there = await TwoPlaces.open(*ALL, counts={("V1", "L1"): "7", ("V1", "L2"): "9", ("V2", "L1"): "3"})
    await there.on_channel(UBER_B, "Soup", FAR)
    await there.on_channel(UBER_A, "Cake", FAR)
    await there.settle()
    await there.rest()
    said = await observed(there, SQUARE_B)
    assert "Soup (9 before)" in said
    assert "Cake" not in said
    assert "counts it at the till" in said
    assert "Cake (3 before)" in await observed(there, SQUARE_A)


async def test_a_till_at_which_we_left_nothing() -> None:
    """Nothing more is said of one, nor of a channel; what staff marked by hand is theirs."""
    there = await TwoPlaces.open(*ALL)
    there.by_hand.add(("V1", "L2"))
    await there.look()
    await there.settle()
    for link in (SQUARE_B, UBER_B):
        assert await observed(there, link) == "it only observes now: nothing is written to its partner any more"
