"""What the facts of a merchant say last of everything that may wait for a person.

A further kind of fact that calls a person needs a line in `RAISES` (and in `ENDS`), and nothing else here.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from tournant.control.history import all_facts, read
from tournant.log.port import Transaction
from tournant.log.records import Fact
from tournant.orders.decide import facts as order_facts
from tournant.sync.desk import Place

__all__ = ["ENDS", "RAISES", "Told", "raised", "told_of"]

_SYNC: Final = frozenset({"held_back", "write_settled", "quarantined", "asked", "account_ended"})
RAISES: Final = frozenset({"order.raised"})
"""Facts that call a person about the stream in which they stand, with a reason."""
ENDS: Final = frozenset({"order.lowered"})
"""Facts that end that, by the reason."""


@dataclass(slots=True)
class Told:
    """The last fact of each sort."""

    held: dict[Place, Fact] = field(default_factory=dict)
    settled: dict[Place, Fact] = field(default_factory=dict)
    unreadable: dict[Place, Fact] = field(default_factory=dict)
    asked: dict[tuple[str, tuple[str, ...]], Fact] = field(default_factory=dict)
    """By target and cell."""
    ended: dict[str, Fact] = field(default_factory=dict)
    """By account."""
    alarms: dict[tuple[str, str], Fact] = field(default_factory=dict)
    """By stream and reason: those that are up now."""


async def told_of(tx: Transaction) -> Told:
    """Read all facts once."""
    told = Told()
    async for one in all_facts(tx, _SYNC | RAISES | ENDS):
        if one.fact.kind in _SYNC:
            _note(told, one, read(one))
        elif one.fact.kind in RAISES:
            told.alarms[one.stream, raised(one).reason] = one
        else:
            told.alarms.pop((one.stream, raised(one).reason), None)
    return told


def raised(one: Fact) -> Any:  # noqa: ANN401 - of the form that is registered
    """What a fact says that calls a person, or ends that."""
    return order_facts.from_bytes(one.fact.kind, one.fact.version, one.fact.body)


def _note(told: Told, one: Fact, says: Any) -> None:  # noqa: ANN401 - of the kinds in `_SYNC`
    match one.fact.kind:
        case "asked":
            told.asked[says.target, tuple(says.cell)] = one
        case "account_ended":
            told.ended[says.account] = one
        case "held_back":
            told.held[says.target, says.resource] = one
        case "quarantined":
            told.unreadable[says.target, says.resource] = one
        case _:
            told.settled[says.target, says.resource] = one
