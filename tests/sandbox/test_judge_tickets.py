"""The judge over tickets in books made by hand: which order each belongs to, and what is wrong on it."""

from typing import Any

import pytest
from tests.sandbox.books import WORLD, Books, Json, money
from tests.sandbox.ordered import (
    ACCEPTED,
    FIRST,
    SECOND,
    order,
    outcome,
    priced,
    ticket,
)

from tournant.sandbox import judge
from tournant.sandbox.judge import Settings, verdict


def _line(number: int, **change: object) -> Any:  # noqa: ANN401 - a change to a ticket
    def spoil(one: Json) -> None:
        one["line_items"][number] |= change

    return spoil


def _drop(one: Json) -> None:
    one["line_items"].pop()


def _add(one: Json) -> None:
    one["line_items"].append({"name": "Cake", "quantity": "1", "gross_sales_money": money(0)})


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_line(0, quantity="1", gross_sales_money=money(600)), "1 x soup at 600 with 1 rye was not ordered"),
        (_line(0, gross_sales_money=money(1100)), "2 x soup at 550 with 1 rye was not ordered"),
        (_line(0, modifiers=[]), "2 x soup at 600 with nothing was not ordered"),
        (_line(0, modifiers=[{"name": "White"}]), "2 x soup at 600 with 1 white was not ordered"),
        (_line(0, modifiers=[{"name": "Rye", "quantity": "2"}]), "with 2 rye was not ordered"),
        (_line(0, catalog_object_id="V-s"), "2 x soup at 600 with 1 rye is not on it"),
        (_line(1, variation_name="Small"), "1 x tea at 350 with 1 large is not on it"),
        (_line(0, note=""), "it does not say 'not too salty'"),
        (_drop, "1 x tea at 350 with 1 large is not on it"),
        (_add, "1 x cake at 0 with nothing was not ordered"),
        (lambda one: one.update(total_money=money(1500)), "it costs 1500 and not 1550"),
        (lambda one: one.update(fulfillments=[]), "it does not say 'Ring “twice”'"),
        (lambda one: one.update(location_id="Q"), "was entered at another location"),
    ],
)
def test_what_is_wrong_on_a_ticket_is_named(spoil: Any, said: str) -> None:  # noqa: ANN401 - a table
    """Dishes, sizes, choices, numbers, prices, sum, notes and place: each is compared, and said."""
    books = Books()
    order(books, ACCEPTED)
    spoil(ticket(books))
    report = books.report()
    assert outcome(report) == "injected"
    assert any(said in one for one in report["wrong"]), report["wrong"]
    assert any("things are wrong with orders" in one for one in verdict(report))


def test_a_dish_may_be_renamed_between_order_and_ticket() -> None:
    """The ticket may call a dish whatever it was ever called; with taxes in its sum it is right as well."""
    books = Books()
    order(books, ACCEPTED)
    books.edit(3, "square", ("name", "I-soup", "P"), "Broth")
    one = ticket(books)
    one["line_items"][0]["name"] = "Broth"
    one["total_money"] = money(1650)
    assert books.report()["orders_wrong"] == 0


def test_an_open_item_stands_for_a_dish_that_the_till_does_not_have() -> None:
    """A line that names no item is right where its name, its choices and its price are."""
    books = Books()
    order(books, ACCEPTED)
    tea = {"name": "Tea", "quantity": "1", "gross_sales_money": money(350), "modifiers": [{"name": "large"}]}
    ticket(books)["line_items"][1] = tea
    assert books.report()["orders_wrong"] == 0


@pytest.mark.parametrize(
    "named",
    [
        {"reference_id": FIRST},
        {"reference_id": "x", "metadata": {"order": f"uber {FIRST}"}},
        {"reference_id": "x", "ticket_name": "Uber 0ABCD"},
        {"reference_id": "0ABCD"},
        {"reference_id": "only our own number"},
    ],
)
def test_a_ticket_is_found_by_id_by_name_or_by_content(named: Json) -> None:
    """The order's id anywhere, its display id as a word, else the same content at that place: each finds the ticket."""
    books = Books()
    order(books, ACCEPTED)
    ticket(books, **named)
    report = books.report()
    assert (outcome(report), report["orders_wrong"]) == ("injected", 0)


