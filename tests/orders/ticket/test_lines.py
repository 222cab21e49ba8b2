"""Tickets from rows that a test types in: nesting, sizes, quantities, what is taken away, fees, taxes and discounts."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from tournant.canon import Adjustment, Item, Modifier, Order, OrderLine, Variation
from tournant.kernel.ids import derived
from tournant.kernel.money import BareAmount, Money
from tournant.kernel.row import UNSET
from tournant.orders.ticket import Book, CannotMake, Made, Scene, Till, make, understood
from tournant.orders.ticket.lines import Finder

TILL = "acc_till"


def usd(cents: int) -> Money:
    return Money(cents, "USD")


def of_till(kind: str, name: str) -> str:
    return derived(TILL, kind, name)


def known(kind: Any, name: str, cents: int | None = None, **more: Any) -> Any:  # noqa: ANN401 - a row
    """A canonical row that the till has."""
    price: dict[str, Any] = {} if cents is None else {"price": usd(cents)}
    row = {"parent": UNSET, "position": 0, "name": name, **price, **more}
    return kind(of_till(kind.__name__, name), name, **row)


RAMEN = known(Item, "Ramen")
SMALL = known(Variation, "Small", 1_000, parent=RAMEN.id)
LARGE = known(Variation, "Large", 1_300, parent=RAMEN.id)
TEA = known(Item, "Tea")
CUP = known(Variation, "Cup", 300, parent=TEA.id)
MISO, OIL = known(Modifier, "Miso", 0), known(Modifier, "Oil", 50)
ROWS = {
    "Item": {row.id: row for row in (RAMEN, TEA)},
    "Variation": {row.id: row for row in (SMALL, LARGE, CUP)},
    "Modifier": {row.id: row for row in (MISO, OIL)},
}
ORDER = Order("o", "o", UNSET, 0, display_id="A1")


def line(name: str, cents: int | None, of: Any = None, *, above: str = "o", **more: Any) -> OrderLine:  # noqa: ANN401 - a row
    """A line of a channel's order, which calls things by our ids."""
    price: dict[str, Any] = {} if cents is None else {"price": usd(cents)}
    return OrderLine(f"{above}/{name}", name, above, 0, name=name, item=of.id if of else name, **price, **more)


def ticket(*rows: Any, subtotal: int | None = None, order: Order = ORDER, **more: Any) -> Made:  # noqa: ANN401 - rows and a scene's members
    said: dict[str, Any] = {} if subtotal is None else {"subtotal": usd(subtotal)}
    found: dict[str, list[Any]] = {"Order": [replace(order, **said)]}
    for row in rows:
        found.setdefault(type(row).__name__, []).append(row)
    finder = Finder(Book(ROWS), {}, Till(TILL, "L1", "loc_1"))
    return make(understood(found), Scene(finder, "ref-1", "Channel", **more))


def lines(made: Made, parent: str = "order") -> list[OrderLine]:
    return [row for row in made.rows["OrderLine"] if row.parent == parent]


def test_choices_of_choices_move_up() -> None:
    """A nested choice stands beside the one that opened it, as often as both together, and the sum is the same."""
    large = line("Large", 300, LARGE, above="o/Ramen", sort="modifier")
    miso = line("Miso", 0, MISO, above="o/Ramen", sort="modifier", quantity="2")
    oil = line("Oil", 50, OIL, above="o/Ramen/Miso", sort="modifier", quantity="3")
    made = ticket(line("Ramen", 1_000, RAMEN, quantity="2"), large, miso, oil, subtotal=2 * (1_300 + 6 * 50))
    (ramen,) = lines(made)
    assert (ramen.variation, ramen.price, ramen.quantity) == ("Large", usd(1_300), "2")
    found = [(row.modifier, row.quantity, row.price) for row in lines(made, ramen.id)]
    assert found == [("Miso", "2", usd(0)), ("Oil", "6", usd(50))]
    assert made.total == made.wanted == 2 * (1_300 + 6 * 50)
    assert made.unmapped == []


def test_a_choice_that_is_sold_on_its_own_is_a_line() -> None:
    """A tea chosen with the ramen is a tea of the till, as often as both together."""
    tea = line("Tea", 250, TEA, above="o/Ramen", sort="modifier", quantity="2")
    small = line("Small", 0, SMALL, above="o/Ramen", sort="modifier")
    made = ticket(line("Ramen", 1_000, RAMEN, quantity="2"), small, tea, subtotal=2 * (1_000 + 2 * 250))
    _, drink = lines(made)
    assert (drink.variation, drink.quantity, drink.price, drink.note) == ("Cup", "4", usd(250), "with Ramen")
    assert made.total == made.wanted


