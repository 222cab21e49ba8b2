"""What the facts of a merchant say last of everything that may wait for a person.

A further kind of fact that calls a person needs a line in `RAISES` (and in `ENDS`), and nothing else here. What was
read once is remembered as long as the process lasts, so that whoever asks every second reads only what is new.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Final
from weakref import WeakKeyDictionary

from tournant.control.history import all_facts, read
from tournant.facts import register
from tournant.kernel import bounds
from tournant.kernel.row import Row
from tournant.log.port import Store, Transaction
from tournant.log.records import Fact, Link, Tenant
from tournant.orders.decide import facts as order_facts
from tournant.sync.decide.names import Name
from tournant.sync.desk import Place

__all__ = ["ENDS", "RAISES", "Compared", "Remembered", "Told", "raised", "remembered"]

_SYNC: Final = frozenset({"held_back", "write_settled", "quarantined", "asked", "account_ended"})
RAISES: Final = frozenset({"order.raised", "alarm_raised"})
"""Facts that call a person about the stream in which they stand, with a reason."""
ENDS: Final = frozenset({"order.lowered", "alarm_ended"})
"""Facts that end that, by the reason."""
_DECIDED: Final = "order."
"""With what the kinds of facts begin that the state machine of orders decides."""


@dataclass(slots=True)
class Told:
    """The last fact of each sort."""

    read: int = 0
    """The sequence number of the last fact that is in this."""
    held: dict[Place, Fact] = field(default_factory=dict)
    settled: dict[Place, Fact] = field(default_factory=dict)
    unreadable: dict[Place, Fact] = field(default_factory=dict)
    asked: dict[tuple[str, tuple[str, ...]], Fact] = field(default_factory=dict)
    """By target and cell."""
    ended: dict[str, Fact] = field(default_factory=dict)
    """By account."""
    alarms: dict[tuple[str, str], Fact] = field(default_factory=dict)
    """By stream and reason: those that are up now."""

    def copy(self) -> "Told":
        """As it is now: others may read on meanwhile."""
        return Told(
            self.read,
            dict(self.held),
            dict(self.settled),
            dict(self.unreadable),
            dict(self.asked),
            dict(self.ended),
            dict(self.alarms),
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """What a menu was compared with, and how much of it is probably ours."""

    link: Link
    seen: bytes
    """The address of what was seen."""
    names: set[Name]
    rows: dict[str, dict[str, Row]]
    count: int


@dataclass(slots=True)
class Remembered:
    """What this process knows of one merchant."""

    told: Told = field(default_factory=Told)
    compared: dict[str, Compared] = field(default_factory=dict)
    """By link."""

    async def follow(self, tx: Transaction) -> Told:
        """Read what is new."""
        told = self.told
        async for one in all_facts(tx, _SYNC | RAISES | ENDS, told.read):
            # Somebody else may have read the same page while we waited for it.
            if one.sequence > told.read:
                _take(told, one)
                told.read = one.sequence
        return told.copy()


_KNOWN: Final[WeakKeyDictionary[Store, OrderedDict[Tenant, Remembered]]] = WeakKeyDictionary()


def remembered(store: Store, tenant: Tenant) -> Remembered:
    """What is known of a merchant of a store; those that nobody asked about for longest are forgotten."""
    known = _KNOWN.setdefault(store, OrderedDict())
    found = known.setdefault(tenant, Remembered())
    known.move_to_end(tenant)
    while len(known) > bounds.ATTENTION_REMEMBERED_MAX:
        known.popitem(last=False)
    return found


def raised(one: Fact) -> Any:  # noqa: ANN401 - of the form that is registered
    """What a fact says that calls a person, or ends that."""
    fact = one.fact
    reader = order_facts.from_bytes if fact.kind.startswith(_DECIDED) else register.read
    return reader(fact.kind, fact.version, fact.body)


def _take(told: Told, one: Fact) -> None:
    if one.fact.kind in _SYNC:
        _note(told, one, read(one))
    elif one.fact.kind in RAISES:
        told.alarms[one.stream, raised(one).reason] = one
    else:
        told.alarms.pop((one.stream, raised(one).reason), None)


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
