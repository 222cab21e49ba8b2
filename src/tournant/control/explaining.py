"""Why a value is what it is, on each partner, now: from the look that showed it to the look that confirmed our write.

look ──► decision ──► what each link should show ──► write ──► its call ──► the look that showed it
 raw document, path                                  intent     answer       agreed
"""

from dataclasses import dataclass
from dataclasses import field as made
from datetime import datetime
from typing import Any, Final

from tournant.calls.booking import Settlement
from tournant.control.choosing import Choice, the_one
from tournant.control.errors import BadInput
from tournant.control.grounds import FACTS, Decision, Look, Value, fields_of, worded
from tournant.control.history import all_facts, read
from tournant.control.naming import Thing, location_meant, thing_meant
from tournant.control.showing import Asked, Side, side_of
from tournant.facts import decoded
from tournant.log.port import Store, Transaction
from tournant.log.records import Fact, Link, Tenant
from tournant.sync.desk import Desk, Place, read_desk

__all__ = ["At", "Call", "Explained", "Verified", "Write", "explain"]

_WRITES: Final = frozenset({"write_planned", "write_settled", "agreed"})
_NO_ANSWER: Final = (b"", b"{}")
"""How an intent is settled that was given up without one."""


@dataclass(frozen=True, slots=True)
class Call:
    """What came of asking the partner."""

    outcome: str
    attempt: int
    began: datetime
    ended: datetime
    why: str | None
    """In the partner's words, where it was not done."""


@dataclass(slots=True)
class Write:
    """The last write that carried the value, or a document with it."""

    intent: str
    planned: datetime
    trace: str
    cause: str
    document: str
    """The address of what was written, in hexadecimal digits."""
    named: bool
    """Whether the value is among the differences that were noted; of a large write only the first are."""
    shows: str | None
    """What was there."""
    wanted: str | None
    state: str | None = None
    """waiting, claimed, settled or withdrawn; None where it is not kept any more."""
    call: Call | None = None
    settled: str | None = None
    """What it came to once a look had shown it: done, unknown, refused …"""


@dataclass(frozen=True, slots=True)
class Verified:
    """The look that showed that all is as it should be, after it was not."""

    at: datetime
    began: datetime
    ended: datetime


@dataclass(slots=True)
class At:
    """One link."""

    link: str
    partner: str
    store: str
    mode: str
    external_id: str | None
    paths: tuple[str, ...]
    """Where it stands in the partner's document."""
    shows: str | None
    should_be: str | None
    agrees: bool | None
    """None where nothing can be told, or it is not kept there."""
    asked: bool
    """Whether it waits for a person to say what is meant."""
    why_not: str | None
    look: Look | None
    write: Write | None = None
    verified: Verified | None = None


@dataclass(slots=True)
class Explained:
    """One value."""

    merchant: str
    kind: str
    id: str
    external_id: str | None
    """The owner's id of it."""
    name: str | None
    field: str
    value: str | None
    decisions: list[Decision]
    """What made it so, the last first."""
    links: list[At] = made(default_factory=list)


async def explain(store: Store, choice: Choice, said: str, name: str | None) -> list[Explained]:
    """Explain a field of a thing, or all that are kept in agreement. BadInput where nothing is meant by it."""
    tenant = await the_one(store, choice)
    async with store.transaction(tenant) as tx:
        desk = await read_desk(tx)
        thing = _thing(desk, said)
        row: Any = desk.rows.get(thing.kind, {}).get(thing.id)
        fields = fields_of(thing.kind)
        if name is not None and name not in fields and not hasattr(row, name):
            raise BadInput(f"a {thing.kind} has no field {name!r}; kept in agreement are {', '.join(fields)}")
        values = [Value(thing.kind, thing.id, one) for one in ([name] if name else fields)]
        writes: list[Fact] = []
        async for one in all_facts(tx, FACTS | _WRITES):
            if one.fact.kind in _WRITES:
                writes.append(one)
            else:
                for value in values:
                    value.hear(one)
        return [await _explained(_Case(tx, tenant, desk, writes), thing, value) for value in values]


def _thing(desk: Desk, said: str) -> Thing:
    try:
        return thing_meant(desk, said)
    except BadInput:
        if any(said in (link.store, link.location) for link in desk.links.values()):
            return location_meant(desk, said)
        raise


@dataclass(frozen=True, slots=True)
class _Case:
    tx: Transaction
    tenant: Tenant
    desk: Desk
    writes: list[Fact]


async def _explained(case: _Case, thing: Thing, value: Value) -> Explained:
    row: Any = case.desk.rows.get(thing.kind, {}).get(thing.id)
    external = getattr(row, "external_id", None)
    told = (case.tenant.label, thing.kind, thing.id, external, thing.name, value.field, value.text)
    found = Explained(*told, decisions=value.decisions[::-1])
    for link in case.desk.links.values():
        side = await side_of(case.tx, case.desk, link.id, Asked(thing.kind, thing.id, value.field))
        if side is not None:
            found.links.append(await _at(case, link, side))
    return found


async def _at(case: _Case, link: Link, side: Side) -> At:
    shadow, account = case.desk.shadow(side.place), case.desk.accounts[link.account]
    seen = shadow.seen
    at = At(
        link=link.id,
        partner=account.partner,
        store=link.store,
        mode=link.mode,
        external_id=side.external_id,
        paths=side.paths,
        shows=worded(side.shows),
        should_be=worded(side.wanted),
        agrees=None if side.cell is None else bool(side.shows == side.wanted),
        asked=any(tuple(one.cell) == side.cell for one in shadow.asked),
        why_not=side.why_not or (None if side.cell else "this is not kept there"),
        look=Look(*side.place, seen.address.hex(), seen.began, seen.ended) if seen else None,
    )
    if side.cell is not None:
        await _tell_of_writes(case, at, side.place, list(side.cell))
    return at


async def _tell_of_writes(case: _Case, at: At, place: Place, cell: list[str]) -> None:
    """The last write that carried the value, what came of it, and the first agreement after it."""
    for one in case.writes:
        says = read(one)
        if (says.target, says.resource) != place:
            continue
        if one.fact.kind == "write_planned":
            at.write = _write(one, says, cell) or at.write
            at.verified = at.verified if at.write is None or at.write.intent != says.intent else None
        elif one.fact.kind == "agreed":
            at.verified = at.verified or Verified(one.fact.at, says.began, says.ended)
        elif at.write is not None and says.intent == at.write.intent:
            at.write.settled = says.outcome
    if at.write is not None:
        await _tell_of_call(case.tx, at.write)


def _write(one: Fact, says: Any, cell: list[str]) -> Write | None:  # noqa: ANN401 - a WritePlanned
    mine = next((difference for difference in says.differences if difference.cell == cell), None)
    if mine is None and says.count == len(says.differences):
        return None
    why = one.fact.why
    told = (says.intent, one.fact.at, why.trace, why.cause, says.document.hex(), mine is not None)
    return Write(*told, shows=mine.shows if mine else None, wanted=mine.wanted if mine else None)


async def _tell_of_call(tx: Transaction, write: Write) -> None:
    found = await tx.intent_state(write.intent)
    if found is None:
        return
    state, outcome = found
    write.state = state.value
    if outcome not in _NO_ANSWER and outcome is not None:
        answer = decoded(Settlement, outcome).answer
        write.call = Call(answer.outcome, answer.attempt, answer.began, answer.ended, answer.why)
