"""The flat menu with pydantic: models that keep unknown members, flattened by hand."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from tournant.bench.case import Rows
from tournant.bench.flat.values import CONTEXTS, LABELS, rate, usd
from tournant.canon import (
    Availability,
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
)
from tournant.kernel.row import UNSET
from tournant.lens import Ids


class _Model(BaseModel):
    model_config = ConfigDict(extra="allow")


class _Text(_Model):
    translations: dict[str, str]


class _Entity(_Model):
    id: str
    type: str


class _Quantity(_Model):
    min_permitted: int | None = None
    max_permitted: int | None = None


class _QuantityInfo(_Model):
    quantity: _Quantity


class _Override(_Model):
    context_type: str
    context_value: str
    price: int


class _PriceInfo(_Model):
    price: int
    overrides: list[_Override] = []


class _Tax(_Model):
    tax_rate: float | None = None


class _Labels(_Model):
    labels: list[str] = []


class _TaxLabels(_Model):
    default_value: _Labels


class _Calories(_Model):
    lower_range: int | None = None
    upper_range: int | None = None


class _Nutrition(_Model):
    calories: _Calories


class _Classifications(_Model):
    alcoholic_items: int | None = None
    dietary_label_info: _Labels


class _Dish(_Model):
    classifications: _Classifications


class _Suspension(_Model):
    suspend_until: datetime
    reason: str | None = None


class _SuspensionInfo(_Model):
    suspension: _Suspension


class _GroupIds(_Model):
    ids: list[str] = []


class _Hours(_Model):
    start_time: str
    end_time: str


class _Day(_Model):
    day_of_week: str
    time_periods: list[_Hours] = []


class _Menu(_Model):
    id: str
    title: _Text
    service_availability: list[_Day] = []
    category_ids: list[str] = []


class _Category(_Model):
    id: str
    title: _Text
    entities: list[_Entity] = []


class _Item(_Model):
    id: str
    title: _Text
    description: _Text | None = None
    external_data: str | None = None
    image_url: str | None = None
    price_info: _PriceInfo
    quantity_info: _QuantityInfo
    tax_info: _Tax
    tax_label_info: _TaxLabels
    nutritional_info: _Nutrition
    dish_info: _Dish | None = None
    modifier_group_ids: _GroupIds | None = None
    suspension_info: _SuspensionInfo | None = None


class _Group(_Model):
    id: str
    title: _Text
    external_data: str | None = None
    display_type: str | None = None
    quantity_info: _QuantityInfo
    modifier_options: list[_Entity] = []


class _Document(_Model):
    menus: list[_Menu]
    categories: list[_Category]
    items: list[_Item]
    modifier_groups: list[_Group]


def read(buf: bytes, ids: Ids) -> Rows:
    """The rows of a document."""
    document = _Document.model_validate_json(buf)
    menus, categories, items, groups = (ids.of(kind) for kind in ("Menu", "Category", "Item", "ModifierGroup"))
    return {
        "Menu": [Menu(menus[m.id], m.id, UNSET, n, name=_text(m.title)) for n, m in enumerate(document.menus)],
        "Daypart": [
            _daypart(day.day_of_week, hours, menus[menu.id], at, ids)
            for menu in document.menus
            for day in menu.service_availability
            for at, hours in enumerate(day.time_periods)
        ],
        "MenuCategory": [
            MenuCategory(categories[one], menus[m.id], at)
            for m in document.menus
            for at, one in enumerate(m.category_ids)
        ],
        "Category": [
            Category(categories[c.id], c.id, UNSET, n, name=_text(c.title)) for n, c in enumerate(document.categories)
        ],
        "CategoryItem": [
            CategoryItem(items[one.id], categories[c.id], at)
            for c in document.categories
            for at, one in enumerate(c.entities)
        ],
        "Item": [_item(item, items[item.id], number) for number, item in enumerate(document.items)],
        "ItemGroup": [
            ItemGroup(groups[one], items[item.id], at)
            for item in document.items
            if item.modifier_group_ids is not None
            for at, one in enumerate(item.modifier_group_ids.ids)
        ],
        "PriceRule": [
            _rule(override, items[item.id], at, ids)
            for item in document.items
            for at, override in enumerate(item.price_info.overrides)
        ],
        "Availability": [_out(i.suspension_info, items[i.id], ids) for i in document.items if i.suspension_info],
        "ModifierGroup": [_group(group, groups[group.id], n) for n, group in enumerate(document.modifier_groups)],
        "GroupModifier": [
            GroupModifier(items[one.id], groups[group.id], at)
            for group in document.modifier_groups
            for at, one in enumerate(group.modifier_options)
        ],
    }


def _text(text: _Text | None) -> str | None:
    return next(iter(text.translations.values())) if text is not None else None


def _daypart(day: str, hours: _Hours, parent: str, position: int, ids: Ids) -> Daypart:
    key = f"{day}:{hours.start_time}"
    own = ids.of("Daypart")[f"{parent}/{key}"]
    return Daypart(own, key, parent, position, weekdays=(day,), opens=hours.start_time, closes=hours.end_time)


def _item(item: _Item, own: str, number: int) -> Item:
    kinds = item.dish_info.classifications if item.dish_info is not None else None
    return Item(
        own,
        item.id,
        UNSET,
        number,
        name=_text(item.title),
        description=_text(item.description),
        price=usd(item.price_info.price),
        external_ref=item.external_data,
        image_url=item.image_url,
        dietary_labels=tuple(LABELS[label] for label in kinds.dietary_label_info.labels) if kinds else None,
        alcohol=bool(kinds.alcoholic_items) if kinds else None,
        calories=item.nutritional_info.calories.lower_range,
        calories_max=item.nutritional_info.calories.upper_range,
        tax_rate_added=rate(item.tax_info.tax_rate) if item.tax_info.tax_rate is not None else None,
        tax_labels=tuple(item.tax_label_info.default_value.labels),
        max_quantity=item.quantity_info.quantity.max_permitted,
    )


def _rule(override: _Override, parent: str, position: int, ids: Ids) -> PriceRule:
    key = f"{override.context_type}:{override.context_value}"
    column, kind = CONTEXTS[override.context_type]
    context, own = ids.of(kind)[override.context_value], ids.of("PriceRule")[f"{parent}/{key}"]
    if column == "in_menu":
        return PriceRule(own, key, parent, position, in_menu=context, price=usd(override.price))
    return PriceRule(own, key, parent, position, in_group=context, price=usd(override.price))


def _out(info: _SuspensionInfo, parent: str, ids: Ids) -> Availability:
    told = info.suspension
    own = ids.of("Availability")[parent]
    return Availability(own, None, parent, 0, unavailable_until=told.suspend_until, reason=told.reason)


def _group(group: _Group, own: str, number: int) -> ModifierGroup:
    limits = group.quantity_info.quantity
    return ModifierGroup(
        own,
        group.id,
        UNSET,
        number,
        name=_text(group.title),
        external_ref=group.external_data,
        min_choices=limits.min_permitted,
        max_choices=limits.max_permitted,
        collapsed=group.display_type == "collapsed",
    )