def test_an_unknown_size_is_an_open_line() -> None:
    """A dish of which nobody knows the size is sold by its name and the sum of both prices, and never for less."""
    made = ticket(line("Ramen", 1_000, RAMEN), line("Huge", 700, above="o/Ramen", sort="modifier"))
    (ramen,) = lines(made)
    (huge,) = lines(made, ramen.id)
    assert (ramen.variation, ramen.name, ramen.price) == (UNSET, "Ramen", usd(1_000))
    assert (huge.name, huge.price, made.total) == ("Huge", usd(700), 1_700)
    assert [one.what for one in made.unmapped] == ["item", "choice"]


def test_what_is_taken_away_and_allergies_are_in_the_note() -> None:
    """Removed choices, allergens and words of the guest stand on the line."""
    gone = line("Egg", 0, above="o/Tea", removed=True, sort="modifier")
    made = ticket(line("Tea", 300, TEA, allergens_to_avoid=("milk",), allergy_note="a trace", note="hot"), gone)
    (tea,) = lines(made)
    assert tea.note == "ALLERGY: milk; ALLERGY: a trace; WITHOUT Egg; hot"


def test_money_that_is_not_the_lines() -> None:
    """Fees and taxes that are the merchant's are lines, its discounts are discounts; the channel's own are neither."""
    extra = {
        "bag": {"sort": "fee", "code": "bag_fee", "amount": usd(10), "kept_by": "merchant"},
        "theirs": {"sort": "fee", "code": "service", "amount": usd(99), "kept_by": "channel"},
        "tax": {"sort": "tax", "amount": usd(21), "remitted_by": "merchant"},
        "vat": {"sort": "tax", "amount": usd(33), "remitted_by": "channel"},
        "off": {"sort": "discount", "name": "Two for one", "amount": usd(40), "funded_by": "merchant"},
        "gift": {"sort": "discount", "amount": usd(55), "funded_by": "channel"},
        "half": {"sort": "discount", "amount": usd(50), "funded_by_merchant": usd(25)},
    }
    rows = [Adjustment(name, None, "o", 0, **said) for name, said in extra.items()]  # type: ignore[arg-type]  # columns of the kind
    made = ticket(line("Tea", 300, TEA), *rows, subtotal=300)
    assert [(row.name, row.price) for row in lines(made)[1:]] == [
        ("Bag fee", usd(10)),
        ("Tax, collected by Channel", usd(21)),
    ]
    assert [(row.name, row.amount) for row in made.rows["Adjustment"]] == [
        ("Two for one", usd(40)),
        ("Discount", usd(25)),
    ]
    assert (made.total, made.wanted, made.remitted) == (300 + 10 + 21 - 40 - 25, 300 + 10 + 21 - 40 - 25, 33)


def test_a_discount_that_nobody_says_who_bears() -> None:
    """It is not given away, and it is counted: with its amount, where there is one. Known ones are not among them."""
    extra = {
        "whose": {"amount": usd(70)},
        "how much": {"funded_by": "merchant"},
        "bare": {"amount": BareAmount("1.00"), "funded_by": "merchant"},
        "theirs": {"amount": usd(55), "funded_by": "channel"},
        "ours": {"amount": usd(40), "funded_by": "merchant"},
        "half": {"amount": usd(50), "funded_by_merchant": usd(25)},
        "nothing": {"amount": usd(0)},
    }
    rows = [Adjustment(name, None, "o", 0, sort="discount", **said) for name, said in extra.items()]  # type: ignore[arg-type]  # columns of the kind
    made = ticket(line("Tea", 300, TEA), *rows, subtotal=300)
    assert made.unborne == (70, None, None)
    assert made.total == made.wanted == 300 - 40 - 25


def test_quantities_are_exact() -> None:
    """A quantity with a fraction costs its share, rounded half to even as the till does."""
    made = ticket(line("Tea", 333, TEA, quantity="1.5"))
    assert made.total == int(Decimal("1.5") * 333) + 1
    assert lines(made)[0].quantity == "1.5"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((), "the order has no line"),
        ((line("Tea", None, TEA),), "a line has no price in a currency"),
        ((line("Tea", 300, TEA, quantity="some"),), "a line has no number for its quantity"),
    ],
)
def test_what_cannot_be_a_ticket(rows: tuple[Any, ...], why: str) -> None:
    """No line, no price, no number: no ticket, with the reason; nothing is ever given away."""
    with pytest.raises(CannotMake, match=why):
        ticket(*rows)