def test_tickets_of_one_content_are_shared_out() -> None:
    """Of two tickets without a hint each of two equal orders has one; a third doubles the last of them."""
    books = Books()
    order(books, ACCEPTED)
    order(books, ACCEPTED, order_id=SECOND)
    ticket(books, reference_id="x")
    ticket(books, reference_id="y")
    report = books.report()
    assert (report["orders_injected"], report["orders_doubled"]) == (2, 0)
    ticket(books, reference_id="z")
    assert books.report()["orders_doubled"] == 1


def test_whoever_knows_says_whose_a_ticket_is() -> None:
    """A demo may say which order a ticket was made for; that comes first."""
    books = Books()
    order(books, ACCEPTED)
    order(books, ACCEPTED, order_id=SECOND)
    ticket(books, reference_id="a")
    ticket(books, reference_id="b")
    owner = {"a": SECOND, "b": FIRST}
    report = judge.judge(
        WORLD, books.truth, books.evidence(), ((), lambda one: owner[one["reference_id"]]), Settings(way_s=0)
    )
    assert (report["orders_injected"], report["orders_wrong"]) == (2, 0)


def test_a_ticket_of_the_application_that_belongs_to_no_order_is_wrong() -> None:
    """What the application entered and nobody ordered is said; what staff ring up is their own business."""
    books = Books()
    ticket(books)
    assert "belongs to no order" in books.report()["wrong"][0]
    books.tickets["T1"][0]["by"] = "staff"
    assert books.report()["orders_wrong"] == 0


def test_a_display_id_counts_at_its_own_location_only() -> None:
    """The same word on a ticket of another place says nothing."""
    books = Books()
    order(books, ACCEPTED)
    ticket(books, reference_id="0ABCD", location_id="Q")
    report = books.report()
    assert outcome(report) == "lost"
    assert "belongs to no order" in report["wrong"][0]


def test_choices_below_choices_count_for_each_of_them() -> None:
    """Two of a choice with one below each are two of the one below."""
    books = Books()
    placed = order(books, ACCEPTED)
    rye = placed["cart"]["items"][0]["selected_modifier_groups"][0]["selected_items"][0]
    butter = {"id": "u-b", "title": "Butter", "quantity": 1, "price": priced(0, 0, 1), "selected_modifier_groups": None}
    rye |= {"quantity": 2, "selected_modifier_groups": [{"id": "g", "title": "With", "selected_items": [butter]}]}
    chosen = [{"name": "Rye", "quantity": "2"}, {"name": "Butter", "quantity": "2"}]
    one = ticket(books)
    one["line_items"][0]["modifiers"] = chosen
    assert books.report()["orders_wrong"] == 0
    chosen[1]["quantity"] = "1"
    assert books.report()["orders_wrong"] > 0


def test_a_size_and_a_choice_may_have_one_name() -> None:
    """The only size of a dish, called as a choice is, is not taken for that choice."""
    books = Books()
    order(books, ACCEPTED)
    ticket(books)["line_items"][0]["variation_name"] = "Rye"
    assert books.report()["orders_wrong"] == 0


def test_what_guests_write_about_choices_is_on_the_ticket() -> None:
    """An allergy, or a wish, that stands with something chosen in a dish is looked for as well as one of the dish."""
    books = Books()
    (bread,) = order(books, ACCEPTED)["cart"]["items"][0]["selected_modifier_groups"]
    bread["selected_items"][0] |= {
        "special_instructions": "toasted",
        "special_requests": {"allergy": {"allergy_instructions": "no sesame"}},
    }
    entered = ticket(books)
    assert [one for one in books.report()["wrong"] if "toasted" in one]
    entered["line_items"][0]["note"] = "Rye: toasted; not too salty"
    (said,) = books.report()["wrong"]
    assert "it does not say 'no sesame'" in said
    entered["line_items"][0]["note"] = "ALLERGY Rye: no sesame; Rye: toasted; not too salty"
    assert books.report()["wrong"] == []
