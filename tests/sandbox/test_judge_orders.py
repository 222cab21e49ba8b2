"""The judge over orders in books made by hand: each in exactly one of five, and what is doubled, late or wrong."""

from typing import Any

import pytest
from tests.sandbox.books import WORLD, Books, Json, at, money

from tournant.sandbox import judge
from tournant.sandbox.judge import Settings, verdict
from tournant.sandbox.times import stamp
from tournant.sandbox.world.truth import Placed

OUTCOMES = ("injected", "denied_in_time", "cancelled_by_customer", "with_a_person", "lost")
FIRST = "5f0c7a3e-1111-4222-a333-00000000abcd"
SECOND = "6a1d8b4f-1111-4222-a333-00000000ef01"


def priced(unit: int, base: int, quantity: int) -> Json:
    sums = {"unit_price": unit, "base_unit_price": base, "total_price": unit * quantity}
    return {name: {"amount": amount, "currency_code": "USD"} for name, amount in sums.items()}


def order(books: Books, *steps: tuple[float, str, str], order_id: str = FIRST) -> Json:
    """Two soups with rye bread and a large tea, ordered at second 0; and what became of it."""
    rye = {"id": "u-rye", "title": "Rye", "quantity": 1, "price": priced(100, 100, 1), "selected_modifier_groups": None}
    large = {
        "id": "u-l",
        "title": "Large",
        "quantity": 1,
        "price": priced(150, 150, 1),
        "selected_modifier_groups": None,
    }
    soup = {
        "id": "u-soup",
        "title": "Soup",
        "quantity": 2,
        "price": priced(600, 500, 2),
        "special_instructions": "not too salty",
        "selected_modifier_groups": [{"id": "g-bread", "title": "Bread", "selected_items": [rye]}],
    }
    tea = {
        "id": "u-tea",
        "title": "Tea",
        "quantity": 1,
        "price": priced(350, 200, 1),
        "special_instructions": "",
        "selected_modifier_groups": [{"id": "g-size", "title": "Size", "selected_items": [large]}],
    }
    charges = {"sub_total": {"amount": 1550}, "total": {"amount": 1650}}
    found: Json = {
        "id": order_id,
        "display_id": order_id[-5:].upper(),
        "store": {"id": "S"},
        "cart": {"items": [soup, tea], "special_instructions": "Ring “twice”"},
        "payment": {"charges": charges},
    }
    books.orders.append(found)
    books.truth.orders.append(Placed(at(0), order_id, "S"))
    history = [(0.0, "guest", "placed"), *steps]
    books.histories[order_id] = [{"at": stamp(at(when)), "by": by, "what": what} for when, by, what in history]
    return found


def ticket(books: Books, *steps: tuple[float, str, str], **more: object) -> Json:
    """The ticket of that order, entered by the application at second 5, paid at second 6, unless said otherwise."""
    number = len(books.square["orders"]) + 1
    soup = {
        "name": "Soup",
        "catalog_object_id": "V-soup",
        "variation_name": "Regular",
        "quantity": "2",
        "gross_sales_money": money(1200),
        "note": "not too salty",
        "modifiers": [{"name": "Rye", "quantity": "1"}],
    }
    tea = {
        "name": "Tea",
        "catalog_object_id": "V-l",
        "variation_name": "Large",
        "quantity": "1",
        "gross_sales_money": money(350),
    }
    found: Json = {
        "id": f"T{number}",
        "location_id": "P",
        "reference_id": FIRST,
        "state": "OPEN",
        "created_at": stamp(at(5)),
        "updated_at": stamp(at(6)),
        "total_money": money(1550),
        "line_items": [soup, tea],
        "fulfillments": [{"pickup_details": {"note": "Ring “twice”"}}],
        **more,
    }
    books.square["orders"].append(found)
    history = steps or ((5.0, "api", "created"), (6.0, "api", "paid: shown at the till"))
    books.tickets[found["id"]] = [{"at": stamp(at(when)), "by": by, "what": what} for when, by, what in history]
    return found


def outcome(report: Json) -> str:
    """The one outcome that counts one order."""
    found = [one for one in OUTCOMES if report[f"orders_{one}"]]
    assert report["orders_sent"] == sum(report[f"orders_{one}"] for one in OUTCOMES) == 1
    return found[0]


ACCEPTED, DENIED = (7.0, "api", "accepted"), (7.0, "api", "denied")
GUEST, EXPIRED, OURS = (9.0, "guest", "cancelled"), (690.0, "partner", "expired"), (9.0, "api", "cancelled")
CREATED, PAID = (5.0, "api", "created"), (6.0, "api", "paid: shown at the till")


def test_an_order_at_the_till_and_accepted_is_injected() -> None:
    """A paid ticket with all that was ordered, and an accepted order: all is right."""
    books = Books()
    order(books, ACCEPTED)
    ticket(books)
    report = books.report()
    assert (outcome(report), verdict(report)) == ("injected", [])


