"""Orders: which there are and how each stands, what happened to one, and what a person says of it.

The list is made of shadows, so that it costs the same however long the histories are; one order is shown by its facts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import msgspec

from tournant import telemetry
from tournant.control.choosing import EVERYBODY, Choice, chosen
from tournant.control.commanding import command
from tournant.control.connecting import Office
from tournant.control.errors import BadInput
from tournant.facts.commands import Command
from tournant.facts.orders import ORDER
from tournant.kernel import bounds, ids
from tournant.log.port import Store, Transaction
from tournant.log.records import Fact, Tenant, Why
from tournant.orders import Standing
from tournant.orders.decide import ticket_shown, verdict
from tournant.orders.decide.alarms import ALARMS
from tournant.orders.decide.naming import LISTS, split, stream
from tournant.orders.standing import decoded

__all__ = ["Alarm", "Listed", "Said", "Step", "Story", "Word", "list_orders", "say", "show"]

Word = Literal["order_by_hand", "order_again", "order_cancel", "order_handled"]
_ROOM: Final = "order."


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why an order needs a person."""

    reason: str
    says: str
    do: str
    since: datetime
    until: datetime | None
    """By when, where it can be too late."""


@dataclass(frozen=True, slots=True)
class Listed:
    """How an order stands."""

    order: str
    """Its stream: how it is named everywhere here."""
    id: str
    """The channel's id of it."""
    display_id: str | None
    merchant: str
    link: str
    partner: str
    placed: datetime | None
    known: datetime | None
    """Since when we know of it."""
    state: str | None
    """What the channel says; None where it was not read yet."""
    ticket: str
    kitchen: str
    money: str
    deadline: datetime | None
    """When the channel gives it up, if nobody answers it."""
    total: int | None
    """What the guest pays, in minor units."""
    currency: str | None
    left: bool
    """It came while its link was not live, and is left to others."""
    open: bool
    """There may be something to do."""
    alarms: tuple[Alarm, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to an order."""

    at: datetime
    what: str
    """The kind of the fact."""
    by: str
    """A room, or a person."""
    says: dict[str, Any]
    trace: str
    cause: str


@dataclass(frozen=True, slots=True)
class Story:
    """One order with all that happened to it."""

    now: Listed
    next: dict[str, datetime]
    """When it is looked at again, by the name of the timer."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a person's word."""

    command: str
    """Its id: all that follows has it as its cause."""
    merchant: str
    order: str
    said: str | None


async def list_orders(store: Store, choice: Choice, *, open_only: bool) -> list[Listed]:
    """The orders of the merchants that are meant, the youngest first."""
    found: list[Listed] = []
    for tenant in await chosen(store, choice):
        async with store.transaction(tenant) as tx:
            partners = await _partners(tx)
            shadows = [decoded(one.body) for one in await tx.shadows(ORDER)]
        found += [_listed(one, tenant, partners) for one in shadows]
    kept = [one for one in found if one.open or not open_only]
    return sorted(kept, key=lambda one: (one.known.isoformat() if one.known else "", one.order), reverse=True)


async def show(store: Store, said: str) -> Story:
    """One order, by its stream or the channel's id. BadInput where there is none, or several."""
    tenant, standing = await _found(store, said)
    async with store.transaction(tenant) as tx:
        now = _listed(standing, tenant, await _partners(tx))
        steps: list[Step] = []
        after = 0
        while facts := await tx.read(standing.stream, after):
            steps += [_step(one) for one in facts]
            after = facts[-1].position
        timers = {one.name: one.due for one in await tx.timers(_ROOM) if one.stream == standing.stream}
    return Story(now, timers, tuple(steps))


async def say(office: Office, word: Word, said: str, by: str, reason: str) -> Said:
    """Say something of an order. BadInput where it is refused; Unanswered where nobody works for its merchant."""
    tenant, stream = await _meant(office.store, said)
    why = Why(telemetry.new_trace(office.source.draw()), ids.mint("Command", office.source))
    wanted = Command(word, stream, by, {}, reason)
    done = await command(office.store, tenant, wanted, why, office.clock.now())
    return Said(why.cause, tenant.label, stream, done.said)


async def _meant(store: Store, said: str) -> tuple[Tenant, str]:
    """Whose stream is meant: that of an order, or one that stands on the attention list and is about no single one."""
    if not said.startswith(LISTS):
        tenant, standing = await _found(store, said)
        return tenant, standing.stream
    whose = said.removeprefix(LISTS)
    for tenant in await chosen(store, EVERYBODY):
        async with store.transaction(tenant) as tx:
            if await tx.link(whose) or await tx.account(whose):
                return tenant, said
    raise BadInput(f"there is no link and no account {whose}; `tournant attention` lists what waits")


async def _found(store: Store, said: str) -> tuple[Tenant, Standing]:
    found: list[tuple[Tenant, Standing]] = []
    for tenant in await chosen(store, EVERYBODY):
        async with store.transaction(tenant) as tx:
            names = [said] if split(said) else [stream(link.id, said) for link in await tx.links()]
            bodies = [await tx.shadow(name, ORDER) for name in names]
        found += [(tenant, decoded(body)) for body in bodies if body is not None]
    if not found:
        raise BadInput(f"there is no order {said}; `tournant orders` lists them")
    if len(found) > 1:
        some = ", ".join(standing.stream for _, standing in found[: bounds.CANDIDATES_NAMED_MAX])
        raise BadInput(f"{said} can be {len(found)} orders, say which: {some}")
    return found[0]


async def _partners(tx: Transaction) -> dict[str, str]:
    """By link: whose it is."""
    accounts = {one.id: one.partner for one in await tx.accounts()}
    return {link.id: accounts.get(link.account, "") for link in await tx.links()}


def _listed(standing: Standing, tenant: Tenant, partners: dict[str, str]) -> Listed:
    state = standing.order
    return Listed(
        order=standing.stream,
        id=standing.id,
        display_id=standing.display_id,
        merchant=tenant.label,
        link=standing.link,
        partner=partners.get(standing.link, ""),
        placed=standing.placed,
        known=state.known,
        state=verdict(state),
        ticket=ticket_shown(state),
        kitchen=state.kitchen,
        money=state.money,
        deadline=state.channel.deadline,
        total=state.channel.total_minor,
        currency=state.channel.currency,
        left=standing.left,
        open=state.closed is None and not standing.left,
        alarms=tuple(_alarms(standing)),
    )


def _alarms(standing: Standing) -> Iterator[Alarm]:
    for reason, alarm in standing.order.alarms.items():
        sort = ALARMS[reason]
        yield Alarm(reason, sort.says, sort.do, alarm.since, alarm.until)
    for reason, own in standing.alarms.items():
        yield Alarm(reason, own.says, own.do, own.since, own.until)


def _step(one: Fact) -> Step:
    fact = one.fact
    says: dict[str, Any] = msgspec.json.decode(fact.body)
    what = fact.kind.removeprefix(_ROOM)
    return Step(fact.at, what, fact.origin, says, fact.why.trace, fact.why.cause)
