"""One port for partners and people: each request goes to whom it is for."""

from typing import Any

import pytest
from tests.console.asking import scope_of
from tests.console.town import Town

from tournant.app.front import Front
from tournant.app.rooms import Outside, door
from tournant.console import Console, Parts

PARTNERS = ["/webhooks/square", "/hosted/square/menu", "/healthz", "/readyz", "/metrics"]
PEOPLE = ["/", "/orders", "/decisions", "/static/console.css", "/webhooks", "/nothing"]


@pytest.mark.parametrize("path", [*PARTNERS, *PEOPLE])
async def test_each_request_goes_to_whom_it_is_for(path: str) -> None:
    """What partners and probes ask for is the edge's; everything else is a page, or the console's own 404."""
    town, sent = Town.new(), list[dict[str, Any]]()
    console = Console(Parts(town.store, town.time, town.ids))
    front = Front(door(Outside(town.store, town.time, town.ids, lambda: 0.5)), console)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401 - as ASGI says it
        sent.append(message)

    await front(scope_of("GET", path, {}), receive, send)
    is_page = any(name == b"content-security-policy" for name, _ in sent[0]["headers"])
    assert is_page is (path in PEOPLE)


async def test_draining_ends_what_is_watched() -> None:
    """A page that is kept up to date would hold the process: draining ends it, and webhooks are still taken."""
    town = Town.new()
    console = Console(Parts(town.store, town.time, town.ids))
    front = Front(door(Outside(town.store, town.time, town.ids, lambda: 0.5)), console)
    front.begin_draining()
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401 - as ASGI says it
        sent.append(message)

    await front(scope_of("GET", "/live?page=/", {}), receive, send)
    assert sent[0]["status"] == 503
    await front.drained()
