"""What cannot be processed is put aside, tried again and shown to a person; every other order goes its way."""

import json
from dataclasses import dataclass, replace

import pytest
from tests.orders.shell.house import LINK, TENANT, UBER, Clock, House, Json
from tests.orders.shell.town import opened
from tests.store.conftest import database, folder, postgres, server

from tournant.kernel import bounds
from tournant.lens import Decoded, ExternalIds, Lens
from tournant.log import Store
from tournant.log.records import Append, Fact, NewFact, Why
from tournant.orders import Orders
from tournant.orders.stumbling import Cut, Stumbled, Trouble
from tournant.sdk import DocumentType, Manifest, manifest_of

__all__ = ["database", "folder", "postgres", "server"]

NEVER = "9999-12-31T23:59:59Z"
"""An instant that is an instant, and that no deadline can be counted from."""


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The event loop that asyncpg knows."""
    return "asyncio"


async def bagel(house: House, **more: object) -> Json:
    return await house.guest({"id": house.menu_id("Bagel")}, **more)


def shown(house: House, order: Json) -> Json:
    """The order in the channel's own books."""
    found: Json = house.world.uber.orders.tickets[order["id"]].order
    return found


async def facts(house: House, stream: str) -> list[Fact]:
    async with house.store.transaction(TENANT) as tx:
        return await tx.read(stream)


async def kinds(house: House, stream: str) -> list[str]:
    return [one.fact.kind for one in await facts(house, stream)]


