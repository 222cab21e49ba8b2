"""Which limits a wanted call is under, and whose they are: with one slot of each of them it may be made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from tournant.kernel import bounds
from tournant.sdk import Connection, Limit, Want

__all__ = ["Brake", "Need", "PoolName", "Rules", "brake_of", "need_of", "rules_of"]


class PoolName(NamedTuple):
    """Which limit, and whose."""

    partner: str
    limit: str
    whose: str

    @property
    def budget(self) -> str:
        """In one word, as the ledger knows it."""
        return f"{self.partner}/{self.limit}/{self.whose}"


class Brake(NamedTuple):
    """What a partner can ask us to be slower with."""

    partner: str
    app: str
    account: str
    operation: str


class Need(NamedTuple):
    """What a call takes; calls of one tenant with the same need stand in for each other."""

    pools: tuple[PoolName, ...]
    cost: int
    brake: Brake


@dataclass(frozen=True, slots=True)
class Rules:
    """What a partner allows, and what is assumed of the way to it. All seconds are the world's."""

    limits: tuple[Limit, ...]
    flight_s: float
    """The longest from the wire to the partner, our patience for the answer included: a request of which we noticed
    nothing more arrives within this, or never."""
    pause_s: float = bounds.PAUSE_S_MAX
    """The longest between buying the right to call and sending: what our process may stand still."""
    last_bytes_s: float = bounds.LAST_BYTES_S_MAX
    """The longest that what was sent on a connection travels after we have seen the end of it."""

    @property
    def flight(self) -> timedelta:
        """As a span."""
        return timedelta(seconds=self.flight_s)

    @property
    def last_bytes(self) -> timedelta:
        """As a span."""
        return timedelta(seconds=self.last_bytes_s)

    @property
    def silence(self) -> timedelta:
        """How long calls of a process that died without a word may still arrive."""
        return timedelta(seconds=self.flight_s + self.pause_s)

    def limit(self, name: str) -> Limit:
        """The limit of this name."""
        return next(one for one in self.limits if one.name == name)


def rules_of(connection: Connection, speed: float = 1.0) -> Rules:
    """The rules of a partner; time-outs are the wall's, and a faster world makes them longer.

    A request that was given up is aborted, so it does not travel for longer than we would have waited for its answer.
    (What a resource calls its flight bounds when a write shows, and is longer: after a crash nobody, orders included,
    could call for so long.)
    """
    return Rules(
        connection.limits,
        connection.timeout_s * speed,
        bounds.PAUSE_S_MAX * speed,
        bounds.LAST_BYTES_S_MAX * speed,
    )


def need_of(want: Want, limits: Iterable[Limit]) -> Need:
    """What a wanted call takes slots of."""
    under = (one for one in limits if not one.operations or want.operation in one.operations)
    return Need(tuple(PoolName(want.partner, one.name, _whose(want, one)) for one in under), want.cost, brake_of(want))


def brake_of(want: Want) -> Brake:
    """What a partner slows down when it says that this call was too much."""
    return Brake(want.partner, want.app, want.account, want.operation)


def _whose(want: Want, limit: Limit) -> str:
    if limit.scope == "app":
        return want.app
    if limit.scope == "account":
        return want.account
    # A call about the account as a whole counts as a store of its own.
    return f"{want.account}/{want.store or ''}"
