"""When a place is open, on its own clock: weekly hours, special days, pauses, and how long the kitchen needs."""

from tournant.canon.columns import UNSET, Day, Flag, FulfilmentMode, Moment, Text, Texts, UnsetType, Whole
from tournant.kernel.row import Entity

__all__ = ["OpeningHours", "Pause", "PrepTime", "SpecialHours"]


class OpeningHours(Entity, frozen=True, gc=False):
    """One weekly period in which its parent (a Location) is open; several rows add up."""

    weekdays: Texts = UNSET
    """The days on which the period begins, monday to sunday; null is every day."""
    opens: Text = UNSET
    """When it begins, "HH:MM" from "00:00"."""
    closes: Text = UNSET
    """When it ends, "HH:MM" to "24:00"; not after `opens` means on the next day."""
    for_mode: FulfilmentMode | UnsetType | None = UNSET
    """Only for this way of fulfilment."""


class SpecialHours(Entity, frozen=True, gc=False):
    """What holds on a date instead of the weekly hours of its parent (a Location); several rows of a date add up."""

    day: Day = UNSET
    """The date, or the first one of several."""
    last_day: Day = UNSET
    """The last date, where it is several."""
    name: Text = UNSET
    """What day it is: Christmas."""
    closed: Flag = UNSET
    """Closed all day; `opens` and `closes` are then null."""
    opens: Text = UNSET
    """When the period begins, "HH:MM" from "00:00"."""
    closes: Text = UNSET
    """When it ends, "HH:MM" to "24:00"; not after `opens` means on the next day."""
    for_mode: FulfilmentMode | UnsetType | None = UNSET
    """Only for this way of fulfilment."""


class Pause(Entity, frozen=True, gc=False):
    """Its parent (a Location) takes no orders for a while, though it is open."""

    paused: Flag = UNSET
    """Whether it is paused now."""
    since: Moment = UNSET
    """From when."""
    until: Moment = UNSET
    """Until when; null is until someone resumes."""
    reason: Text = UNSET
    """Why, in the partner's words."""


class PrepTime(Entity, frozen=True, gc=False):
    """How long the kitchen of its parent (a Location) needs for an order."""

    duration_s: Whole = UNSET
    """Seconds from accepting the order to food ready; from 0."""
    busy_extra_s: Whole = UNSET
    """Seconds more while the place says that it is busy."""
    weekdays: Texts = UNSET
    """Only in periods that begin on these days; null is every day."""
    opens: Text = UNSET
    """Only from this time of the day, "HH:MM"."""
    closes: Text = UNSET
    """Only until this time of the day, to "24:00"; not after `opens` means on the next day."""
