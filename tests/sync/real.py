"""The merchant with the simulated partners: what it plans is done through the adapters' exchanges, and read back."""

from dataclasses import dataclass

from tests.adapters.driver import Driver
from tests.adapters.uber_eats import driving as uber
from tests.sandbox.memory import World
from tests.sandbox.uber_world import Client
from tests.sync.merchant import LINK, POS, TENANT, Json, Merchant

from tournant.adapters.square.connection import CONNECTION
from tournant.control.previewing import preview
from tournant.facts import Call, decoded
from tournant.facts.sync import CommandDone
from tournant.log.records import Claim

LOOKS = (
    (POS, "hours"),
    (POS, "availability"),
    (POS, "menu"),
    (LINK, "status"),
    (LINK, "menu"),
)


@dataclass
class Real:
    """One merchant at both simulated partners."""

    world: World
    merchant: Merchant
    square: Driver
    uber: Driver
    store: Client

    @classmethod
    async def open(cls, world: World, *objects: Json, **location: object) -> "Real":
        """Both sides are live and agree; the till sells what it is told."""
        place = {"id": "L1", "name": "Main", **location}
        said = {"id": "M1", "name": "The Copper Ladle", "locations": [place]}
        seller = (await world.call(world.square, "POST /_sandbox/merchants", said)).document
        square = Driver(world, world.square, CONNECTION, "M1", None, seller["access_token"])
        client, driver = await uber.opened(world, id="S1")
        one = cls(world, await Merchant.open(world.time), square, driver, client)
        await one.staff("POST", "/catalog", {"objects": list(objects)})
        for look in LOOKS:
            await one.look(*look)
        for link in ("lnk_square", LINK):
            found = await preview(one.merchant.store, TENANT, link)
            assert isinstance(await one.merchant.command("live", link, preview=found.fingerprint), CommandDone)
        await one.settle()
        return one

    async def staff(self, method: str, path: str, body: object = None) -> Json:
        """Something that people do at the till."""
        got = await self.world.call(self.world.square, f"{method} /_sandbox/merchants/M1{path}", body)
        assert got.status == 200, got.document
        return got.document

    async def tablet(self, method: str, path: str, body: object = None) -> Json:
        """Something that people do at the channel."""
        got = await self.world.call(self.world.uber, f"{method} /_sandbox/stores/S1{path}", body)
        assert got.status == 200, got.document
        return got.document

    async def look(self, target: str, resource: str) -> None:
        """Look at something, some seconds later, and take in what is seen."""
        await self.world.time.pass_(5)
        began = self.world.time.now()
        document = await self._driver(target).run(f"{resource}.read")
        said = {"command": f"{resource}.read", "outcome": "done", "began": began}
        await self.merchant.answered((target, resource), said, document)

    async def do(self, claim: Claim) -> tuple[str, str]:
        """Write something; gives where."""
        call = decoded(Call, claim.intent.body)
        _, target, resource = call.about.split(":")
        before = b"" if call.before is None else await self._text(call.before)
        await self._driver(target).run(
            call.command, document=await self.merchant.text(claim), before=before, key=claim.intent.id
        )
        await self.merchant.write_answered(claim)
        return target, resource

    async def settle(self) -> list[tuple[str, str]]:
        """Do all that is to be written, and look, until there is nothing more; gives where it was written."""
        done: list[tuple[str, str]] = []
        claims = await self.merchant.claimed()
        for _ in range(12):
            done += [await self.do(claim) for claim in claims]
            for look in LOOKS:
                await self.look(*look)
            before, claims = claims, await self.merchant.claimed()
            if not before and not claims:
                return done
        raise AssertionError(f"it does not end: {done}")

    async def rest(self) -> None:
        """Some minutes pass, and all is looked at: nothing of what was written can come any more."""
        await self.world.time.pass_(300)
        assert await self.settle() == []

    def _driver(self, target: str) -> Driver:
        return self.square if target == POS else self.uber

    async def _text(self, address: bytes) -> bytes:
        async with self.merchant.store.transaction(TENANT) as tx:
            return await tx.raw(address) or b""
