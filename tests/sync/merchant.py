"""One merchant with a Square account and an Uber Eats store, on a store in memory; what partners answer is typed in."""

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from tests.store.values import START, vault

from tournant.facts import Answer, Call, Outcome, Pointer, Received, decoded, encoded, register
from tournant.facts.commands import Command, answer_stream
from tournant.facts.messages import ANSWER, COMMAND, WEBHOOK
from tournant.kernel.ids import derived
from tournant.log import MemoryStore
from tournant.log.records import Account, Claim, Lease, Link, NewObservation, Payload, Tenant, Timer, Why
from tournant.sdk import manifest_of
from tournant.sync import Syncer
from tournant.sync.decide import state

TENANT = Tenant("org_ann", "mer_one")
POS, CHANNEL, LINK = "acc_square", "acc_uber", "lnk_uber"
LOCATION = derived(POS, "Location", "L1")
Json = dict[str, Any]


class Time:
    """The world's clock: it stands until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    async def until(self, at: datetime) -> None:
        self.at = max(self.at, at)

    async def pause(self, wall_s: float) -> None:
        self.at += timedelta(seconds=wall_s)


class Numbers:
    """Ids that grow."""

    def __init__(self) -> None:
        self._next = itertools.count(1)

    def draw(self) -> int:
        return next(self._next)


def item(number: int, name: str, cents: int = 500, **more: object) -> Json:
    """A Square item with one size."""
    price = {"amount": cents, "currency": "USD"}
    size = {
        "type": "ITEM_VARIATION",
        "id": f"V{number}",
        "version": 1,
        "item_variation_data": {
            "item_id": f"I{number}",
            "name": "Regular",
            "pricing_type": "FIXED_PRICING",
            "price_money": price,
        },
    }
    return {
        "type": "ITEM",
        "id": f"I{number}",
        "version": 1,
        "present_at_all_locations": True,
        "item_data": {"name": name, "variations": [size], **more},
    }


def catalog(*items: Json) -> bytes:
    """Square's answer to the listing of a catalog."""
    return json.dumps({"objects": list(items)}).encode()


EMPTY_MENU = b'{"menus":[],"categories":[],"items":[],"modifier_groups":[]}'


