"""Makes the calls of every merchant that this process holds: claim, send, settle, each of them durable.

turn ─► orphans of an earlier life ─► claim what is due (committed) ─► a task for each
                                                                          │ attempt
              the Answer, or another attempt later  ◄── one transaction ──┘
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tournant import telemetry
from tournant.calls.apps import Apps
from tournant.calls.attempt import Attempts, Ended
from tournant.calls.booking import Booker, Entry, Health
from tournant.calls.breaker import Breakers
from tournant.calls.claiming import Claimer
from tournant.calls.credentials import NoToken
from tournant.calls.decide import Again, Attempt, Ruling, ruled
from tournant.calls.driver import Driver
from tournant.calls.job import Job
from tournant.calls.line import Trip
from tournant.calls.orphans import Orphans
from tournant.calls.places import Places, Sizes
from tournant.calls.ports import Ports
from tournant.calls.privacy import subject
from tournant.calls.sender import Sender
from tournant.calls.tokens import Tokens
from tournant.kernel import bounds
from tournant.log.agenda import Wakes
from tournant.log.errors import Busy, DatabaseAway, Fenced
from tournant.log.records import PLATFORM, Lease, Tenant
from tournant.sdk import errors
from tournant.telemetry import metrics, names

__all__ = ["Caller"]

_log = telemetry.logger("calls")
_Key = tuple[Tenant, str, int]


@dataclass(slots=True)
class _Running:
    """An attempt that a task of ours is at."""

    job: Job
    trip: Trip
    task: asyncio.Task[None]
    writing: bool = False
    """It ended, and what came of it is being written."""

    @property
    def at_rest(self) -> bool:
        """Nothing of it is on its way, and nothing that it may have changed is unsaid: it can be called off."""
        harmless = self.job.command.reads or not self.trip.touched
        return harmless and not self.trip.out and not self.writing


class Caller:
    """The room, as the worker sees it."""

    wakes: Final = Wakes(intents=True)

    def __init__(self, ports: Ports, sizes: Sizes = Sizes()) -> None:  # noqa: B008 - a frozen value
        """With the world outside, and how many calls may be out at once."""
        self._ports = ports
        self._places = Places(sizes)
        self._breakers = Breakers()
        self._apps = Apps(ports.store, ports.clock)
        sender = Sender(ports.wire, ports.governor, ports.clock)
        self._tokens = Tokens(ports.store, sender, ports.clock)
        self._attempts = Attempts(ports.store, self._apps, Driver(sender, self._tokens), ports.clock)
        self._booker = Booker(ports.store, ports.clock)
        self._claimer = Claimer(ports, self._places, self._breakers)
        self._orphans = Orphans(ports)
        self._running: dict[_Key, _Running] = {}
        self._stopping = False

    async def turn(self, lease: Lease) -> bool:
        """Begin what is due for a merchant; whether there was anything. One turn of a merchant at a time."""
        if self._stopping:
            return False
        ours = {
            (one.job.claim.intent.id, one.job.claim.attempt) for one in self._of(lease.tenant) if _under(one, lease)
        }
        adopted = await self._orphans.sweep(lease, ours)
        free = self._places.free(lease.tenant)
        if not free:
            return adopted
        jobs, claimed = await self._claimer.claim(lease, free)
        for job in jobs:
            self._begin(job)
        return adopted or claimed

    async def drain(self, tenant: Tenant | None = None) -> None:
        """Begin nothing more, and finish what is under way, within a bound; of one merchant, or of all and for good.

        What waits and has sent nothing yet is given back at once. What the bound cuts off stays claimed, for whoever
        has the merchant next.
        """
        self._stopping = self._stopping or tenant is None
        running = list(self._of(tenant))
        idle = [one for one in running if one.at_rest]
        await _called_off([one.task for one in idle])
        for one in idle:
            await self._give_back(one.job)
        await self._until_done([one.task for one in running if one not in idle])

    async def close(self) -> None:
        """Stop at once. What is under way stays claimed, as after a crash; a token on its way is waited for."""
        self._stopping = True
        await _called_off([one.task for one in self._running.values()])
        await self._until_done(self._tokens.under_way)
        await _called_off(self._tokens.under_way)

    def _of(self, tenant: Tenant | None) -> Iterable[_Running]:
        return (one for one in self._running.values() if tenant is None or one.job.lease.tenant == tenant)

    def _begin(self, job: Job) -> None:
        trip = self._attempts.trip(job)
        task = asyncio.get_running_loop().create_task(self._work(job, trip))
        # An older lease's attempt has another number, so nothing is lost here.
        self._running[job.key] = running = _Running(job, trip, task)
        task.add_done_callback(lambda _: self._over(running))

    def _over(self, running: _Running) -> None:
        job = running.job
        if not running.writing:
            self._places.give(job.seat)
        self._breakers.quiet((job.lease.tenant, job.account.id))
        if self._running.get(job.key) is running:
            del self._running[job.key]

    async def _work(self, job: Job, trip: Trip) -> None:
        log, intent = _log.about(job.claim.intent.why, job.lease.tenant.label), job.claim.intent
        what = {"partner": job.account.partner, "command": job.call.command}
        makes = intent.id if job.claim.attempt == 1 else None
        try:
            with telemetry.span(names.CALL, intent.why, makes=makes, **what) as work:
                log.debug(names.CALL_BEGAN, intent=intent.id, attempt=job.claim.attempt, **what)
                ended = await self._attempts.make(job, trip)
                ruling = await self._book(job, ended)
                outcome = "again" if isinstance(ruling, Again) else ruling.outcome
                work.say(outcome=outcome)
                log.debug(names.CALL_ENDED, intent=intent.id, outcome=outcome, reason=ruling.why, **what)
        except Fenced:
            log.debug(names.CALL_ENDED, intent=intent.id, outcome="fenced", **what)
            return
        except (DatabaseAway, Busy) as why:
            log.warning(names.CALL_UNWRITTEN, intent=intent.id, reason=str(why))
            return
        except Exception:  # A bug at one call is said, and no reason to stop the others.
            log.exception(names.CALL_BROKE, intent=intent.id, **what)
            return
        metrics.CALLS.labels(*what.values(), outcome).inc()
        metrics.CALL_DURATION.labels(*what.values()).observe((ended.ended - job.claim.at).total_seconds())

    async def _book(self, job: Job, ended: Ended) -> Ruling:
        """Say what becomes of the call, and write it down. Its place is free from here on."""
        self._running[job.key].writing = True
        self._places.give(job.seat)
        now, call = self._ports.clock.now(), job.call
        attempt = Attempt(ended.failure, job.claim.attempt, call.attempts_max, ended.risky, call.deadline)
        ruling = ruled(attempt, now, self._ports.chance())
        health = self._health(job, ended)
        private = subject(job, ended.ended)
        entry = Entry(job.lease, job.claim, call, ended, ruling, private, job.command.stored, health)
        await self._booker.book(entry)
        if isinstance(ended.failure, NoToken):
            await self._refused(job)
        return ruling

    def _health(self, job: Job, ended: Ended) -> Health | None:
        """What an attempt tells about its account; said once when it goes, and once when it is back."""
        key, now = (job.lease.tenant, job.account.id), self._ports.clock.now()
        told = ended.sent or isinstance(ended.failure, errors.Unreachable)
        news = self._breakers.heard(key, ended.failure, now, self._ports.chance()) if told else None
        log = _log.about(job.claim.intent.why, job.lease.tenant.label)
        if news is False:
            log.warning(names.ACCOUNT_AWAY, account=job.account.id, partner=job.account.partner)
            return "degraded"
        answered = ended.failure is None or isinstance(ended.failure, errors.Refused)
        if news:
            log.warning(names.ACCOUNT_BACK, account=job.account.id, partner=job.account.partner)
        return "ok" if news or (answered and job.degraded) else None

    async def _refused(self, job: Job) -> None:
        """Let a person know that an account, or our app, has to be connected again; what came of the call is written.

        Where that cannot be written now, the next call that gets no token does.
        """
        tenant, account = job.lease.tenant, job.account.id
        if job.connection.auth.scope == "app":
            tenant, account = PLATFORM, f"app_{job.account.partner}"
        log = _log.about(job.claim.intent.why, tenant.label)
        try:
            is_news = await self._booker.disown(tenant, account, lambda one: self._tokens.knows(tenant, one))
        except (DatabaseAway, Busy) as why:
            log.warning(names.ACCOUNT_UNMARKED, account=account, reason=str(why))
            return
        if is_news:
            self._apps.forget(job.account.partner)
            log.warning(names.ACCOUNT_REFUSED, account=account)

    async def _give_back(self, job: Job) -> None:
        """Let somebody else make a call that has not begun to be made."""
        now = self._ports.clock.now()
        stopped = errors.Unsent("the process was told to stop before it was sent")
        attempt = Attempt(stopped, job.claim.attempt, job.call.attempts_max, risky=False, deadline=job.call.deadline)
        ruling = ruled(attempt, now, 0)
        ruling = Again(now, ruling.why) if isinstance(ruling, Again) else ruling
        try:
            await self._booker.book(Entry(job.lease, job.claim, job.call, Ended(stopped, now, now), ruling))
        except (Fenced, DatabaseAway, Busy) as why:
            _log.warning(names.CALL_UNWRITTEN, intent=job.claim.intent.id, reason=str(why))

    async def _until_done(self, tasks: Sequence[asyncio.Task[Any]]) -> None:
        if not tasks:
            return
        bound = asyncio.ensure_future(self._ports.clock.pause(bounds.CALLS_DRAIN_S_MAX))
        everything = asyncio.ensure_future(asyncio.wait(tasks))
        await asyncio.wait({bound, everything}, return_when=asyncio.FIRST_COMPLETED)
        for one in (bound, everything):
            one.cancel()


async def _called_off(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for one in tasks:
        one.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _under(running: _Running, lease: Lease) -> bool:
    return running.job.lease == lease
