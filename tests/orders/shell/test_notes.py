"""What a guest says about one part of a dish, from the channel's document to the ticket in the till's own books."""

from tests.orders.shell.house import House, Json

from tournant.kernel import bounds


async def latte(house: House) -> tuple[Json, Json]:
    """An order of a latte, and the oat milk in its document."""
    milk = {"group": house.group_id("Milk"), "id": house.menu_id("Oat")}
    size = {"group": house.group_id("Size"), "id": house.menu_id("Large")}
    order = await house.guest({"id": house.menu_id("Latte"), "options": [size, milk]})
    groups = house.world.uber.orders.tickets[order["id"]].order["cart"]["items"][0]["selected_modifier_groups"]
    oat = next(one for group in groups for one in group["selected_items"] if one["id"] == house.menu_id("Oat"))
    return order, oat


async def test_an_allergy_of_a_choice_reaches_the_kitchen(house: House) -> None:
    """An allergy, something taken away and a wish, all said of a choice, stand on the line at the till."""
    order, oat = await latte(house)
    nuts = {"allergens_to_exclude": [{"type": "TREENUTS"}], "allergy_instructions": "not a trace"}
    gone = {"id": "foam", "title": "Foam", "quantity": 1, "price": oat["price"]}
    oat |= {"special_requests": {"allergy": nuts}, "special_instructions": "very hot"}
    oat["selected_modifier_groups"] = [{"id": "top", "title": "Top", "selected_items": [], "removed_items": [gone]}]
    await house.pass_(20)
    (ticket,) = house.at_till
    (line,) = ticket["line_items"]
    assert line["note"] == ("Oat: ALLERGY: tree_nuts; Oat: ALLERGY: not a trace; Oat: WITHOUT Foam; Oat: very hot")
    assert (await house.standing(order)).alarms == {}


async def test_a_note_that_is_cut_is_said(house: House) -> None:
    """Words that the till has no room for are cut there, and a person is told; the ticket is made all the same."""
    order, oat = await latte(house)
    oat["special_instructions"] = "x" * bounds.ORDER_LINE_NOTE_CHARS_MAX
    await house.pass_(20)
    (ticket,) = house.at_till
    note = ticket["line_items"][0]["note"]
    assert (len(note), note[-2:]) == (bounds.ORDER_LINE_NOTE_CHARS_MAX, "x…")
    (alarm,) = (await house.standing(order)).alarms.items()
    assert alarm[0] == "note"
    assert alarm[1].says == "1 note of the guest does not fit on the ticket"
    await house.say("order_handled", order["id"])
    assert (await house.standing(order)).alarms == {}
    assert await house.standing(order) == await house.replayed(order)


async def test_allergies_that_fit_nowhere_are_no_ticket(house: House) -> None:
    """Allergies beyond all room are never cut: no ticket is made, and the guest is told no."""
    order, oat = await latte(house)
    oat["special_requests"] = {"allergy": {"allergy_instructions": "x" * bounds.ORDER_LINE_NOTE_CHARS_MAX}}
    await house.pass_(20)
    assert (house.state(order), house.tickets) == ("DENIED", [])
    (why,) = await house.noted(order, "ticket_not_made")
    assert why.why == "the allergies of a guest do not fit on a ticket"
