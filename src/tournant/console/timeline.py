"""The timeline of an order: each fact in words, on whose side it happened, and what it was because of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from tournant.control.orders import Step
from tournant.orders.decide.alarms import ALARMS
from tournant.orders.decide.state import READS, side_of

__all__ = ["Happened", "happened"]

_VOID: Final = ("ignored", "puzzled")


@dataclass(frozen=True, slots=True)
class Happened:
    """One row of the timeline."""

    number: int
    at: datetime
    after_s: float
    side: str
    """channel, us, pos: whom it concerns."""
    way: str
    """in, out or none: from there, to there, or here alone."""
    what: str
    why: str
    state: str
    void: bool = False
    """Recorded, and not applied."""


def happened(steps: tuple[Step, ...], channel: str) -> Iterator[Happened]:
    """The timeline: each fact in words, with what it was because of; reads in a row that were answered are one line."""
    calls = {one.says["serial"]: one.says["command"] for one in steps if one.what == "asked"}
    number = 0
    for (is_read, side), several in groupby(steps, key=lambda one: _reading(one, calls)):
        of = list(several)
        rows = [of] if is_read else [[one] for one in of]
        for each in rows:
            last, count = each[-1], sum(one.what == "replied" for one in each)
            if is_read:
                if not count:
                    continue  # It is being read, and nothing came of it yet.
                words = (side, "in", "Read" if count == 1 else f"Read {count} times in a row", "")
            else:
                words = _words(last, channel, calls.get(last.says.get("serial", 0), ""))
            number += 1
            after_s = (last.at - steps[0].at).total_seconds()
            yield Happened(number, last.at, after_s, *words[:3], _why(last), words[3], void=last.what in _VOID)


def _reading(one: Step, calls: Mapping[int, str]) -> tuple[bool, str]:
    """Whether it is about a read that was answered as it should be, and at which side."""
    command = calls.get(one.says.get("serial", 0), "") if one.what in ("asked", "claimed", "replied") else ""
    is_read = command in READS and one.says.get("outcome", "done") == "done"
    return is_read, side_of(command) if is_read else ""


def _why(one: Step) -> str:
    by = "" if one.by in ("orders", "sync") else f"by {one.by}, "
    return f"{by}because of {one.cause}"


def _words(one: Step, channel: str, command: str) -> tuple[str, str, str, str]:
    """Whose side, which way, in which words, in which state."""
    says = one.says
    if one.what in ("asked", "claimed", "replied", "withdrawn"):
        return _of_call(one, says.get("command") or command)
    if one.what in _CHANNEL:
        what = _CHANNEL[one.what].format(channel=channel, by=says.get("by", ""), order=says.get("order", ""))
        return "channel", "in", what, ""
    if one.what in _POS:
        found = says.get("found") or says.get("ticket") or ""
        return (
            "pos",
            "in" if one.what == "looked" else "none",
            _POS[one.what].format(found=_FOUND.get(found, found)),
            _ticket_state(says),
        )
    state = {"raised": "bad", "alarm_raised": "bad", "late": "late", "total_wrong": "bad"}.get(one.what, "")
    reason = str(says.get("reason", ""))
    alarm = says.get("says") or (ALARMS[reason].says if reason in ALARMS else reason)
    what = _HERE.get(one.what, one.what.replace("_", " ")).format(
        alarm=alarm, why=says.get("why", ""), by=says.get("by", "")
    )
    return "us", "none", what, state


def _ticket_state(says: Mapping[str, Any]) -> str:
    return {"unknown": "late", "refused": "bad", "void_refused": "bad", "open": "seen"}.get(says.get("ticket", ""), "")


def _of_call(one: Step, command: str) -> tuple[str, str, str, str]:
    side = side_of(command) if command else "us"
    name = _CALLS.get(command, command.replace(".", " "))
    if one.what == "replied":
        outcome = one.says.get("outcome", "")
        if outcome == "unknown":
            return side, "in", f"Asked to {name}: no answer, outcome unknown", "late"
        said = "certainly not done" if outcome == "unsent" else outcome
        return side, "in", f"Asked to {name}: {said}", "bad" if outcome in ("refused", "broke") else ""
    what = {
        "asked": f"Decided to {name}",
        "claimed": f"Being asked to {name}",
        "withdrawn": f"Not to {name} after all",
    }
    return (side, "out", what[one.what], "") if one.what == "claimed" else ("us", "none", what[one.what], "")


_CHANNEL: Final = {
    "known": "Heard of it, by {by}",
    "hinted": "Told that something happened to it, by {by}",
    "seen": "Seen on {channel}: {order}",
    "ignored": "Recorded, not applied: older than what was seen",
    "puzzled": "Recorded, not applied: it makes no sense",
    "order_shown": "What was ordered was read",
    "order_left": "Left to whoever serves the store beside us: the link is not live",
}
_FOUND: Final = {
    "open": "its ticket is there",
    "none": "no ticket was made",
    "absent": "no ticket is there",
    "unknown": "its ticket may be there",
    "voided": "its ticket was taken back",
    "refused": "its ticket was refused",
    "void_refused": "its ticket is there and is not taken back",
}
_CALLS: Final = {
    "order.accept": "accept it",
    "order.deny": "deny it",
    "order.cancel": "cancel it",
    "order.read": "show it",
    "order.list": "list its orders",
    "order.canceled": "list what was cancelled",
    "ticket.create": "make the ticket",
    "ticket.read": "show the ticket",
    "ticket.find": "find the ticket",
    "ticket.void": "take the ticket back",
    "ticket.pay": "mark the ticket as paid",
}
_POS: Final = {
    "looked": "Looked: {found}",
    "ticket_moved": "By what is known, {found}",
    "fired": "The ticket is marked as paid, and so is in the kitchen",
}
_HERE: Final = {
    "prepared": "The ticket is written down, to be sent as it is",
    "ticket_made": "The ticket was made",
    "ticket_not_made": "No ticket could be made: {why}",
    "total_wrong": "The ticket comes to something else than it should",
    "total_right": "The ticket comes to what it should again",
    "raised": "A person is needed: {alarm}",
    "lowered": "No person is needed any more: {alarm}",
    "alarm_raised": "A person is needed: {alarm}",
    "alarm_ended": "No person is needed any more: {alarm}",
    "said": "A person said something, {by}",
    "released": "Its time has come",
    "late": "The kitchen time passed without a ticket",
    "outlived": "Its whole life passed, and nobody ended it",
    "closed": "It ended on both sides",
    "order_taken": "Taken over, by {by}",
    "person_acted": "{by} acted",
}
