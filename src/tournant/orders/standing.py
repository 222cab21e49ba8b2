"""How an order stands: all that is known of it, the fold of its facts, and the shadow that lists are made of.

What the state machine decided is its own fold (`decide.State`). Beside it stands what the order looks like from
outside: which document showed it last, which ticket was made of it, and the alarms of that ticket. No personal data.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from tournant.facts import orders as noted
from tournant.facts import register
from tournant.kernel import bounds
from tournant.log.records import Fact
from tournant.orders.decide import State, fold, naming
from tournant.orders.decide import facts as decided

__all__ = ["OwnAlarm", "Standing", "after", "decoded", "encoded", "folded"]

_ROOM: Final = "order."
"""With what the kinds of facts begin that the state machine decides."""


class OwnAlarm(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person is needed because of the ticket."""

    says: str
    do: str
    since: datetime
    until: datetime | None = None


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """One order."""

    link: str
    id: str
    """The channel's id of it."""
    position: int = 0
    """In its stream: the last fact that is in this."""
    order: State = State()
    left: bool = False
    """It is left to whoever serves the store beside us."""
    shown: bytes | None = None
    """The address of the document that showed it last."""
    display_id: str | None = None
    placed: datetime | None = None
    lines: int = 0
    till: str | None = None
    """The link of the point of sale for which a ticket was made."""
    reference: str | None = None
    total_minor: int | None = None
    """What the ticket comes to."""
    wanted_minor: int | None = None
    """What it should come to; None where the channel does not say."""
    currency: str | None = None
    wrong_minor: int | None = None
    """What it comes to at the point of sale, where that was last found to be something else."""
    unmapped: int = 0
    """Lines and choices that were not found in the catalog."""
    alarms: dict[str, OwnAlarm] = {}
    """By reason: alarms of the ticket, beside those of the state."""
    aside: tuple[int, ...] = ()
    """Positions of what came in about it, could not be processed, and is tried again."""

    @property
    def stream(self) -> str:
        """Its facts."""
        return naming.stream(self.link, self.id)

    @property
    def fits(self) -> bool:
        """Whether the ticket was made to come to what it should."""
        return self.wanted_minor in (None, self.total_minor)


_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder(Standing)


def encoded(standing: Standing) -> bytes:
    """The bytes of the shadow."""
    return _encoder.encode(standing)


def decoded(body: bytes) -> Standing:
    """A standing from its shadow."""
    return _decoder.decode(body)


def folded(standing: Standing, facts: list[Fact]) -> Standing:
    """The standing after further facts of its stream, as they stand in the log."""
    for one in facts:
        fact = one.fact
        body: Any
        if fact.kind.startswith(_ROOM):
            body = decided.from_bytes(fact.kind, fact.version, fact.body)
        else:
            body = register.read(fact.kind, fact.version, fact.body)
        standing = replace(after(standing, body, fact.at), position=one.position)
    return standing


def after(standing: Standing, fact: msgspec.Struct, at: datetime) -> Standing:
    """The standing after one fact more."""
    if isinstance(fact, decided.Fact):
        return replace(standing, order=fold(standing.order, fact))
    apply = _HANDLERS.get(type(fact))
    return apply(standing, fact, at) if apply else standing


def _left(standing: Standing, _: noted.OrderLeft, __: datetime) -> Standing:
    return replace(standing, left=True)


def _taken(standing: Standing, _: noted.OrderTaken, __: datetime) -> Standing:
    return replace(standing, left=False)


def _shown(standing: Standing, fact: noted.OrderShown, _: datetime) -> Standing:
    return replace(
        standing,
        shown=fact.address,
        display_id=fact.display_id,
        placed=fact.placed,
        lines=fact.lines,
    )


def _made(standing: Standing, fact: noted.TicketMade, _: datetime) -> Standing:
    return replace(
        standing,
        till=fact.link,
        reference=fact.reference,
        total_minor=fact.total_minor,
        wanted_minor=fact.wanted_minor,
        wrong_minor=None,
        currency=fact.currency,
        unmapped=len(fact.unmapped),
    )


def _wrong(standing: Standing, fact: noted.TotalWrong, _: datetime) -> Standing:
    return replace(standing, wrong_minor=fact.found_minor) if fact.where == "point of sale" else standing


def _right(standing: Standing, _: noted.TotalRight, __: datetime) -> Standing:
    return replace(standing, wrong_minor=None)


def _raised(standing: Standing, fact: noted.AlarmRaised, at: datetime) -> Standing:
    alarm = OwnAlarm(fact.says, fact.do, at, fact.until)
    return replace(standing, alarms={**standing.alarms, fact.reason: alarm})


def _ended(standing: Standing, fact: noted.AlarmEnded, _: datetime) -> Standing:
    left = {reason: alarm for reason, alarm in standing.alarms.items() if reason != fact.reason}
    return replace(standing, alarms=left)


def _aside(standing: Standing, fact: noted.OrderAside, _: datetime) -> Standing:
    one = fact.observation
    if not fact.tries or one in standing.aside:
        return standing
    return replace(standing, aside=(*standing.aside, one)[-bounds.ORDER_ASIDE_MAX :])


def _resumed(standing: Standing, fact: noted.OrderResumed, _: datetime) -> Standing:
    return replace(standing, aside=tuple(one for one in standing.aside if one != fact.observation))


_HANDLERS: Final[dict[type, Callable[[Standing, Any, datetime], Standing]]] = {
    noted.OrderLeft: _left,
    noted.OrderTaken: _taken,
    noted.OrderShown: _shown,
    noted.TicketMade: _made,
    noted.TotalWrong: _wrong,
    noted.TotalRight: _right,
    noted.AlarmRaised: _raised,
    noted.AlarmEnded: _ended,
    noted.OrderAside: _aside,
    noted.OrderResumed: _resumed,
}
