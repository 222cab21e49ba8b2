"""What events of the point of sale's side come to: what the ticket is now.

none ──► unknown ──► open ──► voided        the answer to a create, or a look-up, settles it
           │  └────► refused                an error settles only the attempt that it answers
           └───────► absent                 nothing found by a look-up that began after the bound
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from tournant.canon.order_status import Ticket
from tournant.orders.decide import events, facts
from tournant.orders.decide.settings import Settings
from tournant.orders.decide.state import READS, Out, Pos, State

__all__ = ["bound_at", "hear_document", "hear_hint", "hear_look", "hear_no_document", "hear_reply"]


def bound_at(pos: Pos, settings: Settings) -> datetime | None:
    """When nothing that was sent can bring a ticket any more that a look-up would not show; None: nothing was sent."""
    return None if pos.claimed is None else pos.claimed + settings.pos.bound


def hear_hint(state: State, event: events.TicketHint, _: Settings) -> list[facts.Fact]:
    """What is open is looked at sooner. Anything else is looked up as soon as that says anything, or not any more."""
    looked_at = state.pos.ticket == "open" and state.closed is None and not state.outlived
    return [facts.TicketHinted(event.at)] if looked_at else []


def hear_reply(state: State, event: events.Reply, _: Settings) -> list[facts.Fact]:
    """An answer to what was asked of the point of sale."""
    out = state.pos.out
    if out is None:
        return []
    replied = facts.Replied(
        at=event.at,
        serial=event.serial,
        attempt=event.attempt,
        command=out.command,
        outcome=event.outcome,
        ended=event.ended,
        claimed=event.claimed,
        stored=event.stored,
    )
    return [replied] if out.command in READS else [replied, *_WRITES[out.command](state, event, out)]


def _created(state: State, event: events.Reply, out: Out) -> list[facts.Fact]:
    ticket = after_create(state.pos, event, out)
    if ticket is None:
        return []
    return [
        facts.TicketMoved(at=event.at, ticket=ticket, id=event.ticket, rejected=event.outcome == "refused"),
    ]


def after_create(pos: Pos, event: events.Reply, out: Out) -> Ticket | None:
    """The ticket after an answer to a create; None: as it was. What was found open meanwhile stays so."""
    if pos.ticket not in ("none", "unknown", "absent"):
        return None
    prior = has_prior(out)
    if event.outcome == "done":
        return "open" if event.stored else "unknown"
    if event.outcome == "unsent":
        return "unknown" if prior else "none"
    if event.outcome == "refused":
        return "unknown" if prior else "refused"
    return after_unclear(event)


def has_prior(out: Out) -> bool:
    """Whether an earlier create is open, which an error of this one says nothing about."""
    return out.prior


def after_unclear(_: events.Reply) -> Ticket:
    """A duplicate, a clash, no answer: it may be there. Look."""
    return "unknown"


def _voided(state: State, event: events.Reply, _: Out) -> list[facts.Fact]:
    if event.outcome == "done" and event.stored:
        return [facts.TicketMoved(at=event.at, ticket="voided")]
    if event.outcome == "refused" and not state.pos.unclear:
        return [facts.TicketMoved(at=event.at, ticket="void_refused")]
    return []


def _paid(_: State, event: events.Reply, __: Out) -> list[facts.Fact]:
    return [facts.Fired(event.at)] if event.outcome == "done" and event.stored else []


_WRITES: Final[dict[str, Callable[[State, events.Reply, Out], list[facts.Fact]]]] = {
    "ticket.create": _created,
    "ticket.void": _voided,
    "ticket.pay": _paid,
}


def hear_look(state: State, event: events.Look, settings: Settings) -> list[facts.Fact]:
    """What was found, and what the ticket is by that."""
    out = state.pos.out
    if out is None or out.serial != event.serial:
        return [facts.Noted(event.at, "a look-up that was answered before")]
    found: list[facts.Fact] = [
        facts.Replied(at=event.at, serial=event.serial, attempt=0, command=out.command, outcome="done", ended=event.at)
    ]
    if out.generation != state.pos.generation:
        return [*found, facts.Noted(event.at, "a look-up of an earlier ticket")]
    found.append(
        facts.Looked(
            at=event.at,
            began=event.began,
            found=event.found,
            many=event.many,
            kitchen=event.kitchen,
            money=event.money,
            total_minor=event.total_minor,
        )
    )
    ticket = after_look(state.pos, event, settings)
    if ticket != state.pos.ticket or (event.ticket is not None and event.ticket != state.pos.id):
        found.append(facts.TicketMoved(at=event.at, ticket=ticket, id=event.ticket))
    if event.fired and not state.pos.fired:
        found.append(facts.Fired(event.at))
    # Moved after looked: whether the completed order was looked at once more is said of the ticket as it is now.
    return [*found[:1], *found[2:], found[1]]


def after_look(pos: Pos, event: events.Look, settings: Settings) -> Ticket:
    """The ticket after a look-up."""
    if event.found == "open":
        # A void that did not fit, and the ticket is still there: it cannot be voided.
        return "void_refused" if pos.clashed else "open" if pos.ticket in ("none", "unknown", "absent") else pos.ticket
    if event.found == "voided":
        return "voided" if pos.ticket in ("unknown", "open", "void_refused") else pos.ticket
    if pos.ticket != "unknown" or event.found == "unknown":
        return pos.ticket
    if event.found == "refused":
        return "refused"
    if not negative_counts(pos, event, settings):
        return "unknown"
    return "refused" if pos.rejected else "absent"


def negative_counts(pos: Pos, event: events.Look, settings: Settings) -> bool:
    """Whether finding nothing proves that there is nothing: only if the look-up began after the bound."""
    bound = bound_at(pos, settings)
    return settings.pos.negatives and bound is not None and event.began >= bound


def hear_document(state: State, event: events.Document, _: Settings) -> list[facts.Fact]:
    """The ticket's bytes, which stay those of this ticket for good."""
    if state.pos.document is not None:
        return [facts.Noted(event.at, "a document, where the ticket has one")]
    return [facts.Prepared(event.at, event.address)]


def hear_no_document(_: State, event: events.NoDocument, __: Settings) -> list[facts.Fact]:
    """No ticket can be made: as if the point of sale had refused it."""
    return [facts.TicketMoved(at=event.at, ticket="refused", rejected=True, why=event.why)]
