"""A seller at the simulated Square with a small menu, and the calls that a client makes."""

from dataclasses import dataclass
from typing import Any

from tests.sandbox.memory import Got, World

KEY, URL = "square-key", "http://endpoint.example/square"


def priced(amount: int) -> dict[str, Any]:
    return {"pricing_type": "FIXED_PRICING", "price_money": {"amount": amount, "currency": "USD"}}


def item(number: int, name: str, amount: int = 500) -> dict[str, Any]:
    variation = {
        "type": "ITEM_VARIATION",
        "id": f"#v{number}",
        "item_variation_data": {"name": "Regular", **priced(amount)},
    }
    return {"type": "ITEM", "id": f"#i{number}", "item_data": {"name": name, "variations": [variation]}}


def modifiers() -> dict[str, Any]:
    one = {"type": "MODIFIER", "id": "#m1", "modifier_data": {"name": "Oat milk"}}
    one["modifier_data"] |= {"price_money": {"amount": 60, "currency": "USD"}}  # type: ignore[operator]  # any JSON value
    return {"type": "MODIFIER_LIST", "id": "#l1", "modifier_list_data": {"name": "Milk", "modifiers": [one]}}


@dataclass
class Client:
    """One seller, and the token that an application has for it."""

    world: World
    merchant: str
    location: str
    token: str
    refresh: str
    keys: int = 0

    async def call(self, line: str, body: object = None, **headers: str) -> Got:
        sent = {"authorization": f"Bearer {self.token}", **headers}
        return await self.world.call(self.world.square, line, body, sent)

    async def staff(self, line: str, body: object = None) -> Got:
        method, _, path = line.partition(" ")
        where = f"/_sandbox/merchants/{self.merchant}{path}"
        return await self.world.call(self.world.square, f"{method} {where}", body)

    def key(self) -> str:
        self.keys += 1
        return f"key-{self.keys}"

    async def upsert(self, *objects: dict[str, Any]) -> dict[str, Any]:
        """Upsert and give what the answer maps: temporary id → object, or id → object."""
        got = await self.call(
            "POST /v2/catalog/batch-upsert", {"idempotency_key": self.key(), "batches": [{"objects": list(objects)}]}
        )
        assert got.status == 200, got.document
        names = {one["object_id"]: one["client_object_id"] for one in got.document["id_mappings"]}
        return {names.get(one["id"], one["id"]): one for one in got.document["objects"]}

    async def order(self, variation: str, quantity: str = "1", **more: object) -> dict[str, Any]:
        line = {"catalog_object_id": variation, "quantity": quantity}
        order = {"location_id": self.location, "line_items": [line], **more}
        got = await self.call("POST /v2/orders", {"idempotency_key": self.key(), "order": order})
        assert got.status == 200, got.document
        found: dict[str, Any] = got.document["order"]
        return found

    async def pay(self, order: dict[str, Any]) -> Got:
        return await self.call(
            "POST /v2/payments",
            {
                "idempotency_key": self.key(),
                "source_id": "EXTERNAL",
                "order_id": order["id"],
                "amount_money": order["total_money"],
                "external_details": {"type": "FOOD_DELIVERY_SERVICE", "source": "Uber Eats"},
            },
        )

    async def count(self, variation: str, quantity: str) -> Got:
        said = {
            "catalog_object_id": variation,
            "state": "IN_STOCK",
            "location_id": self.location,
            "quantity": quantity,
            "occurred_at": self.world.square.stamp(),
        }
        changes = [{"type": "PHYSICAL_COUNT", "physical_count": said}]
        return await self.call(
            "POST /v2/inventory/changes/batch-create", {"idempotency_key": self.key(), "changes": changes}
        )


async def opened(world: World, name: str = "The Copper Ladle") -> Client:
    """Open a seller whose subscriber is told everything."""
    await world.call(world.square, "POST /_sandbox/webhooks", {"url": URL, "key": KEY})
    got = await world.call(world.square, "POST /_sandbox/merchants", {"name": name, "locations": [{"name": "Main"}]})
    assert got.status == 201, got.document
    said = got.document
    return Client(world, said["merchant_id"], said["locations"][0]["id"], said["access_token"], said["refresh_token"])
