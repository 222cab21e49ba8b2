"""The twin's facts, observations, payloads and keys."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from tournant.kernel import bounds, check
from tournant.log.append import moved_heads
from tournant.log.errors import Conflict, Erased
from tournant.log.memory.shelf import Journal, Kept, Shelf, Stored
from tournant.log.raw import packed, unpacked
from tournant.log.records import (
    Append,
    Fact,
    NewFact,
    NewObservation,
    Observation,
    Payload,
    Personal,
    Receipt,
    Tenant,
)
from tournant.log.seal import Vault, address

__all__ = ["Keeping"]


@dataclass(slots=True)
class Keeping:
    """A transaction on one merchant's shelf, and what it does to the log."""

    shelf: Shelf
    tenant: Tenant
    vault: Vault
    epoch: int = 0
    claimed: set[tuple[str, int]] = field(default_factory=set)
    news: bool = False
    journal: Journal = field(default_factory=Journal)

    async def append(self, *appends: Append) -> dict[str, int]:
        """Append facts to streams."""
        heads = {one.stream: len(self.shelf.streams.get(one.stream, ())) for one in appends}
        moved = moved_heads(appends, heads)
        for one in appends:
            for fact in one.facts:
                self._add(one.stream, fact)
        self.news = True
        return moved

    def _add(self, stream: str, fact: NewFact) -> None:
        if stream not in self.shelf.streams:
            self.journal.put(self.shelf.streams, stream, [])
        mine = self.shelf.streams[stream]
        placed = Fact(stream, len(mine) + 1, len(self.shelf.facts) + 1, replace(fact, personal=None))
        stored = Stored(placed, *self.sealed(fact.personal))
        self.journal.add(mine, stored)
        self.journal.add(self.shelf.facts, stored)

    async def read(self, stream: str, after: int = 0, limit: int = bounds.ROWS_READ_MAX) -> list[Fact]:
        """The facts of a stream after a position."""
        found = self.shelf.streams.get(stream, [])
        return self._opened(found[after : after + min(limit, bounds.ROWS_READ_MAX)])

    async def tail(
        self, after: int = 0, limit: int = bounds.ROWS_READ_MAX, kinds: Collection[str] | None = None
    ) -> list[Fact]:
        """The merchant's facts after a sequence number, all or those of some kinds."""
        found = (one for one in islice(self.shelf.facts, after, None) if kinds is None or one.fact.fact.kind in kinds)
        return self._opened(islice(found, min(limit, bounds.ROWS_READ_MAX)))

    def _opened(self, stored: Iterable[Stored]) -> list[Fact]:
        return [
            replace(one.fact, fact=replace(one.fact.fact, personal=self.unsealed(one.subject, one.sealed)))
            for one in stored
        ]

    async def observe(self, *observations: NewObservation) -> list[Receipt]:
        """Append what came in."""
        check.require(all(one.tenant == self.tenant for one in observations), "an observation of another merchant")
        self.news = True
        return [self._observe(one) for one in observations]

    def _observe(self, one: NewObservation) -> Receipt:
        where = self._keep(one.payload)
        event = None if one.event_id is None else (one.source, one.event_id)
        if event in self.shelf.events:
            return Receipt(fresh=False, address=where)
        if event:
            self.journal.put(self.shelf.events, event, True)  # noqa: FBT003 - the dictionary is an ordered set
        position = len(self.shelf.observations) + 1
        self.journal.add(
            self.shelf.observations,
            Observation(position, self.tenant, one.source, one.kind, one.envelope, where, one.why, one.at),
        )
        return Receipt(fresh=True, address=where)

    async def observations(self, after: int = 0, limit: int = bounds.ROWS_READ_MAX) -> list[Observation]:
        """The merchant's observations after a position."""
        return self.shelf.observations[after : after + min(limit, bounds.ROWS_READ_MAX)]

    async def cursor(self, reader: str) -> int:
        """How far a reader has come."""
        return self.shelf.cursors.get(reader, 0)

    async def move_cursor(self, reader: str, here: int, there: int) -> None:
        """Move a reader."""
        found = self.shelf.cursors.get(reader, 0)
        if found != here:
            raise Conflict(f"the reader {reader}", here, found)
        self.journal.put(self.shelf.cursors, reader, there)

    async def keep(self, payload: Payload) -> bytes:
        """Keep a payload and give its address."""
        return self._keep(payload)

    def _keep(self, payload: Payload) -> bytes:
        key = self._needed_key(payload.subject) if payload.subject else None
        where = address(payload.text, key)
        if where not in self.shelf.raw:
            kept = Kept(payload.subject, packed(self.vault, self.tenant, payload, key))
            self.journal.put(self.shelf.raw, where, kept)
        return where

    async def raw(self, where: bytes) -> bytes | None:
        """The payload at an address."""
        kept = self.shelf.raw.get(where)
        if kept is None:
            return None
        if kept.subject is None:
            return unpacked(self.vault, self.tenant, kept.body, None)
        key = self._known_key(kept.subject)
        if key is None:
            raise Erased(kept.subject)
        return unpacked(self.vault, self.tenant, kept.body, (kept.subject, key))

    async def erase(self, subject: str, at: datetime) -> None:  # noqa: ARG002 - memory has no use for when
        """Erase a subject's key, for ever."""
        self.journal.put(self.shelf.keys, subject, None)

    async def rewrap(self) -> int:
        """Wrap with the current master key some of what an older one wraps, keys and credentials."""
        done = self._reseal_secrets()
        for subject, wrapped in sorted(self.shelf.keys.items()):
            if wrapped and wrapped.master != self.vault.master and done < bounds.KEYS_REWRAPPED_MAX:
                key = self.vault.unwrap(self.tenant, subject, wrapped)
                self.journal.put(self.shelf.keys, subject, self.vault.wrap(self.tenant, subject, key))
                done += 1
        return done

    def _reseal_secrets(self) -> int:
        done = 0
        for name, (account, secret) in sorted(self.shelf.accounts.items()):
            if secret and not self.vault.is_current(secret):
                anew = self.vault.seal_secret(self.tenant, name, self.vault.open_secret(self.tenant, name, secret))
                self.journal.put(self.shelf.accounts, name, (account, anew))
                done += 1
        return done

    def sealed(self, personal: Personal | None) -> tuple[str | None, bytes | None]:
        """Personal data as it lies there: whose, and what."""
        if personal is None or personal.text is None:
            return None, None
        key = self._needed_key(personal.subject)
        return personal.subject, self.vault.seal(self.tenant, personal.subject, key, personal.text)

    def unsealed(self, subject: str | None, sealed: bytes | None) -> Personal | None:
        """The personal data again; without its text where the subject was erased."""
        if subject is None or sealed is None:
            return None
        key = self._known_key(subject)
        return Personal(subject, self.vault.open(self.tenant, subject, key, sealed) if key else None)

    def _needed_key(self, subject: str) -> bytes:
        if subject not in self.shelf.keys:
            self.journal.put(self.shelf.keys, subject, self.vault.new_key(self.tenant, subject))
        key = self._known_key(subject)
        if key is None:
            raise Erased(subject)
        return key

    def _known_key(self, subject: str) -> bytes | None:
        wrapped = self.shelf.keys.get(subject)
        return self.vault.unwrap(self.tenant, subject, wrapped) if wrapped else None