async def test_a_poisonous_order_stops_no_other(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """An order by whose date no deadline can be counted raises in the middle of a turn: the one before it and the one
    after it arrive, a person is called for it alone, and the log says where, without a word of the guest's."""
    before = await bagel(house)
    mad = await bagel(house, eater={"first_name": "Zephyrine"})
    shown(house, mad)["placed_at"] = NEVER
    after = await bagel(house)
    await house.pass_(30)
    assert (house.state(before), house.state(mad), house.state(after)) == ("ACCEPTED", "CREATED", "ACCEPTED")
    assert len(house.at_till) == 2
    standing = await house.standing(mad)
    assert set(standing.alarms) == {"aside"}
    assert standing == await house.replayed(mad)
    aside = (await house.noted(mad, "order_aside"))[0]
    assert (aside.what, aside.error) == ("answer to order.read", "OverflowError")
    assert "orders/decide/hear_channel.py" in aside.place
    said = [json.loads(one) for one in capsys.readouterr().err.splitlines() if "order_put_aside" in one]
    assert said[0]["order"] == f"order:{LINK}:{mad['id']}"
    assert "hear_channel" in said[0]["way"]
    assert "Zephyrine" not in json.dumps(said)


async def test_it_goes_on_when_it_can_be_processed(house: House) -> None:
    """The poison is gone from the next read: the order arrives, and nobody is needed any more."""
    mad = await bagel(house)
    sane = shown(house, mad)["placed_at"]
    shown(house, mad)["placed_at"] = NEVER
    await house.pass_(20)
    shown(house, mad)["placed_at"] = sane
    await house.pass_(120)
    assert house.state(mad) == "ACCEPTED"
    standing = await house.standing(mad)
    assert (standing.alarms, standing.order.alarms, len(house.at_till)) == ({}, {}, 1)
    assert standing == await house.replayed(mad)


@dataclass(frozen=True)
class Mapping:
    """A mapping of somebody's adapter that fails over one order."""

    lens: Lens
    over: bytes

    def decode(self, text: bytes, ids: ExternalIds) -> Decoded:
        if self.over in text:
            raise AttributeError(f"no attribute in {text!r}")
        return self.lens.decode(text, ids)


@dataclass(frozen=True)
class Fragile:
    """A document with such a mapping."""

    name: str
    sound: DocumentType
    over: bytes

    def lens(self, currency: str | None = None) -> Mapping:
        return Mapping(self.sound.lens(currency), self.over)


def failing(over: str) -> Manifest:
    """The adapter of Uber Eats, with an order that it fails over."""
    found = manifest_of("uber_eats")
    documents = [Fragile(one.name, one, over.encode()) if one.name == "order" else one for one in found.documents]
    return replace(found, documents=tuple(documents))  # type: ignore[arg-type]  # whatever has the form of a document


async def test_an_adapter_that_fails_over_one_order(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Its exception is an answer that says nothing: the order comes to a person before its deadline, others arrive."""
    adapter = failing("no peanut")
    known = {"uber_eats": adapter, "square": manifest_of("square")}
    house.orders = Orders(house.store, Clock(house.world), known.__getitem__)
    mad = await house.guest({"id": house.menu_id("Bagel"), "special_instructions": "no peanut"})
    sane = await bagel(house)
    await house.pass_(30)
    assert (house.state(mad), house.state(sane)) == ("CREATED", "ACCEPTED")
    await house.until(lambda: called(house, mad), within_s=bounds.ORDER_NEAR_S + 570)
    assert house.state(mad) == "CREATED"
    said = [one for one in capsys.readouterr().err.splitlines() if "order_put_aside" in one]
    assert "AttributeError" in said[0]
    assert "peanut" not in "".join(said)
    assert await house.standing(mad) == await house.replayed(mad)


async def called(house: House, order: Json) -> bool:
    """Whether a person is called for an order."""
    standing = await house.standing(order)
    return bool(standing.order.alarms or standing.alarms)


async def test_what_nobody_could_route_is_tried_again(house: House) -> None:
    """An adapter that cannot be loaded for a while: its webhooks are put aside, and their orders arrive afterwards."""
    broken = True

    def partners(name: str) -> Manifest:
        if broken and name == "uber_eats":
            raise ImportError("the adapter is being replaced")
        return manifest_of(name)

    house.orders = Orders(house.store, Clock(house.world), partners)
    order = await bagel(house)
    await house.world.time.pass_(5)
    await house.pass_on()
    assert await house.orders.turn(house.lease)
    stream = f"orders:{UBER}"
    assert await kinds(house, stream) == ["order_aside", "alarm_raised"]
    broken = False
    await house.world.time.pass_(bounds.ORDER_ASIDE_REST_S)
    assert await house.orders.turn(house.lease)
    assert await kinds(house, stream) == ["order_aside", "alarm_raised", "order_resumed", "alarm_ended"]
    await house.pass_(30)
    assert house.state(order) == "ACCEPTED"
    assert len(house.at_till) == 1


async def test_an_order_whose_history_cannot_be_read(house: House) -> None:
    """A later Tournant wrote facts that this one does not know: that order alone stands still, in front of a person,
    and is tried again by itself, so often and no more."""
    mad = await bagel(house)
    await house.pass_(20)
    stream = f"order:{LINK}:{mad['id']}"
    future = NewFact("order.teleported", 1, b"{}", Why("t", "c"), "orders", house.world.time.now())
    async with house.store.transaction(TENANT) as tx:
        await tx.append(Append(stream, (future,)))
    await house.handed_over()
    await house.step(mad, "cancel", "guest")
    sane = await bagel(house)
    await house.pass_(60)
    assert house.state(sane) == "ACCEPTED"
    found = [one for one in await kinds(house, stream) if one.startswith(("alarm", "order_aside"))]
    assert "order_aside" in found
    assert found.count("alarm_raised") == 1
    await house.pass_(bounds.ORDER_ASIDE_REST_S_MAX)
    async with house.store.transaction(TENANT) as tx:
        left = [one for one in await tx.timers("order.") if one.stream == stream]
    assert left
    assert all(int(one.body) > 3 for one in left if one.body)


async def test_a_list_with_such_an_order_brings_the_others(house: House) -> None:
    """Of a list only the order is put aside that cannot be read: one that was found by the list alone arrives."""
    mad = await bagel(house)
    future = NewFact("order.teleported", 1, b"{}", Why("t", "c"), "orders", house.world.time.now())
    async with house.store.transaction(TENANT) as tx:
        await tx.append(Append(f"order:{LINK}:{mad['id']}", (future,)))
    house.losing = True
    sane = await bagel(house)
    await house.pass_(90)
    assert (house.state(mad), house.state(sane)) == ("CREATED", "ACCEPTED")


async def test_a_person_is_answered_whatever_fails(house: House) -> None:
    """A word about an order that cannot be processed is refused, and stops nothing."""
    mad = await bagel(house)
    await house.pass_(20)
    future = NewFact("order.teleported", 1, b"{}", Why("t", "c"), "orders", house.world.time.now())
    async with house.store.transaction(TENANT) as tx:
        await tx.append(Append(f"order:{LINK}:{mad['id']}", (future,)))
    await house.handed_over()
    answer = await house.say("order_cancel", mad["id"])
    assert getattr(answer, "why", None) == "a mistake of ours stood in its way (UnknownFact)"
    answer = await house.say("order_handled", f"orders:{UBER}")
    assert getattr(answer, "why", None) == "nothing about it waits for a person"


async def test_an_id_that_the_database_does_not_take(postgres: Store) -> None:
    """A webhook names an order with a character that no text in PostgreSQL holds: it is put aside, those that came with
    it are taken, and a person says that they have seen to it."""
    house = await opened(postgres)
    sane = await bagel(house)
    mad = await bagel(house)
    bodies = [one.body for one in house.world.endpoint.sent]
    await house.world.time.pass_(5)
    bodies = [one.body for one in house.world.endpoint.sent if mad["id"].encode() in one.body]
    await house.deliver(*(one.replace(mad["id"].encode(), rb"o\u0000x") for one in bodies), again=True)
    await house.pass_(30)
    assert (house.state(sane), house.state(mad)) == ("ACCEPTED", "ACCEPTED")
    stream = f"orders:{UBER}"
    assert await kinds(house, stream) == ["order_aside", "alarm_raised"]
    answer = await house.say("order_handled", stream, "nobody ordered that")
    assert getattr(answer, "said", None) == "it is seen to"
    assert (await kinds(house, stream))[2:] == ["alarm_ended", "person_acted"]


def test_what_is_done_instead() -> None:
    """Those before what failed; then it alone, put aside by its order, then as a whole; a commit is halved."""
    trouble = Trouble("TypeError", "here:1", "")

    def fails(piece: int | None, pieces: int, about: str | None = "order:l:1") -> Stumbled:
        why = Stumbled((piece, pieces), about, trouble)
        why.__cause__ = TypeError("a bug")
        return why

    assert Cut().after(fails(7, 20)) == Cut(7)
    assert Cut().after(fails(None, 20)) == Cut(10)
    alone = Cut(7).after(fails(0, 7))
    assert alone == Cut(1, {"order:l:1": trouble})
    assert Cut().after(fails(0, 1, None)) == Cut(1, whole=trouble)
    shut = alone.after(fails(0, 1))
    assert shut == Cut(1, {}, {"order:l:1": trouble})
    assert shut.after(fails(0, 1)) == Cut(1, whole=trouble)
    assert set(alone.after(fails(0, 1, "order:l:2")).aside) == {"order:l:1", "order:l:2"}
    with pytest.raises(TypeError, match="a bug"):
        Cut(1, whole=trouble).after(fails(0, 1))
