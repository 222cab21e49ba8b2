"""Plain values for the tests of the store: a clock that jumps, and makers of what goes in."""

import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tournant.log import Store, Transaction
from tournant.log.records import (
    Append,
    Intent,
    NewFact,
    NewObservation,
    Payload,
    Personal,
    Tenant,
    Timer,
    Why,
)
from tournant.log.seal import Keyring, Vault

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LONG = timedelta(hours=1)
OVER = timedelta(0)
"""A lease or a life that is over at once: so a hand-over needs no waiting."""
ANN = Tenant("org_ann", "mer_one")
ANN_TWO = Tenant("org_ann", "mer_two")
BOB = Tenant("org_bob", "mer_one")
WHY = Why("trace-1", "cause-1")
OLD_KEY, NEW_KEY = b"o" * 32, b"n" * 32


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time


def entropy() -> Callable[[int], bytes]:
    """Bytes that are different each time, and the same in every run."""
    numbers = itertools.count(1)
    return lambda size: next(numbers).to_bytes(size, "big")


def vault(*keys: bytes) -> Vault:
    """A vault with these master keys, the first of them current."""
    return Vault(Keyring(keys or (OLD_KEY,)), entropy())


def fact(body: str = "price", personal: Personal | None = None) -> NewFact:
    """A fact."""
    return NewFact("PriceAdopted", 1, body.encode(), WHY, "sync", START, personal)


def append(stream: str, *bodies: str, expected: int | None = None) -> Append:
    """An append of some facts."""
    return Append(stream, tuple(fact(body) for body in bodies), expected)


def observation(event_id: str | None = "evt-1", tenant: Tenant = ANN, payload: Payload | None = None) -> NewObservation:
    """A webhook that came in."""
    return NewObservation(
        tenant, "acc_square", event_id, "webhook", b"headers", payload or Payload(b'{"a": 1}'), WHY, START
    )


def intent(name: str, slot: str | None = None, due: datetime = START) -> Intent:
    """An intent; its key is made from its name."""
    return Intent(name, f"key-{name}", "write", name.encode(), WHY, due, slot)


def timer(name: str, due: datetime = START, stream: str = "order-1") -> Timer:
    """A timer."""
    return Timer(stream, name, due, b"body", WHY)


def names(prefix: str) -> Iterator[str]:
    """Names that are different each time."""
    return (f"{prefix}{number}" for number in itertools.count(1))


@asynccontextmanager
async def failing(store: Store, tenant: Tenant) -> AsyncIterator[Transaction]:
    """A transaction whose block raises at its end, however it goes."""
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the block of the test is what raises
        async with store.transaction(tenant) as tx:
            yield tx
            raise ZeroDivisionError
