"""The books of a simulated partner: what a judge reads. Nothing here influences what the partner does."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from tournant.kernel import bounds
from tournant.sandbox.http import Json

__all__ = ["Books", "Call", "Delivery", "Violation", "Write"]


@dataclass(slots=True)
class Call:
    """One request that came in."""

    number: int
    """From 1, in the order of arrival."""
    at: str
    method: str
    path: str
    account: str = ""
    """Whose data it was about, once the partner knew."""
    ended: str | None = None
    """When the answer was ready; None while it is worked on."""
    further: bool = False
    """Whether it asked for a further page of a list: a look at a list is its first call and these."""
    status: int | None = None
    """What was answered; None while it is worked on, 0 where the answer never left."""
    faults: list[str] = field(default_factory=list)
    """The faults that struck it."""
    violation: str | None = None
    """The limit that it exceeded."""
    malformed: str | None = None
    """What was wrong with its shape."""


@dataclass(frozen=True, slots=True)
class Write:
    """One change that was applied, whoever made it."""

    number: int
    at: str
    by: str
    """`api`, `staff`, `guest` or `partner` (a deadline, a sale that moves a count)."""
    account: str
    what: str
    """The kind of change: `catalog.upsert`, `menu.replace`, `order.accept` …"""
    ref: str
    """The id of what was changed."""
    value: object
    """What it is now, in the partner's own form; None where it is gone."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One call over a limit: a run in which this happens has failed."""

    at: str
    limit: str
    key: str
    path: str


@dataclass(slots=True)
class Delivery:
    """One webhook on its way."""

    event: str
    kind: str
    about: str
    """The id of what it is about, where it names one: an order."""
    url: str
    posted_at: str
    attempts: list[tuple[str, int]] = field(default_factory=list)
    """When it was sent and what was answered; 0 where no answer came."""
    fate: str = "on its way"
    """`on its way`, `delivered`, `given up`, or `lost` by a fault."""


class Books:
    """All that happened at one partner."""

    def __init__(self) -> None:
        """Begin with empty pages."""
        self.calls: deque[Call] = deque(maxlen=bounds.CALLS_REMEMBERED_MAX)
        self.writes: deque[Write] = deque(maxlen=bounds.CALLS_REMEMBERED_MAX)
        self.violations: list[Violation] = []
        self.deliveries: deque[Delivery] = deque(maxlen=bounds.CALLS_REMEMBERED_MAX)
        self.orders: dict[str, list[Json]] = {}
        self.faults: Counter[str] = Counter()
        self.calls_received = 0
        self.writes_applied = 0

    def received(self, at: str, method: str, path: str, faults: Iterable[str]) -> Call:
        """Note a call as it arrives."""
        self.calls_received += 1
        call = Call(self.calls_received, at, method, path, faults=sorted(faults))
        self.faults.update(call.faults)
        self.calls.append(call)
        return call

    def wrote(self, at: str, by: str, account: str, change: tuple[str, str, object]) -> None:
        """Note a change: what was done, to which id, and what it is now."""
        self.writes_applied += 1
        self.writes.append(Write(self.writes_applied, at, by, account, *change))

    def order(self, order: str, at: str, by: str, what: str) -> None:
        """Note what happened to an order."""
        self.orders.setdefault(order, []).append({"at": at, "by": by, "what": what})

    def summary(self) -> Json:
        """Give all of it but the values that were written."""
        return {
            "calls_received": self.calls_received,
            "calls": list(self.calls),
            "writes": [
                {"number": one.number, "at": one.at, "by": one.by, "account": one.account}
                | {"what": one.what, "ref": one.ref}
                for one in self.writes
            ],
            "violations": self.violations,
            "limit_violations": len(self.violations),
            "deliveries": list(self.deliveries),
            "orders": self.orders,
            "faults": dict(self.faults),
        }
