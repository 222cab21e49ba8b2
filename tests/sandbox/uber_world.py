"""A store at the simulated Uber Eats with a small menu, and the calls that a client makes."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.sandbox.memory import Got, World

SCOPES = "eats.store eats.store.status.write eats.order eats.store.orders.read"
URL = "http://endpoint.example/uber"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def text(said: str) -> dict[str, Any]:
    return {"translations": {"en_us": said}}


def dish(item_id: str, price: int, groups: tuple[str, ...] = (), **more: object) -> dict[str, Any]:
    found = {"id": item_id, "title": text(item_id), "price_info": {"price": price}, **more}
    return found | ({"modifier_group_ids": {"ids": list(groups)}} if groups else {})


def group(group_id: str, options: tuple[str, ...], least: int = 0, most: int = 1) -> dict[str, Any]:
    quantity = {"quantity": {"min_permitted": least, "max_permitted": most}}
    entities = [{"id": option, "type": "ITEM"} for option in options]
    return {"id": group_id, "title": text(group_id), "quantity_info": quantity, "modifier_options": entities}


def menu(*items: dict[str, Any], sold: tuple[str, ...], groups: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    hours = [{"day_of_week": day, "time_periods": [{"start_time": "00:00", "end_time": "23:59"}]} for day in DAYS]
    entities = [{"id": item_id, "type": "ITEM"} for item_id in sold]
    return {
        "menus": [{"id": "all-day", "title": text("Menu"), "service_availability": hours, "category_ids": ["mains"]}],
        "categories": [{"id": "mains", "title": text("Mains"), "entities": entities}],
        "items": list(items),
        "modifier_groups": list(groups),
    }


SUSHI = menu(
    dish("maki", 900, ("sauce", "extras")),
    dish("soy", 0),
    dish("ponzu", 50),
    dish("ginger", 100, ("grade",)),
    dish("fine", 25),
    sold=("maki", "ginger"),
    groups=(
        group("sauce", ("soy", "ponzu"), least=1),
        group("extras", ("ginger",), most=2),
        group("grade", ("fine",)),
    ),
)


@dataclass
class Client:
    """One store, and the token that the application has."""

    world: World
    store: str
    token: str = ""

    async def sign_in(self, scope: str = SCOPES) -> Got:
        oauth = self.world.uber.oauth
        form = {"client_id": oauth.client_id, "client_secret": oauth.client_secret}
        form |= {"grant_type": "client_credentials", "scope": scope}
        return await self.world.call(self.world.uber, "POST /oauth/v2/token", urlencode(form).encode())

    async def call(self, line: str, body: object = None, **headers: str) -> Got:
        sent = {"authorization": f"Bearer {self.token}", **headers}
        return await self.world.call(self.world.uber, line, body, sent)

    async def upload(self, said: dict[str, Any]) -> Got:
        return await self.call(f"PUT /v2/eats/stores/{self.store}/menus", said)

    async def guest(self, *items: dict[str, Any]) -> Got:
        where = f"/_sandbox/stores/{self.store}/orders"
        return await self.world.call(self.world.uber, f"POST {where}", {"items": list(items)})

    async def order(self) -> dict[str, Any]:
        got = await self.guest({"id": "maki", "options": [{"group": "sauce", "id": "soy"}]})
        assert got.status == 200, got.document
        found: dict[str, Any] = got.document["order"]
        return found

    async def answer(self, order: dict[str, Any], how: str, body: object) -> Got:
        return await self.call(f"POST /v1/eats/orders/{order['id']}/{how}", body)

    async def state(self, order: dict[str, Any]) -> str:
        got = await self.call(f"GET /v2/eats/order/{order['id']}")
        return str(got.document["current_state"])


async def opened(world: World, **more: object) -> Client:
    """Open a store, sign in, and let the application be told everything."""
    key = {"url": URL, "key": world.uber.oauth.client_secret}
    await world.call(world.uber, "POST /_sandbox/webhooks", key)
    got = await world.call(world.uber, "POST /_sandbox/stores", {"name": "The Tin Ladle", **more})
    client = Client(world, got.document["store_id"])
    client.token = (await client.sign_in()).document["access_token"]
    return client


ACCEPT = {"reason": "accepted", "external_reference_id": "Check 1"}
DENY = {"reason": {"explanation": "sold out", "code": "ITEM_AVAILABILITY"}}
