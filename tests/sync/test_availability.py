"""Sold out, both ways: what a channel's people 86 is sold out at the till, and given back as it was found."""

import json
from datetime import timedelta

import pytest
from tests.sync.merchant import LINK, POS, Json, Merchant, item
from tests.sync.till import FAR, Till, about, sold

pytestmark = pytest.mark.anyio
CATALOG, COUNTS = (POS, "menu"), (POS, "availability")


def soup(**more: object) -> Json:
    found = item(1, "Soup", 650)
    found["item_data"]["variations"][0]["item_variation_data"] |= more
    return found


CAKE = item(2, "Cake", 400)


async def opened(*objects: Json, **counts: str) -> Till:
    till = Till(await Merchant.open(), list(objects or (soup(), CAKE)), counts=dict(counts))
    await till.open()
    return till


async def test_sold_out_on_the_channel_is_sold_out_at_the_till() -> None:
    """A size that nobody counts: it is counted from now on, there is none of it, and nothing else changes."""
    till = await opened()
    await till.on_channel("Soup", FAR)
    (claim,) = await till.merchant.claimed()
    assert about(claim) == CATALOG
    await till.take(claim)
    assert (till.out(), till.tracked(till.sizes()[0])) == ([], True)
    await till.looked()
    (claim,) = await till.merchant.claimed()
    assert about(claim) == COUNTS
    await till.take(claim)
    assert (till.out(), till.counts) == (["V1"], {"V1": "0"})
    assert await till.settle() == []
    assert list(sold(till.menu)) == ["Soup"]


async def test_on_sale_again_is_as_it_was_found() -> None:
    """Once on sale again on the channel, it is not counted at the till any more: its catalog is what it was."""
    till = await opened()
    before = json.loads(till.shown())
    await till.on_channel("Soup", FAR)
    assert await till.settle() == [CATALOG, COUNTS]
    await till.rest()
    await till.on_channel("Soup", None)
    assert await till.settle() == [CATALOG]
    assert till.out() == []
    assert [one["item_data"]["variations"] for one in json.loads(till.shown())["objects"]] == [
        [
            {**size, "item_variation_data": {**size["item_variation_data"], "location_overrides": []}}
            if size["id"] == "V1"
            else size
            for size in one["item_data"]["variations"]
        ]
        for one in before["objects"]
    ]
    assert sold(till.menu) == {}


async def test_a_count_is_given_back() -> None:
    """What is counted anyway is counted away and back; its catalog is not touched."""
    till = await opened(soup(track_inventory=True), CAKE, V1="7")
    await till.on_channel("Soup", FAR)
    assert await till.settle() == [COUNTS]
    assert (till.out(), till.counts) == (["V1"], {"V1": "0"})
    await till.rest()
    await till.on_channel("Soup", None)
    assert await till.settle() == [COUNTS]
    assert (till.out(), till.counts) == ([], {"V1": "7"})


async def test_what_was_sold_since_is_not_given_back() -> None:
    """The count that is noted is that of a fresh look: two that were sold since the last one do not come back."""
    till = await opened(soup(track_inventory=True), CAKE, V1="7")
    await till.rest()
    till.merchant.time.at += timedelta(minutes=5)
    till.counts["V1"] = "5"
    till.merchant.shown[COUNTS] = till.counted()
    await till.on_channel("Soup", FAR)
    await till.settle()
    assert till.counts == {"V1": "0"}
    await till.rest()
    await till.on_channel("Soup", None)
    await till.settle()
    assert till.counts == {"V1": "5"}


async def test_our_counts_are_no_edits() -> None:
    """What follows at the till from our own writes is nobody's edit, and nothing was taken for a question."""
    till = await opened()
    await till.on_channel("Soup", FAR)
    await till.settle()
    await till.rest()
    await till.on_channel("Soup", None)
    await till.settle()
    assert [one.target for one in await till.merchant.facts("cells_folded")] == [LINK, LINK]
    assert await till.merchant.facts("asked") == []
    assert await till.merchant.facts("unsure") == []


