"""Breakers, one an account: who does not answer is asked by single calls until it does, not by all that wait.

So is who gives us new tokens and takes none of them: the authorisation stands, and a person could do nothing about it.

well ──several failures in a row──► away ──rest over, one call──► trying ──an answer──► well
                                      ▲                             │
                                      └──────none: a longer rest────┘
"""

from dataclasses import dataclass
from datetime import datetime

from tournant.calls.decide import rested
from tournant.kernel import bounds
from tournant.log.records import Tenant
from tournant.sdk import errors

__all__ = ["Breakers"]

_Key = tuple[Tenant, str]


@dataclass(slots=True)
class _Away:
    """An account that failed lately."""

    failures: int = 0
    until: datetime | None = None
    """When the next call may try; None while it counts as well."""
    trying: bool = False


class Breakers:
    """The breakers of one process. What they know dies with it: a new one learns it from its own calls."""

    def __init__(self) -> None:
        """Everybody counts as well."""
        self._away: dict[_Key, _Away] = {}

    def admits(self, account: _Key, now: datetime) -> datetime | None:
        """None: call, and say afterwards what came. Else when to come again."""
        found = self._away.get(account)
        if found is None or found.until is None:
            return None
        if found.trying or found.until > now:
            # While one tries the others wait for what it finds, as long as the next rest will be at least.
            return max(found.until, now + rested(1, bounds.BREAKER_REST_S_MIN, bounds.BREAKER_REST_S_MAX, 1))
        found.trying = True
        return None

    def heard(self, account: _Key, failure: BaseException | None, now: datetime, chance: float) -> bool | None:
        """What came of a call. True: the account is well again; False: it is away from now on; None: as before."""
        if isinstance(failure, errors.Unreachable | errors.Unknown | errors.NeedsReauth):
            return self._failed(account, now, chance)
        if failure is None or isinstance(failure, errors.Disposition):
            gone = self._away.pop(account, None)
            return True if gone and gone.until else None
        self.quiet(account)
        return None

    def quiet(self, account: _Key) -> None:
        """Nothing came of a call by which anything could be told: let another one try."""
        if found := self._away.get(account):
            found.trying = False

    def _failed(self, account: _Key, now: datetime, chance: float) -> bool | None:
        found = self._away.setdefault(account, _Away())
        if found.until and not found.trying:
            return None  # It left before the others were held back, and says nothing new.
        found.failures += 1
        found.trying = False
        beyond = found.failures - bounds.BREAKER_FAILURES_MAX
        if beyond < 0:
            return None
        before = found.until
        found.until = now + rested(beyond + 1, bounds.BREAKER_REST_S_MIN, bounds.BREAKER_REST_S_MAX, chance)
        return None if before else False
