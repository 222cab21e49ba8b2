"""One turn: what was read, what it comes to, and one transaction that makes it so.

observations ──► handled one by one on the desk ──► links that have to be planned ──► commit
                 (facts, rows, shadows, timers)     (a document each, or nothing)     all of it, or nothing
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

import msgspec

from tournant.facts import Call, encoded
from tournant.facts.commands import answer_stream
from tournant.facts.messages import CALL
from tournant.facts.register import form_of
from tournant.facts.rows import encode_row, row_key
from tournant.facts.sync import CommandDone, CommandRefused, WritePlanned
from tournant.kernel import bounds, check
from tournant.kernel.row import Row
from tournant.log.port import Transaction
from tournant.log.records import Account, Append, Intent, Link, NewFact, Payload, Timer, Why
from tournant.sync import again
from tournant.sync.decide import retry, state
from tournant.sync.decide.contest import Register
from tournant.sync.decide.ingest import Changes
from tournant.sync.decide.judge import Address
from tournant.sync.decide.names import Name
from tournant.sync.decide.plan import Plan
from tournant.sync.decide.state import OpenWrite, Registers, Shadow
from tournant.sync.desk import REGISTERS, Desk, Place

__all__ = ["ORIGIN", "PlannedWrite", "Turn", "Wanted", "stream_of"]

ORIGIN = "sync"


def stream_of(target: str) -> str:
    """The stream of facts about one account or link."""
    return f"sync:{target}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants, as far as it has to be answered."""

    id: str
    """Of the command."""
    why: Why


@dataclass(frozen=True, slots=True)
class PlannedWrite:
    """A document that shall be written."""

    place: Place
    plan: Plan
    step: str
    """The fingerprint of what was seen together with what is written."""
    command: str
    """By which it is written."""
    why: Why
    until: datetime | None = None
    """When what was seen is too old to be written upon; None where the partner notices by itself."""


