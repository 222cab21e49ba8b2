"""The judge over menus in books made by hand: what is apart, what is erased, which dish is which."""

import copy
from dataclasses import replace
from typing import Any

import pytest
from tests.sandbox.books import OPEN, SOUP, STORE, TEA, WORLD, Books, Json, looks, text

from tournant.sandbox.judge import Settings, verdict, week
from tournant.sandbox.judge.square_menu import Till
from tournant.sandbox.world.hours import later

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


def _two_menus(books: Books) -> None:
    books.uber["menus"].append(books.uber["menus"][0] | {"id": "another"})


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
        (_two_menus, "the category All stands in two menus"),
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
