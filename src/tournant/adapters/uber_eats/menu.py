"""The menu, as it is read and as it is replaced: four lists that name each other by id.

Options are ordinary items, so choices nest by reference: an Item's groups, whose options are Items, which have groups.
What is different in one place (a price, a limit, a suspension) is an override below the item or group that it is about.
"""

from tournant.adapters.uber_eats import spelling
from tournant.adapters.uber_eats.spelling import text, words
from tournant.canon import (
    Availability,
    BundlePartItem,
    Category,
    CategoryItem,
    Daypart,
    GroupModifier,
    Item,
    ItemGroup,
    Menu,
    MenuCategory,
    ModifierGroup,
    PriceRule,
    QuantityRule,
)
from tournant.kernel.row import Entity
from tournant.lens import Conv, Doc, Each, F

Fields = dict[str, str | F]

_COLLAPSED = words({"expanded": False, "collapsed": True})
_ITEM = ("type", "ITEM")
_CONTEXTS: dict[str, tuple[str, type[Entity]]] = {
    "MENU": ("in_menu", Menu),
    "ITEM": ("in_item", Item),
    "MODIFIER_GROUP": ("in_group", ModifierGroup),
}
_LIMITS = {
    "min_quantity": "min_permitted",
    "min_only_if_chosen": "is_min_permitted_optional",
    "max_quantity": "max_permitted",
    "default_quantity": "default_quantity",
    "charge_above": "charge_above",
    "refund_under": "refund_under",
}
_LIMITS_OF_GROUPS = {**_LIMITS, "min_distinct": "min_permitted_unique", "max_distinct": "max_permitted_unique"}
_SUSPENSION: Fields = {"unavailable_until": F("suspend_until", spelling.UNIX_S), "reason": "reason"}


_HOURS: Fields = {
    "weekdays": F("^.day_of_week", spelling.DAY),
    "opens": F("start_time", spelling.OPENS),
    "closes": F("end_time", spelling.CLOSES),
}
_HOURS_KEY = ("^.day_of_week", "start_time")
_SEASON: Fields = {"first_day": "^.^.start_date", "last_day": "^.^.end_date"}


def _hours(at: str, fields: Fields) -> Each:
    """Periods of a day: the day stands around them, where there may be several."""
    return Each(Daypart, f"{at}[].time_periods[]", key=_HOURS_KEY, scoped=True, fields=fields)


def _below(path: str, fields: dict[str, str]) -> Fields:
    return {column: F(f"{path}.{member}", none="drop") for column, member in fields.items()}


def _overrides(row: type[Entity], at: str, fields: Fields) -> tuple[Each, ...]:
    """What holds only in one context: the context is a menu, an item, or a group."""
    return tuple(
        Each(
            row,
            f"{at}.overrides[]",
            key=("context_type", "context_value"),
            scoped=True,
            when=("context_type", context),
            fields={column: F("context_value", to=kind), **fields},
        )
        for context, (column, kind) in _CONTEXTS.items()
    )


_MENU = Each(
    Menu,
    "menus[]",
    fields={"name": text("title"), "description": text("subtitle")},
    inside=(
        _hours("service_availability", _HOURS),
        Each(MenuCategory, "category_ids[]", key=".", to=Category),
    ),
    new={"service_availability": [], "category_ids": []},
)
_CATEGORY = Each(
    Category,
    "categories[]",
    unit=True,
    fields={"name": text("title"), "description": text("subtitle")},
    inside=(Each(CategoryItem, "entities[]", to=Item, when=_ITEM),),
    new={"entities": []},
)
_GROUP = Each(
    ModifierGroup,
    "modifier_groups[]",
    unit=True,
    fields={
        "name": text("title"),
        "external_ref": F("external_data", none="drop"),
        "collapsed": F("display_type", _COLLAPSED, none="drop"),
        "min_choices": F("quantity_info.quantity.min_permitted", none="drop"),
        "max_choices": F("quantity_info.quantity.max_permitted", none="drop"),
        "min_distinct": F("quantity_info.quantity.min_permitted_unique", none="drop"),
        "max_distinct": F("quantity_info.quantity.max_permitted_unique", none="drop"),
        "free_choices": F(
            ("quantity_info.quantity.charge_above", "quantity_info.quantity.refund_under"),
            Conv((int, int), lambda above, _under: above, lambda free: (free, 0)),
            none="drop",
        ),
    },
    inside=(
        Each(GroupModifier, "modifier_options[]", to=Item, when=_ITEM),
        *_overrides(QuantityRule, "quantity_info", _below("quantity", _LIMITS_OF_GROUPS)),
    ),
    new={"modifier_options": []},
)

