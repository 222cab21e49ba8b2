"""What each kind of observation does to a turn."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import msgspec

from tournant.facts import Answer, Received, decoded
from tournant.facts.commands import Command
from tournant.facts.messages import ANSWER, COMMAND, WEBHOOK, Pointer
from tournant.facts.sync import AccountEnded, ModeChanged, Quarantined, WriteSettled
from tournant.log.records import Account, Observation, Why
from tournant.sdk import Manifest, Resource
from tournant.sync.decide import state
from tournant.sync.decide.state import Seen
from tournant.sync.desk import Place
from tournant.sync.looking import Look, take_in
from tournant.sync.turn import ORIGIN, Turn, Wanted

__all__ = ["Partners", "handle", "wants_payload"]

Partners = Callable[[str], Manifest]
"""The manifest of a partner, by its name."""


def wants_payload(seen: Observation) -> bool:
    """Whether the payload of an observation is read in a turn."""
    return seen.kind == COMMAND or (seen.kind == ANSWER and _place(decoded(Answer, seen.envelope)) is not None)


def handle(turn: Turn, partners: Partners, seen: Observation, payload: bytes | None) -> Wanted | None:
    """Take in one observation. Gives a command that has to be answered with documents at hand."""
    match seen.kind:
        case str(kind) if kind == WEBHOOK:
            _on_webhook(turn, partners, seen)
        case str(kind) if kind == ANSWER:
            _on_answer(turn, partners, seen, payload)
        case str(kind) if kind == COMMAND and payload is not None:
            return _on_command(turn, seen, payload)
        case _:
            pass
    return None


def _place(answer: Answer) -> Place | None:
    """The place that an answer is about; None for one that another room asked for."""
    room, _, place = answer.about.partition(":")
    target, _, resource = place.rpartition(":")
    return (target, resource) if room == ORIGIN else None


# ---------------------------------------------------------------------- webhooks


def _on_webhook(turn: Turn, partners: Partners, seen: Observation) -> None:
    """A webhook only says where to look."""
    received = decoded(Received, seen.envelope)
    account = turn.desk.accounts.get(seen.source)
    connection = partners(received.partner).connection
    if account is None or connection is None:
        return
    for point in received.points:
        resource = connection.resource(point.resource)
        if point.ended:
            _end(turn, account, seen.why)
        elif resource is not None:
            for target in _targets(turn, account, resource, point):
                turn.look((target, resource.name), turn.now, seen.why)


def _targets(turn: Turn, account: Account, resource: Resource, point: Pointer) -> list[str]:
    if resource.scope == "account":
        return [account.id]
    links = (link for link in turn.desk.links.values() if link.account == account.id)
    return [link.id for link in links if point.store in (None, link.store)]


def _end(turn: Turn, account: Account, why: Why) -> None:
    if account.state != "ended":
        turn.desk.accounts[account.id] = turn.accounts[account.id] = replace(account, state="ended")
        turn.note(account.id, AccountEnded(account.id), why)


# ---------------------------------------------------------------------- answers


def _on_answer(turn: Turn, partners: Partners, seen: Observation, payload: bytes | None) -> None:
    answer = decoded(Answer, seen.envelope)
    place = _place(answer)
    account = turn.desk.account_of(place[0]) if place else None
    if place is None or account is None:
        return
    manifest = partners(account.partner)
    connection = manifest.connection
    resource = connection.resource(place[1]) if connection else None
    why = Why(seen.why.trace, answer.intent)
    if resource is None:
        return
    if answer.command == resource.write:
        _on_written(turn, place, resource, answer, why)
    elif answer.command == resource.read and answer.outcome == "done":
        take_in(turn, manifest, Look(place, Seen(seen.address, answer.began, answer.ended), payload or b"", why))
        _close(turn, place, resource, answer, why)
    elif answer.outcome == "broke":
        turn.note(place[0], Quarantined(*place, seen.address, 1, [answer.why or "it is not what is documented"]), why)


def _on_written(turn: Turn, place: Place, resource: Resource, answer: Answer, why: Why) -> None:
    """An answer to a write: refused or never sent, it is over; else it stays open until a look that must show it."""
    shadow = turn.desk.shadow(place)
    write = shadow.write
    if write is None or write.intent != answer.intent:
        return
    if answer.outcome in ("refused", "unsent", "clash", "broke"):
        turn.note(place[0], WriteSettled(*place, write.intent, answer.outcome, answer.why), why)
        refused = write.step if answer.outcome == "refused" else shadow.refused
        turn.put(place, msgspec.structs.replace(shadow, write=None, refused=refused))
        turn.look(place, turn.now, why)
        return
    write = state.answered(write, answer)
    turn.put(place, msgspec.structs.replace(shadow, write=write))
    turn.look(place, state.next_look(write, resource, turn.now), why)


def _close(turn: Turn, place: Place, resource: Resource, answer: Answer, why: Why) -> None:
    """A look ends the write that it must show."""
    shadow = turn.desk.shadow(place)
    write = shadow.write
    if write is None or not state.is_over(write, resource, answer.began):
        return
    outcome = "done" if write.certain else "unknown"
    turn.note(place[0], WriteSettled(*place, write.intent, outcome), why)
    written = write.step if write.certain else shadow.written
    turn.put(place, msgspec.structs.replace(shadow, write=None, written=written))


# ---------------------------------------------------------------------- commands


def _on_command(turn: Turn, seen: Observation, payload: bytes) -> Wanted | None:
    command = msgspec.json.decode(payload, type=Command)
    wanted = Wanted(command, seen.why.cause, seen.why)
    if command.target not in turn.desk.links and command.target not in turn.desk.accounts:
        turn.answer(wanted, refused=f"there is no link or account {command.target}")
        return None
    do: Callable[[Turn, Wanted], Wanted | None] = _DO[command.do]
    return do(turn, wanted)


def _observe(turn: Turn, wanted: Wanted) -> None:
    command, link = wanted.command, turn.desk.links.get(wanted.command.target)
    if link is None:
        turn.answer(wanted, refused="only a link can be observed")
        return
    if link.mode != "observe":
        turn.change_link(replace(link, mode="observe"))
        turn.note(link.id, ModeChanged(link.id, "observe", command.by, command.reason), wanted.why, command.by)
    turn.answer(wanted)


def _look(turn: Turn, wanted: Wanted) -> None:
    for place in turn.desk.shadows:
        if place[0] == wanted.command.target:
            turn.look(place, turn.now, wanted.why)
    turn.answer(wanted)


def _with_documents(_turn: Turn, wanted: Wanted) -> Wanted:
    return wanted


_DO: Final[dict[str, Callable[[Turn, Wanted], Any]]] = {
    "observe": _observe,
    "look": _look,
    "live": _with_documents,
    "release": _with_documents,
}
