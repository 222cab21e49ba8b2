"""As much of ASGI and HTTP as pages need: a request that is read whole, and an answer."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from tournant.kernel import bounds

__all__ = ["Answer", "Receive", "Refused", "Request", "Scope", "Send", "fields", "page", "read", "see", "write"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
HTML: Final = "text/html; charset=utf-8"
SAFE: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
"""What every answer says: nothing is loaded from elsewhere, nothing written in the page runs, nobody frames it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said back."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - it says what happened, as every failure here does
    """A request is not served; the message is one sentence for whoever asked."""

    def __init__(self, status: int, why: str) -> None:
        """With the status of HTTP."""
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """One request."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    client: str
    """Whose address it came from."""
    form: tuple[tuple[str, str], ...] = ()

    def said(self, name: str) -> str:
        """A field of the form; Refused where it is missing."""
        for key, value in self.form:
            if key == name:
                return value
        raise Refused(400, f"the form has no field {name}")


async def read(scope: Scope, receive: Receive) -> Request:
    """Read a request. Refused for one that is too large, too slow, or cannot be read."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    body = await _body(receive) if scope["method"] == "POST" else b""
    return Request(
        method=scope["method"],
        path=scope["path"],
        query=dict(fields(scope["query_string"])),
        headers=headers,
        cookies=_cookies(headers.get("cookie", "")),
        client=(scope.get("client") or ("", 0))[0],
        form=tuple(fields(body)),
    )


async def _body(receive: Receive) -> bytes:
    found, more = b"", True
    try:
        async with asyncio.timeout(bounds.FORM_WAIT_S_MAX):
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    raise Refused(400, "the form ended before it was whole")
                found, more = found + message.get("body", b""), message.get("more_body", False)
                if len(found) > bounds.FORM_BYTES_MAX:
                    raise Refused(413, f"a form has at most {bounds.FORM_BYTES_MAX:,} bytes")
    except TimeoutError:
        raise Refused(408, "the form did not come in time") from None
    return found


def fields(text: bytes) -> list[tuple[str, str]]:
    """The fields of a form or a query. Refused where it is none, or has too many."""
    try:
        return parse_qsl(text.decode(), keep_blank_values=True, max_num_fields=bounds.FORM_FIELDS_MAX, errors="strict")
    except ValueError:  # not UTF-8, or too many
        raise Refused(400, f"this is no form of at most {bounds.FORM_FIELDS_MAX} fields in UTF-8") from None


def _cookies(text: str) -> dict[str, str]:
    pairs = (one.strip().partition("=") for one in text.split(";"))
    return {name: value for name, _, value in pairs if name}


def page(html: str, status: int = 200) -> Answer:
    """A page, which nobody keeps."""
    return Answer(status, html.encode(), {"content-type": HTML, "cache-control": "no-store", **SAFE})


def see(path: str, **headers: str) -> Answer:
    """An act is done: see there. `_` in a header's name stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(303, b"", {"location": path, "cache-control": "no-store", **named})


async def write(send: Send, answer: Answer, *, head: bool = False) -> None:
    """Send a whole answer; of one that was asked for with HEAD only its beginning."""
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()]
    pairs.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": pairs})
    await send({"type": "http.response.body", "body": b"" if head else answer.body})
