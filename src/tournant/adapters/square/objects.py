"""The catalog's objects: what all types have, and what each has in a body of its own (`item_data`, `tax_data` …)."""

from collections.abc import Mapping
from dataclasses import replace

from tournant.adapters.square import spelling
from tournant.adapters.square.spelling import labels, words
from tournant.canon import (
    AbsentAt,
    Category,
    Daypart,
    DaypartLink,
    Image,
    ImageLink,
    Item,
    ItemCategory,
    ItemGroup,
    ItemTax,
    Location,
    LocationOverlay,
    MeasureUnit,
    Modifier,
    ModifierGroup,
    PresentAt,
    QuantityRule,
    TaxRate,
    Variation,
)
from tournant.kernel.row import Entity
from tournant.lens import Conv, Each, F

Fields = Mapping[str, str | F]

PRICING = words({"FIXED_PRICING": "fixed", "VARIABLE_PRICING": "open"})
PRODUCTS = words(
    {
        "FOOD_AND_BEV": "food",
        "REGULAR": "other",
        "GIFT_CARD": "gift_card",
        "APPOINTMENTS_SERVICE": "service",
        "LEGACY_SQUARE_ONLINE_SERVICE": "service",
        "EVENT": "other",
        "DIGITAL": "other",
        "DONATION": "other",
        "LEGACY_SQUARE_ONLINE_MEMBERSHIP": "other",
    },
    strict=False,
)
DIETS = labels("dairy_free", "gluten_free", "halal", "kosher", "nut_free", "vegan", "vegetarian")
ALLERGENS = labels(
    *("celery", "crustaceans", "eggs", "fish", "gluten", "lupin", "milk"),
    *("molluscs", "mustard", "peanuts", "sesame", "soy", "sulphites", "tree_nuts"),
)
TEXT_ONLY = words({"TEXT": "text"}, strict=False)
DEFAULT_HERE = words({"YES": 1, "NO": 0}, strict=False)
HIDDEN_HERE = words({"YES": True, "NO": False}, strict=False)
STAFF = words(
    {"REGULAR_CATEGORY": False, "MENU_CATEGORY": False, "KITCHEN_CATEGORY": True},
    strict=False,
)
INCLUDED = words({"ADDITIVE": False, "INCLUSIVE": True})
PHASE = words({"TAX_SUBTOTAL_PHASE": False, "TAX_TOTAL_PHASE": True})
ALERT = F(
    ("inventory_alert_type", "inventory_alert_threshold"),
    Conv(
        (str, int),
        lambda sort, least: least + 1 if sort == "LOW_QUANTITY" and least is not None else None,
        lambda below: ("LOW_QUANTITY", below - 1),
    ),
    none="drop",
)
"""Square warns at a count or below it, the canonical column names the first count that is not warned of."""

_EVERY: dict[str, str | F] = {
    "deleted": "is_deleted",
    "at_all_locations": "present_at_all_locations",
    "updated_at": "updated_at",
    "version": "version",
}
_PRESENCE = (
    Each(PresentAt, "present_at_location_ids[]", key=".", to=Location),
    Each(AbsentAt, "absent_at_location_ids[]", key=".", to=Location),
)
_IMAGES = Each(ImageLink, "image_ids[]", key=".", to=Image)


def kinds(currency: str | None) -> dict[str, Each]:
    """Each type of object that has rows, by its tag; where it stands is for the envelope to say."""
    price = spelling.Prices(currency)
    variation, modifier = _variation(price), _modifier(price)
    return {
        "ITEM": _item(variation),
        "ITEM_VARIATION": variation,
        "MODIFIER_LIST": _modifier_list(modifier),
        "MODIFIER": modifier,
        "CATEGORY": _CATEGORY,
        "TAX": _TAX,
        "IMAGE": _IMAGE,
        "MEASUREMENT_UNIT": _UNIT,
        "AVAILABILITY_PERIOD": _PERIOD,
    }


def _kind(tag: str, row: type[Entity], fields: Fields, inside: tuple[Each, ...] = ()) -> Each:
    """A type of object: what all have, and what its own body has."""
    body = f"{tag.lower()}_data."
    own: Fields = {name: _below(body, f if isinstance(f, F) else F(f)) for name, f in fields.items()}
    inner = tuple(replace(each, at=body + each.at) for each in inside)
    return Each(row, "", fields={**_EVERY, **own}, inside=(*_PRESENCE, *inner), new={"type": tag})


def _below(body: str, f: F) -> F:
    return replace(f, path=body + f.path if isinstance(f.path, str) else tuple(body + path for path in f.path))