@pytest.mark.parametrize(
    ("steps", "person", "found", "said"),
    [
        ((DENIED,), False, "denied_in_time", None),
        (((7.0, "tablet", "denied"),), False, "denied_in_time", None),
        ((GUEST,), False, "cancelled_by_customer", None),
        ((), False, "lost", "1 orders were lost"),
        ((), True, "with_a_person", None),
        ((ACCEPTED,), False, "lost", "1 orders were lost"),
        ((ACCEPTED,), True, "with_a_person", None),
        ((EXPIRED,), False, "lost", "1 orders were late"),
        ((EXPIRED,), True, "with_a_person", "1 orders were late"),
        ((ACCEPTED, OURS), False, "lost", "1 orders were lost"),
        ((ACCEPTED, OURS), True, "with_a_person", None),
    ],
)
def test_an_order_without_a_ticket_is_in_one_of_five(steps: Any, person: bool, found: str, said: str | None) -> None:  # noqa: ANN401, FBT001 - a table
    """What became of it at the channel, and whether a person was told, decides; an expired one is late besides."""
    books = Books()
    order(books, *steps)
    report = books.report(*([FIRST] if person else []))
    assert outcome(report) == found
    wrong = " ".join(verdict(report))
    assert said in wrong if said else wrong == ""


@pytest.mark.parametrize("steps", [(DENIED,), (ACCEPTED, GUEST), (ACCEPTED, OURS), (EXPIRED,)])
def test_an_order_that_is_over_has_no_ticket_that_somebody_cooks_from(steps: Any) -> None:  # noqa: ANN401 - a table
    """Denied, cancelled, and yet at the till is wrong, unless a person was told or the kitchen had finished before."""
    books = Books()
    order(books, *steps)
    one = ticket(books)
    if steps != (EXPIRED,):
        assert any("is over at Uber Eats and stands at the till" in said for said in books.report()["wrong"])
        one |= {"state": "COMPLETED", "closed_at": stamp(at(6.5))}
        assert books.report()["orders_wrong"] == 0
    one["state"] = "OPEN"
    assert books.report(FIRST)["orders_wrong"] == 0


def test_a_ticket_that_is_not_paid_is_not_at_the_till() -> None:
    """Accepted with a ticket that nobody sees is lost; an unpaid ticket beside a proper one is wrong."""
    books = Books()
    order(books, ACCEPTED)
    ticket(books, CREATED)
    report = books.report()
    assert (outcome(report), report["orders_wrong"]) == ("lost", 1)
    assert "was left open and unpaid" in report["wrong"][0]
    ticket(books)
    assert outcome(books.report()) == "injected"


def test_a_second_ticket_doubles_an_order() -> None:
    """Two tickets that stand are one too many, whoever entered them; one that was taken back does not count."""
    for by in ("api", "staff"):
        books = Books()
        order(books, ACCEPTED)
        ticket(books)
        again = ticket(books, (8.0, by, "created"), (9.0, by, "paid: shown at the till"))
        report = books.report()
        assert (report["orders_doubled"], outcome(report)) == (1, "injected")
        assert "1 orders were doubled" in verdict(report)[0]
        again["state"] = "CANCELED"
        assert books.report()["orders_doubled"] == 0


def test_what_comes_to_the_till_after_the_deadline_is_late() -> None:
    """Eleven and a half minutes after the order a ticket is late, though the order was accepted."""
    for seconds, late in ((689.0, 0), (691.0, 1)):
        books = Books()
        order(books, ACCEPTED)
        ticket(books, CREATED, (seconds, "api", "paid: shown at the till"))
        assert books.report()["orders_late"] == late


def test_what_staff_void_has_to_be_told() -> None:
    """A ticket that was voided at the till was injected; that the order lives on at the channel is wrong."""
    books = Books()
    order(books, ACCEPTED)
    ticket(books, CREATED, PAID, (20.0, "staff", "order canceled"), state="CANCELED")
    report = books.report()
    assert (outcome(report), report["orders_wrong"]) == ("injected", 1)
    assert books.report(FIRST)["orders_wrong"] == 0
    for last in (OURS, (30.0, "courier", "finished")):
        books.histories[FIRST].append({"at": stamp(at(30)), "by": last[1], "what": last[2]})
        report = books.report()
        assert (outcome(report), report["orders_wrong"]) == ("injected", 0)


def test_what_only_the_tablet_knew_is_with_a_person() -> None:
    """Accepted on the tablet before a webhook came or a list was read: nothing could have told the platform."""
    tablet = (3.0, "tablet", "accepted")
    books = Books()
    order(books, tablet)
    delivery = {"about": FIRST, "attempts": [(stamp(at(4)), 200)]}
    books.deliveries = [delivery]
    assert outcome(books.report()) == "with_a_person"
    delivery["attempts"] = [(stamp(at(2)), 200)]
    assert outcome(books.report()) == "lost"
    delivery["attempts"] = [(stamp(at(2)), 500)]
    books.look("uber_eats", 1, path="/v1/eats/stores/S/created-orders")
    assert outcome(books.report()) == "lost"


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


def test_a_limit_that_was_exceeded_fails_a_run() -> None:
    """Each violation in the books counts, and so does what the books have forgotten."""
    books = Books(violations=[{"limit": "twenty a second"}], lost=3)
    report = books.report()
    assert (report["limit_violations"], report["books_lost"]) == (1, 6)
    assert [one.split(" ", 1)[1] for one in verdict(report)] == [
        "calls were over a limit",
        "calls or writes are missing in the books",
    ]


def test_a_verdict_asks_that_nearly_all_of_many_orders_reach_the_till() -> None:
    """Of a hundred orders and more, more than nineteen in twenty are injected; and all are accounted for."""
    report = Books().report() | {"orders_sent": 100, "orders_injected": 95, "orders_denied_in_time": 5}
    assert verdict(report) == ["only 95 of 100 orders reached the till"]
    assert verdict(report | {"orders_injected": 96, "orders_denied_in_time": 4}) == []
    assert verdict(report | {"orders_injected": 99}) == ["100 orders were sent and 104 are accounted for"]


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
