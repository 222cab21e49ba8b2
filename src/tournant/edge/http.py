"""The wire: as much of ASGI and HTTP as the edge needs."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from tournant.kernel import bounds

__all__ = ["Answer", "Outcome", "Receive", "Refused", "Scope", "Send", "headers_of", "later", "write"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

Outcome = Literal[
    "taken", "duplicate", "stray", "answered", "unsigned", "unknown", "large", "slow", "wrong", "full", "away", "broke"
]
"""How a request ended, for its metric."""
_TEXT: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said back."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - it says what happened, as every failure here does
    """A request is not taken; the sender is told why in one sentence."""

    def __init__(self, status: int, outcome: Outcome, why: str, **headers: str) -> None:
        """With the status of HTTP, the outcome for the metric, the sentence and more headers (`_` for `-`)."""
        super().__init__(why)
        self.outcome: Outcome = outcome
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer = Answer(status, f"{why}\n".encode(), {"content-type": _TEXT, **named})


def later(outcome: Outcome, why: str) -> Refused:
    """A refusal that passes by itself: the partner shall deliver again."""
    return Refused(503, outcome, why, retry_after=str(bounds.RETRY_AFTER_S))


def headers_of(scope: Scope) -> dict[str, str]:
    """The headers, their names in lower case; of one that was sent twice the last."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


async def write(send: Send, answer: Answer) -> None:
    """Send a whole answer."""
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()]
    pairs.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": pairs})
    await send({"type": "http.response.body", "body": answer.body})
