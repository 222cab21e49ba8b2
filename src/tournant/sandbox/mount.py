"""Several partners behind one port: each below its own name, and a page that leads to them."""

from collections.abc import Mapping

from tournant.sandbox import http, page
from tournant.sandbox.http import Answer, Receive, Scope, Send
from tournant.sandbox.partner import CONTROL, Partner

__all__ = ["Mount"]


class Mount:
    """An ASGI application: `/square/v2/orders` is `/v2/orders` of the partner `square`."""

    def __init__(self, partners: Mapping[str, Partner]) -> None:
        """Serve these partners, each below its name."""
        self.partners = partners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead a request to its partner."""
        if scope["type"] != "http":
            await next(iter(self.partners.values()))(scope, receive, send)
            return
        name = scope["path"].removeprefix("/").partition("/")[0]
        partner = self.partners.get(name)
        if partner:
            await partner({**scope, "root_path": f"/{name}"}, receive, send)
        else:
            await http.write(send, self._own(scope["path"]), "")

    def _own(self, path: str) -> Answer:
        if path in {"/", CONTROL}:
            return Answer(200, page.of_sandbox({name: one.title for name, one in self.partners.items()}))
        if path == f"{CONTROL}state":
            return Answer(200, {name: one.report() for name, one in self.partners.items()})
        return Answer(404, {"error": f"there is no {path} here; the partners are {', '.join(self.partners)}"})
