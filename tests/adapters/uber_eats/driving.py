"""A store of the simulated Uber Eats, and the adapter's commands run against it."""

import gzip
import json
from typing import Any

from tests.adapters.driver import Driver
from tests.sandbox import uber_world
from tests.sandbox.memory import World

from tournant.adapters.uber_eats.connection import CONNECTION
from tournant.sdk import Request


async def opened(world: World, **more: object) -> tuple[uber_world.Client, Driver]:
    """Open a store; the adapter gets its own token."""
    client = await uber_world.opened(world, **more)
    driver = Driver(world, world.uber, CONNECTION, client.store, None)
    app = {"client_id": world.uber.oauth.client_id, "client_secret": world.uber.oauth.client_secret}
    token = await driver.drive(CONNECTION.auth.obtain(app, {}, world.time.now()))
    driver.access = token.access
    driver.sent.clear()
    return client, driver


def body(request: Request) -> Any:  # noqa: ANN401 - any JSON value
    plain = gzip.decompress(request.body) if request.headers.get("content-encoding") == "gzip" else request.body
    return json.loads(plain)


def document(value: object) -> bytes:
    return json.dumps(value).encode()