# ---------------------------------------------------------------------- items

_KCAL_UNITS = 100_000
"""Intervals count hundred-thousandths; energy that is no whole number is read as the nearest."""


def _energy(ranged: int | None, exact: int | None, _display: str | None) -> int | None:
    return ranged if exact is None else (exact + _KCAL_UNITS // 2) // _KCAL_UNITS


def _calories(end: str, display: str) -> F:
    paths = (f"{end}_range", f"energy_interval.{end}", "display_type")
    conv = Conv((int, int, str), _energy, lambda kcal: (kcal, kcal * _KCAL_UNITS, display), repeats=True)
    return F(tuple(f"nutritional_info.calories.{path}" for path in paths), conv, none="drop")


_LABELS = Conv(
    tuple[str, ...],
    lambda labels: tuple(map(str.lower, labels)),
    lambda labels: [label.upper() for label in labels],
    repeats=True,
)
_TAX_LABELS = F(
    ("tax_label_info.default_value.labels", "tax_label_info.default_value.source"),
    Conv((tuple[str, ...], str), lambda labels, _source: labels, lambda labels: (labels, "MANUAL")),
    none="drop",
)
_SORT: Fields = {
    "dietary_labels": F("dish_info.classifications.dietary_label_info.labels", _LABELS, none="drop"),
    "allergens": F("nutritional_info.allergens", none="drop"),
    "alcohol": F("dish_info.classifications.alcoholic_items", Conv(int, bool, int), none="drop"),
    "calories": _calories("lower", "single_item"),
    "calories_max": _calories("upper", "multiple_items"),
    "gtin": F("product_info.gtin", none="drop"),
    "sku": F("product_info.merchant_id", none="drop"),
}
_BUNDLED = Each(
    BundlePartItem,
    "bundled_items[]",
    key="item_id",
    to=Item,
    fields={"quantity": F("included_quantity", Conv(int, str, int), none="drop")},
)


def _item(price: Conv) -> Each:
    fields: Fields = {
        "name": text("title"),
        "description": text("description"),
        "external_ref": F("external_data", none="drop"),
        "image_url": F("image_url", none="drop"),
        "price": F("price_info.price", price),
        "deposit": F("price_info.container_deposit", price, none="drop"),
        **_below("quantity_info.quantity", _LIMITS),
        "tax_rate_added": F("tax_info.tax_rate", spelling.PERCENT, none="drop"),
        "tax_rate_included": F("tax_info.vat_rate_percentage", spelling.PERCENT, none="drop"),
        "tax_labels": _TAX_LABELS,
        **_SORT,
    }
    inside = (
        Each(ItemGroup, "modifier_group_ids.ids[]", key=".", to=ModifierGroup),
        *_overrides(PriceRule, "price_info", {"price": F("price", price)}),
        *_overrides(QuantityRule, "quantity_info", _below("quantity", _LIMITS)),
        Each(Availability, "suspension_info.suspension", key=None, fields=_SUSPENSION),
        *_overrides(Availability, "suspension_info", _suspension_there()),
        _BUNDLED,
        _hours("visibility_info.hours[].hours_of_week", {**_HOURS, **_SEASON}),
    )
    return Each(Item, "items[]", key=spelling.ITEM_ID, unit=True, fields=fields, inside=inside, new={"tax_info": {}})


def _suspension_there() -> Fields:
    return {
        "unavailable_until": F("suspension.suspend_until", spelling.UNIX_S),
        "reason": F("suspension.reason", none="drop"),
    }


def menu(currency: str | None) -> Doc:
    """The whole menu of a store, in amounts of this currency."""
    lists = (_MENU, _CATEGORY, _item(spelling.hundredths(currency)), _GROUP)
    return Doc("uber_eats.menu", lists, new={"menus": [], "categories": [], "items": [], "modifier_groups": []})
