"""What is on a ticket where the catalog and the order do not agree, or the till's own prices are wanted."""

from dataclasses import replace

import pytest
from tests.orders.shell.house import LINK, TENANT, House
from tests.orders.shell.town import opened

from tournant.orders import Standing
from tournant.sync.decide.state import Shadow

LATTE, LARGE, OAT, BAGEL, BISQUE = 400, 100, 60, 350, 875


async def with_a_dish_of_their_own(house: House) -> str:
    """Staff put a dish on the channel's menu that the till has never heard of, with a choice of its own."""
    shop = house.world.uber.stores[house.uber.store]
    dish = {"id": "their-bisque", "title": {"translations": {"en_us": "Bagel bisque"}}}
    dish |= {"price_info": {"price": BISQUE}, "modifier_group_ids": {"ids": [house.group_id("Milk")]}}
    first = shop.menu["categories"][0]
    entities = [*(first["entities"] or ()), {"id": "their-bisque", "type": "ITEM"}]
    menu = shop.menu | {"items": [*shop.menu["items"], dish]}
    menu["categories"] = [first | {"entities": entities}, *shop.menu["categories"][1:]]
    got = await house.world.call(house.world.uber, f"PUT /_sandbox/stores/{house.uber.store}/menu", menu)
    assert got.status == 200, got.document
    return "their-bisque"


async def test_what_the_till_does_not_know_is_an_open_line(house: House) -> None:
    """An unmapped dish stands on the ticket with its true name and price, beside what is known; a person is told."""
    bisque = await with_a_dish_of_their_own(house)
    milk = {"group": house.group_id("Milk"), "id": house.menu_id("Oat")}
    order = await house.guest({"id": bisque, "quantity": 2, "options": [milk]}, {"id": house.menu_id("Bagel")})
    await house.pass_(20)
    (ticket,) = house.at_till
    assert ticket["total_money"]["amount"] == 2 * (BISQUE + OAT) + BAGEL
    theirs, ours = ticket["line_items"]
    assert "catalog_object_id" not in theirs
    assert [(one["name"], one.get("catalog_object_id")) for one in theirs["modifiers"]] == [("Oat", None)]
    assert (theirs["name"], theirs["base_price_money"]["amount"], theirs["quantity"]) == ("Bagel bisque", BISQUE, "2")
    assert ours["catalog_object_id"]
    standing = await house.standing(order)
    assert (standing.unmapped, set(standing.alarms), standing.order.alarms) == (1, {"unmapped"}, {})
    (made,) = await house.noted(order, "ticket_made")
    (unknown,) = made.unmapped
    assert unknown.candidates[0].name == "Bagel"
    await house.say("order_handled", order["id"])
    assert (await house.standing(order)).alarms == {}
    assert await house.standing(order) == await house.replayed(order)


async def test_prices_of_the_till_come_to_what_the_guest_pays() -> None:
    """With `price: pos` lines cost what the till charges, and one line makes up for what the channel is dearer."""
    house = await opened(orders={"price": "pos"})
    before = house.world.uber.stores[house.uber.store].menu
    dearer = [one | {"price_info": {"price": one["price_info"]["price"] + 25}} for one in before["items"]]
    house.world.uber.stores[house.uber.store].menu = before | {"items": dearer}
    order = await house.guest({"id": house.menu_id("Bagel"), "quantity": 2})
    await house.pass_(20)
    (ticket,) = house.at_till
    bagel, difference = ticket["line_items"]
    assert (bagel["base_price_money"]["amount"], difference["base_price_money"]["amount"]) == (BAGEL, 50)
    assert ticket["total_money"]["amount"] == 2 * (BAGEL + 25)
    assert (await house.standing(order)).alarms == {}