async def test_there_and_back_again_at_once() -> None:
    """Sold out, on sale, sold out within seconds: it ends sold out on both sides, and the first count is not lost."""
    till = await opened(soup(track_inventory=True), CAKE, V1="7")
    for until in (FAR, None, FAR):
        await till.on_channel("Soup", until)
        (claim,) = (await till.merchant.claimed())[:1] or (None,)
        if claim is not None:
            await till.take(claim)
            await till.looked()
    await till.settle()
    assert (till.out(), list(sold(till.menu))) == (["V1"], ["Soup"])
    await till.rest()
    await till.on_channel("Soup", None)
    await till.settle()
    assert (till.out(), till.counts, sold(till.menu)) == ([], {"V1": "7"}, {})


async def test_another_worker_goes_on_between_two_steps() -> None:
    """After any step somebody else takes over, with nothing in mind: the 86 arrives, what was there comes back."""
    till = await opened(soup(), CAKE, V1="3")
    for until, expected in ((FAR, ["V1"]), (None, [])):
        await till.on_channel("Soup", until)
        for _ in range(6):
            await till.merchant.restarted()
            for claim in await till.merchant.claimed():
                await till.take(claim)
                await till.merchant.restarted()
                await till.looked()
        assert till.out() == expected
        await till.rest()
    assert (till.counts, till.tracked(till.sizes()[0])) == ({"V1": "3"}, False)


async def test_a_write_without_an_answer_is_looked_for() -> None:
    """A count that was not answered and did nothing is written again; what it would have done is not taken for done."""
    till = await opened(soup(track_inventory=True), CAKE, V1="7")
    await till.on_channel("Soup", FAR)
    (claim,) = await till.merchant.claimed()
    await till.merchant.write_answered(claim, "unknown")
    await till.looked()
    assert await till.settle() == [COUNTS]
    assert till.out() == ["V1"]


async def test_staff_sell_out_at_the_till() -> None:
    """What staff mark at the till by hand is suspended on the channel, and nothing is counted."""
    till = await opened()
    till.by_hand["V1"] = None
    await till.looked()
    assert await till.settle() == [(LINK, "menu")]
    assert list(sold(till.menu)) == ["Soup"]
    del till.by_hand["V1"]
    await till.looked()
    assert await till.settle() == [(LINK, "menu")]
    assert sold(till.menu) == {}


async def test_staff_sell_out_until_an_hour() -> None:
    """The hour goes along; when it has come, both sides are on sale again, and nobody edited anything."""
    till = await opened()
    ends = till.merchant.time.at + timedelta(hours=1)
    till.by_hand["V1"] = ends.strftime("%Y-%m-%dT%H:%M:%SZ")
    await till.looked()
    assert await till.settle() == [(LINK, "menu")]
    assert sold(till.menu) == {"Soup": int(ends.replace(microsecond=0).timestamp())}
    till.merchant.time.at = ends
    del till.by_hand["V1"]
    await till.merchant.turn()
    assert len(await till.merchant.facts("ended")) == 1
    assert await till.settle() == []
    assert len(await till.merchant.facts("cells_folded")) == 1
    assert [kind for kind, _ in await till.merchant.rows()].count("Availability") == 0


async def test_sold_out_on_the_channel_until_an_hour() -> None:
    """Square knows no hour: we put it on sale again when it has come, by a timer."""
    till = await opened(soup(track_inventory=True), CAKE, V1="7")
    ends = (till.merchant.time.at + timedelta(hours=1)).replace(microsecond=0)
    await till.on_channel("Soup", int(ends.timestamp()))
    assert await till.settle() == [COUNTS]
    assert await till.merchant.facts("unsure") == []
    assert ("catalog", "sync.expiry") in await till.merchant.timers()
    till.merchant.time.at = ends
    await till.merchant.turn()
    assert await till.settle() == [COUNTS]
    assert (till.out(), till.counts) == ([], {"V1": "7"})
    assert len(await till.merchant.facts("cells_folded")) == 1


async def test_what_staff_marked_by_hand_cannot_be_put_on_sale_from_the_channel() -> None:
    """Square takes no such write: the edit is refused with the reason, and the channel shows it as sold out again."""
    till = await opened()
    till.by_hand["V1"] = None
    await till.looked()
    await till.settle()
    await till.rest()
    await till.on_channel("Soup", None)
    assert await till.settle() == [(LINK, "menu")]
    assert list(sold(till.menu)) == ["Soup"]
    (fact,) = await till.merchant.facts("edit_refused")
    assert "by hand" in fact.why


