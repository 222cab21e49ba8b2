"""Orders and tickets for books made by hand."""

from tests.sandbox.books import Books, Json, at, money

from tournant.sandbox.times import stamp
from tournant.sandbox.world.truth import Placed

OUTCOMES = ("injected", "denied_in_time", "cancelled_by_customer", "with_a_person", "lost")
FIRST = "5f0c7a3e-1111-4222-a333-00000000abcd"
SECOND = "6a1d8b4f-1111-4222-a333-00000000ef01"
ACCEPTED, DENIED = (7.0, "api", "accepted"), (7.0, "api", "denied")
GUEST, EXPIRED, OURS = (9.0, "guest", "cancelled"), (690.0, "partner", "expired"), (9.0, "api", "cancelled")
CREATED, PAID = (5.0, "api", "created"), (6.0, "api", "paid: shown at the till")


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
