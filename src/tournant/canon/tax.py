"""Taxes that a catalog keeps as records of their own, and what they are due on."""

from tournant.canon.catalog import CatalogEntity
from tournant.canon.columns import UNSET, Flag, Text, Whole
from tournant.kernel.row import Link

__all__ = ["ItemTax", "TaxRate"]


class TaxRate(CatalogEntity, frozen=True, gc=False):
    """A tax: its name, its rate, and whether prices contain it."""

    name: Text = UNSET
    """What stands on the receipt."""
    rate: Whole = UNSET
    """The rate in units of 1e-7: 8.25 % is 825000; from 0."""
    included: Flag = UNSET
    """Whether prices already contain it (VAT), or it comes on top (sales tax)."""
    enabled: Flag = UNSET
    """Whether it is charged at all."""
    after_other_taxes: Flag = UNSET
    """Whether it is computed on the total, taxes included, or on the subtotal."""
    on_open_amounts: Flag = UNSET
    """Whether it is due on amounts that staff type in."""


class ItemTax(Link, frozen=True, gc=False):
    """A TaxRate (target) is due on an Item, Variation or Modifier (parent)."""
