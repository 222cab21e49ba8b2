"""What calls are about: documents sealed for their order, people who were erased, calls that nobody can make."""

import json
from datetime import timedelta

from tests.calls.house import SQUARE, UBER, House, outcomes, warmed
from tests.store.values import ANN, START, WHY

from tournant.facts.messages import Call, encoded
from tournant.log.errors import Erased
from tournant.log.records import Intent, Payload, Personal, State

SECOND = timedelta(seconds=1)


async def test_a_call_that_nobody_can_make_is_unsent(house: House) -> None:
    """No such account, no such command, a document that is gone, a person who was erased: told, and nothing is sent."""
    await warmed(house)
    await house.ask("menu.read", "acc_gone")
    await house.ask("menu.dance")
    await house.ask("menu.write", document=None, before=b"\0" * 32)
    async with house.store.transaction(ANN) as tx:
        sealed = await tx.keep(Payload(b'{"order": {}}', "order:1"))
        await tx.erase("order:1", START)
    house.wire.sent.clear()
    async with house.store.transaction(ANN) as tx:
        call = Call("test", SQUARE, "ticket.create", document=sealed)

        await tx.enqueue(Intent("int_e", "key-e", "call", encoded(call), WHY, START))
        await tx.enqueue(Intent("int_x", "key-x", "call", b"{}", WHY, START))
    await house.work()
    assert await outcomes(house) == ["unsent"] * 4
    assert await house.state("int_x") == State.SETTLED
    assert house.wire.sent == []


async def test_what_is_about_an_order_is_sealed_for_it(house: House) -> None:
    """The answer about an order is erased with the order; a list of orders with its day; a menu with nobody."""
    await warmed(house)
    await house.order()
    await house.ask("order.list", UBER)
    await house.ask("menu.read")
    await house.work()
    async with house.store.transaction(ANN) as tx:
        await tx.erase("order:ord_1", START)
        await tx.erase(f"orders:{UBER}:2026-11-24", START)
        found = {}
        for one in (await tx.observations())[2:]:
            try:
                found[json.loads(one.envelope)["command"]] = await tx.raw(one.address)
            except Erased as why:
                found[json.loads(one.envelope)["command"]] = str(why).encode()
    assert found == {
        "ticket.create": b"the personal data of order:ord_1 was erased",
        "order.list": f"the personal data of orders:{UBER}:2026-11-24 was erased".encode(),
        "menu.read": b'{"objects":[]}',
    }


async def test_an_answer_about_somebody_erased_is_told_without_them(house: House) -> None:
    """A person is erased while their order is out: the outcome is told, the document is not kept."""
    await warmed(house)
    await house.order()
    async with house.store.transaction(ANN) as tx:
        await tx.erase("order:ord_1", START)
    await house.work()
    assert await outcomes(house) == ["done"]
    assert (await house.documents())[-1] == b""


async def test_a_call_carries_what_is_about_a_person(house: House) -> None:
    """A document may be sealed in the intent itself; and a key that is given is the key, whatever the intent's is."""
    await warmed(house)

    location = house.seller["locations"][0]["id"]
    text = json.dumps({"order": {"location_id": location, "line_items": []}}).encode()
    for nth in (1, 2):
        call = Call("test", SQUARE, "ticket.create", args={"order": "ord_9", "key": "the-key"})
        personal = Personal("order:ord_9", text)
        async with house.store.transaction(ANN) as tx:
            await tx.enqueue(Intent(f"int_p{nth}", f"key-p{nth}", "call", encoded(call), WHY, START, personal=personal))
    await house.work()
    assert await outcomes(house) == ["done", "done"]
    assert await house.orders() == 1
