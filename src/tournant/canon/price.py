"""Where a price or a limit differs: rules that hold in a place, at a time, for a way of fulfilment, on a channel.

A rule's parent is what it is about. Every condition that is set must hold; conditions that are null or UNSET say
nothing. A rule gives a price of its own or changes the one below it (first the rate, then the amount, then the ending).
"""

from tournant.canon.catalog import CatalogEntity
from tournant.canon.columns import UNSET, Amount, Day, Flag, FulfilmentMode, Text, Texts, UnsetType, Whole

__all__ = ["PriceRule", "QuantityRule", "Rule"]


class Rule(CatalogEntity, frozen=True, gc=False):
    """When a rule holds."""

    in_menu: Text = UNSET
    """Only on this Menu (its id)."""
    in_item: Text = UNSET
    """Only where it is chosen with this Item (its id)."""
    in_group: Text = UNSET
    """Only as a choice of this ModifierGroup (its id)."""
    at_location: Text = UNSET
    """Only at this Location (its id)."""
    for_mode: FulfilmentMode | UnsetType | None = UNSET
    """Only for this way of fulfilment."""
    on_channel: Text = UNSET
    """Only on this partner (its name, as `uber_eats`)."""
    weekdays: Texts = UNSET
    """Only in a period that begins on these days, monday to sunday."""
    opens: Text = UNSET
    """Only from this time of the day, "HH:MM" on the clock of the place."""
    closes: Text = UNSET
    """Only until this time of the day, to "24:00"; not after `opens` means on the next day."""
    first_day: Day = UNSET
    """Only from this date, on the calendar of the place."""
    last_day: Day = UNSET
    """Only up to this date."""
    rank: Whole = UNSET
    """Where several rules hold, the greatest rank counts."""


class PriceRule(Rule, frozen=True, gc=False):
    """Another price for its parent: an Item, Variation or Modifier, or all that stands in a Category or Menu."""

    name: Text = UNSET
    """What staff call it: happy hour, delivery mark-up."""
    price: Amount = UNSET
    """The price that holds instead."""
    price_before: Amount = UNSET
    """The price shown struck through beside it."""
    for_size: Text = UNSET
    """Only for this size of the source's own list, where it prices by size and keeps no Variations."""
    rate_added: Whole = UNSET
    """What is added, as a share of the price in units of 1e-7: +15 % is 1500000; below 0 takes away."""
    amount_added: Amount = UNSET
    """What is added, as an amount; below 0 takes away."""
    ending: Whole = UNSET
    """Raised to the next price whose last digit in minor units is this one, 0 to 9."""


class QuantityRule(Rule, frozen=True, gc=False):
    """Other limits for its parent or subject: an Item, Modifier or ModifierGroup."""

    subject: Text = UNSET
    """The id of what it is about, where its parent is the place (the ItemGroup) at which it holds."""
    min_quantity: Whole = UNSET
    """The fewest (choices of a group) that must be chosen."""
    min_only_if_chosen: Flag = UNSET
    """The fewest hold only once it is chosen at all."""
    max_quantity: Whole = UNSET
    """The most that may be chosen; null is no limit."""
    default_quantity: Whole = UNSET
    """How many are chosen before the guest does anything."""
    charge_above: Whole = UNSET
    """Choices above this number are paid for."""
    refund_under: Whole = UNSET
    """Choices below this number are refunded."""
    min_distinct: Whole = UNSET
    """How many different choices of a group must be made."""
    max_distinct: Whole = UNSET
    """How many different choices of a group may be made."""
