"""The working rooms, put together once: a process and a simulation differ only in what they pass in."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tournant.app.merchant import Work
from tournant.app.outlook import Outlook
from tournant.app.worker import Worker
from tournant.calls import Caller, Ports
from tournant.calls.port import Wire
from tournant.edge import Edge, Parts
from tournant.edge.whose import Owner
from tournant.kernel.clock import Clock
from tournant.kernel.ids import IdSource, mint
from tournant.log import Store
from tournant.orders import Orders
from tournant.pace import FixedIntervals, Policy, Poller, StrictGovernor, rules_of
from tournant.sdk import Connection, Governor, known_partners, manifest_of
from tournant.sync import Syncer

__all__ = ["READERS", "Outside", "door", "governed", "staffed"]

READERS = ("sync", "orders")
"""Whose cursors have to be past an observation before it may go: every room that reads observations."""


@dataclass(frozen=True, slots=True)
class Outside:
    """All that the rooms of a process take from outside of it."""

    store: Store
    clock: Clock
    ids: IdSource
    chance: Callable[[], float]
    speed: float = 1.0
    """Of the world's clock."""
    policy: Policy = field(default_factory=FixedIntervals)
    """When to look again."""


def governed(outside: Outside) -> StrictGovernor:
    """Who sells the right to call: not yet begun."""
    rules = {name: rules_of(connection, outside.speed) for name, connection in _connections().items()}
    return StrictGovernor(rules, outside.clock, outside.store)


def staffed(outside: Outside, wire: Wire, governor: Governor, outlook: Outlook) -> Worker:
    """The work for merchants, with every room that it has."""
    store, clock, ids = outside.store, outside.clock, outside.ids
    caller = Caller(Ports(store, wire, governor, clock, outside.chance, _connections().get))
    poller = Poller(store, clock, ids, manifest_of, outside.policy)
    syncer = Syncer(store, clock, ids, manifest_of)
    orders = Orders(store, clock, manifest_of)
    rooms = (poller, syncer, orders, caller)
    return Worker(mint("Worker", ids), Work(store, clock, outside.chance, rooms, outlook, drains=(caller,)))


def door(outside: Outside) -> Edge:
    """All that partners call."""
    return Edge(Parts(outside.store, _connections(), outside.clock, outside.ids, _nothing_kept))


def _connections() -> dict[str, Connection]:
    found = {name: manifest_of(name).connection for name in known_partners()}
    return {name: connection for name, connection in found.items() if connection is not None}


async def _nothing_kept(_owner: Owner, _store: str | None, _resource: str) -> bytes | None:
    """No room prepares documents for partners to fetch, and no adapter that is installed declares such an endpoint."""
    return None
