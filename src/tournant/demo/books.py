"""The ledger of a demo while it runs: the judge's count of all orders, kept current in a file that the console reads.

What the judge of a whole run calls lost is, while the run goes on, an order that is under way: until its deadline has
passed, and beyond that, though late, as long as it is accepted and not over. Whatever else became of an order is
counted as the judge counts it.
"""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

from tournant.demo.stage import Stage
from tournant.kernel import bounds
from tournant.sandbox.http import Json
from tournant.sandbox.judge.content import Contents
from tournant.sandbox.judge.evidence import Evidence, Pages
from tournant.sandbox.judge.names import Names
from tournant.sandbox.judge.orders import OUTCOMES, ledger
from tournant.sandbox.partners.uber_eats.limits import DEADLINE_S
from tournant.sandbox.times import parsed, stamp
from tournant.sandbox.world import Truth, World

__all__ = ["Books", "count"]

_DEADLINE: Final = timedelta(seconds=DEADLINE_S)


class Books:
    """Counts again and again, and writes down what was counted."""

    def __init__(self, file: Path, stage: Stage) -> None:
        """Into this file, from the books of these partners."""
        self._file, self._stage = file, stage
        self._report: Json = {}
        self._verdict: list[str] | None = None

    async def keep(self, world: World, truth: Truth, people: Collection[str]) -> None:
        """Count until this is given up. `people`: ids of the orders that were put before a person, as they come."""
        loop = asyncio.get_running_loop()
        while True:
            begun = loop.time()
            evidence, known = await self._read(world, truth)
            counted = await asyncio.to_thread(count, world, known, evidence, frozenset(people))
            await self._write({**self._report, **counted})
            rest_s = max(bounds.BOOKS_EVERY_S, bounds.BOOKS_REST * (loop.time() - begun))
            await self._stage.clock.pause(rest_s)

    async def close(self, report: Json, wrong: list[str]) -> None:
        """The judge has spoken: that stays in the file, and beside it what is counted from then on."""
        self._report, self._verdict = report, wrong
        await self._write(report | {"at": stamp(self._stage.clock.now())})

    async def _write(self, report: Json) -> None:
        """Replace the file in one step, so that whoever reads it reads one report."""
        body = msgspec.json.encode(report | {"verdict": self._verdict})
        await asyncio.to_thread(_replace, self._file, body)

    async def _read(self, world: World, truth: Truth) -> tuple[Evidence, Truth]:
        """What the count needs of the books. Between two readings the partners answer who waits.

        Tickets are read before orders: whatever a ticket is for has been ordered, and is among them.
        """
        doors, at = self._stage.doors, stamp(self._stage.clock.now())
        square = self._pages("square")
        sellers: dict[str, Json] = {}
        for one in world.merchants:
            seller = one.account.merchant_id
            sellers[seller] = await doors("square", "GET", f"merchants/{seller}/orders")
            await self._stage.clock.pause(0)
        known = replace(truth, edits=list(truth.edits), orders=list(truth.orders))
        stores: dict[str, Any] = {one.store_id: {"orders": []} for one in world.stores}
        for placed in known.orders:
            said = await doors("uber_eats", "GET", f"orders/{placed.order_id}")
            stores[placed.store_id]["orders"].append(said["order"])
            await self._stage.clock.pause(0)
        return Evidence(at, square, self._pages("uber_eats"), sellers, stores), known

    def _pages(self, partner: str) -> Pages:
        books = self._stage.mount.partners[partner].books
        orders = {order: list(history) for order, history in books.orders.items()}
        calls, deliveries = msgspec.to_builtins([list(books.calls), list(books.deliveries)])
        return Pages(calls, (), orders, deliveries, (), {}, books.calls_received, 0)


def count(world: World, truth: Truth, evidence: Evidence, people: Collection[str]) -> Mapping[str, Any]:
    """What became of every order until now; those under way are in none of the five, and not lost."""
    found = ledger(world, truth, evidence, Contents(Names(world, truth)), (people, None))
    now = parsed(evidence.time)
    early = {one.order_id for one in truth.orders if one.at + _DEADLINE > now}
    # Accepted and not over: its ticket may still come, and is late.
    behind = [one for one in found.outcomes["lost"] if one not in early and _is_alive(evidence, one)]
    outcomes = {name: len(found.outcomes[name]) for name in OUTCOMES}
    outcomes["lost"] -= len(behind) + sum(order in early for order in found.outcomes["lost"])
    return {
        "at": evidence.time,
        "orders_sent": len(truth.orders),
        **{f"orders_{name}": number for name, number in outcomes.items()},
        "orders_doubled": len(found.doubled),
        "orders_late": len(found.late) + len(behind),
    }


def _is_alive(evidence: Evidence, order: str) -> bool:
    history = evidence.uber.orders.get(order)
    return bool(history and history[-1]["what"] == "accepted")


def _replace(file: Path, body: bytes) -> None:
    aside = file.with_name(f"{file.name}.new")
    aside.write_bytes(body)
    aside.replace(file)
