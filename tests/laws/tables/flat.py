"""A flat document as Uber Eats has it: top-level lists that refer to each other by id, dotted paths, scoped lists."""

from tests.laws.tables import wire

from tournant.kernel.row import UNSET, Entity, Link, UnsetType
from tournant.lens import Doc, Each, F

__all__ = ["FLAT", "Category", "CategoryItem", "Day", "Group", "GroupOption", "Item", "ItemGroup", "Menu"]
__all__ += ["MenuCategory", "Nutrition", "Period", "Rule"]


class Menu(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    note: str | UnsetType | None = UNSET


class Day(Entity, frozen=True, gc=False):
    label: str | UnsetType | None = UNSET


class Period(Entity, frozen=True, gc=False):
    end: int | UnsetType | None = UNSET


class Category(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    subtitle: str | UnsetType | None = UNSET


class Item(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    price: int | UnsetType | None = UNSET
    max_quantity: int | UnsetType | None = UNSET
    tax_rate: int | UnsetType | None = UNSET
    sku: str | UnsetType | None = UNSET
    visible: bool | UnsetType | None = UNSET
    substitute: str | UnsetType | None = UNSET
    never_mapped: str | UnsetType | None = UNSET


class Nutrition(Entity, frozen=True, gc=False):
    calories: int | UnsetType | None = UNSET
    label: str | UnsetType | None = UNSET


class Group(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    min: int | UnsetType | None = UNSET
    max: int | UnsetType | None = UNSET


class Rule(Entity, frozen=True, gc=False):
    price: str | UnsetType | None = UNSET
    label: str | UnsetType | None = UNSET


class MenuCategory(Link, frozen=True, gc=False):
    pass


class CategoryItem(Link, frozen=True, gc=False):
    pass


class ItemGroup(Link, frozen=True, gc=False):
    pass


class GroupOption(Link, frozen=True, gc=False):
    price: int | UnsetType | None = UNSET


TITLE = "title.translations.*"

PERIODS = Each(Period, "time_periods[]", key="start_time", scoped=True, fields={"end": F("end_time", wire.hhmm)})
DAYS = Each(Day, "service_availability[]", key="day_of_week", scoped=True, fields={"label": "label"}, inside=(PERIODS,))

FLAT = Doc(
    "laws.flat",
    (
        Each(
            Menu,
            "menus[]",
            fields={"name": TITLE, "note": "note"},
            inside=(DAYS, Each(MenuCategory, "category_ids[]", key=".", to=Category)),
        ),
        Each(
            Category,
            "categories[]",
            fields={"name": TITLE, "subtitle": F("subtitle.text", none="drop")},
            inside=(Each(CategoryItem, "entities[]", to=Item, new={"type": "ITEM"}),),
        ),
        Each(
            Item,
            "items[]",
            fields={
                "name": TITLE,
                "description": F("description", none="drop"),
                "price": "price_info.price",
                "max_quantity": "quantity_info.quantity.max_permitted",
                "tax_rate": F("tax_info.rate", wire.percent),
                "sku": "external_data",
                "visible": F("display.visible", absent=True),
                "substitute": F("substitute_id", to=Item),
            },
            inside=(
                Each(ItemGroup, "modifier_group_ids.ids[]", key=".", to=Group),
                Each(Nutrition, "nutrition", key=None, fields={"calories": "kcal", "label": "facts.label"}),
            ),
            new={"kind": "FOOD", "meta.origin": "tournant"},
        ),
        Each(
            Group,
            "modifier_groups[]",
            fields={"name": TITLE, "min": "quantity.min", "max": "quantity.max"},
            inside=(
                Each(
                    GroupOption,
                    "modifier_options[]",
                    to=Item,
                    fields={"price": "price_info.price"},
                    new={"type": "ITEM"},
                ),
            ),
        ),
        Each(
            Rule,
            "rules[]",
            key=("item_id", "mode"),
            fields={"price": F(("cost.amount", "cost.currency"), wire.money), "label": "label"},
        ),
    ),
)
