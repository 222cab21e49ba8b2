"""A console asked without a network: one request in, one answer out."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.console.town import Town
from tests.console.tree import Node, parsed

from tournant.console import Console, Demo, Parts

__all__ = ["Answered", "asked", "console_of", "form", "posted"]

HOST = "127.0.0.1:8321"


@dataclass
class Answered:
    """What came back."""

    status: int
    headers: dict[str, str]
    html: str

    @property
    def page(self) -> Node:
        return parsed(self.html)


def console_of(town: Town, demo: Demo | None = None) -> Console:
    return Console(Parts(town.store, town.time, town.ids, by="ann", demo=demo))


def scope_of(method: str, path: str, headers: dict[str, str], client: str = "127.0.0.1") -> dict[str, Any]:
    plain, _, query = path.partition("?")
    named = {"host": HOST, **headers}
    return {
        "type": "http",
        "method": method,
        "path": plain,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "client": (client, 50_000),
    }


async def asked(console: Console, path: str, *, method: str = "GET", body: bytes = b"", **headers: str) -> Answered:
    """Ask; `_` in a header's name stands for `-`, and `client` is from where."""
    client = headers.pop("client", "127.0.0.1")
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401 - as ASGI says it
        sent.append(message)

    named = {name.replace("_", "-"): value for name, value in headers.items()}
    await console(scope_of(method, path, named, client), receive, send)
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answered(sent[0]["status"], told, b"".join(one.get("body", b"") for one in sent[1:]).decode())


async def posted(console: Console, path: str, fields: list[tuple[str, str]], **headers: str) -> Answered:
    """Post a form, from a page of the console."""
    named = {"origin": f"http://{HOST}", **headers}
    return await asked(console, path, method="POST", body=urlencode(fields).encode(), **named)


def form(button: Node, page: Node) -> list[tuple[str, str]]:
    """What a browser would send when this button is pressed."""
    holder = next(one for one in page.all("form") if button in one.all("button"))
    hidden = [(str(one.attributes["name"]), str(one.attributes["value"])) for one in holder.all("input")]
    return [*hidden, (str(button.attributes["name"]), str(button.attributes["value"]))]
