"""The store as rooms see it: two twins have this form, PostgreSQL and memory, and one suite of tests runs over both.

Everything happens in a transaction of one merchant. It is committed when its block ends and gone when its block raises;
so cursor, facts, intents and timers of one batch stand or fall together.
"""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from tournant.kernel import bounds
from tournant.log.agenda import Agenda
from tournant.log.records import (
    Account,
    Append,
    CanonRow,
    Claim,
    Fact,
    Intent,
    Lease,
    Link,
    Name,
    NewObservation,
    Observation,
    Payload,
    Receipt,
    Shadow,
    Share,
    State,
    Tenant,
    Timer,
)

__all__ = ["Listener", "Store", "Transaction"]


class Transaction(Protocol):
    """What can be done for one merchant in one transaction; each operation is described where it is written."""

    @property
    def tenant(self) -> Tenant:
        """For whom."""

    async def append(self, *appends: Append) -> dict[str, int]:
        """Append facts to streams: all or none; Conflict where a stream is not where it was expected."""

    async def read(self, stream: str, after: int = 0, limit: int = bounds.ROWS_READ_MAX) -> list[Fact]:
        """The facts of a stream after a position."""

    async def tail(
        self, after: int = 0, limit: int = bounds.ROWS_READ_MAX, kinds: Collection[str] | None = None
    ) -> list[Fact]:
        """The merchant's facts after a sequence number, all or those of some kinds."""

    async def observe(self, *observations: NewObservation) -> list[Receipt]:
        """Append what came in."""

    async def observations(self, after: int = 0, limit: int = bounds.ROWS_READ_MAX) -> list[Observation]:
        """The merchant's observations after a position."""

    async def cursor(self, reader: str) -> int:
        """How far a reader has come."""

    async def move_cursor(self, reader: str, here: int, there: int) -> None:
        """Move a reader; Conflict where it is not here any more."""

    async def enqueue(self, intent: Intent) -> bool:
        """Write an intent; False where its key is there, SlotTaken where its slot is."""

    async def claim(self, by: str, now: datetime, limit: int = bounds.INTENTS_CLAIMED_MAX) -> list[Claim]:
        """Claim intents that are due."""

    async def unanswered(self, claimed_until: datetime, limit: int = bounds.INTENTS_CLAIMED_MAX) -> list[Claim]:
        """Claims at or before a time without an answer."""

    async def settle(self, intent_id: str, attempt: int, outcome: bytes) -> bool:
        """Settle an intent by the answer to this attempt."""

    async def put_back(self, intent_id: str, attempt: int, due: datetime) -> bool:
        """Let an intent wait for another attempt."""

    async def unclaim(self, intent_id: str, attempt: int, due: datetime) -> None:
        """Let an intent wait as if this attempt, claimed in this very transaction, had never been."""

    async def withdraw(self, intent_id: str) -> bool:
        """Withdraw an intent that nobody ever claimed."""

    async def intent_state(self, intent_id: str) -> tuple[State, bytes | None] | None:
        """What became of an intent."""

    async def set_timer(self, timer: Timer) -> None:
        """Set or move a timer."""

    async def cancel_timer(self, stream: str, name: str) -> bool:
        """Take a timer away."""

    async def take_timers(self, now: datetime, limit: int = bounds.TIMERS_TAKEN_MAX, room: str = "") -> list[Timer]:
        """Take timers that are due and whose name begins with `room`."""

    async def timers(self, room: str = "") -> list[Timer]:
        """The timers that are set and whose name begins with `room`."""

    async def agenda(self, now: datetime, readers: Sequence[str], rooms: Sequence[str]) -> Agenda:
        """What there is to do now, for these readers and the rooms whose timers begin so; and when there will be."""

    async def keep(self, payload: Payload) -> bytes:
        """Keep a payload and give its address."""

    async def raw(self, where: bytes) -> bytes | None:
        """The payload at an address; Erased where its subject was erased."""

    async def erase(self, subject: str, at: datetime) -> None:
        """Erase a subject's key, for ever."""

    async def rewrap(self) -> int:
        """Wrap some keys and credentials with the current master key; 0 when none is left to do."""

    async def put_account(self, account: Account) -> None:
        """Write an account."""

    async def accounts(self) -> list[Account]:
        """The merchant's accounts."""

    async def account(self, account_id: str) -> Account | None:
        """One account."""

    async def set_account(self, account_id: str, *, state: str | None = None, credentials: bytes | None = None) -> bool:
        """Change an account's state, its credentials, or both, and nothing else; False where there is none."""

    async def set_health(self, link_id: str, health: str) -> bool:
        """Change a link's health, and nothing else; False where there is none."""

    async def put_link(self, link: Link) -> None:
        """Write a link."""

    async def links(self) -> list[Link]:
        """The merchant's links."""

    async def link(self, link_id: str) -> Link | None:
        """One link."""

    async def put_shadow(self, target: str, resource: str, body: bytes) -> None:
        """Write what a partner was last seen to have."""

    async def shadow(self, target: str, resource: str) -> bytes | None:
        """What a partner was last seen to have."""

    async def shadows(self, resource: str | None = None) -> list[Shadow]:
        """All shadows of the merchant, or those of a resource, by target and resource."""

    async def drop_shadow(self, target: str, resource: str) -> bool:
        """Forget a shadow."""

    async def put_rows(self, rows: Iterable[tuple[str, str, bytes]]) -> None:
        """Write canonical rows, each a kind, a key and a body, as they are now."""

    async def drop_rows(self, keys: Iterable[tuple[str, str]]) -> None:
        """Take canonical rows away, each named by its kind and key."""

    async def rows(self) -> list[CanonRow]:
        """All canonical rows of the merchant, by kind and key."""

    async def fingerprint(self, kinds: Collection[str], scopes: Collection[str]) -> str:
        """A hash of the canonical rows of some kinds and of the names of some scopes: another where any of them is."""

    async def put_names(self, scope: str, names: Iterable[tuple[str, str, str]], *, replace: bool = False) -> None:
        """Remember names, each a kind, the partner's id and ours; a known one keeps its id, unless it is replaced."""

    async def names(self, scope: str) -> list[Name]:
        """All names of a scope, by kind and the partner's id."""

    async def drop_names(self, scope: str, names: Iterable[tuple[str, str]]) -> None:
        """Forget names, each a kind and the partner's id."""


