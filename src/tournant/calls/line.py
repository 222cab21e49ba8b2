"""A line to a partner: for whom a call is made, to which address, with whose right; and how far it has come."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tournant.calls import credentials
from tournant.log.records import PLATFORM, Account, Tenant
from tournant.sdk.connection import Connection, Lane
from tournant.sdk.grants import Want

__all__ = ["Line", "Trip"]


@dataclass(frozen=True, slots=True)
class Line:
    """Everything about a call but what is asked."""

    partner: str
    connection: Connection
    base_url: str
    app: Account
    """Ours at the partner."""
    account: Account
    tenant: Tenant
    """Whose account it is."""
    lane: Lane
    store: str | None = None
    deadline: datetime | None = None

    def want(self, operation: str) -> Want:
        """What has to be bought for one request."""
        return Want(
            partner=self.partner,
            operation=operation,
            app=self.app.id,
            account=self.account.id,
            store=self.store,
            lane=self.lane,
            tenant=self.tenant.label,
            deadline=self.deadline,
        )

    @property
    def holder(self) -> tuple[Tenant, Account]:
        """In whose credentials the token is."""
        return (PLATFORM, self.app) if self.connection.auth.scope == "app" else (self.tenant, self.account)

    def for_a_token(self) -> "Line":
        """The line on which a token is asked for: an order may wait for it, and nobody gives up before it is there."""
        told, connection = credentials.settings(self.app), self.connection
        set_up = told.get("auth_url") or told.get("base_url")
        where = str(set_up or connection.auth.base_url or connection.base_url)
        return replace(self, base_url=where, lane="order", store=None, deadline=None)


async def _nothing() -> None:
    """Nobody has to be asked."""


@dataclass(slots=True)
class Trip:
    """One attempt at an exchange, as it is under way."""

    ready: Callable[[], Awaitable[None]] = _nothing
    """Asked when a request is about to leave; raises where it must not."""
    began: datetime | None = None
    """Before the first request was sent; None while none was."""
    ended: datetime | None = None
    """After the last answer, or when it was given up."""
    out: bool = False
    """A request is on its way."""
    touched: bool = False
    """A request that may change something left, and it is not certain that it changed nothing."""
    last: bytes = b""
    """The body of the last answer."""

    def leaves(self, now: datetime, *, harmless: bool) -> None:
        """A request is about to be sent."""
        self.began = self.began or now
        self.touched = self.touched or not harmless
        self.out = True

    def returns(self, now: datetime) -> None:
        """Its answer came, or is not waited for any more."""
        self.ended = now
        self.out = False
