"""What is known of people stands in sealed documents and nowhere else, and goes with their key."""

import pytest
from tests.orders.shell.house import LINK, TENANT, House

from tournant.log.errors import Erased
from tournant.sdk.exchange import Request

GUEST = {
    "first_name": "Zephyrine",
    "last_name": "Quillfeather",
    "phone": "+1 555 867 5309",
    "phone_code": "99 88 77",
    "delivery": {"location": {"street_address": "7 Larkspur Mews", "unit_number": "Attic"}, "notes": "blue door"},
}
SECRETS = ("Zephyrine", "Quillfeather", "867 5309", "99 88 77", "Larkspur", "blue door", "peanut")


async def test_people_stand_nowhere_but_in_sealed_documents(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """No name, phone, address or wish in facts, shadows, intents, envelopes or logs; all of it on the ticket."""
    bodies: list[bytes] = []

    async def note(_: Request) -> None:
        async with house.store.transaction(TENANT) as tx:
            bodies.extend(one.intent.body for one in await tx.unanswered(house.world.time.now()))

    house.wire.before = note
    item = {"id": house.menu_id("Bagel"), "special_instructions": "no peanut, please"}
    await house.guest(item, eater=GUEST, type="DELIVERY_BY_RESTAURANT")
    await house.pass_(60)
    (ticket,) = house.at_till
    details = ticket["fulfillments"][0]["delivery_details"]
    assert details["recipient"]["display_name"] == "Zephyrine Quillfeather"
    assert details["recipient"]["address"]["address_line_1"] == "7 Larkspur Mews"
    assert ticket["line_items"][0]["note"] == "no peanut, please"
    async with house.store.transaction(TENANT) as tx:
        written = [one.fact.body for one in await tx.tail()]
        written += [one.body for one in await tx.shadows()]
        written += [one.envelope for one in await tx.observations()]
    captured = capsys.readouterr()
    found = b"\n".join([*written, *bodies, captured.out.encode(), captured.err.encode()]).decode(errors="replace")
    assert bodies
    assert [word for word in SECRETS if word in found] == []


async def test_an_order_goes_on_without_its_person(house: House) -> None:
    """When the person is erased their documents cannot be read any more, and the order comes to an end all the same."""
    order = await house.guest({"id": house.menu_id("Bagel")}, eater=GUEST)
    await house.pass_(10)
    stream = f"order:{LINK}:{order['id']}"
    async with house.store.transaction(TENANT) as tx:
        await tx.erase(stream, house.world.time.now())
    (made,) = await house.noted(order, "ticket_made")
    shown = await house.noted(order, "order_shown")
    assert shown
    for address in (made.document, *(one.address for one in shown)):
        with pytest.raises(Erased):
            async with house.store.transaction(TENANT) as tx:
                await tx.raw(address)
    await house.step(order, "finish")
    await house.pass_(1_800)
    assert len(house.at_till) == 1
    assert await house.standing(order) == await house.replayed(order)
