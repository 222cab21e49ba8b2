"""The canonical model: what a restaurant is, as flat rows of one type a kind.

Duty: one vocabulary for every partner. What enters: nothing; these are types, one table, and pure functions over rows.
What leaves: row types by noun (menu, item, modifiers, price, tax, availability, hours, place, translation, order,
webhook), the order status table, and the invariants (`rules`), which return what is wrong as data.

    Menu ◄ MenuCategory ► Category ◄ CategoryItem ► Item ◄ Variation
    Item ◄ ItemGroup ► ModifierGroup ◄ GroupModifier ► Modifier ◄ ModifierGroupLink ► ModifierGroup
    Location ◄ OpeningHours, SpecialHours, Pause, PrepTime        Order ◄ OrderLine ◄ OrderLine (its modifiers)

What is always true:
- A link between two rows is a row. Nesting of any depth is by reference; a cycle is a violation.
- A column is UNSET where a partner does not carry it (left out of JSON), None where it is known to be empty (null).
- Money is minor units with a currency, or a decimal where nobody says the currency; rates count 1e-7.
- Instants have a zone; times on a place's clock are "HH:MM"; quantities are decimal text.
- No I/O, no clock, no dice; only the kernel is imported.

Failure: a wrong value does not raise here. `rules.violations(rows)` lists what is wrong, each with its path and reason.
"""

from tournant.canon import kinds, rules
from tournant.canon.availability import Availability
from tournant.canon.catalog import CatalogEntity, CatalogLink, Sellable
from tournant.canon.fulfilment import Courier, Customer, Fulfilment
from tournant.canon.hours import OpeningHours, Pause, PrepTime, SpecialHours
from tournant.canon.item import Bundle, BundlePart, BundlePartItem, Image, ImageLink, Item, MeasureUnit, Variation
from tournant.canon.menu import Category, CategoryItem, Daypart, DaypartLink, ItemCategory, Menu, MenuCategory
from tournant.canon.modifiers import (
    GroupModifier,
    ItemGroup,
    Modifier,
    ModifierGroup,
    ModifierGroupLink,
    VariationGroup,
)
from tournant.canon.order import Adjustment, Order, OrderLine, Payment
from tournant.canon.place import (
    AbsentAt,
    Brand,
    Location,
    LocationBrand,
    LocationOverlay,
    Merchant,
    Organisation,
    PresentAt,
)
from tournant.canon.price import PriceRule, QuantityRule
from tournant.canon.tax import ItemTax, TaxRate
from tournant.canon.translation import Translation
from tournant.canon.webhook import PartnerEvent

__all__ = [
    "AbsentAt",
    "Adjustment",
    "Availability",
    "Brand",
    "Bundle",
    "BundlePart",
    "BundlePartItem",
    "CatalogEntity",
    "CatalogLink",
    "Category",
    "CategoryItem",
    "Courier",
    "Customer",
    "Daypart",
    "DaypartLink",
    "Fulfilment",
    "GroupModifier",
    "Image",
    "ImageLink",
    "Item",
    "ItemCategory",
    "ItemGroup",
    "ItemTax",
    "Location",
    "LocationBrand",
    "LocationOverlay",
    "MeasureUnit",
    "Menu",
    "MenuCategory",
    "Merchant",
    "Modifier",
    "ModifierGroup",
    "ModifierGroupLink",
    "OpeningHours",
    "Order",
    "OrderLine",
    "Organisation",
    "PartnerEvent",
    "Pause",
    "Payment",
    "PrepTime",
    "PresentAt",
    "PriceRule",
    "QuantityRule",
    "Sellable",
    "SpecialHours",
    "TaxRate",
    "Translation",
    "Variation",
    "VariationGroup",
    "kinds",
    "rules",
]
