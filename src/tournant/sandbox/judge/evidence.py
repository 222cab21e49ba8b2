"""What a judge reads of the partners: their books to the last page, and what each seller and store holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tournant.kernel import bounds
from tournant.sandbox.http import Json

__all__ = ["Control", "Evidence", "Pages", "read"]


class Control(Protocol):
    """How a judge reads a partner, here or over HTTP: what follows `/_sandbox/`."""

    async def __call__(self, partner: str, method: str, path: str, body: Json | None = None) -> Json:
        """Do one operation."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The books of one partner."""

    calls: Sequence[Json]
    writes: Sequence[Json]
    """With their values, in the order in which they were applied."""
    orders: Mapping[str, Sequence[Json]]
    """What happened to each order, in its order."""
    deliveries: Sequence[Json]
    violations: Sequence[Json]
    faults: Mapping[str, int]
    calls_received: int
    lost: int
    """Calls and writes that the books no longer hold."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of it, as it stood when it was read."""

    time: str
    """The world's, by the partners' clock."""
    square: Pages
    uber: Pages
    sellers: Mapping[str, Json]
    """By merchant: locations, objects, orders."""
    stores: Mapping[str, Json]
    """By store: menu, status, holiday hours, orders."""

    def pages(self, partner: str) -> Pages:
        """Give the books of a partner."""
        return self.square if partner == "square" else self.uber


async def read(control: Control) -> Evidence:
    """Read everything through the partners' doors."""
    square, uber = await control("square", "GET", "state"), await control("uber_eats", "GET", "state")
    sellers = {one["id"]: await control("square", "GET", f"merchants/{one['id']}") for one in square["merchants"]}
    stores = {one["id"]: await control("uber_eats", "GET", f"stores/{one['id']}") for one in uber["stores"]}
    pages = [await _pages(control, name, said) for name, said in (("square", square), ("uber_eats", uber))]
    return Evidence(uber["time"], pages[0], pages[1], sellers, stores)


async def _pages(control: Control, partner: str, said: Json) -> Pages:
    writes: list[Json] = []
    while True:
        after = writes[-1]["number"] if writes else 0
        where = f"writes?after={after}&limit={bounds.WRITES_READ_MAX}"
        found = (await control(partner, "GET", where))["writes"]
        writes += found
        if len(found) < bounds.WRITES_READ_MAX:
            break
    lost = said["calls_received"] - len(said["calls"]) + (writes[0]["number"] - 1 if writes else 0)
    parts = (said["orders"], said["deliveries"], said["violations"], said["faults"], said["calls_received"])
    return Pages(said["calls"], writes, *parts, lost)
