"""The judge over menus in books made by hand: what is apart, what was lost, what is erased, and what it cannot tell."""

import copy
from dataclasses import replace
from typing import Any

import pytest
from tests.sandbox.books import OPEN, SOUP, STORE, TEA, WORLD, Books, Json, text

from tournant.sandbox.judge import Settings, verdict, week
from tournant.sandbox.judge.square_menu import Till
from tournant.sandbox.world.hours import later

PRICE = ("price", "V-soup", "P")
FAR = 253_402_300_799


def test_what_agrees_is_in_agreement() -> None:
    """Books in which both sides hold the same give no finding, and every key is there."""
    report = Books().report()
    assert verdict(report) == []
    assert report["links"] == report["links_in_agreement"] == 1
    assert report.keys() >= {
        *("links", "links_in_agreement", "edits", "faults", "orders_sent", "orders_injected", "orders_denied_in_time"),
        *("orders_cancelled_by_customer", "orders_with_a_person", "orders_lost", "orders_doubled", "orders_late"),
        *("calls", "limit_violations", "time_to_visible_s"),
    }
    assert (report["faults"], report["calls"]) == (4, 10)
    assert report["time_to_visible_s"] == {"p50": None, "p99": None}


def _name(books: Books) -> None:
    books.item("u-soup")["title"] = text("Broth")


def _price(books: Books) -> None:
    books.item("u-soup")["price_info"] = {"price": 510}


def _size(books: Books) -> None:
    books.item("u-l")["price_info"] = {"price": 160}


def _size_in_its_group(books: Books) -> None:
    rule = {"context_type": "MODIFIER_GROUP", "context_value": "g-size", "price": 10}
    books.item("u-l")["price_info"] = {"price": 150, "overrides": [rule]}


def _choice(books: Books) -> None:
    books.item("u-rye")["price_info"] = {"price": 90}


def _sold_out(books: Books) -> None:
    books.item("u-tea")["suspension_info"] = {"suspension": {"suspend_until": FAR}}


def _sold_out_at_the_till(books: Books) -> None:
    books.size("V-l")["location_overrides"] = [{"location_id": "P", "sold_out": True}]


def _size_sold_out(books: Books) -> None:
    books.item("u-l")["suspension_info"] = {"suspension": {"suspend_until": FAR}}


def _not_served(books: Books) -> None:
    books.uber["categories"].append({"id": "later", "entities": [{"id": "u-tea"}]})
    books.uber["categories"][0]["entities"].pop()


def _sizes_to_mix(books: Books) -> None:
    books.uber["modifier_groups"][1]["quantity_info"]["quantity"]["max_permitted"] = 2


def _hours(books: Books) -> None:
    books.uber["menus"][0]["service_availability"] = later(OPEN, 30).uber()


def _paused(books: Books) -> None:
    books.status = {"status": "OFFLINE", "offlineReason": "PAUSED_BY_RESTAURANT"}


def _missing(books: Books) -> None:
    books.uber["categories"][0]["entities"].pop()


def _twice(books: Books) -> None:
    books.uber["items"].append(books.item("u-soup") | {"id": "copy"})
    books.uber["categories"][0]["entities"].append({"id": "copy"})


def _no_list(books: Books) -> None:
    del books.item("u-soup")["modifier_group_ids"]


def _no_sizes(books: Books) -> None:
    del books.item("u-tea")["modifier_group_ids"]


def _gone_at_the_till(books: Books) -> None:
    del books.square["objects"][1]


def _elsewhere(books: Books) -> None:
    books.size("V-soup")["location_overrides"] = [{"location_id": "P", "price_money": {"amount": 520}}]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_name, "name I-soup P is 'Broth' at Uber Eats and 'Soup' at Square"),
        (_price, "price V-soup P is 510 at Uber Eats and 500 at Square"),
        (_size, "price V-l P is 360 at Uber Eats and 350 at Square"),
        (_size_in_its_group, "price V-l P is 210 at Uber Eats and 350 at Square"),
        (_choice, "choice M-rye P is 90 at Uber Eats and 100 at Square"),
        (_sold_out, "on V-s P is False at Uber Eats and True at Square"),
        (_size_sold_out, "on V-l P is False at Uber Eats and True at Square"),
        (_not_served, "Tea is not on the menu"),
        (_sizes_to_mix, "price V-l P is None at Uber Eats and 350 at Square"),
        (_sold_out_at_the_till, "on V-l P is True at Uber Eats and False at Square"),
        (_hours, "hours P is"),
        (_paused, "paused S is True at Uber Eats and should be False"),
        (_missing, "Tea is not on the menu"),
        (_twice, "Soup is on the menu and is no dish, or stands there twice"),
        (_no_list, "lists I-soup P is () at Uber Eats and ('L-bread',) at Square"),
        (_no_sizes, "price V-s P is None at Uber Eats and 200 at Square"),
        (_gone_at_the_till, "Tea is not at the till"),
        (_elsewhere, "price V-soup P is 500 at Uber Eats and 520 at Square"),
    ],
)
def test_what_is_apart_is_named(spoil: Any, said: str) -> None:  # noqa: ANN401 - any change to books
    """Each field that both sides hold is compared, and a difference is said with both values."""
    books = Books()
    spoil(books)
    report = books.report()
    assert report["links_in_agreement"] == 0
    assert any(said in one for one in report["disagreements"]), report["disagreements"]
    assert verdict(report)[0].startswith("1 of 1 links are not in agreement: S: ")


