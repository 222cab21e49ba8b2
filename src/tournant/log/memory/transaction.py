"""The twin's intents, timers, accounts and links, on top of what it keeps."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from tournant.kernel import bounds, check
from tournant.log.agenda import Agenda
from tournant.log.errors import SlotTaken
from tournant.log.memory.folding import Folding
from tournant.log.memory.shelf import Entry
from tournant.log.records import Account, Claim, Intent, Link, State, Timer

__all__ = ["MemoryTransaction"]


class MemoryTransaction(Folding):
    """All operations on one shelf."""

    __slots__ = ()

    async def enqueue(self, intent: Intent) -> bool:
        """Write an intent."""
        sealed = self.sealed(intent.personal)
        if intent.key in self.shelf.intent_keys or intent.id in self.shelf.outbox:
            return False
        if intent.slot is not None:
            holder = self.shelf.outbox.get(self.shelf.slots.get(intent.slot, ""))
            if holder and holder.is_open:
                raise SlotTaken(intent.slot)
            self.journal.put(self.shelf.slots, intent.slot, intent.id)
        self.journal.put(self.shelf.intent_keys, intent.key, intent.id)
        bare = replace(intent, personal=None)
        self.journal.put(self.shelf.outbox, intent.id, Entry(bare, self.epoch, *sealed))
        self.news = True
        return True

    async def claim(self, by: str, now: datetime, limit: int = bounds.INTENTS_CLAIMED_MAX) -> list[Claim]:
        """Claim intents that are due."""
        due = [one for one in self._entries(State.WAITING) if one.intent.due <= now]
        due.sort(key=lambda one: (one.intent.due, one.intent.id))
        claimed = []
        for one in due[: min(limit, bounds.INTENTS_CLAIMED_MAX)]:
            mine = replace(one, state=State.CLAIMED, attempt=one.attempt + 1, by=by, at=now)
            self.journal.put(self.shelf.outbox, one.intent.id, mine)
            self.claimed.add((one.intent.id, mine.attempt))
            claimed.append(self._claim(mine, now))
        return claimed

    async def unanswered(self, claimed_until: datetime, limit: int = bounds.INTENTS_CLAIMED_MAX) -> list[Claim]:
        """Claims at or before a time without an answer."""
        claims = (
            self._claim(one, one.at)
            for one in self._entries(State.CLAIMED)
            if one.at is not None and one.at <= claimed_until
        )
        found = sorted(claims, key=lambda one: (one.at, one.intent.due, one.intent.id))
        return found[: min(limit, bounds.INTENTS_CLAIMED_MAX)]

    async def settle(self, intent_id: str, attempt: int, outcome: bytes) -> bool:
        """Settle an intent by the answer to this attempt."""
        entry = self._out(intent_id, attempt)
        if entry:
            self.journal.put(self.shelf.outbox, intent_id, replace(entry, state=State.SETTLED, outcome=outcome))
        return entry is not None

    async def put_back(self, intent_id: str, attempt: int, due: datetime) -> bool:
        """Let an intent wait for another attempt."""
        entry = self._out(intent_id, attempt)
        if entry:
            waiting = replace(entry, intent=replace(entry.intent, due=due), state=State.WAITING, by="", at=None)
            self.journal.put(self.shelf.outbox, intent_id, waiting)
            self.news = True
        return entry is not None

    async def unclaim(self, intent_id: str, attempt: int, due: datetime) -> None:
        """Let an intent wait as if this attempt had never been claimed, which was just now."""
        done = (intent_id, attempt) in self.claimed and await self.put_back(intent_id, attempt, due)
        check.require(done, f"the intent {intent_id} was not claimed just now")
        waiting = replace(self.shelf.outbox[intent_id], attempt=attempt - 1)
        self.journal.put(self.shelf.outbox, intent_id, waiting)

    async def withdraw(self, intent_id: str) -> bool:
        """Withdraw an intent that nobody ever claimed."""
        entry = self.shelf.outbox.get(intent_id)
        if entry is None or entry.state != State.WAITING or entry.attempt:
            return False
        self.journal.put(self.shelf.outbox, intent_id, replace(entry, state=State.WITHDRAWN))
        return True

    async def intent_state(self, intent_id: str) -> tuple[State, bytes | None] | None:
        """What became of an intent."""
        entry = self.shelf.outbox.get(intent_id)
        return (entry.state, entry.outcome) if entry else None

    def _entries(self, state: State) -> Iterable[Entry]:
        return (one for one in self.shelf.outbox.values() if one.state == state)

    def _claim(self, entry: Entry, at: datetime) -> Claim:
        intent = replace(entry.intent, personal=self.unsealed(entry.subject, entry.sealed))
        return Claim(intent, entry.attempt, entry.epoch, entry.by, at)

    def _out(self, intent_id: str, attempt: int) -> Entry | None:
        entry = self.shelf.outbox.get(intent_id)
        return entry if entry and entry.state == State.CLAIMED and entry.attempt == attempt else None

    async def set_timer(self, timer: Timer) -> None:
        """Set or move a timer."""
        self.journal.put(self.shelf.timers, (timer.stream, timer.name), timer)
        self.news = True

    async def cancel_timer(self, stream: str, name: str) -> bool:
        """Take a timer away."""
        there = (stream, name) in self.shelf.timers
        if there:
            self.journal.drop(self.shelf.timers, (stream, name))
        return there

    async def take_timers(self, now: datetime, limit: int = bounds.TIMERS_TAKEN_MAX, room: str = "") -> list[Timer]:
        """Take timers that are due and whose name begins with `room`."""
        due = [one for one in self._timers(room) if one.due <= now]
        taken = due[: min(limit, bounds.TIMERS_TAKEN_MAX)]
        for one in taken:
            self.journal.drop(self.shelf.timers, (one.stream, one.name))
        return taken

    async def timers(self, room: str = "") -> list[Timer]:
        """The timers that are set and whose name begins with `room`."""
        return self._timers(room)[: bounds.ROWS_READ_MAX]

    def _timers(self, room: str) -> list[Timer]:
        mine = (one for one in self.shelf.timers.values() if one.name.startswith(room))
        return sorted(mine, key=lambda one: (one.due, one.stream, one.name))

    async def agenda(self, now: datetime, readers: Sequence[str], rooms: Sequence[str]) -> Agenda:
        """What there is to do now, and when there will be."""
        last = self.shelf.observations[-1].position if self.shelf.observations else 0
        timers = list(self.shelf.timers.values())
        intents = [one.intent.due for one in self._entries(State.WAITING)]
        due = [one.name for one in timers if one.due <= now]
        return Agenda(
            frozenset(one for one in readers if self.shelf.cursors.get(one, 0) < last),
            frozenset(one for one in rooms if any(name.startswith(one) for name in due)),
            any(one <= now for one in intents),
            min([*intents, *(one.due for one in timers)], default=None),
        )

    async def put_account(self, account: Account) -> None:
        """Write an account."""
        secret = account.credentials and self.vault.seal_secret(self.tenant, account.id, account.credentials)
        self.journal.put(self.shelf.accounts, account.id, (replace(account, credentials=None), secret))

    async def accounts(self) -> list[Account]:
        """The merchant's accounts."""
        return [self._account(*kept) for _, kept in sorted(self.shelf.accounts.items())]

    async def account(self, account_id: str) -> Account | None:
        """One account."""
        kept = self.shelf.accounts.get(account_id)
        return self._account(*kept) if kept else None

    def _account(self, account: Account, secret: bytes | None) -> Account:
        return replace(account, credentials=secret and self.vault.open_secret(self.tenant, account.id, secret))

    async def set_account(self, account_id: str, *, state: str | None = None, credentials: bytes | None = None) -> bool:
        """Change an account's state, its credentials, or both."""
        kept = self.shelf.accounts.get(account_id)
        if kept is None:
            return False
        account, secret = kept
        if credentials is not None:
            secret = self.vault.seal_secret(self.tenant, account_id, credentials)
        self.journal.put(self.shelf.accounts, account_id, (replace(account, state=state or account.state), secret))
        return True

    async def set_health(self, link_id: str, health: str) -> bool:
        """Change a link's health."""
        link = self.shelf.links.get(link_id)
        if link:
            self.journal.put(self.shelf.links, link_id, replace(link, health=health))
        return link is not None

    async def put_link(self, link: Link) -> None:
        """Write a link."""
        self.journal.put(self.shelf.links, link.id, link)

    async def links(self) -> list[Link]:
        """The merchant's links."""
        return [link for _, link in sorted(self.shelf.links.items())]

    async def link(self, link_id: str) -> Link | None:
        """One link."""
        return self.shelf.links.get(link_id)
