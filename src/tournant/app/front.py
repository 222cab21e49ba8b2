"""What the edge process serves on its one port: partners' requests by the edge, everything else by the console."""

from typing import Final

from tournant.app.serving import Receive, Scope, Send
from tournant.console import Console
from tournant.edge import Edge

__all__ = ["Front"]

_PARTNERS: Final = ("/webhooks/", "/hosted/")
_PROBES: Final = ("/healthz", "/readyz", "/metrics")


class Front:
    """The two applications behind one door."""

    def __init__(self, edge: Edge, console: Console) -> None:
        """Partners come first: the console is asked only for what is not theirs."""
        self._edge, self._console = edge, console

    def begin_draining(self) -> None:
        """Say that no more shall be sent here, and end what would never end by itself."""
        self._console.close()
        self._edge.begin_draining()

    async def drained(self) -> None:
        """Come back when every delivery that came in is durable and answered."""
        await self._edge.drained()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, as ASGI asks."""
        path = scope.get("path", "")
        is_edge = scope["type"] != "http" or path.startswith(_PARTNERS) or path in _PROBES
        await (self._edge if is_edge else self._console)(scope, receive, send)
