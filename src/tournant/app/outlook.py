"""Whether the database answers, as this process sees it: said once when it stops, and once when it does again."""

from tournant import telemetry
from tournant.log.errors import DatabaseAway, StoreError
from tournant.telemetry import names

__all__ = ["Outlook"]

_log = telemetry.logger("app")


class Outlook:
    """What whoever talks to the database tells, and the probes ask."""

    def __init__(self) -> None:
        """It answers, until somebody finds that it does not."""
        self.away: str | None = None
        """Why it cannot be used now."""

    def bad(self, why: StoreError) -> None:
        """Something went wrong with the store; only its absence counts here."""
        if isinstance(why, DatabaseAway):
            if self.away is None:
                _log.warning(names.DATABASE_LOST, why=str(why))
            self.away = str(why)

    def good(self) -> None:
        """The store answered."""
        if self.away is not None:
            _log.warning(names.DATABASE_FOUND)
        self.away = None
