"""What a guest may choose on top: groups, the choices in them, and where the groups hang.

    Item ◄─parent─ ItemGroup ─target─► ModifierGroup ◄─parent─ GroupModifier ─target─► Modifier (or Item)
    Variation ◄─── VariationGroup ──►                          ModifierGroupLink ──► ModifierGroup (nesting)

How often a group's choices may be made is said on the group, and once more on the link where it differs there.
"""

from typing import Final, Literal

from tournant.canon.catalog import CatalogEntity, CatalogLink, Sellable
from tournant.canon.columns import UNSET, Amount, Flag, Text, UnsetType, Whole

__all__ = [
    "NO_LIMIT",
    "GroupLink",
    "GroupModifier",
    "ItemGroup",
    "Modifier",
    "ModifierGroup",
    "ModifierGroupLink",
    "Selection",
    "VariationGroup",
]

Selection = Literal["one", "many", "text"]
"""What a guest does with a group: picks one, picks several, or writes."""


NO_LIMIT: Final = 2_147_483_647
"""More than anybody chooses: the maximum of a place that lifts its group's, where null would mean the group's."""


class ModifierGroup(CatalogEntity, frozen=True, gc=False):
    """A question to the guest, with the answers that GroupModifier rows (or its Modifiers) give."""

    name: Text = UNSET
    """What the guest reads."""
    description: Text = UNSET
    """What the guest reads below the name."""
    kitchen_name: Text = UNSET
    """What staff call it, where it is not the name."""
    external_ref: Text = UNSET
    """A text that the merchant's system left on the record at the partner, to find its own record by."""
    image_url: Text = UNSET
    """Where its picture lies."""
    selection: Selection | UnsetType | None = UNSET
    """Whether the guest picks `one`, `many`, or writes `text`."""
    min_choices: Whole = UNSET
    """How many choices must be made, each counted as often as it is made; 0 makes the group optional."""
    max_choices: Whole = UNSET
    """How many may be made; null is no limit."""
    min_distinct: Whole = UNSET
    """How many different choices must be made; from 0."""
    max_distinct: Whole = UNSET
    """How many different choices may be made; null is no limit."""
    min_of_each: Whole = UNSET
    """How often a choice must be made if it is made at all."""
    max_of_each: Whole = UNSET
    """How often one choice may be made; 1 is once, null is no limit."""
    repeatable: Flag = UNSET
    """Whether one choice may be made several times, where the source says no more than that."""
    free_choices: Whole = UNSET
    """How many choices of the group are free before the others are paid for; from 0."""
    text_required: Flag = UNSET
    """For `text`: whether something must be written."""
    text_chars_max: Whole = UNSET
    """For `text`: how many characters may be written."""
    collapsed: Flag = UNSET
    """Shown folded up until the guest opens it."""


class Modifier(Sellable, frozen=True, gc=False):
    """An answer: extra cheese, no onions. Its parent is its ModifierGroup, where the document holds it in one."""

    group: Text = UNSET
    """The id of the ModifierGroup, where the document names it and does not hold the Modifier inside it."""


class GroupLink(CatalogLink, frozen=True, gc=False):
    """A ModifierGroup (target) hangs on something, with limits that hold only there; null is as the group says."""

    min_choices: Whole = UNSET
    """How many choices must be made here."""
    max_choices: Whole = UNSET
    """How many may be made here; NO_LIMIT where the group has a limit and this place lifts it."""
    free_choices: Whole = UNSET
    """How many are free here."""
    enabled: Flag = UNSET
    """Whether the question is asked here."""


class ItemGroup(GroupLink, frozen=True, gc=False):
    """A ModifierGroup (target) of an Item (parent)."""


class VariationGroup(GroupLink, frozen=True, gc=False):
    """A ModifierGroup (target) of one Variation (parent)."""


class ModifierGroupLink(GroupLink, frozen=True, gc=False):
    """A further ModifierGroup (target) that choosing a Modifier (parent) opens."""


class GroupModifier(CatalogLink, frozen=True, gc=False):
    """A choice in a ModifierGroup (parent): a Modifier, or an Item where the partner's choices are items (target)."""

    price: Amount = UNSET
    """Its price in this group; null is its own."""
    min_quantity: Whole = UNSET
    """The fewest that must be chosen here."""
    max_quantity: Whole = UNSET
    """The most that may be chosen here."""
    default_quantity: Whole = UNSET
    """How many are chosen here before the guest does anything."""
    charge_above: Whole = UNSET
    """Choices above this number are paid for here."""
    refund_under: Whole = UNSET
    """Choices below this number are refunded here."""
