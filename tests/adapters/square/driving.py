"""A seller of the simulated Square, and the adapter's commands run against it."""

import json
from pathlib import Path
from typing import Any

from tests.adapters.driver import Driver
from tests.sandbox import square_world
from tests.sandbox.memory import World
from tests.sandbox.schema import wrong

from tournant.adapters.square.connection import CONNECTION
from tournant.sdk import Request

REQUESTS = {
    "catalog.upsert": "BatchUpsertCatalogObjectsRequest",
    "catalog.delete": "BatchDeleteCatalogObjectsRequest",
    "inventory.counts": "BatchRetrieveInventoryCountsRequest",
    "inventory.change": "BatchChangeInventoryRequest",
    "location.update": "UpdateLocationRequest",
    "order.create": "CreateOrderRequest",
    "order.update": "UpdateOrderRequest",
    "order.pay": "PayOrderRequest",
    "orders.search": "SearchOrdersRequest",
    "payment.create": "CreatePaymentRequest",
    "oauth.token": "ObtainTokenRequest",
}


async def opened(world: World) -> tuple[square_world.Client, Driver]:
    seller = await square_world.opened(world)
    driver = Driver(world, world.square, CONNECTION, seller.merchant, seller.location, seller.token)
    return seller, driver


def body(request: Request) -> Any:  # noqa: ANN401 - any JSON value
    return json.loads(request.body)


def misspelled(reference: Path, sent: list[Request]) -> list[str]:
    """Say where requests depart from Square's specification."""
    return [
        fault
        for request in sent
        if request.body
        for fault in wrong(reference, REQUESTS[request.operation], body(request))
    ]


def written(world: World, what: str) -> list[str]:
    """The ids of what an application changed, in its order."""
    return [one.ref for one in world.square.books.writes if one.by == "api" and one.what.startswith(what)]
