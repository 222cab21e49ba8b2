"""Order: what happened, is it right, did we make it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from tournant.console.asking import Asking, View
from tournant.console.http import Refused, Request
from tournant.console.pages.orders import row, total
from tournant.console.render import Page
from tournant.console.timeline import happened
from tournant.control.errors import BadInput
from tournant.control.orders import Listed, Story, show
from tournant.kernel import bounds
from tournant.orders.decide.alarms import ALARMS

__all__ = ["order", "read_of"]

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
WIDTH: Final = 1000
"""Of the bar, in pixels."""
_NOTHING: Final[dict[str, Any]] = {"remitted_minor": 0, "unmapped": []}
"""What a fact leaves out."""
_ENDS: Final = {"denied", "cancelled", "expired"}
_OPEN: Final = ("received", "scheduled")
"""States in which the channel waits for an answer."""
_UNANSWERED: Final = ("cancelled", "failed", "expired")
"""States that nobody's answer leads to: an order that comes to one of them first was never answered."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The time to the deadline at true scale, in pixels from the left."""

    ended: int | None
    """Where it was answered, or ended without."""
    now: int
    says: str
    """Its conclusion, for who cannot see it."""
    answer: str
    """What came of it and how long that took, or that it is not answered yet."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the channel first showed that ended its waiting for an answer."""

    at: datetime
    state: str
    is_answer: bool

    @property
    def word(self) -> str:
        return self.state.replace("_", " ")


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
        "proofs": [_ticket(story.now), *_total(story, made), *_deadline(story, shown.state, view.now)],
        "steps": steps[-bounds.ORDER_STEPS_SHOWN_MAX :],
        "cut": max(0, len(steps) - bounds.ORDER_STEPS_SHOWN_MAX),
        "next": sorted(story.next.items(), key=lambda one: one[1]),
        "made": made,
        "money": total,
        "acts": _acts(story.now),
        "read": read_of(story.now),
        "bar": _bar(story, view.now),
        "length": _length(story.now),
        "width": WIDTH,
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
    if one.left:
        return Proof("unknown", "Left to others, as the link was not live")
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


def _length(one: Listed) -> str:
    begun = one.placed or one.known
    return _span(one.deadline - begun) if one.deadline and begun else ""


def _outcome(story: Story) -> _Outcome | None:
    """When the channel first showed that it is not open any more, and how it ended or was answered."""
    for one in story.steps:
        state = one.says.get("order")
        if one.what == "seen" and state not in _OPEN:
            return _Outcome(one.at, str(state), is_answer=state not in _UNANSWERED)
    return None


def _bar(story: Story, now: datetime) -> Bar | None:
    deadline, begun = story.now.deadline, story.now.placed or story.now.known
    if deadline is None or begun is None or deadline <= begun or story.now.left:
        return None

    def place(at: datetime) -> int:
        return round(min(1.0, max(0.0, (at - begun) / (deadline - begun))) * WIDTH)

    found = _outcome(story)
    length = _span(deadline - begun)
    if found is None:
        return Bar(None, place(now), f"Not answered; the deadline is {length} after it came", "not answered yet")
    after = _span(found.at - begun)
    says = f"Answered {after} after it came" if found.is_answer else f"{found.word} {after} after it came, unanswered"
    return Bar(place(found.at), place(now), f"{says[:1].upper()}{says[1:]}, of {length}", f"{found.word}, {after}")


def _deadline(story: Story, state: str, now: datetime) -> Iterator[Proof]:
    deadline, found = story.now.deadline, _outcome(story)
    if deadline is None or story.now.left:
        return
    left = deadline - (found.at if found else now)
    said = _span(abs(left))
    if story.now.state == "expired" or left < timedelta(0):
        yield Proof("bad", f"{said} past the deadline")
    elif found is None:
        yield Proof("way", f"{said} left to answer it")
    elif found.is_answer:
        yield Proof("seen", f"{state}, answered {said} before the deadline")
    else:
        yield Proof("seen", f"{state} {said} before the deadline, unanswered")


def _span(length: timedelta) -> str:
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
