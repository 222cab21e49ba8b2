"""Why an order stands as it does, at the channel and at the point of sale: the same chain as of any other value.

look at the channel ──► decision (the status table) ──► what we ask for ──► its call ──► the look that showed it
look at the ticket  ──►
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import datetime
from typing import Any, Final, Literal

from tournant.control.chains import At, Explained, Verified, Write, settlement, tell_of_call
from tournant.control.grounds import Decision, Look
from tournant.control.reading import adapter
from tournant.facts import orders as noted
from tournant.facts import register
from tournant.facts.orders import ORDER
from tournant.lens import mapping
from tournant.log.port import Transaction
from tournant.log.records import Fact, Link
from tournant.orders.decide import facts as decided
from tournant.orders.decide.naming import intent_id, split, stream
from tournant.orders.standing import Standing, decoded
from tournant.sync.desk import Desk

__all__ = ["FIELDS", "explain_order", "order_meant"]

FIELDS: Final = ("state", "ticket")
"""What of an order is explained."""

_ROOM: Final = "order."
_Side = Literal["state", "ticket"]
_COMMANDS: Final[dict[str, tuple[_Side, str]]] = {
    "order.accept": ("state", "accepted"),
    "order.deny": ("state", "denied"),
    "order.cancel": ("state", "cancelled"),
    "ticket.create": ("ticket", "open"),
    "ticket.void": ("ticket", "voided"),
}
"""By command: what it changes, and to what."""
_READ_BY: Final[dict[_Side, str]] = {"state": "order.read", "ticket": "ticket.read"}


async def order_meant(tx: Transaction, desk: Desk, said: str) -> Standing | None:
    """The order of this merchant that an id means, if any does: its stream, or the channel's id."""
    names = [said] if split(said) else [stream(link, said) for link in desk.links]
    for name in names:
        body = await tx.shadow(name, ORDER)
        if body is not None:
            return decoded(body)
    return None


async def explain_order(tx: Transaction, desk: Desk, standing: Standing) -> list[Explained]:
    """Its state at the channel, and its ticket."""
    case = _Case(desk, tx, standing)
    after = 0
    while facts := await tx.read(standing.stream, after):
        for one in facts:
            _hear(case, one)
        after = facts[-1].position
    found = []
    for side in case.sides.values():
        told = (tx.tenant.label, "Order", standing.stream, standing.id, standing.display_id, side.field, side.value)
        decisions = [replace(one, look=await _read_by(tx, one.look, one.cause)) for one in side.decisions[::-1]]
        found.append(Explained(*told, decisions, [await _at(case, side, link) for link in case.links(side)]))
    return found


async def _read_by(tx: Transaction, look: Look, cause: str) -> Look:
    """A look with the document that was read, where what caused the decision was the answer to a call."""
    settled = None if look.address else await settlement(tx, cause)
    return replace(look, address=settled.document) if settled else look


@dataclass(slots=True)
class _One:
    """One of the two things that are explained, as the facts tell it."""

    field: _Side
    value: str | None = None
    external_id: str | None = None
    look: Look | None = None
    cause: str = ""
    """Of the look."""
    decisions: list[Decision] = made(default_factory=list)
    write: Write | None = None
    serial: int = 0
    verified: Verified | None = None


@dataclass(slots=True)
class _Case:
    desk: Desk
    tx: Transaction
    standing: Standing
    sides: dict[_Side, _One] = made(default_factory=lambda: {"state": _One("state"), "ticket": _One("ticket")})
    till: str | None = None
    """The link for which the ticket was made."""
    document: str = ""
    """The address of what is written of the ticket."""

    def links(self, side: _One) -> Iterator[Link]:
        """Where it is looked at."""
        name = self.standing.link if side.field == "state" else self.till
        if name in self.desk.links:
            yield self.desk.links[name]


def _hear(case: _Case, one: Fact) -> None:
    fact = one.fact
    body: Any
    if not fact.kind.startswith(_ROOM):
        body = register.read(fact.kind, fact.version, fact.body)
        if isinstance(body, noted.TicketMade):
            case.till, case.document = body.link, body.document.hex()
        return
    body = decided.from_bytes(fact.kind, fact.version, fact.body)
    match body:
        case decided.Seen():
            _looked(case, "state", one, body.began)
            _decide(case, "state", one, body.order)
        case decided.Looked():
            _looked(case, "ticket", one, body.began)
        case decided.TicketMoved():
            case.sides["ticket"].external_id = body.id or case.sides["ticket"].external_id
            _decide(case, "ticket", one, body.ticket)
        case decided.Asked() if body.command in _COMMANDS:
            _ask(case, one, body)
        case decided.Replied():
            _answer(case, body)
        case _:
            pass


def _looked(case: _Case, name: _Side, one: Fact, began: datetime) -> None:
    side = case.sides[name]
    side.look, side.cause = Look(one.stream, "order", "", began, one.fact.at), one.fact.why.cause


def _decide(case: _Case, name: _Side, one: Fact, value: str) -> None:
    side, fact = case.sides[name], one.fact
    look, write = side.look, side.write
    if look is not None and write is not None and value == write.wanted and side.verified is None:
        side.verified = Verified(fact.at, look.began, look.ended)
    if value != side.value:
        source = case.standing.link if name == "state" else case.till or case.standing.link
        seen = look or Look(one.stream, "order", "", fact.at, fact.at)
        told = (value, fact.at, fact.origin, source, seen, one.sequence, fact.why.trace, fact.why.cause)
        side.decisions.append(Decision(*told))
        side.value = value


def _ask(case: _Case, one: Fact, asked: decided.Asked) -> None:
    name, wanted = _COMMANDS[asked.command]
    side, fact = case.sides[name], one.fact
    intent = intent_id(case.tx.tenant.label, one.stream, asked.serial)
    document = case.document if asked.command == "ticket.create" else ""
    told = (intent, fact.at, fact.why.trace, fact.why.cause, document, True, side.value, wanted)
    side.write, side.serial, side.verified = Write(*told), asked.serial, None


def _answer(case: _Case, replied: decided.Replied) -> None:
    for side in case.sides.values():
        if side.write is not None and side.serial == replied.serial:
            side.write.settled = replied.outcome


async def _at(case: _Case, side: _One, link: Link) -> At:
    account = case.desk.accounts[link.account]
    if side.write is not None:
        await tell_of_call(case.tx, side.write)
    waits = _waits(side)
    external = case.standing.id if side.field == "state" else side.external_id
    return At(
        link=link.id,
        partner=account.partner,
        store=link.store,
        mode=link.mode,
        external_id=external,
        paths=_paths(account.partner, side.field),
        shows=side.value,
        should_be=side.write.wanted if side.write is not None and waits else side.value,
        agrees=not waits,
        asked=bool(case.standing.order.alarms or case.standing.alarms),
        why_not=None,
        look=await _read_by(case.tx, side.look, side.cause) if side.look else None,
        write=side.write,
        verified=side.verified,
    )


def _waits(side: _One) -> bool:
    """Whether something was asked for that nothing has shown yet."""
    write = side.write
    is_open = write is not None and write.settled in (None, "done") and side.verified is None
    return is_open and write is not None and side.value != write.wanted


def _paths(partner: str, name: _Side) -> tuple[str, ...]:
    manifest = adapter(partner)
    command = manifest.connection.commands.get(_READ_BY[name]) if manifest.connection else None
    document = manifest.document(command.answers) if command and command.answers else None
    columns = mapping(document.table(None)) if document else ()
    return tuple(one.path for one in columns if (one.kind, one.column) == ("Order", name))
