"""The attention list: everything that waits for a person, why, since when, and what to do about it.

what stands now    the shadows, the accounts, the proposals of links      what waits
what was decided   the facts, each read once a process (`told`)           since when, and in which words
"""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from tournant.control.choosing import Choice, chosen
from tournant.control.history import read
from tournant.control.matching import proposed_on
from tournant.control.reading import adapter
from tournant.control.told import Compared, Remembered, Told, raised, remembered
from tournant.kernel import bounds
from tournant.log.port import Store, Transaction
from tournant.log.records import Account, Fact, Link, Tenant
from tournant.orders.decide.alarms import ALARMS
from tournant.orders.decide.naming import whose
from tournant.sync.decide.plan import CannotPlan
from tournant.sync.desk import Desk, Place, read_desk
from tournant.sync.partners import MENU, spot_of
from tournant.sync.writing import plan_of, written_place

__all__ = ["Case", "Kind", "Matter", "alarm", "attention", "proposal", "standing_still", "unreadable"]

Kind = Literal["account", "held", "order", "proposals", "question", "refused", "standing", "unreadable"]
_REFUSED: Final = frozenset({"refused", "broke"})
"""What becomes of a write that a person has to look after."""
_ACCOUNTS: Final = {
    "ended": "the authorisation was taken back",
    "needs_reauth": "the partner does not take our token any more",
}
"""By the state of an account in which nothing can be done there."""
_ROOMS: Final = {"sync": "menus, counts, hours and pauses", "orders": "orders"}
"""By the reader of a room: what it sees to."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that waits for a person."""

    kind: Kind
    merchant: str
    target: str
    """The link, the account or the order."""
    partner: str
    why: str
    since: datetime | None
    """None where it is not known since when."""
    do: str
    """What to do: a command line where there is one."""
    until: datetime | None = None
    """By when, where it can be too late."""


async def attention(store: Store, choice: Choice, now: datetime) -> list[Matter]:
    """What waits for a person at the merchants that are meant; what has waited longest comes first."""
    found: list[Matter] = []
    for tenant in await chosen(store, choice):
        async with store.transaction(tenant) as tx:
            known = remembered(store, tenant)
            case = Case(tx, tenant, await read_desk(tx), await known.follow(tx), known)
            found += [*_accounts(case), *_held(case), *_refused(case), *_questions(case), *_orders(case)]
            found += await standing_still(case, now)
            found += await unreadable(case)
            found += await _proposals(case)
    return sorted(found, key=_order)


def _order(one: Matter) -> tuple[bool, str, str, str, str]:
    return one.since is None, one.since.isoformat() if one.since else "", one.merchant, one.target, one.why


@dataclass(frozen=True, slots=True)
class Case:
    """One merchant, as it stands and as it came to that."""

    tx: Transaction
    tenant: Tenant
    desk: Desk
    told: Told
    known: Remembered

    def matter(self, kind: Kind, target: str, why: str, since: datetime | None, do: str) -> Matter:
        """What waits there, with whose it is."""
        account = self.desk.account_of(target)
        return Matter(kind, self.tenant.label, target, account.partner if account else "", why, since, do)

    def link(self, target: str) -> str:
        """A link that is written there."""
        return next((one.id for one in self.desk.links.values() if target in (one.id, one.account)), target)


def _accounts(case: Case) -> Iterator[Matter]:
    for account in case.desk.accounts.values():
        if account.state in _ACCOUNTS:
            fact = case.told.ended.get(account.id) if account.state == "ended" else None
            do = _connect(case.tenant, account)
            yield case.matter("account", account.id, _ACCOUNTS[account.state], fact.fact.at if fact else None, do)


def _connect(tenant: Tenant, account: Account) -> str:
    connection = adapter(account.partner).connection
    secrets = "".join(f" --secret {name}=…" for name in (connection.account_secrets if connection else ()))
    whose = f"--merchant {shlex.quote(tenant.label)} --account {shlex.quote(account.external_id)}"
    return f"tournant connect {account.partner} {whose}{secrets}"


def _held(case: Case) -> Iterator[Matter]:
    for (target, resource), shadow in case.desk.shadows.items():
        fact = case.told.held.get((target, resource))
        if shadow.held is not None and fact is not None:
            do = f"tournant links release {target} --reason …"
            yield case.matter("held", target, f"{read(fact).why} ({resource})", fact.fact.at, do)


def _refused(case: Case) -> Iterator[Matter]:
    for place, fact in case.told.settled.items():
        says, shadow = read(fact), case.desk.shadow(place)
        if says.outcome in _REFUSED and not shadow.agrees and shadow.write is None:
            why = f"a write of the {place[1]} was not taken: {says.why or says.outcome}"
            yield case.matter("refused", place[0], why, fact.fact.at, f"tournant links preview {case.link(place[0])}")


