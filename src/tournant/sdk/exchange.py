"""Talking to a partner without doing it: an exchange yields requests and is sent the answers.

    def read_menu(task: Task) -> Exchange[bytes]:
        answer = yield Request("menu.read", "GET", f"/v2/eats/stores/{task.store}/menus")
        return answer.body

An adapter writes exchanges and nothing else: no socket, no clock, no token, no retry. Whoever drives one (`calls`, a
test, a simulation) buys the right to each request, adds the token, sends it, and sends the answer in. Only good answers
(2xx, and the statuses that the request `accepts`) come back into an exchange; everything else ends it with a
disposition (`sdk.errors`) from the adapter's table.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

__all__ = ["Exchange", "Request", "Response", "Task"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """One request of HTTP."""

    operation: str
    """The adapter's own name for the endpoint, as limits and metrics use it: `catalog.list`."""
    method: str
    path: str
    """Below the partner's base URL, with the query: `/v2/catalog/list?cursor=…`."""
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Besides the token; a body is JSON where nothing else is said."""
    accepts: frozenset[int] = frozenset()
    """Statuses besides 2xx that are an answer here and no failure."""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer of HTTP."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


Exchange = Generator[Request, Response, T]
"""Requests out, answers in, a result at the end."""


@dataclass(frozen=True, slots=True)
class Task:
    """What an exchange is about: everything that may differ from one call of a command to the next."""

    account: str
    """The partner's id of the account."""
    store: str | None
    """The partner's id of the store; None for what belongs to the account as a whole."""
    now: datetime
    """The instant in the world at which the exchange begins."""
    key: str = ""
    """The idempotency key: the same for every attempt of one intent."""
    args: Mapping[str, str] = field(default_factory=dict)
    """What else the command wants: an order's id, a reason."""
    document: bytes = b""
    """What shall be written, as the partner's document."""
    before: bytes = b""
    """What was there when that was planned: the document as it was last read."""
