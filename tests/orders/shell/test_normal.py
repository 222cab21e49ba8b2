"""An order from the guest to the till: what is on the ticket, what it costs, and that there is one."""

from tests.orders.shell.house import House

LATTE, LARGE, OAT, BAGEL = 400, 100, 60, 350  # cents, as the menu has them: a size costs the difference


async def test_an_order_reaches_the_till_once(house: House) -> None:
    """A sized line with a choice and a plain one come to one paid ticket with the till's own records and the money."""
    latte = {
        "id": house.menu_id("Latte"),
        "quantity": 2,
        "special_instructions": "extra hot",
        "options": [
            {"group": house.group_id("Size"), "id": house.menu_id("Large")},
            {"group": house.group_id("Milk"), "id": house.menu_id("Oat")},
        ],
    }
    order = await house.guest(latte, {"id": house.menu_id("Bagel"), "quantity": 3}, tax=107)
    await house.pass_(10)
    assert house.state(order) == "ACCEPTED"
    (ticket,) = house.at_till
    assert house.tickets == [ticket]
    assert ticket["total_money"]["amount"] == 2 * (LATTE + LARGE + OAT) + 3 * BAGEL
    assert (ticket["reference_id"], ticket["ticket_name"]) == (order["id"], order["display_id"])
    coffee, bagel = ticket["line_items"]
    assert (coffee["name"], coffee["variation_name"], coffee["quantity"]) == ("Latte", "Large", "2")
    assert coffee["catalog_object_id"]
    assert coffee["base_price_money"]["amount"] == LATTE + LARGE
    assert coffee["note"] == "extra hot"
    assert [(one["name"], one["base_price_money"]["amount"]) for one in coffee["modifiers"]] == [("Oat", OAT)]
    assert all(one["catalog_object_id"] for one in coffee["modifiers"])
    assert (bagel["name"], bagel["quantity"], bagel["base_price_money"]["amount"]) == ("Bagel", "3", BAGEL)
    (hand_over,) = ticket["fulfillments"]
    assert hand_over["pickup_details"]["recipient"]["display_name"] == "Guest"
    assert "1.07 USD is paid by Uber Eats" in hand_over["pickup_details"]["note"]
