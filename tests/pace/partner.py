"""A partner for the governor's tests: calls arrive there some time after they were sent, and it notes when."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tests.pace import judge
from tests.pace.virtual import START, VirtualClock, after
from tests.store.values import vault

from tournant.log import MemoryStore
from tournant.pace import Rules, StrictGovernor
from tournant.sdk import Grant, Lane, Limit, TooLate, Want

Ends = Literal["answered", "cut_off", "timed_out", "unsent"]
FLIGHT_S = 3.0
TIMEOUT_S = 2.0
PAUSE_S = 1.0


def limit(name: str, calls: int, window_s: float, scope: Literal["app", "account", "store"] = "app") -> Limit:
    return Limit(name, calls, window_s, scope, "assumed: a test", work_bound_s=0.0 if window_s else 2.0)


def want(lane: Lane = "other", tenant: str = "ann", deadline_s: float | None = None, store: str = "s1") -> Want:
    deadline = None if deadline_s is None else after(deadline_s)
    return Want("square", "read", "app_square", f"acc_{tenant}", store, lane, tenant, deadline)


def rules(*limits: Limit) -> dict[str, Rules]:
    return {"square": Rules(limits, FLIGHT_S, PAUSE_S)}


def memory() -> MemoryStore:
    return MemoryStore(lambda: START, vault())


async def governor(*limits: Limit, store: MemoryStore | None = None) -> StrictGovernor:
    made = StrictGovernor(rules(*limits), VirtualClock(), store or memory())
    await made.start()
    return made


@dataclass(frozen=True)
class Trip:
    """How one call fares: when it is wanted, how long it is on its way, how long the partner works on it."""

    begins_s: float
    out_s: float
    work_s: float
    ends: Ends = "answered"
    want: Want = field(default_factory=want)


@dataclass
class Partner:
    """What arrived, by whose limit it counts, and how long it was worked on."""

    spans: defaultdict[tuple[str, str | None], list[tuple[datetime, datetime]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    made: list[tuple[datetime, Want]] = field(default_factory=list)
    late: int = 0

    async def call(self, seller: StrictGovernor, trip: Trip) -> None:
        """Buy and make one call."""
        clock = VirtualClock()
        await clock.until(after(trip.begins_s))
        try:
            grant = await seller.buy(trip.want)
        except TooLate:
            self.late += 1
            return
        await self.send(grant, trip)

    async def send(self, grant: Grant, trip: Trip, *, said_early: bool = False) -> None:
        """Make a call; `said_early` is what no driver may do: say that it was answered when it is sent."""
        clock = VirtualClock()
        if trip.ends == "unsent":
            grant.unsent()
            return
        sent = clock.now()
        self.made.append((sent, trip.want))
        arrived = sent + (after(trip.out_s) - START)
        self._note(trip.want, arrived, arrived + (after(trip.work_s) - START))
        if said_early:
            grant.answered()
        elif trip.ends == "timed_out":
            await clock.pause(TIMEOUT_S)
            grant.timed_out()
        elif trip.ends == "cut_off":
            # The end is seen at once; what was sent arrives as late as last bytes may.
            grant.cut_off()
        else:
            await clock.pause(trip.out_s + trip.work_s)
            grant.answered()

    def _note(self, wanted: Want, arrived: datetime, ended: datetime) -> None:
        for whose in (("app", None), ("account", wanted.account), ("store", f"{wanted.account}/{wanted.store}")):
            self.spans[whose] += [(arrived, ended)] * wanted.cost

    def violations(self, *limits: Limit) -> list[str]:
        """What the judge says about each limit and everybody whose it is."""
        found = []
        for one in limits:
            for (scope, whose), spans in self.spans.items():
                if scope != one.scope:
                    continue
                if one.window_s and (
                    late := judge.exceeded((arrived for arrived, _ in spans), one.calls, one.window_s)
                ):
                    found.append(f"{one.name} of {whose}: {len(late)} too many, the first at {late[0]}")
                if not one.window_s and judge.at_once(spans) > one.calls:
                    found.append(f"{one.name} of {whose}: {judge.at_once(spans)} at once")
        return found
