"""How a test begins: a catalog at Square, a store at Uber Eats, and the one's menu on the other."""

import json
from collections.abc import Mapping
from datetime import timedelta

import msgspec
from tests.calls.house import Governor
from tests.orders.shell.house import (
    LINK,
    SQUARE,
    TENANT,
    TILL,
    UBER,
    Clock,
    House,
    Json,
    Numbers,
    Wire,
    connection,
)
from tests.sandbox import square_world, uber_world
from tests.sandbox.memory import World
from tests.store.values import vault

from tournant.calls import Caller, Ports
from tournant.control.previewing import preview
from tournant.facts.commands import Command
from tournant.facts.messages import COMMAND
from tournant.kernel.ids import derived
from tournant.log import MemoryStore, Store
from tournant.log.records import PLATFORM, Account, Link, NewObservation, Payload, Timer, Why
from tournant.orders import Orders
from tournant.pace import FixedIntervals, Poller
from tournant.sdk import manifest_of
from tournant.sync import Syncer


def money(amount: int) -> Json:
    return {"amount": amount, "currency": "USD"}


def sized(number: int, name: str, prices: Mapping[str, int], lists: tuple[str, ...] = ()) -> Json:
    """An item at Square with its sizes."""
    sizes = [
        {
            "type": "ITEM_VARIATION",
            "id": f"#v{number}-{size}",
            "item_variation_data": {"name": size, "pricing_type": "FIXED_PRICING", "price_money": money(price)},
        }
        for size, price in prices.items()
    ]
    data: Json = {"name": name, "variations": sizes}
    if lists:
        data["modifier_list_info"] = [{"modifier_list_id": one, "enabled": True} for one in lists]
    return {"type": "ITEM", "id": f"#i{number}", "item_data": data}


def choices(name: str, prices: Mapping[str, int]) -> Json:
    """A list of modifiers at Square."""
    made = [
        {"type": "MODIFIER", "id": f"#m-{one}", "modifier_data": {"name": one, "price_money": money(price)}}
        for one, price in prices.items()
    ]
    return {
        "type": "MODIFIER_LIST",
        "id": f"#l-{name}",
        "modifier_list_data": {"name": name, "selection_type": "MULTIPLE", "modifiers": made},
    }


async def opened(store: Store | None = None, *, mode: str = "live", orders: Json | None = None) -> House:
    """The house, with the catalog of Square on the menu of Uber Eats."""
    world, ids = World(), Numbers()
    clock = Clock(world)
    store = store or MemoryStore(world.time.now, vault())
    square, uber = await square_world.opened(world), await uber_world.opened(world)
    await square.upsert(
        choices("Milk", {"Oat": 60, "Soy": 50}),
        sized(1, "Latte", {"Small": 400, "Large": 500}, ("#l-Milk",)),
        sized(2, "Bagel", {"Regular": 350}),
    )
    await store.register(TENANT)
    (lease,) = await store.take("worker", timedelta(days=30))
    await _connect(store, world, square, uber, orders or {})
    wire = Wire(world)
    house = House(
        world,
        store,
        wire,
        square,
        uber,
        lease,
        ids,
        Orders(store, clock, manifest_of),
        Caller(Ports(store, wire, Governor(), clock, lambda: 0.5, connection)),
        Poller(store, clock, ids, manifest_of, FixedIntervals()),
        Syncer(store, clock, ids, manifest_of),
    )
    await _go_live(house, mode)
    wire.sent.clear()
    return house


async def _connect(
    store: Store, world: World, square: square_world.Client, uber: uber_world.Client, orders: Json
) -> None:
    async with store.transaction(PLATFORM) as tx:
        for partner, oauth in (("square", world.square.oauth), ("uber_eats", world.uber.oauth)):
            told = json.dumps({"client_id": oauth.client_id, "client_secret": oauth.client_secret}).encode()
            settings = json.dumps({"base_url": f"http://{partner}"}).encode()
            await tx.put_account(Account(f"app_{partner}", partner, "app", "connected", settings, told))
    location = derived(SQUARE, "Location", square.location)
    async with store.transaction(TENANT) as tx:
        refresh = json.dumps({"refresh": square.refresh}).encode()
        await tx.put_account(Account(SQUARE, "square", square.merchant, "ok", b"{}", refresh))
        await tx.put_account(Account(UBER, "uber_eats", uber.store, "ok", b"{}", b"{}"))
        await tx.put_link(Link(TILL, location, SQUARE, square.location, "live", "ok", b"{}"))
        settings = json.dumps({"orders": orders}).encode()
        await tx.put_link(Link(LINK, location, UBER, uber.store, "observe", "ok", settings))


async def _go_live(house: House, mode: str) -> None:
    """Read both menus, and write the one into the other."""
    for target, resource in ((SQUARE, "menu"), (LINK, "menu"), (LINK, "orders")):
        async with house.store.transaction(TENANT) as tx:
            timer = Timer(target, f"look.{resource}", house.world.time.now(), b"", Why("trace-0", "test"))
            await tx.set_timer(timer)
        await house.work()
    found = await preview(house.store, TENANT, LINK)
    name = "command-0"
    body = msgspec.json.encode(Command("live", LINK, "ann", {"preview": found.fingerprint}))
    seen = NewObservation(TENANT, "ann", name, COMMAND, b"{}", Payload(body), Why(name, name), house.world.time.now())
    await house.store.receive([seen])
    await house.pass_(30)
    assert len(house.world.uber.stores[house.uber.store].menu["items"]) > 1, "the menu was not written"
    if mode != "live":
        async with house.store.transaction(TENANT) as tx:
            link = await tx.link(LINK)
            assert link is not None
            await tx.put_link(Link(link.id, link.location, link.account, link.store, mode, "ok", link.settings))