@dataclass
class Merchant:
    """The merchant, and what its partners say."""

    store: MemoryStore
    time: Time
    ids: Numbers
    syncer: Syncer
    lease: Lease
    rests: bool = False
    """Nobody works for the merchant: what comes in waits."""
    shown: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """By target and resource: what the last look showed."""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @classmethod
    async def open(cls, time: Any = None) -> "Merchant":  # noqa: ANN401 - whatever tells the time
        time = time or Time()
        store = MemoryStore(lambda: START, vault())
        await store.register(TENANT)
        (lease,) = await store.take("worker", timedelta(hours=1))
        async with store.transaction(TENANT) as tx:
            await tx.put_account(Account(POS, "square", "M1", "ok", b"{}"))
            await tx.put_account(Account(CHANNEL, "uber_eats", "S1", "ok", b"{}"))
            await tx.put_link(Link("lnk_square", LOCATION, POS, "L1", "observe", "ok", b"{}"))
            await tx.put_link(Link(LINK, LOCATION, CHANNEL, "S1", "observe", "ok", b"{}"))
        ids = Numbers()
        return cls(store, time, ids, Syncer(store, time, ids, manifest_of), lease)

    async def restarted(self) -> None:
        """Another worker takes over, with nothing in its memory."""
        await self.store.release(self.lease)
        (self.lease,) = await self.store.take("another", timedelta(hours=1))
        self.syncer = Syncer(self.store, self.time, self.ids, manifest_of)

    async def turn(self) -> bool:
        """Everything that there is to do."""
        did = False
        while await self.syncer.turn(self.lease):
            did = True
        return did

    async def looked(
        self, target: str, document: bytes, resource: str = "menu", *, began: datetime | None = None
    ) -> None:
        """A look was answered, and taken in; some time after whatever was before."""
        self.time.at += timedelta(seconds=10)
        self.shown[target, resource] = document
        said = {"command": f"{resource}.read", "outcome": "done", "began": began}
        await self.answered((target, resource), said, document)

    async def answered(self, place: tuple[str, str], said: dict[str, Any], document: bytes = b"") -> None:
        """A call was answered, and that was taken in."""
        number = next(self.numbers)
        start = said.pop("began", None) or self.time.at
        self.time.at = max(self.time.at, start) + timedelta(seconds=1)
        name = said.pop("intent", f"intent-{number}")
        account = POS if place[0] == POS else CHANNEL
        answer = Answer(
            about=f"sync:{place[0]}:{place[1]}",
            intent=name,
            attempt=1,
            account=account,
            began=start,
            ended=self.time.at,
            claimed=start,
            **said,
        )
        await self.observe(ANSWER, encoded(answer), document, source=account, why=Why(f"trace-{number}", name))

    async def observe(self, kind: str, envelope: bytes, body: bytes, *, source: str, why: Why) -> None:
        seen = NewObservation(TENANT, source, None, kind, envelope, Payload(body), why, self.time.at)
        await self.store.receive([seen])
        if not self.rests:
            await self.turn()

    async def webhook(self, account: str, partner: str, *points: Pointer) -> None:
        number = next(self.numbers)
        received = Received(partner, f"event-{number}", "happened", "S1", list(points))
        await self.observe(
            WEBHOOK, encoded(received), b"{}", source=account, why=Why(f"trace-{number}", f"event-{number}")
        )

    async def command(self, do: str, target: str, **args: str) -> msgspec.Struct:
        """A person commands, and is answered."""
        name = f"command-{next(self.numbers)}"
        wanted = Command(do, target, "ann", args)  # type: ignore[arg-type]  # one of the words
        await self.observe(COMMAND, b"{}", msgspec.json.encode(wanted), source="ann", why=Why(name, name))
        async with self.store.transaction(TENANT) as tx:
            (fact,) = await tx.read(answer_stream(name))
        found: msgspec.Struct = register.read(fact.fact.kind, fact.fact.version, fact.fact.body)
        return found

    async def claimed(self) -> list[Claim]:
        """The intents that would be sent now; first what has to be looked at for that shows what it last showed."""
        await self._look_again()
        async with self.store.transaction(TENANT, self.lease) as tx:
            return await tx.claim("calls", self.time.at + timedelta(days=1))

    async def _look_again(self) -> None:
        due = {place for place, timer in (await self.timers()).items() if timer.due <= self.time.at}
        for (target, resource), document in list(self.shown.items()):
            async with self.store.transaction(TENANT) as tx:
                shadow = await tx.shadow(target, resource)
            waits = shadow is not None and state.decoded(shadow).write is not None
            if (target, f"look.{resource}") in due and not waits:
                async with self.store.transaction(TENANT) as tx:
                    await tx.cancel_timer(target, f"look.{resource}")
                await self.looked(target, document, resource)

    async def settle(self, claim: Claim) -> None:
        async with self.store.transaction(TENANT, self.lease) as tx:
            assert await tx.settle(claim.intent.id, claim.attempt, b"")

    async def write_answered(self, claim: Claim, outcome: Outcome = "done", *, why: str | None = None) -> None:
        """A write came to something: calls settles it and says so."""
        await self.settle(claim)
        call = decoded(Call, claim.intent.body)
        said = {"command": call.command, "intent": claim.intent.id, "outcome": outcome, "why": why}
        _, target, resource = call.about.split(":")
        await self.answered((target, resource), said)

    async def done(self, claim: Claim) -> bytes:
        """A write was done, and a look showed it; gives what is there now."""
        text = await self.text(claim)
        await self.write_answered(claim)
        await self.looked(decoded(Call, claim.intent.body).about.split(":")[1], text)
        return text

    async def document(self, claim: Claim) -> Json:
        """What a claim would write."""
        return json.loads(await self.text(claim))  # type: ignore[no-any-return]  # any JSON value

    async def text(self, claim: Claim) -> bytes:
        call = decoded(Call, claim.intent.body)
        assert call.document is not None
        async with self.store.transaction(TENANT) as tx:
            found = await tx.raw(call.document)
        assert found is not None
        return found

    async def facts(self, kind: str) -> list[Any]:
        """All facts of a kind, in their order."""
        async with self.store.transaction(TENANT) as tx:
            found = [one.fact for one in await tx.tail()]
        return [register.read(one.kind, one.version, one.body) for one in found if one.kind == kind]

    async def agreed(self) -> list[Any]:
        """When the channel came to show what it should."""
        return [one for one in await self.facts("agreed") if one.target == LINK]

    async def timers(self) -> dict[tuple[str, str], Timer]:
        async with self.store.transaction(TENANT) as tx:
            return {(one.stream, one.name): one for one in await tx.timers()}

    async def rows(self) -> dict[tuple[str, str], bytes]:
        async with self.store.transaction(TENANT) as tx:
            return {(one.kind, one.key): one.body for one in await tx.rows()}

    async def mode(self) -> str:
        async with self.store.transaction(TENANT) as tx:
            return {one.id: one for one in await tx.links()}[LINK].mode


def names(menu: Mapping[str, Any]) -> dict[str, int]:
    """What a menu of Uber Eats sells, by name, with the price in cents: read here, not by our mapping."""
    found = {}
    for one in menu["items"]:
        (title,) = one["title"]["translations"].values()
        found[title] = one["price_info"]["price"]
    return found