async def test_what_ran_out_at_the_till_cannot_be_put_on_sale_from_the_channel() -> None:
    """Nobody but who counts knows how many there are: the edit is refused."""
    till = await opened(soup(track_inventory=True), CAKE, V1="7")
    till.counts["V1"] = "0"
    await till.looked()
    await till.settle()
    assert list(sold(till.menu)) == ["Soup"]
    await till.rest()
    await till.on_channel("Soup", None)
    await till.settle()
    assert (till.counts, list(sold(till.menu))) == ({"V1": "0"}, ["Soup"])
    (fact,) = await till.merchant.facts("edit_refused")
    assert "counts none" in fact.why


async def test_somebody_counts_what_we_sold_out() -> None:
    """A delivery is counted at the till: that puts it on sale on the channel, and the count stays theirs."""
    till = await opened(soup(track_inventory=True), CAKE, V1="7")
    await till.on_channel("Soup", FAR)
    await till.settle()
    await till.rest()
    till.counts["V1"] = "12"
    await till.looked()
    assert await till.settle() == [(LINK, "menu")]
    assert (till.counts, sold(till.menu)) == ({"V1": "12"}, {})


async def test_sold_out_wins_where_both_come_at_once() -> None:
    """Put on sale on the channel while staff sell it out at the till, mutually unseen: it is sold out."""
    till = await opened(soup(track_inventory=True), CAKE, V1="7")
    await till.on_channel("Soup", FAR)
    await till.settle()
    await till.rest()
    till.by_hand["V1"] = None
    await till.on_channel("Soup", None)
    await till.settle()
    assert (till.out(), list(sold(till.menu))) == (["V1"], ["Soup"])


async def test_an_item_is_all_of_its_sizes() -> None:
    """An item suspended as a whole is sold out in every size; a size that staff put on sale comes back alone."""
    many = item(3, "Tea", 300)
    second = json.loads(json.dumps(many["item_data"]["variations"][0]))
    second["id"], second["item_variation_data"]["name"] = "V4", "Large"
    second["item_variation_data"]["price_money"]["amount"] = 400
    many["item_data"]["variations"].append(second)
    till = await opened(many, CAKE)
    await till.on_channel("Tea", FAR)
    assert await till.settle() == [CATALOG, COUNTS]
    assert till.out() == ["V3", "V4"]
    await till.rest()
    till.counts["V3"] = "9"
    await till.looked()
    await till.settle()
    assert (till.out(), list(sold(till.menu))) == (["V4"], ["Large"])


async def test_a_link_that_is_not_live_is_not_counted() -> None:
    """While the point of sale is only observed, nothing is written there, whatever is 86'd."""
    till = await opened()
    await till.merchant.command("observe", "lnk_square")
    await till.on_channel("Soup", FAR)
    assert [about(one) for one in await till.merchant.claimed() if about(one)[0] == POS] == []


async def test_a_choice_cannot_be_marked_at_the_till() -> None:
    """Square takes no 86 of a choice: that is said once, the choice stays sold out on the channel, and sizes go on."""
    milk = {
        "type": "MODIFIER",
        "id": "M1",
        "version": 1,
        "modifier_data": {"name": "Oat milk", "modifier_list_id": "G1"},
    }
    milk["modifier_data"] |= {"price_money": {"amount": 60, "currency": "USD"}}  # type: ignore[operator]  # any JSON
    group = {"name": "Milk", "modifiers": [milk]}
    milks = {"type": "MODIFIER_LIST", "id": "G1", "version": 1, "modifier_list_data": group}
    coffee = item(1, "Coffee", 300, modifier_list_info=[{"modifier_list_id": "G1"}])
    till = await opened(coffee, CAKE)
    till.objects.append(milks)
    await till.looked()
    await till.settle()
    await till.on_channel("Oat milk", FAR)
    assert await till.settle() == []
    await till.on_channel("Cake", FAR)
    assert await till.settle() == [CATALOG, COUNTS]
    assert list(sold(till.menu)) == ["Cake", "Oat milk"]
    (fact,) = await till.merchant.facts("not_held")
    assert "choice" in fact.why
