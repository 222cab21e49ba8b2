"""What all records of a catalog share, and what all things that can be sold share."""

from typing import Literal

from tournant.canon.columns import UNSET, Amount, Flag, Moment, Text, Texts, UnsetType, Whole
from tournant.kernel.row import Entity, Link

__all__ = ["CatalogEntity", "CatalogLink", "Pricing", "Sellable"]

Pricing = Literal["fixed", "open"]
"""Fixed: the price is the one given. Open: whoever sells it types the price."""


class CatalogEntity(Entity, frozen=True, gc=False):
    """A record of a merchant's catalog, with what the source says about the record itself."""

    ordinal: Whole = UNSET
    """The source's own number for its place among its siblings; where it is set, it counts and `position` does not."""
    hidden: Flag = UNSET
    """Not shown to guests at all, though it exists and may be sold by staff."""
    deleted: Flag = UNSET
    """The source says that it deleted this record (many sources only leave it out)."""
    at_all_locations: Flag = UNSET
    """Whether locations that nobody names have it; PresentAt and AbsentAt rows name the others."""
    updated_at: Moment = UNSET
    """When the source says that the record last changed."""
    version: Whole = UNSET
    """The source's own version of the record; it grows with every change there."""


class CatalogLink(Link, frozen=True, gc=False):
    """A record of a merchant's catalog standing in another."""

    ordinal: Whole = UNSET
    """The source's own number for its place among its siblings; where it is set, it counts and `position` does not."""
    hidden: Flag = UNSET
    """Not shown to guests in this place."""


class Sellable(CatalogEntity, frozen=True, gc=False):
    """What an Item, a Variation and a Modifier have in common: it is chosen, counted, paid for and eaten."""

    name: Text = UNSET
    """What the guest reads."""
    description: Text = UNSET
    """What the guest reads below the name; plain text."""
    kitchen_name: Text = UNSET
    """What the kitchen reads on the ticket or the button, where it is not the name."""
    price: Amount = UNSET
    """The price of one; 0 is free, null is no price of its own (it lies elsewhere, or is open)."""
    pricing: Pricing | UnsetType | None = UNSET
    """Whether the price is `fixed` or `open` (typed in at the sale)."""
    sku: Text = UNSET
    """The merchant's own number for it (SKU, PLU): what it is matched by."""
    gtin: Text = UNSET
    """The bar code: 8, 12, 13 or 14 digits (EAN, UPC)."""
    external_ref: Text = UNSET
    """A text that the merchant's system left on the record at the partner, to find its own record by."""
    image_url: Text = UNSET
    """Where its picture lies, for partners that carry an address and no Image."""
    dietary_labels: Texts = UNSET
    """Diets it suits: vegan, vegetarian, halal, kosher, gluten_free, dairy_free, nut_free, or the source's word."""
    allergens: Texts = UNSET
    """What it contains: celery, crustaceans, eggs, fish, gluten, lupin, milk, molluscs, mustard, peanuts, sesame, soy,
    sulphites, tree_nuts, or the source's word."""
    alcohol: Flag = UNSET
    """It contains alcohol, so that the guest's age must be checked."""
    calories: Whole = UNSET
    """Kilocalories of one serving, or the least of them where a range is given; from 0."""
    calories_max: Whole = UNSET
    """The most kilocalories of one serving, where a range is given."""
    taxable: Flag = UNSET
    """Whether sales tax is due on it at all."""
    tax_rate_added: Whole = UNSET
    """The rate of the tax that comes on top of the price, in units of 1e-7: 8.25 % is 825000."""
    tax_rate_included: Whole = UNSET
    """The rate of the tax that the price already contains (VAT), in units of 1e-7."""
    tax_labels: Texts = UNSET
    """The partner's words for what kind of good this is to the tax office."""
    deposit: Amount = UNSET
    """The deposit on the container, paid on top of the price."""
    unit: Text = UNSET
    """What one is, where it is not a piece: kg, g, lb, oz, l, ml, cl, m, h."""
    unit_quantity: Text = UNSET
    """How many of the unit one price buys; an exact decimal."""
    min_quantity: Whole = UNSET
    """The fewest that must be chosen; from 0."""
    min_only_if_chosen: Flag = UNSET
    """The fewest hold only once it is chosen at all."""
    max_quantity: Whole = UNSET
    """The most that may be chosen; null is no limit."""
    default_quantity: Whole = UNSET
    """How many are chosen before the guest does anything; from 0."""
    charge_above: Whole = UNSET
    """Choices above this number are paid for, those up to it are free; from 0."""
    refund_under: Whole = UNSET
    """Choices below this number are refunded; from 0, and set only together with charge_above."""