def test_a_sort_of_field_can_be_left_out_and_is_named() -> None:
    """What a run does not judge is in its report."""
    books = Books()
    _hours(books)
    report = books.report(settings=Settings(not_judged=frozenset({"hours"})))
    assert verdict(report) == []
    assert report["not_judged"] == ["hours"]


def edited(*edits: tuple[float, str, int], shown: int) -> Books:
    """The price of the soup was edited so, and both sides show this in the end."""
    books = Books()
    for seconds, partner, value in edits:
        books.edit(seconds, partner, PRICE, value)
    books.item("u-soup")["price_info"] = {"price": shown}
    books.size("V-soup")["price_money"]["amount"] = shown
    return books


def looks(books: Books, *times: float) -> Books:
    for one in times:
        books.look("square", one)
        books.look("uber_eats", one)
    return books


def test_the_last_edit_holds() -> None:
    """Of two edits on one side the last one counts, whatever either was; the first value is no answer."""
    for shown, lost in ((520, 0), (510, 1), (500, 1)):
        report = looks(edited((10, "square", 510), (20, "square", 520), shown=shown), 0, 30).report()
        assert report["edits_lost"] == lost
        assert report["links_in_agreement"] == 1 - lost
        assert ("1 edits were lost" in " ".join(verdict(report))) == bool(lost)


def test_of_edits_that_no_look_could_tell_apart_either_holds() -> None:
    """Two sides were edited between the same two looks: either value is right, a third is not."""
    for shown, lost in ((510, 0), (520, 0), (500, 1), (515, 1)):
        books = looks(edited((10, "square", 510), (20, "uber_eats", 520), shown=shown), 0, 30)
        report = books.report()
        assert (report["edits_lost"], report["edits_concurrent"]) == (lost, 1)


def test_of_edits_with_a_look_between_them_the_later_holds() -> None:
    """As soon as both sides were looked at between the two edits, the earlier value is a lost update."""
    for shown, lost in ((520, 0), (510, 1)):
        books = looks(edited((10, "square", 510), (20, "uber_eats", 520), shown=shown), 0, 15, 30)
        report = books.report()
        assert (report["edits_lost"], report["edits_concurrent"]) == (lost, 0)


def test_one_look_at_one_side_does_not_tell_them_apart() -> None:
    """A look at the side of the first edit alone leaves the span of the second as it was."""
    books = edited((10, "square", 510), (20, "uber_eats", 520), shown=510)
    for partner, seconds in (("square", 0), ("uber_eats", 0), ("square", 15), ("square", 30), ("uber_eats", 30)):
        books.look(partner, seconds)
    assert books.report()["edits_lost"] == 0


def test_a_look_is_all_its_pages() -> None:
    """A read that goes on over several pages ends with the last: an edit during it may be in it or not."""
    books = edited((10, "square", 510), (20, "uber_eats", 520), shown=510)
    books.look("square", 0)
    books.look("uber_eats", 0)
    books.look("square", 12)
    books.look("square", 18, further=True)
    books.look("uber_eats", 17)
    books.look("uber_eats", 30)
    assert books.report()["edits_lost"] == 0
    books.calls = [one for one in books.calls if not one["further"]]
    assert books.report()["edits_lost"] == 1


def test_a_failed_read_is_no_look() -> None:
    """A read that was refused told nobody anything."""
    books = looks(edited((10, "square", 510), (20, "uber_eats", 520), shown=510), 0, 30)
    for partner in ("square", "uber_eats"):
        books.look(partner, 15, status=503)
    assert books.report()["edits_lost"] == 0


