"""What is sold: the Item, its sizes, what is sold as a set, and its pictures."""

from typing import Literal

from tournant.canon.catalog import CatalogEntity, CatalogLink, Sellable
from tournant.canon.columns import UNSET, Amount, Flag, Text, UnsetType, Whole

__all__ = [
    "Bundle",
    "BundlePart",
    "BundlePartItem",
    "Image",
    "ImageLink",
    "Item",
    "MeasureUnit",
    "ProductType",
    "Variation",
]

ProductType = Literal["food", "drink", "retail", "bundle", "gift_card", "service", "other"]


class Item(Sellable, frozen=True, gc=False):
    """A thing on the menu. With Variations, each of those has its price; without, the Item's price counts."""

    product_type: ProductType | UnsetType | None = UNSET
    """What sort of good it is."""
    price_before: Amount = UNSET
    """The price that is shown struck through, or the price without a channel's mark-up; not below the price."""
    reporting_category: Text = UNSET
    """The id of the Category under which it is counted in reports."""
    archived: Flag = UNSET
    """Kept for the books, no longer sold."""
    notes_allowed: Flag = UNSET
    """Whether a guest may add words of their own."""
    prep_time_s: Whole = UNSET
    """How long the kitchen needs for one, in seconds."""
    serves: Whole = UNSET
    """How many people it feeds."""


class Variation(Sellable, frozen=True, gc=False):
    """One size or form of an Item (its parent), with its own price. An Item of one size has one Variation or none."""

    item: Text = UNSET
    """The id of the Item, where the document names it and does not hold the Variation inside it (as its parent)."""
    sellable: Flag = UNSET
    """Whether it can be sold as it is (a keg is stocked, a glass is sold)."""
    measure_unit: Text = UNSET
    """The id of the MeasureUnit in which its quantity is sold; null is by the piece."""
    stock_tracked: Flag = UNSET
    """Whether the source counts how many are left."""
    stock_alert_below: Whole = UNSET
    """The source warns when fewer are left."""


class MeasureUnit(CatalogEntity, frozen=True, gc=False):
    """A unit that the source keeps as a record of its own."""

    name: Text = UNSET
    """What it is called, where it is the merchant's own: a ladle."""
    unit: Text = UNSET
    """What it is, where it is a common one: kg, g, lb, oz, l, ml, cl, m, h."""
    decimals: Whole = UNSET
    """How many digits after the point a quantity may have; from 0."""


class Bundle(Sellable, frozen=True, gc=False):
    """Several things at one price: a lunch deal, a family box."""

    item: Text = UNSET
    """The id of the Item as which it stands on the menu, where it does."""


class BundlePart(CatalogEntity, frozen=True, gc=False):
    """One choice in a Bundle (its parent): "your main", "your drink"."""

    name: Text = UNSET
    """What the guest reads."""
    min_choices: Whole = UNSET
    """How many must be chosen; from 0."""
    max_choices: Whole = UNSET
    """How many may be chosen; null is no limit."""


class BundlePartItem(CatalogLink, frozen=True, gc=False):
    """An Item or Variation (target) of a BundlePart (parent), or of the Item that is sold as the set."""

    price: Amount = UNSET
    """What this choice adds to the price of the Bundle; 0 or null is nothing."""
    quantity: Text = UNSET
    """How many of it the part holds; an exact decimal."""
    default_quantity: Whole = UNSET
    """How many are chosen before the guest does anything."""


class Image(CatalogEntity, frozen=True, gc=False):
    """A picture that the source keeps as a record of its own."""

    name: Text = UNSET
    """What staff call it."""
    url: Text = UNSET
    """Where it lies."""
    caption: Text = UNSET
    """What it shows, for those who cannot see it."""


class ImageLink(CatalogLink, frozen=True, gc=False):
    """An Image (target) of an Item, Variation, Category or ModifierGroup (parent); the first is the one on the card."""