async def test_a_sum_that_does_not_fit_is_said(house: House) -> None:
    """The channel's own sum is not that of its lines: the ticket is made of the lines, and a person is told."""
    order = await house.guest({"id": house.menu_id("Bagel")})
    charges = house.world.uber.orders.tickets[order["id"]].order["payment"]["charges"]
    charges["sub_total"] = charges["sub_total"] | {"amount": BAGEL + 1}
    await house.pass_(20)
    (ticket,) = house.at_till
    assert ticket["total_money"]["amount"] == BAGEL
    assert set((await house.standing(order)).alarms) == {"total"}
    (wrong,) = await house.noted(order, "total_wrong")
    assert (wrong.wanted_minor, wrong.found_minor, wrong.where) == (BAGEL + 1, BAGEL, "document")


@pytest.mark.parametrize(
    ("splits", "off", "alarms"),
    [
        ([{"funding_source": "organization"}], 100, set()),
        ([{"funding_source": "uber"}], 0, set()),
        ([{"funding_source": "somebody_new"}], 0, {"discount"}),
        (None, 0, {"discount"}),
    ],
)
async def test_a_promotion_is_taken_off_where_the_restaurant_bears_it(
    house: House, splits: list[dict[str, str]] | None, off: int, alarms: set[str]
) -> None:
    """Uber's own promotions are not on the ticket; of one whose bearer is not known a person hears, with its amount."""
    order = await house.guest({"id": house.menu_id("Bagel")})
    promotion = {"external_promotion_id": "LUNCH", "promo_type": "FLATOFF", "promo_discount_value": 100}
    if splits is not None:
        promotion["promo_funding_splits"] = splits
    payment = house.world.uber.orders.tickets[order["id"]].order["payment"]
    payment["promotions"] = {"promotions": [promotion]}
    await house.pass_(20)
    (ticket,) = house.at_till
    assert ticket["total_money"]["amount"] == BAGEL - off
    standing = await house.standing(order)
    assert set(standing.alarms) == alarms
    if alarms:
        assert "1.00 USD" in standing.alarms["discount"].says


@pytest.mark.parametrize("count", [0, 2])
async def test_a_location_without_its_one_till_is_a_persons(house: House, count: int) -> None:
    """No point of sale, or two: the order is accepted, nothing is made, and a person is called at once."""
    async with house.store.transaction(TENANT) as tx:
        till = next(one for one in await tx.links() if one.id != LINK)
        if count:
            await tx.put_link(replace(till, id="lnk_second"))
        else:
            await tx.put_link(replace(till, location="elsewhere"))
    order = await house.guest({"id": house.menu_id("Bagel")})
    await house.pass_(20)
    assert (house.state(order), house.tickets) == ("ACCEPTED", [])
    assert set((await house.standing(order)).order.alarms) == {"live"}
    (made,) = await house.noted(order, "ticket_not_made")
    assert made.why == f"the location has {count} points of sale, and it has to be one"


async def test_bad_settings_are_said_and_not_followed() -> None:
    """What a link says about its orders cannot be meant: the defaults hold, and the order arrives."""
    house = await opened(orders={"margin_s": -5, "injection": "accept_first"})
    await house.guest({"id": house.menu_id("Bagel")})
    await house.pass_(20)
    assert len(house.at_till) == 1


async def rung_up(house: House, cents: int) -> None:
    """Staff change what the one ticket comes to, and it is looked at."""
    orders = house.world.square.sellers[house.square.merchant].orders
    (ticket,) = orders.values()
    orders[ticket["id"]] = ticket | {"total_money": {"amount": cents, "currency": "USD"}}
    await house.pass_(400)


async def test_a_ticket_that_staff_changed_is_said_once(house: House) -> None:
    """The till shows another sum than was written: a person is told once, and not again when they have seen to it."""
    order = await house.guest({"id": house.menu_id("Bagel")})
    await house.pass_(10)
    await rung_up(house, BAGEL + 200)
    assert set((await house.standing(order)).alarms) == {"total"}
    await house.say("order_handled", order["id"])
    await house.pass_(700)
    assert (await house.standing(order)).alarms == {}
    assert len(await house.noted(order, "total_wrong")) == 1
    assert await house.standing(order) == await house.replayed(order)


