"""Which kind stands in which: the parents and targets that rows may have, and the columns that name another row."""

from collections.abc import Mapping
from typing import Final

__all__ = ["COLUMNS", "PARENTS", "TARGETS"]

_RECORDS: Final = (
    "Menu",
    "Daypart",
    "Category",
    "Item",
    "Variation",
    "MeasureUnit",
    "Bundle",
    "ModifierGroup",
    "Modifier",
    "TaxRate",
    "Image",
)
_SOLD: Final = ("Item", "Variation", "Modifier")
_SHOWN: Final = ("Menu", "Category", "Item", "Variation", "ModifierGroup", "Modifier", "Bundle", "BundlePart")

PARENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Merchant": ("Organisation",),
    "Brand": ("Merchant",),
    "Location": ("Merchant",),
    "LocationBrand": ("Location",),
    "LocationOverlay": _SOLD,
    "PresentAt": _RECORDS,
    "AbsentAt": _RECORDS,
    "OpeningHours": ("Location",),
    "SpecialHours": ("Location",),
    "Pause": ("Location",),
    "PrepTime": ("Location",),
    "Daypart": ("Menu", "Category", "Item"),
    "DaypartLink": ("Menu", "Category", "Item"),
    "Category": ("Menu", "Category"),
    "MenuCategory": ("Menu", "Category"),
    "CategoryItem": ("Category",),
    "ItemCategory": ("Item",),
    "Item": ("Category",),
    "Variation": ("Item",),
    "BundlePart": ("Bundle", "Item"),
    "BundlePartItem": ("BundlePart", "Item"),
    "ImageLink": _SHOWN,
    "ItemGroup": ("Item",),
    "VariationGroup": ("Variation",),
    "ModifierGroupLink": ("Modifier",),
    "GroupModifier": ("ModifierGroup",),
    "Modifier": ("ModifierGroup",),
    "PriceRule": ("Menu", "Category", *_SOLD),
    "QuantityRule": ("Item", "Modifier", "ModifierGroup", "ItemGroup"),
    "ItemTax": _SOLD,
    "Availability": _SOLD,
    "Translation": _SHOWN,
    "OrderLine": ("Order", "OrderLine"),
    "Adjustment": ("Order", "OrderLine"),
    "Payment": ("Order",),
    "Fulfilment": ("Order",),
    "Courier": ("Order", "Fulfilment"),
    "Customer": ("Order", "Fulfilment"),
}
"""The kinds that a row's parent may be of; a kind that is not here stands on its own."""

TARGETS: Final[Mapping[str, tuple[str, ...]]] = {
    "LocationBrand": ("Brand",),
    "PresentAt": ("Location",),
    "AbsentAt": ("Location",),
    "DaypartLink": ("Daypart",),
    "MenuCategory": ("Category",),
    "CategoryItem": ("Item",),
    "ItemCategory": ("Category",),
    "BundlePartItem": ("Item", "Variation"),
    "ImageLink": ("Image",),
    "ItemGroup": ("ModifierGroup",),
    "VariationGroup": ("ModifierGroup",),
    "ModifierGroupLink": ("ModifierGroup",),
    "GroupModifier": ("Modifier", "Item"),
    "ItemTax": ("TaxRate",),
}
"""The kinds that a link's target may be of."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "at_location": ("Location",),
    "brand": ("Brand",),
    "customer": ("Customer",),
    "group": ("ModifierGroup",),
    "in_group": ("ModifierGroup",),
    "in_item": ("Item",),
    "in_menu": ("Menu",),
    "item": ("Item",),
    "location": ("Location",),
    "measure_unit": ("MeasureUnit",),
    "modifier": ("Modifier",),
    "parent_category": ("Category",),
    "reporting_category": ("Category",),
    "subject": _SOLD,
    "tax_rate": ("TaxRate",),
    "variation": ("Variation",),
}
"""The columns that hold the id of a row, whatever kind they stand in."""
