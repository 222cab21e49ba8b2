"""What people say of an order: they entered it by hand, it shall be sent again or cancelled, it is seen to.

target   the order's stream, or the channel's id of it where only one of the merchant's links has it
"""

from typing import Final

import msgspec

from tournant.facts.commands import ORDER_WORDS, Command
from tournant.facts.orders import OrderTaken
from tournant.facts.sync import PersonActed
from tournant.log.records import Why
from tournant.orders.aside import handled, retry_now
from tournant.orders.decide import State, events, ticket_shown, verdict
from tournant.orders.decide.naming import LISTS, split
from tournant.orders.decide.state import DEAD
from tournant.orders.doing import Doer
from tournant.orders.turn import File, Turn

__all__ = ["obey"]

_WORDS: Final[dict[str, events.Words]] = {
    "order_by_hand": "entered_by_hand",
    "order_again": "send_again",
    "order_cancel": "cancel",
    "order_handled": "handled",
}


class _Refused(Exception):  # noqa: N818 - it says what happened
    """It was not done; the message says why."""


async def obey(turn: Turn, doer: Doer, why: Why, text: bytes | None) -> None:
    """Do one command about an order, and answer it; every other one is for another room."""
    command = _command(text)
    if command is None or command.do not in ORDER_WORDS:
        return
    try:
        said = await _do(turn, doer, why, command)
    except _Refused as reason:
        turn.answer(why, refused=str(reason))
    else:
        turn.answer(why, said=said)


def _command(text: bytes | None) -> Command | None:
    """A command; None for what is not readable here: it is not for this room."""
    try:
        return msgspec.json.decode(text or b"", type=Command)
    except msgspec.DecodeError:
        return None


async def _do(turn: Turn, doer: Doer, why: Why, command: Command) -> str:
    if command.target.startswith(LISTS):
        return await _of_no_order(turn, why, command)
    file, word = await _file(turn, why, command.target), _WORDS[command.do]
    state = file.standing.order
    no = _why_not(file, word)
    if no:
        raise _Refused(no)
    acted = PersonActed(command.do, command.target, command.by, command.args, command.reason)
    file.note(acted, turn.now, command.by)
    if word == "send_again" and file.standing.aside:
        await retry_now(turn, file)
        return "what was put aside is tried again"
    if file.standing.left:
        file.note(OrderTaken(command.by), turn.now)
    if not await doer.happen(file, events.Word(turn.now, word, command.by)):
        raise _Refused(f"the link {file.standing.link} is not there any more")
    state = file.standing.order
    return f"the order is {_seen(state)}, its ticket {ticket_shown(state)}"


async def _of_no_order(turn: Turn, why: Why, command: Command) -> str:
    if command.do != "order_handled":
        raise _Refused(f"{command.target} is about no single order: it can only be handled")
    if not await handled(turn, command.target, why):
        raise _Refused("nothing about it waits for a person")
    acted = PersonActed(command.do, command.target, command.by, command.args, command.reason)
    turn.beside(command.target, acted, why)
    return "it is seen to"


def _why_not(file: File, word: events.Words) -> str | None:
    """Why something that a person says cannot be meant."""
    state = file.standing.order
    dead = verdict(state) in DEAD
    if word == "send_again" and file.standing.aside:
        return None
    if word == "send_again" and state.hand:
        return "it was entered by hand; sent again, it would be made twice"
    if word in ("send_again", "cancel") and dead:
        return f"nobody wants it any more: it is {_seen(state)}"
    if word == "send_again" and state.pos.ticket == "open":
        return "its ticket is there"
    if word == "handled" and not (state.alarms or file.standing.alarms):
        return "nothing about it waits for a person"
    return None


async def _file(turn: Turn, why: Why, target: str) -> File:
    whose = split(target)
    if whose is not None and whose[0] in turn.sides.links:
        found = [await turn.file(*whose, why)]
    else:
        found = [await turn.file(link, target, why) for link in turn.sides.links if turn.sides.channel(link)]
    known = [one for one in found if one.standing.order.known is not None]
    if not known:
        raise _Refused(f"there is no order {target}")
    if len(known) > 1:
        raise _Refused(f"several links have an order {target}: {', '.join(one.standing.stream for one in known)}")
    return known[0]


def _seen(state: State) -> str:
    return verdict(state) or "not read yet"
