"""Order: what happened, is it right, did we make it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

import msgspec

from tournant.console.asking import Asking, View
from tournant.console.http import Refused, Request
from tournant.console.pages.orders import row, total
from tournant.console.render import Page
from tournant.control.errors import BadInput
from tournant.control.orders import Listed, Step, Story, show
from tournant.kernel import bounds
from tournant.orders.decide.alarms import ALARMS
from tournant.orders.decide.state import READS, side_of

__all__ = ["Happened", "happened", "order", "read_of"]

_TICKETS: Final = {
    "open": ("seen", "In the point of sale once"),
    "by_hand": ("seen", "Entered by hand"),
    "none": ("way", "Not in the point of sale yet"),
    "absent": ("way", "Not in the point of sale"),
    "unknown": ("late", "Whether it is in the point of sale is not known: no answer"),
    "refused": ("bad", "The point of sale refused it"),
    "voided": ("unknown", "Taken back at the point of sale"),
    "void_refused": ("bad", "In the point of sale, which does not take it back"),
}
_WORDS: Final = {
    "entered_by_hand": ("order_by_hand", "It was entered by hand"),
    "send_again": ("order_again", "Send it again"),
    "cancel": ("order_cancel", "Cancel it"),
    "handled": ("order_handled", "I have seen to it"),
}
_OWN: Final = ("entered_by_hand", "send_again", "handled")
"""What can be said to an alarm of the ticket."""
_VOID: Final = ("ignored", "puzzled")
_NOTHING: Final[dict[str, Any]] = {"remitted_minor": 0, "unmapped": []}
"""What a fact leaves out."""
_ENDS: Final = {"denied", "cancelled", "expired"}


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


@dataclass(frozen=True, slots=True)
class Proof:
    """One of the three things that have to be so."""

    state: str
    text: str


async def order(ask: Asking, view: View, _: Request, stream: str) -> Page:
    """The page."""
    try:
        story = await show(ask.parts.store, stream)
    except BadInput as why:
        raise Refused(404, str(why)) from None
    shown = row(story.now, view.cells, view.now)
    made = next((_NOTHING | one.says for one in reversed(story.steps) if one.what == "ticket_made"), None)
    steps = list(happened(story.steps, shown.channel))
    values: dict[str, Any] = {
        "row": shown,
        "one": story.now,
        "proofs": [_ticket(story.now), *_total(story, made), *_deadline(story, view.now)],
        "steps": steps[-bounds.ORDER_STEPS_SHOWN_MAX :],
        "cut": max(0, len(steps) - bounds.ORDER_STEPS_SHOWN_MAX),
        "next": sorted(story.next.items(), key=lambda one: one[1]),
        "made": made,
        "money": total,
        "acts": _acts(story.now),
        "read": read_of(story.now),
        "trace": story.steps[0].trace if story.steps else "",
    }
    return Page("order", f"Order {shown.number}", f"/orders/{stream}", values)


def read_of(one: Listed) -> str:
    """The fingerprint of what a person goes by when he says something of an order."""
    said = [one.order, one.state, one.ticket, one.left, sorted(alarm.reason for alarm in one.alarms)]
    return hashlib.blake2b(msgspec.json.encode(said), digest_size=8).hexdigest()


def _acts(one: Listed) -> list[tuple[str, str]]:
    """What can be said of it now: what its alarms ask for."""
    known = [ALARMS[alarm.reason].words if alarm.reason in ALARMS else _OWN for alarm in one.alarms]
    return [_WORDS[word] for word in _WORDS if any(word in several for several in known)]


def _ticket(one: Listed) -> Proof:
    if any(alarm.reason == "doubled" for alarm in one.alarms):
        return Proof("bad", "In the point of sale twice")
    if one.state in _ENDS and one.ticket in ("none", "absent", "refused"):
        return Proof("seen", f"Not in the point of sale, as it is {one.state}")
    return Proof(*_TICKETS.get(one.ticket, ("unknown", f"Its ticket: {one.ticket}")))


def _total(story: Story, made: Mapping[str, Any] | None) -> Iterator[Proof]:
    if story.now.ticket not in ("open", "void_refused"):
        return
    wrong = next((one.says for one in reversed(story.steps) if one.what == "total_wrong"), None)
    if wrong is not None and any("total" in alarm.reason for alarm in story.now.alarms):
        apart = abs(wrong["found_minor"] - wrong["wanted_minor"])
        yield Proof("bad", f"its total is wrong by {total(apart, wrong['currency'])}")
    elif made is not None and made.get("wanted_minor") is not None:
        if made["wanted_minor"] == made["total_minor"]:
            yield Proof("seen", "equal to the cent")
        else:
            apart = abs(made["wanted_minor"] - made["total_minor"])
            yield Proof("bad", f"its total is wrong by {total(apart, made['currency'])}")


def _deadline(story: Story, now: datetime) -> Iterator[Proof]:
    deadline = story.now.deadline
    if deadline is None:
        return
    answered = next(
        (
            one.at
            for one in story.steps
            if one.what == "seen" and one.says.get("order") not in ("received", "scheduled")
        ),
        None,
    )
    left = deadline - (answered or now)
    said = _span(abs(left))
    if story.now.state == "expired" or left < timedelta(0):
        yield Proof("bad", f"{said} past the deadline")
    elif answered is None:
        yield Proof("way", f"{said} left to answer it")
    else:
        yield Proof("seen", f"{story.now.state or 'answered'}, answered {said} before the deadline")


def _span(length: timedelta) -> str:
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


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
    "ticket.create": "make the ticket",
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