async def test_a_ticket_that_staff_put_right_calls_nobody_any_more(house: House) -> None:
    """The till shows the right sum again: nobody is needed; when it is wrong as before, somebody is."""
    order = await house.guest({"id": house.menu_id("Bagel")})
    await house.pass_(10)
    await rung_up(house, BAGEL + 200)
    await rung_up(house, BAGEL)
    assert (await house.standing(order)).alarms == {}
    await rung_up(house, BAGEL)
    assert len(await house.noted(order, "total_right")) == 1
    await rung_up(house, BAGEL + 200)
    assert set((await house.standing(order)).alarms) == {"total"}
    assert await house.standing(order) == await house.replayed(order)


async def test_a_wrong_sum_that_was_seen_to_is_news_after_it_was_right(house: House) -> None:
    """Somebody saw to a wrong sum, then it was right: the same wrong sum calls a person once more."""
    order = await house.guest({"id": house.menu_id("Bagel")})
    await house.pass_(10)
    await rung_up(house, BAGEL + 200)
    await house.say("order_handled", order["id"])
    await rung_up(house, BAGEL)
    await rung_up(house, BAGEL + 200)
    assert set((await house.standing(order)).alarms) == {"total"}


async def test_a_sum_of_the_channel_that_does_not_fit_stays_said(house: House) -> None:
    """What was wrong with the document is so whatever staff do at the till, until a person has seen to it."""
    order = await house.guest({"id": house.menu_id("Bagel")})
    charges = house.world.uber.orders.tickets[order["id"]].order["payment"]["charges"]
    charges["sub_total"] = charges["sub_total"] | {"amount": BAGEL + 1}
    await house.pass_(10)
    first = (await house.standing(order)).alarms["total"].says
    await rung_up(house, BAGEL)
    assert (await house.standing(order)).alarms["total"].says == first
    await rung_up(house, BAGEL + 200)
    assert (await house.standing(order)).alarms["total"].says != first
    await rung_up(house, BAGEL)
    assert (await house.standing(order)).alarms["total"].says == first
    await house.say("order_handled", order["id"])
    await rung_up(house, BAGEL)
    assert (await house.standing(order)).alarms == {}
    assert await house.standing(order) == await house.replayed(order)


async def test_a_second_ticket_has_a_sum_of_its_own() -> None:
    """The wrong sum of a ticket that staff took back is none of the next one's; that is wrong in its own right."""
    house = await opened(orders={"kitchen": "person"})
    order = await house.guest({"id": house.menu_id("Bagel")})
    await house.pass_(10)
    await rung_up(house, BAGEL + 200)
    (ticket,) = house.at_till
    where = f"POST /_sandbox/merchants/{house.square.merchant}/orders/{ticket['id']}"
    assert (await house.world.call(house.world.square, where, {"state": "CANCELED"})).status == 200
    await house.pass_(20)
    assert set((await house.standing(order)).alarms) == {"total"}
    await house.say("order_again", order["id"])
    await house.until(lambda: len(house.at_till) > 1)
    await house.pass_(20)
    assert (await house.standing(order)).alarms == {}
    orders = house.world.square.sellers[house.square.merchant].orders
    second = next(one for one in house.at_till if one["id"] != ticket["id"])
    orders[second["id"]] = second | {"total_money": {"amount": BAGEL + 200, "currency": "USD"}}
    await house.pass_(400)
    assert set((await house.standing(order)).alarms) == {"total"}


async def test_an_order_that_cannot_be_meant_stops_no_other(house: House) -> None:
    """A quantity beyond all measure: that order is told no, and the next one arrives."""
    mad = await house.guest({"id": house.menu_id("Bagel")})
    line = house.world.uber.orders.tickets[mad["id"]].order["cart"]["items"][0]
    line["quantity"] = 10**18
    line["price"]["base_unit_price"]["amount"] = 10**17
    sane = await house.guest({"id": house.menu_id("Bagel")})
    await house.pass_(30)
    assert (house.state(mad), house.state(sane)) == ("DENIED", "ACCEPTED")
    assert len(house.at_till) == 1


def test_shadows_of_orders_look_like_nobody_elses() -> None:
    """Who reads all shadows finds nothing of its own in one of an order."""
    assert set(Standing.__struct_fields__) & set(Shadow.__struct_fields__) == set()
