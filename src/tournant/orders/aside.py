"""What could not be processed is put aside: a fact, a person who is called, and a timer by which it is tried again.

    observation ──► order_aside, alarm `aside`, order.retry.<position> ──handled──► order_resumed, the alarm ends
    timer       ──► order_aside, alarm `aside`, the same timer, later  ──handled──► the alarm ends
                                                  └──fails again──► a longer rest, so often

The observation stays where it is and is read again by its position. An answer to a read, or a list, is not: the next
one says all that it did. What is about no order that can be told stands in the stream `orders:<whose>`, of an account
or of the target of a list.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from tournant.facts import Answer, decoded, register
from tournant.facts.messages import ANSWER
from tournant.facts.orders import AlarmEnded, AlarmRaised, OrderAside, OrderResumed
from tournant.kernel import bounds
from tournant.log.records import Observation, Timer, Why
from tournant.orders.decide import verdict
from tournant.orders.decide.naming import LISTS, split
from tournant.orders.decide.state import READS
from tournant.orders.stumbling import Trouble
from tournant.orders.turn import File, Turn

__all__ = [
    "REASON",
    "Piece",
    "again_later",
    "end_alarm",
    "handled",
    "list_was_read",
    "position_of",
    "put_aside",
    "put_whole_aside",
    "resume",
    "retry_now",
]

REASON: Final = "aside"
"""Of the alarm that says so."""
_RETRY: Final = "order.retry."
_SAYS: Final = "something that came in about the order could not be processed, by a mistake of ours"
_DO: Final = "look at the tablet and at the till; it is tried again, and at once by `tournant orders again`"
_SAYS_OF_ALL: Final = "something that came in about orders could not be processed, by a mistake of ours"
_DO_OF_ALL: Final = "compare the tablet with the till; it is tried again"
_KINDS: Final = frozenset({"order_aside", "order_resumed", "alarm_raised", "alarm_ended"})
Piece = Observation | Timer


def position_of(timer: Timer) -> int | None:
    """Which observation is tried again by a timer; None: it is another timer."""
    return int(timer.name.removeprefix(_RETRY)) if timer.name.startswith(_RETRY) else None


async def put_aside(turn: Turn, file: File, piece: Piece, trouble: Trouble) -> None:
    """Put aside what is about an order, and call a person for it."""
    fact = _aside(piece, trouble)
    file.note(fact, turn.now)
    if REASON not in file.standing.alarms:
        state = file.standing.order
        until = state.channel.deadline if verdict(state) in (None, "received") else None
        file.note(AlarmRaised(REASON, _SAYS, _DO, until), turn.now)
    if isinstance(piece, Timer) and file.timers is not None:
        file.timers.pop(piece.name, None)
    await _try_later(turn, file.standing.stream, piece, fact)
    turn.troubles.append((file.why, file.standing.stream, trouble))


async def put_whole_aside(turn: Turn, piece: Piece, trouble: Trouble, order: str | None = None) -> None:
    """Put aside what is about no order that can be told, or about one, by its stream, whose facts cannot be read."""
    stream, fact = order or _whose(piece), _aside(piece, trouble)
    up, known = await _of_all(turn, stream)
    if not up or (fact.tries and fact.observation not in known):
        turn.beside(stream, fact, piece.why)
    if not up:
        turn.beside(stream, AlarmRaised(REASON, _SAYS_OF_ALL, _DO_OF_ALL), piece.why)
        turn.memory.troubled[stream] = True
    await _try_later(turn, stream, piece, fact)
    turn.troubles.append((piece.why, stream, trouble))


async def again_later(turn: Turn, timer: Timer, trouble: Trouble) -> None:
    """What was tried again has failed again."""
    await _rest(turn, timer)
    turn.troubles.append((timer.why, timer.stream, trouble))


async def resume(turn: Turn, timer: Timer) -> None:
    """What had been put aside is done."""
    position = position_of(timer) or 0
    whose = split(timer.stream)
    if whose is not None:
        file = await turn.file(*whose, timer.why)
        file.note(OrderResumed(position), turn.now)
        end_alarm(turn, file)
        return
    up, known = await _of_all(turn, timer.stream)
    turn.beside(timer.stream, OrderResumed(position), timer.why)
    if up and known <= {position}:
        _end_of_all(turn, timer.stream, timer.why)


def end_alarm(turn: Turn, file: File) -> None:
    """A person is not needed any more, where nothing is left that waits for another try."""
    if REASON in file.standing.alarms and not file.standing.aside:
        file.note(AlarmEnded(REASON), turn.now)


async def list_was_read(turn: Turn, stream: str, why: Why) -> None:
    """A list was read: that an earlier one could not be is over."""
    if turn.memory.troubled.get(stream) is False:
        return
    up, known = await _of_all(turn, stream)
    if up and not known:
        _end_of_all(turn, stream, why)


async def retry_now(turn: Turn, file: File) -> None:
    """Try again all that was put aside, in the next turn."""
    for position in file.standing.aside:
        await turn.tx.set_timer(Timer(file.standing.stream, f"{_RETRY}{position}", turn.now, b"", file.why))


async def handled(turn: Turn, stream: str, why: Why) -> bool:
    """A person has seen to what is about no single order; False where nothing of it waits."""
    up, _ = await _of_all(turn, stream)
    if up:
        _end_of_all(turn, stream, why)
    return up


def _end_of_all(turn: Turn, stream: str, why: Why) -> None:
    turn.beside(stream, AlarmEnded(REASON), why)
    turn.memory.troubled[stream] = False


async def _try_later(turn: Turn, stream: str, piece: Piece, fact: OrderAside) -> None:
    if isinstance(piece, Timer):
        await _rest(turn, piece)
    elif fact.tries:
        name = f"{_RETRY}{piece.position}"
        await _rest(turn, Timer(stream, name, turn.now, b"", Why(piece.why.trace, name)))


async def _rest(turn: Turn, timer: Timer) -> None:
    """Set a timer again, later each time; after so many times only a person's word tries again."""
    tries = int(timer.body or b"0") + 1
    if tries <= bounds.ORDER_ASIDE_TRIES_MAX:
        rest_s = min(bounds.ORDER_ASIDE_REST_S * 2 ** (tries - 1), bounds.ORDER_ASIDE_REST_S_MAX)
        await turn.tx.set_timer(replace(timer, due=turn.now + timedelta(seconds=rest_s), body=str(tries).encode()))