def test_the_way_of_a_call_widens_the_spans() -> None:
    """Edits that were a moment more than a look apart cannot be told apart by who is a moment away."""
    books = looks(edited((10, "square", 510), (20, "uber_eats", 520), shown=510), 0, 15, 30)
    assert books.report(settings=Settings(way_s=0))["edits_lost"] == 1
    assert books.report(settings=Settings(way_s=2))["edits_lost"] == 0


def test_both_ends_of_a_span_are_widened() -> None:
    """A look may have begun a way earlier than it arrived, and ended a way later."""
    books = edited((10, "square", 510), (20, "uber_eats", 520), shown=510)
    for partner, seconds in (("square", 0), ("uber_eats", 0), ("square", 14), ("uber_eats", 17), ("uber_eats", 30)):
        books.look(partner, seconds)
    assert books.report(settings=Settings(way_s=1.4))["edits_lost"] == 1
    assert books.report(settings=Settings(way_s=1.6))["edits_lost"] == 0


def test_an_edit_of_the_same_side_is_never_concurrent() -> None:
    """A side shows its last edit only: the one before is not accepted because another side was edited too."""
    books = edited((10, "square", 510), (12, "square", 530), (20, "uber_eats", 520), shown=510)
    assert looks(books, 0, 30).report()["edits_lost"] == 1


def test_values_that_come_again_are_held_to_their_last() -> None:
    """A, B, A: the end is A, and B is lost data."""
    for shown, lost in ((500, 0), (510, 1)):
        books = looks(edited((10, "square", 510), (50, "square", 500), shown=shown), 0, 30, 70)
        assert books.report()["edits_lost"] == lost


def test_an_edit_that_nobody_could_see_before_it_was_overwritten_is_counted_and_not_held() -> None:
    """A write that was composed before the edit came after it, with no look between: either value is accepted."""
    for shown, lost in ((500, 0), (520, 0), (510, 1)):
        books = looks(edited((20, "uber_eats", 520), shown=shown), 0, 30)
        books.upload(22, "api", {"price_info": {"price": 500}})
        report = books.report()
        assert (report["edits_lost"], report["edits_overwritten_unseen"]) == (lost, 1)


def test_an_edit_that_could_be_seen_may_not_be_overwritten() -> None:
    """The same with a look between the edit and the write is a lost update; so is one that came too late for a race."""
    for look, wrote in ((21, 22), (100, 60)):
        books = looks(edited((20, "uber_eats", 520), shown=500), 0, look, 130)
        books.upload(wrote, "api", {"price_info": {"price": 500}})
        report = books.report()
        assert (report["edits_lost"], report["edits_overwritten_unseen"]) == (1, 0)


def test_only_another_value_at_the_same_side_overwrites() -> None:
    """The same value again, or a write on the other side, takes nothing from an edit: who loses it then has lost it."""
    books = looks(edited((20, "uber_eats", 520), shown=500), 0, 30)
    books.upload(22, "api", {"price_info": {"price": 520}})
    books.wrote(23, "api", "square", ("catalog.upsert", "I-soup", copy.deepcopy(books.square["objects"][0])))
    report = books.report()
    assert (report["edits_lost"], report["edits_overwritten_unseen"]) == (1, 0)


def test_a_single_item_that_is_written_overwrites_as_well() -> None:
    """Not only a whole menu can come after an edit that nobody could have seen."""
    books = looks(edited((20, "uber_eats", 520), shown=500), 0, 30)
    books.wrote(22, "api", "uber_eats", ("menu.item", "u-soup", copy.deepcopy(books.item("u-soup"))))
    assert books.report()["edits_overwritten_unseen"] == 1


def test_a_change_that_nobody_made_is_a_disagreement() -> None:
    """Both sides agree on a price that nobody ever entered: not in agreement with the truth, though no edit is lost."""
    report = edited(shown=999).report()
    assert (report["links_in_agreement"], report["edits_lost"]) == (0, 0)
    assert "price V-soup P is 999 at Square and should be 500" in " ".join(report["disagreements"])


def test_fields_that_are_not_ours_stay_as_they_were_left() -> None:
    """A custom attribute, a member that nobody documents, one of the whole menu: each is missed when it is gone."""
    books = Books()
    del books.square["objects"][0]["custom_attribute_values"]
    del books.item("u-soup")["house_note"]
    del books.uber["house_layout"]
    report = books.report()
    assert report["fields_erased"] == 3
    assert report["links_in_agreement"] == 1
    assert "3 fields that the platform does not model" in verdict(report)[0]


