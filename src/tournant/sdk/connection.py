"""How a partner is talked to: its limits, its tokens, its commands, its webhooks. All of it declared, none of it done.

Connection ─ limits    how often it may be called, and where it says so
           ─ auth      where tokens come from, and in which header they go
           ─ commands  everything that can be asked of it, as exchanges
           ─ resources what is kept in agreement, with the commands that read and write it
           ─ webhooks  how a delivery is verified, and what it points at
           ─ errors    which answer is which disposition
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tournant.sdk.errors import Disposition
from tournant.sdk.exchange import Exchange, Request, Response, Task
from tournant.sdk.hosted import HostedEndpoint

__all__ = [
    "Auth",
    "Command",
    "Connection",
    "Delivery",
    "Hint",
    "Lane",
    "Limit",
    "Resource",
    "Scope",
    "Token",
    "Webhooks",
]

Scope = Literal["app", "account", "store"]
"""To whom something belongs: our credentials, a merchant's authorisation, one of its stores."""
Lane = Literal["order", "availability", "other"]
"""Who goes first: order commands, then what is sold out, then the rest."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `calls` within `window_s`, for each app, account or store.

    A window of 0 is a cap: so many at once. A spacing of d seconds is one call in a window of d.
    """

    name: str
    calls: int
    window_s: float
    """Seconds of the world."""
    scope: Scope
    source: str
    """Where the vendor publishes it; `assumed: …` with the reason where it does not."""
    operations: frozenset[str] = frozenset()
    """Only these; empty for all."""
    work_bound_s: float = 0.0
    """Of a cap: for how long after a time-out the partner may still be at work."""


@dataclass(frozen=True, slots=True)
class Token:
    """The right to call."""

    access: str
    ends: datetime
    """By the world's clock, already earlier than the partner's by a margin."""
    refresh: str | None = None
    """What the next one is got with, where it is not the app's own secret."""


@dataclass(frozen=True, slots=True)
class Auth:
    """Where tokens come from."""

    scope: Literal["app", "account"]
    """One token for the app, or one for each account."""
    obtain: Callable[[Mapping[str, str], Mapping[str, str], datetime], Exchange[Token]]
    """From the app's secrets, the account's secrets (`code`, `refresh`) and the time to a token. Its requests carry no
    token."""
    header: Callable[[str], Mapping[str, str]]
    """The headers that carry an access token."""
    base_url: str | None = None
    """Where tokens are asked for, where that is another host than the partner's."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be asked of the partner."""

    run: Callable[[Task], Exchange[bytes]]
    """Gives a document; empty where the partner has nothing to say but yes."""
    lane: Lane
    reads: bool
    """It changes nothing, so that it can be sent again at will."""
    answers: str | None = None
    """The document that it gives, by its name in the manifest."""
    takes: str | None = None
    """The document that it is given, where it is another than the one in which the resource is read."""
    stored: bool = True
    """Whether an answer means that it is done; False where it is only taken (202) and is done, or not, later."""
    keyed: bool = False
    """Whether the partner itself recognises the same key (`Task.key`), so that sending the same bytes again is safe."""


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that is kept in agreement."""

    name: Literal["menu", "availability", "hours", "status", "orders"]
    scope: Literal["account", "store"]
    """Whose it is: one catalog for all stores of an account, or one a store."""
    read: str
    """The command that reads all of it: complete, or it fails."""
    write: str | None = None
    """The command that writes it, from `Task.before` to `Task.document`; None where it is only read."""
    also: tuple[str, ...] = ()
    """Further commands that belong to a complete look; each is a call, with an answer, of its own."""
    guarded: bool = False
    """Whether a write is refused where what it changes has changed since it was read."""
    read_lag_s: float = 0.0
    """By how much what is read may be behind what was written."""
    flight_s: float = 60.0
    """The longest that a request may take to arrive, its client's patience included; wall seconds are meant as world
    seconds here, because a faster world only makes it longer."""
    job_s: float = 0.0
    """The longest that the partner works on a write after it answered."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a webhook points at: something to look at."""

    resource: str
    """The name of a Resource."""
    store: str | None = None
    """The partner's id of the store; None for the whole account."""
    thing: str | None = None
    """The partner's id of the order, where it is one."""
    ended: bool = False
    """The event says that the authorisation is over."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A verified webhook, understood as far as routing needs."""

    event: str
    """The partner's id of the event: the same in a second delivery."""
    type: str
    """What happened, in the partner's word."""
    account: str
    """The partner's id of the account: by it the merchant is found."""
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class Webhooks:
    """How deliveries come."""

    verify: Callable[[Mapping[str, str], bytes, str, str], bool]
    """Headers (names in lower case), raw body, the URL that it was sent to, the app's webhook key. In constant time."""
    read: Callable[[bytes], Delivery]
    """What a body says; ValueError for one that says nothing that we know."""
    status: int = 200
    """What a delivery that was taken is answered with."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Everything about talking to one partner."""

    base_url: str
    """Where the partner is, in production."""
    limits: tuple[Limit, ...]
    auth: Auth
    commands: Mapping[str, Command]
    resources: tuple[Resource, ...]
    webhooks: Webhooks
    disposition: Callable[[Request, Response, datetime], Disposition]
    """What an answer that is not good means; the time is the world's, for `Retry-After`."""
    secrets: tuple[str, ...] = field(default=("client_id", "client_secret", "webhook_key"))
    """What the app has to be told once, by name."""
    account_secrets: tuple[str, ...] = ()
    """What has to be told for each account: `code`, or `refresh`."""
    timeout_s: float = 15.0
    """How long we wait for an answer, in seconds of the wall."""
    hosted: tuple[HostedEndpoint, ...] = ()
    """Endpoints that the partner calls at us, beside its webhooks."""

    def resource(self, name: str) -> Resource | None:
        """The resource of this name."""
        return next((one for one in self.resources if one.name == name), None)
