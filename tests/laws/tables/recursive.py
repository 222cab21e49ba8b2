"""Groups within groups, and reference maps, as Toast has them."""

from tests.laws.tables import wire

from tournant.kernel.row import UNSET, Entity, Link, UnsetType
from tournant.lens import Again, Doc, Each, F

__all__ = ["RECURSIVE", "Category", "CategoryItem", "Group", "GroupOption", "Item", "ItemGroup", "Menu", "Option"]
__all__ += ["OptionGroup"]


class Menu(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET


class Category(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    subtitle: str | UnsetType | None = UNSET


class Item(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    price: int | UnsetType | None = UNSET
    sku: str | UnsetType | None = UNSET


class Group(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    min: int | UnsetType | None = UNSET


class Option(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    price: int | UnsetType | None = UNSET


class CategoryItem(Link, frozen=True, gc=False):
    pass


class ItemGroup(Link, frozen=True, gc=False):
    pass


class GroupOption(Link, frozen=True, gc=False):
    pass


class OptionGroup(Link, frozen=True, gc=False):
    pass


ITEM = Each(
    Item,
    "menuItems[]",
    key="guid",
    link=CategoryItem,
    unit=True,
    fields={"name": "name", "price": F("price", wire.cents), "sku": "sku"},
    inside=(Each(ItemGroup, "modifierGroupReferences[]", key=F(".", wire.number), to=Group),),
)

CATEGORY = Each(
    Category,
    "menuGroups[]",
    key="guid",
    fields={"name": "name", "subtitle": "description"},
    inside=(Again(Category, "menuGroups[]"), ITEM),
)

RECURSIVE = Doc(
    "laws.recursive",
    (
        Each(Menu, "menus[]", key="guid", fields={"name": "name"}, inside=(CATEGORY,)),
        Each(
            Group,
            "modifierGroupReferences{}",
            unit=True,
            fields={"name": "name", "min": "minSelections"},
            inside=(Each(GroupOption, "modifierOptionReferences[]", key=F(".", wire.number), to=Option),),
        ),
        Each(
            Option,
            "modifierOptionReferences{}",
            unit=True,
            fields={"name": "name", "price": F("price", wire.cents)},
            inside=(Each(OptionGroup, "modifierGroupReferences[]", key=F(".", wire.number), to=Group),),
        ),
    ),
)