def _questions(case: Case) -> Iterator[Matter]:
    for (target, _), shadow in case.desk.shadows.items():
        for one in shadow.asked:
            fact = case.told.asked.get((target, tuple(one.cell)))
            shows = read(fact).shows if fact else "something else than the catalog says"
            words = shlex.quote(msgspec.json.encode(one.cell).decode())
            do = f"tournant conflicts decide {target} {words} --take theirs|ours --reason …"
            why = f"{' '.join(one.cell)} showed {shows}; {one.why or 'nobody can tell who meant it so'}"
            yield case.matter("question", target, why, one.since, do)


def _orders(case: Case) -> Iterator[Matter]:
    for (stream, reason), fact in case.told.alarms.items():
        yield alarm(case, stream, reason, fact)


def alarm(case: Case, stream: str, reason: str, fact: Fact) -> Matter:
    """Something about an order, or about those of an account or a link, for which a fact has called a person."""
    why, do = _worded(reason, fact)
    account = case.desk.account_of(whose(stream) or "")
    partner = account.partner if account else ""
    return Matter("order", case.tenant.label, stream, partner, why, fact.fact.at, do, raised(fact).until)


def _worded(reason: str, fact: Fact) -> tuple[str, str]:
    """What is wrong, and what to do: of the order as it is decided in one table, of its ticket in the fact itself."""
    if fact.fact.kind == "alarm_raised":
        says = raised(fact)
        return says.says, f"{says.do}; then tournant orders handled {shlex.quote(fact.stream)} --reason …"
    sort = ALARMS.get(reason)
    return (sort.says, sort.do) if sort else (reason, "look at the order")


async def standing_still(case: Case, now: datetime) -> list[Matter]:
    """Rooms that do not get on: something that came in breaks them each time, or nobody works for the merchant."""
    found: list[Matter] = []
    for reader, what in _ROOMS.items():
        for first in await case.tx.observations(await case.tx.cursor(reader), 1):
            if now - first.at > timedelta(seconds=bounds.STANDS_STILL_S):
                why = f"{what} stand still: what came in since then was kept, and is not worked on"
                do = "tournant doctor; where all is well there, look in the log of the core for room_broke"
                found.append(case.matter("standing", first.source, why, first.at, do))
    return found


async def unreadable(case: Case) -> list[Matter]:
    """What partners showed last that cannot be used, or only in part."""
    found: list[Matter] = []
    for place, fact in case.told.unreadable.items():
        says = read(fact)
        first = says.first[0] if says.first else "it is not what is documented"
        if await _is_still_unreadable(case, place, fact, first):
            more = f" (and {says.count - 1} more)" if says.count > 1 else ""
            why = f"the {place[1]} cannot be used as it stands: {first}{more}"
            found.append(case.matter("unreadable", place[0], why, fact.fact.at, f"tournant links look {place[0]}"))
    return found


async def _is_still_unreadable(case: Case, place: Place, fact: Fact, first: str) -> bool:
    """Whether no later look has shown something better."""
    seen = case.desk.shadow(place).seen
    if seen is None or read(fact).address != seen.address:
        return seen is None or fact.fact.at > seen.ended
    # Of the last look: parts that were left out (their paths begin with "$") are so still; what stood in the way of
    # a plan may be mended since.
    return first.startswith("$") or not await _can_be_planned(case, place)


async def _can_be_planned(case: Case, place: Place) -> bool:
    spot, seen = spot_of(case.desk, adapter, place), case.desk.shadow(place).seen
    text = await case.tx.raw(seen.address) if seen else None
    if spot is None or text is None or written_place(case.desk, place[0], adapter) != place:
        return True
    try:
        plan_of(case.desk, spot, text)
    except CannotPlan:
        return False
    return True


async def _proposed(case: Case, link: Link) -> int:
    """How many proposals a link has. Menus are compared only where something is another than last time."""
    desk, known = case.desk, case.known.compared.get(link.id)
    seen, names = desk.shadow((link.id, MENU)).seen, desk.names.get(link.id, set())
    if known is not None and seen is not None:
        before = (known.link, known.seen, known.names, known.rows)
        if before == (link, seen.address, names, desk.rows):
            return known.count
    count = len(await proposed_on(case.tx, desk, link.id))
    if seen is not None:
        case.known.compared[link.id] = Compared(link, seen.address, names, desk.rows, count)
    return count


async def _proposals(case: Case) -> list[Matter]:
    found: list[Matter] = []
    for link in case.desk.links.values():
        try:
            count = await _proposed(case, link)
        except CannotPlan:
            continue  # Nothing can be compared yet, or it is on the list as unreadable.
        if count:
            found.append(proposal(case, link.id, count))
    return found


def proposal(case: Case, link: str, count: int) -> Matter:
    """That so many things at a link are probably ours, and nobody has said so."""
    things = "1 thing on the channel is" if count == 1 else f"{count} things on the channel are"
    why = f"{things} probably ours"
    return case.matter("proposals", link, why, None, f"tournant links proposals {link}")