def test_a_field_that_is_not_ours_goes_with_its_item() -> None:
    """An item that was put anew under another id has lost what staff wrote on it."""
    books = Books()
    books.uber["items"][0] = {**books.item("u-soup"), "id": "new"}
    del books.uber["items"][0]["house_note"]
    books.uber["categories"][0]["entities"][0] = {"id": "new"}
    books.upload(5, "api")
    assert books.report()["fields_erased"] == 1


def test_an_edit_of_a_field_that_is_not_ours_is_held() -> None:
    """What staff changed there last is what has to be there."""
    books = looks(Books(), 0, 30)
    books.edit(10, "uber_eats", ("house_note", "S", "u-soup"), "window")
    books.edit(10, "square", ("custom", "I-soup"), "Grill")
    assert books.report()["fields_erased"] == 2
    books.item("u-soup")["house_note"] = {"printer": "window"}
    books.square["objects"][0]["custom_attribute_values"]["Square:kitchen-station"]["string_value"] = "Grill"
    assert books.report()["fields_erased"] == 0


def test_a_dish_that_the_platform_put_there_is_known_by_its_name_then() -> None:
    """An id that appears is the dish that was called so then, and stays it through every later name and price."""
    books = Books()
    books.uber["items"][1] = {**books.item("u-tea"), "id": "ours"}
    books.uber["categories"][0]["entities"][1] = {"id": "ours"}
    books.upload(5, "api")
    books.edit(50, "square", ("name", "I-tea", "P"), "Chai")
    books.item("ours")["title"] = text("Chai")
    books.square["objects"][1]["item_data"]["name"] = "Chai"
    assert verdict(looks(books, 0, 60).report()) == []


def test_time_to_visible_is_from_an_edit_to_the_write_on_the_other_side() -> None:
    """Seconds are counted to the first write with the new value; what was superseded before, or known, is left out."""
    books = looks(edited((10, "square", 510), (40, "square", 520), (70, "uber_eats", 530), shown=530), 0, 20, 60, 90)
    books.upload(16, "api", {"price_info": {"price": 510}})
    books.upload(30, "api", {"price_info": {"price": 510}})
    books.upload(64, "api", {"price_info": {"price": 520}})
    item = copy.deepcopy(books.square["objects"][0])
    books.wrote(80, "api", "square", ("catalog.upsert", "I-soup", item))
    report = books.report()
    assert report["time_to_visible_s"] == {"p50": 10.0, "p99": 24.0}
    assert report["edits"] == 3


def test_what_came_too_late_or_was_there_already_took_no_time() -> None:
    """A write after the next edit, a value that the side showed before, one that staff entered: none is counted."""
    books = looks(edited((10, "square", 510), (12, "square", 520), (40, "square", 530), shown=530), 0, 20, 60)
    books.upload(16, "api", {"price_info": {"price": 510}})
    books.upload(30, "api", {"price_info": {"price": 530}})
    books.upload(50, "api", {"price_info": {"price": 530}})
    assert books.report()["time_to_visible_s"]["p50"] is None
    both = looks(edited((10, "square", 510), (12, "uber_eats", 510), shown=510), 0, 20)
    both.wrote(12, "staff", "uber_eats", ("menu.item", "u-soup", copy.deepcopy(both.item("u-soup"))))
    assert both.report()["time_to_visible_s"]["p50"] is None
    own = looks(edited((10, "square", 510), shown=510), 0, 20)
    own.wrote(15, "api", "square", ("catalog.upsert", "I-soup", copy.deepcopy(own.square["objects"][0])))
    assert own.report()["time_to_visible_s"]["p50"] is None


def test_a_single_item_that_is_written_is_visible_too() -> None:
    """A price can arrive with an item of its own as well as with a menu."""
    books = looks(edited((10, "square", 510), shown=510), 0, 20)
    books.wrote(15, "api", "uber_eats", ("menu.item", "u-soup", copy.deepcopy(books.item("u-soup"))))
    assert books.report()["time_to_visible_s"]["p50"] == 5


def test_a_count_makes_sold_out_visible_at_the_till() -> None:
    """None left is sold out, some left is not."""
    books = looks(Books(), 0, 60)
    books.edit(10, "uber_eats", ("on", "V-soup", "P"), False)  # noqa: FBT003 - a value
    for seconds, quantity in ((14, "5"), (17, "0")):
        books.wrote(seconds, "api", "square", ("inventory.count", "V-soup", {"quantity": quantity, "location_id": "P"}))
    assert books.report()["time_to_visible_s"]["p50"] == 7


