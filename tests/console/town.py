"""Merchants with a Square account and Uber Eats stores, in all of the six states; what partners say is typed in."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.store.values import START, vault
from tests.sync.merchant import EMPTY_MENU, Json, Numbers, Time, catalog, item
from typing_extensions import override

from tournant.app.system import WorldClock
from tournant.control.previewing import preview
from tournant.facts import Answer, Call, Outcome, decoded, encoded
from tournant.facts.commands import Command
from tournant.facts.messages import ANSWER, COMMAND
from tournant.kernel.ids import derived
from tournant.log import MemoryStore, Store
from tournant.log.records import Account, Claim, Lease, Link, NewObservation, Payload, Tenant, Why
from tournant.orders import Orders
from tournant.sdk import manifest_of
from tournant.sync import Syncer

__all__ = ["Clock", "House", "Town", "dishes", "incumbent"]

MENU = ["Al pastor taco", "Carnitas burrito", "Guacamole", "Horchata", "Elote", "Churros"]


def dishes(count: int = 6, cents: int = 425) -> list[Json]:
    """A catalog's items."""
    return [item(number, MENU[number % len(MENU)] + (f" {number}" if number >= len(MENU) else ""), cents + 25 * number)
            for number in range(count)]  # fmt: skip


class Clock(Time):
    """The world's clock stands until it is moved; the wall's goes on."""

    @override
    async def pause(self, wall_s: float) -> None:
        await WorldClock(None, 1).pause(wall_s)


@dataclass
class House:
    """One merchant of several locations: Square for all of them, a store at Uber Eats for each."""

    store: Store
    time: Time
    ids: Numbers
    syncer: Syncer
    orders: Orders
    tenant: Tenant
    places: list[str]
    lease: Lease
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    shows: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """By target and resource: what the last look showed."""

    @property
    def name(self) -> str:
        return self.tenant.merchant

    @property
    def key(self) -> str:
        return self.name.split()[0].lower()

    @property
    def pos(self) -> str:
        return f"acc_{self.key}_square"

    def link(self, place: str) -> str:
        return f"lnk_{self.key}_{place}"

    def channel(self, place: str) -> str:
        return f"acc_{self.key}_{place}"

    def location(self, place: str) -> str:
        return derived(self.pos, "Location", f"L-{place}")

    async def connect(self) -> None:
        async with self.store.transaction(self.tenant) as tx:
            await tx.put_account(Account(self.pos, "square", f"M-{self.key}", "active", b"{}"))
            for place in self.places:
                channel = self.channel(place)
                await tx.put_account(Account(channel, "uber_eats", f"S-{self.key}-{place}", "active", b"{}"))
                square = (f"{self.link(place)}_square", self.location(place), self.pos, f"L-{place}")
                await tx.put_link(Link(*square, "observe", "ok", b"{}"))
                uber = (self.link(place), self.location(place), channel, f"S-{self.key}-{place}")
                await tx.put_link(Link(*uber, "observe", "ok", b"{}"))

    async def turn(self) -> None:
        for room in (self.syncer, self.orders):
            while await room.turn(self.lease):
                pass

    async def observe(self, kind: str, envelope: bytes, body: bytes, source: str, cause: str) -> None:
        seen = NewObservation(
            self.tenant, source, None, kind, envelope, Payload(body), Why("t", cause), self.time.now()
        )
        await self.store.receive([seen])
        await self.turn()

    async def looked(self, target: str, document: bytes, resource: str = "menu", **said: str | None) -> None:
        """A look, or with `intent` an answer to a write, came in."""
        account = target if target.startswith("acc_") else target.replace("lnk_", "acc_")
        at = self.time.now()
        if not said:
            self.shows[target, resource] = document
        intent = said.pop("intent", None) or f"i-{self.key}-{next(self.numbers)}"
        body: dict[str, Any] = {"command": f"{resource}.read", "outcome": "done", "intent": intent, **said}
        answer = Answer(
            about=f"sync:{target}:{resource}", attempt=1, account=account, began=at, ended=at, claimed=at, **body
        )
        await self.observe(ANSWER, encoded(answer), document, account, intent)

    async def looked_again(self) -> None:
        """Everybody shows what he showed last."""
        for (target, resource), document in list(self.shows.items()):
            await self.looked(target, document, resource)

    async def command(self, do: str, target: str, **args: str) -> None:
        wanted = Command(do, target, "ann", args)  # type: ignore[arg-type]  # one of the words
        body = json.dumps({"do": wanted.do, "target": target, "by": "ann", "args": args}).encode()
        await self.observe(COMMAND, b"{}", body, "ann", f"c-{self.key}-{next(self.numbers)}")

    async def shown(self, items: list[Json]) -> None:
        """Square shows its places and its catalog."""
        places = [
            {"id": f"L-{one}", "name": one.replace("_", " ").title(), "timezone": "America/Los_Angeles",
             "currency": "USD", "status": "ACTIVE", "address": {"locality": "San Francisco"}}
            for one in self.places
        ]  # fmt: skip
        await self.looked(self.pos, json.dumps({"locations": places}).encode(), "hours")
        await self.looked(self.pos, catalog(*items))

    async def live(self, place: str) -> None:
        """A link goes live."""
        for link in (f"{self.link(place)}_square", self.link(place)):
            found = await preview(self.store, self.tenant, link)
            await self.command("live", link, preview=found.fingerprint)

    async def claims(self) -> list[Claim]:
        async with self.store.transaction(self.tenant, self.lease) as tx:
            return await tx.claim("calls", self.time.now() + timedelta(days=1))

    async def written(self, outcome: Outcome = "done", why: str | None = None, *, seen: bool = True) -> None:
        """All writes that are open are answered, and seen."""
        for claim in await self.claims():
            call = decoded(Call, claim.intent.body)
            async with self.store.transaction(self.tenant, self.lease) as tx:
                await tx.settle(claim.intent.id, claim.attempt, b"")
                text = await tx.raw(call.document) if call.document else None
            target = call.about.split(":")[1]
            await self.looked(target, b"", command=call.command, intent=claim.intent.id, outcome=outcome, why=why)
            self.time.at += timedelta(seconds=10)  # Longer than what is read may be behind.
            if seen and outcome == "done" and text is not None:
                await self.looked(target, text)


