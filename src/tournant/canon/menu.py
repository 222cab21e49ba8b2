"""How the catalog is laid out: Menus, their hours, Categories, and what stands in them."""

from tournant.canon.catalog import CatalogEntity, CatalogLink
from tournant.canon.columns import UNSET, Amount, Day, Flag, Text, Texts

__all__ = ["Category", "CategoryItem", "Daypart", "DaypartLink", "ItemCategory", "Menu", "MenuCategory"]


class Menu(CatalogEntity, frozen=True, gc=False):
    """What a guest can be handed: lunch, dinner, drinks."""

    name: Text = UNSET
    """What the guest reads."""
    description: Text = UNSET
    """What the guest reads below the name."""
    kitchen_name: Text = UNSET
    """What staff call it, where it is not the name."""
    image_url: Text = UNSET
    """Where its picture lies."""
    modes: Texts = UNSET
    """The ways of fulfilment it is for: delivery, pickup, dine_in; empty or UNSET is all."""


class Daypart(CatalogEntity, frozen=True, gc=False):
    """A weekly period in which its parent (Menu, Category or Item) is offered; several rows add up.

    Without a parent it is a period of its own, and DaypartLink rows say what keeps to it. Local time of the place.
    """

    name: Text = UNSET
    """What staff call it: breakfast, happy hour."""
    weekdays: Texts = UNSET
    """The days on which it begins, monday to sunday; null or UNSET is every day."""
    opens: Text = UNSET
    """When it begins, "HH:MM" from "00:00"."""
    closes: Text = UNSET
    """When it ends, "HH:MM" to "24:00"; not after `opens` means on the next day."""
    first_day: Day = UNSET
    """The first date on which it holds, for a season; null is always."""
    last_day: Day = UNSET
    """The last date on which it holds; null is for ever."""


class DaypartLink(CatalogLink, frozen=True, gc=False):
    """A Menu, Category or Item (parent) is offered in a Daypart (target)."""


class Category(CatalogEntity, frozen=True, gc=False):
    """A heading on the menu. Its parent is the Menu or Category that its document holds it in."""

    name: Text = UNSET
    """What the guest reads."""
    description: Text = UNSET
    """What the guest reads below the name."""
    kitchen_name: Text = UNSET
    """What staff call it, where it is not the name."""
    parent_category: Text = UNSET
    """The id of the Category above, where the document names it and does not nest them."""
    for_staff: Flag = UNSET
    """It sorts the point of sale's buttons, kitchen or reports and is no heading on a menu."""
    image_url: Text = UNSET
    """Where its picture lies."""


class MenuCategory(CatalogLink, frozen=True, gc=False):
    """A Category (target) stands in a Menu, or below another Category (parent)."""


class CategoryItem(CatalogLink, frozen=True, gc=False):
    """An Item (target) stands in a Category (parent)."""

    price: Amount = UNSET
    """The Item's price in this place; null is the Item's own."""


class ItemCategory(CatalogLink, frozen=True, gc=False):
    """The same fact as a CategoryItem, told from the other side: an Item (parent) names a Category (target)."""
