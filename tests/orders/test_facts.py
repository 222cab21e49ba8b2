"""Facts as they are stored: every kind and version has one golden form, read for ever, and folding to the same."""

import json

import msgspec
import pytest
from tests.orders.given import ACCEPT, BOUND, Case, at, received

from tournant.orders.decide import State, events, facts, folded
from tournant.orders.decide.facts import KINDS, UnknownFact, from_bytes, kind_of, to_bytes

AT = '"at":"2026-03-01T12:00:00Z"'
GOLDENS: dict[tuple[str, int], str] = {
    ("order.known", 1): f'{{{AT},"by":"webhook"}}',
    ("order.hinted", 1): f'{{{AT},"by":"listing"}}',
    ("order.seen", 1): (
        f'{{{AT},"began":"2026-03-01T12:00:00Z","message":"cancel_requested","order":"accepted","tells":true,"asks":true,"missed":true,'
        '"deadline":"2026-03-01T12:11:30Z","release":"2026-03-01T12:30:00Z","question":"2026-03-01T12:05:00Z",'
        '"edition":"7","total_minor":1250,"currency":"USD","delivery_by":"channel","courier":"assigned","money":"paid"}'
    ),
    ("order.ignored", 1): f'{{{AT},"began":"2026-03-01T12:00:00Z","message":"placed","older":true}}',
    ("order.puzzled", 1): f'{{{AT},"began":"2026-03-01T12:00:00Z","message":"accepted"}}',
    ("order.asked", 1): f'{{{AT},"serial":2,"command":"ticket.create","generation":1}}',
    ("order.claimed", 1): f'{{{AT},"serial":2,"attempt":1,"claimed":"2026-03-01T12:00:00Z"}}',
    ("order.withdrawn", 1): f'{{{AT},"serial":2}}',
    ("order.replied", 1): (
        f'{{{AT},"serial":2,"attempt":1,"command":"order.accept","outcome":"done","ended":"2026-03-01T12:00:00Z",'
        '"claimed":"2026-03-01T12:00:00Z","stored":false,"counts":true,"blind":true}'
    ),
    ("order.ticket_hinted", 1): f"{{{AT}}}",
    ("order.prepared", 1): f'{{{AT},"document":"d0c5"}}',
    ("order.ticket_moved", 1): f'{{{AT},"ticket":"refused","id":"T1","rejected":true,"why":"an item has no price"}}',
    ("order.looked", 1): (
        f'{{{AT},"began":"2026-03-01T12:00:00Z","found":"open","many":true,"kitchen":"queued","money":"paid",'
        '"total_minor":1250}'
    ),
    ("order.fired", 1): f"{{{AT}}}",
    ("order.said", 1): f'{{{AT},"word":"send_again","by":"usr_1","afresh":true}}',
    ("order.released", 1): f"{{{AT}}}",
    ("order.late", 1): f"{{{AT}}}",
    ("order.outlived", 1): f"{{{AT}}}",
    ("order.raised", 1): f'{{{AT},"reason":"live","until":"2026-03-01T12:02:00Z"}}',
    ("order.lowered", 1): f'{{{AT},"reason":"live"}}',
    ("order.closed", 1): f"{{{AT}}}",
    ("order.reopened", 1): f"{{{AT}}}",
    ("order.noted", 1): f'{{{AT},"what":"a claim that was known"}}',
}