@dataclass(slots=True)
class Turn:
    """What comes together in one turn."""

    desk: Desk
    now: datetime
    mint: Callable[[str], str]
    facts: list[tuple[str, NewFact]] = field(default_factory=list)
    """What was decided, in its order, with the stream that it is about."""
    puts: dict[tuple[str, str], Row] = field(default_factory=dict)
    drops: set[tuple[str, str]] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)
    """Whose shadows changed."""
    has_registers: bool = False
    """Registers changed."""
    names: dict[str, set[Name]] = field(default_factory=dict)
    """By link: names that were not known before."""
    timers: list[Timer] = field(default_factory=list)
    links: dict[str, Link] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    dirty: dict[str, Why] = field(default_factory=dict)
    """Links that have to be planned, and why."""
    writes: list[PlannedWrite] = field(default_factory=list)

    def note(self, target: str, fact: msgspec.Struct, why: Why, origin: str = ORIGIN) -> None:
        """Decide something."""
        kind, version = form_of(fact)
        new = NewFact(kind, version, msgspec.json.encode(fact), why, origin, self.now)
        self.facts.append((stream_of(target), new))

    def answer(self, wanted: Wanted, *, refused: str | None = None, said: str | None = None) -> None:
        """Tell a person what came of a command."""
        fact = CommandRefused(wanted.id, refused) if refused else CommandDone(wanted.id, said)
        kind, version = form_of(fact)
        new = NewFact(kind, version, msgspec.json.encode(fact), wanted.why, ORIGIN, self.now)
        self.facts.append((answer_stream(wanted.id), new))

    def put(self, place: Place, shadow: Shadow) -> None:
        """Change what is known of a resource."""
        self.desk.shadows[place] = shadow
        self.places.add(place)

    def change_rows(self, changes: Changes) -> None:
        """Change canonical rows."""
        self.desk.changes += 1
        for kind, rows in changes.puts.items():
            for row in rows:
                key = row_key(row)
                self.desk.rows.setdefault(kind, {})[key] = row
                self.puts[kind, key] = row
                self.drops.discard((kind, key))
        for kind, key in changes.gone:
            self.desk.rows.get(kind, {}).pop(key, None)
            self.puts.pop((kind, key), None)
            self.drops.add((kind, key))

    def change_link(self, link: Link) -> None:
        """Change a link."""
        self.desk.links[link.id] = self.links[link.id] = link

    def end_account(self, account: Account) -> None:
        """Note that an account may not be used any more."""
        self.desk.accounts[account.id] = self.accounts[account.id] = account

    def register(self, cell: Address, edit: Register) -> None:
        """Note what the catalog holds of a cell, and since when."""
        self.desk.registers[cell] = edit
        self.has_registers = True

    def know(self, link: str, names: Iterable[Name]) -> None:
        """Remember names under which something is written to a link."""
        known = self.desk.names.setdefault(link, set())
        new = set(names) - known
        if new:
            known |= new
            self.names.setdefault(link, set()).update(new)

    def look(self, place: Place, due: datetime, why: Why) -> None:
        """Have a resource looked at."""
        self.timers.append(Timer(place[0], f"look.{place[1]}", due, b"", why))

    async def commit(self, tx: Transaction) -> None:
        """Make it so."""
        for write in self.writes:
            until = retry.rests(self.desk.shadow(write.place), write.plan.aim, self.now)
            if until is None:
                await self._write(tx, write)
            else:
                self.timers.append(again.timer(write.place, until, write.why))
        # In the order in which they were decided: whoever folds them by their sequence comes to the rows that stand.
        for stream, facts in groupby(self.facts, key=itemgetter(0)):
            await tx.append(Append(stream, tuple(fact for _, fact in facts)))
        await self._commit_catalog(tx)
        for link in self.links.values():
            await tx.put_link(link)
        for account in self.accounts.values():
            await tx.set_account(account.id, state=account.state)
        for timer in self.timers:
            await tx.set_timer(timer)

    async def _commit_catalog(self, tx: Transaction) -> None:
        await tx.drop_rows(sorted(self.drops))
        await tx.put_rows([(kind, key, encode_row(row)) for (kind, key), row in self.puts.items()])
        for target, resource in sorted(self.places):
            await tx.put_shadow(target, resource, state.encoded(self.desk.shadows[target, resource]))
        if self.has_registers:
            await tx.put_shadow(*REGISTERS, self._registers())
        for link_id, names in sorted(self.names.items()):
            await tx.put_names(link_id, sorted(names), replace=True)

    def _registers(self) -> bytes:
        """Those that an edit of today could still have been made at the same time as."""
        oldest = self.now - timedelta(seconds=bounds.REGISTER_S_MAX)
        kept = {cell: one for cell, one in self.desk.registers.items() if one.seen >= oldest}
        self.desk.registers = kept
        return state.encoded(Registers([(list(cell), one) for cell, one in sorted(kept.items())]))

    async def _write(self, tx: Transaction, write: PlannedWrite) -> None:
        target, resource = write.place
        shadow, account = self.desk.shadow(write.place), self.desk.account_of(target)
        link = self.desk.links.get(target)
        document = await tx.keep(Payload(write.plan.document))
        intent = self.mint("Intent")
        seen = shadow.seen.address if shadow.seen else None
        call = Call(
            about=f"{ORIGIN}:{target}:{resource}",
            account=account.id if account else "",
            command=write.command,
            store=link.store if link else None,
            document=document,
            before=seen,
            deadline=write.until,
        )
        slot = f"write:{target}:{resource}"
        wanted = Intent(intent, f"{slot}:{intent}", CALL, encoded(call), write.why, self.now, slot)
        check.require(await tx.enqueue(wanted), "an id of an intent was drawn twice")
        found = write.plan.differences
        planned = WritePlanned(
            target, resource, intent, document, seen, found[: bounds.DIFFERENCES_NOTED_MAX], len(found)
        )
        self.note(target, planned, write.why)
        opened = {**shadow.open, intent: OpenWrite(intent, document, write.step, self.now, aim=write.plan.aim)}
        self.put(write.place, msgspec.structs.replace(shadow, write=intent, open=opened, agrees=False))
