"""The judge over orders in books made by hand: each in exactly one of five, and what is doubled, late or wrong."""

from typing import Any

import pytest
from tests.sandbox.books import Books, at
from tests.sandbox.ordered import (
    ACCEPTED,
    CREATED,
    DENIED,
    EXPIRED,
    FIRST,
    GUEST,
    OURS,
    PAID,
    order,
    outcome,
    ticket,
)

from tournant.sandbox.judge import verdict
from tournant.sandbox.times import stamp


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