def _item(variation: Each) -> Each:
    fields: Fields = {
        "name": "name",
        "description": spelling.DESCRIPTION,
        "kitchen_name": "abbreviation",
        "taxable": "is_taxable",
        "product_type": F("product_type", PRODUCTS),
        "archived": "is_archived",
        "alcohol": "is_alcoholic",
        "reporting_category": F("reporting_category.id", to=Category),
        "calories": "food_and_beverage_details.calorie_count",
        "dietary_labels": F("food_and_beverage_details.dietary_preferences", DIETS),
        "allergens": F("food_and_beverage_details.ingredients", ALLERGENS),
    }
    override: Fields = {
        "subject": F("modifier_id", to=Modifier),
        "default_quantity": F("on_by_default_override", DEFAULT_HERE),
        "hidden": F("hidden_online_override", HIDDEN_HERE),
    }
    limits: Fields = {
        "ordinal": "ordinal",
        "enabled": "enabled",
        "min_choices": F("min_selected_modifiers", spelling.MIN_HERE),
        "max_choices": F("max_selected_modifiers", spelling.MAX_HERE),
    }
    overrides = Each(QuantityRule, "modifier_overrides[]", key="modifier_id", fields=override, scoped=True)
    groups = Each(
        ItemGroup, "modifier_list_info[]", key="modifier_list_id", to=ModifierGroup, fields=limits, inside=(overrides,)
    )
    inside = (
        replace(variation, at="variations[]"),
        groups,
        Each(ItemCategory, "categories[]", to=Category, fields={"ordinal": "ordinal"}),
        Each(ItemTax, "tax_ids[]", key=".", to=TaxRate),
        _IMAGES,
    )
    return _kind("ITEM", Item, fields, inside)


def _variation(price: spelling.Prices) -> Each:
    fields: Fields = {
        "item": F("item_id", to=Item),
        "name": "name",
        "sku": "sku",
        "gtin": "upc",
        "external_ref": "user_data",
        "ordinal": "ordinal",
        "price": price("price_money"),
        "pricing": F("pricing_type", PRICING),
        "sellable": "sellable",
        "measure_unit": F("measurement_unit_id", to=MeasureUnit),
        "stock_tracked": "track_inventory",
        "stock_alert_below": ALERT,
    }
    here: Fields = {
        "at_location": F("location_id", to=Location),
        "price": price("price_money"),
        "pricing": F("pricing_type", PRICING),
        "sold_out": "sold_out",
        "sold_out_until": "sold_out_valid_until",
        "stock_tracked": "track_inventory",
    }
    overlay = Each(LocationOverlay, "location_overrides[]", key="location_id", fields=here, scoped=True)
    return _kind("ITEM_VARIATION", Variation, fields, (overlay, _IMAGES))


def _modifier_list(modifier: Each) -> Each:
    fields: Fields = {
        "name": "name",
        "kitchen_name": "internal_name",
        "ordinal": "ordinal",
        "selection": F("modifier_type", TEXT_ONLY),
        "min_choices": F("min_selected_modifiers", spelling.MIN_CHOICES),
        "max_choices": spelling.MAX_CHOICES,
        "repeatable": "allow_quantities",
        "text_required": "text_required",
        "text_chars_max": "max_length",
    }
    return _kind("MODIFIER_LIST", ModifierGroup, fields, (replace(modifier, at="modifiers[]"), _IMAGES))


def _modifier(price: spelling.Prices) -> Each:
    fields: Fields = {
        "group": F("modifier_list_id", to=ModifierGroup),
        "name": "name",
        "ordinal": "ordinal",
        "price": price("price_money"),
        "default_quantity": F("on_by_default", spelling.BY_DEFAULT),
        "hidden": "hidden_online",
    }
    here: Fields = {
        "at_location": F("location_id", to=Location),
        "price": price("price_money"),
        "sold_out": "sold_out",
    }
    overlay = Each(LocationOverlay, "location_overrides[]", key="location_id", fields=here, scoped=True)
    return _kind("MODIFIER", Modifier, fields, (overlay,))


_CATEGORY = _kind(
    "CATEGORY",
    Category,
    {
        "name": "name",
        "for_staff": F("category_type", STAFF),
        "parent_category": F("parent_category.id", to=Category),
        "ordinal": "parent_category.ordinal",
        "hidden": F("online_visibility", spelling.NOT),
    },
    (_IMAGES, Each(DaypartLink, "availability_period_ids[]", key=".", to=Daypart)),
)
_TAX = _kind(
    "TAX",
    TaxRate,
    {
        "name": "name",
        "rate": F("percentage", spelling.PERCENT),
        "included": F("inclusion_type", INCLUDED),
        "after_other_taxes": F("calculation_phase", PHASE),
        "enabled": "enabled",
        "on_open_amounts": "applies_to_custom_amounts",
    },
)
_IMAGE = _kind("IMAGE", Image, {"name": "name", "url": "url", "caption": "caption"})
_UNIT = _kind(
    "MEASUREMENT_UNIT",
    MeasureUnit,
    {
        "name": "measurement_unit.custom_unit.name",
        "unit": spelling.unit("measurement_unit"),
        "decimals": "precision",
    },
)
_PERIOD = _kind(
    "AVAILABILITY_PERIOD",
    Daypart,
    {
        "weekdays": F("day_of_week", spelling.WEEKDAYS),
        "opens": F("start_local_time", spelling.OPENS),
        "closes": F("end_local_time", spelling.CLOSES),
    },
)
