"""What can go wrong with the store, each with what its catcher does about it.

StoreError
├── CannotStart      the embedded database: one sentence, mend it and start again
│   └── AlreadyRunning   it belongs to another process: use that one, or stop it
├── MigrationRefused the database and this Tournant do not belong together: nothing was changed
├── DatabaseAway     weather: try again; what was being committed may or may not be there
├── Busy             weather: somebody else held what was needed for too long; try again
├── Conflict         the stream moved on: read it again and decide again
├── SlotTaken        an intent for this slot is still open: at most one is
├── Fenced           the lease is somebody else's now: stop working on this merchant
├── Erased           the person was erased: what was sealed cannot be read or added to any more
└── WrongKey         no master key that we were given opens what was sealed with it

"""

__all__ = [
    "AlreadyRunning",
    "Busy",
    "CannotStart",
    "Conflict",
    "DatabaseAway",
    "Erased",
    "Fenced",
    "MigrationRefused",
    "SlotTaken",
    "StoreError",
    "WrongKey",
]


class StoreError(Exception):
    """The store could not do what was asked."""


class CannotStart(StoreError):  # noqa: N818 - it says what happened, as every failure here does
    """The embedded database cannot be started."""


class AlreadyRunning(CannotStart):
    """The embedded database of this state folder runs under another process."""


class MigrationRefused(StoreError):  # noqa: N818 - it says what happened
    """The migrations that the database has had are not those that we know."""


class DatabaseAway(StoreError):  # noqa: N818 - it says what happened
    """The database cannot be reached, or went away in the middle."""


class Busy(StoreError):  # noqa: N818 - it says what happened
    """Another transaction held what this one needed."""


class Conflict(StoreError):  # noqa: N818 - it says what happened
    """A stream or a cursor is not where it was expected to be."""

    def __init__(self, what: str, expected: int, found: int) -> None:
        """Of a stream or cursor, say where it was expected and where it is."""
        super().__init__(f"{what} was expected at {expected} and is at {found}")
        self.what = what
        self.expected = expected
        self.found = found


class SlotTaken(StoreError):  # noqa: N818 - it says what happened
    """Another intent is open in this slot."""

    def __init__(self, slot: str) -> None:
        """Name the slot."""
        super().__init__(f"an intent is still open in the slot {slot}")
        self.slot = slot


class Fenced(StoreError):  # noqa: N818 - it says what happened
    """The lease under which this transaction wanted to work is no longer held."""

    def __init__(self, tenant: str, epoch: int) -> None:
        """Say whose lease, and of which epoch."""
        super().__init__(f"the lease on {tenant} of epoch {epoch} is no longer held")
        self.tenant = tenant
        self.epoch = epoch


class Erased(StoreError):  # noqa: N818 - it says what happened
    """The key of this person was erased."""

    def __init__(self, subject: str) -> None:
        """Name the subject: an order, never a person."""
        super().__init__(f"the personal data of {subject} was erased")
        self.subject = subject


class WrongKey(StoreError):  # noqa: N818 - it says what happened
    """No master key opens this."""
