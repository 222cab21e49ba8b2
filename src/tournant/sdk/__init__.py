"""What an adapter's author uses: the manifest that declares a partner, and the registry that finds adapters.

What comes in: nothing but declarations. What goes out: values that the rest of the platform reads.
What is always true: nobody imports a concrete adapter; they are found by the entry point group `tournant.adapters`. An
adapter does nothing by itself: what it says to its partner is an exchange that others drive, and what went wrong is a
disposition.
On failure: an unknown partner is one sentence that names those that are known.
"""

from tournant.sdk import errors
from tournant.sdk.connection import (
    Auth,
    Command,
    Connection,
    Delivery,
    Hint,
    Lane,
    Limit,
    Resource,
    Scope,
    Token,
    Webhooks,
)
from tournant.sdk.documents import DocumentType, recognise
from tournant.sdk.exchange import Exchange, Request, Response, Task
from tournant.sdk.grants import Governor, Grant, TooLate, Want
from tournant.sdk.hosted import HostedAnswer, HostedEndpoint, HostedRequest
from tournant.sdk.manifest import Manifest, Unmapped
from tournant.sdk.registry import Unknown, known_partners, manifest_of

__all__ = [
    "Auth",
    "Command",
    "Connection",
    "Delivery",
    "DocumentType",
    "Exchange",
    "Governor",
    "Grant",
    "Hint",
    "HostedAnswer",
    "HostedEndpoint",
    "HostedRequest",
    "Lane",
    "Limit",
    "Manifest",
    "Request",
    "Resource",
    "Response",
    "Scope",
    "Task",
    "Token",
    "TooLate",
    "Unknown",
    "Unmapped",
    "Want",
    "Webhooks",
    "errors",
    "known_partners",
    "manifest_of",
    "recognise",
]
