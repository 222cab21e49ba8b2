"""What waits for a person at a merchant and is neither how a link stands nor an alarm of one order.

It is asked for every second by whoever watches, so what is dear (reading a catalog, comparing menus) is done again
only where something happened since:

    every time             rooms that stand still; what came in about orders and could not be processed
    where something is new what cannot be read; what is probably ours at a live channel that does not show all of it
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tournant.control.attention import Case, Matter, alarm, proposal, standing_still, unreadable
from tournant.control.fleet import Standing
from tournant.control.matching import to_compare
from tournant.control.told import Remembered, Told
from tournant.kernel import bounds
from tournant.log.port import Store
from tournant.log.records import Tenant
from tournant.orders.aside import REASON
from tournant.sync.decide.plan import CannotPlan
from tournant.sync.desk import Desk, read_desk, refresh
from tournant.sync.partners import MENU

__all__ = ["Watching"]


@dataclass(slots=True)
class _Known:
    """What was found of one merchant."""

    facts: Remembered = field(default_factory=Remembered)
    version: tuple[object, ...] | None = None
    """As of what the dear ones were found; None: never."""
    at: datetime | None = None
    """When."""
    found: tuple[Matter, ...] = ()


class Watching:
    """Finds it; remembers what it has read of the log, and what it found."""

    def __init__(self, store: Store) -> None:
        """Nothing is found yet."""
        self._store = store
        self._known: dict[Tenant, _Known] = {}
        self._one = asyncio.Lock()
        """Menus are compared for one merchant at a time, as for decisions."""

    async def all(self, standings: Iterable[Standing], now: datetime) -> list[Matter]:
        """That of these merchants."""
        return [one for standing in standings for one in await self._of(standing, now)]

    async def _of(self, standing: Standing, now: datetime) -> list[Matter]:
        known = self._known.setdefault(standing.tenant, _Known())
        async with self._one, self._store.transaction(standing.tenant) as tx:
            told, desk = await known.facts.follow(tx), Desk()
            await refresh(desk, tx)
            case = Case(tx, standing.tenant, desk, told, known.facts)
            found = [*_aside(case), *await standing_still(case, now)]
            unmet = _unmet(standing)
            version = _version(standing, told, unmet)
            if version != known.version and _is_due(known, now):
                dear = await _dear(replace(case, desk=await read_desk(tx)), unmet) if unmet or told.unreadable else ()
                known.found, known.version, known.at = tuple(dear), version, now
        return [*found, *known.found]


def _is_due(known: _Known, now: datetime) -> bool:
    """What is settled leaves at once; that something new waits may come a little later."""
    return known.at is None or bool(known.found) or now - known.at >= timedelta(seconds=bounds.WATCHED_REST_S)


def _unmet(standing: Standing) -> frozenset[str]:
    """Channels that are live and do not show all that is ours: where all is there, everything is matched."""
    cells = [one for one in standing.cells if one.mode == "live" and one.role == "channel"]
    return frozenset(one.link for one in cells for look in one.looks if look.place[1] == MENU and not look.agrees)


def _version(standing: Standing, told: Told, unmet: frozenset[str]) -> tuple[object, ...]:
    """The same as long as nothing happened by which the dear ones could be others."""
    bad = told.unreadable.keys()
    looks = {one.place: one.seen for cell in standing.cells for one in cell.looks if one.place in bad}
    return standing.version, told.read, unmet, looks


def _aside(case: Case) -> list[Matter]:
    """What could not be processed: about no single order, or about one that does not show it."""
    up = case.told.alarms.items()
    return [alarm(case, stream, reason, fact) for (stream, reason), fact in up if reason == REASON]


async def _dear(case: Case, unmet: frozenset[str]) -> list[Matter]:
    found = await unreadable(case)
    for link in sorted(unmet):  # Of links that are not live the preview says it.
        try:
            # It is long work, and the process that serves the console receives webhooks too.
            count = len(await asyncio.to_thread(await to_compare(case.tx, case.desk, link)))
        except CannotPlan:
            continue  # As on the attention list.
        found += [proposal(case, link, count)] if count else []
    return found
