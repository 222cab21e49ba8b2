"""Whether something can be sold just now: the kitchen's "86"."""

from typing import Literal

from tournant.canon.columns import UNSET, Flag, Moment, Text
from tournant.kernel.row import Entity

__all__ = ["Availability", "Standing", "standing"]

Standing = Literal["available", "count", "until", "until_end_of_day", "indefinitely", "hidden"]
"""What a row says in all: on sale; on sale while the count lasts; off until an instant, until the business day ends,
or until somebody takes it back; or not shown."""


class Availability(Entity, frozen=True, gc=False):
    """Whether its parent or subject (an Item, Variation or Modifier) can be sold, in one context or everywhere.

    Partners say it in different columns: a flag, an end, a number left. They are one statement, read by `standing`.
    """

    subject: Text = UNSET
    """The id of what it is about, where the document does not hold it inside that (as its parent)."""
    available: Flag = UNSET
    """Whether it can be sold; UNSET where the partner says only until when it cannot, or how many are left."""
    unavailable_until: Moment = UNSET
    """Not to be sold before this instant; null is no such instant."""
    until_end_of_day: Flag = UNSET
    """Not to be sold until the business day of the place rolls over."""
    hidden: Flag = UNSET
    """Not shown, rather than shown as sold out."""
    count: Text = UNSET
    """How many are left to sell; an exact decimal; null is not counted."""
    reason: Text = UNSET
    """Why, in the partner's words."""
    in_menu: Text = UNSET
    """Only on this Menu (its id)."""
    in_item: Text = UNSET
    """Only where it is chosen with this Item (its id)."""
    in_group: Text = UNSET
    """Only as a choice of this ModifierGroup (its id)."""
    at_location: Text = UNSET
    """Only at this Location (its id)."""
    counted_at: Moment = UNSET
    """When the source counted."""


def standing(row: Availability) -> Standing:
    """Read the columns as the one statement that they are; what keeps a thing from being sold wins.

    `until` stays `until` when the instant has passed: whether it has is for whoever has a clock.
    """
    if row.hidden is True:
        return "hidden"
    if row.until_end_of_day is True:
        return "until_end_of_day"
    if row.unavailable_until:
        return "until"
    if row.available is False:
        return "indefinitely"
    return "count" if row.count else "available"
