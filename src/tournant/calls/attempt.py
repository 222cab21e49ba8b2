"""Makes one attempt at a call: what it needs is fetched, its exchange driven, and how that ended is said.

Nothing is written here, and nothing but the lease's loss, a bug or a cancellation leaves here as an exception.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tournant.calls import credentials
from tournant.calls.apps import Apps
from tournant.calls.decide import Failure, Unfit
from tournant.calls.driver import Driver
from tournant.calls.job import NEEDS_REAUTH, Job
from tournant.calls.line import Line, Trip
from tournant.kernel import bounds
from tournant.kernel.check import Impossible
from tournant.kernel.clock import Clock
from tournant.log import Store
from tournant.log.errors import Busy, DatabaseAway, Erased
from tournant.log.records import Account
from tournant.sdk import errors
from tournant.sdk.exchange import Task
from tournant.sdk.grants import TooLate

__all__ = ["Attempts", "Ended"]

_LEASE_CHECKED: Final = timedelta(seconds=bounds.LEASE_CHECKED_S)


@dataclass(frozen=True, slots=True)
class Ended:
    """How an attempt ended."""

    failure: Failure | None
    began: datetime
    ended: datetime
    document: bytes = b""
    sent: bool = False
    """Some request left, or was about to."""
    risky: bool = False
    """It is a write, and something of it may have been done."""


class _Fence:
    """Makes sure, before a request leaves, that the lease under which it was claimed is still ours.

    A call may have waited long for its right; whoever has the merchant now has counted it as unknown, and looks.
    """

    def __init__(self, job: Job, store: Store, clock: Clock) -> None:
        self._job = job
        self._store = store
        self._clock = clock
        self._checked = job.claim.at

    async def __call__(self) -> None:
        now = self._clock.now()
        if now - self._checked <= _LEASE_CHECKED:
            return
        try:
            async with self._store.transaction(self._job.lease.tenant, self._job.lease):
                self._checked = now
        except (DatabaseAway, Busy) as why:
            raise errors.Unsent(f"whether the merchant is still ours cannot be seen: {why}") from why


class Attempts:
    """Makes attempts."""

    def __init__(self, store: Store, apps: Apps, driver: Driver, clock: Clock) -> None:
        """With the store for what is to be sent, and the way to partners."""
        self._store = store
        self._apps = apps
        self._driver = driver
        self._clock = clock

    def trip(self, job: Job) -> Trip:
        """The way that an attempt is about to go."""
        return Trip(ready=_Fence(job, self._store, self._clock))

    async def make(self, job: Job, trip: Trip) -> Ended:
        """Make an attempt."""
        failure: Failure | None = None
        document = b""
        try:
            line = await self._line(job)
            task = await self._task(job)
            document = await self._driver.drive(job.command.run(task), line, trip)
        except errors.PartnerBroke as why:
            failure, document = why, trip.last
        except (errors.Disposition, TooLate, Unfit) as why:
            failure = why
        except (DatabaseAway, Busy) as why:
            failure = errors.Unsent(f"the store: {why}")
        except Impossible as why:
            failure = errors.PartnerBroke(f"the adapter asked for what is never done: {why.what}")
        now = self._clock.now()
        risky = trip.touched and not job.command.reads
        sent = trip.began is not None
        return Ended(failure, trip.began or now, trip.ended or now, document, sent, risky)

    async def _line(self, job: Job) -> Line:
        """The line to the partner; NeedsReauth, before anything is sent, where that is known to be in vain."""
        account, call = job.account, job.call
        app = await self._apps.at(account.partner)
        if app is None:
            raise Unfit(f"our app at {account.partner} is not set up")
        for one in (app, account):
            if one.state == NEEDS_REAUTH:
                raise errors.NeedsReauth(f"{one.id} has to be connected again")
        return Line(
            partner=account.partner,
            connection=job.connection,
            base_url=_base_url(job, app),
            app=app,
            account=account,
            tenant=job.lease.tenant,
            lane=job.command.lane,
            store=call.store,
            deadline=call.deadline,
        )

    async def _task(self, job: Job) -> Task:
        call, intent = job.call, job.claim.intent
        personal = (intent.personal.text or b"") if intent.personal else b""
        if intent.personal and intent.personal.text is None:
            raise Unfit("the person whom it is about was erased")
        return Task(
            account=job.account.external_id,
            store=call.store,
            now=self._clock.now(),
            key=call.args.get("key", intent.key),
            args=call.args,
            document=await self._payload(job, call.document) or personal,
            before=await self._payload(job, call.before),
        )

    async def _payload(self, job: Job, where: bytes | None) -> bytes:
        if where is None:
            return b""
        try:
            async with self._store.transaction(job.lease.tenant, job.lease) as tx:
                found = await tx.raw(where)
        except Erased as why:
            raise Unfit(str(why)) from why
        if found is None:
            raise Unfit("the document that it is about is not kept any more")
        return found


def _base_url(job: Job, app: Account) -> str:
    """Where the partner is: as the app's settings say, as for a sandbox, or where the manifest has it."""
    return str(credentials.settings(app).get("base_url") or job.connection.base_url)
