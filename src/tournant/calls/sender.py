"""Sends one request: buys the right, sends, tells the grant what came, and gives a good answer or a disposition.

buy ─► may it still leave? ─► send ─► answered ─► good: Response
 └TooLate    └grant.unsent        │               └─► bad: the adapter's disposition
                                  ├─ Unreachable: grant.unsent
                                  ├─ CutOff: grant.cut_off
                                  └─ Unanswered, cancelled: grant.timed_out
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from tournant.calls.line import Line, Trip
from tournant.calls.port import Wire
from tournant.kernel import bounds
from tournant.kernel.check import Impossible
from tournant.kernel.clock import Clock
from tournant.sdk import errors
from tournant.sdk.exchange import Request, Response
from tournant.sdk.grants import Governor, Grant, TooLate, Want

__all__ = ["Sender"]

_HARMLESS: Final = frozenset({"GET", "HEAD"})


class Sender:
    """Sends single requests for everybody."""

    def __init__(self, wire: Wire, governor: Governor, clock: Clock) -> None:
        """Through a wire, as often as a governor allows, by the world's clock."""
        self._wire = wire
        self._governor = governor
        self._clock = clock

    async def send(self, line: Line, request: Request, headers: Mapping[str, str], trip: Trip) -> Response:
        """Send one request of an exchange; raises a disposition where no good answer came, TooLate at the deadline."""
        want, before = line.want(request.operation), trip.touched
        grant = await self._governor.buy(want)
        await self._may_leave(grant, line, trip)
        try:
            response = await self._sent(grant, line, (request, headers), trip)
            trip.last = response.body
            if response.status // 100 != HTTPStatus.OK // 100 and response.status not in request.accepts:
                raise self._failure(want, line, request, response)
        except (errors.Unknown, errors.PartnerBroke):
            raise  # It may have been done.
        except (errors.Disposition, Impossible):
            trip.touched = before
            raise
        return response

    async def _may_leave(self, grant: Grant, line: Line, trip: Trip) -> None:
        try:
            await trip.ready()
        except BaseException:
            grant.unsent()
            raise
        if line.deadline is not None and line.deadline <= self._clock.now():
            grant.unsent()
            raise TooLate("its deadline passed while it waited")

    async def _sent(self, grant: Grant, line: Line, what: tuple[Request, Mapping[str, str]], trip: Trip) -> Response:
        trip.leaves(self._clock.now(), harmless=what[0].method in _HARMLESS)
        try:
            response = await self._wire.send(line.base_url, *what, line.connection.timeout_s)
        except (errors.Unreachable, Impossible):
            grant.unsent()
            raise
        except errors.PartnerBroke:
            grant.answered()
            raise
        except errors.CutOff:
            grant.cut_off()
            raise
        except BaseException:
            # Also when this task is cancelled: the request may be on its way.
            grant.timed_out()
            raise
        finally:
            trip.returns(self._clock.now())
        grant.answered()
        return response

    def _failure(self, want: Want, line: Line, request: Request, response: Response) -> errors.Disposition:
        now = self._clock.now()
        found = line.connection.disposition(request, response, now)
        if isinstance(found, errors.Throttled):
            self._governor.slow_down(want, found.until or _later(now))
        return found


def _later(now: datetime) -> datetime:
    """When to come again to a partner that does not say when."""
    return now + timedelta(seconds=bounds.CALL_REST_S_MIN)