# A whole order, as it was written the day that this test was: accepted, its create unanswered, found, completed.
HISTORY = [
    ("order.known", 1, '{"at":"2026-03-01T12:00:00Z","by":"webhook"}'),
    ("order.hinted", 1, '{"at":"2026-03-01T12:00:00Z","by":"webhook"}'),
    ("order.asked", 1, '{"at":"2026-03-01T12:00:00Z","serial":1,"command":"order.read","generation":1}'),
    ("order.replied", 1, ('{"at":"2026-03-01T12:00:01Z","serial":1,"attempt":0,"command":"order.read","outcome":"done",'
                         '"ended":"2026-03-01T12:00:01Z"}')),
    ("order.seen", 1, ('{"at":"2026-03-01T12:00:01Z","began":"2026-03-01T12:00:01Z","message":"accepted",'
                         '"order":"accepted","deadline":"2026-03-01T12:11:30Z","edition":"7"}')),
    ("order.prepared", 1, '{"at":"2026-03-01T12:00:01Z","document":"d0c5"}'),
    ("order.asked", 1, '{"at":"2026-03-01T12:00:01Z","serial":2,"command":"ticket.create","generation":1}'),
    ("order.replied", 1, ('{"at":"2026-03-01T12:00:20Z","serial":2,"attempt":1,"command":"ticket.create",'
                         '"outcome":"unknown","ended":"2026-03-01T12:00:20Z","claimed":"2026-03-01T12:00:02Z"}')),
    ("order.ticket_moved", 1, '{"at":"2026-03-01T12:00:20Z","ticket":"unknown"}'),
    ("order.asked", 1, '{"at":"2026-03-01T12:00:20Z","serial":3,"command":"ticket.find","generation":1}'),
    ("order.replied", 1, ('{"at":"2026-03-01T12:00:21Z","serial":3,"attempt":0,"command":"ticket.find",'
                         '"outcome":"done","ended":"2026-03-01T12:00:21Z"}')),
    ("order.ticket_moved", 1, '{"at":"2026-03-01T12:00:21Z","ticket":"open","id":"T1"}'),
    ("order.looked", 1, '{"at":"2026-03-01T12:00:21Z","began":"2026-03-01T12:00:20Z","found":"open"}'),
]  # fmt: skip


def test_every_kind_has_a_golden() -> None:
    """No fact is stored whose form is not pinned here."""
    assert set(GOLDENS) == set(KINDS)


@pytest.mark.parametrize("name", GOLDENS, ids=lambda name: f"{name[0]} {name[1]}")
def test_a_stored_fact_is_read_as_it_was_written(name: tuple[str, int]) -> None:
    """The bytes of yesterday give a fact, and the fact gives the same bytes."""
    fact = from_bytes(*name, GOLDENS[name].encode())
    assert type(fact) is KINDS[name]
    assert (kind_of(fact), to_bytes(fact)) == (name, GOLDENS[name].encode())


@pytest.mark.parametrize("name", [("order.seen", 2), ("order.eaten", 1)])
def test_an_unknown_form_is_refused(name: tuple[str, int]) -> None:
    """A kind or version that is not in the table is refused by name, never guessed."""
    with pytest.raises(UnknownFact, match=rf"{name[0]} version {name[1]} is not known"):
        from_bytes(*name, b"{}")


def test_a_stored_history_folds_to_the_same_order() -> None:
    """Yesterday's history gives today's state, and the order can go on from there."""
    case = Case(ACCEPT)
    case.state = folded(from_bytes(kind, version, body.encode()) for kind, version, body in HISTORY)
    assert (case.state.channel.order, case.state.pos.ticket, case.state.pos.id) == ("accepted", "open", "T1")
    assert (case.state.channel.deadline, case.state.pos.claimed) == (at(690), at(2))
    assert case.read(60, "cancelled").commands == ["ticket.void"]


def test_the_state_can_be_stored() -> None:
    """A state goes into bytes and back, so that a shell may keep it beside its stream."""
    case = received()
    case.claim(2)
    case.reply(BOUND, "pos", "refused")
    stored = msgspec.json.encode(case.state)
    assert msgspec.json.decode(stored, type=State) == case.state


def test_no_fact_has_room_for_a_person() -> None:
    """Facts hold ids, words, instants and amounts; no field is a name, an address, a phone or a partner's own text."""
    known = {
        "at", "by", "began", "message", "order", "tells", "asks", "missed", "deadline", "release", "question",
        "edition", "total_minor", "currency", "delivery_by", "courier", "money", "older", "serial", "command",
        "generation", "attempt", "claimed", "outcome", "ended", "stored", "counts", "blind", "document", "ticket",
        "id", "rejected", "why", "found", "many", "kitchen", "word", "afresh", "reason", "until", "what",
    }  # fmt: skip
    assert {name for form in KINDS.values() for name in form.__struct_fields__} == known
    case = Case()
    case.hint(0)
    case.no_document = "an item has no price"
    then = case.on(events.Read(at=at(1), began=at(1), message="placed", serial=1))
    assert json.loads(to_bytes(next(fact for fact in then.told if isinstance(fact, facts.TicketMoved)))) == {
        "at": "2026-03-01T12:00:01Z", "ticket": "refused", "rejected": True, "why": "an item has no price",
    }  # fmt: skip
    assert then.commands == ["order.deny"]
