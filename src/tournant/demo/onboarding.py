"""Connecting a world: our app at each partner, every merchant's account, every store."""

from collections.abc import Iterable

from tournant.control.connecting import App, Office, Theirs, connect, store_app, tenant_of
from tournant.demo.stage import Stage
from tournant.log.records import Tenant
from tournant.sandbox.world import Merchant, Store, World

__all__ = ["onboard", "tenant"]

_KEY = "demo-webhook-key"


def tenant(merchant: Merchant) -> Tenant:
    """The merchant as the platform knows it: by its name, with hyphens for spaces."""
    return tenant_of(f"demo/{'-'.join(merchant.name.split())}")


async def onboard(office: Office, stage: Stage, world: World) -> None:
    """Connect everybody, and have the partners tell us what happens."""
    square = world.merchants[0].account
    await _app(office, stage, "square", (square.client_id, square.client_secret, _KEY))
    uber = world.stores[0]
    await _app(office, stage, "uber_eats", (uber.client_id, uber.client_secret, uber.client_secret))
    for merchant in world.merchants:
        await _merchant(
            office, merchant, [one for one in world.stores if one.merchant_id == merchant.account.merchant_id]
        )


async def _app(office: Office, stage: Stage, partner: str, secrets: tuple[str, str, str]) -> None:
    ours = dict(zip(("client_id", "client_secret", "webhook_key"), secrets, strict=True))
    address = await store_app(office, partner, App(ours, f"{stage.url}/{partner}"))
    await stage.tell(partner, address, secrets[2])


async def _merchant(office: Office, merchant: Merchant, stores: Iterable[Store]) -> None:
    account, who = merchant.account, tenant(merchant)
    spots = tuple(one.location_id for one in merchant.locations)
    await connect(office, "square", Theirs(who, account.merchant_id, {"code": account.code}, spots))
    for store in stores:
        await connect(office, "uber_eats", Theirs(who, store.store_id, {}, (store.store_id,), store.location_id))