async def _of_all(turn: Turn, stream: str) -> tuple[bool, set[int]]:
    """Whether a person is called about something put aside, and what waits for another try, by the facts alone."""
    up, known, after = False, set[int](), 0
    while facts := await turn.tx.read(stream, after):
        for one in (found.fact for found in facts if found.fact.kind in _KINDS):
            said = register.read(one.kind, one.version, one.body)
            if isinstance(said, OrderAside) and said.tries:
                known.add(said.observation)
            elif isinstance(said, OrderResumed):
                known.discard(said.observation)
            elif isinstance(said, AlarmRaised | AlarmEnded) and said.reason == REASON:
                up = isinstance(said, AlarmRaised)
        after = facts[-1].position
    turn.memory.troubled[stream] = up
    return up, known


def _whose(piece: Piece) -> str:
    """The stream in which it stands that something was put aside as a whole."""
    if isinstance(piece, Timer):
        return piece.stream
    return decoded(Answer, piece.envelope).about if piece.kind == ANSWER else f"{LISTS}{piece.source}"


def _aside(piece: Piece, trouble: Trouble) -> OrderAside:
    if isinstance(piece, Timer):
        return OrderAside(piece.name, trouble.error, trouble.place, tries=False)
    what, tries = piece.kind, True
    if piece.kind == ANSWER:
        answer = decoded(Answer, piece.envelope)
        what = f"answer to {answer.command}"
        tries = not (answer.command in READS or answer.about.startswith(LISTS))
    return OrderAside(what, trouble.error, trouble.place, piece.position, tries)
