"""What staff do with a ticket at the till is seen at once where the till says so, and costs one look."""

from tests.orders.shell.house import House, Json


async def bagel(house: House) -> Json:
    return await house.guest({"id": house.menu_id("Bagel")})


async def at_the_till(house: House, **what: str) -> None:
    """Staff do something with the one ticket that they see."""
    (ticket,) = house.at_till
    where = f"POST /_sandbox/merchants/{house.square.merchant}/orders/{ticket['id']}"
    got = await house.world.call(house.world.square, where, what)
    assert got.status == 200, got.document


async def looks(house: House, order: Json) -> int:
    return (await house.kinds(order)).count("order.looked")


async def test_a_void_at_the_till_is_seen_at_once(house: House) -> None:
    """Staff void the ticket: within seconds the guest is told, long before the next look that was due anyway."""
    order = await bagel(house)
    await house.pass_(60)
    await at_the_till(house, state="CANCELED")
    await house.pass_(15)
    assert (await house.standing(order)).order.pos.ticket == "voided"
    await house.pass_(10)
    assert house.state(order) == "CANCELED"
    assert await house.standing(order) == await house.replayed(order)


async def test_a_burst_costs_one_look(house: House) -> None:
    """Three steps of the kitchen in one breath, each told twice and again: one look shows the last of them."""
    order = await bagel(house)
    await house.pass_(60)
    before = await looks(house, order)
    for step in ("RESERVED", "PREPARED", "COMPLETED"):
        await at_the_till(house, fulfillment=step)
    await house.pass_(2)
    mine = [one.body for one in house.world.endpoint.sent[-3:]]
    await house.deliver(*mine, *mine, again=True)
    await house.pass_(20)
    assert await looks(house, order) == before + 1
    assert (await house.standing(order)).order.kitchen == "ready"
    await house.pass_(200)
    assert await looks(house, order) == before + 1


async def test_a_till_that_says_nothing_is_looked_at_all_the_same(house: House) -> None:
    """The webhook of a void is lost: the next look finds it."""
    order = await bagel(house)
    await house.pass_(30)
    house.losing = True
    await at_the_till(house, state="CANCELED")
    await house.pass_(60)
    assert (await house.standing(order)).order.pos.ticket == "open"
    await house.pass_(300)
    assert (await house.standing(order)).order.pos.ticket == "voided"


async def test_who_takes_over_knows_whose_a_ticket_is(house: House) -> None:
    """A new process, with nothing in its memory, finds the order of a ticket that staff void."""
    order = await bagel(house)
    await house.pass_(60)
    await house.handed_over()
    await at_the_till(house, state="CANCELED")
    await house.pass_(15)
    assert (await house.standing(order)).order.pos.ticket == "voided"


async def test_tickets_of_staff_are_none_of_ours(house: House) -> None:
    """What is rung up at the till makes no order, no look and no call."""
    tea = {"name": "Tea", "quantity": "1", "base_price_money": {"amount": 300, "currency": "USD"}}
    sale = {"location_id": house.square.location, "line_items": [tea]}
    where = f"POST /_sandbox/merchants/{house.square.merchant}/orders"
    got = await house.world.call(house.world.square, where, {"order": sale})
    assert got.status == 200, got.document
    await house.pass_(30)
    house.wire.sent.clear()
    paid = await house.world.call(house.world.square, f"{where}/{got.document['order']['id']}", {"tender": "CASH"})
    assert paid.status == 200, paid.document
    await house.pass_(20)
    assert [one for one in house.wire.sent if one.startswith("order") and one != "orders.created"] == []
