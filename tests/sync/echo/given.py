"""How the tests of the echo rule say things: seconds of one evening, on sale or sold out, one cell."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import structs

from tournant.sync.decide.cell import LONG_AGO, PLAIN, Cell, Look, Nature, Shown
from tournant.sync.decide.echo import Ruling, ingest
from tournant.sync.decide.own import Bound, Own, Write

ON, OFF = ("available",), ("indefinitely",)
SALE = Nature(ON)
EVENING = datetime(2026, 11, 24, 18, tzinfo=UTC)
BOUND = Bound(flight=timedelta(seconds=10), job=timedelta(seconds=15), pause=timedelta(seconds=5))


def at(seconds: float) -> datetime:
    return EVENING + timedelta(seconds=seconds)


def seconds(instant: datetime) -> float:
    return round((instant - EVENING).total_seconds(), 3)


def write(id_: str, first: float, sent: float | None = None, ack: float | None = None, **more: Any) -> Write:  # noqa: ANN401 - as the write takes it
    return Write(id_, BOUND, at(first), None if sent is None else at(sent), None if ack is None else at(ack), **more)


def carried(cell: Any, own: Any) -> Any:  # noqa: ANN401 - of the rule that is tried
    """A cell after we decided to write it."""
    return structs.replace(cell, own=(*cell.own, own))


def transmitted_again(write: Any) -> Any:  # noqa: ANN401 - of the rule that is tried
    """A write before it is sent once more."""
    return structs.replace(write, n=write.n + 1)


def still_running(write: Any, when: datetime) -> Any:  # noqa: ANN401 - of the rule that is tried
    """A write whose job the partner said was running: nothing of it was there before, if there is no second job."""
    return write if write.ack is not None or write.n > 1 else structs.replace(write, first=max(write.first, when))


def last_sent(write: Any, when: datetime) -> Any:  # noqa: ANN401 - of the rule that is tried
    """A write that will not be sent after this instant."""
    return structs.replace(write, sent=when if write.sent is None else max(write.sent, when))


class Given:
    """One cell of one link, the writes on it, and what the catalog holds."""

    def __init__(self, base: object, nature: Nature = SALE, moved: float | None = 0) -> None:
        when = LONG_AGO if moved is None else at(moved)
        self.nature = nature
        self.cell = Cell(base, since=when, moved=when)
        self.writes: dict[str, Write] = {}

    def wrote(self, write: Write, value: object, *, seen: bool = False, until: float | None = None) -> "Given":
        """A write of ours carries the cell."""
        own = Own(write.id, value, None if until is None else at(until), seen)
        self.cell = carried(self.cell, own)
        self.writes[write.id] = write
        return self

    def look(self, value: object, begin: float, end: float, canonical: object, **more: Any) -> str:  # noqa: ANN401 - until, version, lag
        """A look shows a value: what is decided."""
        return str(self.ruling(value, begin, end, canonical, more).outcome)

    def ruling(self, value: object, begin: float, end: float, canonical: object, more: dict[str, Any]) -> Ruling:
        look = Look.of(at(begin), at(end), timedelta(seconds=more.pop("lag", 0)))
        until = more.pop("until", None)
        shown = Shown(value, self.nature, None if until is None else at(until), **more)
        found = ingest(self.cell, shown, look, canonical, self.writes)
        self.cell = found.cell
        return found

    def since(
        self, value: object, begin: float, end: float, canonical: object, version: int | None = None
    ) -> tuple[str, float]:
        """The same, and after when it was changed."""
        found = self.ruling(value, begin, end, canonical, {"version": version})
        return str(found.outcome), seconds(found.since)

    @property
    def open(self) -> list[str]:
        return [own.write for own in self.cell.own]


def plain(base: object, moved: float = 0) -> Given:
    return Given(base, PLAIN, moved)
