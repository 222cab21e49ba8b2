"""The doors through which a world acts at the partners, and a judge reads: their operations below `/_sandbox/`."""

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

import msgspec

from tournant.sandbox.http import Json, Request, encoded
from tournant.sandbox.partner import CONTROL, Partner

__all__ = ["Control", "Doors", "Refused"]


class Refused(Exception):  # noqa: N818 - it says what happened
    """A partner did not do what the world asked: sold out, closed, gone."""

    def __init__(self, status: int, why: str) -> None:
        """Carry the status and the reason."""
        super().__init__(why)
        self.status = status


class Control(Protocol):
    """How a world reaches a partner, here or over HTTP."""

    async def __call__(self, partner: str, method: str, path: str, body: Json | None = None) -> Json:
        """Do one operation; the path is what follows `/_sandbox/`. Raises Refused where the answer is no 2xx."""


class Doors:
    """The doors of partners in this process."""

    def __init__(self, partners: Mapping[str, Partner]) -> None:
        """Reach these partners by their names."""
        self._partners = partners

    async def __call__(self, partner: str, method: str, path: str, body: Json | None = None) -> Json:
        """Do one operation. What comes back is a copy, as over HTTP: nobody changes a partner by holding it."""
        url = urlsplit(path)
        raw = b"" if body is None else encoded(body)
        request = Request(method, f"{CONTROL}{url.path}", dict(parse_qsl(url.query)), {}, raw)
        answer = await self._partners[partner].answer(request)
        if answer is None:
            raise Refused(0, f"{partner} dropped {method} {path}")
        said: Json = msgspec.json.decode(encoded(answer.body or {}))
        if not 200 <= answer.status < 300:  # noqa: PLR2004 - what HTTP calls success
            raise Refused(answer.status, str(said.get("error") or said))
        return said
