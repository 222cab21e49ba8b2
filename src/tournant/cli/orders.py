"""`tournant orders`: which orders there are and how each stands, what happened to one, and what you say of it."""

import getpass
import os
from collections.abc import Callable, Sequence
from typing import Annotated, Final

from cyclopts import App, Parameter

from tournant.cli.acting import ANYBODY, FAILED, AsJson, Whose
from tournant.cli.io import instant, print_json, print_table, say
from tournant.cli.offices import in_office
from tournant.control import orders
from tournant.control.commanding import Unanswered
from tournant.control.connecting import Office
from tournant.kernel.money import Money, text_of

__all__ = ["app"]

app = App(help="Orders: how each stands at the channel and at the point of sale, and what happened to it.")
_HEAD = ("order", "merchant", "partner", "code", "placed", "state", "ticket", "total", "waits for a person")
_STEPS = ("when", "what", "by", "says")


@app.default
def list_(
    *,
    open_: Annotated[bool, Parameter(name="--open", negative="")] = False,
    whose: Whose = ANYBODY,
    json: AsJson = False,
) -> int:
    """List the orders of the last days, the youngest first.

    Parameters
    ----------
    open_
        Only those about which something may still be to do.
    json
        As JSON.
    """

    async def work(office: Office) -> list[orders.Listed]:
        return await orders.list_orders(office.store, whose.choice(), open_only=open_)

    found = in_office(os.environ, work)
    if json:
        print_json(found)
    elif found:
        print_table("Orders", _HEAD, (_line(one) for one in found))
    else:
        say("no orders")
    return 0


@app.command
def show(order: str, /, *, json: AsJson = False) -> int:
    """Show one order: how it stands, when it is looked at again, and all that happened to it.

    Parameters
    ----------
    order
        Its name in the list of orders, or the channel's id of it.
    json
        As JSON.
    """

    async def work(office: Office) -> orders.Story:
        return await orders.show(office.store, order)

    found = in_office(os.environ, work)
    if json:
        print_json(found)
        return 0
    print_table("Order", _HEAD, [_line(found.now)])
    for alarm in found.now.alarms:
        say(f"{alarm.says}: {alarm.do}{f' until {instant(alarm.until)}' if alarm.until else ''}")
    for name, due in sorted(found.next.items(), key=lambda pair: pair[1]):
        say(f"{name} at {instant(due)}")
    print_table("What happened", _STEPS, (_step(one) for one in found.steps))
    return 0


_ORDER = Annotated[str, Parameter(help="Its name in the list of orders, or the channel's id of it.")]
_REASON = Annotated[str, Parameter(help="Why; it is kept with the order.")]
_TOLD = Annotated[bool, Parameter(negative="", help="What came of it, as JSON.")]
_WORDS: Final[dict[orders.Word, tuple[str, str]]] = {
    "order_by_hand": (
        "by-hand",
        "Say that you entered an order at the point of sale by hand: no ticket is made of it any more.",
    ),
    "order_again": (
        "again",
        "Have an order's ticket sent again, or what was put aside tried again; or take over one left to others.",
    ),
    "order_cancel": (
        "cancel",
        "Have an order denied or cancelled at its channel, and its ticket taken back where that can be done.",
    ),
    "order_handled": ("handled", "Say that you have seen to what an order waits for."),
}
"""What can be said of an order: the name of the command, and what it is for."""


def _saying(word: orders.Word) -> Callable[..., int]:
    """The command that says this."""

    def command(order: _ORDER, /, *, reason: _REASON, json: _TOLD = False) -> int:
        return _said(word, order, reason, json=json)

    return command


for _word, (_name, _about) in _WORDS.items():
    app.command(_saying(_word), name=_name, help=_about)


def _said(word: orders.Word, order: str, reason: str, *, json: bool) -> int:
    async def work(office: Office) -> orders.Said:
        return await orders.say(office, word, order, getpass.getuser(), reason)

    try:
        done = in_office(os.environ, work)
    except Unanswered as why:
        say(f"tournant: {why}")
        return FAILED
    if json:
        print_json(done)
    elif done.said:
        say(done.said)
    return 0


def _line(one: orders.Listed) -> Sequence[str]:
    total = "-" if one.total is None or one.currency is None else text_of(Money(one.total, one.currency))
    placed = one.placed or one.known
    waits = ", ".join(alarm.reason for alarm in one.alarms)
    state = "left to others" if one.left else one.state or "not read yet"
    head = (one.order, one.merchant, one.partner, one.display_id or "-", instant(placed) if placed else "-")
    return (*head, state, one.ticket, total, waits or "-")


def _step(one: orders.Step) -> Sequence[str]:
    said = ", ".join(f"{name} {value}" for name, value in one.says.items() if name != "at")
    return (instant(one.at), one.what, one.by, said)
