"""Opening hours: the same every day, over midnight where they close before they open, as each partner writes them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from tournant.sandbox.http import Json
from tournant.sandbox.world.draw import Draw

__all__ = ["Opening", "drawn", "later"]

_DAY: Final = 24 * 60
_LONG: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EARLY: Final = 3
"""A place that is to close after midnight opens no earlier than this, so that no day has more than its hours."""


@dataclass(frozen=True, slots=True)
class Opening:
    """From one minute of the day to another."""

    opens: int
    closes: int
    """At or before `opens`: on the next day."""

    def square(self) -> Json:
        """Write it as Square's `business_hours`: a period belongs to the day on which it begins."""
        times = {"start_local_time": f"{_clock(self.opens)}:00", "end_local_time": f"{_clock(self.closes)}:00"}
        return {"periods": [{"day_of_week": day[:3].upper(), **times} for day in _LONG]}

    def uber(self) -> list[Json]:
        """Write it as Uber's `service_availability`: no period goes over midnight, and a day ends at 23:59."""
        if self.opens < self.closes:
            parts = [(self.opens, self.closes - 1 if self.closes == _DAY else self.closes)]
        else:
            parts = [(0, self.closes)] if self.closes else []
            parts.append((self.opens, _DAY - 1))
        periods = [{"start_time": _clock(start), "end_time": _clock(end)} for start, end in parts]
        return [{"day_of_week": day, "time_periods": periods} for day in _LONG]

    def week(self) -> tuple[tuple[int, int], ...]:
        """Give it as a value: stretches of minutes since Monday began, in order, apart from each other."""
        length = (self.closes - self.opens - 1) % _DAY + 1
        starts = [day * _DAY + self.opens for day in range(7)]
        if length == _DAY:
            return ((0, 7 * _DAY),)
        whole = [(start, start + length) for start in starts]
        over = [(0, end - 7 * _DAY) for _, end in whole if end > 7 * _DAY]
        return tuple(over + [(start, min(end, 7 * _DAY)) for start, end in whole])


def drawn(draw: Draw, begun: datetime, zone: str, *, overnight: bool) -> Opening:
    """Draw hours that hold at this instant and for at least six hours after it."""
    local = begun.astimezone(ZoneInfo(zone)).hour
    opens = (local - draw.whole(2, 5)) % 24
    closes = (opens + draw.whole(12, 15)) % 24
    if overnight and opens < closes and opens >= _EARLY:
        closes = draw.whole(1, 2)
    return Opening(opens * 60, closes * 60)


def later(opening: Opening, minutes: int) -> Opening:
    """Close later, or earlier."""
    return Opening(opening.opens, (opening.closes + minutes) % _DAY)


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"
