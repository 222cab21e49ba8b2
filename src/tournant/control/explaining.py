"""Why a value is what it is, on each partner, now: from the look that showed it to the look that confirmed our write.

look ──► decision ──► what each link should show ──► write ──► its call ──► the look that showed it
 raw document, path                                  intent     answer       agreed
"""

from dataclasses import dataclass
from typing import Any, Final

from tournant.control.chains import At, Explained, Verified, Write, tell_of_call
from tournant.control.choosing import Choice, the_one
from tournant.control.errors import BadInput
from tournant.control.explaining_orders import FIELDS, explain_order, order_meant
from tournant.control.grounds import FACTS, Look, Value, fields_of, worded
from tournant.control.history import all_facts, read
from tournant.control.naming import Thing, location_meant, thing_meant
from tournant.control.showing import Asked, Side, side_of
from tournant.log.port import Store, Transaction
from tournant.log.records import Fact, Link, Tenant
from tournant.sync.desk import Desk, Place, read_desk

__all__ = ["explain"]

_WRITES: Final = frozenset({"write_planned", "write_settled", "agreed"})


async def explain(store: Store, choice: Choice, said: str, name: str | None) -> list[Explained]:
    """Explain a field of a thing or an order, or all that are kept in agreement. BadInput where nothing is meant."""
    tenant = await the_one(store, choice)
    async with store.transaction(tenant) as tx:
        desk = await read_desk(tx)
        order = await order_meant(tx, desk, said)
        if order is None:
            return await _of_a_thing(tx, desk, said, name)
        if name not in (None, *FIELDS):
            raise BadInput(f"of an order {' and '.join(FIELDS)} are explained, not {name!r}")
        found = await explain_order(tx, desk, order)
        return [one for one in found if name in (None, one.field)]


async def _of_a_thing(tx: Transaction, desk: Desk, said: str, name: str | None) -> list[Explained]:
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
    return [await _explained(_Case(tx, tx.tenant, desk, writes), thing, value) for value in values]


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
            found.links.append(await _at(case, link, side, value.field))
    return found


async def _at(case: _Case, link: Link, side: Side, field: str) -> At:
    shadow, account = case.desk.shadow(side.place), case.desk.accounts[link.account]
    seen = shadow.seen
    at = At(
        link=link.id,
        partner=account.partner,
        store=link.store,
        mode=link.mode,
        external_id=side.external_id,
        paths=side.paths,
        shows=worded(field, side.shows),
        should_be=worded(field, side.wanted),
        agrees=None if side.cell is None else bool(side.shows == side.wanted),
        asked=any(tuple(one.cell) == side.cell for one in shadow.asked),
        why_not=side.why_not or (None if side.cell else "this is not kept there"),
        look=Look(*side.place, seen.address.hex(), seen.began, seen.ended) if seen else None,
    )
    if side.cell is not None:
        await _tell_of_writes(case, at, side)
    return at


async def _tell_of_writes(case: _Case, at: At, side: Side) -> None:
    """The last write that carried the value, or what is written for its sake; what came of it; what confirmed it."""
    carried: dict[Place, list[list[str]]] = {}
    for place, cell in ((side.place, side.cell), *side.beside):
        carried.setdefault(place, []).append(list(cell or ()))
    for one in case.writes:
        says = read(one)
        place = (says.target, says.resource)
        if one.fact.kind == "write_planned" and place in carried:
            at.write = _write(one, says, carried[place]) or at.write
            at.verified = at.verified if at.write is None or at.write.intent != says.intent else None
        elif one.fact.kind == "agreed" and place == side.place and at.write is not None:
            at.verified = at.verified or Verified(one.fact.at, says.began, says.ended)
        elif one.fact.kind == "write_settled" and at.write is not None and says.intent == at.write.intent:
            at.write.settled = says.outcome
    if at.write is not None:
        await tell_of_call(case.tx, at.write)
        at.verified = at.verified or _shown_since(at, at.write)


def _shown_since(at: At, write: Write) -> Verified | None:
    """The last look, where it began after the write was answered and shows what it should."""
    if not at.agrees or at.look is None or write.call is None or at.look.began < write.call.ended:
        return None
    return Verified(at.look.ended, at.look.began, at.look.ended)


def _write(one: Fact, says: Any, cells: list[list[str]]) -> Write | None:  # noqa: ANN401 - a WritePlanned
    mine = next((difference for difference in says.differences if difference.cell in cells), None)
    if mine is None and says.count == len(says.differences):
        return None
    why = one.fact.why
    told = (says.intent, one.fact.at, why.trace, why.cause, says.document.hex(), mine is not None)
    return Write(*told, shows=mine.shows if mine else None, wanted=mine.wanted if mine else None)
