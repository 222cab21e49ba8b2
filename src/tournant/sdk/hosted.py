"""Endpoints that a partner calls at us, beside its webhooks: it pulls a menu, or asks whether a store is open.

All of it is declared, none of it done: `edge` serves them below `/hosted/<partner>/`, verifies before anything else,
finds the merchant, and hands over what the store holds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["HostedAnswer", "HostedEndpoint", "HostedRequest"]


@dataclass(frozen=True, slots=True)
class HostedRequest:
    """What the partner asks."""

    path: str
    """Below `/hosted/<partner>`."""
    params: Mapping[str, str]
    """What the template of the path took from it."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True, slots=True)
class HostedAnswer:
    """What we say."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HostedEndpoint:
    """One of them."""

    method: Literal["GET", "POST", "PUT"]
    path: str
    """A template below `/hosted/<partner>`: `/stores/{store}/menu`."""
    verify: Callable[[HostedRequest, str], bool]
    """The request and the app's webhook key. In constant time; before anything else is looked at."""
    whose: Callable[[HostedRequest], tuple[str, str | None]]
    """The partner's ids of the account and, where it is about one, of the store; ValueError where it says neither."""
    answer: Callable[[HostedRequest, bytes | None], HostedAnswer]
    """From the request and the document of `resource` as the store holds it; None where it holds none."""
    resource: str | None = None
    """The name of a Resource whose document the answer is made from."""
