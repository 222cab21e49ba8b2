"""One deep tree as DoorDash has it: groups repeated under every item, and groups within options."""

from tests.laws.tables import wire

from tournant.kernel.row import UNSET, Entity, Link, UnsetType
from tournant.lens import Again, Doc, Each, F

__all__ = ["DEEP", "Category", "CategoryItem", "Group", "Item", "ItemGroup", "Menu", "Option", "OptionGroup"]


class Menu(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET


class Category(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    subtitle: str | UnsetType | None = UNSET


class Item(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    price: int | UnsetType | None = UNSET
    tax_rate: int | UnsetType | None = UNSET
    active: bool | UnsetType | None = UNSET


class Group(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    min: int | UnsetType | None = UNSET
    max: int | UnsetType | None = UNSET


class Option(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    price: int | UnsetType | None = UNSET
    tax_rate: int | UnsetType | None = UNSET
    active: bool | UnsetType | None = UNSET


class CategoryItem(Link, frozen=True, gc=False):
    pass


class ItemGroup(Link, frozen=True, gc=False):
    pass


class OptionGroup(Link, frozen=True, gc=False):
    pass


KEY = "merchant_supplied_id"

OPTION = Each(
    Option,
    "options[]",
    key=KEY,
    scoped=True,
    fields={
        "name": "name",
        "price": "price",
        "tax_rate": F("tax_rate", wire.percent),
        "active": F("active", absent=True),
    },
    inside=(Again(Group, "extras[]", link=OptionGroup),),
)

GROUP = Each(
    Group,
    "extras[]",
    key=KEY,
    link=ItemGroup,
    fields={"name": "name", "min": "limits.min", "max": "limits.max"},
    inside=(OPTION,),
)

ITEM = Each(
    Item,
    "items[]",
    key=KEY,
    link=CategoryItem,
    unit=True,
    fields={
        "name": "name",
        "description": F("description", none="drop"),
        "price": "price",
        "tax_rate": F("tax_rate", wire.percent),
        "active": F("active", absent=True),
    },
    inside=(GROUP,),
)

CATEGORY = Each(Category, "categories[]", key=KEY, fields={"name": "name", "subtitle": "subtitle"}, inside=(ITEM,))

DEEP = Doc("laws.deep", (Each(Menu, "menu", key=KEY, fields={"name": "name"}, inside=(CATEGORY,)),))