class Listener(Protocol):
    """Hears of what is new."""

    async def heard(self) -> frozenset[Tenant] | None:
        """Wait for something new and say whom it concerns; None: look everywhere (first, and after every gap)."""


class Store(Protocol):
    """Where everything is kept."""

    def transaction(self, tenant: Tenant, lease: Lease | None = None) -> AbstractAsyncContextManager[Transaction]:
        """A transaction of one merchant; with a lease: Fenced, and nothing done, where that is no longer held."""

    async def receive(self, observations: Sequence[NewObservation]) -> list[Receipt]:
        """Append observations of any merchants in one transaction: durable when this returns."""

    async def tenant_of(self, partner: str, external_id: str) -> Tenant | None:
        """Whose account a partner speaks of."""

    async def register(self, tenant: Tenant) -> None:
        """Let a merchant be worked on."""

    async def tenants(self) -> list[Tenant]:
        """All merchants that may be worked on."""

    async def beat(self, owner: str, lasting: timedelta) -> Share:
        """Say that a worker is alive, and learn how the merchants are spread."""

    async def leave(self, owner: str) -> None:
        """Say that a worker works no more."""

    async def take(self, owner: str, lasting: timedelta, limit: int = bounds.LEASES_TAKEN_MAX) -> list[Lease]:
        """Take free merchants."""

    async def renew(self, leases: Sequence[Lease], lasting: timedelta) -> list[Lease]:
        """Keep leases; gives those that are still held."""

    async def release(self, lease: Lease) -> None:
        """Give a lease back."""

    async def hold_slots(
        self, budget: str, among: int, count: int, free_at: datetime, now: datetime
    ) -> list[int] | None:
        """Take so many of a budget's slots that are free now, until they shall be free; None where there are fewer."""

    async def free_slots(self, budget: str, slots: Sequence[int], free_at: datetime) -> None:
        """Say when some slots become free, earlier or later than was said before."""

    async def mark_open(self, holder: str) -> bool:
        """Mark a holder of slots as being at work; True where it was marked: its last one did not end cleanly."""

    async def mark_closed(self, holder: str) -> None:
        """Take the mark of a holder away."""

    def listen(self) -> AbstractAsyncContextManager[Listener]:
        """Listen for what is new."""