def test_dishes_of_one_name_are_told_apart_by_price() -> None:
    """Of two that appear under new ids each is one, the nearer prices first, in whatever order they stand."""
    dear = replace(SOUP, item_id="I-dear", sizes=(replace(SOUP.sizes[0], variation_id="V-dear", price=900),))
    merchant = replace(WORLD.merchants[0], courses=(SOUP, TEA, dear), stores=(replace(STORE, matching={}),))
    one = copy.deepcopy(Books().square["objects"][0]) | {"id": "I-dear"}
    one["item_data"]["variations"][0] |= {"id": "V-dear"}
    one["item_data"]["variations"][0]["item_variation_data"]["price_money"] = {"amount": 900}
    for order in (1, -1):
        books = Books()
        books.square["objects"].append(one)
        books.uber["items"].append(books.item("u-soup") | {"id": "u-dear", "price_info": {"price": 600}})
        entities = [{"id": "u-soup"}, {"id": "u-tea"}, {"id": "u-dear"}][::order]
        books.uber["categories"][0]["entities"] = entities
        books.upload(5, "api")
        report = books.report(world=replace(WORLD, merchants=(merchant,)))
        assert report["disagreements"] == [
            "S: price V-dear P is 600 at Uber Eats and 900 at Square",
            "S: price V-dear P is 600 at Uber Eats and should be 900",
        ]


def test_a_name_that_a_dish_has_only_later_does_not_tell_who_it_is() -> None:
    """What appears is whoever was called so until then, and not a dish of that very price that takes the name later."""
    cake = replace(
        SOUP, item_id="I-cake", name="Cake", sizes=(replace(SOUP.sizes[0], variation_id="V-cake", price=505),)
    )
    merchant = replace(WORLD.merchants[0], courses=(SOUP, cake), stores=(replace(STORE, matching={}),))
    books = looks(Books(), 0, 100)
    soup, tea = books.square["objects"][:2]
    soup["item_data"]["name"], tea["item_data"]["name"], tea["id"] = "Broth", "Soup", "I-cake"
    books.uber["items"][0] = {**books.item("u-soup"), "id": "new", "price_info": {"price": 505}}
    books.uber["categories"][0]["entities"][0] = {"id": "new"}
    books.upload(5, "api")
    books.edit(50, "square", ("name", "I-soup", "P"), "Broth")
    books.edit(60, "square", ("name", "I-cake", "P"), "Soup")
    books.item("new")["title"] = text("Broth")
    wrong = books.report(world=replace(WORLD, merchants=(merchant,)))["disagreements"]
    assert not any(one.startswith("S: name I-soup") for one in wrong), wrong
    assert "S: price V-soup P is 505 at Uber Eats and 500 at Square" in wrong


def _item(name: str) -> Json:
    return {"id": name, "type": "ITEM", "item_data": {"name": name}}


def test_what_is_not_sold_at_a_location_is_not_missed_there() -> None:
    """An object may be at some locations only, or at all but some; so may a size."""
    one, two, three = (_item(name) for name in ("a", "b", "c"))
    two |= {"present_at_all_locations": False, "present_at_location_ids": ["P"]}
    three |= {"absent_at_location_ids": ["P"]}
    data = {"name": "Regular", "price_money": {"amount": 5}}
    one["item_data"] |= {
        "variations": [
            {"id": "V", "type": "ITEM_VARIATION", "absent_at_location_ids": ["P"], "item_variation_data": data}
        ]
    }
    locations = [{"id": "P"}, {"id": "Q"}]
    till = Till({"objects": [one, two, three], "locations": locations})
    assert {cell[1] for cell in till.cells("P") if cell[0] in {"name", "price"}} == {"a", "b"}
    assert {cell[1] for cell in till.cells("Q") if cell[0] in {"name", "price"}} == {"a", "c", "V"}


def test_a_day_at_uber_ends_at_midnight_however_it_is_written() -> None:
    """23:59, and 00:00 as an end, are the end of the day; what begins there goes on."""
    for end in ("23:59", "00:00"):
        days = [
            {"day_of_week": "monday", "time_periods": [{"start_time": "22:00", "end_time": end}]},
            {"day_of_week": "tuesday", "time_periods": [{"start_time": "00:00", "end_time": "02:00"}]},
        ]
        assert week.of_uber({"menus": [{"service_availability": days}]}) == ((1320, 1560),)
