"""The operator: connects every merchant, lets every link go live after its preview, and now and then wants a look."""

from dataclasses import dataclass
from typing import Final

from tournant import telemetry
from tournant.control import BadInput
from tournant.control.commanding import Unanswered, command
from tournant.control.connecting import App, Office, Theirs, connect, store_app
from tournant.control.previewing import preview
from tournant.facts.commands import Command
from tournant.kernel import ids
from tournant.log.errors import StoreError
from tournant.log.records import Tenant, Why
from tournant.sandbox.world.doors import Control
from tournant.sim.chance import Chance
from tournant.sim.town import Merchant, Town

__all__ = ["Operator"]

_KEY: Final = "hook-key"
_PATIENCE_S: Final = 2.0


@dataclass
class Operator:
    """Somebody at the command line."""

    office: Office
    control: Control
    town: Town
    chance: Chance

    async def connect(self) -> None:
        """Connect both partners, and every merchant with all of its stores."""
        for partner, (client, secret) in self.town.apps.items():
            key = secret if partner == "uber_eats" else _KEY  # Uber signs with the app's own secret.
            secrets = {"client_id": client, "client_secret": secret, "webhook_key": key}
            url = await store_app(self.office, partner, App(secrets, f"http://{partner}"))
            await self.control(partner, "POST", "webhooks", {"url": url, "key": key})
        for one in self.town.merchants:
            theirs = Theirs(one.tenant, one.seller, {"code": one.code}, one.locations)
            await connect(self.office, "square", theirs)
            for store in one.stores:
                theirs = Theirs(one.tenant, store.id, {}, (store.id,), store.location)
                await connect(self.office, "uber_eats", theirs)

    async def go_live(self) -> None:
        """Let everything go live, the point of sale first."""
        for one in self.town.merchants:
            for link in await self.links(one):
                while not await self._is_live(one.tenant, link):
                    await self.office.clock.pause(_PATIENCE_S)

    async def links(self, merchant: Merchant) -> list[str]:
        """The links of a merchant, those of the point of sale first."""
        async with self.office.store.transaction(merchant.tenant) as tx:
            partners = {one.id: one.partner for one in await tx.accounts()}
            return [one.id for one in sorted(await tx.links(), key=lambda one: partners[one.account] != "square")]

    async def _is_live(self, tenant: Tenant, link: str) -> bool:
        """Try once."""
        try:
            found = await preview(self.office.store, tenant, link)
            await self._say(tenant, Command("live", link, "ann", {"preview": found.fingerprint}))
        except (BadInput, Unanswered):
            return False
        return True

    async def look_everywhere(self) -> None:
        """Have everything looked at now."""
        for one in self.town.merchants:
            for link in await self.links(one):
                await self._say(one.tenant, Command("look", link, "ann"))

    async def look(self) -> None:
        """Have some link looked at now, however that goes."""
        merchant = self.chance.one("merchant", self.town.merchants)
        try:
            links = await self.links(merchant)
            await self._say(merchant.tenant, Command("look", self.chance.one("link", links), "ann"))
        except (StoreError, BadInput, Unanswered):
            return  # Whoever asks at the command line reads it, and goes on.

    async def _say(self, tenant: Tenant, wanted: Command) -> None:
        source = self.office.source
        why = Why(telemetry.new_trace(source.draw()), ids.mint("Command", source))
        await command(self.office.store, tenant, wanted, why, self.office.clock.now())