@dataclass
class Town:
    """All merchants."""

    store: Store
    time: Clock
    ids: Numbers
    houses: dict[str, House] = field(default_factory=dict)

    @classmethod
    def new(cls, store: Store | None = None) -> "Town":
        return cls(store or MemoryStore(lambda: START, vault()), Clock(), Numbers())

    @classmethod
    async def whole(cls) -> "Town":
        """Thirteen restaurants, of which some are in each state but `not known`."""
        town = cls.new()
        for merchant, places, items in (
            ("Bao & Broth", ("camden", "soho", "hackney"), dishes()),
            ("Nopal Street", ("mission", "berkeley"), dishes(12)),
            ("Pho Sixteen", ("ballard", "fremont", "tacoma"), dishes(30)),
            ("Tikka Yard", ("leeds", "york", "hull"), dishes()),
            ("Little Ember", ("queens", "harlem"), dishes()),
        ):
            house = await town.house(merchant, *places, items=items)
            for place in places:
                if place != "berkeley":
                    await house.live(place)
            await house.written()
        await town.trouble()
        return town

    async def trouble(self) -> None:
        """Something of everything happens."""
        bao, nopal, pho, tikka, ember = self.houses.values()
        had = (("x1", "Carnitas burrito", 700, None), ("x2", "Guacamola", 475, "I2"), ("x3", "Horchata", 500, "I3"))
        await nopal.looked(nopal.link("berkeley"), incumbent(*had, ("x9", "Special", 999, None)))
        await pho.shown(dishes(3))
        async with self.store.transaction(tikka.tenant) as tx:
            await tx.set_account(tikka.channel("leeds"), state="needs_reauth")
        async with self.store.transaction(ember.tenant) as tx:
            await tx.set_health(ember.link("harlem"), "degraded")
        await ember.shown(dishes(6, 450))
        self.time.at += timedelta(seconds=170)
        for house in self.houses.values():
            await house.looked_again()
        self.time.at += timedelta(seconds=10)
        await bao.shown(dishes(6, 500))
        self.time.at += timedelta(seconds=9)

    async def house(self, merchant: str, *places: str, items: list[Json] | None = None) -> House:
        """A merchant that is connected, whose Square was looked at, and whose stores have no menu."""
        tenant = Tenant("org_ann", merchant)
        await self.store.register(tenant)
        (lease,) = await self.store.take("worker", timedelta(hours=9))
        syncer = Syncer(self.store, self.time, self.ids, manifest_of)
        orders = Orders(self.store, self.time, manifest_of)
        made = House(self.store, self.time, self.ids, syncer, orders, tenant, list(places), lease)
        await made.connect()
        await made.shown(items or dishes())
        for place in places:
            await made.looked(made.link(place), EMPTY_MENU)
        self.houses[merchant] = made
        return made

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Somebody works for all merchants, as soon as something comes in."""

        async def work() -> None:
            async with self.store.listen() as listener:
                while True:
                    await listener.heard()
                    for one in self.houses.values():
                        await one.turn()

        task = asyncio.create_task(work())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])


def incumbent(*named: tuple[str, str, int, str | None]) -> bytes:
    """A menu that a channel had before us: id, name, cents, and our number if it was left there."""
    items = [
        {"id": id_, "title": {"translations": {"en": name}}, "price_info": {"price": cents}, "tax_info": {},
         **({"external_data": number} if number else {})}
        for id_, name, cents, number in named
    ]  # fmt: skip
    entities = [{"type": "ITEM", "id": one["id"]} for one in items]
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    hours = [{"day_of_week": day, "time_periods": [{"start_time": "00:00", "end_time": "23:59"}]} for day in days]
    title = {"translations": {"en": "Menu"}}
    menu = {"id": "m", "title": title, "service_availability": hours, "category_ids": ["all"]}
    category = {"id": "all", "title": title, "entities": entities}
    return json.dumps({"menus": [menu], "categories": [category], "items": items, "modifier_groups": []}).encode()
